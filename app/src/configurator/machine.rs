//! The machine: kinds of card, their counts, and the memory beside them.

use headroom_core::scenario;
use std::sync::LazyLock;

use headroom_core::catalog::{Catalog, Gpu, Segment, Vendor};
use headroom_core::units::{about, gb, gib, grouped};
use leptos::prelude::*;

use super::asked::Asked;
use super::field::{Field, StandsFor, choice, option};
use super::fixed::Fixed;
use super::panel::Panel;
use super::picker::{Item, by_group, picker};
use super::place::{More, hint, place};
use crate::look::short_name;
use crate::markup::{Html, IntoHtml};
use crate::state::{Answer, GROUPS};

/// The cards by maker and market, "none" first.
static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let gpus = by_group(Catalog::builtin().gpus, group);
    std::iter::once(Item::none())
        .chain(gpus.map(item))
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
            "{} {vendor} {} {} {}gb {} {}",
            gpu.id,
            gpu.architecture,
            group(gpu),
            gpu.memory.nominal_gb,
            gpu.memory_type,
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
        (_, Segment::Laptop) => "Laptops",
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

/// The cards.
pub(super) fn cards() -> &'static [Item] {
    &ITEMS[1..]
}

/// The cards, and none.
pub(super) fn cards_or_none() -> &'static [Item] {
    &ITEMS
}

/// The controls.
pub(super) fn controls(asked: Asked) -> Fixed {
    let unified = place("div").id("unified");
    let unified = unified.hidden(asked.holds(no_unified_memory)).holds(vec![
        choice(
            asked,
            "mem",
            "Memory size",
            Some("unified"),
            Panel::MemorySizes,
        ),
        Field::new("share", "Share for the GPU")
            .unit("%")
            .placeholder("default")
            .view(asked),
    ]);
    let more = More::new("More kinds of card").id("more-cards");
    let more = more.opens(asked, is_mixed).holds(asked, |asked| {
        let kinds = (1..GROUPS.len()).map(|index| kind_of_card(asked, index));
        std::iter::once(hint(
            "For mixed machines, such as one RTX 5090 beside two RTX 3090. Engines that split by layer fill each to its own size; others give all an equal share, or refuse.",
        ))
        .chain(kinds)
        .collect()
    });
    place("fieldset").holds(vec![
        place("legend").says("Machine"),
        kind_of_card(asked, 0),
        place("p")
            .class("fact")
            .id("gpu-fact")
            .written(asked.panel(Panel::FirstCard)),
        unified,
        more,
        Field::new("ram", "System memory").unit("GiB").view(asked),
        host_memory(asked),
    ])
}

/// Keys of the host's memory.
const HOST: [&str; 4] = ["cpus", "channels", "mts", "membw"];

/// How fast the host's memory is read, and what that follows from.
fn host_memory(asked: Asked) -> Fixed {
    let more = More::new("Processors and memory speed").id("more-host");
    let more = more.hidden(asked.holds(|answer| answer.report.host_memory().is_none()));
    let more = more.opens(asked, |answer| {
        let mut keys = HOST.iter();
        keys.any(|key| answer.query.get(key).is_some_and(|value| !value.is_empty()))
    });
    more.holds(asked, |asked| {
        let row = place("div").class("fields").holds(vec![
            Field::new(HOST[0], "Processors")
                .stands_for(host_used, 0)
                .steps(1)
                .view(asked),
            Field::new(HOST[1], "Channels of each")
                .stands_for(host_used, 1)
                .steps(1)
                .view(asked),
            Field::new(HOST[2], "Transfer rate")
                .unit("MT/s")
                .stands_for(host_used, 2)
                .view(asked),
            Field::new(HOST[3], "Or its bandwidth")
                .unit("GB/s")
                .stands_for(host_used, 3)
                .view(asked),
        ]);
        let found = place("p").class("fact").id("host-fact");
        vec![
            row,
            found.written(asked.panel(Panel::HostMemory)),
            hint(
                "The processor is chosen under “Power and socket”, the memory kit with the parts.",
            ),
        ]
    })
}

/// What empty fields of the host's memory stand for.
pub(super) const STANDS_FOR: [StandsFor; 2] = [
    StandsFor {
        key: HOST[0],
        index: 0,
        used: host_used,
    },
    StandsFor {
        key: HOST[1],
        index: 1,
        used: host_used,
    },
];

fn host_used(answer: &Answer, index: usize) -> String {
    let Some(memory) = answer.report.host_memory() else {
        return String::new();
    };
    let used = match index {
        0 => memory.sockets,
        1 => memory.channels,
        2 => memory.mt_s,
        _ => memory.read_gb_per_s as u32,
    };
    used.to_string()
}

