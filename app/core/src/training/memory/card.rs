//! The lines of one card: states, what is gathered, gradients, and what comes and goes.

use super::activations::Activations;
use super::states::{States, has_master};
use super::{HALF, Job};
use crate::scenario::{Base, Keep, Loss, Method, Optimizer, Recompute, Sharding};
use crate::training::calibrated::FRAGMENTATION_PERMILLE;
use crate::units::{Evidence, Range};

/// Parameters that DeepSpeed keeps gathered at once unless told otherwise
/// (`stage3_max_live_parameters`).
const LIVE_PARAMETERS: u64 = 1_000_000_000;
/// Gradients that DeepSpeed reduces at once unless told otherwise (`reduce_bucket_size`).
const REDUCE_BUCKET: u64 = 500_000_000;

/// One line of a card's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) kind: &'static str,
    pub(crate) label: &'static str,
    pub(crate) bytes: Range,
    pub(crate) evidence: Evidence,
    pub(crate) note: &'static str,
}

/// The full moments of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// When the loss is computed.
    Loss,
    /// At the start of the backward pass.
    Backward,
    /// At its end.
    Gradients,
}

impl Moment {
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Backward => "backward",
            Self::Gradients => "gradients",
        }
    }
}

/// Memory of one card and what leaves it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CardMemory {
    pub(crate) lines: Vec<Line>,
    pub(crate) used: Range,
    pub(crate) moment: Moment,
    /// Host memory of the whole run.
    pub(crate) host: u64,
    /// Space on the drives of the whole run.
    pub(crate) nvme: u64,
}

impl Job<'_> {
    /// Memory of one card of `context` bytes of driver and libraries.
    pub(crate) fn card(&self, context: Range) -> CardMemory {
        let mut card = Card {
            job: self,
            states: self.states(),
            lines: Vec::with_capacity(12),
            host: 0,
            nvme: 0,
        };
        let resident = card.weights();
        card.optimizer();
        card.gathered(resident);
        let gradients = card.gradients_of_own();
        card.bucket(gradients);
        let (work, loss) = (self.activations(), self.logits());
        let lasting = self.gradients_last();
        let moment = fullest(&work, loss, if lasting { None } else { Some(gradients) });
        if lasting || moment == Moment::Gradients {
            card.gradients(gradients);
        }
        card.passing(moment, &work, loss);
        card.add(
            "runtime",
            "Driver context and libraries",
            context,
            Evidence::Calibrated,
            "",
        );
        card.buffers();
        if self.plan.offload_activations {
            card.host += work.moved * u64::from(self.gpus.max(1));
        }
        let Card {
            lines, host, nvme, ..
        } = card;
        let sum = |sum: Range, line: &Line| sum.plus(line.bytes);
        CardMemory {
            used: lines.iter().fold(Range::default(), sum),
            lines,
            moment,
            host,
            nvme,
        }
    }

    /// Whether gradients outlive the step that computed them: where they are summed over several
    /// steps, or exchanged from buffers that are never given back.
    fn gradients_last(&self) -> bool {
        let plan = self.plan;
        plan.accumulation > 1
            || plan.sharding.is_deepspeed()
            || (plan.sharding == Sharding::Ddp && self.gpus > 1)
    }
}

/// Which moment is the fullest. `gradients` are those that are there at the end of the backward pass
/// alone; `None` where they are there at every moment.
fn fullest(work: &Activations, loss: Range, gradients: Option<u64>) -> Moment {
    let [_, unused, _] = FRAGMENTATION_PERMILLE;
    let held = |bytes: u64| bytes + bytes / 1_000 * unused;
    let at_loss = held(work.kept.typical + loss.typical);
    let at_backward = held(work.kept.typical + work.again.typical);
    let at_end = gradients.map_or(0, |gradients| held(work.one_layer.typical) + gradients);
    if at_loss >= at_backward && at_loss >= at_end {
        Moment::Loss
    } else if at_backward >= at_end {
        Moment::Backward
    } else {
        Moment::Gradients
    }
}

/// A card's memory as it is added up.
struct Card<'a> {
    job: &'a Job<'a>,
    states: States,
    lines: Vec<Line>,
    host: u64,
    nvme: u64,
}

