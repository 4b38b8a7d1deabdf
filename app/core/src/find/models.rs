//! What runs on a machine: every model, in the best format that does.
//!
//! Each row is an answer of its own: what it says, the build that it leads to says too.

use std::cmp::Ordering;

use serde::Serialize;

use super::asked::Asked;
use super::filter::Sort;
use super::kind::Kind;
use super::told::Told;
use crate::catalog::{Catalog, Model};
use crate::codec;
use crate::engine::{Engine, Offload};
use crate::evaluate::{self, Report, evaluate};
use crate::memory::limits::holds_nothing_more;
use crate::model::quant::Quant;
use crate::report::Status;
use crate::scenario::{ModelChoice, PlacementChoice, Scenario, SpeedPlan};
use crate::units::{Evidence, about, about_gb, grouped};

/// What runs on a machine.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelsFound {
    /// What was found, in a sentence or two.
    pub finding: String,
    /// The machine's cards.
    pub machine: String,
    /// Query of the machine and of what it is asked.
    pub query: String,
    /// Fewest bits a weight that count as running.
    pub least_bits: u32,
    /// Models of the catalogue.
    pub all: usize,
    /// The models that are looked for, by how well they run.
    pub models: Vec<ModelFound>,
    /// What was given and could not be used as it was.
    pub told: Vec<Told>,
}

/// How well a model runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It fits even with the highest overhead seen.
    Comfortably,
    /// It fits with typical overhead, not with the highest.
    Tight,
    /// Part of it lives in system memory.
    WithOffload,
    /// It does not run.
    Not,
}

impl How {
    /// Every one, the best first.
    pub const ALL: [Self; 4] = [Self::Comfortably, Self::Tight, Self::WithOffload, Self::Not];

    /// Its heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Comfortably => "Runs comfortably",
            Self::Tight => "Tight: fits with typical overhead, not with the highest seen",
            Self::WithOffload => "With offload: part of it in system memory",
            Self::Not => "Does not run",
        }
    }
}

/// One model on the machine. Rates are tokens a second; what is not known, and what does not run, has none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModelFound {
    /// Id of the model.
    pub model: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who publishes it.
    pub vendor: &'static str,
    /// Its licence, as its publisher states it.
    pub licence: &'static str,
    /// Month of publication.
    pub released: &'static str,
    /// What kinds of model it is.
    pub kinds: Vec<Kind>,
    /// All parameters.
    pub params: u64,
    /// Parameters that work on a token.
    pub active_params: u64,
    /// How well it runs.
    pub how: How,
    /// The same as the build's own page says it.
    pub status: Status,
    /// The best format that runs.
    pub format: Option<&'static str>,
    /// Its name.
    pub format_name: Option<&'static str>,
    /// Bytes of the weights in it.
    pub weights_bytes: Option<u64>,
    /// Spare bytes on the fullest card; negative when short.
    pub spare_bytes: i64,
    /// Why no better format runs, or none at all.
    pub why: String,
    /// Context that it was asked with, tokens: as much of the one asked for as it was published for.
    pub context_tokens: u32,
    /// Longest context that fits, tokens.
    pub max_context_tokens: Option<u32>,
    /// One stream's rate with the streams that are asked for.
    pub decode_tokens_per_s: Option<f64>,
    /// The low end of it.
    pub decode_tokens_per_s_low: Option<f64>,
    /// The high end.
    pub decode_tokens_per_s_high: Option<f64>,
    /// How fast a prompt is read.
    pub prefill_tokens_per_s: Option<f64>,
    /// Streams that each get the rate that is asked for.
    pub users_at_floor: Option<u32>,
    /// At the wall while it answers, watts.
    pub wall_w: Option<f64>,
    /// How the rate is known.
    pub evidence: Option<Evidence>,
    /// Canonical query of the build that says all of this.
    pub query: String,
}

