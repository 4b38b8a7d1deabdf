//! Show the working: how each figure came about.

use std::time::Duration;

use headroom_core::catalog::Source;
use headroom_core::report::Working;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::asked::{Asked, Given, slice};
use super::fixed::{Fixed, IntoFixed};
use super::lazy;
use super::panel::Panel;
use super::place::{More, place};
use crate::markup::{Html, IntoHtml, quantity, words};
use crate::state::Answer;

/// The page has room for the working of so many figures. What is not needed is hidden, so that
/// those that a person opened stay open while the numbers change.
const PLACES: usize = 40;

/// Said where the workings could not follow the answer.
const LATE: &str = "The part of this page that writes the workings could not be fetched: these are the workings of an earlier \
     answer. The next change tries again.";

/// When everything that follows an answer is written.
const SETTLED: Duration = Duration::from_millis(400);

/// Id of the list that holds the workings.
const LIST: &str = "workings-list";

/// What the id of a working begins with, before its figure.
const OF: &str = "working-of-";

/// The way to the working of a figure.
pub(super) fn link(figure: &str) -> String {
    format!("#{OF}{figure}")
}

/// How each figure came about, and the files that hold them.
pub(super) fn section(asked: Asked) -> Fixed {
    let files = place("p").class("exports").holds(vec![
        "Take it along: ".fixed(),
        place("span")
            .id("exports")
            .written(asked.panel(Panel::Exports)),
        ".".fixed(),
    ]);
    let list = More::new("Every figure of this answer").id(LIST);
    let list = list.holds(asked, |asked| {
        let explained = Explained::of(asked);
        let late = place("p").class("hint").id("working-late").role("status");
        let late = late.written(slice(move |_| explained.late().to_owned()));
        let places = (0..PLACES).map(|index| explained.place(asked, index));
        std::iter::once(late).chain(places).collect()
    });
    let section = place("section")
        .id("workings")
        .labelled_by("workings-title");
    section.holds(vec![
        place("h2").id("workings-title").says("The working"),
        place("p").says("Each figure with its formula, its numbers and where they come from."),
        list,
        files,
    ])
}

/// What stands in the places.
#[derive(Clone, Debug)]
struct Shown {
    /// How many places are in use.
    count: usize,
    /// Line and body of each, as far as they were written here: the browser takes over what the server
    /// wrote without reading it.
    written: Vec<[String; 2]>,
    /// Whether they are those of an earlier answer, because the part of the module that writes them did
    /// not come.
    late: bool,
}

impl Shown {
    /// What the server writes.
    #[cfg(not(feature = "hydrate"))]
    fn at_first(asked: Asked) -> Self {
        let written = asked.now(written);
        Self {
            count: written.len(),
            written,
            late: false,
        }
    }

    /// What the server wrote.
    #[cfg(feature = "hydrate")]
    fn at_first(_asked: Asked) -> Self {
        let used = document().query_selector_all("#workings .working:not([hidden])");
        Self {
            count: used.map_or(0, |used| used.length() as usize),
            written: Vec::new(),
            late: false,
        }
    }
}

/// The workings in their places. In the browser they follow the answer while somebody has them open, and
/// once a person pauses: what writes them is fetched then.
#[derive(Clone, Copy)]
struct Explained(RwSignal<Shown>);

impl Explained {
    fn of(asked: Asked) -> Self {
        let explained = Self(RwSignal::new(Shown::at_first(asked)));
        Effect::new(move |shown: Option<Given>| {
            let answer = asked.rested();
            let shown = shown.unwrap_or_else(|| answer.clone());
            if !asked.is_open() {
                return shown;
            }
            if shown == answer {
                asked.wanted.set_value(None);
                return shown;
            }
            explained.follow(asked, answer.clone());
            answer
        });
        explained
    }

    /// Writes the workings of an answer, once the part that does so is here. The one that a link led to may
    /// have another place then.
    fn follow(self, asked: Asked, answer: Given) {
        leptos::task::spawn_local(async move {
            let written = lazy::workings(&answer).await;
            self.0.update(|shown| {
                shown.late = written.is_err();
                if let Ok(written) = written {
                    shown.count = written.len();
                    shown.written = written;
                }
            });
            if let Some(wanted) = asked.wanted.try_update_value(Option::take).flatten() {
                request_animation_frame(move || reveal(&wanted));
            }
        });
    }

