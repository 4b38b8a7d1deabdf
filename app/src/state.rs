//! The one state of the configurator: a query, as typed, with what follows from it.
//!
//! Every control writes its key. What is shown follows from the query alone, on the server and in
//! the browser by the same functions.

use std::sync::OnceLock;

use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::PartKind;
use headroom_core::codec;
use headroom_core::codec::Query;
use headroom_core::evaluate;
use headroom_core::evaluate::Report;
use headroom_core::memory::grid::Grid;
use headroom_core::model::quant::Quant;
use headroom_core::report::Working;
use headroom_core::report::{Notice, NoticeKind, TogetherInstance};
use headroom_core::scenario::keys::EDITION;
use headroom_core::scenario::keys::{
    ALSO, EXTRAS, FORM_ALSO, FORM_LINE, FORM_PARTS, LINE, PART_EXTRAS, PRICE_EXTRAS,
};
use headroom_core::scenario::keys::{DECLINE, FADE, RESALE, STORAGE, TAX, UPKEEP};
use headroom_core::scenario::{Method, MoneyPlan, TrainingPlan};
use headroom_core::scenario::{ModelChoice, Scenario};
use headroom_core::working::explain;

use crate::chart::Charts;
use crate::configurator::Facts;
use crate::look::look;
use crate::markup::address;

pub(crate) use headroom_core::scenario::keys::{FORM_GPUS as GROUPS, FORM_LIMITS as LIMITS};

/// A query and its answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// What was asked, as typed.
    pub(crate) query: Query,
    /// What comes out, each part when it is first shown, notices included.
    pub(crate) report: Report,
    /// How each figure came about, once somebody looks: embeds and badges show none.
    workings: OnceLock<Vec<Working>>,
    /// The catalogue with all of its editions.
    catalog: &'static Catalog,
    /// What is drawn of it, once somebody looks: badges and most embeds have no charts.
    charts: OnceLock<Charts>,
    /// Lists of figures, each written once.
    pub(crate) facts: [OnceLock<Facts>; 4],
}

impl Answer {
    /// What the raw query of an address asks, in the keys that have a control.
    pub(crate) fn asked(raw: &str) -> Query {
        laid_out(Query::parse(raw))
    }

    /// Decodes and evaluates the raw query of an address.
    #[cfg(any(feature = "ssr", test))]
    pub(crate) fn to(raw: &str) -> Self {
        Self::of(Self::asked(raw))
    }

    /// Decodes and evaluates.
    pub(crate) fn of(query: Query) -> Self {
        Self::with(query, Catalog::builtin())
    }

    /// The same with another catalogue.
    pub(crate) fn with(query: Query, catalog: &'static Catalog) -> Self {
        Self {
            report: evaluate::answer(&query, catalog),
            query,
            charts: OnceLock::new(),
            facts: Default::default(),
            workings: OnceLock::new(),
            catalog,
        }
    }

    /// What was calculated.
    pub(crate) fn scenario(&self) -> &Scenario {
        self.report.asked()
    }

    /// The currency that its amounts are told in.
    pub(crate) fn money(&self) -> headroom_core::units::Currency {
        self.scenario().currency()
    }

    /// How each figure came about.
    pub(crate) fn workings(&self) -> &[Working] {
        self.workings.get_or_init(|| explain(&self.report))
    }

    /// Which formats and contexts fit.
    pub(crate) fn grid(&self) -> &Grid {
        self.report.grid()
    }

    /// The edition of the catalogue that was calculated with.
    pub(crate) fn figures(&self) -> &Catalog {
        self.report.catalog()
    }

    /// The same question without a pin: its canonical query, and the report where that has other figures.
    pub(crate) fn newest(&self) -> (String, Option<Report>) {
        let mut query = Query::parse(self.report.query());
        query.remove(EDITION.key);
        let query = query.to_string();
        let differs = self.figures().date != self.catalog.date;
        let report = differs.then(|| evaluate::report(&query, self.catalog));
        (query, report)
    }

