//! Whether each card holds its part: the one place where weights, cache and overheads meet.
//!
//! [`Question::status`] is the verdict alone and allocates next to nothing, for sweeps over
//! contexts, formats and cards; [`Question::plan`] itemises it for a report. Both read the same
//! loads and the same rooms, so they cannot disagree.

use std::ops::Range;

use crate::arch::Arch;
use crate::engine::Engine;
use crate::kv::{Cache, CacheInput};
use crate::overhead::{Level, OverheadInput, Overheads, overheads};
use crate::placement::{self, Degrees, LayerLoad, Loads, Room};
use crate::quant::Quant;
use crate::report::{GpuUse, HostUse, Status};
use crate::scenario::{GpuGroup, KvType, Machine, Offload, PlacementChoice};
use crate::units::GIB;
use crate::weights::Weights;

/// What the operating system and its services keep of the host's memory: a working figure for a
/// Linux workstation with a desktop, not a measurement.
pub const HOST_RESERVE_BYTES: u64 = 4 * GIB;

/// One question about memory: everything that decides the answer.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The cards and the host's memory.
    pub machine: &'a Machine,
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

/// What one attempt has to place, and where.
struct Attempt {
    loads: Loads,
    host: HostUse,
}

impl Question<'_> {
    /// The verdict alone.
    #[must_use]
    pub fn status(&self) -> Status {
        let degrees = self.degrees();
        if degrees.invalid.is_some() || self.blocked() {
            return Status::Impossible;
        }
        let overheads = self.overheads(&degrees);
        self.settle(&degrees, &overheads).1
    }

    /// The itemised answer. A placement that cannot run is itemised as pipeline stages, so that
    /// there is something to read beside the reason.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let degrees = self.degrees();
        let overheads = self.overheads(&degrees);
        let (moved, mut status) = self.settle(&degrees, &overheads);
        let attempt = self.attempt(&degrees, moved);
        let ranges = self.ranges(&degrees, &overheads, &attempt.loads);
        let gpus = self.itemise(&degrees, &overheads, &attempt.loads, &ranges);
        if degrees.invalid.is_some() || self.blocked() {
            status = Status::Impossible;
        }
        Plan {
            degrees,
            gpus,
            host: attempt.host,
            overheads,
            status,
        }
    }

    /// How the cards divide the model.
    fn degrees(&self) -> Degrees {
        placement::resolve(
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

    /// Overheads of one card of each group.
    fn overheads(&self, degrees: &Degrees) -> Vec<Overheads> {
        let of = |group: &GpuGroup| {
            overheads(
                self.engine,
                &OverheadInput {
                    arch: self.arch,
                    quant: self.quant,
                    kv: self.kv,
                    context: u64::from(self.context),
                    users: u64::from(self.users),
                    tensor: degrees.tensor,
                    pipeline: degrees.pipeline,
                    gpu_count: self.machine.gpu_count(),
                    expert: degrees.expert,
                    offloaded: self.offload != Offload::None,
                    capacity_bytes: self.machine.capacity(group.gpu),
                    vendor: group.gpu.vendor,
                    architecture: group.gpu.architecture,
                },
            )
        };
        self.machine.groups.iter().map(of).collect()
    }

    /// The cards one by one with their capacities and overheads.
    fn cards<'o>(&self, overheads: &'o [Overheads]) -> impl Iterator<Item = Card<'o>> {
        self.machine
            .groups
            .iter()
            .zip(overheads)
            .flat_map(|(group, overheads)| {
                let card = Card {
                    gpu: group.gpu.id,
                    capacity: self.machine.capacity(group.gpu),
                    overheads,
                };
                std::iter::repeat_n(card, group.count as usize)
            })
    }

    /// Chooses what leaves the cards and says how the rest fits.
    fn settle(&self, degrees: &Degrees, overheads: &[Overheads]) -> (Moved, Status) {
        let layers = self.arch.layer_count();
        let status_of = |moved: Moved| {
            let status = self.status_of(degrees, overheads, moved);
            (moved, status)
        };
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
                let experts_only = self.arch.moe.is_some()
                    && self.engine.supports_offload(Offload::Experts).is_ok()
                    && self.fewest(degrees, overheads, true).is_some();
                let layers = self
                    .fewest(degrees, overheads, experts_only)
                    .unwrap_or(layers);
                status_of(Moved {
                    layers,
                    experts_only,
                })
            }
        }
    }

    /// The fewest layers that have to leave the cards for the rest to fit. More layers in host
    /// memory never make a card fuller, so a binary search finds it; the host is checked after.
    fn fewest(
        &self,
        degrees: &Degrees,
        overheads: &[Overheads],
        experts_only: bool,
    ) -> Option<u32> {
        let fits = |layers| {
            let attempt = self.attempt(
                degrees,
                Moved {
                    layers,
                    experts_only,
                },
            );
            self.cards_hold(degrees, overheads, &attempt.loads, Level::High)
        };
        let (mut low, mut high) = (0, self.arch.layer_count());
        if !fits(high) {
            return None;
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if fits(middle) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        Some(high)
    }

    fn status_of(&self, degrees: &Degrees, overheads: &[Overheads], moved: Moved) -> Status {
        let attempt = self.attempt(degrees, moved);
        let host = &attempt.host;
        if moved.layers > 0 && host.weights_bytes + host.kv_cache_bytes > host.capacity_bytes {
            return Status::DoesNotFit;
        }
        if self.cards_hold(degrees, overheads, &attempt.loads, Level::High) {
            if moved.layers > 0 {
                Status::Offloaded
            } else {
                Status::Fits
            }
        } else if self.cards_hold(degrees, overheads, &attempt.loads, Level::Typical) {
            Status::Tight
        } else {
            Status::DoesNotFit
        }
    }

    /// What the cards and the host hold when `moved` is out of the cards.
    fn attempt(&self, degrees: &Degrees, moved: Moved) -> Attempt {
        let (arch, weights) = (self.arch, self.weights);
        let input = self.cache_input(degrees.tensor);
        let cache = Cache::new(arch, input);
        let mut host = HostUse {
            capacity_bytes: (u64::from(self.machine.ram_gib) * GIB)
                .saturating_sub(HOST_RESERVE_BYTES),
            weights_bytes: 0,
            kv_cache_bytes: 0,
            layers: 0,
        };
        let mut loads = Loads {
            layers: Vec::with_capacity(weights.layers.len()),
            first: 0,
            last: 0,
        };
        // The first layers leave: that is what `-ngl` and `--n-cpu-moe` of llama.cpp do.
        let mut left = moved.layers;
        for (index, layer) in weights.layers.iter().enumerate() {
            let index = index as u32;
            let mut load = LayerLoad {
                weights: layer.rank_bytes(arch, degrees.tensor, degrees.expert),
                kv: cache.layer_bytes(arch, index),
            };
            if left > 0 && (!moved.experts_only || layer.experts > 0) {
                left -= 1;
                host.layers += 1;
                if moved.experts_only {
                    host.weights_bytes += layer.experts;
                    load.weights =
                        layer
                            .without_experts()
                            .rank_bytes(arch, degrees.tensor, degrees.expert);
                } else {
                    host.weights_bytes += layer.total();
                    load.weights = 0;
                    if self.engine == Engine::LlamaCpp {
                        // Attention runs where the layer is, so its cache goes with it.
                        host.kv_cache_bytes += load.kv;
                        load.kv = 0;
                    }
                }
            }
            loads.layers.push(load);
        }
        let tensor = u64::from(degrees.tensor.max(1));
        let lookups = weights.embedding + weights.per_layer_embedding;
        let unified = self
            .machine
            .groups
            .iter()
            .any(|group| group.gpu.unified.is_some());
        if self.engine == Engine::LlamaCpp && !unified {
            // llama.cpp looks tokens up on the CPU; a tied head is a second copy on the card.
            host.weights_bytes += lookups;
        } else {
            loads.first += lookups.div_ceil(tensor);
        }
        if self.engine != Engine::LlamaCpp {
            loads.first += weights.vision.div_ceil(tensor);
        }
        let repeats_tied_head = self.engine == Engine::LlamaCpp && !unified || degrees.pipeline > 1;
        let tied_head = if weights.tied && repeats_tied_head {
            weights.embedding
        } else {
            0
        };
        loads.last += (weights.head + tied_head).div_ceil(tensor) + weights.extra;
        Attempt { loads, host }
    }

    fn cards_hold(
        &self,
        degrees: &Degrees,
        overheads: &[Overheads],
        loads: &Loads,
        level: Level,
    ) -> bool {
        if degrees.by_layer {
            return placement::any_split_fits(loads, self.rooms(overheads, level));
        }
        let ranges = placement::even(self.arch.layer_count(), degrees.pipeline);
        self.cards(overheads).enumerate().all(|(index, card)| {
            let load = stage_load(loads, &ranges, index / degrees.tensor.max(1) as usize);
            card.used(load, level) <= card.capacity
        })
    }

    fn ranges(&self, degrees: &Degrees, overheads: &[Overheads], loads: &Loads) -> Vec<Range<u32>> {
        if !degrees.by_layer {
            return placement::even(self.arch.layer_count(), degrees.pipeline);
        }
        // Levelled for the worst case where that can be had, so that "fits" shows a split that does.
        let level = if placement::any_split_fits(loads, self.rooms(overheads, Level::High)) {
            Level::High
        } else {
            Level::Typical
        };
        placement::level(loads, &self.rooms(overheads, level).collect::<Vec<_>>())
    }

    /// What each card has left for layers. Engines that split by layer keep no reserve that depends
    /// on the layers, so what an empty card uses is what every card uses beside its layers.
    fn rooms(&self, overheads: &[Overheads], level: Level) -> impl ExactSizeIterator<Item = Room> {
        let groups = self.machine.groups.iter().zip(overheads);
        let mut rooms = groups.map(move |(group, overheads)| {
            let capacity = self.machine.capacity(group.gpu);
            let card = Card {
                gpu: group.gpu.id,
                capacity,
                overheads,
            };
            let fixed = card.used(LayerLoad::default(), level);
            (group.count, Room { capacity, fixed })
        });
        let mut current = rooms.next();
        (0..self.machine.gpu_count()).map(move |_| {
            while let Some((0, _)) = current {
                current = rooms.next();
            }
            let (left, room) = current.unwrap_or((1, Room::default()));
            current = Some((left - 1, room));
            room
        })
    }

    fn itemise(
        &self,
        degrees: &Degrees,
        overheads: &[Overheads],
        loads: &Loads,
        ranges: &[Range<u32>],
    ) -> Vec<GpuUse> {
        let per_stage = if degrees.by_layer {
            1
        } else {
            degrees.tensor.max(1) as usize
        };
        self.cards(overheads)
            .enumerate()
            .map(|(index, card)| {
                let stage = index / per_stage;
                let load = stage_load(loads, ranges, stage);
                let used = card.used(load, Level::Typical);
                GpuUse {
                    index: index as u32,
                    gpu: card.gpu,
                    capacity_bytes: card.capacity,
                    weights_bytes: load.weights,
                    kv_cache_bytes: load.kv,
                    activations_bytes: card.overheads.activations().typical,
                    runtime_bytes: card.overheads.runtime().typical,
                    reserve_bytes: card.reserve(load, Level::Typical),
                    used_bytes: used,
                    used_low_bytes: card.used(load, Level::Low),
                    used_high_bytes: card.used(load, Level::High),
                    layers: ranges.get(stage).map_or(0, |range| range.end - range.start),
                    free_bytes: signed_difference(card.capacity, used),
                }
            })
            .collect()
    }
}

