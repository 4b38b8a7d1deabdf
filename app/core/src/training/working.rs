//! The workings of training: formulas with their numbers, read from the report.

use crate::catalog::Source;
use crate::report::{PowerReport, Training, TrainingStep, Working};
use crate::scenario::{Method, TrainingPlan};
use crate::units::{Currency, Evidence, THIN, gb, gib, grouped, params};

const KORTHIKANTI: Source = Source {
    title: "Korthikanti et al. 2022, Reducing Activation Recomputation in Large Transformer Models",
    url: Some("https://arxiv.org/abs/2205.05198"),
};
const ZERO: Source = Source {
    title: "Rajbhandari et al. 2019, ZeRO: Memory Optimizations Toward Training Trillion Parameter Models",
    url: Some("https://arxiv.org/abs/1910.02054"),
};
const LORA: Source = Source {
    title: "Hu et al. 2021, LoRA: Low-Rank Adaptation of Large Language Models",
    url: Some("https://arxiv.org/abs/2106.09685"),
};
const QLORA: Source = Source {
    title: "Dettmers et al. 2023, QLoRA: Efficient Finetuning of Quantized LLMs",
    url: Some("https://arxiv.org/abs/2305.14314"),
};
const SAMPLES: Source = Source {
    title: "Fitted to the measurements in app/core/catalog/measured_training.toml",
    url: None,
};

/// The workings of a run of a model with so many parameters, on a machine that draws this.
pub(crate) fn workings(
    plan: &TrainingPlan,
    training: &Training,
    model_params: u64,
    power: &PowerReport,
    currency: Currency,
) -> Vec<Working> {
    let mut list = vec![
        trainable(plan, model_params, training),
        states(plan, training),
    ];
    list.extend(used(plan, training));
    list.extend(speed(training));
    list.extend(epoch(training, power, currency));
    list
}

fn trainable(plan: &TrainingPlan, model_params: u64, training: &Training) -> Working {
    let (formula, substituted, sources) = match plan.method {
        Method::Full => (
            "All parameters of the text model",
            format!(
                "{} of {}",
                grouped(training.trainable_params),
                params(model_params)
            ),
            Vec::new(),
        ),
        Method::Lora | Method::Qlora => (
            "Rank × (inputs + outputs), summed over the adapted matrices of all layers",
            format!(
                "{} × {} = {}",
                plan.rank,
                grouped(training.trainable_params / u64::from(plan.rank.max(1))),
                grouped(training.trainable_params)
            ),
            vec![LORA],
        ),
    };
    Working {
        figure: "training.trainable_params",
        title: "Trained parameters".to_owned(),
        formula: formula.to_owned(),
        substituted,
        result: grouped(training.trainable_params),
        evidence: Evidence::Derived,
        sources,
    }
}

fn states(plan: &TrainingPlan, training: &Training) -> Working {
    let states = training.states;
    let parts = [
        ("weights", states.weights_bytes),
        ("adapters", states.adapters_bytes),
        ("gradients", states.gradients_bytes),
        ("32-bit copy", states.master_bytes),
        ("optimiser", states.optimizer_bytes),
    ];
    let sum: Vec<String> = parts
        .iter()
        .filter(|(_, bytes)| *bytes > 0)
        .map(|(name, bytes)| format!("{} {name}", gb(*bytes)))
        .collect();
    let mut sources = vec![ZERO];
    if plan.method == Method::Qlora {
        sources.push(QLORA);
    }
    Working {
        figure: "training.states_bytes",
        title: format!("Model states, {}, {}", plan.method.name(), plan.optimizer.name()),
        formula: "Bytes a parameter: 2 weights + 2 gradients + 4 copy + 8 moments for AdamW in mixed precision; NF4 weights 4.127 bits".to_owned(),
        substituted: format!("{} = {}", sum.join(" + "), gb(training.states_bytes)),
        result: format!("{} ({})", gb(training.states_bytes), gib(training.states_bytes)),
        evidence: Evidence::Derived,
        sources,
    }
}

