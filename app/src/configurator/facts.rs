//! Lists of figures: the first stand open, the others behind "More".

use leptos::prelude::*;

use super::asked::Asked;
use super::fixed::Fixed;
use super::place::{More, place};
use crate::markup::{put, quantity};
use crate::state::Answer;

/// So many stand open: a line of them on a wide screen.
const OPEN: usize = 3;

/// Figures with their names and what to know about them, in the order of reading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(Vec<String>);

impl Facts {
    /// One more. What is said of it is markup.
    pub(super) fn add(&mut self, term: &str, figure: &str, more: &str) {
        self.0.push(format!(
            "<div><dt>{term}</dt><dd><span class=\"figure\">{}</span> <span class=\"more-words\">{more}</span></dd></div>",
            quantity(figure)
        ));
    }

    /// All of them; nothing where there are none.
    pub(crate) fn list(&self) -> String {
        let mut out = String::new();
        if !self.0.is_empty() {
            put!(out, "<dl class=\"facts\">{}</dl>", self.0.concat());
        }
        out
    }

    /// Those that stand open.
    fn first(&self) -> String {
        self.0[..OPEN.min(self.0.len())].concat()
    }

    /// The others.
    fn others(&self) -> String {
        self.0[OPEN.min(self.0.len())..].concat()
    }
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
        first.written(asked.part(move |_| all.with(Facts::first))),
        more.holds(asked, |asked| {
            let others = asked.part(move |_| all.with(Facts::others));
            vec![place("dl").class("facts").written(others)]
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::Facts;

    #[test]
    fn three_stand_open() {
        let facts = |count: u32| {
            let mut facts = Facts::default();
            for fact in 1..=count {
                facts.add(&format!("fact {fact}"), "", "");
            }
            facts
        };
        let terms = |html: String| html.matches("<dt>").count();
        for (count, first) in [(0, 0), (2, 2), (3, 3), (5, 3)] {
            let facts = facts(count);
            assert_eq!(terms(facts.first()), first);
            assert_eq!(terms(facts.others()), count as usize - first);
            assert_eq!(terms(facts.list()), count as usize);
        }
        assert!(facts(5).others().starts_with("<div><dt>fact 4"));
        assert_eq!(facts(0).list(), "");
    }
}
