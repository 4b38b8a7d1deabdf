//! Which machine runs this: the question, read from an address and written back.

use super::super::query::{
    ASK, ASK_MACHINES, BUDGET, CARDS, FIRST, LEAST, MAKER, RENTED, USUAL_BITS, WATTS, WITHIN,
    canonical, has_empty_fields, known,
};
use super::super::told::{self, Told, whole};
use crate::catalog::{Catalog, Vendor};
use crate::codec::{self, Query};
use crate::report::Notice;
use crate::scenario::Scenario;
use crate::scenario::keys::{self, CIRCUIT, Group, MODE, PLACEMENT};
use crate::units::Currency;

/// Keys of the limits, in the order of an address.
const LIMITS: [&str; 8] = [BUDGET, WATTS, CARDS, MAKER, FIRST, WITHIN, RENTED, LEAST];
/// Keys that make it this question even where nobody says so.
const TELLING: [&str; 7] = [BUDGET, WATTS, CARDS, MAKER, FIRST, WITHIN, RENTED];

/// Keys of power and money that are about the place and not about a machine.
const OF_PLACE: [&str; 11] = [
    "circuit",
    "region",
    "tariff",
    "hours",
    "days",
    "months",
    "tax",
    "condition",
    "ram",
    "currency",
    "fx",
];

/// Makers of cards with their ids in links.
const MAKERS: [(&str, Vendor); 4] = [
    ("nvidia", Vendor::Nvidia),
    ("amd", Vendor::Amd),
    ("apple", Vendor::Apple),
    ("intel", Vendor::Intel),
];

/// What a machine must keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most that it costs, USD.
    pub budget_usd: Option<u32>,
    /// The same as it was typed, in the currency of the link.
    pub budget: Option<u32>,
    /// Most that it draws at the wall, watts.
    pub watts: Option<u32>,
    /// Whether the circuit that is named has to carry it.
    pub circuit: bool,
    /// Most cards.
    pub cards: Option<u32>,
    /// Who makes them.
    pub maker: Option<Vendor>,
    /// Longest wait for the first token, seconds.
    pub first_s: Option<u32>,
    /// Longest time of the training run, hours.
    pub within_h: Option<u32>,
    /// Whether rented machines are looked for too.
    pub rented: bool,
    /// Fewest bits a weight.
    pub least_bits: u32,
}

/// A job, and what the machine for it must keep to.
///
/// ```
/// use headroom_core::{catalog::Catalog, find::Job};
/// let asked = Job::read("ask=machines&model=llama-3.3-70b&budget=$10,000&watts=&cards=4", Catalog::builtin());
/// assert_eq!(asked.query(), "ask=machines&budget=10000&cards=4");
/// assert!(asked.told.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Canonical query of the build that was given, its machine included, which other pages are handed.
    pub build: String,
    /// The same without a machine.
    pub job: String,
    /// What the machine must keep to.
    pub limits: Limits,
    /// What was given and could not be used as it was.
    pub told: Vec<Told>,
    /// Words that are not known, with the names that may have been meant.
    pub notices: Vec<Notice>,
    /// Whether a form was submitted, so that a shorter address says the same.
    pub edits: bool,
    pub(super) scenario: Scenario,
    /// Whether the format of the weights was chosen.
    pub(super) weights_given: bool,
    /// Whether the engine was chosen.
    pub(super) engine_given: bool,
    typed: Query,
}

/// Whether a query asks which machine runs something, and not what runs on one.
#[must_use]
pub fn asks_for_machines(raw: &str) -> bool {
    let query = Query::parse(raw);
    let given = |key: &str| query.get(key).is_some_and(|value| !value.is_empty());
    query.get(ASK) == Some(ASK_MACHINES) || TELLING.into_iter().any(given)
}

