//! Elements that stand for a whole kind of place on the page, written once.
//!
//! A section is a list of calls to these and to the controls. Each kind of element has one type, so
//! that a new section adds its words to the module for the browser and hardly any code.

use leptos::attr::custom::CustomAttribute;
use leptos::ev::Event;
use leptos::html::{Custom, HtmlElement, custom, inner_html};
use leptos::prelude::*;
use leptos::web_sys::Element;

use super::asked::{Asked, Slice};
use super::events::target;
use super::fixed::{Fixed, IntoFixed};
use crate::state::Answer;

/// An element that holds others, or what a writer writes. Boxed, so that dressing it moves a pointer
/// at each of the many places where that is done.
pub(super) struct Place(Box<Dress>);

struct Dress {
    tag: &'static str,
    id: Option<String>,
    class: Option<&'static str>,
    role: Option<&'static str>,
    tabindex: Option<&'static str>,
    label: Option<String>,
    labelled_by: Option<&'static str>,
    described_by: Option<&'static str>,
    hidden: Option<Slice<bool>>,
    disabled: Option<Slice<bool>>,
}

/// An element without an id.
pub(super) fn place(tag: &'static str) -> Place {
    Place(Box::new(Dress {
        tag,
        id: None,
        class: None,
        role: None,
        tabindex: None,
        label: None,
        labelled_by: None,
        described_by: None,
        hidden: None,
        disabled: None,
    }))
}

impl Place {
    /// With an id.
    pub(super) fn id(mut self, id: impl Into<String>) -> Self {
        self.0.id = Some(id.into());
        self
    }

    /// With a class.
    pub(super) fn class(mut self, class: &'static str) -> Self {
        self.0.class = Some(class);
        self
    }

    /// With a role.
    pub(super) fn role(mut self, role: &'static str) -> Self {
        self.0.role = Some(role);
        self
    }

    /// With a name for those who do not see it.
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.0.label = Some(label.into());
        self
    }

    /// Named by the element with an id.
    pub(super) fn labelled_by(mut self, id: &'static str) -> Self {
        self.0.labelled_by = Some(id);
        self
    }

    /// Described by the element with an id.
    pub(super) fn described_by(mut self, id: &'static str) -> Self {
        self.0.described_by = Some(id);
        self
    }

    /// Hidden while something holds.
    pub(super) fn hidden(mut self, hidden: Slice<bool>) -> Self {
        self.0.hidden = Some(hidden);
        self
    }

    /// Of no effect in the plain form while something holds.
    pub(super) fn disabled(mut self, disabled: Slice<bool>) -> Self {
        self.0.disabled = Some(disabled);
        self
    }

    /// Wider than the page, perhaps: it scrolls sideways by itself, with the keyboard too.
    pub(super) fn wide(mut self, label: impl Into<String>) -> Self {
        self.0.class = Some("wide");
        self.0.role = Some("region");
        self.0.tabindex = Some("0");
        self.label(label)
    }

    /// Holds these.
    pub(super) fn holds(self, children: Vec<Fixed>) -> Fixed {
        let element = custom(self.0.tag).child(children);
        self.dressed(element).fixed()
    }

    /// Holds what is written: markup of our own writers, in which all that came from elsewhere is
    /// escaped.
    pub(super) fn written(self, html: impl Into<Signal<String>>) -> Fixed {
        let element = custom(self.0.tag);
        let html: Signal<String> = html.into();
        self.dressed(element).add_any_attr(inner_html(html)).fixed()
    }

    /// Holds a text.
    pub(super) fn says(self, text: &'static str) -> Fixed {
        let element = custom(self.0.tag).child(text);
        self.dressed(element).fixed()
    }

    fn dressed<C: RenderHtml + 'static>(
        self,
        element: HtmlElement<Custom<&'static str>, (), C>,
    ) -> impl RenderHtml + use<C> {
        let dress = *self.0;
        element
            .attr("id", dress.id)
            .attr("hidden", dress.hidden)
            .attr("disabled", dress.disabled)
            .attr("class", dress.class)
            .attr("role", dress.role)
            .attr("tabindex", dress.tabindex)
            .attr("aria-label", dress.label)
            .attr("aria-labelledby", dress.labelled_by)
            .attr("aria-describedby", dress.described_by)
    }
}

/// A line of explanation.
pub(super) fn hint(text: &'static str) -> Fixed {
    place("p").class("hint").says(text)
}

/// The button of the plain form, which comes back to the section that it stands in.
pub(super) fn update(section: &'static str) -> Fixed {
    view! {
        <p class="submit">
            <button type="submit" formaction=format!("/#{section}")>"Update"</button>
        </p>
    }
    .fixed()
}

/// Something that opens in place. What it holds is kept right while it is open.
pub(super) struct More {
    class: &'static str,
    id: Option<String>,
    summary: Fixed,
    open: RwSignal<bool>,
    hidden: Option<Slice<bool>>,
}

impl More {
    /// Under a line of words.
    pub(super) fn new(summary: &'static str) -> Self {
        Self::under("more", summary.fixed())
    }

    /// Of another class, under a line of whatever it is.
    pub(super) fn under(class: &'static str, summary: Fixed) -> Self {
        Self {
            class,
            id: None,
            summary,
            open: RwSignal::new(false),
            hidden: None,
        }
    }

    /// With an id.
    pub(super) fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Open from the start where that is so; from then on it is the visitor's.
    pub(super) fn open(self, open: bool) -> Self {
        self.open.set(open);
        self
    }

    /// Opens when something begins to hold.
    pub(super) fn opens(self, asked: Asked, test: fn(&Answer) -> bool) -> Self {
        let (open, test) = (self.open, asked.holds(test));
        open.update(|open| *open |= test.get_untracked());
        Effect::new(move |_| {
            if test.get() {
                open.set(true);
            }
        });
        self
    }

    /// Hidden while something holds.
    pub(super) fn hidden(mut self, hidden: Slice<bool>) -> Self {
        self.hidden = Some(hidden);
        self
    }

    /// Holds these.
    pub(super) fn holds(self, asked: Asked, content: impl FnOnce(Asked) -> Vec<Fixed>) -> Fixed {
        let open = self.open;
        let content = content(asked.while_open(open));
        let toggled = move |event: Event| {
            if let Some(details) = target::<Element>(&event) {
                open.set(details.has_attribute("open"));
            }
        };
        view! {
            <details class=self.class open=asked.holds(move |_| open.get()) on:toggle=toggled>
                <summary>{self.summary}</summary>
                {content}
            </details>
        }
        .attr("id", self.id)
        .attr("hidden", self.hidden)
        .fixed()
    }
}
