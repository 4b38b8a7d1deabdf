//! Charts, and the values that are read off them with the pointer or with keys.

use headroom_chart::{Chart, Drawing};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;

use super::asked::Asked;
use super::fixed::{Fixed, IntoFixed};
use super::place::{More, place};
use crate::chart::{self, NAMES, Size};
use crate::state::Answer;

/// The stop of a drawing that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pointed {
    chart: &'static str,
    size: Size,
    at: usize,
}

/// A chart with its reading, its key and its data.
pub(super) fn chart_box(asked: Asked, name: &'static str) -> Fixed {
    let caption = asked.now(|answer| caption(answer, name));
    let data = More::new("The data").holds(asked, |asked| {
        let table = asked.part(move |answer| of(answer, name, |chart| chart.table.html()));
        let data = place("div").id(format!("{name}-data")).wide(caption);
        vec![data.written(table)]
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
    let key = asked.part(move |answer| of(answer, name, Chart::key_html));
    parts.push(place("div").id(format!("{name}-key")).written(key));
    if chart::is_read(name) {
        let read = asked.text(move |answer| {
            let pointed = asked.pointed.get().filter(|pointed| pointed.chart == name);
            of(answer, name, |chart| {
                chart.reading_html(pointed.map(|pointed| pointed.at))
            })
        });
        let reading = place("p").class("chart-reading");
        parts.push(reading.id(format!("{name}-reading")).written(read));
    }
    parts
}

/// What is said of a chart of the answer.
fn of(answer: &Answer, name: &str, read: impl FnOnce(&Chart) -> String) -> String {
    answer.charts().named(name).map(read).unwrap_or_default()
}

fn caption(answer: &Answer, name: &str) -> String {
    of(answer, name, |chart| chart.table.caption.to_string())
}

/// One drawing, under the overlay from which values are read.
fn drawing(asked: Asked, name: &'static str, size: Size) -> Fixed {
    let svg = asked.part(move |answer| of(answer, name, |chart| chart.drawing(size).svg.clone()));
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
    let at = move || {
        let pointed = asked.pointed.get();
        let here = pointed.filter(|pointed| pointed.chart == name && pointed.size == size);
        here.map(|pointed| pointed.at)
    };
    let marks = asked.text(move |answer| {
        let at = at();
        of(answer, name, |chart| chart.drawing(size).marks(at))
    });
    let while_awake = move |write: fn(&Answer, &str, Option<usize>) -> String| {
        asked.maybe(move |answer| {
            let awake = asked.awake.get();
            awake.then(|| write(answer, name, at()))
        })
    };
    let zero = while_awake(|_, _, _| "0".to_owned());
    let label = format!("Read values: {}", asked.now(|answer| caption(answer, name)));
    view! {
        <div
            class="chart-over"
            id=format!("{name}-{}-over", size.id())
            data-chart=name
            data-size=size.id()
            aria-label=label
            tabindex=zero
            role=while_awake(|_, _, _| "slider".to_owned())
            aria-valuemin=zero
            aria-valuemax=while_awake(last)
            aria-valuenow=while_awake(|_, _, at| at.unwrap_or(0).to_string())
            aria-valuetext=while_awake(words)
            inner_html=marks
        ></div>
    }
    .fixed()
}

/// The last stop of a chart.
fn last(answer: &Answer, name: &str, _: Option<usize>) -> String {
    let chart = answer.charts().named(name);
    let last = chart.map_or(0, |chart| chart.readings.len().saturating_sub(1));
    last.to_string()
}

/// What is read at a stop.
fn words(answer: &Answer, name: &str, at: Option<usize>) -> String {
    match at {
        None => "No value chosen".to_owned(),
        at => plain(&of(answer, name, |chart| chart.reading_html(at))),
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
        self.read(over, |_, drawing, _| Some(drawing.nearest(across, down)));
    }

    /// Keys on a chart.
    pub(super) fn walk(self, event: &KeyboardEvent, over: &HtmlElement) {
        self.read(over, |chart, _, at| {
            let to = headroom_chart::step(&event.key(), at, chart.readings.len());
            if to.is_some() {
                event.prevent_default();
            }
            to
        });
    }

    /// Moves to the stop that `next` finds from the one that is read.
    fn read(
        self,
        over: &HtmlElement,
        next: impl FnOnce(&Chart, &Drawing, Option<usize>) -> Option<Option<usize>>,
    ) {
        let says = |attribute, known: &str| over.get_attribute(attribute).as_deref() == Some(known);
        let chart = { NAMES.into_iter() }.find(|name| says("data-chart", name));
        let size = { Size::ALL.into_iter() }.find(|size| says("data-size", size.id()));
        let Some((chart, size)) = chart.zip(size) else {
            return;
        };
        let pointed = self.pointed.get_untracked();
        let here = pointed.filter(|pointed| pointed.chart == chart && pointed.size == size);
        let at = here.map(|pointed| pointed.at);
        let to = self.now(|answer| {
            let chart = answer.charts().named(chart)?;
            next(chart, chart.drawing(size), at)
        });
        if let Some(to) = to
            && to != at
        {
            self.pointed.set(to.map(|at| Pointed { chart, size, at }));
        }
    }
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
