//! `/models/<id>`: one model, what it weighs, where it fits and how fast it is there.

use headroom_core::catalog::{Catalog, Gpu, Model, short_name};
use headroom_core::codec::Query;
use headroom_core::evaluate::{self, Report};
use headroom_core::model::quant::Quant;
use headroom_core::units::{THIN, ends, gb, gib, grouped, params, ratio, with_unit};
use leptos::prelude::*;

use super::fits;
use super::models::{active, kv_per_token, native};
use crate::build::Build;
use crate::components::{Heading, ListTable, Sources};
use crate::configurator::Facts;
use crate::markup::{Html, IntoHtml, address};

/// Address of the page of a model.
pub(super) fn address_of(model: &Model) -> String {
    format!("/models/{}", model.id)
}

/// What it is, in a sentence.
pub(super) fn summary(model: &Model) -> String {
    let active = active(model).map_or(String::new(), |count| {
        format!(", {} of them for each token", params(count))
    });
    format!(
        "{}, {}: {} parameters{active}, up to {} tokens, licence {}. What it weighs in each format, which cards hold it and how fast \
         they answer.",
        model.vendor,
        model.released,
        params(model.params.total),
        grouped(model.arch.max_context.into()),
        model.licence,
    )
}

/// The page.
#[component]
pub(super) fn OneModel(
    /// Which model.
    model: &'static Model,
) -> impl IntoView {
    let build = Build::of_page();
    let other_names = (!model.aliases.is_empty()).then(|| {
        view! { <p class="hint">"Also known as "{model.aliases.join(", ")}"."</p> }
    });
    view! {
        <main id="content" class="builds one-gpu">
            <p class="crumb"><a href=build.at("/models")>"Models"</a></p>
            <h1>{model.name}</h1>
            <p class="lead">{summary(model)}</p>
            {other_names}
            <ul class="build-links">
                <li><a class="button" href=build.with_model(model)>"Does it fit my machine?"</a></li>
                <li><a href=format!("/find?ask=machines&model={}", model.id)>"Find a machine for it"</a></li>
            </ul>
            {facts(model)}
            {formats(model)}
            {holders(model)}
            {speeds(model)}
            <h2>"Sources"</h2>
            <p>
                <Sources sources=model.sources.to_vec() as_of=model.as_of remarks=vec![model.note.into()]/>
            </p>
        </main>
    }
}

/// What it is made of.
fn facts(model: &Model) -> Option<Html> {
    let arch = &model.arch;
    let mut out = Facts::default();
    let towers = match model.params.vision {
        0 => String::new(),
        vision => format!("{} of them see or hear", params(vision)),
    };
    out.add("Parameters", &params(model.params.total), &towers);
    if let (Some(count), Some(moe)) = (active(model), arch.moe) {
        let experts = format!("{} of {} experts in a layer", moe.active, moe.experts);
        out.add("Active for a token", &params(count), &experts);
    }
    // Latent attention keeps one row for all heads.
    let kept = match arch.attention.mla {
        Some(mla) => format!("a latent of {}", mla.kv_lora_rank + mla.qk_rope_head_dim),
        None => format!("{} of keys and values", arch.kv_heads),
    };
    let wide = grouped(arch.hidden_size.into());
    let heads = format!("{wide} wide, {} heads, {kept}", arch.heads);
    out.add("Layers", &arch.layer_count().to_string(), &heads);
    let context = grouped(arch.max_context.into());
    out.add(
        "Context",
        &format!("{context}{THIN}tokens"),
        "published for",
    );
    let cache = format!("{}{THIN}kB", ratio(kv_per_token(model), 1_000, 1));
    out.add(
        "Cache of a token",
        &cache,
        "in 16 bits, while every layer grows",
    );
    out.add("Published in", native(model.native), model.modality);
    out.list()
}

/// Formats that people run models in, roughly the largest first.
const FORMATS: [Quant; 9] = [
    Quant::Bf16,
    Quant::Fp8,
    Quant::Q8_0,
    Quant::Q6K,
    Quant::Q5KM,
    Quant::Q4KM,
    Quant::Awq,
    Quant::Nvfp4,
    Quant::Q2K,
];

const WEIGHTS: &[Heading] = &[
    Heading::Words("Format"),
    Heading::Figures("Weights"),
    Heading::Figures("Bits a weight"),
];

