//! What the weights of a model take, tensor by tensor.
//!
//! [`weigh`] prices every tensor of [`tensors`] by the rule of its format and sums
//! them as the two readers need it: layer by layer for placement, class by class for display. Sums
//! are exact bytes of tensor data. Headers, tokenizers and padding between tensors of a file are
//! not weights; multi-token-prediction blocks are not counted, because no engine loads them unless
//! it speculates with them.

use crate::model::arch::Arch;
use crate::model::class::WeightClass;
use crate::model::native::Native;
use crate::model::quant::mix::{LayerMix, Mix, Place};
use crate::model::quant::{Family, Quant, packed};
use crate::model::stack::{LayerBytes, Stack};
use crate::model::tensors::{self, LayerShape, Role, Tensor};

/// Weights of one model in one format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Each layer, in order.
    pub layers: Vec<LayerBytes>,
    /// Token embedding.
    pub embedding: u64,
    /// Embedding table read once a layer (Gemma 4 E); 0 for other models. A lookup like the token
    /// embedding: llama.cpp keeps it in host memory.
    pub per_layer_embedding: u64,
    /// Output head; 0 where it is the token embedding.
    pub head: u64,
    /// Whether the head is the token embedding.
    pub tied: bool,
    /// Final norm, head bias and named parameters outside the layers.
    pub extra: u64,
    /// Vision and audio towers in 16 bits, not part of [`total`](Self::total): GGUF keeps them in
    /// a file of their own, the other engines load them beside the text model.
    pub vision: u64,
    /// Text weights by class, in fixed order, without empty ones; sums to [`total`](Self::total).
    pub classes: Vec<ClassBytes>,
    /// Text parameters.
    pub params: u64,
    /// The layers by kind.
    pub stack: Stack,
}

/// Weights of one class of tensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassBytes {
    /// The class.
    pub class: WeightClass,
    /// Parameters.
    pub params: u64,
    /// Bytes.
    pub bytes: u64,
}

impl Weights {
    /// All text weights, in bytes of tensor data.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.classes.iter().map(|class| class.bytes).sum()
    }

    /// The same tensors in files of `total` bytes: each takes its part of the difference.
    pub(crate) fn scaled_to(&self, arch: &Arch, total: u64) -> Self {
        let whole = u128::from(self.total().max(1));
        let part = |bytes: u64| {
            let scaled = u128::from(bytes) * u128::from(total) / whole;
            u64::try_from(scaled).unwrap_or(u64::MAX)
        };
        let scaled = |layer: &LayerBytes| LayerBytes {
            experts: part(layer.experts),
            sharded: part(layer.sharded),
            kv_proj: part(layer.kv_proj),
            replicated: part(layer.replicated),
        };
        let layers: Vec<LayerBytes> = self.layers.iter().map(scaled).collect();
        let mut classes = self.classes.clone();
        for class in &mut classes {
            class.bytes = part(class.bytes);
        }
        // What rounding leaves goes to the last class, and of the tensors to those outside the layers.
        let given: u64 = classes.iter().map(|class| class.bytes).sum();
        if let Some(last) = classes.last_mut() {
            last.bytes += total.saturating_sub(given);
        }
        let (embedding, head) = (part(self.embedding), part(self.head));
        let per_layer_embedding = part(self.per_layer_embedding);
        let in_layers: u64 = layers.iter().map(|layer| layer.total()).sum();
        let beside = in_layers + embedding + head + per_layer_embedding;
        Self {
            stack: Stack::of(arch, &layers),
            layers,
            embedding,
            per_layer_embedding,
            head,
            tied: self.tied,
            extra: total.saturating_sub(beside),
            vision: self.vision,
            classes,
            params: self.params,
        }
    }

    /// Parameters of routed experts.
    pub(crate) fn routed_params(&self) -> u64 {
        self.params_of(WeightClass::RoutedExperts)
    }

    /// Parameters of a class.
    pub(crate) fn params_of(&self, class: WeightClass) -> u64 {
        let mut classes = self.classes.iter();
        classes
            .find(|one| one.class == class)
            .map_or(0, |class| class.params)
    }
}

/// Prices every tensor of `arch` in `quant`.
///
/// `native` is what the publisher's checkpoint holds, because experts that are 4-bit already stay
/// so; `vision_params` are the parameters of vision and audio towers.
#[must_use]
pub fn weigh(arch: &Arch, native: Native, vision_params: u64, quant: Quant) -> Weights {
    let pricing = Pricing::of(arch, native, quant);
    by(arch, &pricing, vision_params)
}

