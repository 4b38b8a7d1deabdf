//! What a scenario asks of its cards: bytes to read and products to compute for one token, before
//! anything is said about how fast that goes.

mod attention;
mod beside;
mod cache;
mod drafting;
mod resident;
mod stages;
mod touched;
mod tower;
mod unknown;

use super::card::{self, Exchange, Path, Way};
use super::efficiency::{Class, Family};
use crate::catalog::{Catalog, Gpu};
use crate::engine::{Backend, Engine};
use crate::machine::bandwidth::Bandwidth;
use crate::memory::question::{Plan, Question};
use crate::model::arch::Arch;
use crate::model::class::WeightClass;
use crate::model::mixer::Mixer;
use crate::model::native::Native;
use crate::model::quant::{Family as Format, Quant, packed};
use crate::model::stack::Sharers;
use crate::model::tensors::Role;
use crate::model::weights::Weights;
use crate::scenario::Scenario;
use attention::{Of, attention_flops};
use beside::HostWork;
pub(crate) use beside::{HostPart, Reading};
use cache::cache_bytes;
pub(crate) use drafting::Drafting;
pub(crate) use resident::Hits;
pub(crate) use stages::Stage;
use stages::stages;
pub(crate) use unknown::Unknown;

/// How weights are packed, as far as kernels go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// 8 bits and more.
    None,
    /// Numbers below 8 bits that are unpacked with shifts and scales.
    Blocks,
    /// Blocks that llama.cpp looks up in a grid.
    Codebook,
}

/// One scenario as work, for any number of sequences.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Job {
    pub(crate) family: Family,
    /// The interface that its kernels reach a card through.
    pub(crate) backend: Backend,
    pub(crate) stages: Vec<Stage>,
    /// Cards that share each layer.
    pub(crate) tensor: f64,
    /// Groups in a row.
    pub(crate) pipeline: f64,
    /// Groups that each serve sequences of their own.
    pub(crate) data: f64,
    /// Groups whose tokens come together at the routed experts.
    pub(crate) gathered: f64,
    /// Of the cards that share a layer, so many keep a part of the tokens each.
    pub(crate) parts: f64,
    /// Whether groups in a row work on different sequences at the same time.
    pub(crate) overlaps: bool,
    pub(crate) packing: Packing,
    pub(crate) path: Path,
    /// Layers that start the usual number of kernels.
    pub(crate) plain_layers: f64,
    /// Layers with experts or linear attention.
    pub(crate) busy_layers: f64,
    /// Layers with latent or compressed attention, and once more where an indexer selects for them.
    pub(crate) latent_layers: f64,
    /// Layers with routed experts.
    pub(crate) expert_layers: f64,
    /// Weights on one rank that every token needs, head included.
    pub(crate) dense_bytes: f64,
    /// Routed experts on one rank, all of them.
    pub(crate) expert_bytes: f64,
    /// Experts and how many of them a token visits; `(1, 1)` without any.
    pub(crate) experts: (f64, f64),
    /// Cache of one sequence on one rank that a token reads.
    pub(crate) kv_bytes: f64,
    /// FLOP for one token on one rank in matrices that every token needs, without the head: so many more as they take longer
    /// than the experts’ path.
    pub(crate) dense_flops: f64,
    /// FLOP for one token on one rank in routed experts.
    pub(crate) expert_flops: f64,
    /// FLOP of the head on one rank.
    pub(crate) head_flops: f64,
    /// FLOP of the images of a prompt in the tower.
    pub(crate) tower_flops: f64,
    /// FLOP of attention on one rank for one token at the decode's context.
    pub(crate) attention_flops: f64,
    /// The same for an average token of the prompt.
    pub(crate) prompt_attention_flops: f64,
    /// Bytes that each exchange carries for one token.
    pub(crate) exchange_bytes: f64,
    /// Bytes of a token's queries and results that cards which keep parts of the tokens exchange.
    pub(crate) attended_bytes: f64,
    /// How the cards of a layer exchange.
    pub(crate) exchange: Exchange,
    pub(crate) host: Option<HostPart>,
    /// Routed experts on the cards beside others in the host's memory.
    pub(crate) resident: Option<Hits>,
    /// Tokens that a prompt is read in at once.
    pub(crate) chunk: f64,
    /// Chunks that are handed in at once, for groups in a row to work on.
    pub(crate) wave: f64,
    /// Tokens of the prompt.
    pub(crate) prompt: f64,
    /// What is guessed ahead.
    pub(crate) draft: Option<Drafting>,
}

