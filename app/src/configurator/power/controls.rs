//! What a person may choose about power. Everything has a default, so it opens only when asked for.

use headroom_core::catalog::Catalog;
use headroom_core::catalog::power::{Circuit, Region};
use headroom_core::power::{CpuChoice, UpsChoice};
use headroom_core::units::{THIN, grouped};
use leptos::prelude::*;

use super::super::field::{
    Ends, Field, Placeholder, Slider, choice, explain, input, note, slider, stepper, typed, write,
};
use super::super::run::named_options;
use super::{decimal, price, whole, whole_watts};
use crate::look::{power_look, short_name};
use crate::markup::{Text, put};
use crate::state::{Answer, LIMITS, State, Step};

/// Keys that this panel writes.
const KEYS: [&str; 17] = [
    "limit", "limit2", "limit3", "limit4", "circuit", "other", "psu", "psus", "class", "ups",
    "cpu", "dimms", "drives", "hours", "days", "region", "tariff",
];

/// The controls.
pub(in crate::configurator) fn controls(state: State) -> impl IntoView {
    // Open where the link says something about power; from then on it is the visitor's.
    let open = untrack(|| {
        KEYS.iter()
            .any(|key| state.raw(key).is_some_and(|value| !value.is_empty()))
    });
    let own_supply = move || state.read(|answer| answer.report.power.psu.is_none());
    view! {
        <details class="block panel" open=open>
            <summary>
                <span class="panel-title">"Power and socket"</span>
                <span class="panel-brief" inner_html=state.text(brief)></span>
            </summary>
            {(0..LIMITS.len()).map(|index| limit(state, index)).collect_view()}
            <fieldset class="sub">
                <legend>"Socket"</legend>
                {choice(state, "circuit", "Circuit", Some("circuit"), circuits)}
                {typed(state, Field::new("other", "Other load on the circuit").unit("W"))}
            </fieldset>
            <fieldset class="sub" hidden=own_supply>
                <legend>"Power supply"</legend>
                <div class="fields">
                    {choice(state, "psu", "Rating", None, ratings)}
                    {choice(state, "class", "Efficiency class", Some("psu"), classes)}
                    {stepper(state, Field::new("psus", "Units").stands_for(units))}
                </div>
            </fieldset>
            <fieldset class="sub" hidden=own_supply>
                <legend>"The rest of the machine"</legend>
                {choice(state, "cpu", "Processor", None, processors)}
                <div class="fields">
                    {stepper(state, Field::new("dimms", "Memory modules").stands_for(modules).least(0))}
                    {stepper(state, Field::new("drives", "Drives").least(0))}
                </div>
            </fieldset>
            <fieldset class="sub">
                <legend>"Use"</legend>
                {typed(state, Field::new("hours", "Hours a day under load").unit("h"))}
                {slider(state, Slider { key: "hours", label: "Hours a day under load", unit: "hours", ends: hours, index: 0, write })}
                {stepper(state, Field::new("days", "Days a week").least(0))}
                {choice(state, "region", "Electricity of", None, regions)}
                <div class="fields">
                    {typed(state, Field::new("tariff", "Your price").unit("USD/kWh").stands_for(tariff))}
                    {choice(state, "ups", "UPS", Some("ups"), upses)}
                </div>
            </fieldset>
        </details>
    }
}

/// The finding in a few words, beside the title.
fn brief(answer: &Answer) -> String {
    let power = &answer.report.power;
    let look = power_look(power.verdict.status);
    format!(
        "<span class=\"tag {}\"><span aria-hidden=\"true\">{}</span> {}</span> \
         <span class=\"quiet\">{}{THIN}A · {}{THIN}W</span>",
        look.class,
        look.mark,
        look.word,
        decimal(power.circuit.draw_a),
        whole(power.circuit.draw_w)
    )
}

/// The power limit of one kind of card, on a slider over its real range.
fn limit(state: State, index: usize) -> impl IntoView {
    let key = LIMITS[index];
    let absent = move || state.read(|answer| index >= kinds(answer));
    let fixed = move || {
        state.read(|answer| {
            let gpu = answer.report.power.gpus.get(index);
            gpu.is_none_or(|gpu| gpu.range_evidence.is_none())
        })
    };
    let label = move || state.read(|answer| label(answer, index));
    let range = move || state.read(|answer| range(answer, index));
    let placeholder = Placeholder::Used(shipped, index);
    let moves = Slider {
        key,
        label: "Power limit",
        unit: "W",
        ends: limits,
        index,
        write: write_limit,
    };
    view! {
        <div class="field limit-field" hidden=absent>
            <span class="name">
                <label for=key inner_html=label></label>
                {explain("limit")}
            </span>
            <div hidden=fixed>
                <span class="control">
                    {input(state, key, placeholder, write_limit)}
                    <span class="unit">"W"</span>
                </span>
                {slider(state, moves)}
            </div>
            {note(state, key)}
            <p class="hint" inner_html=range></p>
        </div>
    }
}

