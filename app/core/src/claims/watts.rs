//! Claims about watts of parts that are no named cards: a sum, on a circuit or a supply.

use super::Case;
use super::reading::{Claimed, Reading};
use crate::builds::{Figure, Ruling, WRITTEN};
use crate::catalog::Catalog;
use crate::catalog::power::{Circuit, Efficiency};
use crate::machine::power::ADVISED_PERMILLE;
use crate::units::{THIN, grouped, with_unit};

/// What is claimed of the sum of what is written.
pub(super) fn judge(said: &Reading, catalog: &Catalog) -> Result<Vec<Case>, String> {
    if said.model.is_some() {
        return Err("It names a model and only the watts of cards; name the cards.".to_owned());
    }
    let cpu = said.cpu.map(|watts| (1, f64::from(watts)));
    let parts: Vec<(u32, f64)> = said.parts.iter().copied().chain(cpu).collect();
    let sum: f64 = parts
        .iter()
        .map(|(count, each)| f64::from(*count) * each)
        .sum();
    let written = parts.iter().map(|(count, each)| match count {
        1 => with_unit(*each, "W"),
        count => format!("{count} × {}", with_unit(*each, "W")),
    });
    let written = written.collect::<Vec<_>>().join(" + ");
    let sum_text = format!("{}{THIN}W", grouped((sum + 0.5) as u64));
    let query = like(said, catalog);
    let case = |over, ruling, reason, figure| Case {
        label: String::new(),
        over,
        ruling,
        reason,
        figures: vec![figure],
        query: query.clone(),
    };
    let mut cases = Vec::new();
    if let Some(claimed) = said
        .figures
        .iter()
        .find(|figure| figure.of == Claimed::Watts)
    {
        let slack = WRITTEN / 10.0 * sum;
        let met = claimed.low - slack <= sum && sum <= claimed.high + slack;
        let ruling = if met {
            Ruling::Confirmed
        } else {
            Ruling::Refuted
        };
        let figure = Figure::new("Sum", "W", sum).claimed(claimed.low, claimed.high);
        cases.push(case(
            "what it draws",
            ruling,
            format!("{written} = {sum_text}."),
            figure,
        ));
    }
    for circuit in &said.circuits {
        let mut judged = {
            let (ruling, reason, figure) = on_circuit(circuit, sum, &sum_text, catalog);
            case("whether the circuit carries it", ruling, reason, figure)
        };
        if said.circuits.len() > 1 {
            judged.label = circuit.receptacle.to_owned();
        }
        cases.push(judged);
    }
    if let Some(psu) = said.psu.filter(|_| said.circuits.is_empty()) {
        let gives = f64::from(psu);
        let advised = gives * ADVISED_PERMILLE as f64 / 1_000.0;
        let ruling = match () {
            () if sum > gives => Ruling::Refuted,
            () if sum > advised => Ruling::Depends,
            () => Ruling::Confirmed,
        };
        let share = sum / gives * 100.0;
        let reason = format!(
            "{written} = {sum_text}, {share:.0}{THIN}% of what the supply gives; below {}{THIN}% is advised.",
            ADVISED_PERMILLE / 10
        );
        let figure = Figure::new("Sum", "W", sum).limited(gives);
        cases.push(case(
            "whether the supply carries it",
            ruling,
            reason,
            figure,
        ));
    }
    if cases.is_empty() {
        return Err(
            "Watts are named, and neither what carries them nor what they are said to be."
                .to_owned(),
        );
    }
    Ok(cases)
}

/// Between a supply that loses least and one that loses most, of the classes of the catalogue.
fn on_circuit(
    circuit: &Circuit,
    sum: f64,
    text: &str,
    catalog: &Catalog,
) -> (Ruling, String, Figure) {
    let shares = catalog
        .power
        .efficiencies
        .iter()
        .flat_map(|class: &Efficiency| class.points(circuit.volts))
        .map(|(_, permille)| f64::from(*permille) / 1_000.0);
    let (least, most) = shares.fold((1.0_f64, 0.0_f64), |(least, most), share| {
        (least.min(share), most.max(share))
    });
    let (low, high) = (sum / most.max(0.01), sum / least.max(0.01));
    let rated = f64::from(circuit.rated_w());
    let long = circuit.continuous_w().map_or(rated, f64::from);
    let wall = format!(
        "{text} of parts are {} to {} at the wall, by the class of the supply, and the rest of the machine comes on top.",
        with_unit(low, "W"),
        with_unit(high, "W")
    );
    let (ruling, why) = if low > rated {
        (Ruling::Refuted, "The circuit is rated for")
    } else if high <= long {
        (Ruling::Confirmed, "The circuit may carry for hours")
    } else if low > long {
        (
            Ruling::Depends,
            "For short peaks at most: for loads of three hours and more the circuit may carry",
        )
    } else {
        (
            Ruling::Depends,
            "It depends on the supply and on what else draws: for hours the circuit may carry",
        )
    };
    let bound = if ruling == Ruling::Refuted {
        rated
    } else {
        long
    };
    let reason = format!(
        "{wall} {why} {}, and it is rated for {}.",
        with_unit(bound, "W"),
        with_unit(rated, "W")
    );
    let figure = Figure::new("At the wall", "W", sum)
        .between(low, high)
        .limited(rated);
    (ruling, reason, figure)
}

/// A machine with cards of these watts, to look at: it decides nothing.
fn like(said: &Reading, catalog: &Catalog) -> String {
    let Some((count, watts)) = said.parts.iter().copied().max_by_key(|(count, _)| *count) else {
        return String::new();
    };
    let usual = catalog.gpu(crate::scenario::DEFAULT_GPU).into_iter();
    let mut gpus = usual.chain(catalog.gpus.iter().copied());
    let Some(gpu) = gpus.find(|gpu| !gpu.is_whole() && f64::from(gpu.tdp_w) == watts) else {
        return String::new();
    };
    let mut query = crate::codec::Query::default();
    query.set("gpu", gpu.id);
    query.set("n", count.to_string());
    if let Some(cpu) = said.cpu {
        query.set("cpu", cpu.to_string());
    }
    if let Some(circuit) = said.circuits.first() {
        query.set("circuit", circuit.id);
    }
    crate::evaluate::answer(&query, catalog).query().to_owned()
}
