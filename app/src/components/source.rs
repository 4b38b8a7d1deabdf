//! Where figures come from.

use std::borrow::Cow;

use headroom_core::catalog::Source;
use leptos::prelude::*;

use crate::lists::SourceLink;

/// Sources that open in place, with the day of the check and remarks.
#[component]
pub(crate) fn Sources(
    /// What the figures were read from.
    sources: Vec<&'static Source>,
    /// The day of the check.
    as_of: &'static str,
    /// What else is to be known; empty ones are left out.
    remarks: Vec<Cow<'static, str>>,
) -> impl IntoView {
    let source = |source: &'static Source| view! { <li><SourceLink source=*source/></li> };
    let remarks = remarks.into_iter().filter(|remark| !remark.is_empty());
    view! {
        <details class="from">
            <summary>{as_of}</summary>
            <ul>{sources.into_iter().map(source).collect_view()}</ul>
            {remarks.map(|remark| view! { <p>{remark}</p> }).collect_view()}
        </details>
    }
}
