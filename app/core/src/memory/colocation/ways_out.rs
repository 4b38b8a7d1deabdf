//! What would give every model a place: one thing changed at a time, found by placing all of them
//! again, so that a suggestion never contradicts the page that it leads to.

use std::cmp::Reverse;

use super::place::running;
use crate::catalog::{Catalog, Gpu};
use crate::memory::ways_out::{SHORTEST_CONTEXT, leave_room, requests, way};
use crate::model::quant::Quant;
use crate::report::{Status, WayOut};
use crate::scenario::keys::COUNT;
use crate::scenario::{GpuGroup, Scenario};
use crate::units::{Budget, about_gb, first_of, grouped, sort_by_key};

/// Cards are added up to this many times the present number.
const MOST_TIMES: u32 = 4;

/// Changes that give each model a place, and whether as many were tried as there are: not, where the
/// budget was spent on the way.
pub(crate) fn suggest(
    scenario: &Scenario,
    catalog: &Catalog,
    budget: &Budget,
) -> (Vec<WayOut>, bool) {
    let ways = [
        smaller_weights(scenario, budget),
        shorter_context(scenario, budget),
        fewer_users(scenario, budget),
        more_gpus(scenario, budget),
        other_gpu(scenario, catalog, budget),
    ];
    (ways.into_iter().flatten().collect(), !budget.is_spent())
}

/// The largest format that does for all of them; a model in a smaller one keeps it.
fn smaller_weights(scenario: &Scenario, budget: &Budget) -> Option<WayOut> {
    let model = &scenario.model;
    let present = model.weights(scenario.weights, scenario.engine).total();
    let made_for = |&quant: &Quant| {
        scenario.engine.supports_weights(quant).is_ok()
            && scenario
                .engine
                .has_files_of(quant, model.arch(), model.native())
    };
    let mut formats: Vec<(Reverse<u64>, Quant)> = { Quant::ALL.iter().copied() }
        .filter(made_for)
        .map(|quant| {
            (
                Reverse(model.weights(quant, scenario.engine).total()),
                quant,
            )
        })
        .filter(|(Reverse(bytes), _)| *bytes < present)
        .collect();
    sort_by_key(&mut formats, |(bytes, _)| *bytes);
    formats.into_iter().find_map(|(_, quant)| {
        let mut changed = Scenario {
            weights: quant,
            ..scenario.clone()
        };
        for one in &mut changed.also {
            let bytes = |quant| one.model.weights(quant, scenario.engine).total();
            if bytes(one.weights) > bytes(quant) {
                one.weights = quant;
            }
        }
        let status = running(&changed, budget)?;
        let action = format!("Use {} weights for all", quant.name());
        let effect = "where they are larger now".to_owned();
        Some(way("quant", action, effect, &changed, status))
    })
}

/// The first of some values, each easier than the one before, with which all run, and how well. What is
/// easier never fails where the one before does not, so that halving finds it.
fn first_that_runs(
    values: &[u32],
    with: impl Fn(u32) -> Scenario,
    budget: &Budget,
) -> Option<(u32, Scenario, Status)> {
    let run = |place: u32| {
        let value = *values.get(place as usize)?;
        let changed = with(value);
        let status = running(&changed, budget)?;
        Some((value, changed, status))
    };
    // The last one that runs while halving is the first that does.
    let mut found = None;
    first_of(0..values.len() as u32, |place| {
        let this = run(place);
        let runs = this.is_some();
        if runs {
            found = this;
        }
        runs
    });
    found.filter(|_| !budget.is_spent())
}

/// Halves of a number down to `least`, the largest first.
fn halves(number: u32, least: u32) -> Vec<u32> {
    let halves = std::iter::successors(Some(number / 2), |half| Some(half / 2));
    halves.take_while(|half| *half >= least).collect()
}

fn shorter_context(scenario: &Scenario, budget: &Budget) -> Option<WayOut> {
    let with = |context| Scenario {
        context,
        ..scenario.clone()
    };
    let shorter = halves(scenario.context, SHORTEST_CONTEXT);
    let (context, changed, status) = first_that_runs(&shorter, with, budget)?;
    let tokens = grouped(u64::from(context));
    let action = format!("Shorten the context to {tokens} tokens");
    let effect = format!("instead of {}", grouped(u64::from(scenario.context)));
    Some(way("context", action, effect, &changed, status))
}

fn fewer_users(scenario: &Scenario, budget: &Budget) -> Option<WayOut> {
    let with = |users| Scenario {
        users,
        ..scenario.clone()
    };
    let (users, changed, status) = first_that_runs(&halves(scenario.users, 1), with, budget)?;
    let action = format!("Let each serve {} at once", requests(users));
    let effect = format!("instead of {}", grouped(u64::from(scenario.users)));
    Some(way("users", action, effect, &changed, status))
}

/// More of the last kind of card, the fewest that do.
fn more_gpus(scenario: &Scenario, budget: &Budget) -> Option<WayOut> {
    let machine = &scenario.machine;
    let last = machine.groups.last()?;
    if !last.gpu.may_be_several() {
        return None;
    }
    let others = machine.gpu_count() - last.count;
    let most = last
        .count
        .saturating_mul(MOST_TIMES)
        .min(COUNT.max - others);
    let more: Vec<u32> = (last.count + 1..=most).collect();
    let with = |count| {
        let mut changed = scenario.clone();
        if let Some(last) = changed.machine.groups.last_mut() {
            last.count = count;
        }
        changed
    };
    let (count, mut changed, status) = first_that_runs(&more, with, budget)?;
    leave_room(&mut changed);
    let action = format!("Use {count} × {}", last.gpu.name);
    let effect = format!("{} more", count - last.count);
    Some(way("gpus", action, effect, &changed, status))
}

/// The same number of a card with more memory: the smallest of the same vendor that does, else of
/// any.
fn other_gpu(scenario: &Scenario, catalog: &Catalog, budget: &Budget) -> Option<WayOut> {
    let [group] = scenario.machine.groups.as_slice() else {
        return None;
    };
    let larger = |gpu: &&'static Gpu| {
        gpu.memory.bytes > group.gpu.memory.bytes && gpu.may_replace(group.gpu)
    };
    let mut cards: Vec<&'static Gpu> = catalog.gpus.iter().copied().filter(larger).collect();
    sort_by_key(&mut cards, |gpu| {
        (
            gpu.vendor != group.gpu.vendor,
            gpu.segment != group.gpu.segment,
            gpu.memory.bytes,
            gpu.price.map_or(u32::MAX, |price| price.usd),
        )
    });
    // Cards with the same memory hold the same.
    cards.dedup_by_key(|gpu| (gpu.vendor, gpu.memory.bytes));
    let (changed, gpu, status): (Scenario, &Gpu, Status) = cards.into_iter().find_map(|gpu| {
        let mut changed = scenario.clone();
        changed.machine.groups = vec![GpuGroup {
            gpu,
            count: group.count,
        }];
        let status = running(&changed, budget)?;
        // A power limit and a price belong to the card that they were set for.
        changed.power.limits.clear();
        changed.money.gpu_prices.clear();
        leave_room(&mut changed);
        Some((changed, gpu, status))
    })?;
    let action = format!("Use {} × {}", group.count, gpu.name);
    let effect = format!("{} on each GPU", about_gb(gpu.memory.bytes));
    Some(way("gpu", action, effect, &changed, status))
}
