//! `/method`: how each figure is computed, how wrong it can be, and what is left out.
//!
//! Every number on the page is computed by the functions that the configurator uses.

mod money;
mod power;
mod scatter;
mod speed;
mod training;

use headroom_core::accuracy::sizes::{Outcome, SizeError, size_errors, spread_ppm};
use headroom_core::catalog::{Catalog, Gpu, Model};
use headroom_core::engine::overhead::OverheadInput;
use headroom_core::engine::overheads;
use headroom_core::engine::{Engine, kv_policy};
use headroom_core::memory::kv::{Cache, CacheInput};
use headroom_core::model::quant::KvType;
use headroom_core::model::quant::Quant;
use headroom_core::scenario;
use headroom_core::units::{GB, GIB, grouped, ratio};

use crate::markup::{Text, put};

/// The page.
pub(super) fn page() -> String {
    let catalog = Catalog::builtin();
    let mut out = String::with_capacity(96 * 1_024);
    out.push_str("<main id=\"content\" class=\"method\"><h1>Method</h1>");
    out.push_str(OPENING);
    out.push_str(WEIGHTS);
    if let Some(model) = catalog.model(scenario::DEFAULT_MODEL) {
        formats(&mut out, model);
    }
    errors(&mut out, &size_errors(catalog));
    out.push_str(CACHE);
    caches(&mut out, catalog);
    policies(&mut out);
    out.push_str(OVERHEADS);
    if let (Some(model), Some(gpu)) = (
        catalog.model(scenario::DEFAULT_MODEL),
        catalog.gpu(scenario::DEFAULT_GPU),
    ) {
        overhead_table(&mut out, model, gpu);
    }
    out.push_str(FIT);
    speed::section(&mut out, catalog);
    power::section(&mut out, catalog);
    money::section(&mut out, catalog);
    training::section(&mut out, catalog);
    out.push_str(NOT_MODELLED);
    out.push_str(DATA);
    out.push_str("</main>");
    out
}

/// A part of the whole in percent.
fn percent(part: f64) -> String {
    format!("{:.1}&nbsp;%", part * 100.0)
}

/// An error as a part of what was measured, in percent with its sign.
fn signed(error: f64) -> String {
    let sign = if error < 0.0 { "−" } else { "+" };
    format!("{sign}{:.1}\u{202f}%", error.abs() * 100.0)
}

/// A dash where there is no figure.
fn known(figure: Option<String>) -> String {
    figure.unwrap_or_else(|| "–".to_owned())
}

const OPENING: &str = "\
<p class=\"lead\">One question is answered here: does this model, in this format, with this much context and this many \
conversations, fit on these cards? The answer is worked out from the shape of the model, tensor by tensor. \
This page says how, and how far off it can be.</p>\
<nav class=\"contents\" aria-label=\"On this page\"><ul>\
<li><a href=\"#weights\">Weights</a></li><li><a href=\"#errors\">How wrong the sizes are</a></li>\
<li><a href=\"#cache\">KV cache</a></li><li><a href=\"#overheads\">Everything else on the card</a></li>\
<li><a href=\"#fit\">Fit</a></li><li><a href=\"#speed\">Speed</a></li><li><a href=\"#power\">Power</a></li><li><a href=\"#money\">Money</a></li><li><a href=\"#training\">Training</a></li><li><a href=\"#left-out\">What is not modelled</a></li>\
<li><a href=\"#data\">Data and API</a></li></ul></nav>\
<section><h2 id=\"units\">Units and evidence</h2>\
<p>Bytes are exact whole numbers until they are printed. A GB is 10<sup>9</sup> bytes and a GiB 2<sup>30</sup>; the two differ by \
7.4&nbsp;%, which is enough to turn a fit into a failure, so both are shown where they could be confused.</p>\
<p>Each figure carries how it is known. <b>Published</b>: a vendor or a measurement states it. <b>Derived</b>: arithmetic on \
published figures. <b>Calibrated</b>: a range over measurements. <b>Assumed</b>: taken for granted, and said so. \
A sum is only as good as its weakest part and carries that label.</p></section>";

const WEIGHTS: &str = "\
<section><h2 id=\"weights\">Weights</h2>\
<p>The parameters of every tensor are counted from the published configuration: embedding, output head unless it is the \
embedding, the four attention projections or their low-rank forms, gated or plain feed-forward blocks, routers, routed and \
shared experts, linear-attention, convolution and state-space blocks, norms and biases. Each tensor is then priced by the rule \
of the chosen format.</p>\
<p class=\"formula\">bytes = Σ over tensors: rows × bytes of a row in the tensor’s own format</p>\
<p>The rule matters more than the headline number of bits. llama.cpp’s mixes give attention values, down projections, \
embedding and head more bits than the rest, some of them by the layer’s position. FP8, AWQ, GPTQ and NVFP4 files keep \
embedding, head and norms in 16 bits. A model with a large vocabulary can therefore be a tenth larger than a table of bits says. \
The recipes are those of llama.cpp’s quantiser (github.com/ggml-org/llama.cpp, <code>src/llama-quant.cpp</code>, commit 007dbbf3).</p>";

