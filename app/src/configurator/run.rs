//! How the model is run: formats, context, requests, engine, placement, offload.

use headroom_core::catalog::Vendor;
use headroom_core::codec::{self, Query};
use headroom_core::engine::{Backend, Engine, Setting};
use headroom_core::memory;
use headroom_core::model::quant::{Family, KvFormat, KvType, Quant};
use headroom_core::scenario::{PlacementChoice, Scenario};
use headroom_core::units::{grouped, ratio};
use leptos::prelude::*;

use super::asked::Asked;
use super::field::{Ends, Field, Slider, choice, option, under_headings};
use super::fixed::Fixed;
use super::panel::Panel;
use super::place::{More, hint, place};
use super::speed::links;
use crate::markup::{Html, IntoHtml, address, percent};
use crate::state::Answer;

/// The controls.
pub(super) fn controls(asked: Asked) -> Fixed {
    let formats = vec![
        choice(asked, "w", "Weights", Some("quant"), Panel::Weights),
        choice(asked, "kv", "KV cache", Some("kv"), Panel::KvTypes),
    ];
    let rest = vec![
        Field::new("users", "Concurrent requests")
            .term("users")
            .steps(1)
            .view(asked),
        choice(asked, "engine", "Engine", Some("engine"), Panel::Engines),
        settings(asked),
        choice(
            asked,
            "par",
            "Placement",
            Some("placement"),
            Panel::Placements,
        ),
        choice(
            asked,
            "offload",
            "Offload",
            Some("offload"),
            Panel::Offloads,
        ),
    ];
    let fieldset = place("fieldset").id("run");
    fieldset.hidden(asked.holds(Answer::trains)).holds(vec![
        place("legend").says("Run"),
        place("div").class("fields").holds(formats),
        Field::new("ctx", "Context")
            .unit("tokens")
            .term("context")
            .view(asked),
        CONTEXT.view(asked),
        place("div")
            .class("reach")
            .id("reach")
            .written(asked.panel(Panel::Reach)),
        place("p")
            .class("note")
            .id("ctx-beyond")
            .written(asked.panel(Panel::Beyond)),
        place("p")
            .class("presets")
            .id("presets")
            .written(asked.panel(Panel::Contexts)),
        place("div").class("fields").holds(rest),
    ])
}

/// Whether the engine of the answer lacks a setting.
fn lacks(setting: Setting) -> impl Fn(&Answer) -> bool + Send + Sync + 'static {
    move |answer| !answer.scenario().engine.takes(setting)
}

/// What can be set of an engine: key, name, unit and what an empty field stands for.
const SETTINGS: [(Setting, &str, &str, &str, &str); 5] = [
    (
        Setting::Share,
        "util",
        "Share of each GPU",
        "%",
        "gpu_memory_utilization, mem_fraction_static: what weights and cache may take. Empty, the engine’s own: 92 % with vLLM.",
    ),
    (
        Setting::Sequences,
        "seqs",
        "Sequences at once",
        "",
        "max_num_seqs, max_running_requests, --parallel: room is made for so many. Empty, the engine’s own.",
    ),
    (
        Setting::Batched,
        "batched",
        "Tokens of a step",
        "tokens",
        "max_num_batched_tokens, chunked_prefill_size: fewer take less memory, and prompts longer. Empty, the engine’s own.",
    ),
    (
        Setting::MicroBatch,
        "ubatch",
        "Micro-batch",
        "tokens",
        "--ubatch-size: prompts are read faster in larger ones, and buffers grow. Empty, 512.",
    ),
    (
        Setting::MicroBatch,
        "batch",
        "Batch",
        "tokens",
        "--batch-size: no micro-batch is larger. Empty, 2,048 or the micro-batch, whichever is more.",
    ),
];

