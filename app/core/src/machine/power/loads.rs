//! What a machine draws while it does something: idle with a model loaded, one stream, many, reading a
//! prompt, training.
//!
//! A card takes a share of the limit that it ships with, and never more than the limit that is set. The
//! shares are medians of what owners read off their cards, by what runs and how the cards share it; the
//! ends are the ends of what was read.

use super::limit;
use super::load::{Item, Load};
use super::psu::Supply;
use super::work::{Sharing, Work};
use crate::catalog::power::MachineLoads;
use crate::catalog::{Catalog, Chip, Gpu, Limit, Segment};
use crate::report::LoadKind;
use crate::scenario::Scenario;
use crate::units::{Evidence, Range};

/// A share with its ends and the readings behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fit {
    low: f64,
    typical: f64,
    high: f64,
    rows: u32,
}

const fn fit(low: f64, typical: f64, high: f64, rows: u32) -> Fit {
    Fit {
        low,
        typical,
        high,
        rows,
    }
}

/// One stream on cards of the Ampere generation: RTX 3090 and 3080 of three owners.
const STREAM_AMPERE: Fit = fit(0.9, 0.98, 1.0, 8);
/// One stream on the Ada generation: RTX 4090 of three owners, 4-billion models to 32-billion ones.
const STREAM_ADA: Fit = fit(0.55, 0.77, 0.87, 10);
/// One stream on the Blackwell generation: RTX 5090, RTX PRO 6000 and 5060 Ti of three owners.
const STREAM_BLACKWELL: Fit = fit(0.77, 0.9, 1.0, 15);
/// One stream on the RDNA 4 generation: two decodes on a Radeon AI PRO R9700 of one owner, read at the wall of a desktop
/// that draws some 60 W behind its supply beside the card.
const STREAM_RDNA4: Fit = fit(0.6, 0.77, 0.95, 2);
/// One stream on other cards: no readings; the middle of the generations above.
const STREAM_OTHER: Fit = fit(0.4, 0.9, 1.0, 0);
/// Thirty-two and more streams: RTX PRO 6000 and, copies on four cards, RTX 3090 of two owners.
const MANY: Fit = fit(0.75, 0.94, 1.0, 7);
/// Reading prompts and large matrix products: RTX 3090, 5090 and PRO 6000 of three owners.
const PROMPT: Fit = fit(0.67, 0.97, 1.0, 7);
/// Training: no readings. Its matrix products are as large as those of a prompt, with pauses between.
const TRAINING: Fit = fit(0.8, 0.95, 1.0, 0);

/// What sharing every layer leaves of that while cards wait for each other: RTX 3090 pairs and fours, RTX
/// PRO 6000 in eights, of three owners.
const TENSOR_STREAM: Fit = fit(0.45, 0.7, 1.0, 6);
/// The same with many streams.
const TENSOR_MANY: Fit = fit(0.44, 0.75, 1.0, 5);
/// The same while a prompt is read.
const TENSOR_PROMPT: Fit = fit(0.52, 0.75, 1.0, 4);
/// What a card draws while another one works on its layers, as a share of what it draws at work: two and
/// four RTX 3090 of one owner, who limits them to 220 W. With `n` cards the mean is `w + (1 − w) ÷ n`.
const WAITING: Fit = fit(0.1, 0.38, 0.8, 5);

/// Ends of what idle cards with a model loaded draw, percent of the figure of the catalogue: consumer
/// cards 6 to 28 W, workstation cards 18 to 50 W, accelerators 34 to 75 W.
const IDLE_CONSUMER: (u64, u64) = (55, 255);
const IDLE_WORKSTATION: (u64, u64) = (64, 180);
const IDLE_DATA_CENTER: (u64, u64) = (53, 115);

/// Where the processor stands between idle and its design power while cards work, from the wall of one
/// desktop with three cards: 0 to 0.16. One or two cores keep the cards busy. More streams are assumed to
/// take twice as much.
const PROCESSOR_STREAM: Fit = fit(0.0, 0.15, 0.4, 3);
const PROCESSOR_MANY: Fit = fit(0.1, 0.3, 0.6, 0);
/// The same while the processor computes layers itself: assumed.
const PROCESSOR_COMPUTES: f64 = 0.85;

