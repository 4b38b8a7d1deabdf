//! Ways out: what would make training fit. Each is asked the same question again before it is
//! offered, so that none contradicts the page that it leads to.

use crate::catalog::market::PartKind;
use crate::catalog::{Catalog, Gpu};
use crate::codec;
use crate::memory::host;
use crate::memory::ways_out::leave_room;
use crate::report::{Status, WayOut};
use crate::scenario::keys::{self, COUNT};
use crate::scenario::{
    GpuGroup, Keep, Loss, Method, Optimizer, Recompute, Scenario, Sharding, Targets, TrainingPlan,
};
use crate::training::fit::Fit;
use crate::training::memory::Job;
use crate::training::profile::Profile;
use crate::units::{Budget, about_gb, grouped};

/// Shortest sequence that is worth suggesting, in tokens.
const SHORTEST: u32 = 256;
/// Rank of the adapters that are suggested.
const RANK: u32 = 16;

struct Asker<'a> {
    scenario: &'a Scenario,
    plan: &'a TrainingPlan,
    profile: &'a Profile,
    budget: &'a Budget,
}

pub(super) fn suggest(
    scenario: &Scenario,
    plan: &TrainingPlan,
    profile: &Profile,
    (catalog, budget): (&Catalog, &Budget),
) -> Vec<WayOut> {
    let asker = Asker {
        scenario,
        plan,
        profile,
        budget,
    };
    let mut ways: Vec<WayOut> = [
        asker.recompute(),
        asker.smaller_batch(),
        asker.leaner_loss(),
        asker.shorter(),
        asker.eight_bit(),
        asker.divide(),
        asker.lora(),
        asker.qlora(),
        asker.offload(),
        asker.more_gpus(),
        asker.other_gpu(catalog),
    ]
    .into_iter()
    .flatten()
    .collect();
    if ways.is_empty() {
        ways.extend(asker.leanest());
    }
    ways
}

