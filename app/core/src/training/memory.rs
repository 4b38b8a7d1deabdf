//! What training holds on one card, line by line, and in the host.
//!
//! A step has two full moments. When the loss is computed, all kept activations and the logits are
//! there. In the backward pass, gradients take the place of activations layer by layer; where they
//! outlive the step they are there from the start. The fuller of the moments decides.

use crate::scenario::{Keep, Loss, Method, Optimizer, Recompute, TrainingPlan};
use crate::training::calibrated::FRAGMENTATION_PERMILLE;
use crate::training::profile::Profile;
use crate::units::{Evidence, GIB, MIB, Range};

/// Bytes of a 16-bit and of a 32-bit number.
const HALF: u64 = 2;
const SINGLE: u64 = 4;
/// Parameters that DeepSpeed keeps gathered at once unless told otherwise
/// (`stage3_max_live_parameters`).
const LIVE_PARAMETERS: u64 = 1_000_000_000;
/// Gradients that DeepSpeed reduces at once unless told otherwise (`reduce_bucket_size`).
const REDUCE_BUCKET: u64 = 500_000_000;
/// Numbers of an 8-bit optimiser that share one 32-bit scale (bitsandbytes).
const EIGHT_BIT_BLOCK: u64 = 256;

/// One training run on cards of one kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job<'a> {
    pub(crate) profile: &'a Profile,
    /// Parameters that are loaded and never trained: vision and audio towers.
    pub(crate) towers: u64,
    pub(crate) plan: &'a TrainingPlan,
    pub(crate) gpus: u32,
}

/// One line of a card's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) kind: &'static str,
    pub(crate) label: &'static str,
    pub(crate) bytes: Range,
    pub(crate) evidence: Evidence,
    pub(crate) note: &'static str,
}

/// Model states of the whole run, counted once, wherever they are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct States {
    /// Weights that are multiplied with.
    pub(crate) weights: u64,
    /// Adapters; 0 where all parameters are trained.
    pub(crate) adapters: u64,
    /// Gradients.
    pub(crate) gradients: u64,
    /// 32-bit copy of what is trained.
    pub(crate) master: u64,
    /// Moments and the like.
    pub(crate) optimizer: u64,
}

impl States {
    /// All of them.
    pub(crate) fn total(&self) -> u64 {
        self.weights + self.adapters + self.gradients + self.master + self.optimizer
    }
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

/// Bytes of parameters in NF4 with doubly quantised scales: 4 bits, an 8-bit scale for each 64 and
/// a 32-bit one for each 256 of those (arXiv:2305.14314): 4.127 bits.
///
/// ```text
/// 4 + 8/64 + 32/(64 × 256) = 4.127
/// ```
pub(crate) fn nf4(params: u64) -> u64 {
    params.div_ceil(2) + params.div_ceil(64) + params.div_ceil(64 * 256) * SINGLE
}

/// Whether the optimiser keeps a 32-bit copy of the weights.
fn has_master(optimizer: Optimizer) -> bool {
    matches!(
        optimizer,
        Optimizer::AdamW | Optimizer::Sgd | Optimizer::Muon | Optimizer::Lion
    )
}

impl Job<'_> {
    pub(crate) fn trainable(&self) -> u64 {
        self.profile.trainable(self.plan)
    }

    /// Model states, counted once.
    pub(crate) fn states(&self) -> States {
        let profile = self.profile;
        let trainable = self.trainable();
        let full = self.plan.method == Method::Full;
        let frozen = match self.plan.method {
            Method::Full | Method::Lora => profile.params * HALF,
            Method::Qlora => {
                // Frameworks raise what is not quantised to 32 bits; see the range of the line.
                nf4(profile.matrices) + (profile.params - profile.matrices) * SINGLE
            }
        };
        States {
            weights: frozen + self.towers * HALF,
            adapters: if full { 0 } else { trainable * HALF },
            gradients: trainable * HALF,
            master: if has_master(self.plan.optimizer) {
                trainable * SINGLE
            } else {
                0
            },
            optimizer: self.optimizer_states(trainable, full),
        }
    }

