//! The working behind each figure: formula, numbers substituted, evidence, sources.
//!
//! Nothing is computed here. Every number is read from the [`Report`] or from the same intermediate
//! values that the report was summed from, which it keeps.

use crate::catalog::{MemoryBasis, Source};
use crate::engine::overhead::OverheadLine;
use crate::evaluate::Report;
use crate::machine::{power, storage};
use crate::report::{GpuUse, KvLine, Memory, Working};
use crate::scenario::{ModelChoice, Scenario};
use crate::units::{Evidence, GB, THIN, gb, gib, grouped, ratio};
use crate::{money, speed, training};

/// The working of every figure of the report, in reading order.
#[must_use]
pub fn explain(report: &Report) -> Vec<Working> {
    let (scenario, memory) = (report.asked(), report.memory());
    let mut workings = vec![weights(scenario, memory), cache(scenario, memory)];
    let deciding = report.verdict().deciding_gpu as usize;
    if let Some(card) = memory.per_gpu.get(deciding) {
        workings.push(capacity(scenario, card));
        let overheads = &report.plan().overheads;
        let overheads = group_of(scenario, card).and_then(|group| overheads.get(group));
        workings.extend(
            overheads
                .into_iter()
                .flat_map(|all| &all.lines)
                .map(overhead),
        );
        workings.push(used(card));
    }
    if let Ok(pace) = report.pace() {
        workings.extend(speed::explain(scenario, pace, report.speed()));
    }
    let (settled, power) = (report.settled(), report.power());
    workings.extend(power::explain(scenario, settled, power, report.catalog()));
    workings.extend(money::working::workings(
        report.cost(),
        report.cloud(),
        report.payback(),
        report.series(),
        scenario.currency(),
    ));
    workings.push(storage::working(report.storage()));
    if let Some((plan, training)) = scenario.training.as_ref().zip(report.training()) {
        let params = report.scenario().model_params;
        workings.extend(training::workings(
            plan,
            training,
            params,
            power,
            scenario.currency(),
        ));
    }
    workings
}

/// Index of the group that a card belongs to.
fn group_of(scenario: &Scenario, card: &GpuUse) -> Option<usize> {
    let mut before = 0;
    scenario.machine.groups.iter().position(|group| {
        before += group.count;
        card.index < before
    })
}

fn model_sources(scenario: &Scenario) -> Vec<Source> {
    match &scenario.model {
        ModelChoice::Listed(model) => owned(model.sources),
        ModelChoice::Sized { .. } | ModelChoice::Described(_) => Vec::new(),
    }
}

fn owned(sources: &[&Source]) -> Vec<Source> {
    sources.iter().map(|source| **source).collect()
}

fn model_evidence(scenario: &Scenario) -> Evidence {
    match scenario.model {
        ModelChoice::Sized { .. } => Evidence::Assumed,
        ModelChoice::Listed(_) | ModelChoice::Described(_) => Evidence::Derived,
    }
}

fn weights(scenario: &Scenario, memory: &Memory) -> Working {
    let lines: Vec<String> = memory
        .weights
        .iter()
        .map(|line| {
            let millibits = line.bytes.saturating_mul(8_000) / line.params.max(1);
            format!(
                "{}: {} × {} bit = {}",
                line.class,
                grouped(line.params),
                ratio(millibits, 1_000, 3),
                gb(line.bytes)
            )
        })
        .collect();
    Working {
        figure: "memory.weights_bytes",
        title: "Weights".to_owned(),
        formula: format!(
            "Every tensor of the architecture × the bits that {} gives to its kind ÷ 8",
            scenario.weights.name()
        ),
        substituted: lines.join("\n"),
        result: both(memory.weights_bytes),
        evidence: model_evidence(scenario),
        sources: model_sources(scenario),
    }
}

