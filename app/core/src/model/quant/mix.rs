//! llama.cpp's mixes: which block format each tensor gets.
//!
//! The rules are those of `llama_tensor_get_type` in llama.cpp's `src/llama-quant.cpp`
//! (github.com/ggml-org/llama.cpp, commit 007dbbf3). They depend on the kind of tensor, on its
//! place among the layers, on the number of experts and on the ratio of query to key/value heads.
//! One rule changed after most published files were made: a fused query-key-value matrix has a
//! rule of its own here, as it had until 2026, and is not yet treated as a value projection.
//! Tensors that the quantiser leaves alone (norms, biases, routers, convolutions, decays) are F32,
//! as the converters in `conversion/` of the same repository write them.
//!
//! Two rules depend on whether an importance matrix was given. The formats that need or commonly
//! use one (every `IQ…`) are priced with it; `Q4_0` and `Q5_0` are priced without, which is how
//! the converters' own and most published files in these formats were made (with one, an eighth of
//! the down projections takes half a bit more: +0.3 % of a file).

mod dynamic;
mod ik;

use super::{Block, Family, Quant};
use crate::model::arch::{Arch, LinearKind};
use crate::model::mixer::{FeedForward, Mixer};
use crate::model::tensors::{LayerShape, Role};
pub(super) use dynamic::Dynamic;

/// How one file's tensors are quantised.
#[derive(Clone, Copy, Debug)]
pub struct Mix {
    quant: Quant,
    base: Block,
    embedding: Block,
    head: Block,
    layers: usize,
    values: usize,
    experts: u32,
    query_groups: u32,
    falcon: bool,
    seventy: bool,
    llama_3: bool,
    of_ik: bool,
    dynamic: Option<Dynamic>,
}

/// Formats of the tensors of one layer, before any fallback for awkward row lengths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerMix {
    query: Block,
    key: Block,
    value: Block,
    qkv: Block,
    output: Block,
    gate: Block,
    up: Block,
    down: Block,
    shared_down: Block,
    experts: Option<Block>,
    expert_down: Option<Block>,
    state_output: Block,
    latent: Block,
    other: Block,
    /// Instead, what the queries of latent attention are made of.
    query_parts: Option<Block>,
    /// Instead, what its keys are made of.
    key_parts: Option<Block>,
    /// Instead, shared experts.
    shared: Option<Block>,
}

/// How many tensors of a kind came before this layer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    layer: usize,
    values: usize,
    downs: usize,
}

impl Place {
    /// The place after a layer of this shape.
    #[must_use]
    pub fn after(self, arch: &Arch, shape: LayerShape) -> Self {
        let dense = shape.mlp == FeedForward::Dense;
        let moe = arch.moe.filter(|_| shape.mlp == FeedForward::Experts);
        let downs = usize::from(dense)
            + moe.map_or(0, |moe| {
                1 + usize::from(moe.parallel_dense) + usize::from(moe.shared_intermediate_size > 0)
            });
        Self {
            layer: self.layer + 1,
            values: self.values + usize::from(has_value(arch, shape)),
            downs: self.downs + downs,
        }
    }
}

fn has_value(arch: &Arch, shape: LayerShape) -> bool {
    let attention = &arch.attention;
    let shared_kv = attention.own(shape.mixer).is_some_and(|own| own.k_eq_v);
    shape.mixer.is_plain_attention()
        && shape.owns_kv
        && !shared_kv
        && !arch.fused
        && attention.mla.is_none()
        && attention.compressed.is_none()
}

fn has_qkv(arch: &Arch, shape: LayerShape) -> bool {
    let delta = matches!(
        arch.linear.map(|linear| linear.kind),
        Some(LinearKind::GatedDeltaNet { .. })
    );
    (arch.fused && shape.mixer.is_attention()) || (delta && shape.mixer == Mixer::Linear)
}

/// The first and last eighth of the layers, and every third between.
const fn more_bits(index: usize, count: usize) -> bool {
    index < count / 8 || index >= 7 * count / 8 || (index - count / 8) % 3 == 2
}

