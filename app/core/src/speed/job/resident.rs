//! Routed experts that stay on the cards while others of their layer lie in the host's memory, and how many of a token's choices
//! they serve.

use crate::engine::{Chosen, Offload, Resident};
use crate::model::arch::Arch;

/// Share of the choices that a share of the experts serves, as an exponent of the latter: 1 where nothing is known of their use, 0
/// where every choice falls on those that are kept.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Exponent {
    typical: f64,
    /// Of the most that they may serve.
    most: f64,
    /// Of the least.
    least: f64,
}

const EVENLY: Exponent = Exponent {
    typical: 1.0,
    most: 1.0,
    least: 1.0,
};

/// Experts that an earlier count named: 0.75 for nine shares of Qwen3-Next 80B (`KTransformers`
/// doc/en/kt-kernel/experts-sched-Tutorial.md, read 2026-12: what its rates of 10 to 90 % leave of the way between none and all);
/// 0.83 where the count was of other texts (llama.cpp pull request 27861: 32 of 512 experts served 10 %); 0.25 where it was of
/// the same (`FreeToken` issue 174: 11.5 of 256 served 46 %).
const BY_USE: Exponent = Exponent {
    typical: 0.75,
    most: 0.25,
    least: 0.85,
};

/// Experts in a cache that follows the text, medians of four owners: 0.15 (`kekzl/imp` pull request 1374: 24 of 128 served 74 %),
/// 0.17 (llama.cpp pull request 27861: 64 of 512 served 67 %), 0.42 (`KTransformers`’ dynamic update, as above) and 0.66
/// (`FreeToken` issue 174: 11.5 of 256 served 8 to 18 %).
const CACHED: Exponent = Exponent {
    typical: 0.3,
    most: 0.15,
    least: 0.66,
};

/// What part of the experts is on the cards, and what part of the choices falls on them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hits {
    /// Experts on the cards and all of a layer.
    pub(crate) experts: (u32, u32),
    pub(crate) chosen: Chosen,
    /// Part of the choices that they serve.
    pub(crate) typical: f64,
    pub(crate) most: f64,
    pub(crate) least: f64,
}

impl Hits {
    /// Of a model whose experts are divided; `None` where none or all are on the cards.
    pub(super) fn of(offload: Offload, arch: &Arch) -> Option<Self> {
        let Offload::OtherExperts(Resident { experts, chosen }) = offload else {
            return None;
        };
        let moe = arch.moe?;
        let all = moe.experts;
        if experts == 0 || experts >= all {
            return None;
        }
        let share = f64::from(experts) / f64::from(all);
        let exponent = match chosen {
            Chosen::Evenly => EVENLY,
            Chosen::ByUse => BY_USE,
            Chosen::Cached => CACHED,
        };
        // A token chooses an expert once.
        let most = f64::from(experts) / f64::from(moe.active.max(1));
        let hits = |exponent: f64| libm::pow(share, exponent).min(most);
        Some(Self {
            experts: (experts, all),
            chosen,
            typical: hits(exponent.typical),
            most: hits(exponent.most),
            least: hits(exponent.least),
        })
    }

    /// Part of the experts that is on the cards.
    pub(crate) fn share(&self) -> f64 {
        let (kept, all) = self.experts;
        f64::from(kept) / f64::from(all)
    }

    /// How much likelier than any expert one on the cards is chosen.
    pub(crate) fn on_cards(&self) -> f64 {
        self.typical / self.share()
    }

    /// How much likelier than any expert one in the host's memory is chosen.
    pub(crate) fn on_host(&self) -> f64 {
        (1.0 - self.typical) / (1.0 - self.share())
    }

    /// The same experts where they serve this part of the choices.
    pub(crate) fn serving(self, part: f64) -> Self {
        Self {
            typical: part,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    fn hits(chosen: Chosen, experts: u32) -> Option<Hits> {
        let model = Catalog::builtin().model("qwen3-30b-a3b")?;
        Hits::of(
            Offload::OtherExperts(Resident { experts, chosen }),
            &model.arch,
        )
    }

    #[test]
    fn a_known_use_serves_more_than_chance_and_a_cache_more_than_that() {
        let served = |chosen| hits(chosen, 32).map(|hits| hits.typical);
        assert_eq!(served(Chosen::Evenly), Some(0.25));
        // 0.25^0.75 and 0.25^0.3.
        assert!((served(Chosen::ByUse).unwrap_or(0.0) - 0.353_55).abs() < 1e-5);
        assert!((served(Chosen::Cached).unwrap_or(0.0) - 0.659_75).abs() < 1e-5);
    }

    #[test]
    fn what_the_cards_and_the_host_are_asked_for_are_all_choices() {
        for (chosen, _) in Chosen::ALL {
            for experts in [1, 16, 64, 127] {
                let Some(hits) = hits(chosen, experts) else {
                    panic!("{experts} of 128 are a part");
                };
                let share = hits.share();
                let all = share * hits.on_cards() + (1.0 - share) * hits.on_host();
                assert!((all - 1.0).abs() < 1e-12);
                assert!(hits.least <= hits.typical && hits.typical <= hits.most);
            }
        }
    }

    #[test]
    fn counted_use_saves_what_was_measured() {
        // `KTransformers` doc/en/kt-kernel/experts-sched-Tutorial.md: tokens a second of Qwen3-Next 80B by percent of the experts
        // on four RTX 4090, placed by frequency. With none 52.72, with all 114.26: time between them is what choices save.
        let (none, all) = (1.0 / 52.72, 1.0 / 114.26);
        for (percent, rate) in [
            (10, 58.60),
            (20, 61.92),
            (30, 66.50),
            (40, 72.78),
            (50, 76.19),
            (60, 82.33),
            (70, 89.37),
            (80, 100.67),
            (90, 107.15),
        ] {
            let saved = (none - 1.0 / rate) / (none - all);
            let said = libm::pow(f64::from(percent) / 100.0, BY_USE.typical);
            assert!(
                (saved - said).abs() < 0.06,
                "{percent} %: {saved} was measured, {said} is said"
            );
        }
    }

    #[test]
    fn all_experts_are_no_part() {
        assert_eq!(hits(Chosen::ByUse, 128), None);
        assert_eq!(hits(Chosen::ByUse, 0), None);
    }
}
