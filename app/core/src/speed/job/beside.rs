//! What of a model lies in the host's memory, and how fast it is read while a token is made.

use super::resident::Hits;
use crate::engine::Offload;
use crate::machine::bandwidth::{Bandwidth, Share};
use crate::memory::question::{Plan, Question};
use crate::model::arch::Arch;
use crate::model::weights::Weights;

/// What a processor's products with dense weights reach of the bandwidth that reading reaches: median
/// and ends of six measurements by five owners (Xeon 6980P 0.38, EPYC 9554 0.63 and 0.72, two EPYC 9175F
/// 0.70 before their pages were placed, Ryzen 7950X 0.76, 7965WX 0.87).
const DENSE: Share = Share {
    low: 0.38,
    typical: 0.71,
    high: 0.88,
};

/// The same for routed experts: five measurements by five owners of the whole step less what the card
/// takes (EPYC 7773X 0.44, Xeon 6454S 0.46, EPYC 9965 0.53, EPYC 9654 0.54, DDR5-6000 in two channels
/// 0.67).
const EXPERTS: Share = Share {
    low: 0.42,
    typical: 0.54,
    high: 0.7,
};

/// Share of a bus that weights travel over for every token: a working figure, not a measurement.
const BUS: f64 = 0.6;

/// What so many cards together bring of the host's memory, against one: n / (1 + 0.38 (n − 1)). Two brought 1.4 and 1.5 times as
/// much (`KTransformers` doc/en/kt-kernel/MiniMax-M2.1-Tutorial.md: what a prompt of 32,768 tokens takes longer than one of
/// 8,192 is computing, the rest of the shorter is bringing), eight 1.3 and 2.1 times (eight RTX PRO 6000 on one and on two roots).
pub(super) fn buses(cards: f64) -> f64 {
    cards / (1.0 + 0.38 * (cards - 1.0))
}

/// What lies in the host's memory and is needed for every token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct HostPart {
    /// Weights that every token needs.
    pub(crate) dense_bytes: f64,
    /// Routed experts, all of them.
    pub(crate) expert_bytes: f64,
    /// Part of the layers whose cache is here too.
    pub(crate) layers_share: f64,
    /// Cache of one sequence.
    pub(crate) kv_bytes: f64,
    /// How fast it comes.
    pub(crate) reading: Reading,
    /// Bytes a second of the bus, over which whole prompts take the weights.
    pub(crate) bus: f64,
}

/// How fast something comes from the host's memory, bytes a second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    /// What no reading passes.
    pub(crate) ceiling: f64,
    /// Reading alone, without products; what people measure.
    pub(crate) plain: f64,
    /// Dense weights and cache.
    dense: f64,
    /// Routed experts.
    experts: f64,
    /// How much slower and faster it may be.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// Whether processor and memory are those of the catalogue, or the bandwidth was named.
    pub(crate) known: bool,
}

impl Reading {
    /// By the processor, which computes with what it reads.
    pub(crate) fn on_host(memory: &Bandwidth) -> Self {
        let read = memory.read;
        Self {
            ceiling: memory.ceiling,
            plain: read.typical,
            dense: read.typical * DENSE.typical,
            experts: read.typical * EXPERTS.typical,
            low: read.low / read.typical * EXPERTS.low / EXPERTS.typical,
            high: read.high / read.typical * EXPERTS.high / EXPERTS.typical,
            known: memory.is_known(),
        }
    }

    /// Over the bus to a card.
    pub(crate) fn over_bus(bus: f64, memory: &Bandwidth) -> Self {
        Self {
            ceiling: bus,
            plain: bus,
            dense: bus * BUS,
            experts: bus * BUS,
            low: 1.0,
            high: 1.0,
            known: memory.is_known(),
        }
    }
}

impl HostPart {
    /// Seconds that a step of so many sequences waits for the host, which needs this part of the experts.
    pub(crate) fn seconds(&self, touched: f64, sequences: f64) -> f64 {
        let dense = self.dense_bytes + sequences * self.kv_bytes;
        dense / self.reading.dense + touched * self.expert_bytes / self.reading.experts
    }

    /// Bytes that such a step reads.
    pub(crate) fn bytes(&self, touched: f64, sequences: f64) -> f64 {
        self.dense_bytes + touched * self.expert_bytes + sequences * self.kv_bytes
    }
}

/// What of the model lies in the host's memory.
pub(super) struct HostWork {
    pub(super) any: bool,
    pub(super) dense: f64,
    pub(super) experts: f64,
    /// Part of the layers whose cache went too.
    pub(super) layers_share: f64,
}

impl HostWork {
    pub(super) fn of(
        arch: &Arch,
        weights: &Weights,
        asked: Question<'_>,
        plan: &Plan,
        resident: Option<Hits>,
    ) -> Self {
        let moved = asked.moved_bytes(&plan.host);
        if plan.host.layers == 0 || moved == 0 {
            return Self {
                any: false,
                dense: 0.0,
                experts: 0.0,
                layers_share: 0.0,
            };
        }
        let all_experts: u64 = weights
            .stack
            .kinds()
            .iter()
            .map(|kind| u64::from(kind.layers) * kind.bytes.experts)
            .sum();
        if let Some(hits) = resident {
            // Those on the cards may have a copy here, which nothing reads.
            return Self {
                any: true,
                dense: 0.0,
                experts: all_experts as f64 * (1.0 - hits.share()),
                layers_share: 0.0,
            };
        }
        let share = f64::from(plan.host.layers) / f64::from(weights.stack.layers().max(1));
        // Where only experts moved, every layer's cache stayed on the cards.
        let asked_for = matches!(asked.offload, Offload::Experts | Offload::ExpertLayers(_));
        let cache_stayed = asked.engine.computes_on_host() && plan.host.kv_cache_bytes == 0;
        let experts_only = arch.moe.is_some() && (asked_for || cache_stayed);
        let moved = moved as f64;
        let (experts, layers_share) = if experts_only {
            (moved, 0.0)
        } else {
            let of_all = all_experts as f64 / weights.stack.bytes().max(1) as f64;
            // Attention is where the layer is computed.
            let attends = asked.engine.computes_on_host();
            (moved * of_all, if attends { share } else { 0.0 })
        };
        Self {
            any: true,
            dense: moved - experts,
            experts,
            layers_share,
        }
    }
}