/// A machine sold whole, as a share of the most that it draws: three decodes on a Mac Studio with M3 Ultra
/// of one owner.
const WHOLE_STREAM: Fit = fit(0.83, 0.88, 1.0, 3);
/// The same with many streams or a prompt: assumed.
const WHOLE_OTHER: Fit = fit(0.85, 0.95, 1.0, 0);
/// How far other readings of a machine lie from the one in the catalogue: a DGX Spark was seen at 60 to 90 W
/// where 69 W are derived.
const WHOLE_READ: Fit = fit(0.85, 1.0, 1.3, 1);

/// One load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LoadDraw {
    pub(super) kind: LoadKind,
    /// Cards, and machines sold whole.
    pub(super) gpu: Range,
    /// All parts.
    pub(super) dc: Range,
    /// At the wall.
    pub(super) wall: Range,
    pub(super) evidence: Evidence,
    /// Readings behind the shares of the cards.
    pub(super) rows: u32,
}

/// The load that the scenario asks for while it is busy.
pub(super) fn asked(scenario: &Scenario) -> LoadKind {
    match (&scenario.training, scenario.users) {
        (Some(_), _) => LoadKind::Training,
        (None, 0 | 1) => LoadKind::Stream,
        (None, _) => LoadKind::Many,
    }
}

/// Every load, in the order of [`LoadKind::ALL`].
pub(super) fn loads(
    scenario: &Scenario,
    load: &Load,
    supply: Option<&Supply>,
    work: Work,
    catalog: &Catalog,
) -> [LoadDraw; 5] {
    LoadKind::ALL.map(|kind| {
        let phase = Phase {
            kind,
            work,
            catalog,
        };
        phase.draw(scenario, load, supply)
    })
}

/// Milliwatts in whole tenths of a watt, as every figure here is.
fn milliwatts(value: f64) -> u64 {
    libm::round(value / 100.0) as u64 * 100
}

fn scaled(whole: f64, fit: Fit, most: u64) -> Range {
    let at = |share: f64| milliwatts(whole * share).min(most);
    Range {
        low: at(fit.low),
        typical: at(fit.typical),
        high: at(fit.high),
    }
}

fn constant(value: u64) -> Range {
    Range {
        low: value,
        typical: value,
        high: value,
    }
}

fn times(each: Range, count: u32) -> Range {
    let count = u64::from(count);
    Range {
        low: each.low * count,
        typical: each.typical * count,
        high: each.high * count,
    }
}

/// A share of a share.
fn both(one: Fit, other: Fit) -> Fit {
    fit(
        one.low * other.low,
        one.typical * other.typical,
        one.high * other.high,
        one.rows.min(other.rows),
    )
}

struct Phase<'a> {
    kind: LoadKind,
    work: Work,
    catalog: &'a Catalog,
}

