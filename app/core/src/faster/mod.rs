//! What would make a model that runs answer faster, each found by asking again.
//!
//! Every suggestion changes one thing and leads to a scenario whose speed is computed like any other,
//! so that its gain is what its page shows.

use crate::catalog::{Catalog, Gpu, short_name};
use crate::codec;
use crate::engine::Engine;
use crate::evaluate::{Report, evaluate};
use crate::model::quant::{KvFormat, Quant};
use crate::report::WayOut;
use crate::scenario::{GpuGroup, PlacementChoice, Scenario};
use crate::units::{about, sort_by_key};

/// Suggestions that are shown, at most.
const MOST: usize = 3;
/// A gain below this share is no reason to change anything.
const WORTH: f64 = 1.15;
/// Formats of four and eight bits that an engine with tensor parallelism reads fast, best kept first.
const SERVED: [Quant; 4] = [Quant::Fp8, Quant::Nvfp4, Quant::Awq, Quant::Mxfp4];
/// The format of llama.cpp from which fewer bits cost what people notice.
const SMALLEST: Quant = Quant::Q4KM;

/// The changes that gain most, best first; empty where it does not run, and in training.
///
/// ```
/// use headroom_core::{catalog::Catalog, evaluate, faster::ways};
/// let catalog = Catalog::builtin();
/// let report = evaluate::report("n=4&model=llama-3.1-70b&w=q8_0", catalog);
/// let ways = ways(&report, catalog);
/// // Four cards that take turns are no faster than one; four that share each layer are.
/// assert_eq!(ways[0].kind, "engine");
/// ```
#[must_use]
pub fn ways(report: &Report, catalog: &Catalog) -> Vec<WayOut> {
    let asked = report.asked();
    let runs = report.verdict().status.runs();
    let Some(now) = { report.speed().decode_tokens_per_s }.filter(|_| runs) else {
        return Vec::new();
    };
    if report.training().is_some() || report.together().is_some() {
        return Vec::new();
    }
    let search = Search {
        asked,
        report,
        bytes: report.memory().weights_bytes,
        now,
        catalog,
    };
    let mut found: Vec<Faster> = [
        search.shared_layers(),
        search.fewer_bits(),
        search.all_on_the_cards(),
        search.other_gpu(),
    ]
    .into_iter()
    .flatten()
    .collect();
    sort_by_key(&mut found, |one| std::cmp::Reverse(one.rate.to_bits()));
    found.truncate(MOST);
    found.into_iter().map(|one| one.way).collect()
}

/// A scenario that answers faster.
struct Faster {
    rate: f64,
    way: WayOut,
}

struct Search<'a> {
    /// The question that all of it is counted for.
    report: &'a Report,
    asked: &'a Scenario,
    /// Bytes of the weights as they are now.
    bytes: u64,
    /// Decode of one stream now, tokens/s.
    now: f64,
    catalog: &'a Catalog,
}