impl Job {
    /// The class that decides: of the cards with the largest part of the model.
    pub(crate) fn class(&self) -> Class {
        let mut stages = self.stages.iter();
        let first = stages.next();
        let most = stages.fold(first, |most, stage| match most {
            Some(kept) if kept.share >= stage.share => Some(kept),
            _ => Some(stage),
        });
        most.map_or(Class::NvidiaGddr, |stage| stage.class)
    }

    /// The same work when every sequence holds `context` tokens.
    pub(crate) fn with_context(&self, asked: Question<'_>, context: u32) -> Self {
        let tensor = libm::round(self.tensor) as u32;
        let kv_bytes = cache_bytes(asked, tensor, context) / self.parts;
        let attention = attention_flops(
            Of::Decode,
            asked.arch,
            asked.weights,
            f64::from(context),
            asked.engine,
        );
        let on_host = self.host.map_or(0.0, |host| host.layers_share);
        Self {
            kv_bytes: kv_bytes * (1.0 - on_host),
            host: self.host.map(|host| HostPart {
                kv_bytes: kv_bytes * host.layers_share,
                ..host
            }),
            attention_flops: attention / self.tensor,
            ..self.clone()
        }
    }

    /// Tokens that a step computes for so many sequences: guesses beside the one that is known.
    pub(crate) fn rows(&self, batch: f64) -> f64 {
        batch * self.draft.map_or(1.0, |draft| 1.0 + draft.tokens)
    }

    /// Tokens that each sequence gains by a step, on average.
    pub(crate) fn gained(&self) -> f64 {
        self.draft.map_or(1.0, |draft| 1.0 + draft.kept.typical)
    }
}

/// Tokens that decide a job beside the scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lengths {
    /// Tokens that a sequence holds while it decodes.
    pub(crate) context: u32,
    /// Tokens of the prompt.
    pub(crate) prompt: u32,
    /// Tokens of the prompt that are cached already.
    pub(crate) cached: u32,
}