impl Mix {
    /// The mix of `quant` for this model.
    #[must_use]
    pub fn of(arch: &Arch, quant: Quant) -> Self {
        use Quant as Q;
        let base = base(quant);
        let falcon = arch.fused && !arch.mlp_gated && arch.norms.bias;
        let head_fits = base.divides(u64::from(arch.hidden_size));
        let dynamic = Dynamic::of(quant);
        let head = match quant {
            _ if quant.family() == Family::IkGguf => ik::head(arch, quant, falcon),
            _ if let Some(rule) = dynamic => rule.head.fitting(u64::from(arch.hidden_size)),
            _ if large(quant).is_some() => Block::Q8_0,
            Q::Mxfp4Moe => Block::Q8_0,
            _ if falcon || !head_fits => Block::Q8_0,
            Q::Iq1S | Q::Iq1M | Q::Iq2Xxs | Q::Iq2Xs | Q::Iq2S | Q::Iq2M | Q::Iq3Xxs => Block::Q5K,
            Q::Q8_0 => Block::Q8_0,
            _ => Block::Q6K,
        };
        let embedding = match quant {
            _ if large(quant).is_some() => Block::Q8_0,
            _ if arch.tied => head,
            Q::Iq3Kt => Block::Iq3S,
            _ if let Some(rule) = dynamic => rule.embedding,
            Q::Mxfp4Moe => Block::Q8_0,
            Q::Iq1S | Q::Iq1M | Q::Iq2Xxs | Q::Iq2Xs => Block::Q2K,
            Q::Iq2S | Q::Iq2M | Q::Iq3Xxs => Block::Iq3S,
            Q::Tq1_0 | Q::Tq2_0 => Block::Q4K,
            _ => base,
        };
        let layers = arch.layers.len();
        let mut values = 0;
        for index in 0..layers {
            let shape = LayerShape::of(arch, index);
            values += usize::from(has_value(arch, shape) || has_qkv(arch, shape));
        }
        Self {
            quant: match dynamic {
                Some(rule) => rule.parent,
                None => large(quant).unwrap_or(quant),
            },
            base,
            embedding,
            head,
            layers,
            values,
            experts: arch.moe.map_or(0, |moe| moe.experts),
            query_groups: query_groups(arch),
            falcon,
            llama_3: ik::is_llama_3(arch),
            of_ik: quant.family() == Family::IkGguf,
            seventy: layers == 80 && arch.moe.is_none() && !falcon && arch.heads != arch.kv_heads,
            dynamic,
        }
    }

    /// Formats of the layer at `place`. `mxfp4_experts` says that the checkpoint's experts are
    /// MXFP4 already, which no later quantisation touches.
    #[must_use]
    pub fn layer(&self, place: Place, mxfp4_experts: bool) -> LayerMix {
        let mut mix = LayerMix {
            query: self.base,
            key: self.base,
            value: self.base,
            qkv: self.base,
            output: self.base,
            gate: self.base,
            up: self.base,
            down: self.base,
            shared_down: self.base,
            experts: (mxfp4_experts || self.quant == Quant::Mxfp4Moe).then_some(Block::Mxfp4),
            expert_down: None,
            state_output: self.base,
            latent: self.base,
            other: self.base,
            query_parts: None,
            key_parts: None,
            shared: None,
        };
        if self.of_ik {
            self.layer_of_ik(place, &mut mix);
            return mix;
        }
        match self.quant {
            Quant::Iq1S
            | Quant::Iq1M
            | Quant::Iq2Xxs
            | Quant::Iq2Xs
            | Quant::Iq2S
            | Quant::Iq2M => self.two_bit(place, &mut mix),
            // The rule asks for three dimensions, which the projections out of a latent have too.
            Quant::Mxfp4Moe => mix.latent = Block::Mxfp4,
            _ => {
                self.value(place, &mut mix);
                self.down(place, &mut mix);
                self.output(&mut mix);
                self.grids(place, &mut mix);
            }
        }
        match self.dynamic {
            Some(rule) => rule.lift(self.experts > 0, mix),
            None => mix,
        }
    }