/// What it weighs in each.
fn formats(model: &'static Model) -> Html {
    let rows: Vec<Html> = { FORMATS.iter() }
        .map(|quant| {
            let weights = model.weights(*quant);
            let bytes = weights.total() + weights.vision;
            let bits = ratio(bytes.saturating_mul(8), model.params.total.max(1), 2);
            let query = format!("model={}&w={}", model.id, quant.id());
            view! {
                <tr>
                    <th scope="row"><a href=address(&query)>{quant.name()}</a></th>
                    <td>{gb(bytes)}<span class="cell-range">{gib(bytes)}</span></td>
                    <td>{bits}</td>
                </tr>
            }
            .html()
        })
        .collect();
    view! {
        <h2>"What it weighs"</h2>
        <p>
            "Every tensor counted and priced as the format stores it, vision and audio towers in 16 bits included, which GGUF \
             keeps in a file of their own. The cache of the context and what the engine keeps come on top: each format leads to \
             an answer with them."
        </p>
        <ListTable label="Weights by format" narrow=true head=WEIGHTS>{rows}</ListTable>
    }
    .html()
}

/// Cards and machines that people ask about by name.
const CARDS: [&str; 10] = [
    "rtx-3060-12gb",
    "rtx-3090",
    "rtx-4090",
    "rtx-5090",
    "rtx-pro-6000-blackwell-ws",
    "h100-sxm",
    "h200-sxm",
    "ryzen-ai-max-395",
    "dgx-spark-gb10",
    "apple-m3-ultra",
];

/// How many of a card people build with.
const COUNTS: [u32; 4] = [1, 2, 4, 8];

fn cards() -> impl Iterator<Item = &'static Gpu> {
    let catalog = Catalog::builtin();
    CARDS.into_iter().filter_map(|id| catalog.gpu(id))
}

/// So many of a card as people build with; machines with unified memory stand alone here.
fn counts(gpu: &Gpu) -> &'static [u32] {
    if gpu.unified.is_some() { &[1] } else { &COUNTS }
}

const FITS: &[Heading] = &[
    Heading::Words("Card"),
    Heading::Words("One"),
    Heading::Words("2"),
    Heading::Words("4"),
    Heading::Words("8"),
];

/// The best format that fits so many of each.
fn holders(model: &'static Model) -> Html {
    let rows: Vec<Html> = cards()
        .map(|gpu| {
            let cells = COUNTS.map(|count| {
                if !counts(gpu).contains(&count) {
                    return view! { <td class="words">"–"</td> }.html();
                }
                fits::cell(model.id, &format!("gpu={}&n={count}", gpu.id))
            });
            view! { <tr><th scope="row">{short_name(gpu.name)}</th>{cells}</tr> }.html()
        })
        .collect();
    view! {
        <h2>"Where it fits"</h2>
        <p>
            "The best format that fits one, two, four or eight of a card, with the usual context and one user. Each leads to its \
             answer."
        </p>
        <ListTable label="Cards that hold it" narrow=true head=FITS>{rows}</ListTable>
    }
    .html()
}

const SPEEDS: &[Heading] = &[
    Heading::Words("Cards"),
    Heading::Figures("One answer"),
    Heading::Figures("Prompt"),
];

/// What so many of a card do with it in four bits.
fn asked(model: &Model, gpu: &Gpu, count: u32) -> Report {
    let query = format!("gpu={}&n={count}&model={}&w=q4_k_m", gpu.id, model.id);
    evaluate::answer(&Query::parse(&query), Catalog::builtin())
}

/// How fast the fewest of each card answer that hold it in four bits.
fn speeds(model: &'static Model) -> Option<Html> {
    let rows: Vec<Html> = cards()
        .filter_map(|gpu| {
            let mut fewest = counts(gpu).iter();
            let (count, report) = fewest.find_map(|&count| {
                let report = asked(model, gpu, count);
                report.verdict().fits.then_some((count, report))
            })?;
            let speed = report.speed();
            let rate = with_unit(speed.decode_tokens_per_s?, "tokens/s");
            let range = ends(
                speed.decode_tokens_per_s_low,
                speed.decode_tokens_per_s_high,
            );
            let prompt = speed.prefill_tokens_per_s;
            let prompt = prompt.map_or_else(|| "–".to_owned(), |rate| with_unit(rate, "tokens/s"));
            let row = view! {
                <tr>
                    <th scope="row">
                        <a href=address(report.query())>{count}" × "{short_name(gpu.name)}</a>
                    </th>
                    <td>{rate}<span class="cell-range">{range}</span></td>
                    <td>{prompt}</td>
                </tr>
            };
            Some(row.html())
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let view = view! {
        <h2>"How fast it answers"</h2>
        <p>
            "In Q4_K_M on the fewest cards of each kind that hold it, for one user; with the range of four in five comparable \
             measurements. Each leads to its answer, where engine, format and context can be changed."
        </p>
        <ListTable label="Speed by card" narrow=true head=SPEEDS>{rows}</ListTable>
    };
    Some(view.html())
}
