//! Which machine runs this?

use std::sync::{Arc, LazyLock};

use headroom_core::catalog::{Catalog, Vendor};
use headroom_core::codec::counted;
use headroom_core::find::{
    ASK, ASK_MACHINES, Advised, BUDGET, CARDS, COUNTS, FIRST, Job, LEAST, MAKER, MachinesFound,
    RENTED, WATTS, WITHIN, advised, use_cases,
};
use headroom_core::model::quant::Quant;
use headroom_core::scenario::{Condition, Method};
use leptos::prelude::*;

use super::form::{Text, any, choice, loose, shown};
use super::{PATH, questions};
use crate::components::{HiddenFields, Suggestions};
use crate::configurator::machine::vendor;
use crate::found::machines_found;
use crate::look::{ruling_look, socket};
use crate::markup::{Html, IntoHtml, address, address_at};
use crate::page::assets::{Assets, Boot};

/// Key of the tokens of a training run.
const TOKENS: &str = "tokens";
/// Keys that the form shows where a model is run. What it does not show, it sends along.
const RUNNING: [&str; 17] = [
    ASK,
    "model",
    "mode",
    "w",
    LEAST,
    "ctx",
    "users",
    "rate",
    FIRST,
    BUDGET,
    "currency",
    WATTS,
    "circuit",
    CARDS,
    MAKER,
    "condition",
    RENTED,
];
/// The same where it is trained.
const TRAINING: [&str; 14] = [
    ASK,
    "model",
    "mode",
    "method",
    TOKENS,
    WITHIN,
    BUDGET,
    "currency",
    WATTS,
    "circuit",
    CARDS,
    MAKER,
    "condition",
    RENTED,
];

/// Keys that the form of a job shows.
fn shown_of(job: &Job) -> &'static [&'static str] {
    match job.scenario().training {
        Some(_) => &TRAINING,
        None => &RUNNING,
    }
}

/// The page.
#[component]
pub(in crate::page) fn FindMachines(
    /// What is asked.
    job: Job,
    /// What was found.
    found: Arc<MachinesFound>,
    /// The browser's half, which searches there.
    assets: &'static Assets,
) -> impl IntoView {
    view! {
        <main id="content" class="catalogue find">
            <h1>"Which machine runs this?"</h1>
            {questions(true, &job.build)}
            <p class="finding" id="finding">{found.finding.clone()}</p>
            <Suggestions notices=&job.notices path=PATH/>
            {form(&job)}
            {loose(&job.told, shown_of(&job))}
            {under_way()}
            <div id="found">{machines_found(&job, &found)}</div>
            {jobs()}
            {advice()}
            <Boot src="/find.js" assets/>
        </main>
    }
}

/// What stands in a field.
fn value(job: &Job, key: &str, used: String) -> String {
    shown(job.flaw(key), job.typed(key), used)
}

fn form(job: &Job) -> Html {
    view! {
        <form class="ask" method="get" action=PATH>
            <input type="hidden" name=ASK value=ASK_MACHINES/>
            <HiddenFields query=job.query() shown=shown_of(job)/>
            <fieldset>
                <legend>"The job"</legend>
                <div class="fields">{what(job)}</div>
            </fieldset>
            <fieldset>
                <legend>"What the machine must keep to"</legend>
                <div class="fields">{limits(job)}</div>
            </fieldset>
            <button type="submit">"Find machines"</button>
        </form>
    }
    .html()
}

/// How far a search in the browser is, and how it is stopped.
fn under_way() -> Html {
    view! {
        <div id="search-under-way" class="under-way" hidden>
            <progress id="search-progress" max="1" value="0" aria-label="Machines tried"></progress>
            <button type="button" id="search-stop" class="plain">"Stop"</button>
        </div>
        <p id="search-said" class="hint" role="status"></p>
    }
    .html()
}

/// A field of a whole number.
fn number(
    job: &Job,
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    used: Option<u32>,
) -> Html {
    let used = used.map_or(String::new(), |used| used.to_string());
    Text {
        key,
        label,
        unit,
        value: value(job, key, used),
        placeholder: "any",
        number: true,
        flaw: job.flaw(key),
    }
    .html()
}

/// What is run or trained, and how.
fn what(job: &Job) -> Html {
    let scenario = job.scenario();
    let limits = &job.limits;
    let listed = { Catalog::builtin().models.iter() }
        .map(|model| (model.id.to_owned(), model.name.to_owned()));
    let given = job.typed("model").unwrap_or_default();
    let present = scenario.model.id();
    let other = (present == "custom" || job.flaw("model").is_some())
        .then(|| (given.to_owned(), format!("as given: {given}")));
    let chosen = other.as_ref().map_or(present, |_| given);
    let model = choice(
        ("model", "Model"),
        other.clone().into_iter().chain(listed),
        chosen,
        job.flaw("model"),
    );
    let trains = scenario.training.is_some();
    let modes = [("", "run it"), ("train", "train it")];
    let modes = modes.map(|(id, name)| (id.to_owned(), name.to_owned()));
    let mode = choice(
        ("mode", "To"),
        modes,
        if trains { "train" } else { "" },
        job.flaw("mode"),
    );
    let method = scenario.training.as_ref().map(|plan| {
        let methods = Method::ALL
            .iter()
            .map(|method| (method.id().to_owned(), method.name().to_owned()));
        let method = choice(
            ("method", "Method"),
            methods,
            plan.method.id(),
            job.flaw("method"),
        );
        let tokens = Text {
            key: TOKENS,
            label: "Tokens of the data",
            unit: "",
            value: value(job, TOKENS, counted(plan.tokens)),
            placeholder: "10m",
            number: false,
            flaw: job.flaw(TOKENS),
        };
        let within = number(job, WITHIN, "Done within", "hours", limits.within_h);
        view! { {method}{tokens.html()}{within} }.html()
    });
    let serving = (!trains).then(|| {
        let formats = Quant::ALL
            .iter()
            .map(|quant| (quant.id().to_owned(), quant.name().to_owned()));
        let weights = match job.weights_given() {
            true => scenario.weights.id(),
            false => "",
        };
        let bits =
            [2, 3, 4, 5, 6, 8, 16].map(|bits: u32| (bits.to_string(), format!("{bits} bits")));
        let formats = choice(
            ("w", "Weights in"),
            any("the fastest format", formats),
            weights,
            job.flaw("w"),
        );
        let least = choice(
            (LEAST, "of at least"),
            bits,
            &limits.least_bits.to_string(),
            job.flaw(LEAST),
        );
        view! {
            {formats}
            {least}
            {number(job, "ctx", "Context", "tokens", Some(scenario.context))}
            {number(job, "users", "Streams at once", "", Some(scenario.users))}
            {number(job, "rate", "Each at least", "tokens/s", Some(scenario.speed.floor))}
            {number(job, FIRST, "First token within", "s", limits.first_s)}
        }
        .html()
    });
    view! { {model}{mode}{method}{serving} }.html()
}

