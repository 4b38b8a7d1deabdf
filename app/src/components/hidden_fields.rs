//! What a form sends along without showing it.

use headroom_core::codec::Query;
use leptos::prelude::*;

/// The pairs of a query as hidden fields of a form.
#[component]
pub(crate) fn HiddenFields(
    /// The query.
    #[prop(into)]
    query: String,
    /// Keys that the form shows, which are left out.
    shown: &'static [&'static str],
) -> impl IntoView {
    let query = Query::parse(&query);
    let pairs = query.pairs().filter(|(key, _)| !shown.contains(key));
    let field = |(key, value): (&str, &str)| {
        view! { <input type="hidden" name=key.to_owned() value=value.to_owned()/> }
    };
    pairs.map(field).collect_view()
}
