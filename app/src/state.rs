//! The one state of the configurator: a query, as typed.
//!
//! Every control writes its key. What is shown follows from the query alone, on the server and in
//! the browser by the same functions.

use headroom_core::catalog::Catalog;
use headroom_core::codec::{self, Query};
use headroom_core::evaluate::evaluate;
use headroom_core::quant::Quant;
use headroom_core::report::{Notice, Report};
use headroom_core::scenario::{ModelChoice, Scenario};
use leptos::prelude::*;

use crate::address;
use crate::look::{look, short_name};

/// Keys of the kinds of card that the form offers: card and count.
pub(crate) const GROUPS: [(&str, &str); 4] =
    [("gpu", "n"), ("gpu2", "n2"), ("gpu3", "n3"), ("gpu4", "n4")];

/// Keys of the power limits of the kinds of card, in the order of the machine.
pub(crate) const LIMITS: [&str; 4] = ["limit", "limit2", "limit3", "limit4"];

/// A scenario with its report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// What was calculated.
    pub(crate) scenario: Scenario,
    /// What came out, notices included.
    pub(crate) report: Report,
}

impl Answer {
    /// Decodes and evaluates.
    pub(crate) fn of(query: &Query) -> Self {
        let catalog = Catalog::builtin();
        let decoded = codec::decode_query(query, catalog);
        let mut report = evaluate(&decoded.scenario, catalog);
        report.notices = decoded.notices;
        Self {
            scenario: decoded.scenario,
            report,
        }
    }

    /// The question in one line: model, format and cards.
    pub(crate) fn question(&self) -> String {
        let echo = &self.report.scenario;
        let cards: Vec<String> = echo
            .gpus
            .iter()
            .map(|gpu| match gpu.count {
                1 => short_name(gpu.name).to_owned(),
                count => format!("{count}\u{a0}×\u{a0}{}", short_name(gpu.name)),
            })
            .collect();
        let format = Quant::parse(echo.weights).map_or(echo.weights, Quant::name);
        format!("{} in {format} on {}", echo.model_name, cards.join(" + "))
    }

    /// What the browser's tab says.
    pub(crate) fn title(&self) -> String {
        let verdict = look(self.report.verdict.status);
        format!(
            "{} {}: {} · Headroom",
            verdict.mark,
            verdict.word,
            self.question()
        )
    }
}

/// How far a change goes: whether going back should undo it by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// One of many small changes, such as a keystroke.
    Typed,
    /// A decision, such as another model.
    Chosen,
}

/// Handle to the state; copies are the same state.
#[derive(Clone, Copy)]
pub(crate) struct State {
    query: RwSignal<Query>,
    answer: Memo<Answer>,
    awake: RwSignal<bool>,
}

impl State {
    /// State for the raw query of an address.
    pub(crate) fn new(raw: &str) -> Self {
        let query = RwSignal::new(laid_out(Query::parse(raw)));
        let answer = Memo::new(move |_| query.with(Answer::of));
        Self {
            query,
            answer,
            awake: RwSignal::new(false),
        }
    }

    /// Whether the browser's half runs; never on the server.
    pub(crate) fn awake(self) -> bool {
        self.awake.get()
    }

    /// Says that the browser's half runs.
    pub(crate) fn wake(self) {
        self.awake.set(true);
    }

    /// Reads something off the answer and follows it.
    pub(crate) fn read<T>(self, read: impl FnOnce(&Answer) -> T) -> T {
        self.answer.with(read)
    }

