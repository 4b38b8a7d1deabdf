//! The machine: kinds of card, their counts, and the memory beside them.

use std::sync::LazyLock;

use headroom_core::catalog::{Catalog, Gpu, Segment, Vendor};
use headroom_core::codec;
use headroom_core::units::{gb, gib, grouped};
use leptos::prelude::*;

use super::field::{Field, choice, stepper, typed};
use super::picker::{Item, Picker, Present, picker};
use crate::look::short_name;
use crate::markup::put;
use crate::state::{Answer, GROUPS, LIMITS, State, Step};

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
        .to_ascii_lowercase(),
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
    view! {
        <fieldset class="block">
            <legend>"Machine"</legend>
            {kind_of_card(state, 0)}
            <p class="fact" inner_html=state.text(first_card)></p>
            <div class="unified" hidden=move || !state.read(has_unified_memory)>
                {choice(state, "mem", "Memory size", Some("unified"), sizes)}
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
    // The first kind cannot be "none", which is the first item.
    let items: &'static [Item] = if index == 0 { &ITEMS[1..] } else { &ITEMS };
    let label = if index == 0 { "GPU" } else { "And" };
    let present = Present {
        state,
        index,
        of: present,
    };
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

fn pick(state: State, key: &'static str, id: &'static str) {
    state.change(Step::Chosen, |query| {
        query.set(key, id);
        // A limit is one card's own.
        for limit in LIMITS {
            query.remove(limit);
        }
    });
}

fn has_unified_memory(answer: &Answer) -> bool {
    let groups = &answer.scenario.machine.groups;
    groups.iter().any(|group| group.gpu.unified.is_some())
}

/// The sizes that a unified memory is sold in.
fn sizes(answer: &Answer) -> String {
    let machine = &answer.scenario.machine;
    let unified = machine.groups.iter().find_map(|group| group.gpu.unified);
    let sizes = unified.map_or(&[][..], |unified| unified.sizes_gb);
    let mut out = String::new();
    let largest = sizes.last().copied().unwrap_or(0);
    put!(
        out,
        "<option value=\"\">Largest sold ({largest} GB)</option>"
    );
    let other = machine.unified_gb.filter(|size| !sizes.contains(size));
    for &size in sizes.iter().chain(&other) {
        let selected = if machine.unified_gb == Some(size) {
            " selected"
        } else {
            ""
        };
        put!(out, "<option value=\"{size}\"{selected}>{size} GB</option>");
    }
    out
}

/// What matters about the first kind of card, in one line.
fn first_card(answer: &Answer) -> String {
    answer
        .scenario
        .machine
        .groups
        .first()
        .map(|group| facts(group.gpu))
        .unwrap_or_default()
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
