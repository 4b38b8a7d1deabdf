//! Training and drives on `/method`.

use headroom_core::accuracy::training::{
    MEASURED_RUNS, MeasuredRun, Measures, RunError, left_out, run_errors, spread,
};
use headroom_core::catalog::Catalog;
use headroom_core::machine::storage::{AFR, AFR_SOURCE};
use headroom_core::units::grouped;
use leptos::prelude::*;

use super::scatter::{Dot, Scatter};
use super::{known, percent, signed};
use crate::components::{Heading, ListTable, More};

/// The sections of both.
#[component]
pub(super) fn Training(
    /// Whose models and cards the runs are held against.
    catalog: &'static Catalog,
) -> impl IntoView {
    let errors = run_errors(catalog);
    let without = left_out(catalog);
    let held = [Measures::Memory, Measures::Speed].map(|measures| {
        view! { <Held measures errors=of(&errors, measures) without=of(&without, measures)/> }
    });
    view! {
        <section>
            <h2 id="training">"Training"</h2>
            <p>
                "Each card holds, line by line: weights, gradients, master copies and moments of the optimiser, each \
                 divided as the sharding says; adapters; activations; the logits of the loss; the buffers in which \
                 shards are gathered; and the runtime. Three moments of a step are compared, the loss, the backward \
                 pass and its end, and the fullest counts."
            </p>
            <p class="formula">
                "AdamW, mixed precision: 2 + 2 + 4 + 4 + 4 = 16 bytes for each parameter that is trained"
            </p>
            <p class="formula">"LoRA: rank × (inputs + outputs) parameters for each matrix that it adapts"</p>
            <p class="formula">"QLoRA: NF4 with double quantisation, 4.127 bits for each frozen parameter"</p>
            <p>
                "Activations are counted tensor by tensor after Korthikanti and others (2022), with grouped heads, \
                 gated blocks and routed experts; flash attention keeps no scores, and full recomputation keeps only \
                 the input of each layer."
            </p>
            <p class="formula">
                "time of a step = max(FLOP ÷ (cards × dense peak × share reached), exchange over the link) + transfers \
                 of what is kept in system memory or on drives"
            </p>
            <p>
                "FLOP a token are 6 for each parameter in full training and about 4 with adapters, 2 more where \
                 activations are computed again, plus attention. Energy is the busy draw of the machine over that \
                 time, and the rented machine does the same job on the cards that it has."
            </p>
            <h3 id="training-errors">"How wrong training is"</h3>
            {held}
            <Rows errors/>
            <p>"The rules were chosen while looking at the same runs, so that yours may lie farther off."</p>
            <h3>"What training leaves out"</h3>
            <ul>
                <li>
                    "Tensor, pipeline and context parallelism, weight-decomposed adapters, and optimisers that step \
                     inside the backward pass."
                </li>
                <li>"Padding: sequences are taken as packed to their full length."</li>
                <li>"Data loading, evaluation and checkpoints."</li>
            </ul>
        </section>
        <Drives/>
    }
}

/// The runs that measure one thing.
fn of(errors: &[RunError], measures: Measures) -> Vec<RunError> {
    errors
        .iter()
        .filter(|error| error.run.measures == measures)
        .copied()
        .collect()
}

/// How far predictions are from what was measured.
#[component]
fn Held(
    /// What was measured.
    measures: Measures,
    /// The errors as they are.
    errors: Vec<RunError>,
    /// The same with the source of each left out of the fit.
    without: Vec<RunError>,
) -> impl IntoView {
    let (title, unit, part) = match measures {
        Measures::Memory => ("Memory of training", "GB", 1e9),
        Measures::Speed => ("Speed of training", "tokens/s", 1.0),
    };
    let (median, ninetieth) = spread(&errors);
    let (left_median, left_ninetieth) = spread(&without);
    let dots: Vec<Dot> = errors.iter().map(|error| dot(error, part)).collect();
    view! {
        <p>
            {title}", "{errors.len()}" published runs: half are within "<b>{percent(median)}</b>
            ", nine in ten within "{percent(ninetieth)}"; with each source left out of the fit in turn, "
            <b>{percent(left_median)}</b>" and "{percent(left_ninetieth)}"."
        </p>
        <Scatter title unit names=vec!["one run"] dots/>
    }
}

/// A run in the drawing, in a unit of so many bytes or tokens a second.
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

/// Every run with what is calculated for it.
#[component]
fn Rows(
    /// The predictions; a run that none could be made for has none.
    errors: Vec<RunError>,
) -> impl IntoView {
    let rows = MEASURED_RUNS.iter().map(|run| {
        let error = errors.iter().find(|error| error.run.id == run.id);
        row(run, error)
    });
    let rows = rows.collect_view();
    view! {
        <More summary="Every run">
            <ListTable
                label="Predicted and measured training runs"
                head=&[
                    Heading::Words("Model, cards"),
                    Heading::Words("Program, method"),
                    Heading::Figures("Published"),
                    Heading::Figures("Predicted"),
                    Heading::Figures("Range"),
                    Heading::Figures("Error"),
                    Heading::Words("Remark, source"),
                ]
            >
                {rows}
            </ListTable>
        </More>
    }
}

/// A run in the table.
fn row(run: &'static MeasuredRun, error: Option<&RunError>) -> impl IntoView + use<> {
    let value = |value: f64| match run.measures {
        Measures::Memory => format!("{:.1}\u{202f}GB", value / 1e9),
        Measures::Speed => format!("{value:.0} tokens/s"),
    };
    let range = |error: &RunError| format!("{} to {}", value(error.low), value(error.high));
    view! {
        <tr>
            <th scope="row">{run.model}<br/><span class="quiet small">{run.gpu}</span></th>
            <td class="words wrap">{run.engine}<br/><span class="quiet small">{run.method}</span></td>
            <td>{run.stated}</td>
            <td>{known(error.map(|error| value(error.predicted)))}</td>
            <td>{known(error.map(range))}</td>
            <td>{known(error.map(|error| signed(error.error())))}</td>
            <td class="words wrap">
                {format!("{}{} ", run.unmapped, run.note)}<span class="quiet">{run.source}", "{run.date}</span>
            </td>
        </tr>
    }
}

/// How drives are counted.
#[component]
fn Drives() -> impl IntoView {
    let (failures, days) = AFR;
    view! {
        <section>
            <h2 id="storage">"Drives"</h2>
            <p class="formula">"throughput = min(drives × sequential read of one, lanes left × speed of a lane)"</p>
            <p class="formula">
                "load time = weights ÷ throughput, through system memory or, with GPUDirect Storage, straight to the \
                 cards"
            </p>
            <p class="formula">"chance of loss in a year = 1 − (1 − AFR)"<sup>"drives"</sup></p>
            <p>
                "The yearly failure rate is "{failures}" failures in "{grouped(days.into())}" drive-days. "
                <span class="quiet">{AFR_SOURCE.title}</span>
            </p>
        </section>
    }
}