/// The work of a scenario that runs. Where cards of several kinds get equal shares, all wait for the slowest: the work is then
/// that of as many cards of one `kind`.
pub(crate) fn measure(
    scenario: &Scenario,
    asked: Question<'_>,
    plan: &Plan,
    lengths: Lengths,
    kind: Option<usize>,
    memory: &Bandwidth,
    catalog: &Catalog,
) -> Result<Job, Unknown> {
    let Question {
        arch,
        weights,
        engine,
        quant,
        ..
    } = asked;
    let tensor = plan.degrees.tensor.max(1);
    let data = plan.degrees.data.max(1);
    let sharers = Sharers {
        dense: tensor,
        routed: tensor.saturating_mul(data),
        whole_experts: plan.degrees.expert,
    };
    let stages = stages(scenario, plan, engine, quant, kind, catalog)?;
    let ranks = f64::from(tensor);
    let read = asked.weights;
    let model = ModelWork::of(arch, read, sharers);
    let resident = Hits::of(asked.offload, arch);
    let off_cards = HostWork::of(arch, read, asked, plan, resident);
    let kept = |all: f64, moved: f64| (all - moved).max(0.0);
    let parts = f64::from(plan.degrees.context.max(1));
    let kv_bytes = cache_bytes(asked, tensor, lengths.context) / parts;
    let host_kv = kv_bytes * off_cards.layers_share;
    let first = scenario.machine.groups.get(kind.unwrap_or(0));
    let first = first.map(|group| group.gpu);
    let bus = first.map_or(1e9, card::pcie);
    let host_part = off_cards.any.then(|| HostPart {
        dense_bytes: off_cards.dense,
        expert_bytes: off_cards.experts,
        layers_share: off_cards.layers_share,
        kv_bytes: host_kv,
        reading: match engine.computes_on_host() {
            true => Reading::on_host(memory),
            false => Reading::over_bus(bus, memory),
        },
        bus: (bus * beside::buses(ranks)).min(memory.ceiling),
    });
    let visible = |of: Of, context| attention_flops(of, arch, weights, context, engine) / ranks;
    let decode_context = f64::from(lengths.context);
    let backend = engine.own(scenario.settings).backend;
    let middle = f64::from(lengths.cached) + f64::from(lengths.prompt) / 2.0;
    Ok(Job {
        family: engine.kernels(),
        backend,
        path: first.map_or(Path::Half, |gpu| card::path(gpu, engine, backend, quant)),
        exchange: first.map_or(
            Exchange {
                bytes_per_s: bus,
                way: Way::Host,
                at_processor: false,
            },
            |gpu| card::exchange(gpu, scenario.host.link, sharers.routed),
        ),
        stages,
        tensor: ranks,
        pipeline: f64::from(plan.degrees.pipeline.max(1)),
        data: f64::from(data),
        gathered: match arch.moe {
            Some(_) => f64::from(data),
            None => 1.0,
        },
        parts,
        overlaps: !plan.degrees.by_layer,
        packing: packing(engine, quant),
        plain_layers: f64::from(model.layers - model.busy),
        busy_layers: f64::from(model.busy),
        latent_layers: f64::from(model.latent),
        expert_layers: f64::from(model.routed),
        dense_bytes: kept(model.dense_bytes, off_cards.dense / ranks),
        expert_bytes: kept(model.expert_bytes, off_cards.experts / ranks),
        experts: experts(arch),
        kv_bytes: kept(kv_bytes, host_kv),
        dense_flops: model.dense_flops / ranks * first.map_or(1.0, |gpu| slower(asked, gpu)),
        expert_flops: model.expert_flops / f64::from(sharers.routed),
        head_flops: model.head_flops / ranks,
        tower_flops: tower::flops(scenario, lengths) / ranks,
        attention_flops: visible(Of::Decode, decode_context),
        prompt_attention_flops: visible(Of::Prompt, middle.max(1.0)),
        exchange_bytes: f64::from(arch.hidden_size) * 2.0,
        attended_bytes: attention::attended(arch) * parts / ranks * 2.0,
        host: host_part,
        resident,
        chunk: f64::from(scenario.prompt_chunk()),
        wave: engine
            .prompt_wave(scenario.settings)
            .map_or(f64::MAX, f64::from),
        prompt: f64::from(lengths.prompt.max(1)),
        draft: Drafting::of(scenario, asked, &model, ranks),
    })
}

/// Experts of a layer, and how many of them a token visits.
fn experts(arch: &Arch) -> (f64, f64) {
    arch.moe.map_or((1.0, 1.0), |moe| {
        let experts = f64::from(moe.experts.max(1));
        (experts, f64::from(moe.active).min(experts))
    })
}

/// How many times as long as its experts the dense part of a mixture takes for each product, where publishers leave it less packed
/// than FP4 units multiply.
fn slower(asked: Question<'_>, gpu: &Gpu) -> f64 {
    let (quant, build) = (asked.quant, packed::Build::of(asked.arch));
    let dense = packed::format(quant, Native::Bf16, build, Role::Query);
    match quant == Quant::Nvfp4 && build.experts {
        true => card::slower(gpu, asked.engine, quant, dense),
        false => 1.0,
    }
}