fn formats(out: &mut String, model: &Model) {
    put!(
        out,
        "<details class=\"more\"><summary>All formats, priced for {}</summary>\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Weight formats\"><table class=\"list\"><thead><tr>\
         <th scope=\"col\" class=\"words\">Format</th><th scope=\"col\">GB</th><th scope=\"col\">Bits a parameter</th>\
         <th scope=\"col\" class=\"words\">What it is</th></tr></thead><tbody>",
        Text(model.name)
    );
    for &quant in Quant::ALL {
        let weights = model.weights(quant);
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td class=\"words wrap\">{}</td></tr>",
            Text(quant.name()),
            ratio(weights.total(), GB, 2),
            ratio(weights.total().saturating_mul(8), weights.params, 3),
            Text(quant.description())
        );
    }
    out.push_str("</tbody></table></div></details></section>");
}

/// Predicted sizes of files against published ones.
fn errors(out: &mut String, errors: &[SizeError]) {
    let predicted: Vec<&SizeError> = errors
        .iter()
        .filter(|error| error.error_ppm().is_some())
        .collect();
    out.push_str("<section><h2 id=\"errors\">How wrong the sizes are</h2>");
    if let Some((median, ninetieth)) = spread_ppm(errors) {
        put!(
            out,
            "<p>Held against {} published files: half of the predictions are within <b>{}&nbsp;%</b>, nine in ten within <b>{}&nbsp;%</b>. \
             {} more files follow a publisher’s own mix and are not predicted; they are listed with the reason.</p>",
            predicted.len(),
            ratio(median, 10_000, 2),
            ratio(ninetieth, 10_000, 2),
            errors.len() - predicted.len()
        );
    }
    strip(out, &predicted);
    out.push_str(
        "<details class=\"more\"><summary>Every file</summary>\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Predicted and published sizes\"><table class=\"list\"><thead><tr>\
         <th scope=\"col\" class=\"words\">File</th><th scope=\"col\" class=\"words\">Format</th><th scope=\"col\">Published<br>GB</th>\
         <th scope=\"col\">Predicted<br>GB</th><th scope=\"col\">Error</th><th scope=\"col\" class=\"words\">Remark, source</th></tr></thead><tbody>",
    );
    for error in errors {
        let (size, why) = match error.outcome {
            Outcome::Predicted(bytes) => (ratio(bytes, GB, 2), error.departure),
            Outcome::NotPredicted(why) => ("–".to_owned(), why),
        };
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"words\">{}</td><td>{}</td><td>{size}</td><td>{}</td>\
             <td class=\"words wrap\">{}{}<span class=\"quiet\">{}</span></td></tr>",
            Text(error.published.name),
            Text(error.published.quant),
            ratio(error.bytes, GB, 2),
            error.percent(),
            Text(why),
            if why.is_empty() { "" } else { ". " },
            Text(error.published.source)
        );
    }
    out.push_str("</tbody></table></div></details></section>");
}

/// One dot a file on a scale of ±2 %.
fn strip(out: &mut String, errors: &[&SizeError]) {
    const EDGE: i64 = 20_000;
    let x = |ppm: i64| {
        let from_left = u64::try_from(ppm.clamp(-EDGE, EDGE) + EDGE).unwrap_or(0);
        // Half a percent is kept free on either side, so that no dot is cut.
        crate::markup::percent(from_left * 99 + 20_000, 2 * 20_000 * 100)
    };
    out.push_str(
        "<figure class=\"strip\"><svg width=\"100%\" height=\"56\" role=\"img\" aria-label=\"Error of each predicted file, one dot a file, from minus 2 to plus 2 percent\">",
    );
    for tick in [-2, -1, 0, 1, 2] {
        let at = x(tick * 10_000);
        let anchor = match tick {
            -2 => "start",
            2 => "end",
            _ => "middle",
        };
        let sign = if tick < 0 {
            "−"
        } else if tick > 0 {
            "+"
        } else {
            ""
        };
        put!(
            out,
            "<line x1=\"{at}\" x2=\"{at}\" y1=\"4\" y2=\"36\"/><text x=\"{at}\" y=\"52\" text-anchor=\"{anchor}\">{sign}{} %</text>",
            tick.abs()
        );
    }
    for (index, error) in errors.iter().enumerate() {
        if let Some(ppm) = error.error_ppm() {
            put!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>{} {}: {}</title></circle>",
                x(ppm),
                9 + index % 4 * 7,
                Text(error.published.name),
                Text(error.published.quant),
                error.percent()
            );
        }
    }
    out.push_str("</svg><figcaption class=\"hint\">Predicted less published, one dot a file; the height only keeps dots apart. Beyond ±2&nbsp;% they stand at the edge.</figcaption></figure>");
}

