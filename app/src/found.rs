//! The machines that were found for a job: what the server writes into the page, and the browser where the search
//! was made there.

use headroom_chart::{Front, Labels, Spot, Unit, front};
use headroom_core::compare;
use headroom_core::find::{BuildFound, Job, MachinesFound, best_three};
use headroom_core::units::{Currency, THIN, about, ends, gb, grouped, with_unit};
use leptos::prelude::*;

use crate::lists::{Heading, ListTable, SourceLink};
use crate::look::power_look;
use crate::markup::{Html, IntoHtml, address, address_at};

/// What was found: price against rate, what nothing beats, and where to go on from there.
pub(crate) fn machines_found(job: &Job, found: &MachinesFound) -> Html {
    let some = !found.front.is_empty();
    let money = job.scenario().currency();
    let parts = [
        some.then(|| chart(job, found)),
        some.then(|| table(found, money)),
        some.then(|| ways_on(job, found)),
        (!found.rented.is_empty()).then(|| rented(found, money)),
    ];
    Html::joined(parts.into_iter().flatten().collect())
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

/// A head in US dollars, or that of any other currency.
fn head(
    money: Currency,
    in_usd: &'static [Heading],
    elsewhere: &'static [Heading],
) -> &'static [Heading] {
    match money.is_usd() {
        true => in_usd,
        false => elsewhere,
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
        <ListTable label="Machines that no other beats" head=head(money, HEAD, HEAD_ELSEWHERE)>{rows}</ListTable>
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
        <ListTable label="Rented machines" narrow=true head=head(money, RENTED_HEAD, RENTED_ELSEWHERE)>{rows}</ListTable>
    }
    .html()
}