/// One card with what it holds beside its layers.
#[derive(Clone, Copy)]
struct Card<'o> {
    gpu: &'static str,
    capacity: u64,
    overheads: &'o Overheads,
}

impl Card<'_> {
    fn reserve(&self, load: LayerLoad, level: Level) -> u64 {
        self.overheads
            .reserve_bytes(self.capacity, load.weights, level)
    }

    /// Bytes in use on a card that holds `load`.
    fn used(&self, load: LayerLoad, level: Level) -> u64 {
        load.weights + load.kv + self.overheads.total().at(level) + self.reserve(load, level)
    }
}

/// What one stage holds.
fn stage_load(loads: &Loads, ranges: &[Range<u32>], stage: usize) -> LayerLoad {
    let range = ranges.get(stage).cloned().unwrap_or(0..0);
    let layers = loads
        .layers
        .get(range.start as usize..range.end as usize)
        .unwrap_or_default();
    let mut load = LayerLoad {
        weights: layers.iter().map(|layer| layer.weights).sum(),
        kv: layers.iter().map(|layer| layer.kv).sum(),
    };
    if stage == 0 {
        load.weights += loads.first;
    }
    if stage + 1 == ranges.len() {
        load.weights += loads.last;
    }
    load
}

/// `a − b` as a signed number.
fn signed_difference(a: u64, b: u64) -> i64 {
    let difference = i128::from(a) - i128::from(b);
    i64::try_from(difference).unwrap_or(if difference < 0 { i64::MIN } else { i64::MAX })
}