    /// The day of the newest edition.
    pub(crate) fn newest_date(&self) -> &'static str {
        self.catalog.date
    }

    /// What is drawn of it.
    pub(crate) fn charts(&self) -> &Charts {
        self.charts.get_or_init(|| Charts::of(&self.report))
    }

    /// Whether the model is trained instead of run.
    pub(crate) fn trains(&self) -> bool {
        self.report.training().is_some()
    }

    /// What is trained; the defaults where nothing is.
    pub(crate) fn training_plan(&self) -> TrainingPlan {
        self.scenario().training.unwrap_or_default()
    }

    /// The question in one line: model, format and cards.
    pub(crate) fn question(&self) -> String {
        question(&self.report)
    }

    /// A short name for the build: cards, model and what is done with it.
    pub(crate) fn name(&self) -> String {
        if !self.report.is_understood() {
            return unknown_words(&self.report);
        }
        let echo = self.report.scenario();
        let how = match &self.scenario().training {
            Some(plan) => plan.method.name(),
            None => Quant::parse(echo.weights).map_or(echo.weights, Quant::name),
        };
        format!("{} · {} {how}", cards(&self.report), echo.model_name)
    }

    /// The machine's cards: `4 × RTX 3090 + RTX 5090`.
    #[cfg(feature = "ssr")]
    pub(crate) fn cards(&self) -> String {
        cards(&self.report)
    }

    /// What the browser's tab says.
    pub(crate) fn title(&self) -> String {
        let verdict = look(self.report.finding().0);
        format!(
            "{} {}: {} · Headroom",
            verdict.mark,
            verdict.word,
            self.question()
        )
    }

    /// The address of this page: the shortest one, or what was typed where that has a flaw.
    pub(crate) fn address(&self) -> String {
        if self.report.notices().is_empty() {
            address(self.report.query())
        } else {
            address(&self.query.to_string())
        }
    }

    /// What a text field shows: what was typed, else what is used.
    pub(crate) fn shown(&self, key: &str) -> String {
        match self.query.get(key) {
            Some(typed) => typed.to_owned(),
            None => self.used(key),
        }
    }

    /// What was given for a key; empty where nothing was.
    pub(crate) fn given(&self, key: &str) -> &str {
        self.query.get(key).unwrap_or_default().trim()
    }

    /// What is wrong with the value of a key.
    pub(crate) fn notice(&self, key: &str) -> Option<&Notice> {
        self.report
            .notices()
            .iter()
            .find(|notice| notice.key == key)
    }

    /// The word that was given for a key and is the name of nothing known.
    pub(crate) fn unknown(&self, key: &str) -> Option<&str> {
        let notice = self.notice(key)?;
        let unknown = notice.kind == NoticeKind::NotUnderstood;
        unknown.then_some(notice.given.as_str())
    }

    /// What a field shows where nothing was typed into it.
    fn used(&self, key: &str) -> String {
        let machine = &self.scenario().machine;
        if let Some(index) = GROUPS.iter().position(|(_, count)| *count == key) {
            return machine
                .groups
                .get(index)
                .map_or(String::new(), |group| group.count.to_string());
        }
        match key {
            "ram" => machine.ram_gib.to_string(),
            "ctx" => self.scenario().context.to_string(),
            "users" => self.scenario().users.to_string(),
            "share" => machine
                .unified_share
                .map_or(String::new(), |share| share.to_string()),
            "out" => self.scenario().speed.output.to_string(),
            "rate" => self.scenario().speed.floor.to_string(),
            "rank" => self.training_plan().rank.to_string(),
            "seq" => self.training_plan().sequence.to_string(),
            "micro" => self.training_plan().micro.to_string(),
            "accum" => self.training_plan().accumulation.to_string(),
            "epochs" => self.training_plan().epochs.to_string(),
            "tokens" => codec::counted(self.training_plan().tokens),
            "drives" => self.scenario().power.drives.to_string(),
            "other" => self.scenario().power.other_w.to_string(),
            "hours" => self.scenario().power.hours.to_string(),
            "days" => self.scenario().power.days.to_string(),
            "n-ssd" => {
                let mut items = self.report.cost().items.iter();
                let drives = items.find(|item| item.key == "price-ssd");
                drives.map_or(String::new(), |item| item.quantity.to_string())
            }
            "months" => self.scenario().money.months.to_string(),
            "tax" => TAX.text(self.scenario().money.tax.into()),
            "upkeep" => UPKEEP.text(self.scenario().money.upkeep.into()),
            "resale" => RESALE.text(self.scenario().money.resale.into()),
            "fade" => FADE.text(self.scenario().money.fade.into()),
            "decline" => DECLINE.text(self.scenario().money.decline.into()),
            "price-gb" => STORAGE
                .default
                .map_or(String::new(), |rate| STORAGE.text(rate)),
            _ => String::new(),
        }
    }
}

/// The words that are not known, in quotation marks: all that can be said of such a question.
fn unknown_words(report: &Report) -> String {
    let unknown = |notice: &&Notice| notice.kind == NoticeKind::NotUnderstood;
    let words = report.notices().iter().filter(unknown);
    let words: Vec<String> = words.map(|notice| format!("“{}”", notice.given)).collect();
    words.join(", ")
}

/// What a report answers, in one line: model, format and cards.
#[must_use]
pub fn question(report: &Report) -> String {
    if !report.is_understood() {
        return unknown_words(report);
    }
    let echo = report.scenario();
    if let Some(training) = report.training() {
        let method = Method::parse(training.method).map_or(training.method, Method::name);
        let (model, cards) = (&echo.model_name, cards(report));
        return format!("Training {model} on {cards}: {method}");
    }
    let one = |name: &str, weights: &'static str| {
        let format = Quant::parse(weights).map_or(weights, Quant::name);
        format!("{name} in {format}")
    };
    let models = match report.together() {
        None => one(&echo.model_name, echo.weights),
        Some(together) => {
            let alike = |a: &TogetherInstance, b: &TogetherInstance| {
                (&a.model_name, a.weights) == (&b.model_name, b.weights)
            };
            let kinds = together.instances.chunk_by(alike).filter_map(|kind| {
                let first = kind.first()?;
                let name = one(&first.model_name, first.weights);
                Some(match kind.len() {
                    1 => name,
                    count => format!("{count}\u{a0}×\u{a0}{name}"),
                })
            });
            kinds.collect::<Vec<_>>().join(" + ")
        }
    };
    format!("{models} on {}", cards(report))
}

