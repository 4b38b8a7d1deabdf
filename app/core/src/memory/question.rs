//! Whether each card holds its part: the one place where weights, cache and overheads meet.
//!
//! [`Question::status`] is the verdict alone and allocates next to nothing, for sweeps over
//! contexts, formats and cards; [`Question::plan`] itemises it for a report. Both read the same
//! loads and the same rooms, so they cannot disagree.

use std::ops::Range;

use crate::engine::overhead::{self, OverheadInput, Overheads, Sums, overheads};
use crate::engine::{Engine, Offload};
use crate::memory::kv::{Cache, CacheInput};
use crate::memory::placement::{self, Degrees, Division, KindLoad, LayerLoad, Loads, Room};
use crate::model::arch::Arch;
use crate::model::quant::{KvType, Quant};
use crate::model::weights::Weights;
use crate::report::{GpuUse, HostUse, Status};
use crate::scenario::{GpuGroup, Machine, PlacementChoice, Scenario};
use crate::units::{GIB, Level, first_of};

/// What the operating system and its services keep of the host's memory: a working figure for a
/// Linux workstation with a desktop, not a measurement.
pub const HOST_RESERVE_BYTES: u64 = 4 * GIB;

/// Bytes of a host memory of so many GiB that weights and cache may use.
pub(crate) fn host_capacity(ram_gib: u32) -> u64 {
    (u64::from(ram_gib) * GIB).saturating_sub(HOST_RESERVE_BYTES)
}

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
    pub kv: KvType,
    /// Tokens a sequence.
    pub context: u32,
    /// Sequences at once.
    pub users: u32,
    /// The engine.
    pub engine: Engine,
    /// How to divide the model.
    pub placement: PlacementChoice,
    /// What may live in host memory.
    pub offload: Offload,
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

