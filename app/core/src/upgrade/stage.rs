//! One stage of a plan: what was bought, what that makes of the machine, and what is wrong with it.

use serde::Serialize;

use super::step::Step;
use crate::catalog::Catalog;
use crate::compare::{WELL_KNOWN, best_format};
use crate::engine::{Engine, tensor_parallel_valid};
use crate::evaluate::Report;
use crate::model::quant::Quant;
use crate::report::{CostItem, LoadKind, PowerStatus, Status};
use crate::units::{Cents, about, with_unit};

/// A part that a step buys.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Bought {
    /// What it is.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Price of all at the prices of the catalogue; `None` where none is known.
    pub usd: Option<Cents>,
}

/// The machine after a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stage {
    /// When, in months after the first build.
    pub month: u32,
    /// Canonical query of the build.
    pub query: String,
    /// The cards.
    pub cards: String,
    /// How many they are.
    pub gpus: u32,
    /// What is bought; for the first stage, everything.
    pub bought: Vec<Bought>,
    /// What the step costs: as stated, else the price of what is bought.
    pub step_usd: Cents,
    /// Whether that is stated in the plan.
    pub stated: bool,
    /// The price of what is bought at the prices of the catalogue.
    pub today_usd: Cents,
    /// Everything that was spent so far.
    pub spent_usd: Cents,
    /// The same at the prices of the catalogue.
    pub spent_today_usd: Cents,
    /// Memory of all cards, bytes.
    pub memory_bytes: u64,
    /// Whether the model that is asked for runs.
    pub status: Status,
    /// Decode of one stream, tokens/s; `None` where it does not run.
    pub decode_tokens_per_s: Option<f64>,
    /// The most that all parts take for long, watts: what supply and circuit are judged by.
    pub dc_w: f64,
    /// The same at the wall.
    pub wall_w: f64,
    /// The load that is asked for: what energy and heat are those of.
    pub load: LoadKind,
    /// What all parts draw under it, watts.
    pub load_dc_w: f64,
    /// The same at the wall.
    pub load_wall_w: f64,
    /// Load of the power supply, percent of its rating; `None` where machines have their own.
    pub psu_load_percent: Option<f64>,
    /// Rating of the power supply, watts.
    pub psu_w: Option<u32>,
    /// How well the circuit carries it.
    pub power: PowerStatus,
    /// The least that cools it.
    pub cooling: &'static str,
    /// What the step makes possible, or faster.
    pub unlocks: Vec<String>,
    /// What it makes impossible.
    pub breaks: Vec<String>,
    /// What is wrong with this stage, or with the order of the steps.
    pub warnings: Vec<String>,
    /// What to know about the parts.
    pub notes: Vec<String>,
}

/// A rate that grows by less than this share is no news.
const FASTER: f64 = 1.1;

impl Stage {
    /// The build that the plan begins with.
    pub(super) fn first(report: &Report, stated: Option<Cents>) -> Self {
        let bought: Vec<Bought> = { report.cost().items.iter() }
            .map(|item| Bought {
                name: item.name.clone(),
                quantity: item.quantity,
                usd: item.total_usd,
            })
            .collect();
        let today = report.cost().total_usd;
        let price = stated.unwrap_or(today);
        Self {
            spent_usd: price,
            spent_today_usd: today,
            ..Self::of(0, report, bought, stated, today)
        }
    }

    /// What a step makes of this stage.
    pub(super) fn next(
        &self,
        step: &Step,
        before: &Report,
        after: &Report,
        catalog: &Catalog,
    ) -> Self {
        let bought = bought(&before.cost().items, &after.cost().items);
        let today = Cents(
            bought
                .iter()
                .filter_map(|part| part.usd)
                .map(|usd| usd.0)
                .sum(),
        );
        let stated = step.price.map(|typed| in_usd(typed, after));
        let mut stage = Self::of(step.month, after, bought, stated, today);
        let plus = |sum: Cents, more: Cents| Cents(sum.0.saturating_add(more.0));
        stage.spent_usd = plus(self.spent_usd, stage.step_usd);
        stage.spent_today_usd = plus(self.spent_today_usd, today);
        stage.unlocks = unlocks(before, after, catalog);
        stage.breaks = breaks(before, after);
        stage
    }

    fn of(
        month: u32,
        report: &Report,
        bought: Vec<Bought>,
        stated: Option<Cents>,
        today: Cents,
    ) -> Self {
        let power = report.power();
        let asked = power.asked();
        let runs = report.finding().0.runs();
        Self {
            month,
            query: report.query().to_owned(),
            cards: report.scenario().cards(),
            gpus: report.scenario().gpu_count,
            bought,
            step_usd: stated.unwrap_or(today),
            stated: stated.is_some(),
            today_usd: today,
            spent_usd: Cents(0),
            spent_today_usd: Cents(0),
            memory_bytes: { report.memory().per_gpu.iter() }
                .map(|card| card.capacity_bytes)
                .sum(),
            status: report.finding().0,
            decode_tokens_per_s: report.speed().decode_tokens_per_s.filter(|_| runs),
            dc_w: power.dc_w,
            wall_w: power.wall_w,
            load: asked.map_or(LoadKind::Stream, |load| load.kind),
            load_dc_w: asked.map_or(power.dc_w, |load| load.dc_w),
            load_wall_w: asked.map_or(power.wall_w, |load| load.wall_w),
            psu_load_percent: power.psu.as_ref().map(|psu| psu.load_percent),
            psu_w: power.psu.as_ref().map(|psu| psu.rated_w * psu.units),
            power: power.verdict.status,
            cooling: power.heat.cooling,
            unlocks: Vec::new(),
            breaks: Vec::new(),
            warnings: Vec::new(),
            notes: report.cost().notes.clone(),
        }
    }