impl Phase<'_> {
    fn draw(&self, scenario: &Scenario, load: &Load, supply: Option<&Supply>) -> LoadDraw {
        let mut rows = u32::MAX;
        let mut assumed = false;
        let (mut gpu, mut behind, mut at_wall) =
            (Range::default(), Range::default(), Range::default());
        let mut groups = scenario.machine.groups.iter().zip(limit::limits(scenario));
        let mut busy_share = Fit { rows: 0, ..MANY };
        for item in &load.items {
            let each = match item.kind {
                "gpu" | "machine" => {
                    let Some((group, limit)) = groups.next() else {
                        continue;
                    };
                    let (each, fit) = self.card(item, group.gpu, limit);
                    rows = rows.min(fit.rows);
                    assumed |= fit.rows == 0;
                    busy_share = fit;
                    each
                }
                "cpu" | "memory" | "board" => self.between(item, self.processor()),
                "fans" | "pump" if self.kind != LoadKind::Idle => self.between(item, busy_share),
                "storage" | "fans" | "pump" => constant(item.idle_mw),
                _ => constant(item.busy_mw),
            };
            let all = times(each, item.count);
            if matches!(item.kind, "gpu" | "machine") {
                gpu = gpu.plus(all);
            }
            if item.is_at_wall() {
                at_wall = at_wall.plus(all);
            } else {
                behind = behind.plus(all);
            }
        }
        let wall = supply.map_or(at_wall, |supply| at_wall.plus(converted(supply, behind)));
        LoadDraw {
            kind: self.kind,
            gpu,
            dc: behind.plus(at_wall),
            wall,
            evidence: match assumed || self.kind == LoadKind::Idle {
                true => Evidence::Assumed,
                false => Evidence::Calibrated,
            },
            rows: if self.kind == LoadKind::Idle { 0 } else { rows },
        }
    }

    /// One card or one machine, and the share that decides it.
    fn card(&self, item: &Item, gpu: &Gpu, limit: Limit) -> (Range, Fit) {
        let unknown = fit(1.0, 1.0, 1.0, 0);
        if self.kind == LoadKind::Idle {
            let (low, high) = match gpu.segment {
                Segment::Consumer => IDLE_CONSUMER,
                Segment::Workstation => IDLE_WORKSTATION,
                Segment::DataCenter => IDLE_DATA_CENTER,
                Segment::Unified | Segment::Laptop => (100, 100),
            };
            let at = |percent: u64| milliwatts((item.idle_mw * percent) as f64 / 100.0);
            let range = Range {
                low: at(low),
                typical: item.idle_mw,
                high: at(high).min(item.busy_mw).max(item.idle_mw),
            };
            return (range, unknown);
        }
        if gpu.is_whole() {
            return self.whole(item, gpu);
        }
        let share = both(self.alone(gpu), self.sharing());
        // Below a set limit a card stays at work for longer; what it waits for is not the limit's.
        let limit_mw = u64::from(limit.watts) * 1_000;
        let shipped = f64::from(limit.default_w) * 1_000.0;
        let working = scaled(shipped, share, limit_mw);
        // While the host computes, a card waits as it does for another one.
        let on_cards = self.work.on_cards;
        let waits = |at_work: u64, waiting: f64| {
            let watts = at_work as f64 * (on_cards + (1.0 - on_cards) * waiting);
            milliwatts(watts).max(item.idle_mw.min(at_work))
        };
        let range = match self.kind {
            LoadKind::Stream | LoadKind::Many if on_cards < 1.0 => Range {
                low: waits(working.low, WAITING.low),
                typical: waits(working.typical, WAITING.typical),
                high: waits(working.high, WAITING.high),
            },
            _ => working,
        };
        (range, share)
    }

    /// A card by itself.
    fn alone(&self, gpu: &Gpu) -> Fit {
        // Accelerators are of the same generations and were not read.
        let chip = Some(gpu.chip).filter(|_| gpu.segment != Segment::DataCenter);
        match (self.kind, chip) {
            (LoadKind::Idle | LoadKind::Stream, Some(Chip::Ampere)) => STREAM_AMPERE,
            (LoadKind::Idle | LoadKind::Stream, Some(Chip::AdaLovelace)) => STREAM_ADA,
            (LoadKind::Idle | LoadKind::Stream, Some(Chip::Blackwell)) => STREAM_BLACKWELL,
            (LoadKind::Idle | LoadKind::Stream, Some(Chip::Rdna4)) => STREAM_RDNA4,
            (LoadKind::Idle | LoadKind::Stream, _) => STREAM_OTHER,
            (LoadKind::Many, _) => MANY,
            (LoadKind::Prompt, _) => PROMPT,
            (LoadKind::Training, _) => TRAINING,
        }
    }

    /// What sharing the work leaves of that.
    fn sharing(&self) -> Fit {
        let whole = fit(1.0, 1.0, 1.0, u32::MAX);
        let layers = |cards: u32| {
            let mean = |waiting: f64| waiting + (1.0 - waiting) / f64::from(cards.max(1));
            fit(
                mean(WAITING.low),
                mean(WAITING.typical),
                mean(WAITING.high),
                WAITING.rows,
            )
        };
        match (self.work.sharing, self.kind) {
            (Sharing::Alone, _) | (_, LoadKind::Idle | LoadKind::Training) => whole,
            (Sharing::Tensor, LoadKind::Stream) => TENSOR_STREAM,
            (Sharing::Tensor, LoadKind::Many) => TENSOR_MANY,
            (Sharing::Tensor, LoadKind::Prompt) => TENSOR_PROMPT,
            // Parts of a prompt follow each other through the cards.
            (Sharing::Layers { .. }, LoadKind::Prompt) => whole,
            (Sharing::Layers { overlaps: true, .. }, LoadKind::Many) => whole,
            (Sharing::Layers { cards, .. }, _) => layers(cards),
        }
    }

    /// A machine sold whole, by its own readings where there are some.
    fn whole(&self, item: &Item, gpu: &Gpu) -> (Range, Fit) {
        let read = self.catalog.power.machine(gpu.id);
        let read = read.and_then(|row| row.loads);
        let own = |loads: MachineLoads| match self.kind {
            LoadKind::Idle | LoadKind::Stream => loads.stream_mw,
            LoadKind::Many => loads.many_mw,
            LoadKind::Prompt | LoadKind::Training => loads.prompt_mw,
        };
        let (watts, share) = match (read, self.kind) {
            (Some(loads), _) => (own(loads) as f64, WHOLE_READ),
            (None, LoadKind::Stream) => (item.busy_mw as f64, WHOLE_STREAM),
            (None, _) => (item.busy_mw as f64, WHOLE_OTHER),
        };
        (scaled(watts, share, item.busy_mw), share)
    }

    /// Where processor and memory stand between idle and busy.
    fn processor(&self) -> Fit {
        let share = match self.kind {
            LoadKind::Idle => return fit(0.0, 0.0, 0.0, 0),
            LoadKind::Stream | LoadKind::Prompt => PROCESSOR_STREAM,
            LoadKind::Many | LoadKind::Training => PROCESSOR_MANY,
        };
        if !matches!(self.kind, LoadKind::Stream | LoadKind::Many) {
            return share;
        }
        let computing = (1.0 - self.work.on_cards) * PROCESSOR_COMPUTES;
        fit(
            share.low.max(computing * 0.7),
            share.typical.max(computing),
            share.high.max(1.0 - self.work.on_cards),
            share.rows,
        )
    }

    fn between(&self, item: &Item, share: Fit) -> Range {
        let span = item.busy_mw.saturating_sub(item.idle_mw);
        constant(item.idle_mw).plus(scaled(span as f64, share, span))
    }
}

