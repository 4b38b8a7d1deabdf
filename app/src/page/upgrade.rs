//! `/upgrade`: a machine that is bought in steps.

mod adding;

use headroom_chart::{Crossing, Ink, Labels, Line, Payback, Unit, payback};
use headroom_core::catalog::Catalog;
use headroom_core::units::{Cents, Currency, about, gb, grouped, with_unit};
use headroom_core::upgrade::{Asked, Bought, KnownPlan, Stage, Upgrade, plans, upgrade};
use leptos::prelude::*;

use crate::components::{Heading, ListTable};
use crate::look::{look, power_look};
use crate::markup::{Html, IntoHtml, address, address_and, address_at};

/// Path of the page.
pub(super) const PATH: &str = "/upgrade";

/// The address of a plan.
pub(super) fn address_of(asked: &Asked) -> String {
    address_at(PATH, &asked.query())
}

/// The same with one more pair of the query.
fn with(asked: &Asked, more: &str) -> String {
    address_and(PATH, &asked.query(), more)
}

/// The page.
#[component]
pub(super) fn UpgradePlan(
    /// What is planned.
    asked: Asked,
) -> impl IntoView {
    let plan = upgrade(&asked, Catalog::builtin());
    let money = asked.currency(Catalog::builtin());
    let notes: Vec<_> = { plan.notes.iter() }
        .map(|note| view! { <p class="note">{note.clone()}</p> })
        .collect();
    let known =
        { plans().iter() }.find(|known| known.asked(Catalog::builtin()).query() == asked.query());
    let known = known.map(|known| view! { <p class="hint">{known.name}". "{known.note}</p> });
    let shown = plan.stages.len() > 1;
    let chart = shown.then(|| lines(&plan, money));
    let query = asked.query();
    let files = shown.then(|| {
        view! {
            <p class="hint files">
                "As "<a href=format!("/export/upgrade.csv?{query}")>"CSV"</a>", "
                <a href=format!("/export/upgrade.md?{query}")>"Markdown"</a>" or "
                <a href=format!("/api/v1/upgrade?{query}")>"JSON"</a>". The address of this page holds the plan."
            </p>
        }
    });
    view! {
        <main id="content" class="upgrade">
            <h1>"Upgrade path"</h1>
            <p class="finding">{plan.finding.clone()}</p>
            {known}
            {adding::refused(&asked)}
            {notes}
            {chart}
            {table(&asked, &plan, money)}
            {adding::section(&asked)}
            {files}
            {known_plans()}
        </main>
    }
}

