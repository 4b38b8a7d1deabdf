//! Speed on `/method`: the rooflines, what was fitted to what, and how wrong it is.

use headroom_core::accuracy::speed::{GroupErrors, Outcome, SpeedError, groups, speed_errors};
use headroom_core::catalog::Catalog;
use headroom_core::catalog::measured::{Mapping, Metric};
use headroom_core::speed::{Family, HELD_OUT};

use super::scatter::{self, Dot};
use super::{known, percent, signed};
use crate::markup::{Text, put};

/// The whole section.
pub(super) fn section(out: &mut String, catalog: &Catalog) {
    out.push_str(FORMULAS);
    let errors = speed_errors(catalog);
    out.push_str("<h3 id=\"speed-errors\">How wrong the speeds are</h3>");
    summary(out, &groups(&errors));
    let dots: Vec<Dot> = errors.iter().filter_map(dot).collect();
    let names = Family::ALL.map(Family::name);
    scatter::figure(out, "Speed", "tokens/s", &names, &dots);
    by_group(out, &groups(&errors));
    rows(out, &errors);
    out.push_str(LEFT_OUT);
}

/// The groups of all builds of an engine family, with the errors when their source is left out.
fn summary(out: &mut String, groups: &[GroupErrors]) {
    let whole = |groups: &[GroupErrors], what: &str| {
        groups
            .iter()
            .find(|group| {
                group.what == what
                    && group.builds == "all"
                    && group.family == "all"
                    && group.class == "all"
            })
            .map(|group| (group.rows, percent(group.median), percent(group.p90)))
    };
    for (what, name) in [("decode", "decoding"), ("prefill", "prompts")] {
        if let (Some((rows, median, p90)), Some((_, left_median, left_p90))) =
            (whole(groups, what), whole(HELD_OUT, what))
        {
            put!(
                out,
                "<p>Held against {rows} published measurements of {name}: half are within <b>{median}</b>, nine in ten within {p90}. \
                 That flatters, because the figures were fitted to these rows. With each source left out of the fit in turn, half of its rows are \
                 within <b>{left_median}</b> and nine in ten within {left_p90}.</p>"
            );
        }
    }
}

/// A measurement as tokens a second; times of one token are turned over.
fn dot(error: &SpeedError) -> Option<Dot> {
    let Outcome::Predicted {
        predicted,
        metric,
        family,
        ..
    } = error.outcome
    else {
        return None;
    };
    let rate = |value: f64| match metric {
        Metric::Tpot => 1e3 / value,
        _ => value,
    };
    // The time to a first token is no rate.
    (metric != Metric::Ttft).then(|| Dot {
        measured: rate(error.value),
        predicted: rate(predicted),
        kind: Family::ALL
            .iter()
            .position(|one| *one == family)
            .unwrap_or(0),
        name: format!(
            "{} {} on {}, {}: {}",
            error.measured.model,
            error.measured.format,
            error.measured.gpus,
            error.measured.engine,
            known(error.error().map(signed))
        ),
    })
}

fn by_group(out: &mut String, groups: &[GroupErrors]) {
    out.push_str(
        "<details class=\"more\"><summary>By engine and kind of hardware</summary>\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Errors by engine and hardware\"><table class=\"list\"><thead><tr>\
         <th scope=\"col\" class=\"words\">Engine, hardware</th><th scope=\"col\" class=\"words\">Of</th><th scope=\"col\" class=\"words\">Builds</th><th scope=\"col\">Rows</th>\
         <th scope=\"col\">Median</th><th scope=\"col\">Nine in ten</th><th scope=\"col\">Median, source left out</th></tr></thead><tbody>",
    );
    for group in groups {
        let left = HELD_OUT.iter().find(|left| {
            (left.what, left.builds, left.family, left.class)
                == (group.what, group.builds, group.family, group.class)
        });
        put!(
            out,
            "<tr><th scope=\"row\">{}, {}</th><td class=\"words\">{}</td><td class=\"words\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            group.family,
            group.class,
            group.what,
            group.builds,
            group.rows,
            percent(group.median),
            percent(group.p90),
            known(left.map(|left| percent(left.median)))
        );
    }
    out.push_str("</tbody></table></div></details>");
}

