//! `/builds` and `/builds/<id>`: builds that are known by name.

use headroom_core::builds::{Judged, Ruling, judge, report};
use headroom_core::catalog::{Catalog, Preset, presets};
use headroom_core::compare::Asked;
use headroom_core::evaluate::Report;
use headroom_core::units::{about, ends, gb, with_unit};
use leptos::prelude::*;

use super::compare;
use crate::build::Build;
use crate::components::{Heading, ListTable, SourceLink};
use crate::configurator::Facts;
use crate::look::{look, power_look, ruling_look};
use crate::markup::{Html, IntoHtml, address, percent};

/// The list.
#[component]
pub(super) fn Builds() -> impl IntoView {
    let rows: Vec<Html> = presets().iter().map(line).collect();
    view! {
        <main id="content" class="builds">
            <h1>"Builds"</h1>
            <p class="lead">
                "Machines that people buy, each with the model that shows what it is for. Every figure is calculated like \
                 any other build’s, and each can be changed."
            </p>
            <ListTable label="Known builds" head=LIST>{rows}</ListTable>
        </main>
    }
}

const LIST: &[Heading] = &[
    Heading::Words("Build"),
    Heading::Figures("GPU memory"),
    Heading::Words("Runs"),
    Heading::Figures("Decode"),
    Heading::Figures("At the wall"),
    Heading::Figures("Price"),
    Heading::Figures("Pays back"),
];

fn line(preset: &'static Preset) -> Html {
    let report = report(preset, Catalog::builtin());
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/builds/{}", preset.id)>{preset.name}</a>
                <span class="build-purpose">{preset.purpose}</span>
            </th>
            <td>{gb(memory(&report))}</td>
            <td class="words">{runs(&report)}</td>
            <td>{decode(&report)}</td>
            <td>{watts(&report)}</td>
            <td>{price(&report)}</td>
            <td>{payback(&report)}</td>
        </tr>
    }
    .html()
}

fn memory(report: &Report) -> u64 {
    let cards = report.memory().per_gpu.iter();
    cards.map(|card| card.capacity_bytes).sum()
}

/// The model and whether it runs.
fn runs(report: &Report) -> Html {
    let look = look(report.finding().0);
    view! {
        {crate::state::question(report)}
        " "
        <span class=format!("tag {}", look.class)><span aria-hidden="true">{look.mark}</span>" "{look.word}</span>
    }
    .html()
}

/// What it draws at the load that is asked for, over the most that it can.
fn watts(report: &Report) -> Html {
    let power = report.power();
    let most = with_unit(power.wall_w, "W");
    match power.asked() {
        Some(load) => view! {
            {about(load.wall_w)}"\u{202f}W"
            <span class="cell-range at-wall">"at most "{most}</span>
        }
        .html(),
        None => most.html(),
    }
}

fn decode(report: &Report) -> String {
    let rate = report.speed().decode_tokens_per_s;
    rate.map_or_else(|| "–".to_owned(), |rate| with_unit(rate, "tokens/s"))
}

fn price(report: &Report) -> String {
    let cost = report.cost();
    let least = if cost.complete { "" } else { "at least " };
    format!("{least}{}", Build::of_page().money().whole(cost.total_usd))
}

fn payback(report: &Report) -> String {
    match report.payback().break_even_months {
        _ if !report.payback().compared => "–".to_owned(),
        None => "never".to_owned(),
        Some(1) => "1 month".to_owned(),
        Some(months) => format!("{months} months"),
    }
}

/// One of them.
#[component]
pub(super) fn OneBuild(
    /// Which.
    preset: &'static Preset,
) -> impl IntoView {
    let catalog = Catalog::builtin();
    let report = report(preset, catalog);
    let judged = judge(preset, catalog);
    let source = preset.source.map(|source| {
        view! { <p class="hint">"Described by "<SourceLink source=*source/>"."</p> }
    });
    view! {
        <main id="content" class="builds one-build">
            <p class="crumb"><a href="/builds">"Builds"</a></p>
            <h1>{preset.name}</h1>
            <p class="lead">{preset.purpose}</p>
            {ways(preset)}
            {facts(&report)}
            {parts(&report)}
            {claims(&judged)}
            {source}
        </main>
    }
}

/// What can be done with it.
fn ways(preset: &Preset) -> Html {
    let others = { presets().iter() }.filter(|other| other.id != preset.id);
    let others: Vec<_> = others
        .take(3)
        .map(|other| {
            let both = Asked::of([preset.query, other.query].map(str::to_owned));
            view! { <li><a href=compare::address_of(&both)>"beside "{other.short}</a></li> }
        })
        .collect();
    view! {
        <ul class="build-links">
            <li><a class="button" href=address(preset.query)>"Change this build"</a></li>
            {others}
            <li><a href=format!("/upgrade?{}", preset.query)>"Plan upgrades from it"</a></li>
        </ul>
    }
    .html()
}

