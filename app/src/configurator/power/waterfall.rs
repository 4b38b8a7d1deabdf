//! From the watts of each part to the watts at the wall, as floating bars.

use headroom_core::report::PowerReport;
use headroom_core::units::{THIN, ratio};

use super::{tenths, whole};
use crate::look::short_name;
use crate::markup::{Text, percent, put};
use crate::state::Answer;

/// One bar.
struct Step {
    class: &'static str,
    name: String,
    detail: String,
    /// Where it begins and how long it is, tenths of a watt.
    from: u64,
    watts: u64,
}

fn steps(power: &PowerReport) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::with_capacity(power.items.len() + 3);
    let mut from = 0;
    for item in &power.items {
        let watts = tenths(item.busy_w);
        steps.push(Step {
            class: kind(item.kind),
            name: short_name(item.label).to_owned(),
            detail: match item.count {
                1 => String::new(),
                count => format!(
                    "{count} × {}{THIN}W",
                    ratio(
                        tenths(item.each_w),
                        10,
                        u32::from(!tenths(item.each_w).is_multiple_of(10))
                    )
                ),
            },
            from,
            watts,
        });
        from += watts;
    }
    let sum = |name: &str, watts| Step {
        class: "sum",
        name: name.to_owned(),
        detail: String::new(),
        from: 0,
        watts,
    };
    if let Some(psu) = &power.psu {
        steps.push(sum("All parts", from));
        steps.push(Step {
            class: "loss",
            name: "Lost in the power supply".to_owned(),
            detail: format!(
                "{}{THIN}% efficient",
                super::decimal(psu.efficiency_percent)
            ),
            from,
            watts: tenths(psu.loss_w),
        });
    }
    steps.push(sum("At the wall", tenths(power.wall_w)));
    steps
}

/// Class of the colour of a kind of part.
fn kind(kind: &str) -> &'static str {
    match kind {
        "gpu" => "gpu",
        "machine" => "machine",
        "cpu" => "cpu",
        _ => "rest",
    }
}

pub(crate) fn list(answer: &Answer) -> String {
    let power = answer.report.power();
    let scale = tenths(power.wall_w).max(1);
    let mut out = String::with_capacity(4_096);
    out.push_str("<ol class=\"waterfall\">");
    for step in steps(power) {
        let sum = if step.class == "sum" {
            " class=\"total\""
        } else {
            ""
        };
        put!(
            out,
            "<li{sum}><span class=\"step-name\">{} <span class=\"quiet step-detail\">{}</span></span>\
             <span class=\"step-watts\">{}<span class=\"unit\">{THIN}W</span></span>\
             <svg width=\"100%\" height=\"100%\" aria-hidden=\"true\"><g class=\"part kind-{}\"><rect x=\"{}\" width=\"{}\" height=\"100%\"/></g></svg></li>",
            Text(&step.name),
            Text(&step.detail),
            whole(step.watts as f64 / 10.0),
            step.class,
            percent(step.from, scale),
            percent(step.watts, scale)
        );
    }
    out.push_str("</ol>");
    out
}