    /// Whether its power supply gives what its parts draw.
    fn is_supplied(&self) -> bool {
        self.psu_load_percent.is_none_or(|load| load <= 100.0)
    }
}

/// A price that was typed, in the currency of its build.
pub(super) fn in_usd(typed: i64, report: &Report) -> Cents {
    Cents(report.asked().currency().to_usd(typed))
}

/// What stands on the later bill and not on the earlier one. What is replaced is not sold.
fn bought(before: &[CostItem], after: &[CostItem]) -> Vec<Bought> {
    let alike =
        |one: &CostItem, other: &CostItem| (one.kind, &one.name) == (other.kind, &other.name);
    let mut parts = Vec::new();
    for item in after {
        let had = before.iter().find(|old| alike(old, item));
        let quantity = item
            .quantity
            .saturating_sub(had.map_or(0, |old| old.quantity));
        if quantity > 0 {
            parts.push(Bought {
                name: item.name.clone(),
                quantity,
                usd: item.unit_usd.map(|price| price.times(quantity)),
            });
        }
    }
    parts
}

/// What newly fits, fits better, or is faster.
fn unlocks(before: &Report, after: &Report, catalog: &Catalog) -> Vec<String> {
    let mut found = Vec::new();
    let memory = |report: &Report| {
        (
            report.memory().per_gpu.len(),
            report.asked().machine.ram_gib,
        )
    };
    if memory(before) != memory(after) {
        for id in WELL_KNOWN {
            let [old, new] = [before, after].map(|report| {
                let best = best_format(id, report.query(), catalog);
                best.map(|best| best.format)
            });
            let name = catalog.model(id).map_or(id, |model| model.name);
            match (old, new) {
                (None, Some(new)) => found.push(format!("{name} fits, in {}", new.name())),
                (Some(old), Some(new)) if old != new => {
                    found.push(format!(
                        "{name} fits in {} instead of {}",
                        new.name(),
                        old.name()
                    ));
                }
                _ => {}
            }
        }
    }
    let rate = |report: &Report| {
        let runs = report.finding().0.runs();
        report.speed().decode_tokens_per_s.filter(|_| runs)
    };
    let model = &after.scenario().model_name;
    match (rate(before), rate(after)) {
        (None, Some(new)) => found.push(format!("{model} runs, at about {} tokens/s", about(new))),
        (Some(old), Some(new)) if new > old * FASTER => found.push(format!(
            "{model} answers at about {} tokens/s instead of {}",
            about(new),
            about(old)
        )),
        _ => {}
    }
    found
}

/// What ran before and does not any more.
fn breaks(before: &Report, after: &Report) -> Vec<String> {
    let mut found = Vec::new();
    if before.finding().0.runs() && !after.finding().0.runs() {
        found.push(after.finding().1.to_owned());
    }
    let shares = |report: &Report| {
        let asked = report.asked();
        let count = asked.machine.gpu_count();
        let arch = asked.model.arch();
        let quant = if Engine::FOR_SHARED_LAYERS
            .supports_weights(asked.weights)
            .is_ok()
        {
            asked.weights
        } else {
            Quant::Bf16
        };
        let valid = tensor_parallel_valid(Engine::FOR_SHARED_LAYERS, arch, quant, count, false);
        (count, valid.is_ok())
    };
    let ((old, shared), (new, still)) = (shares(before), shares(after));
    if shared && !still && new > old {
        found.push(format!(
            "{new} cards cannot share each layer of {} (tensor parallelism), as {old} could: engines such as \
             vLLM leave one idle, llama.cpp splits by layers",
            after.scenario().model_name
        ));
    }
    found
}

/// Says what is wrong with each stage, and whether a later step mends it.
pub(super) fn warn_of_order(stages: &mut [(Stage, Report)]) {
    let mended = |from: usize, stages: &[(Stage, Report)], well: fn(&Stage) -> bool| {
        let later = stages.iter().skip(from + 1);
        later
            .map(|(stage, _)| stage)
            .find(|stage| well(stage))
            .map(|stage| stage.month)
    };
    for place in 0..stages.len() {
        let mut warnings = Vec::new();
        let Some((stage, report)) = stages.get(place) else {
            break;
        };
        if !report.is_understood() {
            continue;
        }
        if !stage.is_supplied() {
            let when = mended(place, stages, Stage::is_supplied).map_or_else(
                || "no later step buys one that is large enough".to_owned(),
                |month| format!("the larger one of month {month} has to come first"),
            );
            warnings.push(format!(
                "The parts draw {} and the power supply gives {}: {when}.",
                with_unit(stage.dc_w, "W"),
                with_unit(f64::from(stage.psu_w.unwrap_or(0)), "W")
            ));
        }
        if matches!(
            stage.power,
            PowerStatus::ShortTimeOnly | PowerStatus::Overloads
        ) {
            warnings.push(report.power().verdict.sentence.clone());
        }
        if let Some((stage, _)) = stages.get_mut(place) {
            stage.warnings = warnings;
        }
    }
}
