//! Names that are like a word that is not known.

use headroom_core::report::Notice;
use leptos::prelude::*;

/// The words of a link that are not known, each with the names that may have been meant, as links.
///
/// Shows nothing where every word is known.
#[component]
pub(crate) fn Suggestions<'a>(
    /// What could not be used as given.
    notices: &'a [Notice],
    /// Path of the page that the links lead to.
    path: &'static str,
) -> impl IntoView + use<> {
    let lists: Vec<_> = notices
        .iter()
        .filter(|notice| !notice.suggestions.is_empty())
        .map(|notice| {
            let links: Vec<_> = { notice.suggestions.iter() }
                .map(|one| {
                    let address = format!("{path}?{}", one.query);
                    view! { <li><a href=address>{one.label.clone()}</a></li> }
                })
                .collect();
            view! {
                <div class="suggestions">
                    <p>"Instead of “"{notice.given.clone()}"”:"</p>
                    <ul>{links}</ul>
                </div>
            }
        })
        .collect();
    lists.into_iter().collect_view()
}
