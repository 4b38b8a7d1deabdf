//! From a scenario to its canonical query.

use std::fmt::Write as _;

use super::{also, money, pin, training};
use crate::engine::{Engine, Offload};
use crate::scenario::bounds::{self, Bound};
use crate::scenario::custom::{self, Fields};
use crate::scenario::{
    CpuChoice, DEFAULT_CIRCUIT, DEFAULT_CLASS, DEFAULT_GPU, DEFAULT_KV, DEFAULT_MODEL,
    DEFAULT_REGION, DEFAULT_WEIGHTS, ModelChoice, PlacementChoice, Raid, Scenario, UpsChoice,
};

/// Writes the canonical query, without `?`; empty for the default scenario.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec};
/// let catalog = Catalog::builtin();
/// let given = "?ctx=8192&users=1&n=04&w=F16";
/// assert_eq!(codec::encode(&codec::decode(given, catalog).scenario), "n=4&w=f16");
/// ```
#[must_use]
pub fn encode(scenario: &Scenario) -> String {
    let mut query = String::with_capacity(96);
    let mut put = |key: &str, value: &dyn std::fmt::Display| {
        let separator = if query.is_empty() { "" } else { "&" };
        // Writing to a string cannot fail.
        let _ = write!(query, "{separator}{key}={value}");
    };

    let machine = &scenario.machine;
    match machine.groups.as_slice() {
        [only] => {
            if only.gpu.id != DEFAULT_GPU {
                put("gpu", &only.gpu.id);
            }
            put_number(&mut put, bounds::COUNT, only.count);
        }
        groups => {
            let mut set = String::new();
            for group in groups {
                let plus = if set.is_empty() { "" } else { "+" };
                let _ = match group.count {
                    1 => write!(set, "{plus}{}", group.gpu.id),
                    count => write!(set, "{plus}{}*{count}", group.gpu.id),
                };
            }
            put("gpu", &set);
        }
    }
    match &scenario.model {
        ModelChoice::Listed(listed) if listed.id == DEFAULT_MODEL => {}
        choice => put("model", &model(choice)),
    }
    if let ModelChoice::Described(arch) = &scenario.model {
        put_fields(&mut put, &custom::fields(arch));
    }
    if !scenario.also.is_empty() {
        put(also::KEY, &also::write(scenario));
    }
    if scenario.weights != DEFAULT_WEIGHTS {
        put("w", &scenario.weights.id());
    }
    if scenario.kv != DEFAULT_KV {
        put("kv", &scenario.kv.id());
    }
    put_number(&mut put, bounds::CONTEXT, scenario.context);
    put_number(&mut put, bounds::USERS, scenario.users);
    if scenario.engine != Engine::natural_for(scenario.weights) {
        put("engine", &scenario.engine.id());
    }
    if scenario.placement != PlacementChoice::Auto {
        put("par", &placement(scenario.placement));
    }
    put_number(&mut put, bounds::RAM, machine.ram_gib);
    match scenario.offload {
        Offload::None => {}
        Offload::Auto => put("offload", &"auto"),
        Offload::Layers(count) => put("offload", &format_args!("layers-{count}")),
        Offload::Experts => put("offload", &"experts"),
        Offload::ExpertLayers(count) => put("offload", &format_args!("experts-{count}")),
    }
    if let Some(size) = machine.unified_gb {
        put("mem", &size);
    }
    if let Some(share) = machine.unified_share {
        put("share", &share);
    }
    // A way out may have shortened the context below the prompt.
    let prompt = scenario
        .speed
        .prompt
        .map(|_| scenario.speed.prompt(scenario.context));
    put_some(&mut put, bounds::PROMPT, prompt);
    put_number(&mut put, bounds::OUTPUT, scenario.speed.output);
    put_number(&mut put, bounds::FLOOR, scenario.speed.floor);
    put_power(&mut put, scenario);
    money::write(&mut put, &scenario.money);
    if scenario.raid != Raid::None {
        put("raid", &scenario.raid.id());
    }
    if let Some(plan) = &scenario.training {
        training::write(&mut put, plan);
    }
    if let Some(day) = scenario.pin {
        put(pin::KEY, &day);
    }
    query
}

