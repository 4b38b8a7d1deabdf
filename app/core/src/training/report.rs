//! The training half of the report.

use crate::catalog::Catalog;
use crate::machine::bandwidth::Bandwidth;
use crate::machine::power::Energy;
use crate::model::quant::Family;
use crate::report::{
    PowerReport, Status, Training, TrainingGpu, TrainingItem, TrainingStates, TrainingStep,
};
use crate::scenario::{
    Base, Compute, DEFAULT_WEIGHTS, Keep, Machine, Method, ModelChoice, Scenario, TrainingPlan,
};
use crate::training::fit::Fit;
use crate::training::memory::{CardMemory, Job};
use crate::training::profile::Profile;
use crate::training::speed::{Operations, SpeedModel, Step, Surroundings, peaks, step};
use crate::training::ways_out;
use crate::units::{Budget, Evidence, about_gb, grouped};

/// What the report has settled before training is asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Machinery {
    pub(crate) energy: Energy,
    /// Bytes a second of the memory of one socket.
    pub(crate) host_bandwidth: f64,
    /// Bytes a second of the drives.
    pub(crate) drives: f64,
    /// What power limits leave of the slowest card's speed.
    pub(crate) speed_share: f64,
}

impl Machinery {
    pub(crate) fn of(memory: &Bandwidth, power: &PowerReport, energy: Energy, drives: u64) -> Self {
        let shares = power
            .gpus
            .iter()
            .filter_map(|gpu| gpu.speed.as_ref()?.percent);
        Self {
            energy,
            // Pages lie beside the socket that touched them first, and the speed of the optimiser was
            // calibrated so. A decode on the host reads from all sockets.
            host_bandwidth: memory.one_socket,
            drives: drives as f64,
            speed_share: shares.fold(1.0, |least, share| (share / 100.0).min(least)),
        }
    }

    /// What is around the cards of the own machine.
    pub(crate) fn surroundings(&self) -> Surroundings {
        Surroundings {
            host_bandwidth: self.host_bandwidth,
            drives: self.drives,
            speed_share: self.speed_share,
        }
    }
}

