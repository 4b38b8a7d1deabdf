//! What training needs to know of an architecture, counted once from its tensors.
//!
//! Activations follow Korthikanti et al. 2022 (arXiv:2205.05198), tensor by tensor, for what today's
//! models are made of: grouped queries, gated blocks, experts, latent and linear attention, without
//! dropout. Each projection's result is kept once where the backward pass reads it; an input is
//! kept only where the weight behind it is trained.

use crate::model::arch::{Arch, QkNorm};
use crate::model::mixer::Mixer;
use crate::model::tensors::{self, LayerShape, Role, Tensor};
use crate::scenario::{AttentionKernel, Loss, Method, Target, Targets, TrainingPlan};

/// A model as training sees it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Profile {
    /// Layers of one shape, with how many there are.
    pub(crate) layers: Vec<(Layer, u64)>,
    /// Text parameters.
    pub(crate) params: u64,
    /// Parameters of matrices inside layers: what QLoRA quantises and Muon treats as matrices.
    pub(crate) matrices: u64,
    /// Of those, parameters of routed experts.
    pub(crate) routed: u64,
    /// Rows and columns of all matrices: the numbers that a factored second moment keeps.
    pub(crate) factored: u64,
    /// Parameters of the largest unit that is gathered at once: a layer, or the embedding.
    pub(crate) largest_unit: u64,
    /// Parameters of the largest layer.
    pub(crate) largest_layer: u64,
    /// Parameters of the output head, whether or not it is the embedding.
    pub(crate) head: u64,
    /// Width of the residual stream.
    pub(crate) hidden: u64,
    /// Rows of the output head.
    pub(crate) vocab: u64,
}

/// One layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Layer {
    /// Parameters.
    pub(crate) params: u64,
    /// Parameters of matrices that one token is multiplied with.
    pub(crate) active: u64,
    /// Inputs and outputs of the matrices behind each target: an adapter has rank times these.
    adapters: [u64; Target::ALL.len()],
    /// Adapters behind each target that one token passes through.
    adapters_active: [u64; Target::ALL.len()],
    /// Numbers a token that the backward pass reads whatever is trained.
    kept: u64,
    /// Numbers a token that are inputs of the mixer's projections.
    mixer_input: u64,
    /// Numbers a token that are inputs of gate and up projections.
    block_input: u64,
    /// Numbers a token that are inputs of down projections.
    down_input: u64,
    /// Numbers a token that normalisations in 32 bits keep beside.
    wide_norms: u64,
    /// Numbers a token of results of projections, the layer's own among them.
    products: u64,
    /// Numbers a token of the result of attention.
    attended: u64,
    /// Width of the residual stream.
    hidden: u64,
    /// Numbers a token whose gradients are alive at once.
    widest: u64,
    /// Query heads of an attention layer.
    heads: u64,
    /// Widths of all query heads and value heads together, for the attention's own products.
    pub(crate) attention_width: u64,
    /// Tokens that attention reaches back; `None` for all.
    pub(crate) window: Option<u32>,
}

/// Bytes a token of one layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LayerBytes {
    /// Everything that the backward pass reads.
    pub(crate) all: u64,
    /// Of that, the copies in 32 bits that fused normalisations do without.
    pub(crate) wide: u64,
    /// What selective recomputation keeps.
    pub(crate) selected: u64,
    /// What full recomputation keeps: the layer's input.
    pub(crate) input: u64,
    /// Gradients that are alive at once.
    pub(crate) gradients: u64,
}

/// Bytes of a number in the formats of activations.
const HALF: u64 = 2;
const SINGLE: u64 = 4;
/// Bytes a head, token and token attended to that a matrix of scores keeps: the softmax, the mask
/// of its dropout and the result (Korthikanti et al., 5·a·s²·b).
const SCORES: u64 = 5;

