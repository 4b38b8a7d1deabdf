//! The few controls of an embed that readers may turn. They are a plain form; `embed-frame.js`
//! makes it answer without loading the frame anew.

use headroom_core::units::grouped;
use leptos::prelude::*;

use super::options::Options;
use crate::components::HiddenFields;
use crate::configurator::weight_options;
use crate::state::Answer;

/// Keys that have a control.
const SHOWN: [&str; 3] = ["n", "w", "ctx"];

/// Pixels that the controls take.
pub(super) fn height(column: u32) -> u32 {
    if column < 420 { 150 } else { 80 }
}

/// The form.
#[component]
pub(super) fn Controls<'a>(
    /// What is shown now.
    answer: &'a Answer,
    /// How it is shown, which stays.
    options: &'a Options,
) -> impl IntoView + use<> {
    let echo = answer.report.scenario();
    // A machine of several kinds of card has no single number of cards.
    let count = match echo.gpus.as_slice() {
        [only] => Some(only.count),
        _ => None,
    };
    let count = count.map(|count| {
        view! {
            <p>
                <label for="n">"Cards"</label>
                <input id="n" name="n" type="number" min="1" value=count.to_string()/>
            </p>
        }
    });
    view! {
        <form class="turn" action="/embed" target="_self" autocomplete="off">
            <HiddenFields query=options.address(answer.report.query()) shown=&SHOWN/>
            {count}
            <p>
                <label for="w">"Weights"</label>
                <select id="w" name="w">{weight_options(answer)}</select>
            </p>
            <p>
                <label for="ctx">"Context"</label>
                <Contexts present=echo.context_tokens longest=echo.model_max_context_tokens/>
            </p>
            <button>"Calculate"</button>
        </form>
    }
}

/// The usual lengths that the model takes, its longest and the present one.
#[component]
fn Contexts(
    /// Tokens now.
    present: u32,
    /// Tokens that the model takes.
    longest: u32,
) -> impl IntoView {
    let mut lengths: Vec<u32> = [4_096, 8_192, 16_384, 32_768, 65_536, 131_072]
        .into_iter()
        .filter(|tokens| *tokens < longest)
        .chain([longest, present])
        .collect();
    lengths.sort_unstable();
    lengths.dedup();
    let option = |tokens: u32| {
        view! {
            <option value=tokens.to_string() selected=tokens == present>
                {grouped(u64::from(tokens))}" tokens"
            </option>
        }
    };
    view! {
        <select id="ctx" name="ctx">{lengths.into_iter().map(option).collect_view()}</select>
    }
}