    fn late(self) -> &'static str {
        if self.0.with(|shown| shown.late) {
            LATE
        } else {
            ""
        }
    }

    /// The place for the working at an index.
    fn place(self, asked: Asked, index: usize) -> Fixed {
        let text = move |part: usize| {
            slice(move |_| {
                let of = |shown: &Shown| shown.written.get(index).map(|both| both[part].clone());
                self.0.with(of).unwrap_or_default()
            })
        };
        let line = place("span").id(format!("working-{index}-line"));
        let more = More::under("working", line.written(text(0)));
        let more = more.hidden(slice(move |_| self.0.with(|shown| index >= shown.count)));
        more.id(format!("working-{index}")).holds(asked, |_| {
            let body = place("div").id(format!("working-{index}-more"));
            vec![body.written(text(1))]
        })
    }
}

impl Asked {
    /// A link to the working of a figure. Where the list was closed it may be that of an earlier answer:
    /// what is wanted is looked for again once the list follows.
    pub(super) fn open_working(self, address: &str) {
        let Some(id) = address.strip_prefix('#').filter(|id| id.starts_with(OF)) else {
            return;
        };
        let list = document().get_element_by_id(LIST);
        if let Some(list) = list.filter(|list| !list.has_attribute("open")) {
            self.wanted.set_value(Some(id.to_owned()));
            let _ = list.set_attribute("open", "");
        }
        reveal(id);
    }
}

/// Opens a working and all that it stands in, and brings it into view.
fn reveal(id: &str) {
    let Some(working) = document().get_element_by_id(id) else {
        return;
    };
    let closed = |element: &Element| element.closest("details:not([open])").ok().flatten();
    let mut next = closed(&working);
    while let Some(details) = next {
        let _ = details.set_attribute("open", "");
        next = closed(&details);
    }
    working.scroll_into_view();
    // Whoever followed the link goes on from there. It is brought into view once more where what was written above it
    // a moment later pushed it away.
    let line = working.closest(".working").ok().flatten();
    let line = line.and_then(|more| more.query_selector("summary").ok().flatten());
    if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
        set_timeout(move || drop(line.focus()), SETTLED);
    }
}

/// The workings of an answer: the line and the body of each.
pub(super) fn written(answer: &Answer) -> Vec<[String; 2]> {
    let workings = answer.workings().iter();
    workings
        .map(|working| [summary(working), body_of(working)].map(Html::into_text))
        .collect()
}

/// The line that is always seen.
fn summary(working: &Working) -> Html {
    let evidence = working.evidence.word();
    view! {
        <span class="working-title">{words(&working.title)}</span>
        " "
        <span class="working-result">{quantity(&working.result)}</span>
        " "
        <span class=format!("evidence {evidence}")>{evidence}</span>
    }
    .html()
}

/// What opens.
fn body_of(working: &Working) -> Html {
    let sources: Vec<Html> = working.sources.iter().map(source).collect();
    let are_known = !sources.is_empty();
    // One that there is for each of several cards has no id: it would not be the only one.
    let id = (!working.figure.contains("[]")).then(|| format!("{OF}{}", working.figure));
    view! {
        <p class="formula" id=id>{words(&working.formula)}</p>
        <p class="formula numbers">{words(&working.substituted)}</p>
        <p class="formula result">"= "{quantity(&working.result)}</p>
        {are_known.then(|| view! { <ul class="sources">{sources}</ul> })}
        <p class="quiet">"In the API: "<code>{working.figure}</code></p>
    }
    .html()
}

fn source(source: &Source) -> Html {
    match source.url {
        Some(url) => view! { <li><a href=url rel="noopener">{source.title}</a></li> }.html(),
        None => view! { <li>{source.title}</li> }.html(),
    }
}

#[cfg(test)]
mod tests {
    use headroom_core::engine::Engine;

    use super::PLACES;
    use crate::state::Answer;

    #[test]
    fn every_figure_has_a_place() {
        for engine in Engine::ALL {
            for cards in [1, 2, 8, 16] {
                for model in ["llama-3.3-70b", "deepseek-v3", "gemma-3-27b"] {
                    for mode in ["", "&mode=train"] {
                        let query = format!(
                            "engine={}&n={cards}&model={model}&w=bf16&users=8{mode}",
                            engine.id()
                        );
                        let shown = Answer::to(&query).workings().len();
                        assert!((4..=PLACES).contains(&shown), "{query}: {shown}");
                    }
                }
            }
        }
    }
}
