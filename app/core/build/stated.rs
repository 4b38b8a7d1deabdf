//! What the two reference documents claim.

use std::fmt::Write;

use serde::Deserialize;

use super::Violation;
use super::check::Row;
use super::emit::Shared;
use super::rows::{Measure, Preset};
use super::sources::Sources;

const FILE: &str = "claims.toml";

/// The day of the younger of the two documents.
const COMPARED: &str = "2025-10-06";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Stated {
    topic: Topic,
    #[serde(default)]
    text: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    build: String,
    #[serde(default)]
    with: String,
    known: Option<String>,
    of: Option<Measure>,
    low: Option<f64>,
    high: Option<f64>,
    sum: Option<Vec<f64>>,
    #[serde(default)]
    unit: String,
    plan: Option<usize>,
    month: Option<u32>,
    part: Option<String>,
    #[serde(default)]
    names: Vec<String>,
    check: Option<String>,
    costs: Option<String>,
    slower: Option<[String; 2]>,
    published: Option<[u32; 2]>,
    unchecked: Option<String>,
    #[serde(default)]
    no: bool,
    round: Option<f64>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Topic {
    Memory,
    Training,
    Speed,
    Power,
    Money,
    Storage,
    Other,
}

pub(crate) fn check_and_emit(
    rows: &[Stated],
    presets: &[Preset],
    sources: &Sources,
    found: &mut Vec<Violation>,
) -> String {
    let mut shared = Shared::new(sources, "C");
    let mut table = String::from("static STATED: &[Stated] = &[\n");
    for (place, stated) in rows.iter().enumerate() {
        let preset = presets.iter().find(|preset| preset.id == stated.build);
        let known = stated.known.as_ref().and_then(|text| {
            let claims = &preset?.claim;
            let place = claims.iter().position(|claim| claim.text == *text)?;
            Some((place, &claims[place]))
        });
        let (text, source) = match known {
            Some((_, claim)) => (&claim.text, &claim.source),
            None => (&stated.text, &stated.source),
        };
        let mut row = Row::new(FILE, format!("claim {} “{text}”", place + 1), found);
        row.written("text", text);
        let day = preset.map_or(COMPARED, |preset| preset.as_of.as_str());
        row.sourced(std::slice::from_ref(source), day, sources);
        if preset.is_none() && !stated.build.is_empty() {
            row.fail("build", format!("`{}` is no known build", stated.build));
        }
        let about = match about(stated, known.map(|(place, _)| place)) {
            Ok(about) => about,
            Err(problem) => {
                row.fail("of", problem);
                String::new()
            }
        };
        let _ = writeln!(
            table,
            "Stated {{ topic: Topic::{:?}, text: {text:?}, source: &{}, about: About::{about} }},",
            stated.topic,
            shared.name(source),
        );
    }
    table.push_str("];\n");
    shared.statics() + &table
}

/// A figure that may have no end.
fn end(value: f64) -> String {
    if value.is_finite() {
        format!("{value:?}")
    } else {
        "f64::INFINITY".to_owned()
    }
}

fn about(stated: &Stated, known: Option<usize>) -> Result<String, String> {
    let Stated { build, with, .. } = stated;
    let low = stated.low.unwrap_or(0.0);
    let high = end(stated.high.unwrap_or(low));
    let slack = stated.round.unwrap_or(1.0) / 2.0;
    let figure = || stated.low.ok_or("`low` is missing".to_owned()).map(|_| ());
    if stated.known.is_some() {
        let place = known.ok_or("`known` is no claim of that build")?;
        return Ok(format!("Known {{ build: {build:?}, place: {place} }}"));
    }
    if let Some(of) = stated.of {
        if !of.has_its_figures(stated.low, stated.high) {
            return Err("the figures are not those of what is claimed".to_owned());
        }
        let no = stated.no;
        return Ok(format!(
            "Build {{ build: {build:?}, no: {no}, of: Measure::{of:?}, with: {with:?}, low: {}, high: {high} }}",
            end(low)
        ));
    }
    if let Some(terms) = &stated.sum {
        figure()?;
        let unit = &stated.unit;
        return Ok(format!(
            "Sum {{ terms: &{terms:?}, unit: {unit:?}, claimed: {low:?}, slack: {slack:?} }}"
        ));
    }
    if let Some(plan) = stated.plan {
        figure()?;
        let month = stated.month.ok_or("`month` is missing")?;
        return Ok(format!(
            "Plan {{ plan: {plan}, month: {month}, claimed: {low:?}, slack: {slack:?} }}"
        ));
    }
    if let Some(key) = &stated.part {
        let names = &stated.names;
        return Ok(format!(
            "Part {{ build: {build:?}, key: {key:?}, names: &{names:?} }}"
        ));
    }
    if let Some(rule) = &stated.check {
        return Ok(format!("Check {{ build: {build:?}, rule: {rule:?} }}"));
    }
    if let Some(kind) = &stated.costs {
        figure()?;
        return Ok(format!(
            "Costs {{ build: {build:?}, kind: {kind:?}, claimed: {low:?} }}"
        ));
    }
    if let Some([card, than]) = &stated.slower {
        figure()?;
        return Ok(format!(
            "Slower {{ card: {card:?}, than: {than:?}, claimed: {low:?} }}"
        ));
    }
    if let Some([first, last]) = stated.published {
        return Ok(format!(
            "Published {{ build: {build:?}, first: {first}, last: {last} }}"
        ));
    }
    let why = stated.unchecked.as_ref();
    why.map(|why| format!("Unchecked({why:?})"))
        .ok_or("it says of nothing what it is about".to_owned())
}