/// What few people set, closed until something is: the size of the files and what the engine takes.
fn settings(asked: Asked) -> Fixed {
    let more = More::new("More settings: files, links, engine, guesses").id("more-engine");
    let more = more.opens(asked, |answer| {
        let keys = SETTINGS.iter().map(|(_, key, ..)| *key);
        let mut keys = keys.chain([
            "file",
            "backend",
            "engine-date",
            "images",
            "prefix",
            "spec",
            "accept",
        ]);
        keys.any(|key| answer.query.get(key).is_some_and(|value| !value.is_empty()))
            || links::is_touched(answer)
    });
    more.holds(asked, |asked| {
        let setting = |(setting, key, label, unit, explained)| {
            let place = place("div").id(format!("{key}-field"));
            place.hidden(asked.holds(lacks(setting))).holds(vec![
                Field::new(key, label)
                    .unit(unit)
                    .placeholder("the engine’s own")
                    .view(asked),
                hint(explained),
            ])
        };
        let file = Field::new("file", "Size of the files").placeholder("by the format");
        let file = vec![
            file.view(asked),
            hint("As the download page shows it, with its unit: 22.4gib or 18.1gb. It wins over what the format would make."),
        ];
        let rest = vec![
            Field::new("engine-date", "Month of the engine’s build")
                .placeholder("today’s")
                .view(asked),
            hint("As 2026-08: older kernels are slower. Empty, builds of today."),
            Field::new("images", "Images of a prompt")
                .placeholder("none")
                .view(asked),
            hint("How many, and how large: 4, 4~1920x1080 or, where it is not known how the model divides them, 4~1500 tokens. They come to the prompt and are part of the context."),
            Field::new("prefix", "Share of the prompt that is cached")
                .unit("%")
                .view(asked),
            hint("Prefix caching: what was read before, as a system prompt or the conversation so far, is not read again."),
            Field::new("spec", "Guess tokens ahead")
                .placeholder("none")
                .view(asked),
            hint("Speculative decoding: mtp~3 by the model’s own block, eagle3~3 by a head, dflash~7 by a few layers that guess a block, draft~qwen3-0.6b~5 by a smaller model; the number is how many before each check."),
            Field::new("accept", "Guesses kept, on average")
                .unit("tokens")
                .placeholder("as seen")
                .view(asked),
            hint("Mean accepted tokens of a check. Empty, what was seen of such drafters, with its range."),
        ];
        let file = file.into_iter().chain([links::part(asked), backend(asked)]);
        let file = file.chain(SETTINGS.map(setting));
        file.chain(rest).collect()
    })
}

/// What kernels reach a card through, where there is a choice.
fn backend(asked: Asked) -> Fixed {
    let none = asked.holds(|answer| interfaces(answer).is_empty());
    place("div").id("backend-field").hidden(none).holds(vec![
        choice(
            asked,
            "backend",
            "Interface to the GPU",
            None,
            Panel::Backends,
        ),
        hint("What the engine was built for. Prompts are read at another rate through Vulkan."),
    ])
}

/// The interfaces that all cards have, the first by itself; none where the engine has one alone.
fn interfaces(answer: &Answer) -> Vec<(String, String)> {
    let Scenario {
        engine, machine, ..
    } = answer.scenario();
    let Some(first) = machine.groups.first().map(|group| group.gpu.vendor) else {
        return Vec::new();
    };
    let everywhere = |vendors: &[Vendor]| machine.gpus().all(|gpu| vendors.contains(&gpu.vendor));
    let has_vulkan = { Backend::ALL.iter() }
        .any(|(_, backend, vendors)| *backend == Backend::Vulkan && everywhere(vendors));
    if !engine.takes(Setting::Backend) || !has_vulkan {
        return Vec::new();
    }
    let own = Backend::Own.name(first);
    vec![
        (Backend::Own.id().to_owned(), format!("{own} (automatic)")),
        (
            Backend::Vulkan.id().to_owned(),
            Backend::Vulkan.name(first).to_owned(),
        ),
    ]
}

/// The interfaces.
pub(super) fn backend_options(answer: &Answer) -> Html {
    let present = answer.scenario().settings.backend.id();
    named_options(&interfaces(answer), present)
}

/// The formats, with the bits that each takes for a parameter of this model.
pub(crate) fn weight_options(answer: &Answer) -> Html {
    under_headings(Quant::ALL.iter().map(|quant| weight_option(answer, *quant)))
}

