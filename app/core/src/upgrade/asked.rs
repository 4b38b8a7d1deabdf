//! A plan of purchases: a build and the steps that change it, read from an address and written back.

use super::form::{Field, Form};
use super::step::{PRICE, Step};
use crate::catalog::{Catalog, preset};
use crate::codec::{self, Query};
use crate::report::Notice;
use crate::scenario::Exchange;
use crate::units::Currency;

/// Steps of a plan, at most.
pub const MOST_STEPS: usize = 24;

/// Key of a step: `<month>~<key>~<value>[~<key>~<value>…]`.
const STEP: &str = "step";
/// Instead of the part that is picked in the form that adds a step: a key of the build and its value.
const ADD_KEY: &str = "key";
const ADD_VALUE: &str = "to";
/// Key of the step that a link leaves out, counted from 0.
const DROP: &str = "drop";

/// A build and the steps that change it.
///
/// ```
/// use headroom_core::{catalog::Catalog, upgrade::Asked};
/// let raw = "n=1&psu=1300&step=12~n~2~price~8300&step=24~n~4~psu~1600";
/// let asked = Asked::read(raw, Catalog::builtin());
/// assert_eq!(asked.steps[1].changes, [("n".into(), "4".into()), ("psu".into(), "1600".into())]);
/// assert_eq!(Asked::read(&asked.query(), Catalog::builtin()), asked);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Canonical query of the build that it begins with.
    pub base: String,
    /// In the order of their months.
    pub steps: Vec<Step>,
    /// What was given and is not part of the plan, in plain sentences.
    pub notes: Vec<String>,
    /// The form that adds a step, where something is wrong with what stands in it.
    pub form: Option<Form>,
    /// Whether a form was submitted, so that a shorter address says the same.
    pub edits: bool,
}

impl Asked {
    /// Reads the raw query of an address.
    #[must_use]
    pub fn read(raw: &str, catalog: &Catalog) -> Self {
        let mut base = Query::default();
        let (mut written, mut notes) = (Vec::new(), Vec::new());
        let (mut form, mut typed) = (Form::default(), [const { String::new() }; 2]);
        let (mut picks, mut dropped, mut edits) = (false, None, false);
        for pair in raw.trim_start_matches('?').split('&') {
            let query = Query::parse(pair);
            let Some((key, value)) = query.pairs().next() else {
                continue;
            };
            let change = [ADD_KEY, ADD_VALUE];
            if key == STEP {
                written.push(value.to_owned());
            } else if let Some(place) = change.iter().position(|one| *one == key) {
                value.trim().clone_into(&mut typed[place]);
                edits = true;
            } else if form.take(key, value) {
                (picks, edits) = (picks || key == Field::Part.name(), true);
            } else if key == DROP {
                (dropped, edits) = (value.parse::<usize>().ok(), true);
            } else if key == "build" {
                edits = true;
                let known = preset(value).map_or("", |known| known.query);
                for (key, value) in Query::parse(known).pairs() {
                    base.set(key, value);
                }
            } else {
                base.set(key, value);
            }
        }
        let decoded = codec::decode_query(&base, catalog);
        let currency = decoded.scenario.currency();
        let mut steps = Vec::new();
        for step in written {
            match Step::read(&step, currency) {
                Ok(step) => steps.push(step),
                Err(why) => notes.push(why),
            }
        }
        if let Some(step) = dropped.filter(|step| *step < steps.len()) {
            steps.remove(step);
        }
        let base = if decoded.scenario.is_refused() {
            base.to_string()
        } else {
            codec::encode(&decoded.scenario)
        };
        steps.sort_by_key(|step| step.month);
        let mut wrong = None;
        if typed.iter().all(String::is_empty) && (picks || !form.value(Field::Price).is_empty()) {
            match form.step(&base, &steps, catalog) {
                Ok(step) => steps.push(step),
                Err(form) => wrong = Some(form),
            }
        } else {
            steps.extend(typed_step(&form, &typed, currency, &mut notes));
        }
        if steps.len() > MOST_STEPS {
            notes.push(format!(
                "A plan has at most {MOST_STEPS} steps; the first of them count."
            ));
            steps.truncate(MOST_STEPS);
        }
        steps.sort_by_key(|step| step.month);
        notes.extend(decoded.notices.iter().filter_map(Notice::told));
        Self {
            base,
            steps,
            notes,
            form: wrong,
            edits,
        }
    }

    /// The currency that its prices are in.
    #[must_use]
    pub fn currency(&self, catalog: &Catalog) -> Currency {
        self.exchange(catalog).currency()
    }

    /// The same, with its rate.
    #[must_use]
    pub fn exchange(&self, catalog: &Catalog) -> Exchange {
        codec::decode(&self.base, catalog).scenario.exchange
    }

    /// The shortest query that asks the same.
    #[must_use]
    pub fn query(&self) -> String {
        let mut out = self.base.clone();
        for step in &self.steps {
            if !out.is_empty() {
                out.push('&');
            }
            let mut pair = Query::default();
            pair.set(STEP, step.written());
            out.push_str(&pair.to_string());
        }
        out
    }
}

/// The step of a key and a value that were typed, if they were.
fn typed_step(
    form: &Form,
    typed: &[String; 2],
    currency: Currency,
    notes: &mut Vec<String>,
) -> Option<Step> {
    let [key, to] = typed;
    if to.is_empty() {
        return None;
    }
    let price = form.value(Field::Price);
    let mut text = format!("{}~{key}~{to}", form.value(Field::Month));
    if !price.is_empty() {
        text.push_str(&format!("~{PRICE}~{price}"));
    }
    match Step::read(&text, currency) {
        Ok(step) => Some(step),
        Err(why) => {
            notes.push(why);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, MOST_STEPS};
    use crate::catalog::Catalog;

    fn read(raw: &str) -> Asked {
        Asked::read(raw, Catalog::builtin())
    }

    #[test]
    fn steps_stand_in_the_order_of_their_months() {
        let asked = read("n=1&step=24~n~4&step=12~n~2");
        let months: Vec<u32> = asked.steps.iter().map(|step| step.month).collect();
        assert_eq!(months, [12, 24]);
        assert_eq!(asked.query(), "step=12~n~2&step=24~n~4");
    }

    #[test]
    fn what_is_no_step_is_named_and_left_out() {
        for flawed in [
            "step=x~n~2",
            "step=500~n~2",
            "step=3~nope~2",
            "step=3~n~",
            "step=3~price~lots",
            "step=3~price~-4",
        ] {
            let asked = read(flawed);
            assert_eq!(asked.steps.len(), 0, "{flawed}");
            assert_eq!(asked.notes.len(), 1, "{flawed}");
        }
    }

    #[test]
    fn a_form_adds_a_step_and_a_link_takes_one_out() {
        let added = read("step=12~n~2&at=24&key=n&to=4&for=16600");
        assert_eq!(added.query(), "step=12~n~2&step=24~n~4~price~16600");
        assert!(added.edits);
        assert_eq!(
            read("step=12~n~2&step=24~n~4&drop=0").query(),
            "step=24~n~4"
        );
        let half = read("step=12~n~2&at=24&key=n&to=");
        assert_eq!((half.steps.len(), half.form), (1, None));
    }

    #[test]
    fn prices_have_cents_and_a_plan_has_an_end() {
        assert_eq!(
            read("step=0~price~14949.5").query(),
            "step=0~price~14949.50"
        );
        let many = ["step=1~n~2"; MOST_STEPS + 2].join("&");
        assert_eq!(read(&many).steps.len(), MOST_STEPS);
    }
}
