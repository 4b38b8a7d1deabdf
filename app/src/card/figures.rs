//! The figures that people ask for next, in columns below the bars.

use headroom_core::evaluate::Report;
use headroom_core::units::{THIN, about, gb, grouped};

use super::canvas::Canvas;
use super::{EDGE, Sheet};
use crate::configurator::about::duration;
use crate::state::Answer;

/// One of them.
struct Figure {
    label: &'static str,
    /// Ink of the part of the bars that it is.
    swatch: Option<&'static str>,
    number: String,
    /// What stands small behind the number.
    unit: String,
}

impl Figure {
    /// A figure whose unit stands behind its last thin space.
    fn new(label: &'static str, value: &str) -> Self {
        let (number, unit) = value.rsplit_once(THIN).unwrap_or((value, ""));
        Self {
            label,
            swatch: None,
            number: number.to_owned(),
            unit: unit.to_owned(),
        }
    }

    fn part(label: &'static str, swatch: &'static str, bytes: u64) -> Self {
        Self {
            swatch: Some(swatch),
            ..Self::new(label, &gb(bytes))
        }
    }

    /// Watts at the load that is asked for, and the most, which the circuit is judged by.
    fn watts(report: &Report) -> Self {
        let power = report.power();
        let most = grouped((power.wall_w + 0.5) as u64);
        let label = "At the wall";
        match power.asked() {
            Some(load) => Self {
                number: about(load.wall_w),
                unit: format!("W, ≤{THIN}{most}"),
                ..Self::new(label, "")
            },
            None => Self::new(label, &format!("{most}{THIN}W")),
        }
    }
}

/// Draws the figures of an answer, the upper edge at `top`.
pub(super) fn figures(canvas: &mut Canvas, sheet: Sheet, answer: &Answer, top: i32) {
    canvas.rect([EDGE, top, sheet.room(), 2], "hair");
    let column = sheet.room() / 4;
    for (index, figure) in (0..).zip(of(&answer.report)) {
        let x = EDGE + index * column;
        let y = top + sheet.size(38);
        let mut text_x = x;
        if let Some(ink) = figure.swatch {
            let side = sheet.size(18);
            canvas.rect([x, y - side + 2, side, side], ink);
            text_x += side + sheet.size(10);
        }
        canvas.text(text_x, y, sheet.quiet(24), figure.label);
        let unit = format!("{THIN}{}", figure.unit);
        canvas.spans(
            x,
            y + sheet.size(46),
            &[(sheet.strong(36), &figure.number), (sheet.quiet(26), &unit)],
        );
    }
}

fn of(report: &Report) -> [Figure; 4] {
    let at_the_wall = Figure::watts(report);
    let tokens = |count: u64| format!("{}{THIN}tokens", grouped(count));
    let context = u64::from(report.scenario().context_tokens);
    let context = Figure::new("Context", &tokens(context));
    match (report.training(), report.together()) {
        (Some(training), _) => {
            let epoch = training.hours_per_epoch;
            let epoch = epoch.map_or("–".to_owned(), |hours| duration(hours * 3_600.0));
            [
                Figure::new("Model states", &gb(training.states_bytes)),
                Figure::new("A step", &tokens(training.tokens_per_step)),
                Figure::new("An epoch, about", &epoch),
                at_the_wall,
            ]
        }
        (None, Some(together)) => [
            Figure::new("Models", &together.asked.to_string()),
            Figure::new("With a place", &together.placed.to_string()),
            context,
            at_the_wall,
        ],
        (None, None) => [
            Figure::part("Weights", "part-weights", report.memory().weights_bytes),
            Figure::part("KV cache", "part-kv", report.memory().kv_cache_bytes),
            context,
            at_the_wall,
        ],
    }
}