    fn optimizer_states(&self, trainable: u64, full: bool) -> u64 {
        let profile = self.profile;
        match self.plan.optimizer {
            Optimizer::AdamW => 2 * trainable * SINGLE,
            Optimizer::AdamWBf16 => 2 * trainable * HALF,
            Optimizer::Adam8bit | Optimizer::PagedAdam8bit => {
                2 * (trainable + trainable.div_ceil(EIGHT_BIT_BLOCK) * SINGLE)
            }
            // Both halves of an adapter have one side of the rank; their sums are its sides.
            Optimizer::Adafactor if !full => {
                (trainable / u64::from(self.plan.rank.max(1))) * SINGLE
            }
            Optimizer::Adafactor => profile.factored * SINGLE,
            Optimizer::Sgd | Optimizer::Lion => trainable * SINGLE,
            // Adapters are matrices; of a whole model those outside the layers keep two moments.
            Optimizer::Muon if !full => trainable * SINGLE,
            Optimizer::Muon => (trainable + trainable - profile.matrices) * SINGLE,
        }
    }

    /// Why this combination cannot run.
    pub(crate) fn flaw(&self) -> Option<&'static str> {
        let plan = self.plan;
        if plan.offload_params != Keep::Gpu && !plan.sharding.divides_weights() {
            return Some("Weights can be kept off the cards under ZeRO-3 or FSDP only.");
        }
        if plan.offload_optimizer != Keep::Gpu && !plan.sharding.divides_states() {
            return Some("The optimiser can be kept off the cards under ZeRO or FSDP only.");
        }
        let nvme = plan.offload_optimizer == Keep::Nvme || plan.offload_params == Keep::Nvme;
        if nvme && plan.sharding != crate::scenario::Sharding::Zero3 {
            return Some("Only ZeRO-3 keeps training states on drives.");
        }
        None
    }

    /// Memory of one card of `context` bytes of driver and libraries.
    pub(crate) fn card(&self, context: Range) -> CardMemory {
        let (plan, profile) = (self.plan, self.profile);
        let states = self.states();
        let gpus = u64::from(self.gpus.max(1));
        let part = |bytes: u64, divided: bool| {
            if divided { bytes.div_ceil(gpus) } else { bytes }
        };
        let mut lines = Vec::with_capacity(12);
        let (mut host, mut nvme) = (0, 0);
        let mut leave = |keep: Keep, bytes: u64| match keep {
            Keep::Gpu => {}
            Keep::Cpu => host += bytes,
            Keep::Nvme => nvme += bytes,
        };
        let mut add = |kind, label, bytes: Range, evidence, note| {
            if bytes.high > 0 {
                lines.push(Line {
                    kind,
                    label,
                    bytes,
                    evidence,
                    note,
                });
            }
        };
        let exact = |bytes| Range::new(bytes, bytes, bytes);

        let divided = plan.sharding.divides_weights();
        let resident = if plan.offload_params == Keep::Gpu {
            let whole = part(states.weights, divided);
            let low = match plan.method {
                Method::Qlora => {
                    let raised = (profile.params - profile.matrices) * (SINGLE - HALF);
                    whole - part(raised, divided).min(whole)
                }
                _ => whole,
            };
            let (label, note) = match plan.method {
                Method::Full => ("Weights", "16 bits a parameter"),
                Method::Lora => ("Frozen weights", "16 bits a parameter"),
                Method::Qlora => (
                    "Frozen weights, NF4",
                    "4.127 bits a parameter inside the layers; embedding, head and norms are raised to 32 bits by the usual framework, kept in 16 in the low figure",
                ),
            };
            add(
                "weights",
                label,
                Range::new(low, whole, whole),
                Evidence::Derived,
                note,
            );
            whole
        } else {
            leave(plan.offload_params, states.weights);
            0
        };
        let adapters = part(states.adapters, divided);
        add(
            "adapters",
            "Adapters",
            exact(adapters),
            Evidence::Derived,
            "16 bits a trained parameter",
        );

        if plan.offload_optimizer == Keep::Gpu {
            let divided = plan.sharding.divides_states();
            let master = part(states.master, divided);
            add(
                "master",
                "32-bit copy of the trained weights",
                exact(master),
                Evidence::Derived,
                "",
            );
            let moments = part(states.optimizer, divided);
            let paged = plan.optimizer == Optimizer::PagedAdam8bit;
            let low = if paged { 0 } else { moments };
            let note = if paged {
                "moves to host memory when the card runs full: the low figure"
            } else {
                ""
            };
            add(
                "optimizer",
                "Optimiser states",
                Range::new(low, moments, moments),
                Evidence::Derived,
                note,
            );
        } else {
            // Gradients follow the states, in 32 bits.
            leave(plan.offload_optimizer, states.master + states.optimizer);
            leave(Keep::Cpu, states.gradients * 2);
        }

        // What is put together again from all cards or from the host, unit by unit.
        let gathered = {
            let unit_bytes = |params: u64| scale(states.weights, params, profile.params);
            let window = if plan.sharding == crate::scenario::Sharding::Zero3 {
                unit_bytes((2 * profile.largest_unit).max(LIVE_PARAMETERS))
            } else {
                unit_bytes(2 * profile.largest_unit)
            };
            let missing = states.weights - resident.min(states.weights);
            Range::new(
                unit_bytes(profile.largest_unit).min(missing),
                window.min(missing),
                (2 * window).min(missing),
            )
        };
        add(
            "gather",
            "Weights gathered for use",
            gathered,
            Evidence::Derived,
            "the largest unit and the next one whole; DeepSpeed keeps up to 10⁹ parameters gathered",
        );

        let off_card = plan.offload_optimizer != Keep::Gpu;
        let gradients = if off_card {
            0
        } else {
            part(states.gradients, plan.sharding.divides_gradients())
        };
        let bucket = {
            let missing = states.gradients - gradients.min(states.gradients);
            let unit = scale(states.gradients, profile.largest_unit, profile.params);
            let unit = if plan.sharding.is_deepspeed() {
                unit.max(REDUCE_BUCKET * HALF)
            } else {
                unit
            };
            Range::new(0, unit.min(missing), (2 * unit).min(missing))
        };
        add(
            "bucket",
            "Gradients on their way",
            bucket,
            Evidence::Derived,
            "of the largest unit, before they are divided; DeepSpeed gathers 5 × 10⁸ at a time",
        );

        let lasting = plan.accumulation > 1
            || plan.sharding.is_deepspeed()
            || (plan.sharding == crate::scenario::Sharding::Ddp && gpus > 1);
        let work = self.activations();
        let loss = self.logits();
        let [_, unused, _] = FRAGMENTATION_PERMILLE;
        let held = |bytes: u64| bytes + bytes / 1_000 * unused;
        let at_loss = held(work.kept.typical + loss.typical);
        let at_backward = held(work.kept.typical + work.again.typical);
        let at_gradients = held(work.one_layer.typical);
        let moment = if lasting {
            if at_loss >= at_backward {
                Moment::Loss
            } else {
                Moment::Backward
            }
        } else if at_loss >= at_backward && at_loss >= at_gradients + gradients {
            Moment::Loss
        } else if at_backward >= at_gradients + gradients {
            Moment::Backward
        } else {
            Moment::Gradients
        };
        // DeepSpeed sums gradients in 32 bits: 18 bytes a parameter, as its own estimator counts.
        let wide = plan.sharding.is_deepspeed() && has_master(plan.optimizer);
        let summed = if wide { 2 * gradients } else { gradients };
        let present = lasting || moment == Moment::Gradients;
        if present {
            add(
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
        // Gathered units are of one size and take each other's place; activations are not.
        let mut moving = Range::default();
        if moment != Moment::Gradients {
            let note = match plan.recompute {
                Recompute::Full => "the input of each layer",
                Recompute::Selective => {
                    "the input of each layer, the result of attention and every second matrix product"
                }
                Recompute::None => "every tensor that the backward pass reads",
            };
            add(
                "activations",
                "Activations kept",
                work.kept,
                Evidence::Derived,
                note,
            );
            moving = moving.plus(work.kept);
        }
        let (label, at_work, note) = match moment {
            Moment::Loss => (
                "Logits and loss",
                loss,
                match plan.loss {
                    Loss::Plain => "logits, their softmax and its gradient in 32 bits",
                    Loss::Chunked => "all logits in 16 bits, an eighth of them in 32",
                    Loss::Fused => "no more logits at once than the residual stream is wide",
                },
            ),
            Moment::Backward => (
                "One layer at work",
                work.again,
                "what is computed again for it, and gradients on their way back",
            ),
            Moment::Gradients => (
                "One layer at work",
                work.one_layer,
                "its activations, and gradients on their way back",
            ),
        };
        let kind = if moment == Moment::Loss {
            "logits"
        } else {
            "working"
        };
        add(kind, label, at_work, Evidence::Derived, note);
        moving = moving.plus(at_work);
        let [low, typical, high] = FRAGMENTATION_PERMILLE;
        add(
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
        add(
            "runtime",
            "Driver context and libraries",
            context,
            Evidence::Calibrated,
            "",
        );
        if plan.offload_activations {
            host += work.moved * gpus;
        }
        let used = lines
            .iter()
            .fold(Range::default(), |sum, line| sum.plus(line.bytes));
        CardMemory {
            lines,
            used,
            moment,
            host,
            nvme,
        }
    }

    fn activations(&self) -> Activations {
        let plan = self.plan;
        let tokens = plan.micro_tokens();
        let mut sum = Activations::default();
        let (mut kept, mut low, mut high) = (0, 0, 0);
        let mut widest_kept = 0;
        let adapters = match plan.method {
            Method::Full => 0,
            Method::Lora | Method::Qlora => self.adapter_inputs(),
        };
        for (layer, count) in &self.profile.layers {
            let bytes = layer.bytes(plan);
            let (here, lean) = match plan.recompute {
                Recompute::None => (bytes.all, bytes.all - bytes.wide),
                Recompute::Selective => (bytes.selected, bytes.selected),
                Recompute::Full => (bytes.input, bytes.input),
            };
            kept += here * count;
            low += lean * count;
            high += match plan.recompute {
                Recompute::None => here * count * 115 / 100,
                _ => here * count,
            };
            widest_kept = widest_kept.max(here);
            let again = bytes.all - here;
            let lean_again = (bytes.all - bytes.wide).saturating_sub(lean);
            let [few, usual, many] = match plan.loss {
                // Fused kernels write gradients where activations were.
                Loss::Fused => [bytes.gradients / 2, bytes.gradients / 2, bytes.gradients],
                _ => [bytes.gradients / 2, bytes.gradients, 2 * bytes.gradients],
            };
            sum.again = most(sum.again, [lean_again + few, again + usual, again + many]);
            sum.one_layer = most(
                sum.one_layer,
                [
                    bytes.all - bytes.wide + few,
                    bytes.all + usual,
                    bytes.all + many,
                ],
            );
        }
        if plan.recompute == Recompute::None {
            high += adapters;
        }
        let per = |range: Range| {
            Range::new(
                range.low * tokens,
                range.typical * tokens,
                range.high * tokens,
            )
        };
        sum.again = per(sum.again);
        sum.one_layer = per(sum.one_layer);
        sum.kept = per(Range::new(low, kept, high));
        if plan.offload_activations {
            sum.moved = sum.kept.typical;
            // One goes out while the next is written.
            let two = 2 * widest_kept * tokens;
            sum.kept = Range::new(
                sum.kept.low.min(two),
                sum.kept.typical.min(two),
                sum.kept.high.min(two),
            );
        }
        sum
    }

    /// Bytes a token of inputs that adapters in 32 bits keep as copies of their own.
    fn adapter_inputs(&self) -> u64 {
        let sides = self.profile.adapters_active(self.plan.targets, 1);
        // Inputs are about half of the sides; the copies are 32 bits wide.
        sides / 2 * SINGLE
    }

    fn logits(&self) -> Range {
        let tokens = self.plan.micro_tokens();
        let logits = tokens * self.profile.vocab;
        match self.plan.loss {
            Loss::Plain => Range::new(logits * 6, logits * 12, logits * 16),
            Loss::Chunked => Range::new(logits * 2, logits * 7 / 2, logits * 6),
            Loss::Fused => {
                let stream = tokens * self.profile.hidden;
                Range::new(stream * 2, stream * 6, stream * 12)
            }
        }
    }
}

/// Activations of one card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Activations {
    /// Kept on the card from the forward to the backward pass.
    kept: Range,
    /// Kept in host memory instead.
    moved: u64,
    /// What the widest layer needs beside what is kept of it.
    again: Range,
    /// What the widest layer needs altogether.
    one_layer: Range,
}

fn most(range: Range, [low, typical, high]: [u64; 3]) -> Range {
    Range::new(
        range.low.max(low),
        range.typical.max(typical),
        range.high.max(high),
    )
}

/// `whole × part ÷ of`, without overflow.
fn scale(whole: u64, part: u64, of: u64) -> u64 {
    let product = u128::from(whole) * u128::from(part) / u128::from(of.max(1));
    u64::try_from(product).unwrap_or(u64::MAX)
}

/// Driver context and libraries of PyTorch: the range over its measured processes, and the buffers
/// of the collective library.
pub(crate) const CONTEXT: Range = Range::new(300 * MIB, 600 * MIB, GIB + 512 * MIB);
