//! Ways out: what would make a model fit, each a scenario of its own.
//!
//! Every suggestion changes one thing and is found by asking the same question again, so that a
//! suggestion can never contradict the page that it leads to.

use crate::catalog::market::PartKind;
use crate::catalog::{Catalog, Gpu};
use crate::codec;
use crate::engine::{Engine, Offload, Setting, Settings};
use crate::memory::host;
use crate::memory::limits::{self, BestWeights};
use crate::memory::question::Question;
use crate::model::quant::{KvFormat, KvType, Quant};
use crate::model::weights::Weights;
use crate::report::{Limits, Status, WayOut};
use crate::scenario::keys::COUNT;
use crate::scenario::{GpuGroup, PlacementChoice, Scenario};
use crate::units::{about_gb, grouped};

/// Shortest context that is worth suggesting, in tokens.
pub(crate) const SHORTEST_CONTEXT: u32 = 1_024;

/// What suggestions are made from. The scenario does not fit, which is why what its limits say need
/// not be searched for again.
pub(crate) struct Advice<'a> {
    pub(crate) scenario: &'a Scenario,
    /// The question that the scenario asks.
    pub(crate) asked: Question<'a>,
    /// The scenario's limits.
    pub(crate) limits: &'a Limits,
    /// The best weight format.
    pub(crate) best: Option<BestWeights>,
}

pub(crate) fn way(
    kind: &'static str,
    action: String,
    effect: String,
    scenario: &Scenario,
    status: Status,
) -> WayOut {
    WayOut {
        kind,
        action,
        effect,
        query: codec::encode(scenario),
        status,
    }
}

