//! What leaves the cards for the host's memory, and whether the rest then fits.

use crate::engine::{Chosen, Offload, Resident};
use crate::memory::cut::Cut;
use crate::memory::host;
use crate::memory::leaves::Leaves;
use crate::memory::loads::Loads;
use crate::memory::question::Question;
use crate::report::{HostUse, Status};
use crate::units::{Level, first_of};

/// What leaves the cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) layers: u32,
    pub(super) leaves: Leaves,
}

impl Question<'_> {
    /// Chooses what leaves the cards and says how the rest fits.
    pub(super) fn settle(&self, cut: &Cut) -> (Moved, Status) {
        let layers = self.arch.layer_count();
        let status_of = |moved: Moved| (moved, self.status_of(cut, moved));
        match self.offload {
            Offload::None => status_of(Moved::default()),
            Offload::Layers(count) => status_of(Moved {
                layers: count.min(layers),
                leaves: Leaves::Whole,
            }),
            Offload::Experts => status_of(Moved {
                layers,
                leaves: Leaves::Experts,
            }),
            Offload::ExpertLayers(count) => status_of(Moved {
                layers: count.min(layers),
                leaves: Leaves::Experts,
            }),
            Offload::OtherExperts(kept) => status_of(Moved {
                layers,
                leaves: Leaves::OtherExperts(kept),
            }),
            Offload::Auto => {
                let experts = self.arch.moe.is_some()
                    && self.engine.supports_offload(Offload::Experts).is_ok();
                let few_experts = experts.then(|| self.fewest(cut, Leaves::Experts)).flatten();
                status_of(Moved {
                    layers: few_experts
                        .or_else(|| self.fewest(cut, Leaves::Whole))
                        .unwrap_or(layers),
                    leaves: match few_experts {
                        Some(_) => Leaves::Experts,
                        None => Leaves::Whole,
                    },
                })
            }
        }
    }

    /// The fewest layers that have to leave the cards for the rest to fit. More layers in host
    /// memory never make a card fuller, so a binary search finds it; the host is checked after.
    fn fewest(&self, cut: &Cut, leaves: Leaves) -> Option<u32> {
        let mut loads = self.loads(cut, leaves);
        let mut fits = |layers| {
            loads.move_before(self.last_moved(Moved { layers, leaves }));
            cut.holds(&loads, Level::High)
        };
        let layers = self.arch.layer_count();
        fits(layers).then(|| first_of(0..layers, fits))
    }

    fn status_of(&self, cut: &Cut, moved: Moved) -> Status {
        let mut loads = self.loads(cut, moved.leaves);
        let host = self.move_out(moved, &mut loads);
        // A dense model has no experts that could leave.
        let left = host.layers > 0;
        if left && host.weights_bytes + host.kv_cache_bytes > host.capacity_bytes {
            return Status::DoesNotFit;
        }
        if cut.holds(&loads, Level::High) {
            if left {
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
        if moved.leaves == Leaves::Whole {
            moved.layers
        } else {
            let stack = &self.weights.stack;
            stack.first(moved.layers, |kind| kind.bytes.experts > 0)
        }
    }

    /// Tables that tokens are looked up in.
    pub(super) fn lookups(&self) -> u64 {
        self.weights.embedding + self.weights.per_layer_embedding
    }

    /// Whether tokens are looked up on the CPU, as llama.cpp does.
    pub(super) fn looks_up_on_host(&self) -> bool {
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
    pub(super) fn move_out(&self, moved: Moved, loads: &mut Loads<'_>) -> HostUse {
        let mut host = HostUse {
            capacity_bytes: host::capacity(self.machine.ram_gib),
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
                let gone = match moved.leaves {
                    Leaves::Whole => kind.bytes.total(),
                    Leaves::Experts | Leaves::OtherExperts(_) => {
                        moved.leaves.experts(kind.bytes, self.arch)
                    }
                };
                // What a cache holds are copies.
                let held = match moved.leaves {
                    Leaves::OtherExperts(Resident {
                        chosen: Chosen::Cached,
                        ..
                    }) if gone > 0 => kind.bytes.experts,
                    _ => gone,
                };
                host.weights_bytes += held * u64::from(*count);
                if gone > 0 || moved.leaves == Leaves::Whole {
                    host.layers += count;
                }
            }
        }
        host
    }
}
