//! Lists of figures: the first stand open, the others behind "More".

use headroom_core::units::Evidence;
use leptos::prelude::*;

use super::asked::Asked;
use super::fixed::Fixed;
use super::place::{More, place};
use crate::markup::{Html, IntoHtml, quantity, words};
use crate::state::Answer;

/// So many stand open: a line of them on a wide screen.
const OPEN: usize = 3;

/// Figures with their names and what to know about them, in the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(Vec<Html>);

impl Facts {
    /// One more, and what is said of it.
    pub(super) fn add(&mut self, term: &str, figure: &str, more: &str) {
        self.add_view(term, figure, words(more).html());
    }

    /// One more, of which more is said than words.
    pub(super) fn add_view(&mut self, term: &str, figure: &str, more: Html) {
        let fact = view! {
            <div>
                <dt>{term.to_owned()}</dt>
                <dd>
                    <span class="figure">{quantity(figure)}</span>
                    " "
                    <span class="more-words">{more}</span>
                </dd>
            </div>
        };
        self.0.push(fact.html());
    }

    /// All of them; nothing where there are none.
    pub(crate) fn list(&self) -> Option<Html> {
        let all = || view! { <dl class="facts">{self.0.clone()}</dl> };
        (!self.0.is_empty()).then(|| all().html())
    }

    /// Those that stand open.
    fn first(&self) -> Html {
        self.0[..OPEN.min(self.0.len())].to_vec().html()
    }

    /// The others.
    fn others(&self) -> Html {
        self.0[OPEN.min(self.0.len())..].to_vec().html()
    }
}

/// The word for how a figure is known, among those that say more of it.
pub(super) fn known_as(evidence: Evidence) -> Html {
    view! { <span class="evidence-word">{evidence.word()}</span> }.html()
}

/// The facts of an answer, under an id; `summary` says what the others are about.
pub(super) fn folded(
    asked: Asked,
    id: &'static str,
    summary: &'static str,
    facts: fn(&Answer) -> Facts,
) -> [Fixed; 2] {
    let all = asked.reads(Box::new(facts));
    let first = place("dl").class("facts").id(id);
    let more = More::new(summary).id(format!("{id}-more"));
    let more = more.hidden(asked.holds(move |_| all.with(|facts| facts.0.len() <= OPEN)));
    [
        first.written(asked.view(move |_| all.with(Facts::first))),
        more.holds(asked, |asked| {
            let others = asked.view(move |_| all.with(Facts::others));
            vec![place("dl").class("facts").written(others)]
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::Facts;
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
        for (count, first) in [(0, 0), (2, 2), (3, 3), (5, 3)] {
            let facts = facts(count);
            assert_eq!(terms(facts.first()), first);
            assert_eq!(terms(facts.others()), count as usize - first);
            assert_eq!(terms(facts.list().html()), count as usize);
        }
        let others = facts(5).others().into_text();
        assert!(others.starts_with("<div><dt>fact 4"));
        assert_eq!(facts(0).list(), None);
    }
}
