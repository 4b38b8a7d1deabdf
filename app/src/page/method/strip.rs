//! Errors of predicted sizes, one dot a file on a scale of ±2 %.

use headroom_core::accuracy::sizes::SizeError;
use leptos::prelude::*;

use crate::markup::{Text, percent, put};

/// Parts in a million at either end of the scale.
const EDGE: i64 = 20_000;

/// The figure.
#[component]
pub(super) fn Strip(
    /// What is drawn. Files without a prediction are left out.
    errors: Vec<SizeError>,
) -> impl IntoView {
    let mut drawn = ticks();
    dots(&mut drawn, &errors);
    view! {
        <figure class="strip">
            <svg
                width="100%"
                height="56"
                role="img"
                aria-label="Error of each predicted file, one dot a file, from minus 2 to plus 2 percent"
                inner_html=drawn
            ></svg>
            <figcaption class="hint">
                "Predicted less published, one dot a file; the height only keeps dots apart. Beyond ±2\u{a0}% they \
                 stand at the edge."
            </figcaption>
        </figure>
    }
}

/// Where a figure lies. Half a percent of the width is kept free on either side, so that no dot is
/// cut.
fn across(ppm: i64) -> String {
    let from_left = u64::try_from(ppm.clamp(-EDGE, EDGE) + EDGE).unwrap_or(0);
    percent(from_left * 99 + 20_000, 2 * 20_000 * 100)
}

/// The scale, as SVG.
fn ticks() -> String {
    let mut out = String::with_capacity(32 * 1_024);
    for tick in [-2_i64, -1, 0, 1, 2] {
        let at = across(tick * 10_000);
        let anchor = match tick {
            -2 => "start",
            2 => "end",
            _ => "middle",
        };
        let sign = match tick {
            ..0 => "−",
            0 => "",
            _ => "+",
        };
        put!(
            out,
            "<line x1=\"{at}\" x2=\"{at}\" y1=\"4\" y2=\"36\"/><text x=\"{at}\" y=\"52\" text-anchor=\"{anchor}\">{sign}{} %</text>",
            tick.abs()
        );
    }
    out
}

/// The dots, as SVG.
fn dots(out: &mut String, errors: &[SizeError]) {
    for (index, error) in errors.iter().enumerate() {
        if let Some(ppm) = error.error_ppm() {
            put!(
                out,
                "<circle cx=\"{}\" cy=\"{}\" r=\"3.5\"><title>{} {}: {}</title></circle>",
                across(ppm),
                9 + index % 4 * 7,
                Text(error.published.name),
                Text(error.published.quant),
                error.percent()
            );
        }
    }
}
