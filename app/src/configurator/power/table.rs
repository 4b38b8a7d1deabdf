//! The watts in a table, under load and idle, down to the amperes.

use headroom_core::units::THIN;

use super::decimal;
use crate::look::short_name;
use crate::markup::{Text, put};
use crate::state::Answer;

/// The row that everything leads to.
const WALL: &str = "At the wall";

/// Part by part, then the supply, then the wall.
pub(super) fn table(answer: &Answer) -> String {
    let power = answer.report.power();
    let circuit = &power.circuit;
    let mut out = String::with_capacity(4_096);
    out.push_str(
        "<table class=\"figures watts\"><thead><tr><th scope=\"col\">Power, in W</th><th scope=\"col\">Under load</th>\
         <th scope=\"col\">Idle</th><th scope=\"col\" class=\"quiet\">Known as</th></tr></thead><tbody>",
    );
    for item in &power.items {
        let count = match item.count {
            1 => String::new(),
            count => format!("{count}{THIN}×{THIN}"),
        };
        put!(
            out,
            "<tr><th scope=\"row\">{count}{}</th><td>{}</td><td>{}</td><td class=\"quiet\">{}</td></tr>",
            Text(short_name(item.label)),
            decimal(item.busy_w),
            decimal(item.idle_w),
            item.evidence.word()
        );
    }
    out.push_str("</tbody><tbody class=\"sum\">");
    let mut row = |name: String, busy: f64, idle: f64, how: &str| {
        let class = if name == WALL { " class=\"wall\"" } else { "" };
        put!(
            out,
            "<tr{class}><th scope=\"row\">{name}</th><td>{}</td><td>{}</td><td class=\"quiet\">{how}</td></tr>",
            decimal(busy),
            decimal(idle)
        );
    };
    row("All parts".to_owned(), power.dc_w, power.idle_dc_w, "");
    if let Some(psu) = &power.psu {
        let idle_loss = power.idle_wall_w - power.idle_dc_w;
        row(
            "Lost in the power supply".to_owned(),
            psu.loss_w,
            idle_loss,
            psu.evidence.word(),
        );
    }
    row(
        WALL.to_owned(),
        power.wall_w,
        power.idle_wall_w,
        power.evidence.word(),
    );
    row(
        format!("In amperes at {}{THIN}V", circuit.volts),
        power.wall_a,
        power.idle_wall_a,
        "",
    );
    if circuit.other_w > 0 {
        let other = f64::from(circuit.other_w);
        row(
            "With the other load on the circuit".to_owned(),
            circuit.draw_w,
            power.idle_wall_w + other,
            "",
        );
    }
    out.push_str("</tbody></table>");
    let notes: Vec<String> = power
        .items
        .iter()
        .filter(|item| !item.note.is_empty() && ["gpu", "machine", "fans"].contains(&item.kind))
        .map(|item| format!("{}: {}", Text(short_name(item.label)), Text(item.note)))
        .collect();
    if !notes.is_empty() {
        put!(out, "<p class=\"hint\">{}</p>", notes.join(" "));
    }
    out
}
