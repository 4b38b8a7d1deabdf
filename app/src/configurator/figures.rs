//! The numbers behind the bars, in a table.

use headroom_core::catalog::Catalog;
use headroom_core::report::GpuUse;
use headroom_core::units::{GB, GIB, about_gb, gb, gib, ratio};
use leptos::prelude::*;

use super::bars::runs;
use super::part::{share, swatch};
use crate::look::{PARTS, short_name};
use crate::markup::{Html, IntoHtml};
use crate::state::Answer;

/// The fullest card part by part beside the whole machine, then every card.
pub(crate) fn figures(answer: &Answer) -> Option<Html> {
    let memory = answer.report.memory();
    let cards = &memory.per_gpu;
    let decisive = usize::try_from(answer.report.verdict().deciding_gpu).unwrap_or(0);
    let card = cards.get(decisive).or_else(|| cards.first())?;
    let several = cards.len() > 1;
    let alone = answer.report.together().is_some().then(|| {
        let model = answer.report.scenario().model_name.clone();
        view! {
            <p class="hint">
                "Of "{model}" alone on this machine, as is its speed below; all models together stand above."
            </p>
        }
    });
    let name = if several {
        format!("GPU\u{a0}{}, the fullest", card.index)
    } else {
        "GPU".to_owned()
    };
    let all_cards = |bytes: fn(&GpuUse) -> u64| {
        let bytes = several.then(|| cards.iter().map(bytes).sum::<u64>());
        bytes.map(|bytes| ratio(bytes, GB, 2))
    };
    let parts: Vec<_> = { PARTS.iter() }
        .filter(|part| cards.iter().any(|card| (part.bytes)(card) > 0))
        .map(|part| {
            let label = view! {
                {swatch(part.id)}
                {part.name}
            };
            let bytes = (part.bytes)(card);
            row(part.id, label.html(), bytes, card, all_cards(part.bytes))
        })
        .collect();
    let sum = |key, label: &'static str, bytes: fn(&GpuUse) -> u64| {
        row(key, label.html(), bytes(card), card, all_cards(bytes))
    };
    let seen = format!(
        "{} to {}",
        ratio(card.used_low_bytes, GB, 1),
        about_gb(card.used_high_bytes)
    );
    let free = several.then(|| cards.iter().map(|card| card.free_bytes).sum());
    let view = view! {
        {alone}
        <table class="figures">
            <thead>
                <tr>
                    <th scope="col">"Memory"</th>
                    <th scope="colgroup" colspan="2">{name}</th>
                    <td class="share"></td>
                    {several.then(|| view! { <th scope="col">"All "{cards.len()}</th> })}
                </tr>
                <tr>
                    <td></td>
                    <th class="quiet">"GB"</th>
                    <th class="quiet">"GiB"</th>
                    <th class="quiet share">"share"</th>
                    {several.then(|| view! { <th class="quiet">"GB"</th> })}
                </tr>
            </thead>
            <tbody>{parts}</tbody>
            <tbody class="sum">
                {sum("used", "Needed", |card| card.used_bytes)}
                <tr class="quiet">
                    <th scope="row">"with the overheads seen"</th>
                    <td colspan="2">{seen}</td>
                    <td class="share"></td>
                    {several.then(|| view! { <td></td> })}
                </tr>
                {sum("capacity", "Capacity", |card| card.capacity_bytes)}
                {rest(card, free)}
            </tbody>
        </table>
        {capacity_note(card)}
        {several
            .then(|| {
                view! {
                    <p class="hint">
                        "The last column is only a sum. Memory is never pooled: each GPU must hold its own part."
                    </p>
                }
            })}
    };
    Some(view.html())
}

/// A part of the memory, of one card and perhaps of all.
fn row(key: &'static str, label: Html, bytes: u64, card: &GpuUse, all: Option<String>) -> Html {
    view! {
        <tr data-part=key>
            <th scope="row">{label}</th>
            <td>{ratio(bytes, GB, 2)}</td>
            <td class="quiet">{ratio(bytes, GIB, 2)}</td>
            <td class="quiet share">{share(bytes, card.capacity_bytes)}</td>
            {all.map(|all| view! { <td>{all}</td> })}
        </tr>
    }
    .html()
}

/// What is left, or missing.
fn rest(card: &GpuUse, all: Option<i64>) -> Html {
    let (label, class) = if card.free_bytes < 0 {
        ("Short by", "short")
    } else {
        ("Free", "spare")
    };
    let bytes = card.free_bytes.unsigned_abs();
    let all = all.map(|all| {
        // The column says "short by" or "free" once, for the fullest card.
        let alike = (all < 0) == (card.free_bytes < 0);
        let sign = if alike { "" } else { "−" };
        format!("{sign}{}", ratio(all.unsigned_abs(), GB, 2))
    });
    view! {
        <tr class=class>
            <th scope="row">{label}</th>
            <td>{ratio(bytes, GB, 2)}</td>
            <td class="quiet">{ratio(bytes, GIB, 2)}</td>
            <td class="quiet share">{share(bytes, card.capacity_bytes)}</td>
            {all.map(|all| view! { <td>{all}</td> })}
        </tr>
    }
    .html()
}

/// What the box says, what software sees, and in which units.
fn capacity_note(card: &GpuUse) -> Option<Html> {
    let gpu = Catalog::builtin().gpu(card.gpu)?;
    let sold = format!(
        "{} is sold as {}\u{202f}GB; software sees {} = {}. GB is 10",
        short_name(gpu.name),
        gpu.memory.nominal_gb,
        gb(card.capacity_bytes),
        gib(card.capacity_bytes)
    );
    Some(view! { <p class="hint">{sold}<sup>"9"</sup>" bytes, GiB 2"<sup>"30"</sup>"."</p> }.html())
}

/// Every card in a row of its own, equal neighbours together.
pub(super) fn every_card(answer: &Answer) -> Html {
    let parts = PARTS.map(|part| view! { <th scope="col">{part.name}</th> });
    let rows: Vec<_> = { runs(&answer.report.memory().per_gpu).into_iter() }
        .map(|run| {
            let card = run.first;
            let name = Catalog::builtin()
                .gpu(card.gpu)
                .map_or(card.gpu, |gpu| short_name(gpu.name));
            let held = PARTS.map(|part| view! { <td>{ratio((part.bytes)(card), GB, 2)}</td> });
            let sign = if card.free_bytes < 0 { "−" } else { "" };
            view! {
                <tr>
                    <th scope="row">{run.name()}" "<span class="quiet">{name}</span></th>
                    <td>{card.layers}</td>
                    {held}
                    <td>{ratio(card.used_bytes, GB, 2)}</td>
                    <td>{ratio(card.capacity_bytes, GB, 2)}</td>
                    <td>{format!("{sign}{}", ratio(card.free_bytes.unsigned_abs(), GB, 2))}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <table class="cards">
            <thead>
                <tr>
                    <th scope="col">"GPU"</th>
                    <th scope="col">"Layers"</th>
                    {parts}
                    <th scope="col">"Needed"</th>
                    <th scope="col">"Capacity"</th>
                    <th scope="col">"Free"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="hint">"In GB."</p>
    }
    .html()
}