/// Asks every model that is looked for.
///
/// ```
/// use headroom_core::{catalog::Catalog, find::{Asked, How, models}};
/// let catalog = Catalog::builtin();
/// let found = models(&Asked::read("gpu=rtx-5090&q=llama-3.1", catalog), catalog);
/// let how = |id| found.models.iter().find(|row| row.model == id).map(|row| row.how);
/// assert_eq!(how("llama-3.1-8b"), Some(How::Comfortably));
/// assert_eq!(how("llama-3.1-405b"), Some(How::Not));
/// ```
#[must_use]
pub fn models(asked: &Asked, catalog: &Catalog) -> ModelsFound {
    let base = base(asked);
    let catalog = catalog.pinned(base.pin);
    let refused = base.is_refused();
    let report = evaluate(&base, catalog);
    let looked_for =
        { catalog.models.iter() }.filter(|model| !refused && asked.filter.holds(model));
    let mut models: Vec<ModelFound> = looked_for
        .map(|model| row(model, &base, asked.least_bits, catalog))
        .collect();
    sort(&mut models, asked.filter.sort, asked.filter.falls);
    let machine = report.scenario().cards();
    ModelsFound {
        finding: if refused {
            report.verdict().sentence.clone()
        } else {
            finding(&models, &machine, &base)
        },
        machine,
        query: asked.plain(),
        least_bits: asked.least_bits,
        all: catalog.models.len(),
        models,
        told: asked.told.clone(),
    }
}

/// What every model is asked: the machine with nothing of one model about it, and an engine that runs on
/// its cards.
fn base(asked: &Asked) -> Scenario {
    let mut base = asked.scenario.clone();
    base.placement = PlacementChoice::Auto;
    base.offload = Offload::None;
    let runs = |engine: &Engine| {
        let plain = engine.usual().bits16;
        let mut groups = base.machine.groups.iter();
        groups.all(|group| engine.supports_gpu(group.gpu, plain).is_ok())
    };
    if !asked.engine_given
        && !runs(&base.engine)
        && let Some(engine) = Engine::ALL.iter().copied().find(runs)
    {
        base.engine = engine;
    }
    base
}

/// A format of a model, with the bytes of its weights.
#[derive(Clone, Copy)]
struct Format {
    quant: Quant,
    bytes: u64,
}

/// The formats that the engine has files of the model in and that none has superseded, the largest first.
fn formats(scenario: &Scenario) -> Vec<Format> {
    let (engine, model) = (scenario.engine, &scenario.model);
    let made = engine.weight_formats().filter(|quant| {
        engine.has_files_of(*quant, model.arch(), model.native())
            && !quant.is_superseded()
            && !holds_nothing_more(*quant, model.native())
    });
    let mut formats: Vec<Format> = made
        .map(|quant| Format {
            quant,
            bytes: model.weights(quant, engine).total(),
        })
        .collect();
    formats.sort_by_key(|format| std::cmp::Reverse(format.bytes));
    formats
}

/// A scenario in another format, and what of it may lie in system memory.
fn with(scenario: &Scenario, quant: Quant, offload: Offload) -> Scenario {
    Scenario {
        weights: quant,
        offload,
        ..scenario.clone()
    }
}

/// The best that runs: its place among the formats, and how.
fn choose(scenario: &Scenario, formats: &[Format], floor: u32) -> Option<(usize, Scenario)> {
    let wide = |format: &Format| format.quant.nominal_bits() >= floor;
    let mut tight = None;
    for (place, format) in formats
        .iter()
        .enumerate()
        .filter(|(_, format)| wide(format))
    {
        let plain = with(scenario, format.quant, Offload::None);
        match evaluate::status(&plain) {
            Status::Fits => return Some((place, plain)),
            Status::Tight if tight.is_none() => tight = Some((place, plain)),
            _ => {}
        }
    }
    if tight.is_some() {
        return tight;
    }
    scenario.engine.supports_offload(Offload::Auto).ok()?;
    // What lies in system memory is slow, so that a larger format is no better: the usual one of as few
    // bits as are asked for, else the largest of those below it; where fewer were published, those.
    let usual = usual(scenario.engine, floor);
    let whole = scenario.model.native().nominal_bits() <= floor;
    let largest = { formats.iter() }.find(|format| whole || format.quant == usual);
    let largest = largest.map_or(u64::MAX, |format| format.bytes);
    let mut places = formats.iter().enumerate();
    places.find_map(|(place, format)| {
        if format.bytes > largest || !wide(format) {
            return None;
        }
        let moved = with(scenario, format.quant, Offload::Auto);
        evaluate::status(&moved).runs().then_some((place, moved))
    })
}

/// The format that an engine usually runs in at least so many bits.
fn usual(engine: Engine, bits: u32) -> Quant {
    let usual = engine.usual();
    let four = usual.bits4.filter(|_| bits <= 4);
    let eight = usual.bits8.filter(|_| bits <= 8);
    four.or(eight).unwrap_or(usual.bits16)
}

