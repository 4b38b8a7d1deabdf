//! Charts, and the values that are read off them with the pointer or with keys.

use headroom_chart::{Chart, POINT_AT_IT};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;

use super::asked::Asked;
use super::fixed::{Fixed, IntoFixed};
use super::lazy;
use super::panel::Panel;
use super::place::{More, place};
use crate::chart::{self, NAMES, Size};
use crate::markup::Html;
use crate::state::Answer;

/// The stop of a drawing that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pointed {
    chart: &'static str,
    size: Size,
    at: usize,
    /// What is said of it.
    reading: String,
    /// What marks it in the drawing.
    marks: String,
}

impl Pointed {
    /// Whether it is of this drawing.
    fn is_of(&self, chart: &str, size: Size) -> bool {
        self.chart == chart && self.size == size
    }
}

/// What is to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct To {
    chart: &'static str,
    size: Size,
    stop: Stop,
}

#[derive(Clone, Copy, Debug)]
enum Stop {
    /// The one that is nearest to a place, in ten-thousandths of the drawing.
    Near { across: i64, down: i64 },
    /// One by its number.
    Nth(usize),
}

/// Reads a stop of a drawing.
pub(super) fn read(answer: &Answer, to: To) -> Option<Pointed> {
    let chart = answer.charts().named(to.chart)?;
    let drawing = chart.drawing(to.size);
    let at = match to.stop {
        Stop::Near { across, down } => drawing.nearest(across, down)?,
        Stop::Nth(at) => at,
    };
    Some(Pointed {
        chart: to.chart,
        size: to.size,
        at,
        reading: chart.reading_html(Some(at)),
        marks: drawing.marks(Some(at)),
    })
}

/// The data of a chart.
pub(super) fn data(answer: &Answer, name: &str) -> Html {
    of(answer, name, |chart| chart.table.html())
}

/// The key of a chart.
pub(super) fn key(answer: &Answer, name: &str) -> Html {
    of(answer, name, Chart::key_html)
}

/// A chart as it is drawn.
pub(super) fn drawn(answer: &Answer, name: &str, size: Size) -> Html {
    of(answer, name, |chart| chart.drawing(size).svg.clone())
}

fn of(answer: &Answer, name: &str, read: impl FnOnce(&Chart) -> String) -> Html {
    let drawn = answer.charts().named(name).map(read);
    Html::drawn(drawn.unwrap_or_default())
}

/// A chart with its reading, its key and its data.
pub(super) fn chart_box(asked: Asked, name: &'static str) -> Fixed {
    let data = More::new("The data").holds(asked, |asked| {
        let table = place("div")
            .id(format!("{name}-data"))
            .wide(chart::title(name));
        vec![table.written(asked.panel(Panel::ChartData(name)))]
    });
    let mut all = parts(asked, name);
    all.push(data);
    place("figure").class("chart-box").holds(all)
}

/// A chart with its reading and its key, where its data stand elsewhere.
pub(super) fn chart_alone(asked: Asked, name: &'static str) -> Fixed {
    place("figure").class("chart-box").holds(parts(asked, name))
}

fn parts(asked: Asked, name: &'static str) -> Vec<Fixed> {
    let mut parts: Vec<Fixed> = Size::ALL
        .into_iter()
        .map(|size| drawing(asked, name, size))
        .collect();
    let key = place("div").id(format!("{name}-key"));
    parts.push(key.written(asked.panel(Panel::ChartKey(name))));
    if chart::is_read(name) {
        let read = asked.text(move |answer| {
            let pointed = asked.pointed.get();
            match pointed.filter(|pointed| pointed.chart == name) {
                Some(pointed) => pointed.reading,
                None if chart::stops(&answer.report, name) == 0 => String::new(),
                None => POINT_AT_IT.to_owned(),
            }
        });
        let reading = place("p").class("chart-reading");
        parts.push(reading.id(format!("{name}-reading")).written(read));
    }
    parts
}

/// One drawing, under the overlay from which values are read.
fn drawing(asked: Asked, name: &'static str, size: Size) -> Fixed {
    let svg = asked.panel(Panel::Drawing(name, size));
    let host = place("div").class("chart-host");
    let mut layers = vec![host.id(format!("{name}-{}", size.id())).written(svg)];
    if chart::is_read(name) {
        layers.push(overlay(asked, name, size));
    }
    let class = match size {
        Size::Wide => "chart-view chart-wide",
        Size::Narrow => "chart-view chart-narrow",
    };
    place("div").class(class).holds(layers)
}

