//! Whether each card holds its part: the one place where weights, cache and overheads meet.
//!
//! [`Question::status`] is the verdict alone and allocates next to nothing, for sweeps over
//! contexts, formats and cards; [`Question::plan`] itemises it for a report. Both read the same
//! loads and the same rooms, so they cannot disagree.

use crate::memory::leaves::Leaves;
use crate::memory::stages;
use std::ops::Range;

use crate::engine::overhead::{OverheadInput, Overheads};
use crate::engine::{Engine, Offload, Settings, overhead_sums, overheads};
use crate::memory::cut::{Card, Cut};
use crate::memory::draft::{Draft, Target};
use crate::memory::kv::{Cache, CacheInput};
use crate::memory::loads::{KindLoad, LayerLoad, Loads};
use crate::memory::placement::{self, Degrees, Division};
use crate::memory::split;
use crate::model::arch::Arch;
use crate::model::quant::{KvFormat, Quant};
use crate::model::weights::Weights;
use crate::report::{GpuUse, HostUse, Status};
use crate::scenario::{GpuGroup, Machine, PlacementChoice, Scenario};
use crate::units::{Budget, Level};

/// One question about memory: everything that decides the answer.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The cards and the host's memory.
    pub machine: &'a Machine,
    /// Bytes of each card of a group that other processes hold; groups beyond its end are free.
    pub taken: &'a [u64],
    /// The model's shape.
    pub arch: &'a Arch,
    /// Its weights, priced in `quant`.
    pub weights: &'a Weights,
    /// Format of the weights.
    pub quant: Quant,
    /// Format of the cache.
    pub kv: KvFormat,
    /// Tokens a sequence.
    pub context: u32,
    /// Sequences at once.
    pub users: u32,
    /// The engine.
    pub engine: Engine,
    /// What was set of the engine.
    pub settings: Settings,
    /// What guesses tokens ahead.
    pub draft: Option<Draft>,
    /// Whether prompts have images.
    pub images: bool,
    /// How to divide the model.
    pub placement: PlacementChoice,
    /// What may live in host memory.
    pub offload: Offload,
    /// Where the work of answering is counted.
    pub budget: Option<&'a Budget>,
}

/// The itemised answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// How the model was divided.
    pub degrees: Degrees,
    /// Each card.
    pub gpus: Vec<GpuUse>,
    /// The host.
    pub host: HostUse,
    /// Overheads of one card of each group, line by line.
    pub overheads: Vec<Overheads>,
    /// Whether it fits.
    pub status: Status,
}

impl Plan {
    /// Bytes by which what is left to the host's memory exceeds it.
    pub(crate) fn host_short(&self) -> u64 {
        let host = &self.host;
        if host.layers == 0 {
            return 0;
        }
        (host.weights_bytes + host.kv_cache_bytes).saturating_sub(host.capacity_bytes)
    }
}

impl<'a> Question<'a> {
    /// The question that a scenario asks of its own model.
    #[must_use]
    pub fn of(scenario: &'a Scenario, weights: &'a Weights) -> Self {
        Self {
            machine: &scenario.machine,
            taken: &[],
            arch: scenario.model.arch(),
            weights,
            quant: scenario.weights,
            kv: scenario.kv,
            context: scenario.context,
            users: scenario.users,
            engine: scenario.engine,
            settings: scenario.settings,
            draft: Draft::of(scenario),
            images: scenario.speed.images.is_some(),
            placement: scenario.placement,
            offload: scenario.offload,
            budget: None,
        }
    }

    /// The same with its work counted.
    pub(crate) fn within(self, budget: &'a Budget) -> Self {
        Self {
            budget: Some(budget),
            ..self
        }
    }

    /// The verdict alone.
    #[must_use]
    pub fn status(&self) -> Status {
        if self.blocked() {
            return Status::Impossible;
        }
        let division = self.division();
        if division.flaw.is_some() {
            return Status::Impossible;
        }
        if self.exceeds_all_cards() {
            return Status::DoesNotFit;
        }
        self.settle(&self.cut(division)).1
    }