/// The bandwidth of the host's memory and what bounds it.
pub(super) fn host_fact(answer: &Answer) -> Option<String> {
    let memory = answer.report.host_memory()?;
    let rate = |rate: f64| format!("{}\u{202f}GB/s", about(rate));
    let each = match memory.sockets {
        1 => String::new(),
        sockets => format!(" on each of {sockets} processors"),
    };
    let bound = match memory.bound_by {
        "given" => return Some(format!("{}, as given", rate(memory.read_gb_per_s))),
        "dies" => "the links to its core dies".to_owned(),
        _ => format!(
            "{} {}{each} at {}\u{202f}MT/s",
            memory.channels,
            if memory.channels == 1 {
                "channel"
            } else {
                "channels"
            },
            grouped(memory.mt_s.into())
        ),
    };
    let processor = match memory.processor {
        "" => String::new(),
        name => format!("{name}: "),
    };
    Some(format!(
        "{processor}read at {} ({} to {}, {}), of {} at most: bound by {bound}",
        rate(memory.read_gb_per_s),
        about(memory.read_low_gb_per_s),
        about(memory.read_high_gb_per_s),
        memory.evidence.word(),
        rate(memory.bound_gb_per_s),
    ))
}

fn kind_of_card(asked: Asked, index: usize) -> Fixed {
    let (gpu, count) = GROUPS[index];
    place("div").class("card-kind").holds(vec![
        picker(asked, gpu),
        Field::new(count, "Count").steps(1).view(asked),
    ])
}

/// Id of the card in use under a key; empty for none.
pub(super) fn present(answer: &Answer, key: &str) -> &'static str {
    let index = GROUPS.iter().position(|(gpu, _)| *gpu == key).unwrap_or(0);
    let given = answer.query.get(key).map(str::trim).unwrap_or_default();
    match Catalog::builtin().gpu(given) {
        Some(gpu) => gpu.id,
        None if given.is_empty() && index == 0 => scenario::DEFAULT_GPU,
        None if given.is_empty() => "",
        // An unknown name: what was calculated instead stands at the same place.
        None => answer
            .scenario()
            .machine
            .groups
            .get(index)
            .map_or("", |group| group.gpu.id),
    }
}

/// Whether more than one kind of card is asked for.
pub(super) fn is_mixed(answer: &Answer) -> bool {
    GROUPS[1..]
        .iter()
        .any(|(gpu, _)| !present(answer, gpu).is_empty())
}

/// Whether nothing about unified memory is to be asked.
pub(super) fn no_unified_memory(answer: &Answer) -> bool {
    answer
        .scenario()
        .machine
        .groups
        .iter()
        .all(|group| group.gpu.unified.is_none())
}

/// The sizes that a unified memory is sold in.
pub(super) fn sizes(answer: &Answer) -> Html {
    let machine = &answer.scenario().machine;
    let unified = machine.groups.iter().find_map(|group| group.gpu.unified);
    let sizes = unified.map_or(&[][..], |unified| unified.sizes_gb);
    let largest = sizes.last().copied().unwrap_or(0);
    let largest = option("", false, &format!("Largest sold ({largest} GB)"));
    let other = machine.unified_gb.filter(|size| !sizes.contains(size));
    let others: Vec<Html> = { sizes.iter().chain(&other) }
        .map(|size| {
            let is_present = machine.unified_gb == Some(*size);
            option(&size.to_string(), is_present, &format!("{size} GB"))
        })
        .collect();
    view! {
        {largest}
        {others}
    }
    .html()
}

/// What matters about the first kind of card, in one line.
pub(super) fn first_card(answer: &Answer) -> Option<String> {
    let group = answer.scenario().machine.groups.first()?;
    let is_known = answer.unknown("gpu").is_none();
    is_known.then(|| facts(group.gpu))
}

/// What matters about a card, in one line.
fn facts(gpu: &Gpu) -> String {
    let memory = gpu.memory;
    let memory = match gpu.unified {
        Some(_) => format!("{}\u{202f}GB of unified memory", memory.nominal_gb),
        None => format!(
            "{} usable = {}, sold as {}\u{202f}GB",
            gb(memory.bytes),
            gib(memory.bytes),
            memory.nominal_gb
        ),
    };
    let bandwidth = gpu.bandwidth.map_or(String::new(), |bandwidth| {
        format!(" · {}\u{202f}GB/s", grouped(bandwidth / 1_000_000_000))
    });
    format!("{memory}{bandwidth} · {}\u{202f}W", gpu.tdp_w)
}