    /// Format of a tensor outside the layers, before [`Block::fitting`].
    #[must_use]
    pub fn outer(&self, role: Role) -> Block {
        match role {
            Role::PerLayerEmbedding if self.of_ik && self.quant == Quant::Iq3Kt => Block::Iq3S,
            Role::PerLayerEmbedding | Role::PerLayerModelProjection if self.of_ik => self.base,
            Role::Embedding | Role::PerLayerEmbedding => self.embedding,
            Role::Head => self.head,
            Role::PerLayerInput | Role::ExtraProjection => self.base,
            Role::PerLayerModelProjection => Block::F16,
            _ => Block::F32,
        }
    }

    /// Where query heads are many to each key/value head, the value projection is small and gets
    /// more bits.
    fn grouped(&self) -> bool {
        self.query_groups >= 4
    }

    fn two_bit(&self, place: Place, mix: &mut LayerMix) {
        let finer = matches!(self.quant, Quant::Iq2S | Quant::Iq2M);
        let second = if finer { Block::Iq3S } else { Block::Q2K };
        mix.value = if self.grouped() || self.experts >= 4 {
            Block::Q4K
        } else {
            second
        };
        if self.experts == 8 {
            mix.key = Block::Q4K;
            mix.output = Block::Q5K;
        } else if matches!(self.quant, Quant::Iq1S | Quant::Iq1M) {
            mix.output = Block::Iq2Xxs;
        } else if finer {
            mix.output = Block::Iq3S;
        }
        if place.downs < self.layers / 8 {
            mix.down = second;
        }
        if place.downs + 1 < self.layers / 8 {
            mix.shared_down = second;
        }
    }

    fn value(&self, place: Place, mix: &mut LayerMix) {
        use Quant as Q;
        let grouped = self.grouped();
        mix.value = match self.quant {
            Q::Q2K if grouped => Block::Q4K,
            Q::Q2K => Block::Q3K,
            Q::Q2KS | Q::Iq3Xxs | Q::Iq3Xs | Q::Iq3S if grouped => Block::Q4K,
            Q::Iq3M => Block::Q4K,
            Q::Q3KM if place.values < 2 => Block::Q5K,
            Q::Q3KM => Block::Q4K,
            Q::Q3KL => Block::Q5K,
            Q::Iq4Nl | Q::Iq4Xs if grouped => Block::Q5K,
            Q::Q4KM | Q::Q5KM if more_bits(place.values, self.values) => Block::Q6K,
            Q::Q4KS if place.values < 4 => Block::Q5K,
            _ => self.base,
        };
        if self.seventy && matches!(mix.value, Block::Q3K | Block::Q4K) {
            mix.value = Block::Q5K;
        }
        if self.experts == 8 {
            mix.value = Block::Q8_0;
            mix.key = Block::Q8_0;
        }
        mix.qkv = match self.quant {
            Q::Q3KM | Q::Q3KL | Q::Iq3M => Block::Q4K,
            Q::Q4KM => Block::Q5K,
            Q::Q5KM => Block::Q6K,
            _ => self.base,
        };
    }

    fn down(&self, place: Place, mix: &mut LayerMix) {
        use Quant as Q;
        let index = self.ordinal(place);
        let early = index < self.layers / 8;
        let more = more_bits(index, self.layers);
        mix.down = match self.quant {
            Q::Q2K => Block::Q3K,
            Q::Q2KS if early => Block::Q4K,
            Q::Q3KM if index < self.layers / 16 => Block::Q5K,
            Q::Q3KM if !self.falcon || more => Block::Q4K,
            Q::Iq3M if early || (self.experts == 8 && more) => Block::Q4K,
            Q::Q3KL if self.falcon => Block::Q4K,
            Q::Q3KL => Block::Q5K,
            Q::Q4KM if self.falcon && index < self.layers / 16 => Block::Q6K,
            Q::Q4KM if self.falcon && more => Block::Q5K,
            Q::Q4KM if !self.falcon && more => Block::Q6K,
            Q::Q5KM if more => Block::Q6K,
            Q::Q4KS if !self.falcon && early => Block::Q5K,
            _ => self.base,
        };
        mix.shared_down = mix.down;
    }

