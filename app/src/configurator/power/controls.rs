//! What a person may choose about power. Everything has a default, so it opens only when asked for.

use headroom_core::catalog::power::Region;
use headroom_core::scenario::{CpuChoice, UpsChoice};
use headroom_core::units::{Currency, THIN};
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::field::{
    Ends, Field, Slider, StandsFor, choice, explain, note, option, under_headings,
};
use super::super::fixed::{Fixed, IntoFixed};
use super::super::place::{More, Place, place};
use super::super::run::named_options;
use super::{Panel, decimal, price, whole, whole_watts};
use crate::look::{power_look, short_name};
use crate::markup::{Html, IntoHtml};
use crate::state::{Answer, LIMITS};

/// Keys that this panel writes.
const KEYS: [&str; 15] = [
    "limit", "limit2", "limit3", "limit4", "circuit", "other", "psu", "psus", "class", "ups",
    "cpu", "dimms", "drives", "region", "tariff",
];

/// The power limits, each over its card's real range.
pub(in crate::configurator) static LIMIT_SLIDERS: [Slider; 4] = [
    limit_slider(0),
    limit_slider(1),
    limit_slider(2),
    limit_slider(3),
];

const fn limit_slider(index: usize) -> Slider {
    Slider {
        key: LIMITS[index],
        index,
        label: "Power limit",
        ends: limits,
        value: |watts| watts,
        words: |watts| format!("{watts} W"),
    }
}

/// What empty fields stand for.
pub(in crate::configurator) const STANDS_FOR: [StandsFor; 7] = [
    StandsFor {
        key: LIMITS[0],
        index: 0,
        used: shipped,
    },
    StandsFor {
        key: LIMITS[1],
        index: 1,
        used: shipped,
    },
    StandsFor {
        key: LIMITS[2],
        index: 2,
        used: shipped,
    },
    StandsFor {
        key: LIMITS[3],
        index: 3,
        used: shipped,
    },
    StandsFor {
        key: "psus",
        index: 0,
        used: units,
    },
    StandsFor {
        key: "dimms",
        index: 0,
        used: modules,
    },
    StandsFor {
        key: "tariff",
        index: 0,
        used: tariff,
    },
];

/// The controls.
pub(in crate::configurator) fn controls(asked: Asked) -> Fixed {
    // Open where the link says something about power; from then on it is the visitor's.
    let said = asked.now(|answer| {
        let mut keys = KEYS.iter();
        keys.any(|key| answer.query.get(key).is_some_and(|value| !value.is_empty()))
    });
    let brief = place("span").class("panel-brief").id("power-brief");
    let summary = vec![
        place("span").class("panel-title").says("Power and socket"),
        " ".fixed(),
        brief.written(asked.panel(Panel::Brief)),
    ];
    let panel = More::under("block panel", summary.fixed()).open(said);
    panel.holds(asked, |asked| {
        let limits = LIMIT_SLIDERS.iter().map(|slider| limit(asked, slider));
        limits.chain(sockets(asked)).collect()
    })
}

/// A group of fields under its name.
fn group_of(name: &'static str, fields: Vec<Fixed>) -> (Place, Vec<Fixed>) {
    let mut all = vec![place("legend").says(name)];
    all.extend(fields);
    (place("fieldset").class("sub"), all)
}

/// What the machine is plugged into, and what draws beside the cards.
fn sockets(asked: Asked) -> [Fixed; 4] {
    let own_supply = asked.holds(own_supply);
    let row = |fields| place("div").class("fields").holds(fields);
    let (socket, fields) = group_of(
        "Socket",
        vec![
            choice(
                asked,
                "circuit",
                "Circuit",
                Some("circuit"),
                Panel::Circuits,
            ),
            Field::new("other", "Other load on the circuit")
                .unit("W")
                .view(asked),
        ],
    );
    let socket = socket.holds(fields);
    let (supply, fields) = group_of(
        "Power supply",
        vec![row(vec![
            choice(asked, "psu", "Rating", None, Panel::Ratings),
            choice(
                asked,
                "class",
                "Efficiency class",
                Some("psu"),
                Panel::Classes,
            ),
            Field::new("psus", "Units")
                .stands_for(units, 0)
                .steps(1)
                .view(asked),
        ])],
    );
    let supply = supply.id("supply").hidden(own_supply).holds(fields);
    let (rest, fields) = group_of(
        "The rest of the machine",
        vec![
            choice(asked, "cpu", "Processor", None, Panel::Processors),
            row(vec![
                Field::new("dimms", "Memory modules")
                    .stands_for(modules, 0)
                    .steps(0)
                    .view(asked),
                Field::new("drives", "Drives").steps(0).view(asked),
            ]),
        ],
    );
    let rest = rest.id("rest").hidden(own_supply).holds(fields);
    let (electricity, fields) = group_of(
        "Electricity",
        vec![
            choice(asked, "region", "Region", None, Panel::Regions),
            row(vec![
                Field::new("tariff", "Your price")
                    .price_unit("/kWh")
                    .stands_for(tariff, 0)
                    .view(asked),
                choice(asked, "ups", "UPS", Some("ups"), Panel::Upses),
            ]),
        ],
    );
    [socket, supply, rest, electricity.holds(fields)]
}