/// The training half of the report. What renting an epoch costs is [added](crate::money::epoch) when
/// rents are compared.
pub(crate) fn describe(
    scenario: &Scenario,
    plan: &TrainingPlan,
    (catalog, budget): (&Catalog, &Budget),
    machinery: Machinery,
) -> Training {
    let profile = Profile::of(scenario.model.arch());
    let machine = &scenario.machine;
    let job = Job {
        profile: &profile,
        towers: scenario.model.vision_params(),
        plan,
        gpus: machine.gpu_count(),
    };
    let fit = Fit::of(&job, machine);
    let per_gpu = per_gpu(&fit.card, machine);
    let fullest = per_gpu.iter().min_by_key(|gpu| gpu.free_bytes);
    let margin_bytes = fullest.map_or(0, |gpu| gpu.free_bytes);
    let deciding_gpu = fullest.map_or(0, |gpu| gpu.index);
    let around = machinery.surroundings();
    let tokens_per_step = plan.micro_tokens() * u64::from(plan.accumulation) * u64::from(job.gpus);
    let operations = Operations::of(&job);
    // What does not run has no rate.
    let step = { fit.status.runs() }
        .then(|| step(&job, machine, around, SpeedModel::calibrated()))
        .flatten();
    let rates = step.map(|step| step.rates(tokens_per_step as f64));
    let hours = |rate: f64| plan.tokens as f64 / rate / 3_600.0;
    let typical = rates.map(|[_, typical, _]| hours(typical));
    let kwh = typical.map(|hours| machinery.energy.busy_mw as f64 / 1e6 * hours);
    let tariff = machinery.energy.tariff_micro_usd_per_kwh;
    let usd = kwh
        .zip(tariff)
        .map(|(kwh, tariff)| kwh * tariff as f64 / 1e6);
    let mfu = step.and_then(|step| {
        let peak: Option<f64> = machine
            .gpus()
            .map(|gpu| peaks(gpu, Compute::Bf16).map(|(_, peak)| peak))
            .sum();
        Some(operations.model * tokens_per_step as f64 / step.total / peak? * 100.0)
    });
    let states = job.states();
    let trainable = job.trainable();
    let ways_out = if fit.status.runs() {
        Vec::new()
    } else {
        ways_out::suggest(scenario, plan, &profile, (catalog, budget))
    };
    Training {
        method: plan.method.id(),
        fits: fit.status.runs(),
        status: fit.status,
        sentence: sentence(&fit, &per_gpu, margin_bytes),
        margin_bytes,
        deciding_gpu,
        trainable_params: trainable,
        trainable_percent: rounded(
            trainable as f64 / profile.params.max(1) as f64 * 100.0,
            10_000.0,
        ),
        states_bytes: states.total(),
        states: TrainingStates {
            weights_bytes: states.weights,
            adapters_bytes: states.adapters,
            gradients_bytes: states.gradients,
            master_bytes: states.master,
            optimizer_bytes: states.optimizer,
        },
        fullest_moment: fit.card.moment.id(),
        per_gpu,
        host_used_bytes: fit.card.host,
        host_capacity_bytes: fit.host_capacity,
        nvme_used_bytes: fit.card.nvme,
        tokens_per_step,
        flops_per_token: operations.total() as u64,
        tokens_per_s: rates.map(|[_, typical, _]| tenths(typical)),
        tokens_per_s_low: rates.map(|[low, ..]| tenths(low)),
        tokens_per_s_high: rates.map(|[_, _, high]| tenths(high)),
        step: step.map(seconds),
        mfu_percent: mfu.map(tenths),
        tokens: plan.tokens,
        epochs: plan.epochs,
        hours_per_epoch: typical.map(fine),
        hours_per_epoch_low: rates.map(|[_, _, high]| fine(hours(high))),
        hours_per_epoch_high: rates.map(|[low, ..]| fine(hours(low))),
        hours: typical.map(|hours| fine(hours * f64::from(plan.epochs))),
        kwh_per_epoch: kwh.map(fine),
        usd_per_epoch: usd.map(fine),
        rent_usd_per_epoch: None,
        rent: None,
        ways_out,
        warnings: warnings(scenario, plan, &fit, machinery),
        evidence: match scenario.model {
            ModelChoice::Sized { .. } => Evidence::Assumed,
            ModelChoice::Listed(_) | ModelChoice::Described(_) => Evidence::Calibrated,
        },
    }
}

fn per_gpu(card: &CardMemory, machine: &Machine) -> Vec<TrainingGpu> {
    let items: Vec<TrainingItem> = card
        .lines
        .iter()
        .map(|line| TrainingItem {
            kind: line.kind,
            label: line.label,
            bytes: line.bytes.typical,
            low_bytes: line.bytes.low,
            high_bytes: line.bytes.high,
            evidence: line.evidence,
            note: line.note,
        })
        .collect();
    (0..)
        .zip(machine.gpus())
        .map(|(index, gpu)| {
            let capacity_bytes = machine.capacity(gpu);
            TrainingGpu {
                index,
                gpu: gpu.id,
                capacity_bytes,
                items: items.clone(),
                used_bytes: card.used.typical,
                used_low_bytes: card.used.low,
                used_high_bytes: card.used.high,
                free_bytes: difference(capacity_bytes, card.used.typical),
            }
        })
        .collect()
}

fn difference(whole: u64, part: u64) -> i64 {
    let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    signed(whole).saturating_sub(signed(part))
}

fn sentence(fit: &Fit, per_gpu: &[TrainingGpu], margin: i64) -> String {
    let spare = about_gb(margin.unsigned_abs());
    let which = if per_gpu.len() > 1 {
        " on the fullest GPU"
    } else {
        ""
    };
    match fit.status {
        Status::Impossible | Status::NotUnderstood => {
            format!("Cannot run. {}", fit.flaw.unwrap_or_default())
        }
        Status::DoesNotFit if margin >= 0 => format!(
            "Does not fit: what is kept in system memory exceeds it by {}.",
            about_gb(fit.card.host.saturating_sub(fit.host_capacity))
        ),
        Status::DoesNotFit if per_gpu.len() > 1 => {
            let short = per_gpu.iter().filter(|gpu| gpu.free_bytes < 0).count();
            if short == per_gpu.len() {
                format!("Does not fit. Each GPU is short, by up to {spare}.")
            } else {
                format!(
                    "Does not fit. {short} of the {} GPUs are short, by up to {spare}.",
                    per_gpu.len()
                )
            }
        }
        Status::DoesNotFit => format!("Does not fit. The GPU is short by {spare}."),
        Status::Tight => {
            let excess = per_gpu
                .iter()
                .map(|gpu| gpu.used_high_bytes.saturating_sub(gpu.capacity_bytes))
                .max()
                .unwrap_or(0);
            format!(
                "Tight: {spare} to spare{which}, and the upper end of what frameworks take would need {} more.",
                about_gb(excess)
            )
        }
        Status::Fits => format!("Fits, with {spare} to spare{which}."),
        Status::Offloaded => {
            let mut places = Vec::new();
            if fit.card.host > 0 {
                places.push(format!("{} in system memory", about_gb(fit.card.host)));
            }
            if fit.card.nvme > 0 {
                places.push(format!("{} on the drives", about_gb(fit.card.nvme)));
            }
            format!(
                "Fits with {}; {spare} to spare{which}.",
                places.join(" and ")
            )
        }
    }
}

