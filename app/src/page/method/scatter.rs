//! Predicted against measured, one dot a measurement, on two scales that grow by factors.

use leptos::prelude::*;

use crate::markup::{Html, IntoHtml};

/// One measurement.
pub(super) struct Dot {
    /// What was measured.
    pub(super) measured: f64,
    /// What is calculated, in the same unit.
    pub(super) predicted: f64,
    /// Which mark it has: an index into the names.
    pub(super) kind: usize,
    /// What it is, in words.
    pub(super) name: String,
}

/// Side of the square, in units of the drawing.
const SIDE: f64 = 360.0;
/// Room for the numbers of the scales.
const EDGE: f64 = 44.0;

/// The figure; nothing where nothing was measured.
#[component]
pub(super) fn Scatter(
    /// What is predicted.
    title: &'static str,
    /// What stands behind the numbers of the scales.
    unit: &'static str,
    /// What the marks mean.
    names: Vec<&'static str>,
    /// What is drawn.
    dots: Vec<Dot>,
) -> impl IntoView {
    let drawn = drawing(unit, &dots)?;
    let label = format!(
        "{title}, predicted against measured, one dot a measurement; the table below holds the figures"
    );
    let legend = names.into_iter().enumerate().map(|(kind, name)| {
        view! {
            <li>
                <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">{mark(kind, 0.0, 0.0, None)}</svg>
                " "{name}
            </li>
        }
    });
    let legend = legend.collect_view();
    let side = SIDE + EDGE;
    Some(view! {
        <figure class="scatter">
            <svg viewBox=format!("0 0 {side} {side}") role="img" aria-label=label>{drawn}</svg>
            <figcaption>
                <ul class="legend">{legend}</ul>
                <p class="hint">"Across: measured. Up: predicted. On the line both are the same."</p>
            </figcaption>
        </figure>
    })
}

/// Scales, the line on which predictions are right, and the dots.
fn drawing(unit: &'static str, dots: &[Dot]) -> Option<Html> {
    let values = || {
        dots.iter()
            .flat_map(|dot| [dot.measured, dot.predicted])
            .filter(|value| *value > 0.0)
    };
    let least = decade(values().min_by(f64::total_cmp)?).floor();
    let most = decade(values().max_by(f64::total_cmp)?).ceil();
    let scale = Scale {
        least,
        span: (most - least).max(1.0),
    };
    let (low, high) = (scale.at(ten_to(least)), scale.at(ten_to(most)));
    let even = format!(
        "M{low:.1} {:.1}L{high:.1} {:.1}",
        flipped(low),
        flipped(high)
    );
    let drawn = dots
        .iter()
        .filter(|dot| dot.measured > 0.0 && dot.predicted > 0.0);
    let drawn = drawn.map(|dot| {
        let (x, y) = (scale.at(dot.measured), flipped(scale.at(dot.predicted)));
        mark(dot.kind, x, y, Some(dot.name.clone()))
    });
    let drawn: Vec<_> = drawn.collect();
    let drawing = view! {
        {ticks(&scale, unit)}
        <path class="even" d=even></path>
        {drawn}
    };
    Some(drawing.html())
}

/// A scale of factors.
struct Scale {
    least: f64,
    span: f64,
}

impl Scale {
    /// Distance from the origin.
    fn at(&self, value: f64) -> f64 {
        EDGE + (decade(value) - self.least) / self.span * (SIDE - EDGE / 2.0)
    }
}

fn decade(value: f64) -> f64 {
    libm::log10(value)
}

fn ten_to(decade: f64) -> f64 {
    libm::pow(10.0, decade)
}

/// Heights count from the top.
fn flipped(height: f64) -> f64 {
    SIDE + EDGE - height
}

/// The lines of the scales with their numbers.
fn ticks(scale: &Scale, unit: &'static str) -> Html {
    let (start, end) = (EDGE, EDGE + SIDE - EDGE / 2.0);
    let steps = (0..=scale.span as u32).map(|step| {
        let value = ten_to(scale.least + f64::from(step));
        let at = scale.at(value);
        let lines = format!(
            "M{at:.1} {:.1}V{:.1}M{start:.1} {:.1}H{end:.1}",
            flipped(start),
            flipped(end),
            flipped(at)
        );
        view! {
            <path d=lines></path>
            {number(at, flipped(start) + 16.0, "middle", short(value))}
            {number(start - 6.0, flipped(at) + 4.0, "end", short(value))}
        }
    });
    let steps: Vec<_> = steps.collect();
    view! {
        {steps}
        {number(end, SIDE + EDGE - 8.0, "end", unit.to_owned())}
    }
    .html()
}

/// What stands at a scale.
fn number(x: f64, y: f64, anchor: &'static str, words: String) -> Html {
    let [x, y] = [x, y].map(length);
    view! { <text x=x y=y text-anchor=anchor>{words}</text> }.html()
}

fn length(length: f64) -> String {
    format!("{length:.1}")
}

/// A power of ten in few letters.
fn short(value: f64) -> String {
    match value {
        _ if value >= 1e6 => format!("{:.0}M", value / 1e6),
        _ if value >= 1e3 => format!("{:.0}k", value / 1e3),
        _ if value >= 1.0 => format!("{value:.0}"),
        _ => format!("{value}"),
    }
}

/// Kinds differ by form, not by colour alone.
fn mark(kind: usize, x: f64, y: f64, name: Option<String>) -> Html {
    let title = name.map(|name| view! { <title>{name}</title> });
    let [left, top] = [x - 3.2, y - 3.2].map(length);
    let form = match kind % 5 {
        0 => view! { <circle cx=length(x) cy=length(y) r="3.5">{title}</circle> }.html(),
        1 => view! { <rect x=left y=top width="6.4" height="6.4">{title}</rect> }.html(),
        kind => view! { <path d=outline(kind, x, y)>{title}</path> }.html(),
    };
    view! { <g class=format!("dot kind-{kind}")>{form}</g> }.html()
}

/// A triangle, a lozenge or a triangle that stands on its tip.
fn outline(kind: usize, x: f64, y: f64) -> String {
    match kind {
        2 => format!("M{x:.1} {:.1}l4 7h-8z", y - 4.2),
        3 => format!("M{x:.1} {:.1}l4.2 4.2l-4.2 4.2l-4.2 -4.2z", y - 4.2),
        _ => format!("M{x:.1} {:.1}l4 -7h-8z", y + 4.2),
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Dot, Scatter};
    use crate::render::render;

    fn figure(dots: Vec<Dot>) -> String {
        render(|| view! { <Scatter title="Speed" unit="tokens/s" names=vec!["all"] dots/> })
    }

    #[test]
    fn a_right_prediction_lies_on_the_line() {
        let dot = |measured, predicted| Dot {
            measured,
            predicted,
            kind: 0,
            name: "<row>".to_owned(),
        };
        let html = figure(vec![dot(1.0, 1.0), dot(1000.0, 1000.0)]);
        // The ends of the line of equality are where the two dots are.
        assert!(html.contains("d=\"M44.0 360.0L382.0 22.0\""), "{html}");
        assert!(
            html.contains("cx=\"44.0\" cy=\"360.0\"") && html.contains("cx=\"382.0\" cy=\"22.0\"")
        );
        assert!(html.contains("&lt;row&gt;") && !html.contains("NaN"));
    }

    #[test]
    fn nothing_measured_is_no_figure() {
        assert_eq!(figure(Vec::new()), "");
    }
}