impl Search<'_> {
    /// The changed scenario, where it runs without leaning on system memory more than now and gains
    /// enough.
    fn tried(&self, kind: &'static str, action: String, changed: &Scenario) -> Option<Faster> {
        let report = evaluate(changed, self.catalog);
        let status = report.verdict().status;
        let rate = report.speed().decode_tokens_per_s;
        self.report.count(report.steps());
        let rate = rate?;
        (status.runs() && rate >= self.now * WORTH).then(|| Faster {
            rate,
            way: WayOut {
                kind,
                action,
                effect: format!(
                    "about {} tokens/s instead of {}, {} times as fast",
                    about(rate),
                    about(self.now),
                    about(rate / self.now)
                ),
                query: codec::encode(changed),
                status,
            },
        })
    }

    /// All cards at every layer instead of one after the other, in a format of about the same size.
    fn shared_layers(&self) -> Option<Faster> {
        let engine = Engine::FOR_SHARED_LAYERS;
        if self.asked.machine.gpu_count() < 2 || self.asked.engine == engine {
            return None;
        }
        let same = engine.supports_weights(self.asked.weights).is_ok();
        let formats = same.then_some(self.asked.weights).into_iter().chain(SERVED);
        let model = &self.asked.model;
        let near = formats.filter(|&format| {
            let made = engine.has_files_of(format, model.arch(), model.native());
            // A step down in quality would be another suggestion, and a step up is no loss.
            made && model.weights(format, engine).total() * 10 >= self.bytes * 9
        });
        let tried = near.filter_map(|weights| {
            let changed = Scenario {
                engine,
                weights,
                kv: kept_cache(engine, self.asked.kv),
                placement: PlacementChoice::Auto,
                ..self.asked.clone()
            };
            let action = if weights == self.asked.weights {
                format!("Let the cards share each layer, with {}", engine.name())
            } else {
                format!(
                    "Let the cards share each layer, with {} and {} weights",
                    engine.name(),
                    weights.name()
                )
            };
            self.tried("engine", action, &changed)
        });
        fastest(tried)
    }

    /// Fewer bits that the engine at hand reads, down to what people find hard to tell apart.
    fn fewer_bits(&self) -> Option<Faster> {
        let engine = self.asked.engine;
        let model = &self.asked.model;
        let formats = [Quant::Q8_0, Quant::Q6K, SMALLEST]
            .into_iter()
            .chain(SERVED);
        let smaller = formats.filter(|&format| {
            engine.supports_weights(format).is_ok()
                && engine.has_files_of(format, model.arch(), model.native())
                && model.weights(format, engine).total() < self.bytes
        });
        let tried = smaller.filter_map(|weights| {
            let changed = Scenario {
                weights,
                ..self.asked.clone()
            };
            let action = format!(
                "Use {} weights, which are fewer bytes to read",
                weights.name()
            );
            self.tried("quant", action, &changed)
        });
        fastest(tried)
    }

    /// Nothing in system memory, in the largest format with which that is so.
    fn all_on_the_cards(&self) -> Option<Faster> {
        use crate::engine::Offload;
        if self.asked.offload == Offload::None {
            return None;
        }
        let changed = Scenario {
            offload: Offload::None,
            ..self.asked.clone()
        };
        let action = "Keep everything on the cards".to_owned();
        self.tried("offload", action, &changed)
    }

    /// As many of the card with the next faster memory that is sold for no more than twice as much.
    fn other_gpu(&self) -> Option<Faster> {
        let [group] = self.asked.machine.groups.as_slice() else {
            return None;
        };
        let now = group.gpu.bandwidth?;
        let price = |gpu: &Gpu| gpu.price.map(|price| price.usd);
        let most = price(group.gpu)?.saturating_mul(2);
        let affordable = |gpu: &&&'static Gpu| {
            // What goes into the machine that there is: no module for a baseboard, no machine of its own; another laptop for one.
            let alike = gpu.is_module() == group.gpu.is_module()
                && gpu.is_whole() == group.gpu.is_whole()
                && gpu.unified.is_none();
            alike
                && gpu.bandwidth.is_some_and(|rate| rate * 4 >= now * 5)
                && price(gpu).is_some_and(|usd| usd <= most)
        };
        let mut cards: Vec<&'static Gpu> = self
            .catalog
            .gpus
            .iter()
            .filter(affordable)
            .copied()
            .collect();
        sort_by_key(&mut cards, |gpu| price(gpu));
        // The cheapest first: a handful of them is asked.
        let tried = cards.into_iter().take(6).filter_map(|gpu| {
            let mut changed = self.asked.clone();
            changed.machine.groups = vec![GpuGroup {
                gpu,
                count: group.count,
            }];
            (changed.machine.unified_gb, changed.machine.unified_share) = (None, None);
            changed.power.limits.clear();
            changed.money.gpu_prices.clear();
            let action = match group.count {
                1 => format!("Take a {}", short_name(gpu.name)),
                count => format!("Take {count} × {}", short_name(gpu.name)),
            };
            self.tried("gpu", action, &changed)
        });
        fastest(tried)
    }
}

/// The type of the KV cache, or the usual one where the engine does not keep that.
fn kept_cache(engine: Engine, kv: KvFormat) -> KvFormat {
    let own = { engine.kv_types().first().copied() }.map(KvFormat::both);
    match engine.supports_kv(kv) {
        Ok(()) => kv,
        Err(_) => own.unwrap_or(kv),
    }
}

/// The one that answers fastest; the first of equals.
fn fastest(found: impl Iterator<Item = Faster>) -> Option<Faster> {
    found.reduce(|best, one| if one.rate > best.rate { one } else { best })
}

#[cfg(test)]
mod tests {
    use super::{WORTH, ways};
    use crate::catalog::Catalog;
    use crate::evaluate;

    #[test]
    fn every_way_leads_to_the_rate_that_it_promises() {
        let catalog = Catalog::builtin();
        for query in [
            "n=4&model=llama-3.1-70b&w=q8_0",
            "gpu=rtx-3090&n=2",
            "model=llama-3.1-8b&w=bf16",
            "gpu=rtx-4090&model=deepseek-v3&w=q4_k_m&offload=experts&ram=512",
            "gpu=apple-m3-ultra&model=gpt-oss-120b",
        ] {
            let report = evaluate::report(query, catalog);
            let now = report.speed().decode_tokens_per_s.unwrap_or(0.0);
            let mut last = f64::INFINITY;
            for way in ways(&report, catalog) {
                let there = evaluate::report(&way.query, catalog);
                let rate = there.speed().decode_tokens_per_s.unwrap_or(0.0);
                assert!(there.verdict().status.runs(), "{query}: {}", way.query);
                assert!(rate >= now * WORTH, "{query}: {} at {rate}", way.query);
                assert!(rate <= last, "{query}: the best comes first");
                last = rate;
            }
        }
    }

    #[test]
    fn what_does_not_run_is_not_made_faster() {
        let catalog = Catalog::builtin();
        for query in ["model=llama-3.1-405b&w=f16", "mode=train&n=4", "gpu=nope"] {
            assert_eq!(
                ways(&evaluate::report(query, catalog), catalog),
                [],
                "{query}"
            );
        }
    }
}
