//! Lists of figures: the first stand open, the others behind "More".

use headroom_core::units::Evidence;
use leptos::prelude::*;

use super::asked::Asked;
use super::fixed::{Fixed, IntoFixed};
use super::panel::{self, Panel};
use super::place::{More, place};
use super::working;
use crate::markup::{Html, IntoHtml, quantity, words};

/// So many stand open: a line of them on a wide screen.
const OPEN: usize = 3;

/// Figures with their names and what to know about them, in the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(Vec<Fact>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Fact {
    term: String,
    figure: String,
    /// What is said of it.
    more: Html,
    /// The figure of a report that it is, where that has a working.
    worked: Option<&'static str>,
}

impl Fact {
    /// The fact, of which a figure that has a working is a link to it.
    fn linked(&self) -> Html {
        let figure = quantity(&self.figure);
        self.around(match self.worked {
            Some(worked) => view! { <a href=working::link(worked)>{figure}</a> }.html(),
            None => figure,
        })
    }

    /// The fact where there are no workings.
    fn alone(&self) -> Html {
        self.around(quantity(&self.figure))
    }

    fn around(&self, figure: Html) -> Html {
        view! {
            <div>
                <dt>{self.term.clone()}</dt>
                <dd>
                    <span class="figure">{figure}</span>
                    " "
                    <span class="more-words">{self.more.clone()}</span>
                </dd>
            </div>
        }
        .html()
    }
}

impl Facts {
    /// One more, and what is said of it.
    pub(crate) fn add(&mut self, term: &str, figure: &str, more: &str) {
        self.add_view(term, figure, words(more).html());
    }

    /// One more, of which more is said than words.
    pub(super) fn add_view(&mut self, term: &str, figure: &str, more: Html) {
        self.0.push(Fact {
            term: term.to_owned(),
            figure: figure.to_owned(),
            more,
            worked: None,
        });
    }

    /// The last one is a figure of the report that has a working.
    pub(super) fn worked(&mut self, figure: &'static str) {
        if let Some(fact) = self.0.last_mut() {
            fact.worked = Some(figure);
        }
    }

    /// All of them, where there are no workings; nothing where there are none.
    pub(crate) fn list(&self) -> Option<Html> {
        let facts: Vec<Html> = self.0.iter().map(Fact::alone).collect();
        (!facts.is_empty()).then(|| view! { <dl class="facts">{facts}</dl> }.html())
    }
}

/// The word for how a figure is known, among those that say more of it.
pub(super) fn known_as(evidence: Evidence) -> Html {
    view! { <span class="evidence-word">{evidence.word()}</span> }.html()
}

/// The facts of an answer, under an id; `summary` says what the others are about. Where there are no others
/// the style sheet hides them: so they are kept right while they are closed, too.
pub(super) fn folded(
    asked: Asked,
    id: &'static str,
    summary: &'static str,
    facts: panel::Facts,
) -> [Fixed; 2] {
    let first = place("dl").class("facts").id(id);
    let more = More::under("more more-facts", summary.fixed()).id(format!("{id}-more"));
    let others = asked.panel_anywhere(Panel::OtherFacts(facts));
    [
        first.written(asked.panel(Panel::FirstFacts(facts))),
        more.holds(asked, |_| vec![place("dl").class("facts").written(others)]),
    ]
}

/// Those that stand open.
pub(super) fn first(facts: &Facts) -> Vec<Html> {
    facts.0.iter().take(OPEN).map(Fact::linked).collect()
}

/// The others.
pub(super) fn others(facts: &Facts) -> Vec<Html> {
    facts.0.iter().skip(OPEN).map(Fact::linked).collect()
}

#[cfg(test)]
mod tests {
    use super::{Facts, first, others};
    use crate::markup::{Html, IntoHtml};

    #[test]
    fn three_stand_open() {
        let facts = |count: u32| {
            let mut facts = Facts::default();
            for fact in 1..=count {
                facts.add(&format!("fact {fact}"), "", "");
            }
            facts
        };
        let terms = |html: Html| html.into_text().matches("<dt>").count();
        for (count, open) in [(0, 0), (2, 2), (3, 3), (5, 3)] {
            let facts = facts(count);
            assert_eq!(terms(first(&facts).html()), open);
            assert_eq!(terms(others(&facts).html()), count as usize - open);
            assert_eq!(terms(facts.list().html()), count as usize);
        }
        let last = others(&facts(5)).html().into_text();
        assert!(last.starts_with("<div><dt>fact 4"));
        assert_eq!(facts(0).list(), None);
    }
}
