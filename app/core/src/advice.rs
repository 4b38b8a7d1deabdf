//! Ways out: what would make a model fit, each a scenario of its own.
//!
//! Every suggestion changes one thing and is found by asking the same question again, so that a
//! suggestion can never contradict the page that it leads to.

use crate::catalog::{Catalog, Gpu};
use crate::codec::{self, COUNT};
use crate::engine::Engine;
use crate::evaluate::question;
use crate::limits::{self, fits};
use crate::report::{Status, WayOut};
use crate::scenario::{GpuGroup, KvType, Offload, PlacementChoice, Scenario};
use crate::units::{about_gb, grouped};
use crate::weights::Weights;

/// Shortest context that is worth suggesting, in tokens.
const SHORTEST_CONTEXT: u32 = 1_024;

/// Everything of one kind that makes the scenario fit, most useful first.
#[must_use]
pub fn ways_out(scenario: &Scenario, catalog: &Catalog) -> Vec<WayOut> {
    let weights = scenario.priced();
    let ways = [
        other_engine(scenario, &weights),
        other_placement(scenario, &weights),
        smaller_weights(scenario),
        shorter_context(scenario),
        fewer_users(scenario),
        smaller_cache(scenario, &weights),
        more_gpus(scenario, &weights),
        offload(scenario, &weights),
        other_gpu(scenario, catalog, &weights),
    ];
    ways.into_iter().flatten().collect()
}

fn way(
    kind: &'static str,
    action: String,
    effect: String,
    scenario: &Scenario,
    status: Status,
) -> WayOut {
    WayOut {
        kind,
        action,
        effect,
        query: codec::encode(scenario),
        status,
    }
}

/// The same files under another engine: for combinations that the chosen one cannot run.
fn other_engine(scenario: &Scenario, weights: &Weights) -> Option<WayOut> {
    Engine::ALL
        .iter()
        .filter(|engine| **engine != scenario.engine)
        .find_map(|&engine| {
            let changed = Scenario {
                engine,
                placement: PlacementChoice::Auto,
                ..scenario.clone()
            };
            let status = question(&changed, weights).status();
            fits(status).then(|| {
                let effect = format!("{} loads this format on these GPUs", engine.name());
                way(
                    "engine",
                    format!("Run it with {}", engine.name()),
                    effect,
                    &changed,
                    status,
                )
            })
        })
}

fn other_placement(scenario: &Scenario, weights: &Weights) -> Option<WayOut> {
    if scenario.placement == PlacementChoice::Auto {
        return None;
    }
    let changed = Scenario {
        placement: PlacementChoice::Auto,
        ..scenario.clone()
    };
    let status = question(&changed, weights).status();
    fits(status).then(|| {
        let effect = "the division that the engine can do with this number of GPUs".to_owned();
        way(
            "placement",
            "Let the engine divide the model".to_owned(),
            effect,
            &changed,
            status,
        )
    })
}

fn smaller_weights(scenario: &Scenario) -> Option<WayOut> {
    let best = limits::best_weights(scenario)?;
    let changed = Scenario {
        weights: best.quant,
        ..scenario.clone()
    };
    let effect = format!(
        "weights of {} instead of {}",
        about_gb(best.bytes),
        about_gb(scenario.priced().total())
    );
    Some(way(
        "quant",
        format!("Use {} weights", best.quant.name()),
        effect,
        &changed,
        best.status,
    ))
}

fn shorter_context(scenario: &Scenario) -> Option<WayOut> {
    let longest = limits::max_context(scenario, scenario.context)?;
    if longest < SHORTEST_CONTEXT || longest >= scenario.context {
        return None;
    }
    let changed = Scenario {
        context: longest,
        ..scenario.clone()
    };
    let status = question(&changed, &changed.priced()).status();
    let action = format!(
        "Shorten the context to {} tokens",
        grouped(u64::from(longest))
    );
    let effect = format!("instead of {}", grouped(u64::from(scenario.context)));
    Some(way("context", action, effect, &changed, status))
}

fn fewer_users(scenario: &Scenario) -> Option<WayOut> {
    if scenario.users == 1 {
        return None;
    }
    let most = limits::max_users(scenario, scenario.users)?;
    let changed = Scenario {
        users: most,
        ..scenario.clone()
    };
    let status = question(&changed, &changed.priced()).status();
    let action = format!("Serve {} at once", requests(most));
    let effect = format!("instead of {}", grouped(u64::from(scenario.users)));
    Some(way("users", action, effect, &changed, status))
}

