//! Weights on `/method`: the sizes of the formats, and how wrong they are.

use headroom_core::accuracy::sizes::{Outcome, SizeError, size_errors, spread_ppm};
use headroom_core::catalog::{Catalog, Model};
use headroom_core::model::quant::Quant;
use headroom_core::units::{GB, ratio};
use leptos::prelude::*;

use super::strip::Strip;
use crate::components::{Heading, ListTable, More};

/// How weights are counted.
#[component]
pub(super) fn Weights(
    /// The model that every format is priced for.
    model: Option<&'static Model>,
) -> impl IntoView {
    view! {
        <section>
            <h2 id="weights">"Weights"</h2>
            <p>
                "The parameters of every tensor are counted from the published configuration: embedding, output head \
                 unless it is the embedding, the four attention projections or their low-rank forms, gated or plain \
                 feed-forward blocks, routers, routed and shared experts, linear-attention, convolution and \
                 state-space blocks, norms and biases. Each tensor is then priced by the rule of the chosen format."
            </p>
            <p class="formula">"bytes = Σ over tensors: rows × bytes of a row in the tensor’s own format"</p>
            <p>
                "The rule matters more than the headline number of bits. llama.cpp’s mixes give attention values, down \
                 projections, embedding and head more bits than the rest, some of them by the layer’s position. FP8, \
                 AWQ, GPTQ and NVFP4 files keep embedding, head and norms in 16 bits; NVFP4 keeps more, all but the experts \
                 where attention goes through a latent, and mixers and shared experts in FP8 beside layers with states. A model with a large vocabulary \
                 can therefore be a tenth larger than a table of bits says. The recipes are those of llama.cpp’s \
                 quantiser (github.com/ggml-org/llama.cpp, "
                <code>"src/llama-quant.cpp"</code>", commit 007dbbf3). The formats that ik_llama.cpp alone has (IQ4_K, IQ4_KS, IQ2_KT and the like) follow the rules of its \
                 own quantiser, with an importance matrix; many files in them are mixed by hand instead, and the size on their page decides: "<code>"file="</code>"."
            </p>
            {model.map(|model| view! { <Formats model/> })}
        </section>
    }
}

/// Every format with the size that one model has in it.
#[component]
fn Formats(
    /// The model.
    model: &'static Model,
) -> impl IntoView {
    let row = |&quant: &Quant| {
        let weights = model.weights(quant);
        view! {
            <tr>
                <th scope="row">{quant.name()}</th>
                <td>{ratio(weights.total(), GB, 2)}</td>
                <td>{ratio(weights.total().saturating_mul(8), weights.params, 3)}</td>
                <td class="words wrap">{quant.description()}</td>
            </tr>
        }
    };
    let rows = Quant::ALL.iter().map(row).collect_view();
    view! {
        <More summary=format!("All formats, priced for {}", model.name)>
            <ListTable
                label="Weight formats"
                head=&[
                    Heading::Words("Format"),
                    Heading::Figures("GB"),
                    Heading::Figures("Bits a parameter"),
                    Heading::Words("What it is"),
                ]
            >
                {rows}
            </ListTable>
        </More>
    }
}

/// Predicted sizes of files against published ones.
#[component]
pub(super) fn Errors(
    /// Whose models are held against the published files.
    catalog: &'static Catalog,
) -> impl IntoView {
    let errors = size_errors(catalog);
    let predicted: Vec<SizeError> = errors
        .iter()
        .filter(|error| error.error_ppm().is_some())
        .copied()
        .collect();
    let (held, others) = (predicted.len(), errors.len() - predicted.len());
    let spread = spread_ppm(&errors).map(|(median, ninetieth)| {
        view! {
            <p>
                "Held against "{held}" published files: half of the predictions are within "
                <b>{ratio(median, 10_000, 2)}"\u{a0}%"</b>", nine in ten within "
                <b>{ratio(ninetieth, 10_000, 2)}"\u{a0}%"</b>". "{others}
                " more files follow a publisher’s own mix; they are listed with what a rule makes of them, or with the reason why none does."
            </p>
        }
    });
    let rows = errors.into_iter().map(file).collect_view();
    view! {
        <section>
            <h2 id="errors">"How wrong the sizes are"</h2>
            {spread}
            <Strip errors=predicted/>
            <More summary="Every file">
                <ListTable
                    label="Predicted and published sizes"
                    head=&[
                        Heading::Words("File"),
                        Heading::Words("Format"),
                        Heading::Lines("Published", "GB"),
                        Heading::Lines("Predicted", "GB"),
                        Heading::Figures("Error"),
                        Heading::Words("Remark, source"),
                    ]
                >
                    {rows}
                </ListTable>
            </More>
        </section>
    }
}

/// A published file in the table.
fn file(error: SizeError) -> impl IntoView {
    let (size, why) = match error.outcome {
        Outcome::Predicted(bytes) => (ratio(bytes, GB, 2), error.departure),
        Outcome::ByRule(bytes) => (
            ratio(bytes, GB, 2),
            "the publisher’s own mix, by a rule read off such sizes; not counted in the errors stated above",
        ),
        Outcome::NotPredicted(why) => ("–".to_owned(), why),
    };
    let off = error.error_ppm().or_else(|| error.mix_error_ppm());
    let off = off.map(|_| error.percent());
    let why = (!why.is_empty()).then(|| format!("{why}. "));
    view! {
        <tr>
            <th scope="row">{error.published.name}</th>
            <td class="words">{error.published.quant}</td>
            <td>{ratio(error.bytes, GB, 2)}</td>
            <td>{size}</td>
            <td>{off}</td>
            <td class="words wrap">{why}<span class="quiet">{error.published.source}</span></td>
        </tr>
    }
}
