//! The watts in a table, under load and idle, down to the amperes.

use headroom_core::report::{PowerItem, PowerReport};
use headroom_core::units::{Evidence, THIN};
use leptos::prelude::*;

use super::decimal;
use crate::look::short_name;
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// Part by part, then the supply, then the wall.
pub(super) fn table(answer: &Answer) -> Html {
    let power = answer.report.power();
    let parts: Vec<_> = power.items.iter().map(part).collect();
    let notes: Vec<String> = { power.items.iter() }
        .filter(|item| !item.note.is_empty() && ["gpu", "machine", "fans"].contains(&item.kind))
        .map(|item| format!("{}: {}", short_name(item.label), item.note))
        .collect();
    let notes = (!notes.is_empty()).then(|| view! { <p class="hint">{notes.join(" ")}</p> });
    view! {
        <table class="figures watts">
            <thead>
                <tr>
                    <th scope="col">"Power, in W"</th>
                    <th scope="col">"Under load"</th>
                    <th scope="col">"Idle"</th>
                    <th scope="col" class="quiet">"Known as"</th>
                </tr>
            </thead>
            <tbody>{parts}</tbody>
            <tbody class="sum">{sums(power)}</tbody>
        </table>
        {notes}
    }
    .html()
}

/// A part.
fn part(item: &PowerItem) -> Html {
    let name = short_name(item.label);
    let name = match item.count {
        1 => name.to_owned(),
        count => format!("{count}{THIN}×{THIN}{name}"),
    };
    row(name, [item.busy_w, item.idle_w], Some(item.evidence))
}

/// All parts together, and what comes between them and the fuse.
fn sums(power: &PowerReport) -> Html {
    let circuit = &power.circuit;
    let lost = power.psu.as_ref().map(|psu| {
        let idle_loss = power.idle_wall_w - power.idle_dc_w;
        let name = "Lost in the power supply".to_owned();
        row(name, [psu.loss_w, idle_loss], Some(psu.evidence))
    });
    let amperes = format!("In amperes at {}{THIN}V", circuit.volts);
    let others = (circuit.other_w > 0).then(|| {
        let idle = power.idle_wall_w + f64::from(circuit.other_w);
        let name = "With the other load on the circuit".to_owned();
        row(name, [circuit.draw_w, idle], None)
    });
    view! {
        {row("All parts".to_owned(), [power.dc_w, power.idle_dc_w], None)}
        {lost}
        <tr class="wall">
            {cells(
                "At the wall".to_owned(),
                [power.wall_w, power.idle_wall_w],
                Some(power.evidence),
            )}
        </tr>
        {row(amperes, [power.wall_a, power.idle_wall_a], None)}
        {others}
    }
    .html()
}

fn row(name: String, figures: [f64; 2], known: Option<Evidence>) -> Html {
    view! { <tr>{cells(name, figures, known)}</tr> }.html()
}

fn cells(name: String, [busy, idle]: [f64; 2], known: Option<Evidence>) -> Html {
    view! {
        <th scope="row">{name}</th>
        <td>{decimal(busy)}</td>
        <td>{decimal(idle)}</td>
        <td class="quiet">{known.map(Evidence::word)}</td>
    }
    .html()
}
