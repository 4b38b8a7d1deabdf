//! The answer in one plain sentence, with the figure that decides it.

use crate::engine::Refusal;
use crate::memory::question::Plan;
use crate::memory::sequences;
use crate::report::{GpuUse, Status, Verdict};
use crate::scenario::Scenario;
use crate::units::about_gb;

/// Words a plan.
pub(crate) fn word(scenario: &Scenario, plan: &Plan) -> Verdict {
    let deciding = fullest(&plan.gpus);
    let blockers = blockers(scenario, plan);
    let sentence = match plan.status {
        Status::Impossible | Status::NotUnderstood => format!(
            "Cannot run. {}",
            blockers.first().map_or(
                "The engine does not support this combination.",
                String::as_str
            )
        ),
        Status::DoesNotFit if plan.host_short() > 0 => format!(
            "Does not fit: what is left to system memory exceeds it by {}.",
            about_gb(plan.host_short())
        ),
        Status::DoesNotFit => format!("Does not fit. {}", shortage(&plan.gpus)),
        Status::Tight => format!(
            "Tight: {} to spare on the fullest GPU, and overheads at the upper end of what has been seen would need {} more.",
            about_gb(deciding.free_bytes.unsigned_abs()),
            about_gb(worst_case_excess(&plan.gpus)),
        ),
        Status::Fits => match plan.gpus.as_slice() {
            [_] => format!(
                "Fits, with {} to spare.",
                about_gb(deciding.free_bytes.unsigned_abs())
            ),
            _ => format!(
                "Fits, with {} to spare on the fullest GPU.",
                about_gb(deciding.free_bytes.unsigned_abs())
            ),
        },
        Status::Offloaded => format!(
            "Fits only with {} in system memory. {} to spare on the fullest GPU, and every token slower for it.",
            offloaded(plan, scenario),
            about_gb(deciding.free_bytes.unsigned_abs()),
        ),
    };
    Verdict {
        fits: plan.status.runs(),
        status: plan.status,
        sentence,
        deciding_gpu: deciding.index,
        margin_bytes: deciding.free_bytes,
        blockers,
        warnings: warnings(scenario, plan),
    }
}

/// The verdict where the question holds words that are not known: none.
pub(crate) fn not_understood(scenario: &Scenario) -> Verdict {
    let sentences: Vec<String> = { scenario.not_understood.iter() }
        .map(ToString::to_string)
        .collect();
    Verdict {
        fits: false,
        status: Status::NotUnderstood,
        sentence: sentences.join(" "),
        deciding_gpu: 0,
        margin_bytes: 0,
        blockers: sentences,
        warnings: Vec::new(),
    }
}

/// The card with the least room left. There is always one: the codec admits no empty machine.
fn fullest(gpus: &[GpuUse]) -> &GpuUse {
    gpus.iter()
        .min_by_key(|gpu| gpu.free_bytes)
        .unwrap_or(&gpus[0])
}

fn shortage(gpus: &[GpuUse]) -> String {
    let short: Vec<u64> = gpus
        .iter()
        .filter(|gpu| gpu.free_bytes < 0)
        .map(|gpu| gpu.free_bytes.unsigned_abs())
        .collect();
    let most = short.iter().copied().max().unwrap_or(0);
    let least = short.iter().copied().min().unwrap_or(0);
    match (gpus.len(), short.len()) {
        (1, _) => format!("The GPU is short by {}.", about_gb(most)),
        (all, count) if all == count && most - least <= most / 50 => {
            format!("Each GPU is short by {}.", about_gb(most))
        }
        (all, count) if all == count => {
            format!(
                "Each GPU is short, by {} to {}.",
                about_gb(least),
                about_gb(most)
            )
        }
        (all, 1) => format!("One of the {all} GPUs is short by {}.", about_gb(most)),
        (all, count) => format!(
            "{count} of the {all} GPUs are short, by up to {}.",
            about_gb(most)
        ),
    }
}

/// How far the worst card would be over its capacity with the highest overheads.
fn worst_case_excess(gpus: &[GpuUse]) -> u64 {
    gpus.iter()
        .map(|gpu| gpu.used_high_bytes.saturating_sub(gpu.capacity_bytes))
        .max()
        .unwrap_or(0)
}

fn offloaded(plan: &Plan, scenario: &Scenario) -> String {
    let layers = scenario.model.arch().layer_count();
    let bytes = about_gb(plan.host.weights_bytes + plan.host.kv_cache_bytes);
    if plan.host.layers == layers {
        return bytes;
    }
    format!("{bytes} ({} of {layers} layers)", plan.host.layers)
}

fn blockers(scenario: &Scenario, plan: &Plan) -> Vec<String> {
    let engine = scenario.engine;
    let mut blockers: Vec<String> = Vec::new();
    let words = |refusal: Refusal| refusal.to_string();
    blockers.extend(engine.supports_weights(scenario.weights).err().map(words));
    blockers.extend(engine.supports_kv(scenario.kv).err().map(words));
    for group in &scenario.machine.groups {
        let on_card = engine.supports_gpu(group.gpu, scenario.weights);
        blockers.extend(on_card.err().map(words));
        let cache = engine.supports_kv_on(group.gpu, scenario.kv);
        blockers.extend(cache.err().map(words));
    }
    blockers.dedup();
    blockers.extend(engine.supports_offload(scenario.offload).err().map(words));
    blockers.extend(plan.degrees.invalid.clone());
    blockers
}

/// That the context is longer than the model was published for, where it is.
#[must_use]
pub fn beyond_published(scenario: &Scenario) -> Option<String> {
    let longest = scenario.model.arch().max_context;
    (scenario.context > longest).then(|| {
        format!(
            "The context is longer than the {} tokens that the model was published for.",
            crate::units::grouped(u64::from(longest))
        )
    })
}

fn warnings(scenario: &Scenario, plan: &Plan) -> Vec<String> {
    let mut warnings = Vec::new();
    warnings.extend(plan.degrees.note.clone());
    warnings.extend(beyond_published(scenario));
    warnings.extend(sequences::beyond_blocks(scenario, plan));
    warnings.extend(sequences::waiting(scenario, plan));
    for group in &scenario.machine.groups {
        let on_card = scenario.engine.supports_gpu(group.gpu, scenario.weights);
        warnings.extend(on_card.ok().flatten().map(|remark| remark.to_string()));
    }
    warnings
}
