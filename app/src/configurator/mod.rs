//! The configurator: the question on the left, the answer on the right.
//!
//! Controls are components, because a person is in the middle of using them. The answer is written
//! as text from the report, so that it is the same on the server and in the browser.

mod bars;
mod field;
mod figures;
mod grid;
mod limits;
pub(crate) mod machine;
mod model;
mod picker;
mod power;
mod run;
mod verdict;
mod working;

use headroom_core::working::Working;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use crate::state::{Answer, State};

/// Keys whose notices stand beside a field; the others stand above the form.
const FIELDS: [&str; 44] = [
    "gpu", "n", "gpu2", "n2", "gpu3", "n3", "gpu4", "n4", "mem", "share", "ram", "model", "params",
    "active", "layers", "hidden", "heads", "kvheads", "headdim", "ffn", "w", "kv", "ctx", "users",
    "engine", "par", "limit", "limit2", "limit3", "limit4", "cpu", "dimms", "drives", "psu",
    "psus", "class", "circuit", "other", "region", "tariff", "hours", "days", "ups", "offload",
];

/// The whole configurator.
pub(crate) fn configurator(state: State) -> impl IntoView {
    Effect::new(move |_| state.wake());
    let part = |write: fn(&Answer) -> String| state.text(write);
    let workings = Memo::new(move |_| state.read(working::of));
    view! {
        <form
            class="configurator"
            method="get"
            action="/"
            autocomplete="off"
            on:click=move |event| follow(state, &event)
            on:submit=move |event| event.prevent_default()
        >
            <input type="hidden" name="go" value="1"/>
            <div class="ask">
                <section class="verdict" aria-labelledby="question">
                    <h1 id="question" inner_html=part(verdict::question)></h1>
                    <div aria-live="polite" aria-atomic="true" inner_html=part(verdict::sentence)></div>
                </section>
                <div class="controls">
                    <div class="loose" inner_html=part(|answer| verdict::loose_notices(answer, &FIELDS))></div>
                    {machine::machine(state)}
                    {model::model(state)}
                    {run::run(state)}
                    {power::controls(state)}
                    <p class="submit"><button type="submit">"Calculate"</button></p>
                </div>
            </div>
            <div class="answer">
                <section class="memory" aria-label="Memory on each GPU">
                    <div class="bars-box" inner_html=part(bars::bars)></div>
                </section>
                <section class="ways-box" inner_html=part(verdict::ways_out)></section>
                <section class="remarks-box" inner_html=part(verdict::remarks)></section>
                <section>
                    <h2>"The numbers"</h2>
                    <div class="figures-box" inner_html=part(figures::figures)></div>
                    <details class="more">
                        <summary>"Every GPU"</summary>
                        <div class="wide" tabindex="0" role="region" aria-label="Memory of every GPU" inner_html=part(figures::every_card)></div>
                    </details>
                </section>
                <section>
                    <h2>"How far each setting can go"</h2>
                    <p class="hint">"With everything else as it is."</p>
                    <div inner_html=part(limits::limits)></div>
                </section>
                <section>
                    <h2>"Weight format and context"</h2>
                    <p class="hint">"What fits on this machine with this engine. Choose a cell to take it over."</p>
                    <div class="wide" tabindex="0" role="region" aria-label="Weight format and context" inner_html=part(grid::table)></div>
                </section>
                {power::answer(state)}
                <section>
                    <h2>"The working"</h2>
                    <p class="hint">"Each figure with its formula, its numbers and where they come from."</p>
                    {move || (0..workings.with(Vec::len)).map(|index| shown_working(workings, index)).collect_view()}
                </section>
            </div>
        </form>
    }
}

/// The working of one figure. It stays open while its numbers change.
fn shown_working(workings: Memo<Vec<Working>>, index: usize) -> impl IntoView {
    let write = move |write: fn(&Working) -> String| {
        move || workings.with(|workings| workings.get(index).map(write).unwrap_or_default())
    };
    view! {
        <details class="working">
            <summary inner_html=write(working::summary)></summary>
            <div inner_html=write(working::body)></div>
        </details>
    }
}

/// Takes a click on a link to another scenario over from the browser.
fn follow(state: State, event: &MouseEvent) {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|target| target.closest("a[href]").ok().flatten());
    let Some((link, address)) =
        link.and_then(|link| link.get_attribute("href").map(|href| (link, href)))
    else {
        return;
    };
    let query = match address.as_str() {
        "/" => "",
        address => match address.strip_prefix("/?") {
            Some(query) => query,
            None => return,
        },
    };
    if plain {
        event.prevent_default();
        state.follow(query);
        if let Some(key) = link.get_attribute("data-key") {
            keep_focus(key);
        }
    }
}

/// The link may have been written anew: whoever used it with the keyboard stays where they were.
fn keep_focus(key: String) {
    request_animation_frame(move || {
        let again = document()
            .query_selector(&format!("[data-key=\"{key}\"]"))
            .ok()
            .flatten();
        if let Some(link) = again.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
            let _ = link.focus();
        }
    });
}
