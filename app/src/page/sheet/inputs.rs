//! What the answer rests on.

use headroom_core::report::Notice;
use leptos::either::Either;
use leptos::prelude::*;

use super::assumptions::{Assumption, assumptions};
use crate::state::Answer;

/// Flaws of the link that are repeated.
pub(super) const MOST_NOTICES: usize = 4;

/// The section.
#[component]
pub(super) fn Inputs<'a>(
    /// Whose inputs they are.
    answer: &'a Answer,
) -> impl IntoView + use<> {
    let report = &answer.report;
    let inputs = assumptions(answer).into_iter().map(entry);
    let notices = report.notices().iter().take(MOST_NOTICES).map(unused);
    let more = report.notices().len().saturating_sub(MOST_NOTICES);
    let more = (more > 0).then(|| {
        view! { <li>{more}" more of the link’s values were not used as given."</li> }
    });
    let sentences = report.payback().assumptions.iter().map(ToString::to_string);
    let sentences = sentences.chain(report.speed().notes.iter().map(ToString::to_string));
    let sentences = sentences.map(|sentence| view! { <li>{sentence}</li> });
    let speed = match report.training() {
        Some(training) => training.evidence,
        None => report.speed().evidence,
    };
    view! {
        <section class="sheet-inputs">
            <h2>"What this rests on"</h2>
            <p class="fine">
                "Every input with its value. What the link chooses is in bold and says so; all else is a default."
            </p>
            <dl>{inputs.collect_view()}</dl>
            <ul class="fine">
                {notices.collect_view()}
                {more}
                {sentences.collect_view()}
                <li>
                    "GPUs and processor count at their limits; the price of the machine counts once. Rests on: memory "
                    {report.memory().evidence.word()}", speed "{speed.word()}", watts "{report.power().evidence.word()}
                    ", prices "{report.cost().evidence.word()}", payback "{report.payback().evidence.word()}
                    ". Formulas, sources and how wrong they can be: /method."
                </li>
            </ul>
        </section>
    }
}

/// An input, and whether it was chosen.
fn entry(input: Assumption) -> impl IntoView {
    let Assumption { name, value, .. } = input;
    if input.chosen {
        Either::Left(view! {
            <div class="chosen">
                <dt>{name}</dt>" "<dd>{value}" "<span class="origin">"chosen"</span></dd>
            </div>
        })
    } else {
        Either::Right(view! { <div><dt>{name}</dt>" "<dd>{value}</dd></div> })
    }
}

/// What could not be used as it was given.
fn unused(notice: &Notice) -> impl IntoView + use<> {
    view! {
        <li><b>"Not used as given:"</b>" "{notice.key}": "{notice.message.clone()}</li>
    }
}