/// Kinds of card that have a field here.
fn kinds(answer: &Answer) -> usize {
    answer.report.power.gpus.len()
}

fn label(answer: &Answer, index: usize) -> String {
    let name = match answer.report.power.gpus.get(index) {
        Some(gpu) if kinds(answer) > 1 => format!(" of the {}", Text(short_name(gpu.name))),
        _ => " of each GPU".to_owned(),
    };
    format!("Power limit{name}")
}

/// The range and what the limit costs.
fn range(answer: &Answer, index: usize) -> String {
    let Some(gpu) = answer.report.power.gpus.get(index) else {
        return String::new();
    };
    let Some(evidence) = gpu.range_evidence else {
        return "No limit can be set on this machine.".to_owned();
    };
    let mut out = format!(
        "{} to {}{THIN}W <span class=\"evidence-word\">({})</span>, {}{THIN}W as shipped",
        gpu.min_w,
        gpu.max_w,
        evidence.word(),
        gpu.default_w
    );
    let percent = gpu.speed.as_ref().and_then(|speed| speed.percent);
    match percent {
        _ if gpu.limit_w == gpu.default_w => out.push('.'),
        Some(percent) => put!(
            out,
            ". About {}{THIN}% of the decode speed.",
            whole(percent)
        ),
        None => out.push_str(". Speed at this limit was not measured."),
    }
    out
}

fn limits(answer: &Answer, index: usize) -> Ends {
    match answer.report.power.gpus.get(index) {
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
    let gpu = answer.report.power.gpus.get(index);
    gpu.map_or(String::new(), |gpu| gpu.default_w.to_string())
}

/// Writes the limit of one kind. That the second has a key, if an empty one, says that the first is
/// not meant for all.
fn write_limit(state: State, key: &'static str, value: String) {
    state.change(Step::Typed, |query| {
        query.set(key, value);
        if query.get(LIMITS[1]).is_none() {
            query.set(LIMITS[1], "");
        }
    });
}

fn hours(answer: &Answer, _: usize) -> Ends {
    Ends {
        low: 0,
        now: answer.scenario.power.hours,
        high: 24,
    }
}

/// Circuits by country.
fn circuits(answer: &Answer) -> String {
    let present = answer.scenario.power.circuit;
    let mut out = String::with_capacity(4_096);
    let mut open = "";
    for circuit in Catalog::builtin().power.circuits {
        group(&mut out, &mut open, circuit.region);
        option(
            &mut out,
            circuit.id,
            circuit.id == present.id,
            &socket(circuit),
        );
    }
    out.push_str("</optgroup>");
    out
}

fn socket(circuit: &Circuit) -> String {
    format!(
        "{}{THIN}A at {}{THIN}V · {}",
        circuit.amps, circuit.volts, circuit.receptacle
    )
}

/// Begins a group of options where the name of the group changes.
fn group(out: &mut String, open: &mut &'static str, name: &'static str) {
    if *open == name {
        return;
    }
    if !open.is_empty() {
        out.push_str("</optgroup>");
    }
    put!(out, "<optgroup label=\"{}\">", Text(name));
    *open = name;
}

fn option(out: &mut String, id: &str, selected: bool, text: &str) {
    let selected = if selected { " selected" } else { "" };
    put!(
        out,
        "<option value=\"{}\"{selected}>{}</option>",
        Text(id),
        Text(text)
    );
}

/// Sizes of power supply that are sold.
fn ratings(answer: &Answer) -> String {
    let auto = match &answer.report.power.psu {
        Some(psu) if psu.auto => format!("Automatic: {}", whole_watts(psu.rated_w)),
        _ => "Automatic".to_owned(),
    };
    let mut options = vec![(String::new(), auto)];
    let present = answer.scenario.power.psu;
    let sizes = Catalog::builtin().power.psus;
    let other = present.filter(|watts| sizes.iter().all(|size| size.watts != *watts));
    for watts in sizes.iter().map(|size| size.watts).chain(other) {
        options.push((watts.to_string(), whole_watts(watts)));
    }
    let present = present.map_or(String::new(), |watts| watts.to_string());
    named_options(&options, &present)
}

fn units(answer: &Answer, _: usize) -> String {
    let psu = answer.report.power.psu.as_ref();
    psu.map_or(String::new(), |psu| psu.units.to_string())
}

fn classes(answer: &Answer) -> String {
    let mut out = String::new();
    for class in Catalog::builtin().power.efficiencies {
        let selected = class.id == answer.scenario.power.class.id;
        option(&mut out, class.id, selected, class.name);
    }
    out
}

/// Watts of processors that have no row of their own.
const OTHER_PROCESSORS: [u32; 7] = [65, 105, 125, 170, 250, 350, 500];

fn processors(answer: &Answer) -> String {
    let present = answer.scenario.power.cpu;
    let mut out = String::with_capacity(4_096);
    let auto = match (present, item(answer, "cpu")) {
        (CpuChoice::Auto, Some(cpu)) => format!("Automatic: {}", cpu.label),
        _ => "Automatic".to_owned(),
    };
    option(&mut out, "", present == CpuChoice::Auto, &auto);
    let mut open = "";
    for cpu in Catalog::builtin().power.cpus {
        let (maker, name) = cpu.name.split_once(' ').unwrap_or(("", cpu.name));
        group(&mut out, &mut open, maker);
        let watts = cpu.peak_w.unwrap_or(cpu.tdp_w);
        let selected = matches!(present, CpuChoice::Listed(row) if row.id == cpu.id);
        option(
            &mut out,
            cpu.id,
            selected,
            &format!("{name} · {watts}{THIN}W"),
        );
    }
    group(&mut out, &mut open, "Another, by its watts");
    let given = match present {
        CpuChoice::Watts(watts) => Some(watts),
        _ => None,
    };
    let other = given.filter(|watts| !OTHER_PROCESSORS.contains(watts));
    for watts in OTHER_PROCESSORS.into_iter().chain(other) {
        let selected = given == Some(watts);
        option(&mut out, &watts.to_string(), selected, &whole_watts(watts));
    }
    out.push_str("</optgroup>");
    out
}

fn item<'a>(answer: &'a Answer, kind: &str) -> Option<&'a headroom_core::report::PowerItem> {
    let items = &answer.report.power.items;
    items.iter().find(|item| item.kind == kind)
}