fn packing(engine: Engine, quant: Quant) -> Packing {
    let blocks = match quant.family() {
        Format::Gguf => !matches!(quant, Quant::Q8_0 | Quant::UdQ8KXl),
        Format::Fp4 | Format::Grouped4 | Format::Bnb | Format::IkGguf => true,
        Format::Mlx => quant != Quant::Mlx8,
        Format::Exl2 | Format::Exl3 => true,
        Format::Float | Format::Fp8 | Format::Int8 => false,
    };
    match quant {
        _ if !blocks => Packing::None,
        // Trellis codes are computed number by number.
        _ if quant.family() == Format::Exl3 => Packing::Codebook,
        _ if !engine.unpacks_blocks() => Packing::Blocks,
        Quant::Iq1S
        | Quant::Iq1M
        | Quant::Iq2Xxs
        | Quant::UdIq2Xxs
        | Quant::UdIq3Xxs
        | Quant::Iq2Xs
        | Quant::Iq2S
        | Quant::Iq2M
        | Quant::Iq3Xxs
        | Quant::Iq3Xs
        | Quant::Iq3S
        | Quant::Iq3M
        | Quant::Iq4Kt
        | Quant::Iq3Kt
        | Quant::Iq2Kt
        | Quant::Iq1Kt => Packing::Codebook,
        _ => Packing::Blocks,
    }
}

/// What one token costs on one rank, whatever the machine.
struct ModelWork {
    layers: u32,
    busy: u32,
    latent: u32,
    routed: u32,
    /// Of the dense bytes, those of the head.
    head_bytes: f64,
    dense_bytes: f64,
    expert_bytes: f64,
    dense_flops: f64,
    expert_flops: f64,
    head_flops: f64,
}

impl ModelWork {
    fn of(arch: &Arch, weights: &Weights, sharers: Sharers) -> Self {
        let tensor = sharers.dense;
        let (mut busy, mut latent, mut routed, mut dense, mut experts) = (0, 0, 0, 0, 0);
        for kind in weights.stack.kinds() {
            let count = u64::from(kind.layers);
            let whole = kind.bytes.rank_bytes(arch, sharers);
            let rest = kind
                .bytes
                .without_experts(kind.bytes.experts)
                .rank_bytes(arch, sharers);
            dense += count * rest;
            experts += count * (whole - rest);
            if kind.bytes.experts > 0 {
                routed += kind.layers;
            }
            if kind.bytes.experts > 0 || kind.cache.is_some_and(Mixer::is_state) {
                busy += kind.layers;
            }
            let through_latent = match kind.cache {
                Some(Mixer::CompressedIndexed | Mixer::CompressedDense) => true,
                Some(Mixer::Full) => arch.attention.mla.is_some(),
                _ => false,
            };
            latent += kind.layers * (u32::from(through_latent) + u32::from(kind.index_keys));
        }
        let head = if weights.tied {
            weights.embedding
        } else {
            weights.head
        };
        let head_bytes = head / u64::from(tensor);
        dense += (head + weights.extra) / u64::from(tensor);
        let mut lookups = weights.params_of(WeightClass::PerLayerEmbedding);
        let embedding = weights.params_of(WeightClass::TokenEmbedding);
        let head_params = if weights.tied {
            embedding
        } else {
            lookups += embedding;
            weights.params_of(WeightClass::OutputHead)
        };
        let routed_params = weights.routed_params();
        let visited = arch.active_among(routed_params, routed_params);
        let dense_params = weights
            .params
            .saturating_sub(lookups + head_params + routed_params);
        Self {
            layers: weights.stack.layers(),
            busy,
            latent,
            routed,
            head_bytes: head_bytes as f64,
            dense_bytes: dense as f64,
            expert_bytes: experts as f64,
            dense_flops: 2.0 * dense_params as f64,
            expert_flops: 2.0 * visited as f64,
            head_flops: 2.0 * head_params as f64,
        }
    }
}

#[cfg(test)]
mod tests;
