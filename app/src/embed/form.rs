//! The form that puts an embed together. It is plain: submitting it leads to the shortest address.

use headroom_core::scenario::keys::EDITION;
use leptos::prelude::*;

use super::Embed;
use super::options::{Named, PANELS_KEY};
use super::panel::PANELS;
use crate::components::HiddenFields;

/// The form for an embed as it is now.
#[component]
pub(crate) fn EmbedForm<'a>(
    /// What the form begins with.
    embed: &'a Embed,
) -> impl IntoView + use<> {
    let options = &embed.options;
    let panels = PANELS.iter().map(|panel| {
        let chosen = options.panels.iter().any(|one| one.id == panel.id);
        view! {
            <label class="check">
                <input type="checkbox" name=PANELS_KEY value=panel.id checked=chosen/>" "{panel.name}
            </label>
        }
    });
    view! {
        <form class="share-form" action="/share" autocomplete="off">
            <input type="hidden" name="go" value="1"/>
            <HiddenFields query=embed.question_query() shown=&[EDITION.key]/>
            <fieldset><legend>"Panels"</legend>{panels.collect_view()}</fieldset>
            <div class="fields">
                <Choice label="Colours" present=options.theme/>
                <Choice label="Accent" present=options.accent/>
                <Choice label="Readers" present=options.mode/>
            </div>
            <Day kept=embed.answer().scenario().pin newest=embed.answer().newest_date()/>
            <p class="apply"><button>"Show"</button></p>
        </form>
    }
}

/// Whether the figures of a day are kept.
#[component]
fn Day(
    /// The day whose figures are kept now.
    kept: Option<&'static str>,
    /// The day of the newest figures.
    newest: &'static str,
) -> impl IntoView {
    let day = kept.unwrap_or(newest);
    let figures = match kept {
        Some(kept) if kept != newest => format!("the figures of {kept}"),
        _ => "today\u{2019}s figures".to_owned(),
    };
    view! {
        <p>
            <label class="check">
                <input type="checkbox" name=EDITION.key value=day checked=kept.is_some()/>" Keep "{figures}
            </label>
        </p>
        <p class="hint">
            "Prices, offers and data sheets then stay as they were on "{day}
            ", wherever the link is opened. Formulas do not: an error that is found is mended for old links too."
        </p>
    }
}

/// One choice out of a few.
#[component]
fn Choice<T: Named>(
    /// What is chosen.
    label: &'static str,
    /// What is chosen now.
    present: T,
) -> impl IntoView {
    let option = |&(value, id, name): &(T, &'static str, &'static str)| {
        view! { <option value=id selected=value == present>{name}</option> }
    };
    view! {
        <div class="field">
            <span class="name"><label for=T::KEY>{label}</label></span>
            <span class="control">
                <select id=T::KEY name=T::KEY>{T::ALL.iter().map(option).collect_view()}</select>
            </span>
        </div>
    }
}