impl Job {
    /// Reads the raw query of an address.
    #[must_use]
    pub fn read(raw: &str, catalog: &Catalog) -> Self {
        let typed = Query::parse(raw);
        let mut told = Vec::new();
        let mut build = known(&typed);
        // A form that trained is sent whole when somebody turns back to running.
        if typed.get(MODE.key) == Some("") {
            codec::without_training(&mut build);
        }
        let job = without_machine(&build);
        let decoded = codec::decode_query(&job, catalog);
        told.extend(Told::of(&decoded.notices));
        let given = |key: &str| job.get(key).is_some();
        let currency = decoded.scenario.currency();
        let limits = limits(&typed, given(CIRCUIT.key), currency, &mut told);
        Self {
            build: canonical(&build, catalog),
            job: canonical(&job, catalog),
            limits,
            edits: has_empty_fields(&typed),
            weights_given: given(keys::WEIGHTS.key),
            engine_given: given(keys::ENGINE.key),
            told,
            notices: decoded.notices,
            scenario: decoded.scenario,
            typed,
        }
    }

    /// The shortest query that asks the same on the page and keeps the build.
    #[must_use]
    pub fn query(&self) -> String {
        self.behind(&self.build)
    }

    /// The shortest query that asks the same and names no machine.
    #[must_use]
    pub fn plain(&self) -> String {
        self.behind(&self.job)
    }

    fn behind(&self, build: &str) -> String {
        let mut query = Query::default();
        query.set(ASK, ASK_MACHINES);
        for (key, value) in Query::parse(build).pairs() {
            query.set(key, value);
        }
        let limits = &self.limits;
        // The usual one is not written in a build, and is a limit only where it is named.
        if limits.circuit {
            query.set(CIRCUIT.key, self.scenario.power.circuit.id);
        }
        let number = |of: Option<u32>| of.map_or(String::new(), |of| of.to_string());
        let maker = { MAKERS.iter() }.find(|(_, maker)| Some(*maker) == limits.maker);
        let values = [
            number(limits.budget),
            number(limits.watts),
            number(limits.cards),
            maker.map_or("", |(id, _)| id).to_owned(),
            number(limits.first_s),
            number(limits.within_h),
            if limits.rented { "1" } else { "" }.to_owned(),
            number(Some(limits.least_bits).filter(|bits| *bits != USUAL_BITS)),
        ];
        for (key, value) in LIMITS.into_iter().zip(values) {
            if !value.is_empty() {
                query.set(key, value);
            }
        }
        query.to_string()
    }

    /// What was typed for a key.
    #[must_use]
    pub fn typed(&self, key: &str) -> Option<&str> {
        self.typed.get(key)
    }

    /// The job: a model, a format, streams; its machine means nothing.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Whether the format of the weights was chosen, so that no other is tried.
    #[must_use]
    pub fn weights_given(&self) -> bool {
        self.weights_given
    }

    /// Whether a form was sent that a shorter address says the same as.
    #[must_use]
    pub fn is_sent_on(&self) -> bool {
        self.edits && self.told.is_empty()
    }

    /// What is wrong with the value of a key, if anything is.
    #[must_use]
    pub fn flaw(&self, key: &str) -> Option<&str> {
        told::flaw(&self.told, key)
    }
}

/// What of a build is asked of any machine.
fn without_machine(build: &Query) -> Query {
    let mut job = Query::default();
    for (key, value) in build.pairs() {
        let group = keys::find(key).map(|key| key.group);
        let of_job = matches!(
            group,
            Some(Group::Model | Group::Serving | Group::Training | Group::Link)
        );
        if (of_job && key != PLACEMENT.key) || OF_PLACE.contains(&key) {
            job.set(key, value);
        }
    }
    job
}

