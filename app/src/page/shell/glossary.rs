//! Terms of the trade, ready to be opened wherever they are used.

use leptos::prelude::*;

use crate::glossary::TERMS;

/// The entries of the glossary. Any button with the id of one as target opens it, without script.
#[component]
pub(super) fn Glossary() -> impl IntoView {
    let entry = |&(key, title, text): &(&'static str, &'static str, &'static str)| {
        view! {
            <div class="popover" id=format!("term-{key}") popover>
                <p><b>{title}</b></p>
                <p>{text}</p>
            </div>
        }
    };
    view! { <aside aria-label="Glossary">{TERMS.iter().map(entry).collect_view()}</aside> }
}