fn modules(answer: &Answer, _: usize) -> String {
    item(answer, "memory")
        .map_or(0, |item| item.count)
        .to_string()
}

/// The states of the United States, then other regions, each with its price.
fn regions(answer: &Answer) -> String {
    let present = answer.scenario.power.region;
    let mut regions: Vec<&Region> = Catalog::builtin().power.regions.iter().collect();
    let in_the_us = |region: &Region| region.id == "us" || region.id.starts_with("us-");
    regions.sort_by_key(|region| (!in_the_us(region), region.id != "us", region.name));
    let mut out = String::with_capacity(8_192);
    let mut open = "";
    for region in regions {
        let name = if in_the_us(region) {
            "United States"
        } else {
            "Elsewhere"
        };
        group(&mut out, &mut open, name);
        let price = match &region.price {
            Some(tariff) => format!(
                "{}{THIN}USD/kWh",
                price(f64::from(tariff.millicents) / 100_000.0)
            ),
            None => "no dated price".to_owned(),
        };
        let text = format!("{} · {price}", region.name);
        option(&mut out, region.id, region.id == present.id, &text);
    }
    out.push_str("</optgroup>");
    out
}

fn tariff(answer: &Answer, _: usize) -> String {
    let of_the_region = answer.scenario.power.region.price.as_ref();
    of_the_region.map_or("none known".to_owned(), |tariff| {
        price(f64::from(tariff.millicents) / 100_000.0)
    })
}

fn upses(answer: &Answer) -> String {
    let present = answer.scenario.power.ups;
    let mut out = String::new();
    option(&mut out, "", present == UpsChoice::None, "None");
    let auto = "The smallest that carries it";
    option(&mut out, "auto", present == UpsChoice::Auto, auto);
    for ups in Catalog::builtin().power.upses {
        let selected = matches!(present, UpsChoice::Listed(row) if row.id == ups.id);
        let text = format!("{} · {}{THIN}W", ups.name, grouped(u64::from(ups.watts)));
        option(&mut out, ups.id, selected, &text);
    }
    out
}