/// The power limit of one kind of card.
fn limit(asked: Asked, slider: &'static Slider) -> Fixed {
    let Slider { key, index, .. } = *slider;
    let label = asked.panel(Panel::LimitLabel(index));
    let name = view! {
        <span class="name">
            <label for=key id=format!("{key}-label") inner_html=label></label>
            {explain("limit")}
        </span>
    };
    let control = place("div").id(format!("{key}-control"));
    let control = control.hidden(asked.holds(move |answer| no_range(answer, index)));
    let field = place("div").class("field limit-field");
    let field = field.id(format!("{key}-field"));
    let field = field.hidden(asked.holds(move |answer| no_card(answer, index)));
    field.holds(vec![
        name.fixed(),
        control.holds(vec![
            Field::new(key, "Power limit")
                .unit("W")
                .stands_for(shipped, index)
                .control(asked),
            slider.view(asked),
        ]),
        note(asked, key),
        place("p")
            .class("hint")
            .id(format!("{key}-range"))
            .written(asked.panel(Panel::LimitRange(index))),
    ])
}

/// Whether the machine has no such kind of card.
fn no_card(answer: &Answer, index: usize) -> bool {
    index >= kinds(answer)
}

/// Whether no limit can be set on such a card.
fn no_range(answer: &Answer, index: usize) -> bool {
    let gpu = answer.report.power().gpus.get(index);
    gpu.is_none_or(|gpu| gpu.range_evidence.is_none())
}

/// Whether the machine comes with its power supply and the rest.
fn own_supply(answer: &Answer) -> bool {
    answer.report.power().psu.is_none()
}

/// The finding in a few words, beside the title.
pub(super) fn brief(answer: &Answer) -> Html {
    let power = answer.report.power();
    let look = power_look(power.verdict.status);
    let draw = format!(
        "{}{THIN}A · {}{THIN}W",
        decimal(power.circuit.draw_a),
        whole(power.circuit.draw_w)
    );
    view! {
        <span class=format!("tag {}", look.class)>
            <span aria-hidden="true">{look.mark}</span>
            " "
            {look.word}
        </span>
        " "
        <span class="quiet">{draw}</span>
    }
    .html()
}

/// Kinds of card that have a field here.
fn kinds(answer: &Answer) -> usize {
    answer.report.power().gpus.len()
}

/// The label of the limit of one kind of card.
pub(super) fn limit_label(answer: &Answer, index: usize) -> String {
    let name = match answer.report.power().gpus.get(index) {
        Some(gpu) if kinds(answer) > 1 => format!(" of the {}", short_name(gpu.name)),
        _ => " of each GPU".to_owned(),
    };
    format!("Power limit{name}")
}

/// The range and what the limit costs.
pub(super) fn limit_range(answer: &Answer, index: usize) -> Option<Html> {
    let gpu = answer.report.power().gpus.get(index)?;
    let Some(evidence) = gpu.range_evidence else {
        return Some("No limit can be set on this machine.".html());
    };
    let range = format!("{} to {}{THIN}W ", gpu.min_w, gpu.max_w);
    let speed = match gpu.speed.as_ref().and_then(|speed| speed.percent) {
        _ if gpu.limit_w == gpu.default_w => String::new(),
        Some(percent) => format!(" About {}{THIN}% of the decode speed.", whole(percent)),
        None => " Speed at this limit was not measured.".to_owned(),
    };
    let shipped = format!(", {}{THIN}W as shipped.{speed}", gpu.default_w);
    let view = view! {
        {range}
        <span class="evidence-word">"("{evidence.word()}")"</span>
        {shipped}
    };
    Some(view.html())
}

fn limits(answer: &Answer, index: usize) -> Ends {
    match answer.report.power().gpus.get(index) {
        Some(gpu) => Ends {
            low: gpu.min_w,
            now: gpu.limit_w,
            high: gpu.max_w,
        },
        None => Ends {
            low: 0,
            now: 0,
            high: 1,
        },
    }
}

fn shipped(answer: &Answer, index: usize) -> String {
    let gpu = answer.report.power().gpus.get(index);
    gpu.map_or(String::new(), |gpu| gpu.default_w.to_string())
}

/// Circuits by country.
pub(super) fn circuits(answer: &Answer) -> Html {
    let present = answer.scenario().power.circuit;
    let circuits = answer.figures().power.circuits.iter().map(|circuit| {
        let option = option(
            circuit.id,
            circuit.id == present.id,
            &crate::look::socket(circuit),
        );
        (circuit.region, option)
    });
    under_headings(circuits)
}

