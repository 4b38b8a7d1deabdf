//! From a view to text: the one way in which pages, embeds, sheets and tests are rendered.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use memchr::memmem;

use crate::markup::without_marks;

/// What an island begins and ends with.
const ISLAND: &str = "<leptos-island";
const ISLAND_END: &str = "</leptos-island>";

/// Renders a view whole.
///
/// The same view gives the same bytes, and what a view holds is gone once it is rendered. Nothing
/// is awaited: the pages hold no resources.
pub(crate) fn render<V: IntoView>(view: impl FnOnce() -> V) -> String {
    // A root takes the place of whatever owner is present, such as that of a render around this one.
    let around = Owner::current();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| view().into_view().to_html());
    owner.unset_with_forced_cleanup();
    if let Some(around) = around {
        around.set();
    }
    without_idle_marks(html)
}

/// Takes out the marks that nobody looks for: all but those between the first island and the last.
fn without_idle_marks(html: String) -> String {
    let begin = memmem::find(html.as_bytes(), ISLAND.as_bytes());
    let island = begin.and_then(|begin| {
        let end = memmem::rfind(html.as_bytes(), ISLAND_END.as_bytes())?;
        Some((begin, end))
    });
    let Some((begin, end)) = island else {
        return without_marks(html);
    };
    let (html, after) = html.split_at(end);
    let (before, islands) = html.split_at(begin);
    let [before, after] = [before, after].map(|html| without_marks(html.to_owned()));
    [&before, islands, &after].concat()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{render, without_idle_marks};

    #[test]
    fn the_marks_of_islands_stay() {
        let html = "<p>a<!>b</p><leptos-island x><p>a<!>b</p></leptos-island><p>c<!>d</p>";
        assert_eq!(
            without_idle_marks(html.to_owned()),
            "<p>ab</p><leptos-island x><p>a<!>b</p></leptos-island><p>cd</p>"
        );
    }

    #[test]
    fn nothing_but_the_view_is_written() {
        let some = |name: Option<&'static str>| {
            render(move || view! { <p>"One " {2} {name} <b>{"<i>&\"'"}</b></p> })
        };
        assert_eq!(some(None), "<p>One 2<b>&lt;i&gt;&amp;\"'</b></p>");
        assert_eq!(
            some(Some("<!>")),
            "<p>One 2&lt;!&gt;<b>&lt;i&gt;&amp;\"'</b></p>"
        );
    }

    #[test]
    fn a_render_inside_another_leaves_its_owner_in_place() {
        let html = render(|| {
            provide_context(3_u8);
            let inner = render(|| view! { <p>{use_context::<u8>()}</p> });
            view! { <div inner_html=inner></div> {use_context::<u8>()} }
        });
        assert_eq!(html, "<div><p></p></div>3");
    }
}
