//! Charts on pages: the drawings stay text; only what follows the pointer reacts.

use headroom_chart::{Chart, Drawing, step};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// A chart whose marks say all there is to read, with its key and its data.
pub fn still(chart: Memo<Chart>) -> impl IntoView {
    view! {
        <figure class="chart-box">
            <div class="chart-view chart-wide" inner_html=move || chart.with(|chart| chart.wide.svg.clone())></div>
            <div class="chart-view chart-narrow" inner_html=move || chart.with(|chart| chart.narrow.svg.clone())></div>
            {key_and_data(chart)}
        </figure>
    }
}

/// A chart from which values are read with the pointer and with the arrow keys.
pub fn readable(chart: Memo<Chart>) -> impl IntoView {
    let at = RwSignal::new(None);
    view! {
        <figure class="chart-box">
            {drawing(chart, |chart| &chart.wide, "chart-view chart-wide", at)}
            {drawing(chart, |chart| &chart.narrow, "chart-view chart-narrow", at)}
            <p
                class="chart-reading"
                aria-live="polite"
                inner_html=move || chart.with(|chart| chart.reading_html(at.get()))
            ></p>
            {key_and_data(chart)}
        </figure>
    }
}

/// A drawing under its overlay. Both drawings of a chart share the stop at which they are read.
fn drawing(
    chart: Memo<Chart>,
    of: fn(&Chart) -> &Drawing,
    class: &'static str,
    at: RwSignal<Option<usize>>,
) -> impl IntoView {
    let svg = Memo::new(move |_| chart.with(|chart| of(chart).svg.clone()));
    view! {
        <div class=class>
            <div class="chart-host" inner_html=move || svg.get()></div>
            {overlay(chart, of, at)}
        </div>
    }
}

/// Follows pointer and keys over a drawing.
///
/// To assistive technology it is a slider along the stops: the arrow keys reach it, and the
/// reading beside the chart is announced.
pub fn overlay(
    chart: Memo<Chart>,
    of: fn(&Chart) -> &Drawing,
    at: RwSignal<Option<usize>>,
) -> impl IntoView {
    // Without script nothing would answer the keys, so nothing asks for focus before it runs.
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let count = Memo::new(move |_| chart.with(|chart| chart.readings.len()));
    let go = move |to: Option<usize>| {
        if at.get_untracked() != to {
            at.set(to);
        }
    };
    let follow = move |event: PointerEvent| {
        let Some((across, down)) = place(&event) else {
            return;
        };
        go(chart.with_untracked(|chart| of(chart).nearest(across, down)));
    };
    let press = move |event: KeyboardEvent| {
        if let Some(to) = step(&event.key(), at.get_untracked(), count.get_untracked()) {
            event.prevent_default();
            go(to);
        }
    };
    let name = move || {
        chart.with(|chart| {
            let reading = at.get().and_then(|at| chart.readings.get(at));
            reading.map_or_else(|| "No value chosen".to_owned(), |(name, _)| name.clone())
        })
    };
    view! {
        <div
            class="chart-over"
            tabindex=move || awake.get().then_some("0")
            role="slider"
            aria-label=move || chart.with(|chart| format!("Read values: {}", chart.table.caption))
            aria-valuemin="0"
            aria-valuemax=move || count.get().saturating_sub(1).to_string()
            aria-valuenow=move || at.get().unwrap_or(0).to_string()
            aria-valuetext=name
            inner_html=move || chart.with(|chart| of(chart).marks(at.get()))
            on:pointermove=follow
            on:pointerdown=follow
            on:pointerleave=move |_| go(None)
            on:blur=move |_| go(None)
            on:keydown=press
        ></div>
    }
}

/// Where a pointer is, in ten-thousandths of the element's width and height.
fn place(event: &PointerEvent) -> Option<(i64, i64)> {
    let over = event.current_target()?.dyn_into::<HtmlElement>().ok()?;
    let part = |at: i32, of: i32| i64::from(at) * 10_000 / i64::from(of.max(1));
    Some((
        part(event.offset_x(), over.offset_width()),
        part(event.offset_y(), over.offset_height()),
    ))
}

fn key_and_data(chart: Memo<Chart>) -> impl IntoView {
    let key = Memo::new(move |_| chart.with(Chart::key_html));
    let table = Memo::new(move |_| chart.with(|chart| chart.table.html()));
    view! {
        <div inner_html=move || key.get()></div>
        <details class="more">
            <summary>"The data"</summary>
            <div
                class="wide"
                tabindex="0"
                role="region"
                aria-label=move || chart.with(|chart| chart.table.caption.clone())
                inner_html=move || table.get()
            ></div>
        </details>
    }
}