/// Sizes of power supply that are sold.
pub(super) fn ratings(answer: &Answer) -> Html {
    let auto = match &answer.report.power().psu {
        Some(psu) if psu.auto => format!("Automatic: {}", whole_watts(psu.rated_w)),
        _ => "Automatic".to_owned(),
    };
    let mut options = vec![(String::new(), auto)];
    let present = answer.scenario().power.psu;
    let sizes = answer.figures().power.psus;
    let other = present.filter(|watts| sizes.iter().all(|size| size.watts != *watts));
    for watts in sizes.iter().map(|size| size.watts).chain(other) {
        options.push((watts.to_string(), whole_watts(watts)));
    }
    let present = present.map_or(String::new(), |watts| watts.to_string());
    named_options(&options, &present)
}

fn units(answer: &Answer, _: usize) -> String {
    let psu = answer.report.power().psu.as_ref();
    psu.map_or(String::new(), |psu| psu.units.to_string())
}

/// Efficiency classes.
pub(super) fn classes(answer: &Answer) -> Html {
    let present = answer.scenario().power.class;
    let classes: Vec<Html> = { answer.figures().power.efficiencies.iter() }
        .map(|class| option(class.id, class.id == present.id, class.name))
        .collect();
    classes.html()
}

/// Watts of processors that have no row of their own.
const OTHER_PROCESSORS: [u32; 7] = [65, 105, 125, 170, 250, 350, 500];

/// Processors by maker, and others by their watts.
pub(super) fn processors(answer: &Answer) -> Html {
    let present = answer.scenario().power.cpu;
    let auto = match (present, item(answer, "cpu")) {
        (CpuChoice::Auto, Some(cpu)) => format!("Automatic: {}", cpu.label),
        _ => "Automatic".to_owned(),
    };
    let auto = ("", option("", present == CpuChoice::Auto, &auto));
    let listed = answer.figures().power.cpus.iter().map(|cpu| {
        let (maker, name) = cpu.name.split_once(' ').unwrap_or(("", cpu.name));
        let watts = cpu.peak_w.unwrap_or(cpu.tdp_w);
        let is_present = matches!(present, CpuChoice::Listed(row) if row.id == cpu.id);
        let name = format!("{name} · {watts}{THIN}W");
        (maker, option(cpu.id, is_present, &name))
    });
    let given = match present {
        CpuChoice::Watts(watts) => Some(watts),
        _ => None,
    };
    let other = given.filter(|watts| !OTHER_PROCESSORS.contains(watts));
    let others = { OTHER_PROCESSORS.into_iter().chain(other) }.map(|watts| {
        let is_present = given == Some(watts);
        let option = option(&watts.to_string(), is_present, &whole_watts(watts));
        ("Another, by its watts", option)
    });
    under_headings([auto].into_iter().chain(listed).chain(others))
}

fn item<'a>(answer: &'a Answer, kind: &str) -> Option<&'a headroom_core::report::PowerItem> {
    let items = &answer.report.power().items;
    items.iter().find(|item| item.kind == kind)
}

fn modules(answer: &Answer, _: usize) -> String {
    item(answer, "memory")
        .map_or(0, |item| item.count)
        .to_string()
}

/// The states of the United States, then other regions, each with its price.
pub(super) fn regions(answer: &Answer) -> Html {
    let present = answer.scenario().power.region;
    let money = answer.money();
    let regions = answer.figures().power.regions;
    let in_the_us = |region: &&Region| region.id == "us" || region.id.starts_with("us-");
    let whole = regions.iter().filter(|region| region.id == "us");
    let states = regions.iter().filter(|region| region.id.starts_with("us-"));
    let others = regions.iter().filter(|region| !in_the_us(region));
    let option =
        |region: &Region| option(region.id, region.id == present.id, &priced(region, money));
    let us = whole
        .chain(states)
        .map(|region| ("United States", option(region)));
    let others = others.map(|region| ("Elsewhere", option(region)));
    under_headings(us.chain(others))
}

/// A region with its price.
fn priced(region: &Region, money: Currency) -> String {
    match &region.price {
        Some(tariff) => {
            let price = price(money.of(f64::from(tariff.millicents) / 100_000.0));
            format!("{} · {price}{THIN}{}/kWh", region.name, money.code)
        }
        None => format!("{} · no dated price", region.name),
    }
}

fn tariff(answer: &Answer, _: usize) -> String {
    let of_the_region = answer.scenario().power.region.price.as_ref();
    of_the_region.map_or("none known".to_owned(), |tariff| {
        price(answer.money().of(f64::from(tariff.millicents) / 100_000.0))
    })
}

/// UPSes.
pub(super) fn upses(answer: &Answer) -> Html {
    let present = answer.scenario().power.ups;
    let auto = "The smallest that carries it";
    let listed: Vec<Html> = { answer.figures().power.upses.iter() }
        .map(|ups| {
            let is_present = matches!(present, UpsChoice::Listed(row) if row.id == ups.id);
            let name = format!("{} · {}", ups.name, whole_watts(ups.watts));
            option(ups.id, is_present, &name)
        })
        .collect();
    view! {
        {option("", present == UpsChoice::None, "None")}
        {option("auto", present == UpsChoice::Auto, auto)}
        {listed}
    }
    .html()
}
