//! Which machine runs this?

use std::sync::Arc;

use headroom_chart::{Front, Labels, Spot, Unit, front};
use headroom_core::catalog::{Catalog, Vendor};
use headroom_core::codec::counted;
use headroom_core::compare;
use headroom_core::find::{
    ASK, ASK_MACHINES, Advised, BUDGET, BuildFound, CARDS, COUNTS, FIRST, Job, LEAST, MAKER,
    MachinesFound, RENTED, WATTS, WITHIN, advised, best_three, use_cases,
};
use headroom_core::model::quant::Quant;
use headroom_core::scenario::{Condition, Method};
use headroom_core::units::{Currency, THIN, about, ends, gb, grouped, with_unit};
use leptos::prelude::*;

use super::form::{Text, any, choice, loose, shown};
use super::{PATH, questions};
use crate::components::{Heading, HiddenFields, ListTable, SourceLink, Suggestions};
use crate::configurator::machine::vendor;
use crate::look::{power_look, ruling_look, socket};
use crate::markup::{Html, IntoHtml, address, address_at};

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
) -> impl IntoView {
    let some = !found.front.is_empty();
    let chart = some.then(|| chart(&job, &found));
    let money = job.scenario().currency();
    let table = some.then(|| table(&found, money));
    let ways = some.then(|| ways_on(&job, &found));
    let rented = (!found.rented.is_empty()).then(|| rented(&found, money));
    view! {
        <main id="content" class="catalogue find">
            <h1>"Which machine runs this?"</h1>
            {questions(true, &job.build)}
            <p class="finding">{found.finding.clone()}</p>
            <Suggestions notices=&job.notices path=PATH/>
            {form(&job)}
            {loose(&job.told, shown_of(&job))}
            {chart}
            {table}
            {ways}
            {rented}
            {jobs()}
            {advice()}
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

/// Price against rate.
fn chart(job: &Job, found: &MachinesFound) -> Html {
    let money = job.scenario().currency();
    let tenths = |rate: f64| (rate * 10.0 + 0.5) as i64;
    let on_front = |name: &str, cents: i64| {
        let mut front = found.front.iter();
        front.any(|build| build.name == name && build.cost_usd.0 == cents)
    };
    let spots = found.all.iter().map(|point| Spot {
        name: point.name.clone(),
        cents: money.hundredths(point.cost_usd),
        tenths: tenths(point.tokens_per_s),
        said: about(point.tokens_per_s),
        unbeaten: on_front(&point.name, point.cost_usd.0),
    });
    let labels = Labels {
        id: "front",
        title: "Price of a machine against its rate",
        desc: &found.finding,
    };
    let input = Front {
        unit: Unit::money(money.sign),
        of: rate_of(found).to_owned(),
        spots: spots.collect(),
        budget: job.limits.budget.map(|budget| i64::from(budget) * 100),
    };
    let chart = front(&labels, &input);
    let all = found.all.len();
    view! {
        <figure class="chart-box">
            <div class="chart-view chart-wide" inner_html=chart.wide.svg></div>
            <div class="chart-view chart-narrow" inner_html=chart.narrow.svg></div>
            <figcaption class="hint">
                "Each dot is one of "{all}" machines that do it, in the fastest way that was found. On the line stand those that \
                 no other beats in price and rate at the same time. Both are estimates with ranges; dots that lie close are alike."
            </figcaption>
        </figure>
    }
    .html()
}

/// What the rates are of.
fn rate_of(found: &MachinesFound) -> &'static str {
    match found.trains {
        true => "Training",
        false => "Each stream",
    }
}

/// The head; `None` for any currency but US dollars.
fn head(is_usd: bool) -> &'static [Heading] {
    match is_usd {
        true => HEAD,
        false => HEAD_ELSEWHERE,
    }
}

const HEAD_ELSEWHERE: &[Heading] = &[
    HEAD[0],
    HEAD[1],
    HEAD[2],
    HEAD[3],
    HEAD[4],
    HEAD[5],
    Heading::Lines("More money", "buys, tokens/s"),
];

const HEAD: &[Heading] = &[
    Heading::Words("Machine"),
    Heading::Lines("Price", "of all parts"),
    Heading::Lines("Rate", "tokens/s"),
    Heading::Lines("At the wall", "working, most"),
    Heading::Words("How, and what limits it"),
    Heading::Words("Why it is here"),
    Heading::Lines("The next $1,000", "buys, tokens/s"),
];

/// By how much a dearer machine has to be faster for a row of its own.
const WORTH: f64 = 1.02;

fn table(found: &MachinesFound, money: Currency) -> Html {
    let mut fastest = 0.0;
    let worth = found.front.iter().filter(|build| {
        let worth = build.tokens_per_s >= fastest * WORTH;
        fastest = if worth { build.tokens_per_s } else { fastest };
        worth
    });
    let rows: Vec<Html> = worth.map(|build| row(build, money)).collect();
    let others = found.front.len() - rows.len();
    let others = (others > 0).then(|| {
        let (gain, are) = if others == 1 { ("gains", "is") } else { ("gain", "are") };
        let words = format!("{others} more {gain} less than 2 % for the price and {are} left out here; the files hold all.");
        view! { <p class="hint">{words}</p> }
    });
    let heading = match found.truncated {
        true => "What nothing that was tried beats",
        false => "What nothing beats",
    };
    view! {
        <h2>{heading}</h2>
        <ListTable label="Machines that no other beats" head=head(money.is_usd())>{rows}</ListTable>
        {others}
    }
    .html()
}