    fn output(&self, mix: &mut LayerMix) {
        use Quant as Q;
        mix.output = match self.quant {
            Q::Q3KL if self.falcon => Block::Q4K,
            _ if self.falcon => self.base,
            Q::Q2K
            | Q::Iq3Xs
            | Q::Iq3Xxs
            | Q::Q3KS
            | Q::Q3KM
            | Q::Iq4Nl
            | Q::Q4KS
            | Q::Q4KM
            | Q::Iq3S
            | Q::Iq3M
            | Q::Iq4Xs
                if self.experts == 8 =>
            {
                Block::Q5K
            }
            _ if self.experts == 8 => self.base,
            Q::Q2K => Block::Q3K,
            Q::Iq3Xxs => Block::Iq3S,
            Q::Q3KM | Q::Iq3M => Block::Q4K,
            Q::Q3KL => Block::Q5K,
            _ => self.base,
        };
    }

    /// The small 3-bit mixes save on query, key and the middle of the feed-forward blocks.
    fn grids(&self, place: Place, mix: &mut LayerMix) {
        let smaller = match self.quant {
            Quant::Iq3Xs => Block::Iq3Xxs,
            Quant::Iq3Xxs => Block::Iq2S,
            _ => return,
        };
        mix.query = smaller;
        if self.experts != 8 {
            mix.key = smaller;
        }
        let index = self.ordinal(place);
        let middle = index >= self.layers / 8 && index < 7 * self.layers / 8;
        if self.quant == Quant::Iq3Xs && middle {
            mix.gate = Block::Iq3Xxs;
            mix.up = Block::Iq3Xxs;
        }
    }

    /// Models with experts count layers; the others count feed-forward blocks, which differs where
    /// some layers have none.
    fn ordinal(&self, place: Place) -> usize {
        if self.experts > 1 {
            place.layer
        } else {
            place.downs
        }
    }
}

impl LayerMix {
    /// Format of a tensor of this role, before [`Block::fitting`].
    #[must_use]
    pub fn block(&self, role: Role) -> Block {
        match role {
            Role::ExpertDown if let Some(down) = self.expert_down => down,
            Role::QueryDown | Role::QueryUp if let Some(parts) = self.query_parts => parts,
            Role::KvDown | Role::KeyUp if let Some(parts) = self.key_parts => parts,
            Role::SharedGate | Role::SharedUp | Role::SharedDown
                if let Some(shared) = self.shared =>
            {
                shared
            }
            Role::LinearOutput => self.state_output,
            Role::ExpertGate | Role::ExpertUp | Role::ExpertDown if self.experts.is_some() => {
                self.experts.unwrap_or(self.other)
            }
            Role::Query => self.query,
            Role::Key => self.key,
            Role::Value => self.value,
            Role::FusedQkv | Role::LinearQkv => self.qkv,
            Role::AttentionOutput => self.output,
            Role::FfnGate | Role::ExpertGate | Role::SharedGate => self.gate,
            Role::FfnUp | Role::ExpertUp | Role::SharedUp => self.up,
            Role::FfnDown | Role::ExpertDown => self.down,
            Role::KeyUp | Role::ValueUp => self.latent,
            Role::SharedDown => self.shared_down,
            Role::Norm
            | Role::Bias
            | Role::Sinks
            | Role::Router
            | Role::SharedRouter
            | Role::ExpertBias
            | Role::Conv
            | Role::StateSmall
            | Role::CompressorPositions
            | Role::Extra => Block::F32,
            _ => self.other,
        }
    }
}