/// What the machine must keep to.
fn limits(job: &Job) -> Html {
    let limits = &job.limits;
    let scenario = job.scenario();
    let makers = [Vendor::Nvidia, Vendor::Amd, Vendor::Apple, Vendor::Intel]
        .map(|maker| (vendor(maker).to_lowercase(), vendor(maker).to_owned()));
    let maker = limits
        .maker
        .map_or(String::new(), |maker| vendor(maker).to_lowercase());
    let conditions = Condition::ALL.map(|one| (one.id().to_owned(), format!("{} only", one.id())));
    let condition = scenario.money.condition.map_or("", Condition::id);
    let circuits = { Catalog::builtin().power.circuits.iter() }
        .map(|circuit| (circuit.id.to_owned(), socket(circuit)));
    let circuit = match limits.circuit {
        true => scenario.power.circuit.id,
        false => "",
    };
    let counts = COUNTS.map(|count| (count.to_string(), count.to_string()));
    let cards = limits
        .cards
        .map_or(String::new(), |cards| cards.to_string());
    let money = scenario.currency();
    let currencies = { Catalog::builtin().currencies.iter().skip(1) }
        .map(|row| (row.currency.id.to_owned(), row.name.to_owned()));
    let currency = match money.is_usd() {
        true => "",
        false => money.id,
    };
    let rented = [("1".to_owned(), "too".to_owned())];
    let rents = if limits.rented { "1" } else { "" };
    view! {
        {number(job, BUDGET, "Price at most", money.code, limits.budget)}
        {choice(("currency", "Amounts in"), any("US dollars", currencies), currency, job.flaw("currency"))}
        {choice(("condition", "Cards bought"), any("new or used", conditions), condition, job.flaw("condition"))}
        {choice((CARDS, "Cards at most"), any("any number", counts), &value(job, CARDS, cards), job.flaw(CARDS))}
        {choice((MAKER, "Made by"), any("anyone", makers), &maker, job.flaw(MAKER))}
        {number(job, WATTS, "At the wall at most", "W", limits.watts)}
        {choice(("circuit", "On a circuit"), any("any", circuits), circuit, job.flaw("circuit"))}
        {choice((RENTED, "Rented machines"), any("no", rented), rents, job.flaw(RENTED))}
    }
    .html()
}

/// Jobs to begin with.
fn jobs() -> Html {
    let line = |case: &'static headroom_core::find::UseCase| {
        view! {
            <li>
                <a href=address_at(PATH, case.query)>{case.name}</a>
                <span class="build-purpose">{case.purpose}</span>
            </li>
        }
    };
    let lines: Vec<Html> = use_cases().iter().map(|case| line(case).html()).collect();
    view! {
        <section aria-labelledby="jobs">
            <h2 id="jobs">"Jobs that many have"</h2>
            <ul>{lines}</ul>
        </section>
    }
    .html()
}

/// The advice of the reference, judged once, as nothing that a visitor says changes it.
fn advice() -> Html {
    static ADVICE: LazyLock<Html> = LazyLock::new(written);
    ADVICE.clone()
}

fn written() -> Html {
    let rows: Vec<Html> = advised(Catalog::builtin()).iter().map(judged).collect();
    view! {
        <section aria-labelledby="advice">
            <h2 id="advice">"Who needs one, two or four cards"</h2>
            <p>
                "What a comparison of 2025-10-06 advised for one, two and four RTX PRO 6000 Max-Q, each judged by asking the \
                 builds that it speaks of."
            </p>
            <ol class="claims">{rows}</ol>
        </section>
    }
    .html()
}

fn judged(one: &Advised) -> Html {
    let (class, mark) = ruling_look(one.ruling);
    let checks: Vec<Html> = { one.checks.iter() }
        .map(|check| {
            let mark = if check.runs { "✓" } else { "×" };
            view! {
                <li>
                    <span aria-hidden="true">{mark}</span>" "
                    <a href=address(&check.query)>{check.what}</a>": "{check.sentence.clone()}
                </li>
            }
            .html()
        })
        .collect();
    view! {
        <li>
            <p class="claim">
                <span class=class><span aria-hidden="true">{mark}</span>" "{one.ruling.word()}</span>
                " "{one.who}": "{one.advice}
            </p>
            <ul class="news">{checks}</ul>
        </li>
    }
    .html()
}