fn limits(typed: &Query, circuit: bool, currency: Currency, told: &mut Vec<Told>) -> Limits {
    let get = |key: &str| typed.get(key).unwrap_or_default();
    // The sign of the currency may stand there, and that of no other.
    let budget = get(BUDGET).replace(currency.sign.trim(), "");
    let budget = match currency.is_usd() {
        true => budget,
        false => budget.replace(Currency::USD.sign, "USD "),
    };
    let mut number = |key, range, unit: &str| {
        let given = if key == BUDGET { &budget } else { get(key) };
        whole(key, given, range, unit, told)
    };
    let converted = |usd: i64| u32::try_from(currency.from_usd(usd)).unwrap_or(u32::MAX);
    let ends = (converted(100), converted(10_000_000));
    let unit = match currency.is_usd() {
        true => " US dollars".to_owned(),
        false => format!(" {}", currency.code),
    };
    let budget = number(BUDGET, ends, &unit);
    let budget_usd = budget.map(|typed| {
        let usd = currency.to_usd(i64::from(typed));
        u32::try_from(usd).unwrap_or(u32::MAX)
    });
    let watts = number(WATTS, (20, 100_000), " watts");
    let cards = number(CARDS, (1, 8), "");
    let first_s = number(FIRST, (1, 86_400), " seconds");
    let within_h = number(WITHIN, (1, 87_600), " hours");
    let least = number(LEAST, (1, 16), " bits");
    let maker = get(MAKER).to_ascii_lowercase();
    let found = MAKERS.iter().find(|(id, _)| *id == maker);
    if found.is_none() && !maker.is_empty() {
        let makers = MAKERS.map(|(id, _)| id).join(", ");
        told.push(Told::new(
            MAKER,
            format!("There are cards by {makers}; all are tried."),
        ));
    }
    Limits {
        budget_usd,
        budget,
        watts,
        circuit,
        cards,
        maker: found.map(|(_, maker)| *maker),
        first_s,
        within_h,
        rented: ["1", "yes", "on", "true"].contains(&get(RENTED)),
        least_bits: least.unwrap_or(USUAL_BITS),
    }
}

#[cfg(test)]
mod tests {
    use super::{ASK, BUDGET, Job, LIMITS, asks_for_machines};
    use crate::catalog::Catalog;
    use crate::find::FILTER_KEYS;
    use crate::scenario::keys;

    fn read(raw: &str) -> Job {
        Job::read(raw, Catalog::builtin())
    }

    #[test]
    fn no_key_asks_two_things() {
        for key in LIMITS.into_iter().chain([ASK]) {
            assert!(
                keys::find(key).is_none() && !FILTER_KEYS.contains(&key),
                "{key}"
            );
        }
    }

    #[test]
    fn a_budget_makes_it_this_question_and_a_build_alone_does_not() {
        assert!(asks_for_machines("ask=machines"));
        assert!(asks_for_machines("model=llama-3.1-8b&budget=5000"));
        assert!(!asks_for_machines("n=4&model=llama-3.1-405b&w=f16&rate=10"));
        assert!(!asks_for_machines("model=llama-3.1-8b&budget="));
    }

    #[test]
    fn a_machine_is_handed_on_and_not_asked_about() {
        let job = read(
            "ask=machines&n=4&gpu=rtx-5090&psu=2000&model=llama-3.1-405b&w=q8_0&par=layer&circuit=na-15a-120v&budget=90000",
        );
        assert_eq!(
            job.plain(),
            "ask=machines&model=llama-3.1-405b&w=q8_0&circuit=na-15a-120v&budget=90000"
        );
        assert!(job.query().contains("gpu=rtx-5090&n=4") && job.limits.circuit);
        assert_eq!(read(&job.query()).query(), job.query());
    }

    #[test]
    fn whoever_turns_back_from_training_is_told_nothing() {
        let job = read("ask=machines&mode=&method=lora&tokens=5m&within=&users=2");
        assert_eq!(
            (job.told.len(), job.query().as_str()),
            (0, "ask=machines&users=2")
        );
    }

    #[test]
    fn what_is_wrong_is_told_for_its_field_and_nothing_is_lost() {
        for (raw, key) in [
            ("budget=lots", BUDGET),
            ("budget=5", BUDGET),
            ("watts=-3", "watts"),
            ("cards=900", "cards"),
            ("maker=acme", "maker"),
            ("model=nope", "model"),
            ("users=0", "users"),
        ] {
            let job = read(raw);
            assert!(job.flaw(key).is_some(), "{raw}: {:?}", job.told);
            let (name, value) = raw.split_once('=').unwrap_or_default();
            assert_eq!(job.typed(name), Some(value));
        }
        let job = read("budget=a+lot&watts=1+200");
        assert!(
            job.flaw(BUDGET)
                .is_some_and(|flaw| flaw.starts_with("“a lot” was left out"))
        );
        assert_eq!(job.limits.watts, Some(1_200));
    }
}