impl Card<'_> {
    fn add(
        &mut self,
        kind: &'static str,
        label: &'static str,
        bytes: Range,
        evidence: Evidence,
        note: &'static str,
    ) {
        if bytes.high > 0 {
            self.lines.push(Line {
                kind,
                label,
                bytes,
                evidence,
                note,
            });
        }
    }

    /// Books what is kept off the cards.
    fn leave(&mut self, keep: Keep, bytes: u64) {
        match keep {
            Keep::Gpu => {}
            Keep::Cpu => self.host += bytes,
            Keep::Nvme => self.nvme += bytes,
        }
    }

    /// What DeepSpeed needs in the host beside the states that it keeps there: half as much again, as its own estimator reckons
    /// (`additional_buffer_factor` of 1.5).
    fn buffers(&mut self) {
        let plan = self.job.plan;
        if plan.sharding.is_deepspeed() && plan.offload_optimizer == Keep::Cpu {
            self.host += self.host / 2;
        }
    }

    /// One card's part of what all of them hold.
    fn part(&self, bytes: u64, divided: bool) -> u64 {
        if divided {
            bytes.div_ceil(u64::from(self.job.gpus.max(1)))
        } else {
            bytes
        }
    }

    /// Weights and adapters; the bytes of weights that stay on the card.
    fn weights(&mut self) -> u64 {
        let (plan, profile) = (self.job.plan, self.job.profile);
        let divided = plan.sharding.divides_weights();
        let resident = if plan.offload_params == Keep::Gpu {
            let whole = self.part(self.states.weights, divided);
            let low = match (plan.method, plan.base) {
                (Method::Qlora, Base::Usual) => {
                    let raised =
                        (profile.params - profile.matrices) * (self.job.beside_bytes() - HALF);
                    whole - self.part(raised, divided).min(whole)
                }
                _ => whole,
            };
            let fused = plan.packs_base() && self.job.packed().1 > 0;
            let (label, note) = match (plan.method, plan.base) {
                (Method::Full, _) => ("Weights", "16 bits a parameter"),
                (Method::Lora, Base::Usual) => ("Frozen weights", "16 bits a parameter"),
                (_, Base::Int8) if fused => (
                    "Frozen weights, INT8",
                    "8 bits a parameter of linear layers; routed experts are one matrix and stay in 16 bits, as embedding, head and norms do",
                ),
                (_, Base::Int8) => (
                    "Frozen weights, INT8",
                    "8 bits a parameter inside the layers; embedding, head and norms in 16 bits; high: 16 bits of each beside, as measured on ROCm",
                ),
                (Method::Qlora, Base::Usual) if fused => (
                    "Frozen weights, NF4",
                    "4.127 bits a parameter of linear layers; routed experts are one matrix and stay in 16 bits; embedding, head and norms are raised to 32 bits by the usual framework, kept in 16 in the low figure",
                ),
                (Method::Qlora, Base::Usual) if plan.loss == Loss::Fused => (
                    "Frozen weights, NF4",
                    "4.127 bits a parameter inside the layers; embedding, head and norms in 16 bits",
                ),
                (Method::Qlora, Base::Usual) => (
                    "Frozen weights, NF4",
                    "4.127 bits a parameter inside the layers; embedding, head and norms are raised to 32 bits by the usual framework, kept in 16 in the low figure",
                ),
            };
            let high = match plan.packs_base() && plan.base == Base::Int8 {
                true => whole + self.part(self.job.packed().0 * HALF, divided),
                false => whole,
            };
            let bytes = Range::new(low, whole, high);
            self.add("weights", label, bytes, Evidence::Derived, note);
            whole
        } else {
            self.leave(plan.offload_params, self.states.weights);
            0
        };
        let adapters = self.part(self.states.adapters, divided);
        self.add(
            "adapters",
            "Adapters",
            exactly(adapters),
            Evidence::Derived,
            "16 bits a trained parameter",
        );
        resident
    }

    /// The 32-bit copy and the optimiser's numbers.
    fn optimizer(&mut self) {
        let (plan, states) = (self.job.plan, self.states);
        if plan.offload_optimizer != Keep::Gpu {
            // Gradients follow the states, in 32 bits.
            self.leave(plan.offload_optimizer, states.master + states.optimizer);
            self.leave(Keep::Cpu, states.gradients * 2);
            return;
        }
        let divided = plan.sharding.divides_states();
        let master = self.part(states.master, divided);
        self.add(
            "master",
            "32-bit copy of the trained weights",
            exactly(master),
            Evidence::Derived,
            "",
        );
        let moments = self.part(states.optimizer, divided);
        let (low, note) = if plan.optimizer == Optimizer::PagedAdam8bit {
            let note = "moves to host memory when the card runs full: the low figure";
            (0, note)
        } else {
            (moments, "")
        };
        self.add(
            "optimizer",
            "Optimiser states",
            Range::new(low, moments, moments),
            Evidence::Derived,
            note,
        );
    }

    /// What is put together again from all cards or from the host, unit by unit.
    fn gathered(&mut self, resident: u64) {
        let profile = self.job.profile;
        let all = self.states.weights;
        let unit_bytes = |params: u64| scale(all, params, profile.params);
        let window = if self.job.plan.sharding == Sharding::Zero3 {
            unit_bytes((2 * profile.largest_unit).max(LIVE_PARAMETERS))
        } else {
            unit_bytes(2 * profile.largest_unit)
        };
        let missing = all - resident.min(all);
        let bytes = Range::new(
            unit_bytes(profile.largest_unit).min(missing),
            window.min(missing),
            (2 * window).min(missing),
        );
        self.add(
            "gather",
            "Weights gathered for use",
            bytes,
            Evidence::Derived,
            "the largest unit and the next one whole; DeepSpeed keeps up to 10⁹ parameters gathered",
        );
    }

    /// Gradients that the card itself holds, 16 bits each.
    fn gradients_of_own(&self) -> u64 {
        let plan = self.job.plan;
        if plan.offload_optimizer == Keep::Gpu {
            self.part(self.states.gradients, plan.sharding.divides_gradients())
        } else {
            0
        }
    }

    /// Gradients of the largest unit before they are divided.
    fn bucket(&mut self, gradients: u64) {
        let profile = self.job.profile;
        let all = self.states.gradients;
        let missing = all - gradients.min(all);
        let unit = scale(all, profile.largest_unit, profile.params);
        let unit = if self.job.plan.sharding.is_deepspeed() {
            unit.max(REDUCE_BUCKET * HALF)
        } else {
            unit
        };
        self.add(
            "bucket",
            "Gradients on their way",
            Range::new(0, unit.min(missing), (2 * unit).min(missing)),
            Evidence::Derived,
            "of the largest unit, before they are divided; DeepSpeed gathers 5 × 10⁸ at a time",
        );
    }

    fn gradients(&mut self, gradients: u64) {
        let plan = self.job.plan;
        // DeepSpeed sums gradients in 32 bits: 18 bytes a parameter, as its own estimator counts.
        let wide = plan.sharding.is_deepspeed() && has_master(plan.optimizer);
        let summed = if wide { 2 * gradients } else { gradients };
        self.add(
            "gradients",
            "Gradients",
            Range::new(gradients, summed, summed.max(gradients + gradients / 2)),
            Evidence::Derived,
            if wide {
                "sums in 32 bits, as DeepSpeed keeps them; low: 16 bits"
            } else {
                "16 bits a trained parameter"
            },
        );
    }

    /// What comes and goes at the fullest moment, and what the allocator holds of it without use.
    /// Gathered units are of one size and take each other's place; these are not.
    fn passing(&mut self, moment: Moment, work: &Activations, loss: Range) {
        let plan = self.job.plan;
        let mut moving = Range::default();
        if moment != Moment::Gradients {
            let note = match plan.recompute {
                Recompute::Full => "the input of each layer",
                Recompute::Selective => {
                    "the input of each layer, the result of attention and every second matrix product"
                }
                Recompute::None => "every tensor that the backward pass reads",
            };
            let label = "Activations kept";
            self.add("activations", label, work.kept, Evidence::Derived, note);
            moving = moving.plus(work.kept);
        }
        let (kind, label, at_work, note) = match moment {
            Moment::Loss => (
                "logits",
                "Logits and loss",
                loss,
                match plan.loss {
                    Loss::Plain => "logits, their softmax and its gradient in 32 bits",
                    Loss::Chunked => "all logits in 16 bits, an eighth of them in 32",
                    Loss::Fused => "no more logits at once than the residual stream is wide",
                },
            ),
            Moment::Backward => (
                "working",
                "One layer at work",
                work.again,
                "what is computed again for it, and gradients on their way back",
            ),
            Moment::Gradients => (
                "working",
                "One layer at work",
                work.one_layer,
                "its activations, and gradients on their way back",
            ),
        };
        self.add(kind, label, at_work, Evidence::Derived, note);
        moving = moving.plus(at_work);
        let [low, typical, high] = FRAGMENTATION_PERMILLE;
        self.add(
            "fragmentation",
            "Memory that the allocator holds without use",
            Range::new(
                moving.low / 1_000 * low,
                moving.typical / 1_000 * typical,
                moving.high / 1_000 * high,
            ),
            Evidence::Calibrated,
            "a share of what comes and goes",
        );
    }
}

const fn exactly(bytes: u64) -> Range {
    Range::new(bytes, bytes, bytes)
}

/// `whole × part ÷ of`, without overflow.
fn scale(whole: u64, part: u64, of: u64) -> u64 {
    let product = u128::from(whole) * u128::from(part) / u128::from(of.max(1));
    u64::try_from(product).unwrap_or(u64::MAX)
}