fn row(model: &'static Model, base: &Scenario, least: u32, catalog: &Catalog) -> ModelFound {
    let chosen = ModelChoice::Listed(model);
    let images = { base.speed.images }.and_then(|images| images.before(&chosen));
    let scenario = Scenario {
        speed: SpeedPlan {
            images,
            ..base.speed
        },
        model: chosen,
        context: base.context.min(model.arch.max_context),
        ..base.clone()
    };
    // What was published in fewer bits has no better format.
    let floor = least.min(model.native.nominal_bits());
    let formats = formats(&scenario);
    let mut row = ModelFound {
        model: model.id,
        name: model.name,
        vendor: model.vendor,
        licence: model.licence,
        released: model.released,
        kinds: Kind::ALL
            .into_iter()
            .filter(|kind| kind.holds(model))
            .collect(),
        params: model.params.total,
        active_params: model
            .params
            .active_published
            .unwrap_or_else(|| model.arch.active_params()),
        how: How::Not,
        status: Status::DoesNotFit,
        format: None,
        format_name: None,
        weights_bytes: None,
        spare_bytes: 0,
        why: String::new(),
        context_tokens: scenario.context,
        max_context_tokens: None,
        decode_tokens_per_s: None,
        decode_tokens_per_s_low: None,
        decode_tokens_per_s_high: None,
        prefill_tokens_per_s: None,
        users_at_floor: None,
        wall_w: None,
        evidence: None,
        query: String::new(),
    };
    match choose(&scenario, &formats, floor) {
        Some((place, chosen)) => {
            let report = evaluate(&chosen, catalog);
            row.take(&report, formats.get(place));
            row.why = why_no_better(&chosen, &formats, place, catalog);
        }
        None => row.refuse(&scenario, &formats, floor, catalog),
    }
    row
}

impl ModelFound {
    /// What the report of the best format says.
    fn take(&mut self, report: &Report, format: Option<&Format>) {
        let speed = report.speed();
        self.status = report.verdict().status;
        self.how = match self.status {
            Status::Fits => How::Comfortably,
            Status::Tight => How::Tight,
            _ => How::WithOffload,
        };
        self.format = format.map(|format| format.quant.id());
        self.format_name = format.map(|format| format.quant.name());
        self.weights_bytes = Some(report.memory().weights_bytes);
        self.spare_bytes = report.verdict().margin_bytes;
        self.max_context_tokens = report.max_context();
        self.decode_tokens_per_s = speed.decode_tokens_per_s;
        self.decode_tokens_per_s_low = speed.decode_tokens_per_s_low;
        self.decode_tokens_per_s_high = speed.decode_tokens_per_s_high;
        self.prefill_tokens_per_s = speed.prefill_tokens_per_s;
        self.users_at_floor = speed.users_at_floor;
        self.evidence = speed.decode_tokens_per_s.map(|_| speed.evidence);
        self.wall_w = report.power().asked().map(|load| load.wall_w);
        report.query().clone_into(&mut self.query);
    }

    /// Why none runs, shown by the smallest that would count.
    fn refuse(&mut self, scenario: &Scenario, formats: &[Format], floor: u32, catalog: &Catalog) {
        let wide = |format: &&Format| format.quant.nominal_bits() >= floor;
        let Some(smallest) = formats.iter().rev().find(wide) else {
            self.why = format!("{} has no files of it.", scenario.engine.name());
            self.query = codec::encode(scenario);
            return;
        };
        let asked = with(scenario, smallest.quant, Offload::None);
        let report = evaluate(&asked, catalog);
        let verdict = report.verdict();
        self.status = verdict.status;
        self.spare_bytes = verdict.margin_bytes;
        report.query().clone_into(&mut self.query);
        self.why = match verdict.status {
            Status::Impossible => verdict.blockers.first().cloned().unwrap_or_default(),
            _ => {
                let short = about_gb(verdict.margin_bytes.unsigned_abs());
                let name = smallest.quant.name();
                let host = match scenario.engine.supports_offload(Offload::Auto) {
                    Ok(()) => "; system memory does not hold the rest",
                    Err(_) => "",
                };
                format!("Even {name} is short by {short} on the fullest GPU{host}.")
            }
        };
        let narrow = formats
            .iter()
            .filter(|format| format.quant.nominal_bits() < floor);
        let below = narrow
            .map(|format| format.quant)
            .find(|quant| evaluate::status(&with(scenario, *quant, Offload::None)) == Status::Fits);
        if let Some(below) = below {
            self.why
                .push_str(&format!(" {} would fit, below {floor} bits.", below.name()));
        }
    }
}