/// Lies over a drawing. Only the browser's half makes it something to focus: without it nothing would
/// answer the keys.
fn overlay(asked: Asked, name: &'static str, size: Size) -> Fixed {
    let pointed = move || {
        let pointed = asked.pointed.get();
        pointed.filter(|pointed| pointed.is_of(name, size))
    };
    let marks = asked.text(move |_| pointed().map_or_else(String::new, |pointed| pointed.marks));
    let while_awake = move |write: fn(&Answer, &str, Option<Pointed>) -> String| {
        asked.maybe(move |answer| {
            let awake = asked.awake.get();
            awake.then(|| write(answer, name, pointed()))
        })
    };
    let zero = while_awake(|_, _, _| "0".to_owned());
    view! {
        <div
            class="chart-over"
            id=format!("{name}-{}-over", size.id())
            data-chart=name
            data-size=size.id()
            aria-label=format!("Read values: {}", chart::title(name))
            tabindex=zero
            role=while_awake(|_, _, _| "slider".to_owned())
            aria-valuemin=zero
            aria-valuemax=while_awake(last)
            aria-valuenow=while_awake(|_, _, at| at.map_or(0, |at| at.at).to_string())
            aria-valuetext=while_awake(words)
            inner_html=marks
        ></div>
    }
    .fixed()
}

/// The last stop of a chart.
fn last(answer: &Answer, name: &str, _: Option<Pointed>) -> String {
    let stops = chart::stops(&answer.report, name);
    stops.saturating_sub(1).to_string()
}

/// What is read at a stop.
fn words(_: &Answer, _: &str, at: Option<Pointed>) -> String {
    match at {
        None => "No value chosen".to_owned(),
        Some(pointed) => plain(&pointed.reading),
    }
}

/// The words of a text with markup.
fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
    }
    for (escaped, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ] {
        out = out.replace(escaped, letter);
    }
    out
}

/// Whether an element is an overlay.
pub(super) fn is_overlay(element: &HtmlElement) -> bool {
    element.has_attribute("data-size")
}

impl Asked {
    /// Nothing is read any more.
    pub(super) fn unread(self) {
        if self.pointed.with_untracked(Option::is_some) {
            self.pointed.set(None);
        }
    }

    /// The pointer over a chart.
    pub(super) fn point(self, event: &PointerEvent, over: &HtmlElement) {
        let part = |at: i32, of: i32| i64::from(at) * 10_000 / i64::from(of.max(1));
        let across = part(event.offset_x(), over.offset_width());
        let down = part(event.offset_y(), over.offset_height());
        if let Some((chart, size)) = drawing_under(over) {
            let stop = Stop::Near { across, down };
            self.read(To { chart, size, stop });
        }
    }

    /// Keys on a chart.
    pub(super) fn walk(self, event: &KeyboardEvent, over: &HtmlElement) {
        let Some((chart, size)) = drawing_under(over) else {
            return;
        };
        let pointed = self.pointed.get_untracked();
        let here = pointed.filter(|pointed| pointed.is_of(chart, size));
        let stops = self.now(|answer| chart::stops(&answer.report, chart));
        let to = headroom_chart::step(&event.key(), here.map(|pointed| pointed.at), stops);
        let Some(to) = to else {
            return;
        };
        event.prevent_default();
        match to.map(Stop::Nth) {
            Some(stop) => self.read(To { chart, size, stop }),
            None => self.unread(),
        }
    }

    /// Shows what is read, once the part of the module that draws is here.
    fn read(self, to: To) {
        let given = self.given();
        leptos::task::spawn_local(async move {
            let read = lazy::read(&given, to).await.unwrap_or_default();
            let differs = self.pointed.with_untracked(|pointed| *pointed != read);
            if differs && self.given() == given {
                self.pointed.set(read);
            }
        });
    }
}

/// The chart and the drawing under an overlay.
fn drawing_under(over: &HtmlElement) -> Option<(&'static str, Size)> {
    let says = |attribute, known: &str| over.get_attribute(attribute).as_deref() == Some(known);
    let chart = { NAMES.into_iter() }.find(|name| says("data-chart", name))?;
    let size = { Size::ALL.into_iter() }.find(|size| says("data-size", size.id()))?;
    Some((chart, size))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn tags_are_left_out_and_letters_put_back() {
        assert_eq!(
            plain("<b>Month 2</b> Own &lt;$5 &amp; a"),
            "Month 2 Own <$5 & a"
        );
    }
}