impl Profile {
    pub(crate) fn of(arch: &Arch) -> Self {
        let mut profile = Self {
            layers: Vec::with_capacity(4),
            params: 0,
            matrices: 0,
            routed: tensors::routed(arch),
            factored: 0,
            largest_unit: 0,
            largest_layer: 0,
            head: u64::from(arch.vocab_size) * u64::from(arch.hidden_size),
            hidden: u64::from(arch.hidden_size),
            vocab: u64::from(arch.vocab_size),
        };
        tensors::visit_outer(arch, &mut |tensor| {
            profile.params += tensor.params();
            profile.factored += factored(tensor);
            profile.largest_unit = profile.largest_unit.max(tensor.params());
        });
        let mut shapes: Vec<LayerShape> = Vec::with_capacity(4);
        let mut kinds: Vec<(u64, u64)> = Vec::with_capacity(4);
        for index in 0..arch.layers.len() {
            let shape = LayerShape::of(arch, index);
            let place = match shapes.iter().position(|known| *known == shape) {
                Some(place) => place,
                None => {
                    let (layer, matrices, factors) = Layer::of(arch, shape);
                    shapes.push(shape);
                    kinds.push((matrices, factors));
                    profile.layers.push((layer, 0));
                    profile.largest_layer = profile.largest_layer.max(layer.params);
                    shapes.len() - 1
                }
            };
            profile.layers[place].1 += 1;
        }
        for ((layer, count), (matrices, factors)) in profile.layers.iter().zip(kinds) {
            profile.params += layer.params * count;
            profile.matrices += matrices * count;
            profile.factored += factors * count;
        }
        profile.largest_unit = profile.largest_unit.max(profile.largest_layer);
        profile
    }

    /// Parameters of the adapters.
    pub(crate) fn adapters(&self, targets: Targets, rank: u32) -> u64 {
        let sum = |layer: &Layer| sum_of(&layer.adapters, targets);
        let sides: u64 = self
            .layers
            .iter()
            .map(|(layer, count)| sum(layer) * count)
            .sum();
        sides * u64::from(rank)
    }

    /// Parameters of the adapters that one token passes through.
    pub(crate) fn adapters_active(&self, targets: Targets, rank: u32) -> u64 {
        let sum = |layer: &Layer| sum_of(&layer.adapters_active, targets);
        let sides: u64 = self
            .layers
            .iter()
            .map(|(layer, count)| sum(layer) * count)
            .sum();
        sides * u64::from(rank)
    }

    /// Parameters that the optimiser changes.
    pub(crate) fn trainable(&self, plan: &TrainingPlan) -> u64 {
        match plan.method {
            Method::Full => self.params,
            Method::Lora | Method::Qlora => self.adapters(plan.targets, plan.rank),
        }
    }

    /// Parameters of matrices that one token is multiplied with, the output head apart.
    pub(crate) fn active(&self) -> u64 {
        self.layers
            .iter()
            .map(|(layer, count)| layer.active * count)
            .sum()
    }
}

fn sum_of(sides: &[u64; Target::ALL.len()], targets: Targets) -> u64 {
    let each = Target::ALL.into_iter().zip(sides);
    each.filter(|(target, _)| targets.has(*target))
        .map(|(_, sides)| sides)
        .sum()
}

fn factored(tensor: Tensor) -> u64 {
    if tensor.cols > 1 {
        (tensor.rows + tensor.cols) * tensor.count
    } else {
        tensor.params()
    }
}

