//! The answer about power: one sentence, what the circuit carries, and what follows from it.

use headroom_core::report::{GpuPower, PowerReport, PsuReport, UpsReport, WayOut};
use headroom_core::units::{THIN, grouped, ratio, with_unit};
use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::facts::{Facts, folded, known_as};
use super::super::fixed::Fixed;
use super::super::panel;
use super::super::part;
use super::super::place::{More, place};
use super::{Panel, decimal, price, watts, whole, whole_watts};
use crate::look::{power_look, short_name};
use crate::markup::{Html, IntoHtml, address};
use crate::state::Answer;

/// Everything about power that is shown.
pub(in crate::configurator) fn section(asked: Asked) -> Fixed {
    let box_of = |class, id: &'static str| place("div").class(class).id(id);
    let section = place("section").id("power").class("power");
    let summary = "Energy, electricity, CO₂ and UPS";
    let [first, others] = folded(asked, "power-facts", summary, panel::Facts::Power);
    section.labelled_by("power-title").holds(vec![
        place("h2").id("power-title").says("Power"),
        place("div")
            .id("power-load")
            .written(asked.panel(Panel::Lead)),
        box_of("finding-box", "power-finding").written(asked.panel(Panel::Finding)),
        box_of("circuit-box", "power-circuit").written(asked.panel(Panel::Circuit)),
        box_of("power-ways-box", "power-ways").written(asked.panel(Panel::Ways)),
        place("div")
            .id("power-remarks")
            .written(asked.panel(Panel::Remarks)),
        first,
        others,
        More::new("Watts by what it does").holds(asked, |asked| {
            let table = place("div").id("power-loads");
            vec![table.written(asked.panel(Panel::Loads))]
        }),
        More::new("From the parts to the wall").holds(asked, |asked| {
            let bars = place("div").class("waterfall-box").id("waterfall");
            let table = place("div").id("power-table");
            vec![
                bars.written(asked.panel(Panel::Waterfall)),
                table.written(asked.panel(Panel::Table)),
            ]
        }),
    ])
}

/// Mark, word and sentence.
pub(crate) fn sentence(answer: &Answer) -> Html {
    let verdict = &answer.report.power().verdict;
    let look = power_look(verdict.status);
    view! {
        <p class=format!("sentence finding {}", look.class)>
            <span class="mark" aria-hidden="true">{look.mark}</span>
            <span><b>{look.word}"."</b>" "{verdict.sentence.clone()}</span>
        </p>
    }
    .html()
}

/// What would make the circuit carry it, each a link.
pub(crate) fn ways_out(answer: &Answer) -> Option<Html> {
    if answer.report.power().verdict.carries {
        return None;
    }
    let ways: Vec<_> = { answer.report.power_ways().iter() }
        .enumerate()
        .map(|(index, way)| way_out(index, way))
        .collect();
    if ways.is_empty() {
        let view = view! {
            <p>"No single change does. Divide the machine over two circuits, or take fewer cards."</p>
        };
        return Some(view.html());
    }
    let view = view! {
        <h3>"What would carry it"</h3>
        <ul class="power-ways">{ways}</ul>
    };
    Some(view.html())
}

fn way_out(index: usize, way: &WayOut) -> Html {
    view! {
        <li>
            <a href=address(&way.query) data-key=format!("power-way-{index}")>
                {way.action.clone()}
            </a>
            " "
            <span class="effect">{way.effect.clone()}</span>
        </li>
    }
    .html()
}

/// What to know although it runs.
pub(super) fn remarks(answer: &Answer) -> Option<Html> {
    let power = answer.report.power();
    let notes = power.psu.iter().flat_map(|psu| &psu.notes);
    let texts = power.verdict.warnings.iter().chain(notes);
    let circuit = Some(power.circuit.note).filter(|note| !note.is_empty());
    part::remarks(texts.map(String::as_str).chain(circuit))
}

/// Supply, speed, heat, battery and the year.
pub(in crate::configurator) fn facts(answer: &Answer) -> Facts {
    let power = answer.report.power();
    let mut out = Facts::default();
    match &power.psu {
        Some(psu) => supply(&mut out, psu),
        None => out.add(
            "Power supply",
            "its own",
            "The watts were measured at the wall, with its losses.",
        ),
    }
    for gpu in &power.gpus {
        speed(&mut out, gpu);
    }
    let heat = &power.heat;
    out.add(
        "Heat",
        &format!("{}{THIN}BTU/h", grouped(heat.btu_per_h)),
        &format!(
            "{}, {}{THIN}BTU/h idle. {}",
            power.asked().map_or("at work", |load| load.kind.when()),
            grouped(heat.idle_btu_per_h),
            heat.note
        ),
    );
    out.worked("power.heat.btu_per_h");
    energy(&mut out, answer, power);
    battery(&mut out, &power.ups);
    out
}