impl Advice<'_> {
    /// Everything of one kind that makes the scenario fit, most useful first.
    pub(crate) fn ways_out(&self, catalog: &Catalog) -> Vec<WayOut> {
        let refused = self.format_is_refused();
        // Another format first, where it is the format that does not run: the engine was chosen.
        let instead = match refused.then(|| self.nearest_weights()).flatten() {
            Some(nearest) => [
                Some(self.use_weights(nearest)),
                self.eight_bits(nearest.quant),
            ],
            None => [None, None],
        };
        let ways = [
            self.other_engine(),
            self.other_placement(),
            self.fewer_sequences(),
            self.smaller_weights().filter(|_| !refused),
            self.shorter_context(),
            self.fewer_users(),
            self.smaller_cache(),
            self.more_gpus(),
            self.offload(),
            self.other_gpu(catalog),
        ];
        instead.into_iter().chain(ways).flatten().collect()
    }

    /// Whether the engine does not load the format, or not on one of the cards.
    fn format_is_refused(&self) -> bool {
        let Question { engine, quant, .. } = self.asked;
        let groups = &self.asked.machine.groups;
        engine.supports_weights(quant).is_err() || { groups.iter() }
            .any(|group| engine.supports_gpu(group.gpu, quant).is_err())
    }

    /// The same files under another engine: for combinations that the chosen one cannot run.
    fn other_engine(&self) -> Option<WayOut> {
        let others = Engine::ALL.iter().copied();
        let mut others = others.filter(|engine| *engine != self.asked.engine);
        others.find_map(|engine| {
            let placement = PlacementChoice::Auto;
            // Another engine may have other files of the same format.
            let weights = self.scenario.weights_in(self.asked.quant, engine);
            let status = Question {
                engine,
                placement,
                weights,
                ..self.asked
            }
            .running()?;
            let changed = Scenario {
                engine,
                placement,
                ..self.scenario.clone()
            };
            let action = format!("Run it with {}", engine.name());
            let effect = format!("{} loads this format on these GPUs", engine.name());
            Some(way("engine", action, effect, &changed, status))
        })
    }

    fn other_placement(&self) -> Option<WayOut> {
        let placement = PlacementChoice::Auto;
        if self.asked.placement == placement {
            return None;
        }
        let status = Question {
            placement,
            ..self.asked
        }
        .running()?;
        let changed = Scenario {
            placement,
            ..self.scenario.clone()
        };
        let action = "Let the engine divide the model".to_owned();
        let effect = "the division that the engine can do with this number of GPUs".to_owned();
        Some(way("placement", action, effect, &changed, status))
    }

    /// A server that sets less aside: for sequences that nobody asked for.
    fn fewer_sequences(&self) -> Option<WayOut> {
        let Question {
            engine,
            settings,
            users,
            ..
        } = self.asked;
        if settings.sequences.is_some() || !engine.takes(Setting::Sequences) {
            return None;
        }
        let fewer = [128, 64, 32, 16, 8, 4, 2, 1];
        let mut fewer = fewer.into_iter().filter(|most| *most >= users);
        fewer.find_map(|most| {
            let settings = Settings {
                sequences: Some(most),
                ..settings
            };
            let status = Question {
                settings,
                ..self.asked
            }
            .running()?;
            let changed = Scenario {
                settings,
                ..self.scenario.clone()
            };
            let action = format!(
                "Let {} run {} at once at most",
                engine.name(),
                requests(most)
            );
            let effect = "less is set aside for choosing tokens and for graphs".to_owned();
            Some(way("sequences", action, effect, &changed, status))
        })
    }

    fn smaller_weights(&self) -> Option<WayOut> {
        let best = self.best?;
        // The best that fits is larger where it is not the size that is in the way.
        let larger = best.bytes > self.asked.weights.total();
        let taken = if larger {
            self.nearest_weights()?
        } else {
            best
        };
        Some(self.use_weights(taken))
    }

    fn use_weights(&self, taken: BestWeights) -> WayOut {
        let changed = Scenario {
            weights: taken.quant,
            ..self.scenario.clone()
        };
        let effect = format!(
            "weights of {} instead of {}",
            about_gb(taken.bytes),
            about_gb(self.asked.weights.total())
        );
        let action = format!("Use {} weights", taken.quant.name());
        way("quant", action, effect, &changed, taken.status)
    }

    /// The format that comes nearest in size to the one that is asked for, of those that the engine
    /// loads, of which it has files of the model, and which run here.
    ///
    /// One that is no larger is nearer than any that is larger, since a machine is chosen for a size.
    /// Sizes that differ by less than a hundredth of the one asked for count as the same; of
    /// those, the first in the order of [`Quant::ALL`] is taken, which is the plainest.
    fn nearest_weights(&self) -> Option<BestWeights> {
        let mut nearest: Option<((bool, u64), BestWeights)> = None;
        for &quant in Quant::ALL {
            let Some(weights) = self.made_in(quant) else {
                continue;
            };
            let far = how_far(self.asked.weights.total(), weights.total());
            if nearest.is_none_or(|(nearest, _)| far < nearest)
                && let Some(candidate) = self.running_with(quant, weights)
            {
                nearest = Some((far, candidate));
            }
        }
        nearest.map(|(_, nearest)| nearest)
    }

    /// FP8 beside the nearest format: twice the size of most, and next to no loss.
    fn eight_bits(&self, nearest: Quant) -> Option<WayOut> {
        let weights = self.made_in(Quant::Fp8).filter(|_| nearest != Quant::Fp8)?;
        let taken = self.running_with(Quant::Fp8, weights)?;
        Some(self.use_weights(taken))
    }

    /// The model's weights in a format, where the engine loads it and has files of it.
    fn made_in(&self, quant: Quant) -> Option<&Weights> {
        let engine = self.asked.engine;
        let model = &self.scenario.model;
        let made = engine.has_files_of(quant, self.asked.arch, model.native());
        (made && engine.supports_weights(quant).is_ok())
            .then(|| self.scenario.weights_in(quant, engine))
    }

    /// The same question in a format, where it runs.
    fn running_with(&self, quant: Quant, weights: &Weights) -> Option<BestWeights> {
        let changed = Question {
            quant,
            weights,
            ..self.asked
        };
        changed.running().map(|status| BestWeights {
            quant,
            bytes: weights.total(),
            status,
        })
    }

    fn shorter_context(&self) -> Option<WayOut> {
        let given = self.asked.context;
        let longest = if given <= self.asked.arch.max_context {
            self.limits.max_context_tokens?
        } else {
            limits::max_context(self.asked, given)?
        };
        if longest < SHORTEST_CONTEXT || longest >= given {
            return None;
        }
        let status = Question {
            context: longest,
            ..self.asked
        }
        .status();
        let changed = Scenario {
            context: longest,
            ..self.scenario.clone()
        };
        let action = format!(
            "Shorten the context to {} tokens",
            grouped(u64::from(longest))
        );
        let effect = format!("instead of {}", grouped(u64::from(given)));
        Some(way("context", action, effect, &changed, status))
    }

    fn fewer_users(&self) -> Option<WayOut> {
        let users = self.limits.max_users?;
        if users >= self.asked.users {
            return None;
        }
        let status = Question {
            users,
            ..self.asked
        }
        .status();
        let changed = Scenario {
            users,
            ..self.scenario.clone()
        };
        let action = format!("Serve {} at once", requests(users));
        let effect = format!("instead of {}", grouped(u64::from(self.asked.users)));
        Some(way("users", action, effect, &changed, status))
    }

    fn smaller_cache(&self) -> Option<WayOut> {
        // Of a number of the keys and one of the values.
        let bits = |kv: KvFormat| {
            let of = |kv: KvType| {
                let (numbers, bytes) = kv.block();
                bytes * 8_000 / numbers
            };
            of(kv.keys) + of(kv.values)
        };
        let Question {
            engine,
            machine,
            kv: given,
            ..
        } = self.asked;
        let kept = |kv| {
            let mut gpus = machine.gpus();
            engine.supports_kv(kv).is_ok() && gpus.all(|gpu| engine.supports_kv_on(gpu, kv).is_ok())
        };
        // Where the engine does not keep the format any other is a way out.
        let refused = !kept(given);
        let others = KvType::ALL.into_iter().map(KvFormat::both);
        let others = others.filter(|kv| refused || bits(*kv) < bits(given));
        others.filter(|kv| kept(*kv)).find_map(|kv| {
            let status = Question { kv, ..self.asked }.running()?;
            let changed = Scenario {
                kv,
                ..self.scenario.clone()
            };
            let action = format!("Keep the KV cache in {}", kv.id());
            let effect = format!("instead of {}", given.id());
            Some(way("kv", action, effect, &changed, status))
        })
    }

    /// More of the last kind of card, the fewest that do.
    fn more_gpus(&self) -> Option<WayOut> {
        let placement = match self.asked.placement {
            PlacementChoice::Layer => PlacementChoice::Layer,
            _ => PlacementChoice::Auto,
        };
        let mut machine = self.scenario.machine.clone();
        if !machine.groups.last()?.gpu.may_be_several() {
            return None;
        }
        let others = machine.gpu_count() - machine.groups.last()?.count;
        let present = machine.groups.last()?.count;
        // With one kind of card the limit is the answer, unless fewer cards would do as well.
        let from = match self.limits.min_gpus {
            _ if others > 0 || placement != PlacementChoice::Auto => present + 1,
            None => return None,
            Some(fewest) => fewest.max(present + 1),
        };
        let (count, status) = (from..=COUNT.max - others).find_map(|count| {
            machine.groups.last_mut()?.count = count;
            let changed = Question {
                machine: &machine,
                placement,
                ..self.asked
            };
            Some((count, changed.running()?))
        })?;
        let action = format!("Use {count} × {}", machine.groups.last()?.gpu.name);
        let effect = format!("{} more", count - present);
        let mut changed = Scenario {
            machine,
            placement,
            ..self.scenario.clone()
        };
        leave_room(&mut changed);
        Some(way("gpus", action, effect, &changed, status))
    }

    fn offload(&self) -> Option<WayOut> {
        let offload = Offload::Auto;
        let refused = self.asked.engine.supports_offload(offload).is_err();
        if self.asked.offload != Offload::None || refused {
            return None;
        }
        let present = self.scenario.machine.ram_gib;
        let mut machine = self.scenario.machine.clone();
        let most = machine.most_ram_gib().unwrap_or(host::LARGEST);
        machine.ram_gib = present.max(most);
        let at_most = Question {
            machine: &machine,
            offload,
            ..self.asked
        };
        // What leaves the cards does not depend on where it goes, so the size follows from it.
        let (host, status) = at_most.host()?;
        let bytes = host.weights_bytes + host.kv_cache_bytes;
        let needed = if host.layers == 0 { 0 } else { bytes };
        machine.ram_gib =
            host::size_for(needed, present).filter(|size| *size <= present.max(most))?;
        let memory = if machine.ram_gib == present {
            "the system memory".to_owned()
        } else {
            format!("{}\u{202f}GiB of system memory", machine.ram_gib)
        };
        let mut changed = Scenario {
            machine,
            offload,
            ..self.scenario.clone()
        };
        if changed.machine.ram_gib != present {
            changed.power.dimms = None;
            changed.money.forget(PartKind::Ram);
        }
        let action = format!("Keep {} in {memory}", about_gb(bytes));
        let effect = "every token then waits for the host's memory".to_owned();
        Some(way("offload", action, effect, &changed, status))
    }

    /// The same number of another card: the smallest memory of the same vendor and segment that
    /// does, else of any.
    fn other_gpu(&self, catalog: &Catalog) -> Option<WayOut> {
        let [group] = self.scenario.machine.groups.as_slice() else {
            return None;
        };
        let preference = |gpu: &Gpu| {
            (
                gpu.vendor != group.gpu.vendor,
                gpu.segment != group.gpu.segment,
                gpu.memory.bytes,
                gpu.price.map_or(u32::MAX, |price| price.usd),
            )
        };
        let mut machine = self.scenario.machine.clone();
        let mut best: Option<(&'static Gpu, Status)> = None;
        for &gpu in catalog.gpus {
            let preferred = best.is_none_or(|(best, _)| preference(gpu) < preference(best));
            if !preferred || !gpu.may_replace(group.gpu) {
                continue;
            }
            machine.groups.clear();
            machine.groups.push(GpuGroup {
                gpu,
                count: group.count,
            });
            let changed = Question {
                machine: &machine,
                ..self.asked
            };
            best = changed.running().map(|status| (gpu, status)).or(best);
        }
        let (gpu, status) = best?;
        machine.groups.clear();
        machine.groups.push(GpuGroup {
            gpu,
            count: group.count,
        });
        let mut changed = Scenario {
            machine,
            ..self.scenario.clone()
        };
        // A power limit and a price belong to the card that they were set for.
        changed.power.limits.clear();
        changed.money.gpu_prices.clear();
        leave_room(&mut changed);
        let action = format!("Use {} × {}", group.count, gpu.name);
        let effect = format!("{} on each GPU", about_gb(gpu.memory.bytes));
        Some(way("gpu", action, effect, &changed, status))
    }
}

/// How far a size is from the one that is asked for: whether it is larger, and by how many whole
/// hundredths it differs.
fn how_far(asked: u64, bytes: u64) -> (bool, u64) {
    let apart = u128::from(asked.abs_diff(bytes)) * 100 / u128::from(asked.max(1));
    (bytes > asked, u64::try_from(apart).unwrap_or(u64::MAX))
}

/// Leaves to the program what was chosen for the cards before: a board with slots for them, a case
/// around them, power supplies for their load.
pub(crate) fn leave_room(scenario: &mut Scenario) {
    scenario.power.psu = None;
    scenario.power.psus = None;
    for kind in [PartKind::Board, PartKind::Case, PartKind::Psu] {
        scenario.money.forget(kind);
    }
}

pub(crate) fn requests(count: u32) -> String {
    match count {
        1 => "1 request".to_owned(),
        count => format!("{} requests", grouped(u64::from(count))),
    }
}