fn requests(count: u32) -> String {
    match count {
        1 => "1 request".to_owned(),
        count => format!("{} requests", grouped(u64::from(count))),
    }
}

fn smaller_cache(scenario: &Scenario, weights: &Weights) -> Option<WayOut> {
    let bits = |kv: KvType| {
        let (numbers, bytes) = kv.block();
        bytes * 8_000 / numbers
    };
    KvType::ALL
        .into_iter()
        .filter(|kv| bits(*kv) < bits(scenario.kv) && scenario.engine.supports_kv(*kv).is_ok())
        .find_map(|kv| {
            let changed = Scenario {
                kv,
                ..scenario.clone()
            };
            let status = question(&changed, weights).status();
            fits(status).then(|| {
                let effect = format!("instead of {}", scenario.kv.id());
                way(
                    "kv",
                    format!("Keep the KV cache in {}", kv.id()),
                    effect,
                    &changed,
                    status,
                )
            })
        })
}

/// More of the last kind of card, the fewest that do.
fn more_gpus(scenario: &Scenario, weights: &Weights) -> Option<WayOut> {
    let others = scenario.machine.gpu_count() - scenario.machine.groups.last()?.count;
    let from = scenario.machine.groups.last()?.count + 1;
    (from..=COUNT.max - others).find_map(|count| {
        let mut changed = scenario.clone();
        let group = changed.machine.groups.last_mut()?;
        group.count = count;
        let name = group.gpu.name;
        if !matches!(scenario.placement, PlacementChoice::Layer) {
            changed.placement = PlacementChoice::Auto;
        }
        let status = question(&changed, weights).status();
        fits(status).then(|| {
            let action = format!("Use {count} × {name}");
            let effect = format!("{} more", count + 1 - from);
            way("gpus", action, effect, &changed, status)
        })
    })
}

fn offload(scenario: &Scenario, weights: &Weights) -> Option<WayOut> {
    if scenario.offload != Offload::None || scenario.engine.supports_offload(Offload::Auto).is_err()
    {
        return None;
    }
    // Sizes that workstation memory is sold in, the present one first.
    let sizes = [64, 128, 192, 256, 384, 512, 768, 1_024, 1_536, 2_048];
    let present = scenario.machine.ram_gib;
    let larger = sizes.into_iter().filter(|size| *size > present);
    std::iter::once(present).chain(larger).find_map(|ram_gib| {
        let mut changed = Scenario {
            offload: Offload::Auto,
            ..scenario.clone()
        };
        changed.machine.ram_gib = ram_gib;
        let plan = question(&changed, weights).plan();
        fits(plan.status).then(|| {
            let bytes = plan.host.weights_bytes + plan.host.kv_cache_bytes;
            let memory = if ram_gib == present {
                "the system memory".to_owned()
            } else {
                format!("{ram_gib}\u{202f}GiB of system memory")
            };
            let action = format!("Keep {} in {memory}", about_gb(bytes));
            let effect = "every token then waits for the host's memory".to_owned();
            way("offload", action, effect, &changed, plan.status)
        })
    })
}

/// The same number of another card: the smallest memory of the same vendor and segment that
/// does, else of any.
fn other_gpu(scenario: &Scenario, catalog: &Catalog, weights: &Weights) -> Option<WayOut> {
    let [group] = scenario.machine.groups.as_slice() else {
        return None;
    };
    let mut candidates: Vec<&'static Gpu> = catalog
        .gpus
        .iter()
        .filter(|gpu| gpu.id != group.gpu.id && gpu.unified.is_none())
        .collect();
    candidates.sort_by_key(|gpu| {
        (
            gpu.vendor != group.gpu.vendor,
            gpu.segment != group.gpu.segment,
            gpu.memory.bytes,
            gpu.price.map_or(u32::MAX, |price| price.usd),
        )
    });
    candidates.into_iter().find_map(|gpu| {
        let mut changed = scenario.clone();
        changed.machine.groups = vec![GpuGroup {
            gpu,
            count: group.count,
        }];
        let status = question(&changed, weights).status();
        fits(status).then(|| {
            let action = format!("Use {} × {}", group.count, gpu.name);
            let effect = format!("{} on each GPU", about_gb(gpu.memory.bytes));
            way("gpu", action, effect, &changed, status)
        })
    })
}
