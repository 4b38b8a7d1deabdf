//! The cards of a job, a kind of them a stage.

use crate::catalog::{Catalog, Limit, limit_of};
use crate::engine::{Engine, Products};
use crate::machine::power::{LimitedLoad, speed_under};
use crate::memory::question::Plan;
use crate::model::quant::Quant;
use crate::scenario::Scenario;
use crate::speed::card::{self, Path};
use crate::speed::efficiency::Class;

use super::unknown::Unknown;

/// One kind of card with its part of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stage {
    pub(crate) class: Class,
    /// Bytes a second.
    pub(crate) bandwidth: f64,
    /// FLOP/s of matrix products with weights.
    pub(crate) flops: f64,
    /// FLOP/s in 16 bits, for attention.
    pub(crate) half_flops: f64,
    /// Part of the model that lies on cards of this kind.
    pub(crate) share: f64,
    /// Speed that a power limit leaves: decode, prompt.
    pub(crate) limited: (f64, f64),
}

/// A stage for each kind of card, or the one of as many cards of a `kind`.
pub(super) fn stages(
    scenario: &Scenario,
    plan: &Plan,
    engine: Engine,
    quant: Quant,
    kind: Option<usize>,
    catalog: &Catalog,
) -> Result<Vec<Stage>, Unknown> {
    let groups = &scenario.machine.groups;
    let backend = engine.own(scenario.settings).backend;
    let all: u64 = plan.gpus.iter().map(|gpu| gpu.weights_bytes).sum();
    let mut cards = plan.gpus.iter();
    let mut stages = Vec::with_capacity(groups.len());
    for (index, group) in groups.iter().enumerate() {
        let gpu = group.gpu;
        let held: u64 = cards
            .by_ref()
            .take(group.count as usize)
            .map(|gpu| gpu.weights_bytes)
            .sum();
        let share = if all == 0 {
            f64::from(group.count) / f64::from(scenario.machine.gpu_count().max(1))
        } else {
            held as f64 / all as f64
        };
        let limit = limit_of(gpu, scenario.power.limits.get(index).copied().flatten());
        let limited = if limit.watts == limit.default_w {
            (1.0, 1.0)
        } else {
            // A card that waits for the others most of the time may draw more while it works.
            let turns = match plan.degrees.by_layer {
                true => plan.gpus.len() as u32,
                false => 1,
            };
            let most = limit.default_w.max(limit.watts);
            let while_it_works = Limit {
                watts: limit.watts.saturating_mul(turns).min(most),
                ..limit
            };
            (
                speed_under(
                    gpu,
                    while_it_works,
                    LimitedLoad::decoding(scenario),
                    catalog,
                ),
                speed_under(gpu, limit, LimitedLoad::reading(scenario), catalog),
            )
        };
        stages.push(Stage {
            class: Class::of(gpu),
            bandwidth: card::bandwidth(gpu).ok_or(Unknown::Bandwidth(gpu))?,
            flops: card::flops(gpu, card::path(gpu, engine, backend, quant)),
            half_flops: card::flops(
                gpu,
                match engine.products() {
                    Products::HalfSums => Path::FastHalf,
                    Products::Half | Products::ByFormat => Path::Half,
                },
            ),
            share,
            limited,
        });
    }
    Ok(match kind {
        Some(kind) => vec![alone(&stages, kind, scenario)],
        None => stages,
    })
}

/// The stage that so many cards of one kind make up by themselves, each with the part that it has beside the others.
fn alone(stages: &[Stage], kind: usize, scenario: &Scenario) -> Stage {
    let stage = stages[kind];
    let (own, all) = (
        scenario.machine.groups[kind].count,
        scenario.machine.gpu_count(),
    );
    Stage {
        share: stage.share * f64::from(all) / f64::from(own.max(1)),
        ..stage
    }
}