/// Money over the months.
fn lines(plan: &Upgrade, money: Currency) -> Html {
    let of = |ink, label: &str, read: fn(&headroom_core::upgrade::Month) -> Option<Cents>| {
        let cents: Vec<i64> = { plan.months.iter() }
            .filter_map(read)
            .map(|amount| money.hundredths(amount))
            .collect();
        (cents.len() == plan.months.len()).then(|| Line {
            ink,
            label: label.to_owned(),
            cents,
        })
    };
    let lines: Vec<Line> = [
        of(Ink::Own, "This plan", |month| Some(month.own_usd)),
        of(Ink::OnDemand, "Renting step by step", |month| {
            month.rent_usd
        }),
        of(Ink::Reserved, "All at once", |month| {
            Some(month.at_once_usd)
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let crossing = plan.break_even_months.and_then(|month| {
        let month = usize::try_from(month).ok()?;
        (lines.len() > 1).then_some(Crossing {
            own: 0,
            line: 1,
            month,
        })
    });
    let labels = Labels {
        id: "upgrade",
        title: "What the plan will have cost, beside renting and buying at once",
        desc: &plan.finding,
    };
    let chart = payback(
        &labels,
        &Payback {
            unit: Unit::money(money.sign),
            lines,
            crossings: crossing.into_iter().collect(),
            band: None,
        },
    );
    view! {
        <figure class="chart-box">
            <div class="chart-view chart-wide" inner_html=chart.wide.svg></div>
            <div class="chart-view chart-narrow" inner_html=chart.narrow.svg></div>
            <figcaption class="hint">
                "Parts, electricity and upkeep; nothing is taken off for resale. Rents are those of the rival that each \
                 stage names on its own page. Buying at once is reckoned at today’s prices."
            </figcaption>
        </figure>
    }
    .html()
}

const HEAD: &[Heading] = &[
    Heading::Figures("Month"),
    Heading::Words("Bought"),
    Heading::Lines("Price", "as planned"),
    Heading::Lines("at today’s", "prices"),
    Heading::Lines("Spent", "so far"),
    Heading::Lines("GPU", "memory"),
    Heading::Words("The model"),
    Heading::Lines("At the", "wall"),
    Heading::Lines("Supply", "load"),
    Heading::Words("Circuit, cooling"),
    Heading::Words("The build"),
];

/// The stages.
fn table(asked: &Asked, plan: &Upgrade, money: Currency) -> Html {
    let firsts = { asked.steps.iter() }
        .take_while(|step| step.month == 0)
        .count();
    let rows: Vec<Html> = { plan.stages.iter().enumerate() }
        .map(|(place, stage)| {
            // The first row is the build itself; each other is a step of the address.
            let drop = place
                .checked_sub(1)
                .map(|step| with(asked, &format!("drop={}", step + firsts)));
            row(stage, drop, money)
        })
        .collect();
    view! {
        <ListTable label="The stages of the plan" head=HEAD>{rows}</ListTable>
    }
    .html()
}

fn row(stage: &Stage, drop: Option<String>, money: Currency) -> Html {
    let verdict = look(stage.status);
    let circuit = power_look(stage.power);
    let rate = stage
        .decode_tokens_per_s
        .map(|rate| with_unit(rate, "tokens/s"));
    let supply = match (stage.psu_load_percent, stage.psu_w) {
        (Some(load), Some(watts)) => {
            let of = grouped(watts.into());
            view! {
                {format!("{load:.0}\u{202f}%")}
                <span class="cell-range at-wall">"of "{of}"\u{202f}W"</span>
            }
            .html()
        }
        _ => view! { "–" }.html(),
    };
    let overloaded = stage.psu_load_percent.is_some_and(|load| load > 100.0);
    let supply_class = if overloaded { "short" } else { "spare" };
    let leave = drop.map(|href| {
        view! { <a href=href rel="nofollow" aria-label=format!("Leave out the step of month {}", stage.month)>"Leave out"</a> }
    });
    let planned = if stage.stated {
        money.whole(stage.step_usd)
    } else {
        "–".to_owned()
    };
    view! {
        <tr>
            <th scope="row">{stage.month}</th>
            <td class="words">{bought(&stage.bought, stage.month == 0)}{news(stage)}</td>
            <td>{planned}</td>
            <td>{money.whole(stage.today_usd)}</td>
            <td>{money.whole(stage.spent_usd)}</td>
            <td>{gb(stage.memory_bytes)}<span class="cell-range at-wall">{cards(stage)}</span></td>
            <td class="words">
                <span class=format!("tag {}", verdict.class)><span aria-hidden="true">{verdict.mark}</span>" "{verdict.word}</span>
                {rate.map(|rate| view! { <span class="cell-range">{rate}</span> })}
            </td>
            <td>
                {about(stage.load_wall_w)}"\u{202f}W"
                <span class="cell-range">{stage.load.name()}</span>
                <span class="cell-range at-wall">"at most "{with_unit(stage.wall_w, "W")}</span>
            </td>
            <td class=supply_class>{supply}</td>
            <td class="words">
                <span class=format!("tag {}", circuit.class)><span aria-hidden="true">{circuit.mark}</span>" "{circuit.word}</span>
                <span class="cell-range">{stage.cooling}</span>
            </td>
            <td class="words">
                <a href=address(&stage.query)>"Open"</a>
                {leave.map(|leave| view! { " · "{leave} })}
            </td>
        </tr>
    }
    .html()
}

/// How many cards; their kinds stand in the build.
fn cards(stage: &Stage) -> String {
    match stage.gpus {
        1 => "1 card".to_owned(),
        count => format!("{count} cards"),
    }
}

/// The parts of a step. The first build names its cards and how much else there is.
fn bought(parts: &[Bought], first: bool) -> Html {
    let name = |part: &Bought| match part.quantity {
        1 => part.name.clone(),
        count => format!("{count} × {}", part.name),
    };
    let shown = if first { 1 } else { parts.len() };
    let mut words: Vec<String> = parts.iter().take(shown).map(name).collect();
    if parts.len() > shown {
        words.push(format!("{} other parts", parts.len() - shown));
    }
    if words.is_empty() {
        words.push("nothing that is on the bill".to_owned());
    }
    view! { <p class="bought">{words.join(", ")}</p> }.html()
}

/// What a step unlocks, breaks, and gets wrong.
fn news(stage: &Stage) -> Option<Html> {
    let list = |class: &'static str, mark: &'static str, texts: &[String]| {
        let lines = texts.iter().map(|text| {
            view! { <li class=class><span aria-hidden="true">{mark}</span>" "{text.clone()}</li> }.html()
        });
        lines.collect::<Vec<Html>>()
    };
    let lines = [
        list("warned", "!", &stage.warnings),
        list("broken", "×", &stage.breaks),
        list("unlocked", "+", &stage.unlocks),
        list("noted", "·", &stage.notes),
    ]
    .concat();
    (!lines.is_empty()).then(|| view! { <ul class="news">{lines}</ul> }.html())
}

/// Published plans to begin with.
fn known_plans() -> Html {
    let line = |known: &'static KnownPlan| {
        let asked = known.asked(Catalog::builtin());
        view! { <li><a href=address_of(&asked)>{known.name}</a>" "<span class="hint">{known.note}</span></li> }
    };
    let lines: Vec<_> = plans().iter().map(line).collect();
    view! {
        <section aria-labelledby="known">
            <h2 id="known">"Published plans, with their own prices"</h2>
            <ul>{lines}</ul>
        </section>
    }
    .html()
}
