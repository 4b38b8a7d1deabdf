//! Predicted against measured, one dot a measurement, on two scales that grow by factors.

use leptos::prelude::*;

use crate::markup::{Text, put};

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
        let mark = mark(kind, 0.0, 0.0, "");
        view! {
            <li>
                <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true" inner_html=mark></svg>
                " "{name}
            </li>
        }
    });
    let legend = legend.collect_view();
    let side = SIDE + EDGE;
    Some(view! {
        <figure class="scatter">
            <svg viewBox=format!("0 0 {side} {side}") role="img" aria-label=label inner_html=drawn></svg>
            <figcaption>
                <ul class="legend">{legend}</ul>
                <p class="hint">"Across: measured. Up: predicted. On the line both are the same."</p>
            </figcaption>
        </figure>
    })
}

/// Scales, the line on which predictions are right, and the dots, as SVG.
fn drawing(unit: &str, dots: &[Dot]) -> Option<String> {
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
    let mut out = String::with_capacity(64 * 1_024);
    ticks(&mut out, &scale, unit);
    let (low, high) = (scale.at(ten_to(least)), scale.at(ten_to(most)));
    put!(
        out,
        "<path class=\"even\" d=\"M{low:.1} {:.1}L{high:.1} {:.1}\"/>",
        flipped(low),
        flipped(high)
    );
    for dot in dots
        .iter()
        .filter(|dot| dot.measured > 0.0 && dot.predicted > 0.0)
    {
        let (x, y) = (scale.at(dot.measured), flipped(scale.at(dot.predicted)));
        out.push_str(&mark(dot.kind, x, y, &dot.name));
    }
    Some(out)
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

fn ticks(out: &mut String, scale: &Scale, unit: &str) {
    let last = scale.span as u32;
    for step in 0..=last {
        let value = ten_to(scale.least + f64::from(step));
        let at = scale.at(value);
        let (start, end) = (EDGE, EDGE + SIDE - EDGE / 2.0);
        put!(
            out,
            "<path d=\"M{at:.1} {:.1}V{:.1}M{start:.1} {:.1}H{end:.1}\"/>\
             <text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            flipped(start),
            flipped(end),
            flipped(at),
            flipped(start) + 16.0,
            short(value),
            start - 6.0,
            flipped(at) + 4.0,
            short(value)
        );
    }
    put!(
        out,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
        EDGE + SIDE - EDGE / 2.0,
        SIDE + EDGE - 8.0,
        Text(unit)
    );
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
fn mark(kind: usize, x: f64, y: f64, name: &str) -> String {
    let title = if name.is_empty() {
        String::new()
    } else {
        format!("<title>{}</title>", Text(name))
    };
    let form = match kind % 5 {
        0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\">{title}</circle>"),
        1 => format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"6.4\" height=\"6.4\">{title}</rect>",
            x - 3.2,
            y - 3.2
        ),
        2 => format!("<path d=\"M{x:.1} {:.1}l4 7h-8z\">{title}</path>", y - 4.2),
        3 => format!(
            "<path d=\"M{x:.1} {:.1}l4.2 4.2l-4.2 4.2l-4.2 -4.2z\">{title}</path>",
            y - 4.2
        ),
        _ => format!("<path d=\"M{x:.1} {:.1}l4 -7h-8z\">{title}</path>", y + 4.2),
    };
    format!("<g class=\"dot kind-{kind}\">{form}</g>")
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
        assert!(
            html.contains("<path class=\"even\" d=\"M44.0 360.0L382.0 22.0\"/>"),
            "{html}"
        );
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
