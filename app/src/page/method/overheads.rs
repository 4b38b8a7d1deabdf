//! What engines take on a card beside weights and cache, on `/method`.

use headroom_core::catalog::{Gpu, Model};
use headroom_core::engine::overhead::{OverheadInput, OverheadLine};
use headroom_core::engine::overheads;
use headroom_core::engine::{Engine, Settings};
use headroom_core::model::quant::Quant;
use headroom_core::model::quant::{KvFormat, KvType};
use headroom_core::units::{GIB, ratio};
use leptos::prelude::*;

use crate::components::{Heading, ListTable, SourceLink};

/// The whole section.
#[component]
pub(super) fn Overheads(
    /// The model and the card that the lines are shown for.
    on: Option<(&'static Model, &'static Gpu)>,
) -> impl IntoView {
    view! {
        <section>
            <h2 id="overheads">"Everything else on the card"</h2>
            <p>
                "Driver context, compute buffers, recorded graphs and the buffers of the links between cards take room \
                 too. What follows from the model’s shape is counted from it; what only a measurement shows is a range \
                 over published measurements. Each is a line of its own with its lowest, typical and highest figure. \
                 The bars are drawn with the typical ones, the bracket at their end spans the lowest to the highest."
            </p>
            {on.map(|(model, gpu)| view! { <Lines model gpu/> })}
        </section>
    }
}

/// The lines of every engine.
#[component]
fn Lines(
    /// The model that is run.
    model: &'static Model,
    /// The card that it runs on.
    gpu: &'static Gpu,
) -> impl IntoView {
    let rows = Engine::ALL
        .iter()
        .map(|&engine| of_engine(engine, model, gpu));
    let rows = rows.collect_view();
    view! {
        <p>"For "{model.name}" on one "{gpu.name}", 8\u{202f}192 tokens, one request:"</p>
        <ListTable
            label="Overheads by engine"
            head=&[
                Heading::Words("Engine"),
                Heading::Words("Line"),
                Heading::Figures("Lowest"),
                Heading::Figures("Typical"),
                Heading::Lines("Highest", "GiB"),
                Heading::Words("Evidence"),
                Heading::Words("Source"),
            ]
        >
            {rows}
        </ListTable>
    }
}

/// The rows of an engine; the first one names it for all.
fn of_engine(engine: Engine, model: &Model, gpu: &Gpu) -> impl IntoView + use<> {
    let quant = [Quant::Fp8, Quant::Q4KM, Quant::Nf4]
        .into_iter()
        .find(|quant| engine.supports_weights(*quant).is_ok())
        .or_else(|| engine.weight_formats().next())
        .unwrap_or(Quant::Bf16);
    let input = OverheadInput {
        arch: &model.arch,
        quant,
        kv: KvFormat::both(KvType::F16),
        context: 8_192,
        users: 1,
        tensor: 1,
        pipeline: 1,
        gpu_count: 1,
        expert: false,
        offloaded: false,
        draft: (0, 0),
        drafted: 0,
        settings: Settings::default(),
        capacity_bytes: gpu.memory.bytes,
        unified: gpu.unified.is_some(),
        on_board: gpu.is_module(),
        towers: false,
        vendor: gpu.vendor,
        chip: gpu.chip,
    };
    let lines = overheads(engine, &input).lines;
    let count = lines.len();
    let row = |(index, line): (usize, OverheadLine)| {
        let name = (index == 0).then(|| {
            view! { <th scope="row" rowspan=count>{engine.name()}</th> }
        });
        view! {
            <tr>
                {name}
                <td class="words wrap">{line.label}</td>
                <td>{ratio(line.bytes.low, GIB, 2)}</td>
                <td>{ratio(line.bytes.typical, GIB, 2)}</td>
                <td>{ratio(line.bytes.high, GIB, 2)}</td>
                <td class="words">{line.evidence.word()}</td>
                <td class="words wrap quiet"><SourceLink source=line.source/></td>
            </tr>
        }
    };
    lines.into_iter().enumerate().map(row).collect_view()
}
