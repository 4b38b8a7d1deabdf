//! Errors of predicted sizes, one dot a file on a scale of ±2 %.

use headroom_core::accuracy::sizes::SizeError;
use leptos::prelude::*;

use crate::markup::{Html, IntoHtml, percent};

/// Parts in a million at either end of the scale.
const EDGE: i64 = 20_000;

/// The figure.
#[component]
pub(super) fn Strip(
    /// What is drawn. Files without a prediction are left out.
    errors: Vec<SizeError>,
) -> impl IntoView {
    let dots: Vec<_> = { errors.iter().enumerate() }
        .filter_map(|(index, error)| dot(index, error))
        .collect();
    view! {
        <figure class="strip">
            <svg
                width="100%"
                height="56"
                role="img"
                aria-label="Error of each predicted file, one dot a file, from minus 2 to plus 2 percent"
            >
                {[-2, -1, 0, 1, 2].map(tick)}
                {dots}
            </svg>
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

/// A whole number of percent on the scale.
fn tick(percent: i64) -> Html {
    let at = across(percent * 10_000);
    let (anchor, sign) = match percent {
        -2 => ("start", "−"),
        ..0 => ("middle", "−"),
        0 => ("middle", ""),
        2 => ("end", "+"),
        _ => ("middle", "+"),
    };
    view! {
        <line x1=at.clone() x2=at.clone() y1="4" y2="36"></line>
        <text x=at y="52" text-anchor=anchor>{format!("{sign}{} %", percent.abs())}</text>
    }
    .html()
}

/// A file, if its size was predicted.
fn dot(index: usize, error: &SizeError) -> Option<Html> {
    let at = across(error.error_ppm()?);
    let height = 9 + index % 4 * 7;
    let (name, quant) = (error.published.name, error.published.quant);
    let words = format!("{name} {quant}: {}", error.percent());
    let dot = view! { <circle cx=at cy=height.to_string() r="3.5"><title>{words}</title></circle> };
    Some(dot.html())
}
