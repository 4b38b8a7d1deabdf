//! The KV cache on `/method`.

use headroom_core::catalog::{Catalog, Model};
use headroom_core::engine::{Engine, kv_policy};
use headroom_core::memory::kv::{Cache, CacheInput};
use headroom_core::model::quant::{KvFormat, KvType};
use headroom_core::units::{GIB, grouped, ratio};
use leptos::prelude::*;

use crate::components::{Heading, ListTable};

/// Models whose caches are known well.
const KNOWN: [&str; 4] = [
    "llama-3.1-405b",
    "llama-3.1-70b",
    "deepseek-v3",
    "gemma-3-27b",
];

/// The whole section.
#[component]
pub(super) fn Caches(
    /// Whose models are shown.
    catalog: &'static Catalog,
) -> impl IntoView {
    let rows = KNOWN.into_iter().filter_map(|id| catalog.model(id));
    let rows = rows.map(row).collect_view();
    view! {
        <section>
            <h2 id="cache">"KV cache"</h2>
            <p>"For every token that a conversation holds, each attention layer keeps a key and a value."</p>
            <p class="formula">
                "ordinary and grouped attention: 2 × KV heads × head width × bytes of a number, for each token and \
                 layer"
            </p>
            <p class="formula">
                "latent attention (MLA): (rank of the latent + rotary width) × bytes of a number, once instead of twice"
            </p>
            <p class="formula">"sliding window: as above, for no more tokens than the window"</p>
            <p class="formula">
                "linear attention and Mamba: a state of fixed size for each conversation, whatever its length"
            </p>
            <p>
                "Formats with scales, such as q8_0, store blocks of 32 numbers, NVFP4 blocks of 16 in 9 bytes; a part of a \
                 block counts as a whole one. Keys and values may be in different formats ("<code>"kv=q8_0~q4_0"</code>"); \
                 a latent is kept as keys are. Under tensor parallelism a card holds its share of the KV heads, rounded up to a whole head, and \
                 at least one. The latent of MLA cannot be cut and stands on every card in full, unless cards divide the \
                 tokens ("<code>"par=tp8-cp8"</code>")."
            </p>
            <ListTable
                label="Cache of known models"
                narrow=true
                head=&[
                    Heading::Words("Model, FP16 cache"),
                    Heading::Figures("Bytes a token"),
                    Heading::Lines("GiB at 131\u{202f}072 tokens", "vLLM"),
                    Heading::Lines("", "llama.cpp"),
                ]
            >
                {rows}
            </ListTable>
            <p>"Engines keep different amounts of the same cache:"</p>
            <Policies/>
        </section>
    }
}

/// A model with its cache in two engines.
fn row(model: &Model) -> impl IntoView + use<> {
    let cache = |engine| {
        let input = CacheInput {
            kv: KvFormat::both(KvType::F16),
            engine,
            context: 131_072,
            users: 1,
            tensor: 1,
            parts: 1,
            batch: None,
        };
        Cache::new(&model.arch, input)
    };
    view! {
        <tr>
            <th scope="row">{model.name}</th>
            <td>{grouped(cache(Engine::Vllm).bytes_per_token())}</td>
            <td>{ratio(cache(Engine::Vllm).bytes(), GIB, 1)}</td>
            <td>{ratio(cache(Engine::LlamaCpp).bytes(), GIB, 1)}</td>
        </tr>
    }
}

/// What each engine keeps.
#[component]
fn Policies() -> impl IntoView {
    let entry = |&engine: &Engine| {
        let policy = kv_policy(engine);
        view! {
            <div>
                <dt>{engine.name()}</dt>
                <dd>{policy.note}" "<span class="quiet small">{policy.source}</span></dd>
            </div>
        }
    };
    view! { <dl class="policies">{Engine::ALL.iter().map(entry).collect_view()}</dl> }
}