impl Asker<'_> {
    fn fit(&self, scenario: &Scenario, plan: &TrainingPlan) -> Fit {
        let job = Job {
            profile: self.profile,
            towers: scenario.model.vision_params(),
            plan,
            gpus: scenario.machine.gpu_count(),
        };
        self.budget.take(Fit::STEPS);
        Fit::of(&job, &scenario.machine)
    }

    fn runs(&self, plan: &TrainingPlan) -> Option<Status> {
        let status = self.fit(self.scenario, plan).status;
        status.runs().then_some(status)
    }

    /// A change of the plan alone, where it makes it fit.
    fn planned(
        &self,
        kind: &'static str,
        plan: TrainingPlan,
        action: String,
        effect: String,
    ) -> Option<WayOut> {
        let status = self.runs(&plan)?;
        Some(self.way(kind, self.scenario, plan, action, effect, status))
    }

    fn way(
        &self,
        kind: &'static str,
        scenario: &Scenario,
        plan: TrainingPlan,
        action: String,
        effect: String,
        status: Status,
    ) -> WayOut {
        let changed = Scenario {
            training: Some(plan),
            ..scenario.clone()
        };
        WayOut {
            kind,
            action,
            effect,
            query: codec::encode(&changed),
            status,
        }
    }

    fn recompute(&self) -> Option<WayOut> {
        if self.plan.recompute == Recompute::Full {
            return None;
        }
        let plan = TrainingPlan {
            recompute: Recompute::Full,
            ..*self.plan
        };
        let action = "Compute activations again in the backward pass".to_owned();
        self.planned(
            "recompute",
            plan,
            action,
            "about a third more arithmetic".to_owned(),
        )
    }

    fn smaller_batch(&self) -> Option<WayOut> {
        let whole = u64::from(self.plan.micro) * u64::from(self.plan.accumulation);
        let smaller = |micro: u32| {
            let rounds = whole.div_ceil(u64::from(micro.max(1)));
            let accumulation = u32::try_from(rounds)
                .unwrap_or(u32::MAX)
                .min(keys::ACCUMULATION.max);
            TrainingPlan {
                micro,
                accumulation,
                ..*self.plan
            }
        };
        let (mut low, mut high) = (0, self.plan.micro);
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if self.runs(&smaller(middle)).is_some() {
                low = middle;
            } else {
                high = middle;
            }
        }
        if low == 0 {
            return None;
        }
        let plan = smaller(low);
        let sequences = if low == 1 {
            "1 sequence".to_owned()
        } else {
            format!("{} sequences", grouped(u64::from(low)))
        };
        let action = format!("Work on {sequences} at a time");
        let effect = format!(
            "and step after {}, for the same batch",
            grouped(u64::from(plan.accumulation))
        );
        self.planned("micro", plan, action, effect)
    }

    fn leaner_loss(&self) -> Option<WayOut> {
        if self.plan.loss == Loss::Fused {
            return None;
        }
        let plan = TrainingPlan {
            loss: Loss::Fused,
            ..*self.plan
        };
        let action = "Compute the loss without holding all logits".to_owned();
        self.planned(
            "loss",
            plan,
            action,
            "a fused kernel, as Liger and Unsloth have".to_owned(),
        )
    }

    fn shorter(&self) -> Option<WayOut> {
        let shorter = |sequence: u32| TrainingPlan {
            sequence,
            ..*self.plan
        };
        let (mut low, mut high) = (0, self.plan.sequence / SHORTEST);
        // In whole steps of the shortest: nobody trains on 3,851 tokens.
        if high.saturating_mul(SHORTEST) < self.plan.sequence {
            high += 1;
        }
        while low + 1 < high {
            let middle = low + (high - low) / 2;
            if self.runs(&shorter(middle * SHORTEST)).is_some() {
                low = middle;
            } else {
                high = middle;
            }
        }
        if low == 0 {
            return None;
        }
        let action = format!(
            "Shorten the sequences to {} tokens",
            grouped(u64::from(low * SHORTEST))
        );
        let effect = format!("instead of {}", grouped(u64::from(self.plan.sequence)));
        self.planned("seq", shorter(low * SHORTEST), action, effect)
    }

    fn eight_bit(&self) -> Option<WayOut> {
        [Optimizer::Adam8bit, Optimizer::Adafactor]
            .into_iter()
            .filter(|optimizer| *optimizer != self.plan.optimizer)
            .find_map(|optimizer| {
                let plan = TrainingPlan {
                    optimizer,
                    ..*self.plan
                };
                let action = format!("Use {}", optimizer.name());
                let effect = format!("instead of {}", self.plan.optimizer.name());
                self.planned("optim", plan, action, effect)
            })
    }

    fn divide(&self) -> Option<WayOut> {
        if self.scenario.machine.gpu_count() < 2 || self.plan.sharding.divides_weights() {
            return None;
        }
        let plan = TrainingPlan {
            sharding: Sharding::Zero3,
            ..*self.plan
        };
        let action = "Divide weights, gradients and states over the GPUs (ZeRO-3)".to_owned();
        self.planned(
            "shard",
            plan,
            action,
            format!("instead of {}", self.plan.sharding.name()),
        )
    }

    fn adapters(&self, method: Method) -> TrainingPlan {
        let already = self.plan.method != Method::Full;
        TrainingPlan {
            method,
            rank: if already { self.plan.rank } else { RANK },
            targets: if already {
                self.plan.targets
            } else {
                Targets::ALL
            },
            ..*self.plan
        }
    }

    fn lora(&self) -> Option<WayOut> {
        if self.plan.method != Method::Full {
            return None;
        }
        let action = "Train adapters beside frozen weights (LoRA)".to_owned();
        let effect = format!("rank {RANK} on all linear layers");
        self.planned("method", self.adapters(Method::Lora), action, effect)
    }

    fn qlora(&self) -> Option<WayOut> {
        if self.plan.method == Method::Qlora {
            return None;
        }
        let action = "Train adapters beside 4-bit weights (QLoRA)".to_owned();
        let effect = "slower by unpacking the weights".to_owned();
        self.planned("method", self.adapters(Method::Qlora), action, effect)
    }

    /// The optimiser in host memory, then the weights too, with as much memory as that takes.
    fn offload(&self) -> Option<WayOut> {
        let present = self.scenario.machine.ram_gib;
        [Keep::Gpu, Keep::Cpu].into_iter().find_map(|params| {
            let plan = TrainingPlan {
                offload_optimizer: Keep::Cpu,
                offload_params: params,
                sharding: Sharding::Zero3,
                ..*self.plan
            };
            let needed = self.fit(self.scenario, &plan).card.host;
            let ram_gib = host::size_for(needed, present)?;
            let mut scenario = self.scenario.clone();
            if ram_gib != present {
                scenario.machine.ram_gib = ram_gib;
                scenario.power.dimms = None;
                scenario.money.forget(PartKind::Ram);
            }
            let status = self.fit(&scenario, &plan).status;
            if !status.runs() {
                return None;
            }
            let what = if params == Keep::Cpu {
                "weights and optimiser"
            } else {
                "the optimiser"
            };
            let action = format!("Keep {what} in {ram_gib}\u{202f}GiB of system memory");
            let effect = "every step then waits for the host".to_owned();
            Some(self.way("offload", &scenario, plan, action, effect, status))
        })
    }

    fn more_gpus(&self) -> Option<WayOut> {
        let [group] = self.scenario.machine.groups.as_slice() else {
            return None;
        };
        if !group.gpu.may_be_several() {
            return None;
        }
        let plan = TrainingPlan {
            sharding: if self.plan.sharding.divides_weights() {
                self.plan.sharding
            } else {
                Sharding::Fsdp
            },
            ..*self.plan
        };
        (group.count + 1..=COUNT.max).find_map(|count| {
            let mut scenario = self.scenario.clone();
            scenario.machine.groups = vec![GpuGroup { count, ..*group }];
            let status = self.fit(&scenario, &plan).status;
            if !status.runs() {
                return None;
            }
            leave_room(&mut scenario);
            let action = format!("Use {count} × {}", group.gpu.name);
            let effect = format!(
                "instead of {}, divided by {}",
                group.count,
                plan.sharding.name()
            );
            Some(self.way("gpus", &scenario, plan, action, effect, status))
        })
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
        let mut best: Option<(&'static Gpu, Scenario, Status)> = None;
        for &gpu in catalog.gpus {
            let preferred = best
                .as_ref()
                .is_none_or(|(best, ..)| preference(gpu) < preference(best));
            if !preferred || !gpu.may_replace(group.gpu) {
                continue;
            }
            let mut scenario = self.scenario.clone();
            scenario.machine.groups = vec![GpuGroup {
                gpu,
                count: group.count,
            }];
            let status = self.fit(&scenario, self.plan).status;
            if status.runs() {
                best = Some((gpu, scenario, status));
            }
        }
        let (gpu, mut scenario, status) = best?;
        scenario.power.limits.clear();
        scenario.money.gpu_prices.clear();
        leave_room(&mut scenario);
        let action = format!("Use {} × {}", group.count, gpu.name);
        let effect = format!("{} on each GPU", about_gb(gpu.memory.bytes));
        Some(self.way("gpu", &scenario, *self.plan, action, effect, status))
    }

    /// Everything at once, where nothing alone is enough.
    fn leanest(&self) -> Option<WayOut> {
        let plan = TrainingPlan {
            micro: 1,
            recompute: Recompute::Full,
            loss: Loss::Fused,
            sharding: if self.plan.sharding.divides_weights() {
                self.plan.sharding
            } else {
                Sharding::Fsdp
            },
            sequence: self.plan.sequence.min(2_048),
            offload_optimizer: Keep::Gpu,
            offload_params: Keep::Gpu,
            ..self.adapters(Method::Qlora)
        };
        let action = "Train adapters beside 4-bit weights, one sequence at a time".to_owned();
        let effect = "with full recomputation and a fused loss".to_owned();
        self.planned("method", plan, action, effect)
    }
}