const CACHE: &str = "\
<section><h2 id=\"cache\">KV cache</h2>\
<p>For every token that a conversation holds, each attention layer keeps a key and a value.</p>\
<p class=\"formula\">ordinary and grouped attention: 2 × KV heads × head width × bytes of a number, for each token and layer</p>\
<p class=\"formula\">latent attention (MLA): (rank of the latent + rotary width) × bytes of a number, once instead of twice</p>\
<p class=\"formula\">sliding window: as above, for no more tokens than the window</p>\
<p class=\"formula\">linear attention and Mamba: a state of fixed size for each conversation, whatever its length</p>\
<p>Formats with scales, such as q8_0, store blocks of 32 numbers; a part of a block counts as a whole one. Under tensor \
parallelism a card holds its share of the KV heads, rounded up to a whole head, and at least one. The latent of MLA cannot be \
cut and stands on every card in full.</p>";

/// Known cache sizes, computed here.
fn caches(out: &mut String, catalog: &Catalog) {
    out.push_str(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Cache of known models\"><table class=\"list narrow\"><thead><tr><th scope=\"col\" class=\"words\">Model, FP16 cache</th><th scope=\"col\">Bytes a token</th>\
         <th scope=\"col\">GiB at 131\u{202f}072 tokens<br>vLLM</th><th scope=\"col\"><br>llama.cpp</th></tr></thead><tbody>",
    );
    for id in [
        "llama-3.1-405b",
        "llama-3.1-70b",
        "deepseek-v3",
        "gemma-3-27b",
    ] {
        let Some(model) = catalog.model(id) else {
            continue;
        };
        let cache = |engine| {
            let input = CacheInput {
                kv: KvType::F16,
                engine,
                context: 131_072,
                users: 1,
                tensor: 1,
            };
            Cache::new(&model.arch, input)
        };
        put!(
            out,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            Text(model.name),
            grouped(cache(Engine::Vllm).bytes_per_token()),
            ratio(cache(Engine::Vllm).bytes(), GIB, 1),
            ratio(cache(Engine::LlamaCpp).bytes(), GIB, 1)
        );
    }
    out.push_str("</tbody></table></div><p>Engines keep different amounts of the same cache:</p>");
}

/// What each engine keeps.
fn policies(out: &mut String) {
    out.push_str("<dl class=\"policies\">");
    for &engine in Engine::ALL {
        let policy = kv_policy(engine);
        put!(
            out,
            "<div><dt>{}</dt><dd>{} <span class=\"quiet small\">{}</span></dd></div>",
            engine.name(),
            Text(policy.note),
            Text(policy.source)
        );
    }
    out.push_str("</dl></section>");
}

const OVERHEADS: &str = "\
<section><h2 id=\"overheads\">Everything else on the card</h2>\
<p>Driver context, compute buffers, recorded graphs and the buffers of the links between cards take room too. What follows from \
the model’s shape is counted from it; what only a measurement shows is a range over published measurements. \
Each is a line of its own with its lowest, typical and highest figure. The bars are drawn with the typical ones, the bracket at \
their end spans the lowest to the highest.</p>";