/// A format under its heading.
fn weight_option(answer: &Answer, quant: Quant) -> (&'static str, Html) {
    let scenario = answer.scenario();
    let engine = { Some(scenario.engine) }
        .filter(|engine| engine.supports_weights(quant).is_ok())
        .unwrap_or_else(|| Engine::natural_for(quant));
    let weights = scenario.model.weights(quant, engine);
    let millibits = weights.total().saturating_mul(8_000) / weights.params.max(1);
    let heading = match quant.family() {
        Family::Float => "Unquantised",
        Family::Gguf => "llama.cpp (GGUF)",
        Family::IkGguf => "ik_llama.cpp (GGUF)",
        Family::Mlx => "MLX",
        Family::Exl2 | Family::Exl3 => "ExLlama",
        Family::Fp8 | Family::Int8 | Family::Grouped4 | Family::Bnb | Family::Fp4 => "GPU engines",
    };
    let name = format!("{} · {} bits", quant.name(), ratio(millibits, 1_000, 2));
    let is_present = quant == scenario.weights;
    (heading, option(quant.id(), is_present, &name))
}

/// The formats of the cache.
///
/// What the engine keeps, some formats of keys and values apart among it, and what was asked for.
pub(super) fn kv_options(answer: &Answer) -> Html {
    let Scenario { engine, kv, .. } = answer.scenario();
    let kept = |one: &KvFormat| one == kv || engine.supports_kv(*one).is_ok();
    let mut formats: Vec<KvFormat> = KvType::ALL.map(KvFormat::both).to_vec();
    formats.extend(APART);
    if !formats.contains(kv) {
        formats.push(*kv);
    }
    let formats = formats.into_iter().filter(kept);
    let options: Vec<Html> = formats
        .map(|one| {
            let (numbers, bytes) = one.keys.block();
            let name = match one.is_apart() {
                true => one.name().into_owned(),
                false => format!("{} · {} bits", one.name(), ratio(bytes * 8, numbers, 1)),
            };
            option(&one.id(), one == *kv, &name)
        })
        .collect();
    options.html()
}

/// Keys and values in different formats, as they are often chosen: keys suffer more from few bits. A link may hold any.
const APART: [KvFormat; 3] = [
    KvFormat {
        keys: KvType::F16,
        values: KvType::Q8_0,
    },
    KvFormat {
        keys: KvType::Q8_0,
        values: KvType::Q5_0,
    },
    KvFormat {
        keys: KvType::Q8_0,
        values: KvType::Q4_0,
    },
];

/// The engines, the one that goes with the format first.
pub(super) fn engine_options(answer: &Answer) -> Html {
    let scenario = answer.scenario();
    let natural = Engine::natural_for(scenario.weights);
    let automatic = option("", false, &format!("{} (automatic)", natural.name()));
    let others: Vec<Html> = { Engine::ALL.iter() }
        .filter(|engine| **engine != natural)
        .map(|engine| option(engine.id(), *engine == scenario.engine, engine.name()))
        .collect();
    view! {
        {automatic}
        {others}
    }
    .html()
}

/// Placements that are offered by name; any other that a link holds is added.
const PLACEMENTS: [(&str, &str); 10] = [
    ("", "Automatic"),
    ("layer", "By layer"),
    ("tp", "Tensor parallel, all cards"),
    ("tp2", "Tensor parallel, 2 cards"),
    ("tp4", "Tensor parallel, 4 cards"),
    ("tp8", "Tensor parallel, 8 cards"),
    ("pp", "Pipeline, one card a stage"),
    ("tp2-pp2", "2 cards × 2 stages"),
    ("tp4-pp2", "4 cards × 2 stages"),
    ("tp-ep", "Tensor and expert parallel"),
];

/// The placements.
pub(super) fn placement_options(answer: &Answer) -> Html {
    let present = match answer.scenario().placement {
        PlacementChoice::Auto => String::new(),
        _ => written(answer, "par"),
    };
    named_options(
        &PLACEMENTS.map(|(id, name)| (id.to_owned(), name.to_owned())),
        &present,
    )
}

/// A value as the canonical query writes it.
pub(super) fn written(answer: &Answer, key: &str) -> String {
    Query::parse(answer.report.query())
        .get(key)
        .unwrap_or_default()
        .to_owned()
}

/// Options by name; the present one is added where it is not among them.
pub(super) fn named_options(options: &[(String, String)], present: &str) -> Html {
    let is_named = options.iter().any(|(id, _)| id == present);
    let named: Vec<Html> = { options.iter() }
        .map(|(id, name)| option(id, id == present, name))
        .collect();
    view! {
        {named}
        {(!is_named).then(|| option(present, true, present))}
    }
    .html()
}