fn by(arch: &Arch, pricing: &Pricing, vision_params: u64) -> Weights {
    let mut sums = [(0_u64, 0_u64); WeightClass::ALL.len()];
    let mut outer = Outer::default();
    tensors::visit_outer(arch, &mut |tensor| {
        let bytes = pricing.outer(tensor);
        let slot = match tensor.role {
            Role::Embedding => &mut outer.embedding,
            Role::PerLayerEmbedding => &mut outer.per_layer_embedding,
            Role::Head => &mut outer.head,
            _ => &mut outer.extra,
        };
        *slot += bytes;
        add(&mut sums, tensor, bytes, 1);
    });

    let mut layers = Vec::with_capacity(arch.layers.len());
    let mut kinds: Vec<Kind> = Vec::with_capacity(8);
    let mut place = Place::default();
    for index in 0..arch.layers.len() {
        let shape = LayerShape::of(arch, index);
        let mix = pricing.layer(place);
        place = place.after(arch, shape);
        let known = kinds
            .iter()
            .position(|kind| kind.shape == shape && kind.mix == mix);
        let at = known.unwrap_or_else(|| {
            kinds.push(Kind::of(arch, pricing, shape, mix));
            kinds.len() - 1
        });
        if let Some(kind) = kinds.get_mut(at) {
            kind.layers += 1;
            layers.push(kind.bytes);
        }
    }
    for kind in &kinds {
        for (sum, layer) in sums.iter_mut().zip(kind.sums) {
            sum.0 += layer.0 * kind.layers;
            sum.1 += layer.1 * kind.layers;
        }
    }
    let classes = WeightClass::ALL.into_iter().zip(sums);
    let present = classes.filter(|(_, (params, _))| *params > 0);
    Weights {
        stack: Stack::of(arch, &layers),
        layers,
        embedding: outer.embedding,
        per_layer_embedding: outer.per_layer_embedding,
        head: outer.head,
        tied: arch.tied,
        extra: outer.extra,
        vision: vision_params * if pricing.quant == Quant::F32 { 4 } else { 2 },
        classes: present
            .map(|(class, (params, bytes))| ClassBytes {
                class,
                params,
                bytes,
            })
            .collect(),
        params: sums.iter().map(|(params, _)| params).sum(),
    }
}

/// Bytes outside the layers.
#[derive(Default)]
struct Outer {
    embedding: u64,
    per_layer_embedding: u64,
    head: u64,
    extra: u64,
}

type Sums = [(u64, u64); WeightClass::ALL.len()];

fn add(sums: &mut Sums, tensor: Tensor, bytes: u64, times: u64) {
    if let Some(sum) = sums.get_mut(WeightClass::of(tensor.role) as usize) {
        sum.0 += tensor.params() * times;
        sum.1 += bytes * times;
    }
}

/// Layers of one shape whose tensors have the same formats.
struct Kind {
    shape: LayerShape,
    mix: Option<LayerMix>,
    bytes: LayerBytes,
    sums: Sums,
    layers: u64,
}

impl Kind {
    fn of(arch: &Arch, pricing: &Pricing, shape: LayerShape, mix: Option<LayerMix>) -> Self {
        let mut bytes = LayerBytes::default();
        let mut sums = [(0, 0); WeightClass::ALL.len()];
        tensors::visit_layer(arch, shape, &mut |tensor| {
            let size = match &mix {
                Some(mix) => mix
                    .block(tensor.role)
                    .fitting(tensor.cols)
                    .bytes(tensor.params(), tensor.cols),
                None => pricing.plain(tensor),
            };
            *match division(tensor.role) {
                Division::Experts => &mut bytes.experts,
                Division::Sharded => &mut bytes.sharded,
                Division::KvHeads => &mut bytes.kv_proj,
                Division::Replicated => &mut bytes.replicated,
            } += size;
            add(&mut sums, tensor, size, 1);
        });
        Self {
            shape,
            mix,
            bytes,
            sums,
            layers: 0,
        }
    }
}

/// The rule that a format prices tensors by.
struct Pricing {
    quant: Quant,
    native: Native,
    build: packed::Build,
    mix: Option<Mix>,
}

impl Pricing {
    fn of(arch: &Arch, native: Native, quant: Quant) -> Self {
        let gguf = quant.family().is_of_llama_cpp();
        Self {
            quant,
            native,
            build: packed::Build::of(arch),
            mix: gguf.then(|| Mix::of(arch, quant)),
        }
    }

    fn outer(&self, tensor: Tensor) -> u64 {
        match &self.mix {
            Some(mix) => mix
                .outer(tensor.role)
                .fitting(tensor.cols)
                .bytes(tensor.params(), tensor.cols),
            None => self.plain(tensor),
        }
    }

    fn layer(&self, place: Place) -> Option<LayerMix> {
        let mxfp4_experts = self.native == Native::Mxfp4Experts;
        self.mix.as_ref().map(|mix| mix.layer(place, mxfp4_experts))
    }

    fn plain(&self, tensor: Tensor) -> u64 {
        let quant = match self.quant.family() {
            Family::Float => self.quant,
            _ => packed::format(self.quant, self.native, self.build, tensor.role),
        };
        let float = if quant == Quant::F32 { 4 } else { 2 };
        packed::matrix_bytes(quant, tensor).unwrap_or(tensor.params() * float)
    }
}

/// What tensor parallelism does with a tensor.
enum Division {
    Experts,
    Sharded,
    KvHeads,
    Replicated,
}

const fn division(role: Role) -> Division {
    match role {
        Role::ExpertGate | Role::ExpertUp | Role::ExpertDown | Role::ExpertBias => {
            Division::Experts
        }
        Role::Key | Role::Value => Division::KvHeads,
        Role::Norm
        | Role::Bias
        | Role::Sinks
        | Role::QueryDown
        | Role::KvDown
        | Role::IndexerQuery
        | Role::IndexerKey
        | Role::IndexerWeights
        | Role::Compressor
        | Role::CompressorPositions
        | Role::Router
        | Role::SharedRouter
        | Role::Latent
        | Role::LinearLowRank
        | Role::Extra => Division::Replicated,
        _ => Division::Sharded,
    }
}
