//! What is on the cards.

use headroom_core::report::{GpuUse, Training, TrainingGpu};
use headroom_core::units::{GB, gb, ratio};
use leptos::prelude::*;

use super::MOST_CARDS;
use super::table::{Figures, Row};
use crate::configurator::brief_runs;
use crate::look::gpu_name;
use crate::state::Answer;

/// The section of a model that is run.
#[component]
pub(super) fn Memory<'a>(
    /// Whose memory it is.
    answer: &'a Answer,
) -> impl IntoView + use<> {
    let memory = answer.report.memory();
    let shown = brief_runs(answer, MOST_CARDS);
    let counted: usize = shown.iter().map(|run| run.count).sum();
    let cards = memory.per_gpu.len();
    let rows = shown.iter().map(|run| {
        let name = run.name().replace("GPU\u{a0}", "");
        let name = format!("{name}: {}", gpu_name(run.first.gpu));
        view! { <Row name cells=cells(run.first)/> }
    });
    let rows = rows.collect_view();
    let in_system = (memory.host.layers > 0).then(|| {
        format!(
            " In system memory {} of {}.",
            gb(memory.host.weights_bytes + memory.host.kv_cache_bytes),
            gb(memory.host.capacity_bytes)
        )
    });
    view! {
        <section>
            <h2>"Memory, GB on each GPU"</h2>
            <Figures head=&["GPU", "Weights", "KV", "Other", "Needed", "up to", "Holds", "Free"]>
                {rows}
            </Figures>
            {(counted < cards).then(|| view! { <p>"The fullest of "{cards}" GPUs."</p> })}
            <p class="fine">
                "Other: buffers, driver, what the engine leaves free. Weights "{gb(memory.weights_bytes)}
                ", KV cache "{gb(memory.kv_cache_bytes)}" in all."{in_system}
            </p>
        </section>
    }
}

/// The figures of a card.
fn cells(card: &GpuUse) -> [String; 7] {
    let sign = if card.free_bytes < 0 { "−" } else { "" };
    let free = amount(card.free_bytes.unsigned_abs());
    [
        amount(card.weights_bytes),
        amount(card.kv_cache_bytes),
        amount(card.activations_bytes + card.runtime_bytes + card.reserve_bytes),
        amount(card.used_bytes),
        amount(card.used_high_bytes),
        amount(card.capacity_bytes),
        format!("{sign}{free}"),
    ]
}

/// The section of a model that is trained.
#[component]
pub(super) fn TrainingMemory<'a>(
    /// Whose memory it is.
    training: &'a Training,
) -> impl IntoView + use<> {
    let fullest = usize::try_from(training.deciding_gpu).unwrap_or(0);
    let card = training.per_gpu.get(fullest).or(training.per_gpu.first());
    card.map(|card| view! { <Fullest card/> })
}

/// What is on the fullest card.
#[component]
fn Fullest<'a>(
    /// The card.
    card: &'a TrainingGpu,
) -> impl IntoView + use<> {
    let items = card.items.iter().map(|item| {
        let cells = [item.bytes, item.low_bytes, item.high_bytes].map(amount);
        view! { <Row name=item.label cells/> }
    });
    let items = items.collect_view();
    let needed = [card.used_bytes, card.used_low_bytes, card.used_high_bytes].map(amount);
    let holder = format!("Held by the {}", gpu_name(card.gpu));
    let held = [amount(card.capacity_bytes), String::new(), String::new()];
    view! {
        <section>
            <h2>"Memory on the fullest GPU"</h2>
            <Figures head=&["What", "GB", "at least", "up to"]>
                {items}<Row sum=true name="Needed" cells=needed/><Row name=holder cells=held/>
            </Figures>
        </section>
    }
}

fn amount(bytes: u64) -> String {
    ratio(bytes, GB, 1)
}