impl Layer {
    /// The layer, the parameters of its matrices, and what a factored moment keeps of it.
    fn of(arch: &Arch, shape: LayerShape) -> (Self, u64, u64) {
        let hidden = u64::from(arch.hidden_size);
        let mut layer = Self {
            hidden,
            ..Self::default()
        };
        let (mut matrices, mut factors) = (0, 0);
        let (mut gates, mut ups) = (0, 0);
        let mut latent_sides = 0;
        tensors::visit_layer(arch, shape, &mut |tensor| {
            layer.params += tensor.params();
            factors += factored(tensor);
            if tensor.cols <= 1 || matches!(tensor.role, Role::Conv | Role::CompressorPositions) {
                return;
            }
            matrices += tensor.params();
            let routed = matches!(
                tensor.role,
                Role::ExpertGate | Role::ExpertUp | Role::ExpertDown
            );
            // How many of the stored matrices one token meets.
            let met = match arch.moe {
                Some(moe) if routed => u64::from(moe.active).min(tensor.count),
                _ => tensor.count,
            };
            layer.active += tensor.rows * tensor.cols * met;
            match tensor.role {
                // One matrix of these two in a checkpoint, and so one adapter.
                Role::KeyUp => {
                    latent_sides += tensor.cols * tensor.count;
                    layer.kept += tensor.cols * met;
                }
                Role::ValueUp => {
                    latent_sides += tensor.cols + tensor.rows * tensor.count;
                    layer.kept += tensor.rows * met;
                }
                role => {
                    if let Some(target) = Target::of(role) {
                        let sides = tensor.rows + tensor.cols;
                        layer.adapters[target as usize] += sides * tensor.count;
                        layer.adapters_active[target as usize] += sides * met;
                    }
                    let (results, inputs) = (tensor.rows * met, tensor.cols * met);
                    layer.products += results;
                    match role {
                        Role::AttentionOutput => {
                            layer.attended += inputs;
                            layer.kept += inputs;
                        }
                        Role::OutputUp
                        | Role::LinearOutput
                        | Role::StateOutput
                        | Role::ConvOutput => {
                            layer.kept += inputs;
                        }
                        Role::FfnDown | Role::SharedDown => layer.down_input += inputs,
                        Role::ExpertDown => {
                            layer.down_input += inputs;
                            // Each expert's result waits to be weighted.
                            layer.kept += results;
                        }
                        Role::FfnGate | Role::SharedGate | Role::ExpertGate => gates += results,
                        Role::FfnUp | Role::SharedUp | Role::ExpertUp => ups += results,
                        _ => layer.kept += results,
                    }
                    if role == Role::ExpertUp {
                        // Tokens are copied to the experts that they visit.
                        layer.kept += inputs;
                    }
                }
            }
        });
        if latent_sides > 0 {
            layer.adapters[Target::K as usize] += latent_sides;
            layer.adapters_active[Target::K as usize] += latent_sides;
        }
        // A gate multiplies: it keeps its own result, its activation and the other factor.
        let activated = if arch.mlp_gated {
            if gates > 0 { gates } else { ups / 2 }
        } else {
            0
        };
        layer.kept += gates + ups + activated;
        layer.widest = (gates + ups + hidden).max(layer.attended * 3);
        let norms = u64::from(arch.norms.per_layer);
        layer.kept += norms * hidden;
        if !arch.norms.bias {
            layer.wide_norms += norms * hidden;
        }
        layer.block_input = if gates + ups > 0 { hidden } else { 0 };
        layer.mixer_input = if shape.mixer == Mixer::None {
            0
        } else {
            hidden
        };
        layer.attend(arch, shape);
        (layer, matrices, factors)
    }

    fn attend(&mut self, arch: &Arch, shape: LayerShape) {
        if !shape.mixer.is_attention() {
            return;
        }
        let own = arch.attention.own(shape.mixer);
        let heads = own.and_then(|own| own.heads).unwrap_or(arch.heads);
        let dim = own.and_then(|own| own.head_dim).unwrap_or(arch.head_dim);
        self.heads = u64::from(heads);
        let width = self.heads * u64::from(dim);
        self.attention_width = width + self.attended.max(width);
        self.window = match shape.mixer {
            Mixer::Sliding => arch.attention.sliding_window,
            Mixer::Chunked => arch.attention.chunk_size,
            _ => None,
        };
        if arch.attention.qk_norm != QkNorm::None {
            // Queries and keys are kept before and after.
            let normed = width + u64::from(arch.kv_heads) * u64::from(dim);
            self.kept += normed;
            self.wide_norms += normed;
        }
    }

    /// Bytes a token under this plan.
    pub(crate) fn bytes(&self, plan: &TrainingPlan) -> LayerBytes {
        let trained = |targets: &[Target]| match plan.method {
            Method::Full => true,
            Method::Lora | Method::Qlora => targets.iter().any(|one| plan.targets.has(*one)),
        };
        let mut numbers = self.kept;
        if trained(&[Target::Q, Target::K, Target::V, Target::Mixer]) {
            numbers += self.mixer_input;
        }
        if trained(&[Target::Gate, Target::Up]) {
            numbers += self.block_input;
        }
        if trained(&[Target::Down]) {
            numbers += self.down_input;
        }
        // bitsandbytes hands on a copy of each result; libraries with a fused loss multiply packed matrices themselves.
        if plan.packs_base() && plan.loss != Loss::Fused {
            numbers += self.products;
        }
        // Libraries with a fused loss have normalisations that keep no copy in 32 bits.
        let wide = match plan.loss {
            Loss::Fused => 0,
            Loss::Plain | Loss::Chunked => self.wide_norms * SINGLE,
        };
        let scores = match plan.attention {
            // One 32-bit sum for each row of the softmax.
            AttentionKernel::Flash => self.heads * SINGLE,
            AttentionKernel::Eager => SCORES * self.heads * u64::from(plan.sequence),
        };
        let all = numbers * HALF + wide + scores;
        let input = self.hidden * HALF;
        let selected =
            input + self.attended * HALF + self.heads * SINGLE + self.products * HALF / 2;
        LayerBytes {
            all: all.max(input),
            wide,
            selected: selected.min(all).max(input),
            input,
            gradients: self.widest * HALF,
        }
    }
}