    /// The verdict where it runs: [`status`](Self::status), asked in the order that is fastest
    /// where most answers are no.
    #[must_use]
    pub(crate) fn running(&self) -> Option<Status> {
        if self.exceeds_all_cards() {
            return None;
        }
        Some(self.status()).filter(|status| status.runs())
    }

    /// Whether every card holds its part with overheads of one level and nothing in host memory: what
    /// [`status`](Self::status) says of that, for searches that need no more.
    pub(crate) fn holds(&self, level: Level) -> bool {
        if self.exceeds_all_cards() || self.blocked() {
            return false;
        }
        let division = self.division();
        if division.flaw.is_some() {
            return false;
        }
        let cut = self.cut(division);
        cut.holds(&self.loads(&cut, Leaves::Whole), level)
    }

    /// What the host holds, and the verdict, where it runs.
    pub(crate) fn host(&self) -> Option<(HostUse, Status)> {
        let division = self.division();
        if division.flaw.is_some() || self.blocked() {
            return None;
        }
        let cut = self.cut(division);
        let (moved, status) = self.settle(&cut);
        let mut loads = self.loads(&cut, moved.leaves);
        let host = self.move_out(moved, &mut loads);
        status.runs().then_some((host, status))
    }

    /// The itemised answer. A placement that cannot run is itemised as pipeline stages, so that
    /// there is something to read beside the reason.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let division = self.division();
        let cut = self.cut(division);
        let (moved, mut status) = self.settle(&cut);
        let mut loads = self.loads(&cut, moved.leaves);
        let host = self.move_out(moved, &mut loads);
        let ranges = self.ranges(&cut, &loads);
        let overheads = self.overheads(&division);
        let gpus = self.itemise(&cut, &overheads, &loads, &ranges);
        if division.flaw.is_some() || self.blocked() {
            status = Status::Impossible;
        }
        Plan {
            degrees: placement::resolve(
                self.placement,
                self.engine,
                self.arch,
                self.quant,
                self.machine.gpu_count(),
                self.machine.mix(),
            ),
            gpus,
            host,
            overheads,
            status,
        }
    }

    /// Bytes that each card then holds of it, overheads included. What the engine leaves unused by
    /// its own setting is not among them: other processes may have it.
    pub(crate) fn held(&self, level: Level) -> Vec<u64> {
        let cut = self.cut(self.division());
        let (moved, _) = self.settle(&cut);
        let mut loads = self.loads(&cut, moved.leaves);
        self.move_out(moved, &mut loads);
        let ranges = self.ranges(&cut, &loads);
        cut.cards()
            .enumerate()
            .map(|(index, card)| {
                let stage = cut.stage(index);
                let range = ranges.get(stage).cloned().unwrap_or(0..0);
                let load = loads.stage(range, stage, ranges.len());
                load.weights + load.kv + card.overheads.at(level)
            })
            .collect()
    }

    /// How the cards divide the model.
    fn division(&self) -> Division {
        placement::divide(
            self.placement,
            self.engine,
            self.arch,
            self.quant,
            self.machine.gpu_count(),
            self.machine.mix(),
        )
    }

    /// Whether the engine cannot run the combination whatever the memory.
    fn blocked(&self) -> bool {
        let engine = self.engine;
        engine.supports_weights(self.quant).is_err()
            || engine.supports_kv(self.kv).is_err()
            || engine.supports_offload(self.offload).is_err()
            || { self.draft }.is_some_and(|draft| !engine.drafts_by(draft.kind()))
            || { self.machine.groups.iter() }
                .any(|group| engine.runs_on(group.gpu, self.quant, self.kv).is_err())
    }

    /// Whether the layers alone are larger than all cards together, with nowhere else to go. The
    /// cheapest of all reasons: it needs neither cache nor overheads.
    fn exceeds_all_cards(&self) -> bool {
        let left = |(index, group): (usize, &GpuGroup)| {
            u64::from(group.count) * self.left_on(index, group)
        };
        let groups = self.machine.groups.iter().enumerate();
        self.offload == Offload::None && self.weights.stack.bytes() > groups.map(left).sum::<u64>()
    }

    /// What other processes leave of one card of a group.
    fn left_on(&self, index: usize, group: &GpuGroup) -> u64 {
        let taken = self.taken.get(index).copied().unwrap_or(0);
        self.machine.capacity(group.gpu).saturating_sub(taken)
    }

    /// The cache that one of `tensor` ranks keeps, so many of which divide its tokens.
    #[must_use]
    pub fn cache_input(&self, tensor: u32, parts: u32) -> CacheInput {
        CacheInput {
            kv: self.kv,
            engine: self.engine,
            context: u64::from(self.context),
            users: u64::from(self.users),
            tensor,
            parts,
            batch: { self.machine.first_card() }
                .and_then(|(capacity, chip)| self.engine.step(self.settings, capacity, chip)),
        }
    }

    /// Overheads of one card of each group, line by line.
    fn overheads(&self, division: &Division) -> Vec<Overheads> {
        let groups = self.machine.groups.iter();
        groups
            .map(|group| overheads(self.engine, &self.overhead_input(division, group)))
            .collect()
    }

    fn overhead_input(&self, division: &Division, group: &GpuGroup) -> OverheadInput<'a> {
        OverheadInput {
            arch: self.arch,
            quant: self.quant,
            kv: self.kv,
            context: u64::from(self.context),
            users: division.served_by_one(self.users).into(),
            tensor: division.tensor,
            pipeline: division.pipeline,
            gpu_count: self.machine.gpu_count(),
            expert: division.expert,
            offloaded: self.offload != Offload::None,
            draft: if whole_on_one_card(division) {
                (0, 0)
            } else {
                self.held_to_guess(division)
            },
            drafted: self.draft.map_or(0, |draft| draft.tokens.into()),
            settings: self.settings,
            capacity_bytes: self.machine.capacity(group.gpu),
            unified: group.gpu.unified.is_some(),
            on_board: group.gpu.is_module(),
            towers: self.weights.vision > 0 && self.engine.loads_vision_towers(self.images),
            vendor: group.gpu.vendor,
            chip: group.gpu.chip,
        }
    }

    /// Bytes of weights and of cache on one card that guess tokens ahead.
    fn held_to_guess(&self, division: &Division) -> (u64, u64) {
        let Some(draft) = self.draft else {
            return (0, 0);
        };
        let users = division.served_by_one(self.users);
        let input = Self { users, ..*self }.cache_input(division.tensor, division.context);
        draft.on_card(self.target(), input)
    }

    /// The model that tokens are guessed for.
    pub(crate) fn target(&self) -> Target<'a> {
        Target {
            arch: self.arch,
            weights: self.weights,
            quant: self.quant,
        }
    }

    /// The cards of a division with what they hold beside the model.
    fn cut(&self, division: Division) -> Cut {
        let card = |(index, group): (usize, &GpuGroup)| {
            Card {
                gpu: group.gpu.id,
                count: group.count,
                capacity: self.left_on(index, group),
                // These follow from the card as it is sold, not from what is left on it.
                overheads: overhead_sums(self.engine, &self.overhead_input(&division, group)),
            }
        };
        let mut groups = self.machine.groups.iter().enumerate();
        Cut {
            division,
            first: groups.next().map(card),
            others: groups.map(card).collect(),
        }
    }

    /// What the cards have to hold, and what of it would stay if it moved to the host.
    pub(super) fn loads(&self, cut: &Cut, leaves: Leaves) -> Loads<'a> {
        let (arch, weights) = (self.arch, self.weights);
        let (tensor, sharers) = (cut.division.tensor, cut.division.sharers());
        let stack = &weights.stack;
        let users = cut.division.served_by_one(self.users);
        let cache = Cache::of(
            arch,
            stack.cached(),
            Self { users, ..*self }.cache_input(tensor, cut.division.context),
        );
        let mut loads = Loads::new(stack, self.budget, |kind| {
            let whole = LayerLoad {
                weights: kind.bytes.rank_bytes(arch, sharers),
                kv: cache.layer_bytes(kind),
            };
            let rest = match leaves {
                Leaves::Experts | Leaves::OtherExperts(_) => {
                    let stays = kind.bytes.without_experts(leaves.experts(kind.bytes, arch));
                    LayerLoad {
                        weights: stays.rank_bytes(arch, sharers),
                        ..whole
                    }
                }
                Leaves::Whole => LayerLoad {
                    weights: 0,
                    // Attention runs where the layer is computed, so its cache goes with it.
                    kv: if self.engine.computes_on_host() {
                        0
                    } else {
                        whole.kv
                    },
                },
            };
            KindLoad { whole, rest }
        });
        let tensor = u64::from(tensor.max(1));
        let looked_up_by_host = self.looks_up_on_host();
        if !looked_up_by_host {
            loads.first += self.lookups().div_ceil(tensor);
        }
        if self.engine.loads_vision_towers(self.images) {
            loads.first += weights.vision.div_ceil(tensor);
        }
        // A tied head is a second copy where the embedding is elsewhere.
        let tied_head = if weights.tied && (looked_up_by_host || cut.division.pipeline > 1) {
            weights.embedding
        } else {
            0
        };
        loads.last += (weights.head + tied_head).div_ceil(tensor) + weights.extra;
        if whole_on_one_card(&cut.division) {
            let (held, cache) = self.held_to_guess(&cut.division);
            loads.last += held;
            loads.last_kv += cache;
        }
        loads
    }

    fn ranges(&self, cut: &Cut, loads: &Loads<'_>) -> Vec<Range<u32>> {
        if !cut.division.by_layer {
            return stages::even(self.arch.layer_count(), cut.division.pipeline);
        }
        // Levelled for the worst case where that can be had, so that "fits" shows a split that does.
        let level = if cut.holds(loads, Level::High) {
            Level::High
        } else {
            Level::Typical
        };
        split::level(loads, &cut.rooms(level).collect::<Vec<_>>())
    }

    fn itemise(
        &self,
        cut: &Cut,
        overheads: &[Overheads],
        loads: &Loads<'_>,
        ranges: &[Range<u32>],
    ) -> Vec<GpuUse> {
        let groups = cut.groups().zip(overheads);
        groups
            .flat_map(|(card, overheads)| {
                let parts = (card, overheads.activations(), overheads.runtime());
                std::iter::repeat_n(parts, card.count as usize)
            })
            .enumerate()
            .map(|(index, (card, activations, runtime))| {
                let stage = cut.stage(index);
                let range = ranges.get(stage).cloned().unwrap_or(0..0);
                let load = loads.stage(range.clone(), stage, ranges.len());
                let used = card.used(load, Level::Typical);
                GpuUse {
                    index: index as u32,
                    gpu: card.gpu,
                    capacity_bytes: card.capacity,
                    weights_bytes: load.weights,
                    kv_cache_bytes: load.kv,
                    activations_bytes: activations.typical,
                    runtime_bytes: runtime.typical,
                    reserve_bytes: card.reserve(load, Level::Typical),
                    used_bytes: used,
                    used_low_bytes: card.used(load, Level::Low),
                    used_high_bytes: card.used(load, Level::High),
                    layers: range.end - range.start,
                    free_bytes: signed_difference(card.capacity, used),
                }
            })
            .collect()
    }
}

/// Whether what guesses ahead lies whole beside the last layers, where whole layers are dealt to several cards.
fn whole_on_one_card(division: &Division) -> bool {
    division.by_layer && division.pipeline > 1
}

/// `a − b` as a signed number.
fn signed_difference(a: u64, b: u64) -> i64 {
    let difference = i128::from(a) - i128::from(b);
    i64::try_from(difference).unwrap_or(if difference < 0 { i64::MIN } else { i64::MAX })
}