fn warnings(
    scenario: &Scenario,
    plan: &TrainingPlan,
    fit: &Fit,
    machinery: Machinery,
) -> Vec<String> {
    let mut warnings = Vec::new();
    let arch = scenario.model.arch();
    if plan.sequence > arch.max_context {
        warnings.push(format!(
            "The sequences are longer than the {} tokens that the model was published for.",
            grouped(u64::from(arch.max_context))
        ));
    }
    let machine = &scenario.machine;
    if plan.compute == Compute::Fp8 && machine.gpus().any(|gpu| gpu.rates.fp8.is_none()) {
        warnings.push(
            "A card without FP8 computes in 16 bits; its speed is that of 16 bits.".to_owned(),
        );
    }
    warnings.extend(base_warning(scenario, plan));
    if !machine.is_uniform() {
        warnings.push(
            "Every card does the same work, so the smallest and the slowest of them decide."
                .to_owned(),
        );
    }
    if plan.method != Method::Full
        && arch.moe.is_some()
        && plan.targets.has(crate::scenario::Target::Gate)
    {
        warnings.push(
            "Adapters on every routed expert are counted; some libraries leave experts out."
                .to_owned(),
        );
    }
    if scenario.model.vision_params() > 0 {
        warnings.push("Vision and audio towers are loaded and not trained.".to_owned());
    }
    if machinery.speed_share < 1.0 {
        warnings.push("The speed under a power limit is taken from curves of decoding; training loses somewhat more.".to_owned());
    }
    if fit.card.nvme > 0 && plan.offload_optimizer == Keep::Nvme {
        warnings.push(
            "Training states are written to the drives at every step: mind their endurance."
                .to_owned(),
        );
    }
    warnings
}

/// What is said of the format that the model would be run in, where one was chosen: training starts from another.
fn base_warning(scenario: &Scenario, plan: &TrainingPlan) -> Option<String> {
    let chosen = scenario.weights;
    let is_usual = chosen == DEFAULT_WEIGHTS || chosen.family() == Family::Float;
    let base = match (plan.method, plan.base) {
        (Method::Full, _) | (Method::Lora, Base::Usual) => "16 bits",
        (_, Base::Int8) => "8 bits",
        (Method::Qlora, Base::Usual) => "NF4",
    };
    let eight = match (plan.method, plan.base, chosen.family()) {
        (Method::Lora, Base::Usual, Family::Int8) => ": base=int8 holds them in 8 bits",
        _ => "",
    };
    (!is_usual).then(|| {
        format!(
            "{} counts where the model is run; this run starts from weights in {base}{eight}.",
            chosen.name()
        )
    })
}

fn seconds(step: Step) -> TrainingStep {
    TrainingStep {
        total_s: fine(step.total),
        compute_s: fine(step.compute),
        communication_s: fine(step.communication),
        optimizer_s: fine(step.optimizer),
        offload_s: fine(step.offload),
    }
}

pub(crate) fn rounded(value: f64, places: f64) -> f64 {
    libm::round(value * places) / places
}

fn tenths(value: f64) -> f64 {
    rounded(value, 10.0)
}

/// Four significant decimals of small values, so that a short run is not shown as nothing.
pub(crate) fn fine(value: f64) -> f64 {
    rounded(value, 10_000.0)
}