fn row(build: &BuildFound, money: Currency) -> Html {
    let range = ends(build.tokens_per_s_low, build.tokens_per_s_high)
        .map(|range| view! { <span class="cell-range">{range}</span> });
    let price = (build.cost_low_usd < build.cost_high_usd).then(|| {
        let high = money.whole(build.cost_high_usd);
        view! { <span class="cell-range">{money.whole(build.cost_low_usd)}"–"{high.trim_start_matches(money.sign).to_owned()}</span> }
    });
    let together = (build.total_tokens_per_s > build.tokens_per_s * 1.5).then(
        || view! { <span class="cell-range">{about(build.total_tokens_per_s)}" together"</span> },
    );
    let circuit = power_look(build.power);
    let watts = build.wall_w.map(|watts| with_unit(watts, "W"));
    let most = format!("{}{THIN}W", grouped((build.wall_most_w + 0.5) as u64));
    let format = match build.hours {
        Some(hours) => format!("done in about {} hours", about(hours)),
        None => format!("{}, {}", build.format_name, build.engine_name),
    };
    let spare = gb(build.spare_bytes.unsigned_abs());
    let first = build
        .first_token_s
        .map(|seconds| format!("; first token in about {}{THIN}s", about(seconds)));
    let next = match (build.next_usd, build.next_tokens_per_s_per_1000_usd) {
        (Some(usd), Some(rate)) => view! {
            {next_words(rate, money)}
            <span class="cell-range">{money.whole(usd)}" to the next"</span>
        }
        .html(),
        _ => view! { <span class="quiet">"–"</span> }.html(),
    };
    let used = build
        .used
        .then(|| view! { <span class="cell-range">"cards used"</span> });
    view! {
        <tr>
            <th scope="row" class="words"><a href=address(&build.query)>{build.name.clone()}</a>{used}</th>
            <td>{money.whole(build.cost_usd)}{price}</td>
            <td>{about(build.tokens_per_s)}{range}{together}</td>
            <td>
                {watts}
                <span class="cell-range">
                    <span class=circuit.class aria-hidden="true">{circuit.mark}</span>
                    " "{most}
                </span>
            </td>
            <td class="words">
                {format}
                <span class="cell-range">"Limited by "{build.limited_by}"; "{spare}" to spare on the fullest card"{first}"."</span>
            </td>
            <td class="words">{build.reasons.join(" ")}</td>
            <td>{next}</td>
        </tr>
    }
    .html()
}

/// What the next thousand dollars buy, or as much of another currency.
fn next_words(rate: f64, money: Currency) -> String {
    if money.is_usd() {
        return format!("+{}", about(rate));
    }
    let thousands = money.thousands();
    let rate = about(rate * thousands / money.units_per_usd());
    format!("+{rate} for {}", money.plain_units(thousands * 1_000.0))
}

/// Where to go on from here.
fn ways_on(job: &Job, found: &MachinesFound) -> Html {
    let three = best_three(&found.front).map(|three: compare::Asked| {
        let link = address_at("/compare", &three.query());
        view! { <p><a class="button" href=link>"Put the best of them side by side"</a></p> }
    });
    let query = job.plain();
    let (tried, ways) = (
        grouped(found.tried.into()),
        grouped(found.ways_tried.into()),
    );
    view! {
        {three}
        <p class="hint files">
            {tried}" machines were tried in "{ways}" ways. A machine counts where the job fits even with the highest overhead \
             seen, every card has a dated price and its parts go together. As "
            <a href=format!("/export/find-machines.csv?{query}")>"CSV"</a>" or "
            <a href=format!("/api/v1/find/machines?{query}")>"JSON"</a>
            ". The address of this page holds the question."
        </p>
    }
    .html()
}

/// The head of rented machines.
fn rented_head(is_usd: bool) -> &'static [Heading] {
    match is_usd {
        true => RENTED_HEAD,
        false => RENTED_ELSEWHERE,
    }
}

const RENTED_ELSEWHERE: &[Heading] = &[
    RENTED_HEAD[0],
    Heading::Lines("Rent", "an hour"),
    RENTED_HEAD[2],
    RENTED_HEAD[3],
    RENTED_HEAD[4],
];

const RENTED_HEAD: &[Heading] = &[
    Heading::Words("Rented"),
    Heading::Lines("USD", "an hour"),
    Heading::Lines("Rate", "tokens/s"),
    Heading::Words("By"),
    Heading::Words("Seen"),
];

/// The same by the hour.
fn rented(found: &MachinesFound, money: Currency) -> Html {
    let rows: Vec<Html> = { found.rented.iter() }
        .map(|one| {
            let source = headroom_core::catalog::Source {
                title: one.source,
                url: one.source_url,
            };
            view! {
                <tr>
                    <th scope="row" class="words"><a href=address(&one.query)>{one.name.clone()}</a></th>
                    <td>{money.rate(one.usd_per_hour)}</td>
                    <td>{about(one.tokens_per_s)}</td>
                    <td class="words">{one.provider}</td>
                    <td class="words quiet">{one.date}" "<SourceLink source/></td>
                </tr>
            }
            .html()
        })
        .collect();
    view! {
        <h2>"Rented by the hour"</h2>
        <p>"On demand; those that no other offer beats in price and rate. Each leads to the same cards, owned against this offer."</p>
        <ListTable label="Rented machines" narrow=true head=rented_head(money.is_usd())>{rows}</ListTable>
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

/// The advice of the reference, judged.
fn advice() -> Html {
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