/// The context on a logarithmic scale.
pub(super) static CONTEXT: Slider = Slider {
    key: "ctx",
    index: 0,
    label: "Context",
    ends: |answer, _| Ends {
        low: 0,
        now: scale::nearest(answer.scenario().context),
        high: end(answer),
    },
    value: scale::tokens,
    words: |step| format!("{} tokens", grouped(scale::tokens(step).into())),
};

/// The last step of the slider: what the model knows, or what is asked for beyond that.
fn end(answer: &Answer) -> u32 {
    let scenario = answer.scenario();
    scale::steps_to(scenario.model.arch().max_context.max(scenario.context))
}

/// How far along the slider the context fits.
pub(super) fn reach(answer: &Answer) -> Html {
    let end = end(answer);
    let longest = answer.report.limits().max_context_tokens;
    let fits = longest.map_or(0, scale::nearest).min(end);
    let width = percent(u64::from(fits), u64::from(end));
    view! {
        <svg width="100%" height="4" aria-hidden="true">
            <rect width="100%" height="4" class="beyond"></rect>
            <rect width=width height="4" class="within"></rect>
        </svg>
    }
    .html()
}

/// That the context is longer than the model was published for, beside the field that asks for it.
pub(super) fn beyond(answer: &Answer) -> Option<Html> {
    let sentence = memory::beyond_published(answer.scenario())?;
    Some(view! { <span class="doubt">{sentence}</span> }.html())
}

/// Contexts that people ask for, as links, the model's longest last.
pub(super) fn presets(answer: &Answer) -> Html {
    let longest = answer.scenario().model.arch().max_context;
    let usual = [4_096, 8_192, 32_768, 131_072].into_iter();
    let usual = usual.filter(|tokens| *tokens < longest);
    let presets: Vec<Html> = { usual.chain(std::iter::once(longest)) }
        .map(|tokens| {
            let more = if tokens == longest { " (longest)" } else { "" };
            preset(answer, tokens, format!("{}{more}", short_tokens(tokens)))
        })
        .collect();
    presets.html()
}

fn preset(answer: &Answer, context: u32, name: String) -> Html {
    let scenario = answer.scenario();
    let query = codec::encode(&Scenario {
        context,
        ..scenario.clone()
    });
    let current = (context == scenario.context).then_some("true");
    view! {
        <a href=address(&query) data-key=format!("ctx-{context}") aria-current=current>
            {name}
        </a>
        " "
    }
    .html()
}

/// `8K` for 8,192 and `1M` for 1,048,576; other numbers in full.
pub(super) fn short_tokens(tokens: u32) -> String {
    match tokens {
        0 => "0".to_owned(),
        t if t.is_multiple_of(1 << 20) => format!("{}M", t >> 20),
        t if t.is_multiple_of(1 << 10) => format!("{}K", t >> 10),
        t => grouped(u64::from(t)),
    }
}

/// The slider's scale: four steps to each doubling, from 512 tokens, in whole numbers.
mod scale {
    const FIRST: u32 = 512;
    const PER_DOUBLING: u32 = 4;
    const LAST: u32 = 15 * PER_DOUBLING;

    /// Tokens at a step.
    pub(super) fn tokens(step: u32) -> u32 {
        let step = step.min(LAST);
        let base = FIRST << (step / PER_DOUBLING);
        base + base / PER_DOUBLING * (step % PER_DOUBLING)
    }

    /// The step that comes nearest from below.
    pub(super) fn nearest(tokens_wanted: u32) -> u32 {
        (0..=LAST)
            .rev()
            .find(|&step| tokens(step) <= tokens_wanted)
            .unwrap_or(0)
    }

    /// The first step that reaches so many tokens.
    pub(super) fn steps_to(tokens_wanted: u32) -> u32 {
        (1..=LAST)
            .find(|&step| tokens(step) >= tokens_wanted)
            .unwrap_or(LAST)
    }

    #[cfg(test)]
    mod tests {
        use super::{LAST, nearest, steps_to, tokens};

        #[test]
        fn every_step_is_its_own_nearest() {
            for step in 0..=LAST {
                assert_eq!(nearest(tokens(step)), step);
            }
        }

        #[test]
        fn the_scale_grows_and_ends_at_the_longest_context() {
            assert!((1..=LAST).all(|step| tokens(step) > tokens(step - 1)));
            assert_eq!(tokens(LAST), headroom_core::scenario::keys::CONTEXT.max);
            assert_eq!(tokens(steps_to(131_072)), 131_072);
        }
    }
}