    /// Text that follows the answer.
    pub(crate) fn text(
        self,
        write: fn(&Answer) -> String,
    ) -> impl Fn() -> String + Send + Sync + 'static {
        move || self.read(write)
    }

    /// `aria-invalid` of the field of a key.
    pub(crate) fn invalid(self, key: &'static str) -> Option<&'static str> {
        self.notice(key).map(|_| "true")
    }

    /// The value of a key as given, where it is given.
    pub(crate) fn raw(self, key: &str) -> Option<String> {
        self.query.with(|query| query.get(key).map(str::to_owned))
    }

    /// What a text field shows: what was typed, else what is used.
    pub(crate) fn shown(self, key: &'static str) -> String {
        self.raw(key)
            .unwrap_or_else(|| self.read(|answer| used(&answer.scenario, key)))
    }

    /// What is wrong with the value of a key.
    pub(crate) fn notice(self, key: &str) -> Option<Notice> {
        self.read(|answer| {
            answer
                .report
                .notices
                .iter()
                .find(|notice| notice.key == key)
                .cloned()
        })
    }

    /// Writes one key.
    pub(crate) fn set(self, key: &str, value: String, step: Step) {
        self.change(step, |query| query.set(key, value));
    }

    /// Changes the query and lets the address follow.
    pub(crate) fn change(self, step: Step, change: impl FnOnce(&mut Query)) {
        self.query.update(change);
        let (address, title) = self.address();
        match step {
            Step::Typed => address::replace_soon(address),
            Step::Chosen => address::push(&address),
        }
        address::title(&title);
    }

    /// Follows a link to another query.
    pub(crate) fn follow(self, query: &str) {
        self.restore(query);
        address::push(&self.address().0);
    }

    /// Takes over the query that the address already shows.
    pub(crate) fn restore(self, query: &str) {
        self.query.set(laid_out(Query::parse(query)));
        address::title(&self.address().1);
    }

    fn address(self) -> (String, String) {
        self.answer.with_untracked(|answer| {
            let query = if answer.report.notices.is_empty() {
                answer.report.query.clone()
            } else {
                self.query.with_untracked(ToString::to_string)
            };
            (crate::markup::address(&query), answer.title())
        })
    }
}

/// What a field shows where nothing was typed into it.
fn used(scenario: &Scenario, key: &str) -> String {
    let group = |index: usize| {
        scenario
            .machine
            .groups
            .get(index)
            .map_or(String::new(), |group| group.count.to_string())
    };
    match key {
        "n" => group(0),
        "n2" => group(1),
        "n3" => group(2),
        "n4" => group(3),
        "ram" => scenario.machine.ram_gib.to_string(),
        "ctx" => scenario.context.to_string(),
        "users" => scenario.users.to_string(),
        "share" => scenario
            .machine
            .unified_share
            .map_or(String::new(), |share| share.to_string()),
        "drives" => scenario.power.drives.to_string(),
        "other" => scenario.power.other_w.to_string(),
        "hours" => scenario.power.hours.to_string(),
        "days" => scenario.power.days.to_string(),
        _ => String::new(),
    }
}

/// Writes shorthand out into the keys that have a control: `gpu=a*2+b` into one pair of keys for
/// each kind of card, `limit=auto+280` into one key for each, `model=405b` into a custom model with
/// a size. What could not be read stays as it is, so that its notice stays too.
fn laid_out(mut query: Query) -> Query {
    query.remove("go");
    let decoded = codec::decode_query(&query, Catalog::builtin());
    let sound = |keys: &[&str]| {
        !decoded
            .notices
            .iter()
            .any(|notice| keys.contains(&notice.key))
    };

    let groups = &decoded.scenario.machine.groups;
    let shorthand = query
        .get("gpu")
        .is_some_and(|gpu| gpu.contains(['+', ' ', '*']));
    if shorthand && groups.len() <= GROUPS.len() && sound(&["gpu", "n"]) {
        for (gpu_key, count_key) in GROUPS {
            query.remove(gpu_key);
            query.remove(count_key);
        }
        for (group, (gpu_key, count_key)) in groups.iter().zip(GROUPS) {
            query.set(gpu_key, group.gpu.id);
            query.set(count_key, group.count.to_string());
        }
    }

    let kinds = groups.len().min(LIMITS.len());
    let limits: Vec<String> = query
        .get(LIMITS[0])
        .unwrap_or_default()
        .split(['+', ' '])
        .map(str::to_owned)
        .collect();
    let by_kind = LIMITS[1..].iter().any(|key| query.get(key).is_some());
    if kinds == groups.len() && kinds > 1 && !by_kind && [1, kinds].contains(&limits.len()) {
        for (index, key) in LIMITS.iter().take(kinds).enumerate() {
            let limit = limits.get(index).or(limits.first());
            let limit = limit.filter(|limit| !limit.eq_ignore_ascii_case("auto"));
            query.set(key, limit.cloned().unwrap_or_default());
        }
    }

    let by_size = matches!(decoded.scenario.model, ModelChoice::Sized { .. });
    let named = query.get("model").unwrap_or_default().to_ascii_lowercase();
    if by_size && named != "custom" && sound(&["model", "active"]) {
        let (total, active) = named.split_once("-a").unwrap_or((&named, ""));
        query.set("model", "custom");
        query.set("params", total);
        query.set("active", active);
    }
    query
}