/// The mix under a variant that only lifts embedding and head to 8 bits.
const fn large(quant: Quant) -> Option<Quant> {
    match quant {
        Quant::Q2KL => Some(Quant::Q2K),
        Quant::Q3KXl => Some(Quant::Q3KL),
        Quant::Q4KL => Some(Quant::Q4KM),
        Quant::Q5KL => Some(Quant::Q5KM),
        Quant::Q6KL => Some(Quant::Q6K),
        _ => None,
    }
}

/// The format that a mix starts from. Of the formats of GPU engines none is made.
pub(super) const fn base(quant: Quant) -> Block {
    if let Some(rule) = Dynamic::of(quant) {
        return base(rule.parent);
    }
    match quant {
        Quant::Q6K | Quant::Q6KL => Block::Q6K,
        Quant::Q5KM | Quant::Q5KS | Quant::Q5KL => Block::Q5K,
        Quant::Q5_1 => Block::Q5_1,
        Quant::Q5_0 => Block::Q5_0,
        Quant::Q4KM | Quant::Q4KS | Quant::Q4KL => Block::Q4K,
        Quant::Q4_1 => Block::Q4_1,
        Quant::Q4_0 => Block::Q4_0,
        Quant::Iq4Nl => Block::Iq4Nl,
        Quant::Iq4Xs => Block::Iq4Xs,
        Quant::Q3KS | Quant::Q3KM | Quant::Q3KL | Quant::Q3KXl => Block::Q3K,
        Quant::Iq3M | Quant::Iq3S | Quant::Iq3Xs => Block::Iq3S,
        Quant::Iq3Xxs => Block::Iq3Xxs,
        Quant::Q2K | Quant::Q2KS | Quant::Q2KL => Block::Q2K,
        Quant::Iq2M => Block::Iq2S,
        Quant::Iq2S | Quant::Iq2Xs => Block::Iq2Xs,
        Quant::Iq2Xxs => Block::Iq2Xxs,
        Quant::Tq2_0 => Block::Tq2_0,
        Quant::Tq1_0 => Block::Tq1_0,
        Quant::Iq1M => Block::Iq1M,
        Quant::Iq1S => Block::Iq1S,
        Quant::Iq6K => Block::Iq6K,
        Quant::Iq5K => Block::Iq5K,
        Quant::Iq5Ks => Block::Iq5Ks,
        Quant::Iq4K => Block::Iq4K,
        Quant::Iq4Ks => Block::Iq4Ks,
        Quant::Iq4Kss => Block::Iq4Kss,
        Quant::Iq4Kt => Block::Iq4Kt,
        Quant::Iq3K => Block::Iq3K,
        Quant::Iq3Ks => Block::Iq3Ks,
        Quant::Iq3Kt => Block::Iq3Kt,
        Quant::Iq2Kl => Block::Iq2Kl,
        Quant::Iq2K => Block::Iq2K,
        Quant::Iq2Ks => Block::Iq2Ks,
        Quant::Iq2Kt => Block::Iq2Kt,
        Quant::Iq1Kt => Block::Iq1Kt,
        Quant::F32 => Block::F32,
        Quant::F16 | Quant::Bf16 => Block::F16,
        Quant::Q8_0 | Quant::Mxfp4Moe => Block::Q8_0,
        // Formats of GPU engines.
        _ => Block::Q8_0,
    }
}

/// Query heads to each key/value head as the quantiser sees them: in the first layer. Files of
/// hybrid models that start with a state-space or convolution layer give 0 there.
fn query_groups(arch: &Arch) -> u32 {
    let first = LayerShape::of(arch, 0);
    let per_layer_heads = !matches!(
        arch.linear.map(|linear| linear.kind),
        None | Some(LinearKind::GatedDeltaNet { .. })
    );
    if per_layer_heads && !first.mixer.is_attention() {
        return 0;
    }
    let own = arch.attention.own(first.mixer);
    let heads = own.and_then(|own| own.heads).unwrap_or(arch.heads);
    let kv = own.and_then(|own| own.kv_heads).unwrap_or(arch.kv_heads);
    heads / kv.max(1)
}