fn put_power(put: &mut impl FnMut(&str, &dyn std::fmt::Display), scenario: &Scenario) {
    let plan = &scenario.power;
    let limits = limits(scenario);
    if !limits.is_empty() {
        put(bounds::LIMIT.key, &limits);
    }
    match plan.cpu {
        CpuChoice::Auto => {}
        CpuChoice::Listed(cpu) => put(bounds::CPU_WATTS.key, &cpu.id),
        CpuChoice::Watts(watts) => put(bounds::CPU_WATTS.key, &watts),
    }
    put_some(put, bounds::DIMMS, plan.dimms);
    put_number(put, bounds::DRIVES, plan.drives);
    put_some(put, bounds::PSU, plan.psu);
    put_some(put, bounds::PSUS, plan.psus);
    for (key, id, default) in [
        ("class", plan.class.id, DEFAULT_CLASS),
        ("circuit", plan.circuit.id, DEFAULT_CIRCUIT),
    ] {
        if id != default {
            put(key, &id);
        }
    }
    put_number(put, bounds::OTHER, plan.other_w);
    if plan.region.id != DEFAULT_REGION {
        put("region", &plan.region.id);
    }
    if let Some(tariff) = plan.tariff {
        put(bounds::TARIFF.key, &dollars(tariff));
    }
    put_number(put, bounds::HOURS, plan.hours);
    put_number(put, bounds::DAYS, plan.days);
    match plan.ups {
        UpsChoice::None => {}
        UpsChoice::Auto => put("ups", &"auto"),
        UpsChoice::Listed(ups) => put("ups", &ups.id),
    }
}

/// `250`, or `auto+280` for a mixed set; empty where every card has its limit as shipped.
fn limits(scenario: &Scenario) -> String {
    let plan = &scenario.power;
    let limits: Vec<String> = (0..scenario.machine.groups.len())
        .map(|index| match plan.limits.get(index).copied().flatten() {
            Some(watts) => watts.to_string(),
            None => "auto".to_owned(),
        })
        .collect();
    if limits.iter().all(|limit| limit == "auto") {
        return String::new();
    }
    limits.join("+")
}

/// Thousandths of a cent in dollars, as short as it goes.
fn dollars(millicents: u32) -> String {
    let text = format!("{}.{:05}", millicents / 100_000, millicents % 100_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn put_number(put: &mut impl FnMut(&str, &dyn std::fmt::Display), bound: Bound, value: u32) {
    if value != bound.default {
        put(bound.key, &value);
    }
}

fn put_some(put: &mut impl FnMut(&str, &dyn std::fmt::Display), bound: Bound, value: Option<u32>) {
    if let Some(value) = value {
        put(bound.key, &value);
    }
}

fn put_fields(put: &mut impl FnMut(&str, &dyn std::fmt::Display), fields: &Fields) {
    // The number of layers is always written: it tells a described model from a missing size.
    put(bounds::LAYERS.key, &fields.layers);
    put_number(put, bounds::HIDDEN, fields.hidden);
    put_number(put, bounds::HEADS, fields.heads);
    put_number(put, bounds::KV_HEADS, fields.kv_heads);
    put_number(put, bounds::HEAD_DIM, fields.head_dim);
    put_number(put, bounds::FFN, fields.ffn);
    put_number(put, bounds::VOCAB, fields.vocab);
    if fields.experts > 0 {
        put(bounds::EXPERTS.key, &fields.experts);
        put_number(put, bounds::TOP_K, fields.top_k);
        put_number(put, bounds::EXPERT_FFN, fields.expert_ffn);
    }
    put_number(put, bounds::WINDOW, fields.window);
    if fields.tied {
        put("tied", &"1");
    }
}

/// `llama-3.3-70b`, or the size that a model was given by: `405b`, `141b-a39b`.
pub(super) fn model(choice: &ModelChoice) -> String {
    match choice {
        ModelChoice::Sized { total, active, .. } if active == total => size(*total),
        ModelChoice::Sized { total, active, .. } => {
            format!("{}-a{}", size(*total), size(*active))
        }
        ModelChoice::Listed(_) | ModelChoice::Described(_) => choice.id().to_owned(),
    }
}

/// A parameter count as models are named: `405b`, `7.6b`, `596m`.
fn size(params: u64) -> String {
    const B: u64 = 1_000_000_000;
    const M: u64 = 1_000_000;
    if params < B || !params.is_multiple_of(M) {
        return format!("{}m", params / M);
    }
    let millions = params % B / M;
    if millions == 0 {
        return format!("{}b", params / B);
    }
    format!(
        "{}.{}b",
        params / B,
        format!("{millions:03}").trim_end_matches('0')
    )
}

fn placement(choice: PlacementChoice) -> String {
    let PlacementChoice::Parallel {
        tensor,
        pipeline,
        expert,
    } = choice
    else {
        return "layer".to_owned();
    };
    let mut text = match (tensor, pipeline) {
        (None, None) => "tp".to_owned(),
        (Some(1), None) => "pp".to_owned(),
        (Some(tensor), None) => format!("tp{tensor}"),
        (None, Some(pipeline)) => format!("pp{pipeline}"),
        (Some(tensor), Some(pipeline)) => format!("tp{tensor}-pp{pipeline}"),
    };
    if expert {
        text.push_str("-ep");
    }
    text
}