/// The same at the wall.
fn converted(supply: &Supply, dc: Range) -> Range {
    Range {
        low: supply.at(dc.low).wall_mw,
        typical: supply.at(dc.typical).wall_mw,
        high: supply.at(dc.high).wall_mw,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Fit, MANY, STREAM_ADA, STREAM_AMPERE, STREAM_BLACKWELL, TENSOR_STREAM, WHOLE_STREAM,
    };

    /// Medians of each owner's readings as a share of the limit as shipped, with those of the cards that were
    /// shared divided by what such a card draws alone.
    const OWNERS: [(Fit, &[f64]); 5] = [
        (STREAM_AMPERE, &[0.985, 0.99, 0.97]),
        (STREAM_ADA, &[0.77, 0.78, 0.55]),
        (STREAM_BLACKWELL, &[0.92, 0.83, 0.96]),
        (MANY, &[0.94, 0.91]),
        (TENSOR_STREAM, &[0.66, 0.77, 0.49, 0.6]),
    ];

    /// Whoever is left out, what the others read gives nearly the same share, and the one who was left out lies
    /// within its ends.
    #[test]
    fn no_single_owner_decides_a_share() {
        for (fit, owners) in OWNERS {
            for out in 0..owners.len() {
                let mut rest = owners.to_vec();
                let left_out = rest.remove(out);
                let mean = rest.iter().sum::<f64>() / rest.len() as f64;
                assert!((mean - fit.typical).abs() <= 0.12, "{mean} {fit:?}");
                assert!(
                    (fit.low..=fit.high).contains(&left_out),
                    "{left_out} {fit:?}"
                );
            }
        }
    }

    #[test]
    fn every_share_lies_within_its_ends() {
        for (fit, _) in OWNERS.into_iter().chain([(WHOLE_STREAM, [].as_slice())]) {
            assert!(fit.low <= fit.typical && fit.typical <= fit.high);
            assert!(fit.rows > 0);
        }
    }
}