fn supply(out: &mut Facts, psu: &PsuReport) {
    let each = match psu.units {
        1 => whole_watts(psu.rated_w),
        units => format!("{units} × {}", whole_watts(psu.rated_w)),
    };
    let spare = if psu.headroom_w < 0.0 {
        format!("{} too little", watts(psu.headroom_w))
    } else {
        format!("{} to spare", watts(psu.headroom_w))
    };
    let chosen = if psu.auto {
        "The smallest that is sold and leaves a fifth to spare with every card as shipped. "
    } else {
        ""
    };
    let more = format!(
        "{}. {chosen}Loaded to {}{THIN}%, {spare}; at least {}{THIN}% efficient there, so up to {} are lost.",
        psu.class_name,
        whole(psu.load_percent),
        decimal(psu.efficiency_percent),
        watts(psu.loss_w)
    );
    out.add("Power supply", &each, &more);
}

/// What the power limit leaves of the speed.
fn speed(out: &mut Facts, gpu: &GpuPower) {
    let Some(speed) = &gpu.speed else {
        return;
    };
    let term = format!("Decode speed at {}{THIN}W", gpu.limit_w);
    if gpu.limit_w == gpu.default_w {
        let more = format!("{} has its limit as shipped.", short_name(gpu.name));
        return out.add(&term, "in full", &more);
    }
    let name = short_name(gpu.name);
    let measured = headroom_core::catalog::Catalog::builtin()
        .gpu(speed.curve_gpu)
        .map_or(speed.curve_gpu, |gpu| short_name(gpu.name));
    let own = speed.curve_gpu == gpu.gpu;
    let from = if own {
        format!("as measured on this card ({})", speed.curve_load)
    } else {
        format!(
            "if it behaves like the {measured} at the same share of its limit ({})",
            speed.curve_load
        )
    };
    let Some(percent) = speed.percent else {
        let more = format!(
            "Below the lowest limit of the curve: {measured}, {}.",
            speed.curve_load
        );
        return out.add(&term, "not measured", &more);
    };
    let of = format!(
        "of what the {name} does at {}{THIN}W, {from}; ",
        gpu.default_w
    );
    let more = view! {
        {of}
        {known_as(speed.evidence)}
        "."
    };
    let figure = format!("about {}{THIN}%", whole(percent));
    out.add_view(&term, &figure, more.html());
}

fn energy(out: &mut Facts, answer: &Answer, power: &PowerReport) {
    let energy = &power.energy;
    let at = power.asked().map_or_else(String::new, |load| {
        format!(" at {}, {}", with_unit(load.wall_w, "W"), load.kind.name())
    });
    let plan = &answer.scenario().power;
    out.add(
        "Energy a year",
        &format!("about {}{THIN}kWh", whole(energy.kwh_per_year)),
        &format!(
            "{}{THIN}h{at} ({} a day, {} days a week), {}{THIN}h idle",
            whole(energy.busy_hours_per_year),
            plan.hours,
            plan.days,
            whole(energy.idle_hours_per_year)
        ),
    );
    out.worked("power.energy.kwh_per_year");
    match (energy.tariff_usd_per_kwh, energy.cost_usd_per_year) {
        (Some(tariff), Some(cost)) => {
            let money = answer.money();
            let whose = energy.tariff_period.map_or_else(
                || "the price you gave".to_owned(),
                |period| format!("{}, average of {period}", energy.region_name),
            );
            out.add(
                "Electricity a year",
                &format!("about {}{THIN}{}", whole(money.of(cost)), money.code),
                &format!(
                    "at {}{THIN}{}/kWh: {whose}",
                    price(money.of(tariff)),
                    money.code
                ),
            );
        }
        _ => out.add(
            "Electricity a year",
            "no price",
            &format!(
                "No dated price is known for {}; give yours under “Power and socket”.",
                energy.region_name
            ),
        ),
    }
    match (
        energy.co2_kg_per_year,
        energy.grid_g_co2_per_kwh,
        &plan.region.grid,
    ) {
        (Some(co2), Some(grams), Some(grid)) => out.add(
            "CO₂ a year",
            &format!("about {}{THIN}kg", whole(co2)),
            &format!(
                "at {}{THIN}g/kWh: the grid of {}, {}",
                whole(grams),
                energy.region_name,
                grid.date
            ),
        ),
        _ => out.add(
            "CO₂ a year",
            "not known",
            "No figure for this grid is in the catalogue.",
        ),
    }
}

fn battery(out: &mut Facts, ups: &UpsReport) {
    let needed = format!(
        "Must carry {} = {}{THIN}VA.",
        watts(ups.required_w),
        grouped(ups.required_va)
    );
    let Some(unit) = &ups.unit else {
        let more = format!("{needed} None that is listed carries it.");
        return out.add("UPS", "none", &more);
    };
    let of = format!("{} ({})", unit.name, whole_watts(unit.watts));
    match unit.minutes {
        Some(minutes) => {
            let which = if ups.chosen {
                format!("on the battery of {of}.")
            } else {
                format!("on {of}, the smallest listed that carries it, if you add one.")
            };
            let minutes = ratio(super::tenths(minutes), 10, 0);
            out.add(
                "UPS",
                &format!("about {minutes}{THIN}min"),
                &format!("{which} {needed}"),
            );
            out.worked("power.ups.unit.minutes");
        }
        None => out.add(
            "UPS",
            "too small",
            &format!("{of} does not carry the machine. {needed}"),
        ),
    }
}