/// What leaves the cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Moved {
    layers: u32,
    experts_only: bool,
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
            placement: scenario.placement,
            offload: scenario.offload,
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

    /// What the host holds, and the verdict, where it runs.
    pub(crate) fn host(&self) -> Option<(HostUse, Status)> {
        let division = self.division();
        if division.flaw.is_some() || self.blocked() {
            return None;
        }
        let cut = self.cut(division);
        let (moved, status) = self.settle(&cut);
        let mut loads = self.loads(&cut, moved.experts_only);
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
        let mut loads = self.loads(&cut, moved.experts_only);
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
                self.machine.is_uniform(),
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
        let mut loads = self.loads(&cut, moved.experts_only);
        self.move_out(moved, &mut loads);
        let ranges = self.ranges(&cut, &loads);
        let per_stage = cut.per_stage();
        cut.cards()
            .enumerate()
            .map(|(index, card)| {
                let stage = index / per_stage;
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
            self.machine.is_uniform(),
        )
    }

    /// Whether the engine cannot run the combination whatever the memory.
    fn blocked(&self) -> bool {
        let engine = self.engine;
        engine.supports_weights(self.quant).is_err()
            || engine.supports_kv(self.kv).is_err()
            || engine.supports_offload(self.offload).is_err()
            || self
                .machine
                .groups
                .iter()
                .any(|group| engine.supports_gpu(group.gpu, self.quant).is_err())
    }

    /// Whether the layers alone are larger than all cards together, with nowhere else to go. The
    /// cheapest of all reasons: it needs neither cache nor overheads.
    fn exceeds_all_cards(&self) -> bool {
        let capacity = |group: &GpuGroup| u64::from(group.count) * self.machine.capacity(group.gpu);
        let groups = self.machine.groups.iter();
        self.offload == Offload::None
            && self.weights.stack.bytes() > groups.map(capacity).sum::<u64>()
    }

    /// The cache that one of `tensor` ranks keeps.
    #[must_use]
    pub fn cache_input(&self, tensor: u32) -> CacheInput {
        CacheInput {
            kv: self.kv,
            engine: self.engine,
            context: u64::from(self.context),
            users: u64::from(self.users),
            tensor,
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
            users: u64::from(self.users),
            tensor: division.tensor,
            pipeline: division.pipeline,
            gpu_count: self.machine.gpu_count(),
            expert: division.expert,
            offloaded: self.offload != Offload::None,
            capacity_bytes: self.machine.capacity(group.gpu),
            vendor: group.gpu.vendor,
            chip: group.gpu.chip,
        }
    }

    /// The cards of a division with what they hold beside the model.
    fn cut(&self, division: Division) -> Cut {
        let card = |(index, group): (usize, &GpuGroup)| {
            let taken = self.taken.get(index).copied().unwrap_or(0);
            Card {
                gpu: group.gpu.id,
                count: group.count,
                capacity: self.machine.capacity(group.gpu).saturating_sub(taken),
                // These follow from the card as it is sold, not from what is left on it.
                overheads: overhead::sums(self.engine, &self.overhead_input(&division, group)),
            }
        };
        let mut groups = self.machine.groups.iter().enumerate();
        Cut {
            division,
            first: groups.next().map(card),
            others: groups.map(card).collect(),
        }
    }

    /// Chooses what leaves the cards and says how the rest fits.
    fn settle(&self, cut: &Cut) -> (Moved, Status) {
        let layers = self.arch.layer_count();
        let status_of = |moved: Moved| (moved, self.status_of(cut, moved));
        match self.offload {
            Offload::None => status_of(Moved::default()),
            Offload::Layers(count) => status_of(Moved {
                layers: count.min(layers),
                experts_only: false,
            }),
            Offload::Experts => status_of(Moved {
                layers,
                experts_only: true,
            }),
            Offload::ExpertLayers(count) => status_of(Moved {
                layers: count.min(layers),
                experts_only: true,
            }),
            Offload::Auto => {
                let experts = self.arch.moe.is_some()
                    && self.engine.supports_offload(Offload::Experts).is_ok();
                let few_experts = experts.then(|| self.fewest(cut, true)).flatten();
                status_of(Moved {
                    layers: few_experts
                        .or_else(|| self.fewest(cut, false))
                        .unwrap_or(layers),
                    experts_only: few_experts.is_some(),
                })
            }
        }
    }

    /// The fewest layers that have to leave the cards for the rest to fit. More layers in host
    /// memory never make a card fuller, so a binary search finds it; the host is checked after.
    fn fewest(&self, cut: &Cut, experts_only: bool) -> Option<u32> {
        let mut loads = self.loads(cut, experts_only);
        let mut fits = |layers| {
            loads.move_before(self.last_moved(Moved {
                layers,
                experts_only,
            }));
            cut.holds(&loads, Level::High)
        };
        let layers = self.arch.layer_count();
        fits(layers).then(|| first_of(0..layers, fits))
    }

    fn status_of(&self, cut: &Cut, moved: Moved) -> Status {
        let mut loads = self.loads(cut, moved.experts_only);
        let host = self.move_out(moved, &mut loads);
        if moved.layers > 0 && host.weights_bytes + host.kv_cache_bytes > host.capacity_bytes {
            return Status::DoesNotFit;
        }
        if cut.holds(&loads, Level::High) {
            if moved.layers > 0 {
                Status::Offloaded
            } else {
                Status::Fits
            }
        } else if cut.holds(&loads, Level::Typical) {
            Status::Tight
        } else {
            Status::DoesNotFit
        }
    }

    /// Moves leave with the first layers: that is what `-ngl` and `--n-cpu-moe` of llama.cpp do.
    /// This is the first layer that stays whole.
    fn last_moved(&self, moved: Moved) -> u32 {
        if moved.experts_only {
            let stack = &self.weights.stack;
            stack.first(moved.layers, |kind| kind.bytes.experts > 0)
        } else {
            moved.layers
        }
    }

    /// What the cards have to hold, and what of it would stay if it moved to the host.
    fn loads(&self, cut: &Cut, experts_only: bool) -> Loads<'a> {
        let (arch, weights) = (self.arch, self.weights);
        let Division { tensor, expert, .. } = cut.division;
        let stack = &weights.stack;
        let cache = Cache::of(arch, stack.cached(), self.cache_input(tensor));
        let mut loads = Loads::new(stack, |kind| {
            let whole = LayerLoad {
                weights: kind.bytes.rank_bytes(arch, tensor, expert),
                kv: cache.layer_bytes(kind),
            };
            let rest = if experts_only {
                let bytes = kind.bytes.without_experts();
                LayerLoad {
                    weights: bytes.rank_bytes(arch, tensor, expert),
                    ..whole
                }
            } else {
                LayerLoad {
                    weights: 0,
                    // Attention runs where the layer is computed, so its cache goes with it.
                    kv: if self.engine.computes_on_host() {
                        0
                    } else {
                        whole.kv
                    },
                }
            };
            KindLoad { whole, rest }
        });
        let tensor = u64::from(tensor.max(1));
        let looked_up_by_host = self.looks_up_on_host();
        if !looked_up_by_host {
            loads.first += self.lookups().div_ceil(tensor);
        }
        if self.engine.loads_vision_towers() {
            loads.first += weights.vision.div_ceil(tensor);
        }
        // A tied head is a second copy where the embedding is elsewhere.
        let tied_head = if weights.tied && (looked_up_by_host || cut.division.pipeline > 1) {
            weights.embedding
        } else {
            0
        };
        loads.last += (weights.head + tied_head).div_ceil(tensor) + weights.extra;
        loads
    }

    /// Tables that tokens are looked up in.
    fn lookups(&self) -> u64 {
        self.weights.embedding + self.weights.per_layer_embedding
    }

    /// Whether tokens are looked up on the CPU.
    fn looks_up_on_host(&self) -> bool {
        let mut groups = self.machine.groups.iter();
        self.engine.embedding_in_host_memory() && !groups.any(|group| group.gpu.unified.is_some())
    }

    /// Weights that `host` keeps beside the tables that are looked up there.
    pub(crate) fn moved_bytes(&self, host: &HostUse) -> u64 {
        let lookups = if self.looks_up_on_host() {
            self.lookups()
        } else {
            0
        };
        host.weights_bytes.saturating_sub(lookups)
    }

    /// Takes `moved` out of the cards' loads and says what the host then holds.
    fn move_out(&self, moved: Moved, loads: &mut Loads<'_>) -> HostUse {
        let mut host = HostUse {
            capacity_bytes: host_capacity(self.machine.ram_gib),
            weights_bytes: 0,
            kv_cache_bytes: 0,
            layers: 0,
        };
        if self.looks_up_on_host() {
            host.weights_bytes += self.lookups();
        }
        if moved.layers > 0 {
            let until = self.last_moved(moved);
            loads.move_before(until);
            host.kv_cache_bytes += loads.gone().kv;
            let stack = &self.weights.stack;
            for (kind, count) in stack.kinds().iter().zip(stack.before(until)) {
                let bytes = if moved.experts_only {
                    kind.bytes.experts
                } else {
                    kind.bytes.total()
                };
                host.weights_bytes += bytes * u64::from(*count);
                if bytes > 0 || !moved.experts_only {
                    host.layers += count;
                }
            }
        }
        host
    }

    fn ranges(&self, cut: &Cut, loads: &Loads<'_>) -> Vec<Range<u32>> {
        if !cut.division.by_layer {
            return placement::even(self.arch.layer_count(), cut.division.pipeline);
        }
        // Levelled for the worst case where that can be had, so that "fits" shows a split that does.
        let level = if cut.holds(loads, Level::High) {
            Level::High
        } else {
            Level::Typical
        };
        placement::level(loads, &cut.rooms(level).collect::<Vec<_>>())
    }

    fn itemise(
        &self,
        cut: &Cut,
        overheads: &[Overheads],
        loads: &Loads<'_>,
        ranges: &[Range<u32>],
    ) -> Vec<GpuUse> {
        let per_stage = cut.per_stage();
        let groups = cut.groups().zip(overheads);
        groups
            .flat_map(|(card, overheads)| {
                let parts = (card, overheads.activations(), overheads.runtime());
                std::iter::repeat_n(parts, card.count as usize)
            })
            .enumerate()
            .map(|(index, (card, activations, runtime))| {
                let stage = index / per_stage;
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

/// A division with the cards that it is for.
struct Cut {
    division: Division,
    /// The first kind of card; most machines have no other.
    first: Option<Card>,
    others: Vec<Card>,
}

impl Cut {
    fn groups(&self) -> impl Iterator<Item = &Card> {
        self.first.iter().chain(&self.others)
    }

    /// Cards that share a stage.
    fn per_stage(&self) -> usize {
        if self.division.by_layer {
            1
        } else {
            self.division.tensor.max(1) as usize
        }
    }

    /// The cards one by one, in slot order.
    fn cards(&self) -> impl Iterator<Item = &Card> {
        self.groups()
            .flat_map(|card| std::iter::repeat_n(card, card.count as usize))
    }

    /// What each card has left for layers. Engines that split by layer keep no reserve that depends
    /// on the layers, so what an empty card uses is what every card uses beside its layers.
    fn rooms(&self, level: Level) -> impl Iterator<Item = Room> {
        self.groups().flat_map(move |card| {
            let room = Room {
                capacity: card.capacity,
                fixed: card.used(LayerLoad::default(), level),
            };
            std::iter::repeat_n(room, card.count as usize)
        })
    }

    /// Whether every card holds its part.
    fn holds(&self, loads: &Loads<'_>, level: Level) -> bool {
        let Division {
            tensor,
            pipeline,
            by_layer,
            ..
        } = self.division;
        if by_layer {
            let room = |card: &Card| {
                let fixed = card.used(LayerLoad::default(), level);
                u64::from(card.count) * card.capacity.saturating_sub(fixed)
            };
            // No split makes room for more than there is.
            if self.groups().map(room).sum::<u64>() < loads.total() {
                return false;
            }
            return placement::any_split_fits(loads, pipeline as usize, self.rooms(level));
        }
        let mut cards = self.cards();
        loads.even_stages(pipeline).all(|load| {
            let mut sharers = cards.by_ref().take(tensor.max(1) as usize);
            sharers.all(|card| card.used(load, level) <= card.capacity)
        })
    }
}

/// So many of one card, with what each holds beside its layers.
struct Card {
    gpu: &'static str,
    count: u32,
    capacity: u64,
    overheads: Sums,
}

impl Card {
    fn reserve(&self, load: LayerLoad, level: Level) -> u64 {
        self.overheads
            .reserve_bytes(self.capacity, load.weights, level)
    }

    /// Bytes in use on a card that holds `load`.
    fn used(&self, load: LayerLoad, level: Level) -> u64 {
        load.weights + load.kv + self.overheads.at(level) + self.reserve(load, level)
    }
}

/// `a − b` as a signed number.
fn signed_difference(a: u64, b: u64) -> i64 {
    let difference = i128::from(a) - i128::from(b);
    i64::try_from(difference).unwrap_or(if difference < 0 { i64::MIN } else { i64::MAX })
}
