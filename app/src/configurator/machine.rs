//! The machine: kinds of card, their counts, and the memory beside them.

use std::sync::LazyLock;

use headroom_core::catalog::{Catalog, Gpu, Segment, Vendor};
use headroom_core::codec;
use headroom_core::units::{gb, gib, grouped};
use leptos::prelude::*;

use super::field::{Field, choice, stepper, typed};
use super::picker::{Item, Picker, picker};
use crate::look::short_name;
use crate::markup::put;
use crate::state::{GROUPS, State, Step};

/// The cards by maker and market, "none" first.
static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let mut gpus: Vec<&'static Gpu> = Catalog::builtin().gpus.iter().collect();
    gpus.sort_by_key(|gpu| (gpu.vendor, gpu.segment, std::cmp::Reverse(gpu.launched)));
    let none = Item {
        id: "",
        name: "None",
        detail: String::new(),
        group: "",
        words: String::new(),
    };
    std::iter::once(none)
        .chain(gpus.into_iter().map(item))
        .collect()
});

fn item(gpu: &'static Gpu) -> Item {
    let vendor = vendor(gpu.vendor);
    Item {
        id: gpu.id,
        name: short_name(gpu.name),
        detail: format!("{} GB {}", gpu.memory.nominal_gb, gpu.memory_type),
        group: group(gpu),
        words: format!(
            "{} {vendor} {} {} {}gb {}",
            gpu.id,
            gpu.architecture,
            group(gpu),
            gpu.memory.nominal_gb,
            gpu.form_factor
        )
        .to_lowercase(),
    }
}

/// Who makes it, as written.
pub(crate) fn vendor(vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Nvidia => "NVIDIA",
        Vendor::Amd => "AMD",
        Vendor::Apple => "Apple",
        Vendor::Intel => "Intel",
    }
}

fn group(gpu: &Gpu) -> &'static str {
    match (gpu.vendor, gpu.segment) {
        (Vendor::Nvidia, Segment::Consumer) => "NVIDIA GeForce",
        (Vendor::Nvidia, Segment::Workstation) => "NVIDIA workstation",
        (Vendor::Nvidia, Segment::DataCenter) => "NVIDIA data centre",
        (Vendor::Nvidia, Segment::Unified) => "NVIDIA unified memory",
        (Vendor::Amd, Segment::Consumer) => "AMD Radeon",
        (Vendor::Amd, Segment::Workstation) => "AMD workstation",
        (Vendor::Amd, Segment::DataCenter) => "AMD data centre",
        (Vendor::Amd, Segment::Unified) => "AMD unified memory",
        (Vendor::Apple, _) => "Apple unified memory",
        (Vendor::Intel, _) => "Intel",
    }
}

/// The controls.
pub(super) fn machine(state: State) -> impl IntoView {
    let more_than_one = move || GROUPS[1..].iter().any(|(gpu, _)| is_given(state, gpu));
    let unified = Memo::new(move |_| {
        state.read(|answer| {
            answer
                .scenario
                .machine
                .groups
                .iter()
                .any(|group| group.gpu.unified.is_some())
        })
    });
    view! {
        <fieldset class="block">
            <legend>"Machine"</legend>
            {kind_of_card(state, 0)}
            <p class="fact">{move || state.read(|answer| {
                answer.scenario.machine.groups.first().map(|group| facts(group.gpu)).unwrap_or_default()
            })}</p>
            <div class="unified" hidden=move || !unified.get()>
                {choice(state, "mem", "Memory size", Some("unified"), move || sizes(state))}
                {typed(state, Field::new("share", "Share for the GPU").unit("%").placeholder("default"))}
            </div>
            <details class="more" open=more_than_one>
                <summary>"More kinds of card"</summary>
                <p class="hint">"For mixed machines, such as one RTX 5090 beside two RTX 3090. Only engines that split by layer can use them together."</p>
                {(1..GROUPS.len()).map(|index| kind_of_card(state, index)).collect_view()}
            </details>
            {typed(state, Field::new("ram", "System memory").unit("GiB"))}
        </fieldset>
    }
}

fn kind_of_card(state: State, index: usize) -> impl IntoView {
    let (gpu_key, count_key) = GROUPS[index];
    let present = Memo::new(move |_| place(present(state, index)));
    let items: &'static [Item] = &ITEMS;
    // The first kind cannot be "none".
    let items = if index == 0 { &items[1..] } else { items };
    let shift = usize::from(index == 0);
    let present = Memo::new(move |_| present.get().saturating_sub(shift));
    let label = if index == 0 { "GPU" } else { "And" };
    view! {
        <div class="card-kind">
            {picker(state, Picker { key: gpu_key, label, noun: "GPU", items, present, pick })}
            {stepper(state, Field::new(count_key, "Count"))}
        </div>
    }
}

/// Id of the card in use at a place; empty for none.
fn present(state: State, index: usize) -> &'static str {
    let given = state
        .raw(GROUPS[index].0)
        .filter(|id| !id.trim().is_empty());
    let Some(given) = given else {
        return if index == 0 { codec::DEFAULT_GPU } else { "" };
    };
    if let Some(gpu) = Catalog::builtin().gpu(given.trim()) {
        return gpu.id;
    }
    // An unknown name: what was calculated instead stands at the same place.
    state.read(|answer| {
        let groups = &answer.scenario.machine.groups;
        groups.get(index).map_or("", |group| group.gpu.id)
    })
}

fn is_given(state: State, key: &str) -> bool {
    state.raw(key).is_some_and(|value| !value.trim().is_empty())
}

fn place(id: &str) -> usize {
    ITEMS.iter().position(|item| item.id == id).unwrap_or(0)
}

fn pick(state: State, key: &'static str, id: &'static str) {
    state.change(Step::Chosen, |query| query.set(key, id));
}

/// The sizes that a unified memory is sold in.
fn sizes(state: State) -> String {
    state.read(|answer| {
        let machine = &answer.scenario.machine;
        let sizes = machine
            .groups
            .iter()
            .find_map(|group| group.gpu.unified)
            .map_or(&[][..], |u| u.sizes_gb);
        let mut out = String::new();
        let largest = sizes.last().copied().unwrap_or(0);
        put!(
            out,
            "<option value=\"\">Largest sold ({largest} GB)</option>"
        );
        let listed = machine.unified_gb.is_none_or(|size| sizes.contains(&size));
        let other = machine.unified_gb.filter(|_| !listed);
        for &size in sizes.iter().chain(other.iter()) {
            let selected = if machine.unified_gb == Some(size) {
                " selected"
            } else {
                ""
            };
            put!(out, "<option value=\"{size}\"{selected}>{size} GB</option>");
        }
        out
    })
}

/// What matters about a card, in one line.
fn facts(gpu: &Gpu) -> String {
    let memory = gpu.memory;
    let mut out = match gpu.unified {
        Some(_) => format!("{}\u{202f}GB of unified memory", memory.nominal_gb),
        None => format!(
            "{} usable = {}, sold as {}\u{202f}GB",
            gb(memory.bytes),
            gib(memory.bytes),
            memory.nominal_gb
        ),
    };
    if let Some(bandwidth) = gpu.bandwidth {
        put!(out, " · {}\u{202f}GB/s", grouped(bandwidth / 1_000_000_000));
    }
    put!(out, " · {}\u{202f}W", gpu.tdp_w);
    out
}