/// The lines of every engine for one model on one card.
fn overhead_table(out: &mut String, model: &Model, gpu: &Gpu) {
    put!(
        out,
        "<p>For {} on one {}, 8\u{202f}192 tokens, one request:</p>\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Overheads by engine\"><table class=\"list\"><thead><tr>\
         <th scope=\"col\" class=\"words\">Engine</th><th scope=\"col\" class=\"words\">Line</th><th scope=\"col\">Lowest</th>\
         <th scope=\"col\">Typical</th><th scope=\"col\">Highest<br>GiB</th><th scope=\"col\" class=\"words\">Evidence</th>\
         <th scope=\"col\" class=\"words\">Source</th></tr></thead><tbody>",
        Text(model.name),
        Text(gpu.name)
    );
    for &engine in Engine::ALL {
        let quant = [Quant::Fp8, Quant::Q4KM, Quant::Nf4]
            .into_iter()
            .find(|quant| engine.supports_weights(*quant).is_ok())
            .or_else(|| engine.weight_formats().next())
            .unwrap_or(Quant::Bf16);
        let input = OverheadInput {
            arch: &model.arch,
            quant,
            kv: KvType::F16,
            context: 8_192,
            users: 1,
            tensor: 1,
            pipeline: 1,
            gpu_count: 1,
            expert: false,
            offloaded: false,
            capacity_bytes: gpu.memory.bytes,
            vendor: gpu.vendor,
            chip: gpu.chip,
        };
        let lines = overheads(engine, &input).lines;
        for (index, line) in lines.iter().enumerate() {
            out.push_str("<tr>");
            if index == 0 {
                put!(
                    out,
                    "<th scope=\"row\" rowspan=\"{}\">{}</th>",
                    lines.len(),
                    engine.name()
                );
            }
            put!(
                out,
                "<td class=\"words wrap\">{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"words\">{}</td><td class=\"words wrap quiet\">",
                Text(line.label),
                ratio(line.bytes.low, GIB, 2),
                ratio(line.bytes.typical, GIB, 2),
                ratio(line.bytes.high, GIB, 2),
                line.evidence.word()
            );
            match line.source.url {
                Some(url) => put!(
                    out,
                    "<a href=\"{}\" rel=\"noopener\">{}</a>",
                    Text(url),
                    Text(line.source.title)
                ),
                None => put!(out, "{}", Text(line.source.title)),
            }
            out.push_str("</td></tr>");
        }
    }
    out.push_str("</tbody></table></div></section>");
}

const FIT: &str = "\
<section><h2 id=\"fit\">Fit</h2>\
<p>Memory is never pooled: every card must hold its own part. The capacity of a card is what its driver reports, where a log of \
that was published, and otherwise the nominal size taken as GiB. For unified memory it is the share that the system lets the GPU use.</p>\
<dl class=\"policies\">\
<div><dt>Fits</dt><dd>Every card holds its part even with the highest overheads seen.</dd></div>\
<div><dt>Tight</dt><dd>Every card does with typical overheads, but not with the highest.</dd></div>\
<div><dt>Fits with offload</dt><dd>Every card does because a part is kept in system memory, and that part fits there.</dd></div>\
<div><dt>Does not fit</dt><dd>At least one card is short with typical overheads. The figure is for the card that is short by most.</dd></div>\
<div><dt>Cannot run</dt><dd>The engine does not load this format, does not run on these cards or cannot divide the model in this way.</dd></div>\
</dl>\
<p>llama.cpp and ExLlama give each card whole layers, as many as it can hold, so cards may differ. vLLM, SGLang and TensorRT-LLM cut \
every layer into equal slices: the number of cards must divide the attention heads and the widths that are cut, which rules out 3, 6 or 7 \
for most models. Experts may be dealt out whole, and groups of cards may be put in a row.</p>\
<p>Ways out and limits are found by asking the same question again with one thing changed, never by a formula of their own. \
So a link cannot promise what the page behind it denies.</p>\
<p>Several models side by side are placed by that same question, the largest first, each on as few cards as hold it, on cards that \
offer only what the others leave; an instance over several cards takes those with most room. Each is a process of its own, with its own driver \
context, buffers and cache, and none may use system memory. Where an arrangement fails, others are tried, up to 500 places, so a “no” \
to many models on many cards can be mended by hand now and then; a “fits” holds with the highest overheads of every instance at once.</p></section>";

const NOT_MODELLED: &str = "\
<section><h2 id=\"left-out\">What is not modelled</h2><ul>\
<li>Fragmentation of memory, and what other programs or a desktop take on the card.</li>\
<li>Speculative decoding, and the multi-token-prediction blocks that serve it.</li>\
<li>Adapters (LoRA) beside a model that is served, and the speed of several models on one card while they compete.</li>\
<li>Prefix caches: each request is taken to hold its own context in full.</li>\
<li>Publishers’ own mixes, such as files labelled UD or XL, beyond those that llama.cpp itself defines.</li>\
<li>Images and audio: the towers are counted where the engine loads them, their activations are not.</li>\
<li>Speed. A model that fits may still be slow; above all one that is offloaded.</li></ul></section>";

const DATA: &str = "\
<section><h2 id=\"data\">Data and API</h2>\
<p>The catalogue is a set of text files, one row a thing, each with its sources and the day that it was checked; \
a row without a source does not build. See <a href=\"/gpus\">all GPUs</a> and <a href=\"/models\">all models</a>.</p>\
<p>The same answer as JSON, with the unit in every name: <code><a href=\"/api/v1/report?model=llama-3.1-405b&amp;n=4&amp;w=f16\">/api/v1/report?model=llama-3.1-405b&amp;n=4&amp;w=f16</a></code>. \
The query is that of the page. All ids: <code><a href=\"/api/v1/catalog\">/api/v1/catalog</a></code>. More on the <a href=\"/api\">page of the API</a>.</p></section>";
