//! From a view to text: the one way in which pages, embeds, sheets and tests are rendered.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

/// What Leptos writes between neighbouring texts, and after lists and options, so that its half in
/// the browser finds its way.
const MARK: &str = "<!>";
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
    without_marks(&html)
}

/// Takes out the marks, which nobody looks for in what is not hydrated: all but those of islands.
/// Text cannot hold one, because its `<` is escaped.
fn without_marks(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(ISLAND) {
        let (before, island) = rest.split_at(at);
        let end = island.find(ISLAND_END).unwrap_or(island.len());
        let (island, after) = island.split_at(end);
        out.push_str(&before.replace(MARK, ""));
        out.push_str(island);
        rest = after;
    }
    out.push_str(&rest.replace(MARK, ""));
    out
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{render, without_marks};

    #[test]
    fn the_marks_of_islands_stay() {
        let html = "<p>a<!>b</p><leptos-island x><p>a<!>b</p></leptos-island><p>c<!>d</p>";
        assert_eq!(
            without_marks(html),
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
