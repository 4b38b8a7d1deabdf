//! Training and drives on `/method`.

use headroom_core::accuracy::training::{
    MEASURED_RUNS, Measures, RunError, left_out, run_errors, spread,
};
use headroom_core::catalog::Catalog;
use headroom_core::machine::storage::{AFR, AFR_SOURCE};

use super::scatter::{self, Dot};
use super::{known, percent, signed};
use crate::markup::{Text, put};

/// The whole section.
pub(super) fn section(out: &mut String, catalog: &Catalog) {
    out.push_str(FORMULAS);
    out.push_str("<h3 id=\"training-errors\">How wrong training is</h3>");
    let errors = run_errors(catalog);
    let without = left_out(catalog);
    for (measures, name, unit) in [
        (Measures::Memory, "Memory of training", "GB"),
        (Measures::Speed, "Speed of training", "tokens/s"),
    ] {
        let own = of(&errors, measures);
        let (median, ninetieth) = spread(&own);
        let (left_median, left_ninetieth) = spread(&of(&without, measures));
        put!(
            out,
            "<p>{name}, {} published runs: half are within <b>{}</b>, nine in ten within {}; with each source left out of the fit in turn, \
             <b>{}</b> and {}.</p>",
            own.len(),
            percent(median),
            percent(ninetieth),
            percent(left_median),
            percent(left_ninetieth)
        );
        let part = if measures == Measures::Memory {
            1e9
        } else {
            1.0
        };
        let dots: Vec<Dot> = own.iter().map(|error| dot(error, part)).collect();
        scatter::figure(out, name, unit, &["one run"], &dots);
    }
    rows(out, &errors);
    out.push_str(LEFT_OUT);
    put!(
        out,
        "<section><h2 id=\"storage\">Drives</h2>\
         <p class=\"formula\">throughput = min(drives × sequential read of one, lanes left × speed of a lane)</p>\
         <p class=\"formula\">load time = weights ÷ throughput, through system memory or, with GPUDirect Storage, straight to the cards</p>\
         <p class=\"formula\">chance of loss in a year = 1 − (1 − AFR)<sup>drives</sup></p>\
         <p>The yearly failure rate is {} failures in {} drive-days. <span class=\"quiet\">{}</span></p></section>",
        AFR.0,
        headroom_core::units::grouped(AFR.1.into()),
        Text(AFR_SOURCE.title)
    );
}

fn of(errors: &[RunError], measures: Measures) -> Vec<RunError> {
    errors
        .iter()
        .filter(|error| error.run.measures == measures)
        .copied()
        .collect()
}

fn dot(error: &RunError, unit: f64) -> Dot {
    Dot {
        measured: error.run.value as f64 / unit,
        predicted: error.predicted / unit,
        kind: 0,
        name: format!(
            "{}, {}, {}: {}",
            error.run.model,
            error.run.method,
            error.run.gpu,
            signed(error.error())
        ),
    }
}

fn rows(out: &mut String, errors: &[RunError]) {
    out.push_str(
        "<details class=\"more\"><summary>Every run</summary>\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Predicted and measured training runs\"><table class=\"list\"><thead><tr>\
         <th scope=\"col\" class=\"words\">Model, cards</th><th scope=\"col\" class=\"words\">Program, method</th><th scope=\"col\">Published</th>\
         <th scope=\"col\">Predicted</th><th scope=\"col\">Range</th><th scope=\"col\">Error</th><th scope=\"col\" class=\"words\">Remark, source</th></tr></thead><tbody>",
    );
    for run in MEASURED_RUNS {
        let error = errors.iter().find(|error| error.run.id == run.id);
        let value = |value: f64| match run.measures {
            Measures::Memory => format!("{:.1}\u{202f}GB", value / 1e9),
            Measures::Speed => format!("{value:.0} tokens/s"),
        };
        let range = |error: &RunError| format!("{} to {}", value(error.low), value(error.high));
        put!(
            out,
            "<tr><th scope=\"row\">{}<br><span class=\"quiet small\">{}</span></th><td class=\"words wrap\">{}<br><span class=\"quiet small\">{}</span></td>\
             <td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"words wrap\">{}{} <span class=\"quiet\">{}, {}</span></td></tr>",
            Text(run.model),
            Text(run.gpu),
            Text(run.engine),
            Text(run.method),
            Text(run.stated),
            known(error.map(|error| value(error.predicted))),
            known(error.map(range)),
            known(error.map(|error| signed(error.error()))),
            Text(run.unmapped),
            Text(run.note),
            Text(run.source),
            run.date
        );
    }
    out.push_str("</tbody></table></div></details>");
}

const FORMULAS: &str = "\
<section><h2 id=\"training\">Training</h2>\
<p>Each card holds, line by line: weights, gradients, master copies and moments of the optimiser, each divided as the sharding says; adapters; activations; the logits of the loss; \
the buffers in which shards are gathered; and the runtime. Three moments of a step are compared, the loss, the backward pass and its end, and the fullest counts.</p>\
<p class=\"formula\">AdamW, mixed precision: 2 + 2 + 4 + 4 + 4 = 16 bytes for each parameter that is trained</p>\
<p class=\"formula\">LoRA: rank × (inputs + outputs) parameters for each matrix that it adapts</p>\
<p class=\"formula\">QLoRA: NF4 with double quantisation, 4.127 bits for each frozen parameter</p>\
<p>Activations are counted tensor by tensor after Korthikanti and others (2022), with grouped heads, gated blocks and routed experts; flash attention keeps no scores, and full recomputation \
keeps only the input of each layer.</p>\
<p class=\"formula\">time of a step = max(FLOP ÷ (cards × dense peak × share reached), exchange over the link) + transfers of what is kept in system memory or on drives</p>\
<p>FLOP a token are 6 for each parameter in full training and about 4 with adapters, 2 more where activations are computed again, plus attention. \
Energy is the busy draw of the machine over that time, and the rented machine does the same job on the cards that it has.</p>";

const LEFT_OUT: &str = "\
<p>The rules were chosen while looking at the same runs, so that yours may lie farther off.</p>\
<h3>What training leaves out</h3><ul>\
<li>Tensor, pipeline and context parallelism, weight-decomposed adapters, and optimisers that step inside the backward pass.</li>\
<li>Padding: sequences are taken as packed to their full length.</li>\
<li>Data loading, evaluation and checkpoints.</li></ul></section>";