/// What it does, draws and costs.
fn facts(report: &Report) -> Html {
    let (status, sentence) = report.finding();
    let verdict = look(status);
    let speed = report.speed();
    let range = ends(
        speed.decode_tokens_per_s_low,
        speed.decode_tokens_per_s_high,
    );
    let power = report.power();
    let circuit = power_look(power.verdict.status);
    let mut facts = Facts::default();
    let together = "all cards together; none of it is pooled";
    facts.add("GPU memory", &gb(memory(report)), together);
    if let Some(rate) = speed.decode_tokens_per_s {
        let rate = with_unit(rate, "tokens/s");
        facts.add("Decode, one stream", &rate, &range.unwrap_or_default());
    }
    if let Some(load) = power.asked() {
        let ends = load.wall_ends().map(|ends| format!("{ends}\u{202f}W; "));
        let known = format!(
            "{}{}; energy and heat are those of it",
            ends.unwrap_or_default(),
            load.kind.when()
        );
        let watts = format!("{}\u{202f}W", about(load.wall_w));
        facts.add("At the wall", &watts, &known);
    }
    let carried = format!("{} {}", circuit.mark, power.verdict.sentence);
    facts.add(
        "At the wall, at most",
        &with_unit(power.wall_w, "W"),
        &carried,
    );
    let day = format!("at prices of {}", report.catalog().date);
    facts.add("Price", &price(report), &day);
    facts.add(
        "Against renting",
        &payback(report),
        &report.payback().sentence,
    );
    view! {
        <p class=format!("sentence {}", verdict.class)>
            <span class="mark" aria-hidden="true">{verdict.mark}</span>
            <span>{crate::state::question(report)}": "{sentence.to_owned()}</span>
        </p>
        {facts.list()}
    }
    .html()
}

const BILL: &[Heading] = &[
    Heading::Words("Part"),
    Heading::Figures("Number"),
    Heading::Figures("Price of one"),
    Heading::Figures("Together"),
    Heading::Words("Seen"),
];

/// What it holds.
fn parts(report: &Report) -> Html {
    let money = Build::of_page().money();
    let unpriced = || "no price found".to_owned();
    let rows: Vec<_> = { report.cost().items.iter() }
        .map(|item| {
            view! {
                <tr>
                    <th scope="row">{item.name.clone()}</th>
                    <td>{item.quantity}</td>
                    <td>{item.unit_usd.map_or_else(unpriced, |price| money.exact(price))}</td>
                    <td>{item.total_usd.map_or_else(|| "–".to_owned(), |price| money.exact(price))}</td>
                    <td class="words quiet">{item.date}" "{item.condition}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <h2>"What it holds"</h2>
        <ListTable label="Parts and prices" narrow=true head=BILL>{rows}</ListTable>
        <p>"Together "<b>{price(report)}</b>"."</p>
    }
    .html()
}

/// What is claimed of it, and what comes of that.
fn claims(judged: &[Judged]) -> Option<Html> {
    if judged.is_empty() {
        return None;
    }
    let all = judged.len();
    let count = |ruling| judged.iter().filter(|one| one.ruling == ruling).count();
    let counts =
        [Ruling::Confirmed, Ruling::Depends, Ruling::Refuted].map(|ruling| (ruling, count(ruling)));
    let said = counts
        .map(|(ruling, count)| format!("{count} {}", ruling.word()))
        .join(", ");
    let bars: Vec<_> = { counts.iter() }
        .scan(0, |from, (ruling, count)| {
            let x = percent(*from as u64, all as u64);
            *from += count;
            let width = percent(*count as u64, all as u64);
            Some(view! { <rect class=class_of(*ruling) x=x width=width height="8"></rect> })
        })
        .collect();
    let rows: Vec<Html> = judged.iter().map(claim).collect();
    let view = view! {
        <h2 id="claims">"What is claimed of it"</h2>
        <p>{said}"."</p>
        <svg class="claims-bar" width="100%" height="8" aria-hidden="true">{bars}</svg>
        <ol class="claims">{rows}</ol>
    };
    Some(view.html())
}

fn class_of(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Confirmed => "confirmed",
        Ruling::Depends => "depends",
        Ruling::Refuted => "refuted",
    }
}

fn claim(judged: &Judged) -> Html {
    let (class, mark) = ruling_look(judged.ruling);
    let source = match judged.source_url {
        Some(url) => view! { <a href=url rel="noopener">{judged.source}</a> }.html(),
        None => judged.source.html(),
    };
    view! {
        <li>
            <p class="claim">
                <span class=class><span aria-hidden="true">{mark}</span>" "{judged.ruling.word()}</span>
                " “"
                {judged.claim}
                "”"
            </p>
            <p class="claim-reason">{judged.reason.clone()}" "<a href=address(&judged.query)>"The working"</a></p>
            <p class="hint">{source}</p>
        </li>
    }
    .html()
}
