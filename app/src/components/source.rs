//! Where figures come from.

#[cfg(feature = "ssr")]
use std::borrow::Cow;

use headroom_core::catalog::Source;
use leptos::either::Either;
use leptos::prelude::*;

/// The title of a source, as a link where it has an address.
#[component]
pub(crate) fn SourceLink(
    /// What is named.
    source: Source,
) -> impl IntoView {
    match source.url {
        Some(url) => Either::Left(view! { <a href=url rel="noopener">{source.title}</a> }),
        None => Either::Right(source.title),
    }
}

/// Sources that open in place, with the day of the check and remarks.
#[cfg(feature = "ssr")]
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