/// The machine's cards: `4 × RTX 3090 + RTX 5090`.
fn cards(report: &Report) -> String {
    report.scenario().cards()
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

    lay_out_parts(&mut query, &decoded.scenario.money, sound);
    lay_out_models(&mut query, &decoded.scenario, sound);

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

/// Models beside the first, each in a row; more than there are rows stay in the first.
fn lay_out_models(query: &mut Query, scenario: &Scenario, sound: impl Fn(&[&str]) -> bool) {
    let also = &scenario.also;
    if query.get(ALSO.key).is_none() || also.len() > FORM_ALSO.len() || !sound(&[ALSO.key]) {
        return;
    }
    for (model, weights, count) in FORM_ALSO {
        for key in [model, weights, count] {
            query.remove(key);
        }
    }
    for (one, (model, weights, count)) in also.iter().zip(FORM_ALSO) {
        query.set(model, codec::model_id(&one.model));
        if one.weights != scenario.weights {
            query.set(weights, one.weights.id());
        }
        if one.count > 1 {
            query.set(count, one.count.to_string());
        }
    }
}

/// Parts of two kinds, each with its number, and the free line.
fn lay_out_parts(query: &mut Query, money: &MoneyPlan, sound: impl Fn(&[&str]) -> bool) {
    if let (None, Some(extras)) = (query.get(EXTRAS.key), query.get(PART_EXTRAS.key)) {
        query.set(EXTRAS.key, extras.to_owned());
        query.remove(PART_EXTRAS.key);
    }
    for (kind, fields) in [PartKind::Ssd, PartKind::Extra].into_iter().zip(FORM_PARTS) {
        let key = fields[0].0;
        let shorthand = { query.get(key) }.is_some_and(|parts| parts.contains(['*', '+']));
        let Some(plan) = money.part(kind).filter(|_| shorthand && sound(&[key])) else {
            continue;
        };
        let parts = plan.part.iter().chain(&plan.more);
        if plan.more.len() >= fields.len() {
            continue;
        }
        for ((part, count), (key, number)) in parts.zip(fields) {
            query.set(key, part.id);
            query.set(number, count.to_string());
        }
    }
    if let Some(line) = money
        .line
        .as_ref()
        .filter(|_| query.get(LINE.key).is_some())
    {
        query.remove(LINE.key);
        query.set(FORM_LINE.0, line.name.replace('-', " "));
        query.set(FORM_LINE.1, PRICE_EXTRAS.text(line.price.0));
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn shorthand_is_laid_out_without_changing_the_answer() {
        let short = Answer::to("gpu=rtx-5090+rtx-3090*2&model=141b-a39b");
        assert_eq!(short.query.get("gpu2"), Some("rtx-3090"));
        assert_eq!(short.query.get("n2"), Some("2"));
        assert_eq!(short.query.get("params"), Some("141b"));
        assert!(short.report.notices().is_empty());
        assert_eq!(Answer::to(short.report.query()).report, short.report);
    }

    #[test]
    fn models_beside_the_first_are_laid_out_in_rows() {
        let link = "n=4&w=fp8&also=llama-3.1-8b~q8_0*2+8b+qwen3-32b";
        let answer = Answer::to(link);
        assert!(answer.report.notices().is_empty());
        for (key, value) in [
            ("also", "llama-3.1-8b"),
            ("w-also", "q8_0"),
            ("n-also", "2"),
            ("also2", "8b"),
            ("w-also2", ""),
            ("also3", "qwen3-32b"),
        ] {
            assert_eq!(answer.query.get(key).unwrap_or_default(), value, "{key}");
        }
        assert_eq!(Answer::of(answer.query.clone()).report, answer.report);
        // More than there are rows, and what is not understood, stay as they were given.
        for also in ["a+b", "llama-3.1-8b+8b+70b+qwen3-32b", "llama-3.1-8b:zzz"] {
            let answer = Answer::to(&format!("also={}", also.replace('+', "%2B")));
            assert_eq!(answer.query.get("also"), Some(also));
            assert_eq!(answer.query.get("also2"), None);
        }
    }

    #[test]
    fn what_was_typed_stays_in_the_field_and_in_the_address() {
        let answer = Answer::to("n=0&ctx=abc");
        assert_eq!(answer.shown("n"), "0");
        assert_eq!(answer.shown("ctx"), "abc");
        assert!(answer.notice("n").is_some() && answer.notice("ctx").is_some());
        assert_eq!(answer.address(), "/?n=0&ctx=abc");
    }
}