fn used(plan: &TrainingPlan, training: &Training) -> Option<Working> {
    let card = training.per_gpu.get(training.deciding_gpu as usize)?;
    let sum: Vec<String> = card
        .items
        .iter()
        .filter(|item| item.bytes > 0)
        .map(|item| format!("{} {}", gb(item.bytes), item.label))
        .collect();
    let moment = match training.fullest_moment {
        "loss" => "when the loss is computed",
        "backward" => "in the backward pass",
        _ => "at the end of the backward pass",
    };
    Some(Working {
        figure: "training.per_gpu[].used_bytes",
        title: format!("Training on GPU {}, {moment}", card.index),
        formula: format!(
            "States ÷ GPUs under {}, gathered units, and activations of {} tokens, tensor by tensor",
            plan.sharding.name(),
            grouped(plan.micro_tokens())
        ),
        substituted: format!(
            "{} = {}\nof {}",
            sum.join(" + "),
            gb(card.used_bytes),
            gb(card.capacity_bytes)
        ),
        result: format!(
            "{} (range {} to {})",
            gb(card.used_bytes),
            gb(card.used_low_bytes),
            gb(card.used_high_bytes)
        ),
        evidence: Evidence::Calibrated,
        sources: vec![KORTHIKANTI, ZERO, SAMPLES],
    })
}

fn speed(training: &Training) -> Option<Working> {
    let (step, rate) = (training.step?, training.tokens_per_s?);
    let TrainingStep {
        total_s,
        compute_s,
        communication_s,
        optimizer_s,
        offload_s,
    } = step;
    Some(Working {
        figure: "training.tokens_per_s",
        title: "Speed of training".to_owned(),
        formula: "Tokens of a step ÷ (the longer of arithmetic and transfers + optimiser + offload); arithmetic = operations ÷ (share of peak × peak) + operations × traffic ÷ bandwidth".to_owned(),
        substituted: format!(
            "{} tokens of {} operations each; arithmetic {compute_s}{THIN}s, transfers {communication_s}{THIN}s, optimiser {optimizer_s}{THIN}s, offload {offload_s}{THIN}s: {total_s}{THIN}s",
            grouped(training.tokens_per_step),
            grouped(training.flops_per_token),
        ),
        result: format!(
            "{rate} tokens/s (range {} to {})",
            training.tokens_per_s_low.unwrap_or(rate),
            training.tokens_per_s_high.unwrap_or(rate)
        ),
        evidence: Evidence::Calibrated,
        sources: vec![SAMPLES],
    })
}

fn epoch(training: &Training, power: &PowerReport, currency: Currency) -> Option<Working> {
    let paid = |usd: f64| currency.plain(usd);
    let (hours, rate) = (training.hours_per_epoch?, training.tokens_per_s?);
    let kwh = training.kwh_per_epoch?;
    let mut substituted = format!(
        "{} ÷ {rate} tokens/s = {hours}{THIN}h; {hours}{THIN}h × {}{THIN}W = {kwh}{THIN}kWh",
        grouped(training.tokens),
        power.wall_w
    );
    if let Some((usd, tariff)) = training.usd_per_epoch.zip(power.energy.tariff_usd_per_kwh) {
        let (tariff, usd) = (paid(tariff), paid(usd));
        substituted.push_str(&format!("; × {tariff} = {usd}"));
    }
    if let Some(rent) = &training.rent {
        substituted.push_str(&format!(
            "\nRented: {} × {} at {}, {}/h × {}{THIN}h = {}",
            rent.gpus,
            rent.gpu_name,
            rent.provider,
            paid(rent.usd_per_hour),
            rent.hours_per_epoch,
            paid(rent.usd_per_epoch)
        ));
    }
    Some(Working {
        figure: "training.hours_per_epoch",
        title: "One epoch".to_owned(),
        formula: "Tokens ÷ tokens a second; energy at the wall while busy; rent of the cheapest listed machine that holds the job".to_owned(),
        substituted,
        result: format!("{hours}{THIN}h"),
        evidence: Evidence::Calibrated,
        sources: training
            .rent
            .iter()
            .map(|rent| Source { title: rent.source, url: rent.source_url })
            .collect(),
    })
}