fn cache(scenario: &Scenario, memory: &Memory) -> Working {
    let line = |line: &KvLine| match line.bytes_per_token_layer {
        0 => format!(
            "{} {} layers, {} in all",
            line.layers,
            line.kind,
            gb(line.bytes)
        ),
        row => format!(
            "{} {} layers × {}{THIN}B × {} tokens = {}",
            line.layers,
            line.kind,
            grouped(row),
            grouped(line.tokens_held),
            gb(line.bytes)
        ),
    };
    let mut lines: Vec<String> = memory.kv_cache.iter().map(line).collect();
    lines.push(format!(
        "one more token of one sequence: {}{THIN}B",
        grouped(memory.kv_bytes_per_token)
    ));
    let policy = crate::engine::kv_policy(scenario.engine);
    let mut sources = model_sources(scenario);
    sources.push(Source {
        title: policy.source,
        url: None,
    });
    Working {
        figure: "memory.kv_cache_bytes",
        title: "KV cache".to_owned(),
        formula: format!(
            "Layers × (key row + value row) × tokens held, for {} of {} tokens. {}",
            match scenario.users {
                1 => "1 sequence".to_owned(),
                users => format!("{} sequences", grouped(u64::from(users))),
            },
            grouped(u64::from(scenario.context)),
            policy.note
        ),
        substituted: lines.join("\n"),
        result: both(memory.kv_cache_bytes),
        evidence: model_evidence(scenario),
        sources,
    }
}

fn capacity(scenario: &Scenario, card: &GpuUse) -> Working {
    let gpu = scenario.machine.gpus().nth(card.index as usize);
    let unified = gpu.and_then(|gpu| Some((gpu, scenario.machine.unified(gpu)?)));
    let (title, formula, substituted, evidence, sources) = match gpu {
        _ if let Some((gpu, (size, share))) = unified => (
            gpu.name,
            "Memory of the machine × the share that the GPU may use",
            format!("{size}{THIN}GiB × {share}{THIN}%"),
            Evidence::Assumed,
            owned(gpu.sources),
        ),
        Some(gpu) => match gpu.memory.basis {
            MemoryBasis::Reported => (
                gpu.name,
                "Total that the driver reports",
                format!(
                    "{}{THIN}MiB × 1{THIN}048{THIN}576{THIN}B",
                    grouped(gpu.memory.bytes >> 20)
                ),
                Evidence::Published,
                owned(gpu.sources),
            ),
            MemoryBasis::Nominal => (
                gpu.name,
                "Nominal size taken as GiB; the driver reports a little less",
                format!(
                    "{}{THIN}GiB × 1{THIN}073{THIN}741{THIN}824{THIN}B",
                    gpu.memory.nominal_gb
                ),
                Evidence::Assumed,
                owned(gpu.sources),
            ),
        },
        None => ("GPU", "", String::new(), Evidence::Assumed, Vec::new()),
    };
    Working {
        figure: "memory.per_gpu[].capacity_bytes",
        title: format!("Capacity of one {title}"),
        formula: formula.to_owned(),
        substituted,
        result: both(card.capacity_bytes),
        evidence,
        sources,
    }
}

fn overhead(line: &OverheadLine) -> Working {
    let [low, typical, high] = [line.bytes.low, line.bytes.typical, line.bytes.high].map(gib);
    Working {
        figure: "memory.per_gpu[].activations_bytes",
        title: line.label.to_owned(),
        formula: "Range on one GPU: lowest, typical, highest".to_owned(),
        substituted: format!("{low} – {typical} – {high}"),
        result: both(line.bytes.typical),
        evidence: line.evidence,
        sources: vec![line.source],
    }
}

fn used(card: &GpuUse) -> Working {
    let parts = [
        ("weights", card.weights_bytes),
        ("KV cache", card.kv_cache_bytes),
        ("activations", card.activations_bytes),
        ("runtime", card.runtime_bytes),
        ("engine reserve", card.reserve_bytes),
    ];
    let sum: Vec<String> = parts
        .iter()
        .filter(|(_, bytes)| *bytes > 0)
        .map(|(name, bytes)| format!("{} {name}", gb(*bytes)))
        .collect();
    let difference = gb(card.free_bytes.unsigned_abs());
    let end = if card.free_bytes < 0 {
        "short by"
    } else {
        "free:"
    };
    Working {
        figure: "memory.per_gpu[].used_bytes",
        title: format!("Use of GPU {}", card.index),
        formula: "Weights + KV cache + activations + runtime + reserve, against the capacity"
            .to_owned(),
        substituted: format!(
            "{} = {}\nof {}, {end} {difference}",
            sum.join(" + "),
            gb(card.used_bytes),
            gb(card.capacity_bytes)
        ),
        result: format!(
            "{} (range {} to {})",
            both(card.used_bytes),
            gb(card.used_low_bytes),
            gb(card.used_high_bytes)
        ),
        evidence: Evidence::Derived,
        sources: Vec::new(),
    }
}

/// A size in both units where they could be confused.
fn both(bytes: u64) -> String {
    if bytes < GB {
        return gb(bytes);
    }
    format!("{} ({})", gb(bytes), gib(bytes))
}