fn rows(out: &mut String, errors: &[SpeedError]) {
    out.push_str(
        "<details class=\"more\"><summary>Every measurement of speed</summary>\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Predicted and measured speeds\"><table class=\"list\"><thead><tr>\
         <th scope=\"col\" class=\"words\">Model, cards</th><th scope=\"col\" class=\"words\">Engine, setting</th><th scope=\"col\" class=\"words\">What</th>\
         <th scope=\"col\">Measured</th><th scope=\"col\">Predicted</th><th scope=\"col\">Error</th><th scope=\"col\" class=\"words\">Remark, source</th></tr></thead><tbody>",
    );
    for error in errors {
        let row = error.measured;
        let (metric, predicted, why) = match error.outcome {
            Outcome::Predicted {
                predicted, metric, ..
            } => (named(metric), figure(predicted), ""),
            Outcome::NotPredicted(why) => ("", "–".to_owned(), why),
        };
        let measured = match row.mapping {
            Mapping::Scenario { .. } => figure(error.value),
            Mapping::None(_) => "–".to_owned(),
        };
        put!(
            out,
            "<tr><th scope=\"row\">{} {}<br><span class=\"quiet small\">{}</span></th><td class=\"words wrap\">{}<br><span class=\"quiet small\">{}</span></td>\
             <td class=\"words\">{metric}</td><td>{measured}</td><td>{predicted}</td><td>{}</td>\
             <td class=\"words wrap\">{}{}{} <span class=\"quiet\">{}, {}</span></td></tr>",
            Text(row.model),
            Text(row.format),
            Text(row.gpus),
            Text(row.engine),
            Text(row.setting),
            known(error.error().map(signed)),
            Text(why),
            if error.old_build {
                "An old build. "
            } else {
                ""
            },
            Text(row.note),
            Text(row.source),
            row.date
        );
    }
    out.push_str("</tbody></table></div></details>");
}

fn named(metric: Metric) -> &'static str {
    match metric {
        Metric::Stream => "tokens/s, one stream",
        Metric::Total => "tokens/s, all streams",
        Metric::Served => "tokens/s, prompts in between",
        Metric::Tpot => "ms a token",
        Metric::Prefill => "prompt tokens/s",
        Metric::Ttft => "ms to the first token",
    }
}

/// Three figures.
fn figure(value: f64) -> String {
    match value {
        _ if value >= 100.0 => format!("{value:.0}"),
        _ if value >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

const FORMULAS: &str = "\
<section><h2 id=\"speed\">Speed</h2>\
<p>A step of decoding gives each sequence one token. It reads every weight that the step touches once, and the cache of every sequence, \
and it multiplies; reading and multiplying overlap, so that little more than the longer of the two counts (the fourth root of the sum of their fourth powers).</p>\
<p class=\"formula\">step = max(weights ÷ bandwidth reached, FLOP ÷ compute reached) + cache ÷ bandwidth reached + starts × layers + engine + exchange + host</p>\
<p class=\"formula\">experts touched by B sequences = E × (1 − (1 − k/E)<sup>B</sup>)</p>\
<p class=\"formula\">prompt = max(2 × active parameters × tokens ÷ compute reached, weights ÷ bandwidth reached) + attention + starts + exchange</p>\
<p>Tensor parallelism divides weights and products and adds two exchanges a layer over the link between the cards; layers that are dealt out add room and not speed, \
since one card works at a time. Weights in system memory are read over its channels. The cache is read at the context that a sequence holds on average \
while it answers: prompt and half of the answer. A power limit slows a card by its measured curve.</p>\
<p>What a card reaches of its bandwidth and of its dense FLOP/s, and what each layer costs beside, differ by engine and by kind of hardware. \
These efficiencies are fitted, for classes and never for single cards, to the published measurements below, with a preference for starting values from physics where a class has few rows. The more rows a source has, the less each of them counts. \
The range beside an estimate holds four in five of the measurements of its class. No estimate passes what memory bandwidth allows; that ceiling stands beside it.</p>";

const LEFT_OUT: &str = "\
<p>The forms of these rules were chosen while looking at the same rows, so that a machine of yours may lie farther off than either figure says.</p>\
<h3>What speed leaves out</h3><ul>\
<li>Speculative decoding, prefix caches, and prompts that are read together with other people’s answers beyond a plain alternation.</li>\
<li>Rates are for builds of today. vLLM before 2025, and llama.cpp and TensorRT-LLM before the middle of 2024, were slower, vLLM of 2023 several times; their rows are marked, and count with what such builds lack.</li>\
<li>transformers, Intel cards, and vLLM on GeForce and Radeon cards rest on a handful of measurements.</li>\
<li>Links are taken at 70&nbsp;% and system memory at 60&nbsp;% of their published rates: working figures.</li>\
</ul></section>";
