//! `/clouds`: every rented GPU of the catalogue, with the day and the place where its price was seen.

use std::sync::LazyLock;

use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::Offer;
use headroom_core::units::MicroUsd;
use headroom_core::units::{GB, ratio};
use leptos::prelude::*;

use super::gpus::newest;
use super::table::{Column, Table, TablePage, Usual, rows};
use crate::components::{BuildLink, Known, Sources};
use crate::markup::IntoHtml;

const COLUMNS: &[Column<Offer>] = &[
    Column {
        key: "gpu",
        title: "GPU",
        unit: "",
        number: false,
        order: |a, b| a.gpu.name.cmp(b.gpu.name),
        cell: |offer, _| offer.gpu.name.html(),
    },
    Column {
        key: "rate",
        title: "One GPU",
        unit: "USD an hour",
        number: true,
        order: |a, b| each(a).cmp(&each(b)),
        cell: |offer, money| money.rate(each(offer)).html(),
    },
    Column {
        key: "provider",
        title: "Provider",
        unit: "",
        number: false,
        order: |a, b| a.provider.name.cmp(b.provider.name),
        cell: |offer, _| {
            let instance = (!offer.instance.is_empty()).then(|| {
                view! { <br/><span class="quiet small">{offer.instance}</span> }
            });
            view! { {offer.provider.name}{instance} }.html()
        },
    },
    Column {
        key: "term",
        title: "Term",
        unit: "",
        number: false,
        order: |a, b| a.term.cmp(&b.term),
        cell: |offer, _| offer.term.name().html(),
    },
    Column {
        key: "gpus",
        title: "GPUs",
        unit: "",
        number: true,
        order: |a, b| (a.up_to, a.gpus).cmp(&(b.up_to, b.gpus)),
        cell: |offer, _| match offer.up_to {
            most if most > offer.gpus => format!("{} to {most}", offer.gpus).html(),
            _ => offer.gpus.html(),
        },
    },
    Column {
        key: "machine",
        title: "Machine",
        unit: "USD an hour",
        number: true,
        order: |a, b| a.micro_usd_per_hour.cmp(&b.micro_usd_per_hour),
        cell: |offer, money| money.rate(MicroUsd(offer.micro_usd_per_hour.into())).html(),
    },
    Column {
        key: "memory",
        title: "Memory",
        unit: "GB",
        number: true,
        order: |a, b| a.gpu.memory.bytes.cmp(&b.gpu.memory.bytes),
        cell: |offer, _| ratio(offer.gpu.memory.bytes, GB, 1).html(),
    },
    Column {
        key: "bandwidth",
        title: "Bandwidth",
        unit: "GB/s",
        number: true,
        order: |a, b| a.gpu.bandwidth.cmp(&b.gpu.bandwidth),
        cell: |offer, _| {
            view! { <Known figure=offer.gpu.bandwidth.map(|rate| ratio(rate, GB, 0))/> }.html()
        },
    },
    Column {
        key: "seen",
        title: "Seen, source",
        unit: "",
        number: false,
        order: |a, b| a.date.cmp(b.date),
        cell: |offer, _| {
            view! { <Sources sources=vec![offer.source] as_of=seen(offer.date) remarks=vec![offer.note.into()]/> }
                .html()
        },
    },
];

/// Price of one GPU for an hour.
fn each(offer: &Offer) -> MicroUsd {
    MicroUsd(u64::from(offer.micro_usd_per_hour) / u64::from(offer.gpus.max(1)))
}

/// The day of a price; some lists give none.
pub(super) fn seen(date: &'static str) -> &'static str {
    if date.is_empty() { "undated" } else { date }
}

static TABLE: Table<Offer> = Table {
    path: "/clouds",
    heading: "Rented GPUs",
    noun: ("offer", "offers"),
    columns: COLUMNS,
    rows: LazyLock::new(|| rows(&TABLE, Catalog::builtin().offers)),
    usual: Usual {
        words: "The newest GPU first; offers of one GPU, the cheapest first.",
        order: |a, b| {
            let gpu = newest(a.gpu, b.gpu).then(a.gpu.name.cmp(b.gpu.name));
            gpu.then(each(a).cmp(&each(b)))
        },
    },
    chosen: |offer, build| build.with_offer(offer),
    page: None,
    words: |offer| {
        format!(
            "{} {} {} {} {} {}",
            offer.gpu.id,
            offer.gpu.name,
            offer.provider.name,
            offer.term.name(),
            offer.instance,
            offer.date
        )
        .to_lowercase()
    },
    vendor: |offer| offer.provider.name,
    vendor_title: "Provider",
};

/// The page.
#[component]
pub(super) fn Clouds(
    /// The raw query.
    query: String,
) -> impl IntoView {
    let catalog = Catalog::builtin();
    view! {
        <TablePage table=&TABLE query>
            "What a GPU costs by the hour, as each list stated it on the day named: without tax, storage and traffic. \
             On demand and spot are paid for the hours of use, and spot can be taken away at any moment; reserved is paid used or not. \
             Where one GPU is priced and several can be had, machines of up to eight are assumed, and the price is that of the smallest. \
             Memory and bandwidth are those of one GPU. A name leads to the configurator, compared with that offer. \
             Models behind an API are on "
            <BuildLink path="/apis">"a page of their own"</BuildLink>". Catalogue of "{catalog.date}"."
        </TablePage>
    }
}