/// Why the next larger format is not the best one.
fn why_no_better(chosen: &Scenario, formats: &[Format], place: usize, catalog: &Catalog) -> String {
    let bytes = formats.get(place).map_or(0, |format| format.bytes);
    let larger = formats.iter().take(place).rev();
    let next = larger.clone().find(|format| format.bytes > bytes);
    if chosen.offload != Offload::None {
        let on_cards = with(chosen, chosen.weights, Offload::None);
        let short = evaluate(&on_cards, catalog).verdict().margin_bytes;
        let short = about_gb(short.unsigned_abs());
        return format!("On the cards alone it is short by {short} on the fullest GPU.");
    }
    let Some(next) = next else {
        return "No wider format was published.".to_owned();
    };
    let name = next.quant.name();
    let report = evaluate(&with(chosen, next.quant, Offload::None), catalog);
    let verdict = report.verdict();
    match verdict.status {
        Status::Impossible => format!("{name} does not run on these cards."),
        Status::Tight => format!("{name} fits with typical overhead, not with the highest seen."),
        _ => {
            let short = about_gb(verdict.margin_bytes.unsigned_abs());
            format!("{name} is short by {short} on the fullest GPU.")
        }
    }
}

/// Puts them in order within how well they run; what has no figure stands last.
fn sort(models: &mut [ModelFound], by: Sort, falls: bool) {
    let figure = |row: &ModelFound| -> Option<f64> {
        match by {
            Sort::Name | Sort::Released => None,
            Sort::Size => Some(row.params as f64),
            Sort::Weights => row.weights_bytes.map(|bytes| bytes as f64),
            Sort::Context => row.max_context_tokens.map(f64::from),
            Sort::Decode => row.decode_tokens_per_s,
            Sort::Prefill => row.prefill_tokens_per_s,
            Sort::Users => row.users_at_floor.map(f64::from),
            Sort::Watts => row.wall_w,
        }
    };
    let turned = |order: Ordering| if falls { order.reverse() } else { order };
    models.sort_by(|one, other| {
        let order = match by {
            Sort::Name => turned(one.name.cmp(other.name)),
            Sort::Released => turned(one.released.cmp(other.released)),
            _ => match (figure(one), figure(other)) {
                (Some(one), Some(other)) => turned(one.total_cmp(&other)),
                (one, other) => other.is_some().cmp(&one.is_some()),
            },
        };
        one.how
            .cmp(&other.how)
            .then(order)
            .then(one.name.cmp(other.name))
    });
}

/// What was found, in a sentence or two.
fn finding(models: &[ModelFound], machine: &str, base: &Scenario) -> String {
    let count = |how: How| models.iter().filter(|row| row.how == how).count();
    let [well, tight, offload, not] = How::ALL.map(count);
    let context = grouped(base.context.into());
    let all = models.len();
    let mut said = match all {
        0 => return "No model is like that: take a condition away.".to_owned(),
        1 => format!("One model on {machine} with {context} tokens of context: "),
        _ => format!("Of {all} models, on {machine} with {context} tokens of context, "),
    };
    if well + tight + offload == 0 {
        said.push_str(if all == 1 {
            "it does not run."
        } else {
            "none runs."
        });
        return said;
    }
    let parts = [
        (well, "comfortably"),
        (tight, "tightly"),
        (offload, "with part in system memory"),
        (not, "not"),
    ];
    let parts: Vec<String> = { parts.iter() }
        .filter(|(count, _)| *count > 0)
        .enumerate()
        .map(|(place, (count, how))| match (place, all) {
            (_, 1) => format!("it runs {how}"),
            (0, _) => {
                let runs = if *count == 1 { "runs" } else { "run" };
                format!("{count} {runs} {how}")
            }
            _ => format!("{count} {how}"),
        })
        .collect();
    said.push_str(&parts.join(", "));
    said.push('.');
    let runs = models.iter().filter(|row| row.how == How::Comfortably);
    if let Some(largest) = runs.max_by_key(|row| row.params)
        && let (Some(format), Some(rate)) = (largest.format_name, largest.decode_tokens_per_s)
        && all > 1
    {
        said.push_str(&format!(
            " The largest that runs comfortably is {}, in {format}, at about {} tokens/s.",
            largest.name,
            about(rate)
        ));
    }
    said
}
