//! `/clouds`: every rented GPU of the catalogue, with the day and the place where its price was seen.

use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::Offer;
use headroom_core::scenario::DEFAULT_GPU;
use headroom_core::scenario::keys::RENTAL;
use headroom_core::units::MicroUsd;
use headroom_core::units::{GB, ratio};

use super::table::{Column, Table, or_dash, sources};
use crate::markup::{Text, address, put};

const COLUMNS: &[Column<Offer>] = &[
    Column {
        key: "gpu",
        title: "GPU",
        unit: "",
        number: false,
        order: |a, b| a.gpu.name.cmp(b.gpu.name),
        cell: |out, offer| {
            let query = if offer.gpu.id == DEFAULT_GPU {
                format!("{}={}", RENTAL.key, offer.id())
            } else {
                format!("gpu={}&{}={}", offer.gpu.id, RENTAL.key, offer.id())
            };
            put!(
                out,
                "<a href=\"{}\">{}</a>",
                Text(address(&query)),
                Text(offer.gpu.name)
            );
        },
    },
    Column {
        key: "provider",
        title: "Provider",
        unit: "",
        number: false,
        order: |a, b| a.provider.name.cmp(b.provider.name),
        cell: |out, offer| {
            put!(out, "{}", Text(offer.provider.name));
            if !offer.instance.is_empty() {
                put!(
                    out,
                    "<br><span class=\"quiet small\">{}</span>",
                    Text(offer.instance)
                );
            }
        },
    },
    Column {
        key: "term",
        title: "Term",
        unit: "",
        number: false,
        order: |a, b| a.term.cmp(&b.term),
        cell: |out, offer| out.push_str(offer.term.name()),
    },
    Column {
        key: "rate",
        title: "One GPU",
        unit: "USD an hour",
        number: true,
        order: |a, b| each(a).cmp(&each(b)),
        cell: |out, offer| put!(out, "{}", each(offer)),
    },
    Column {
        key: "gpus",
        title: "GPUs",
        unit: "",
        number: true,
        order: |a, b| (a.up_to, a.gpus).cmp(&(b.up_to, b.gpus)),
        cell: |out, offer| {
            put!(out, "{}", offer.gpus);
            if offer.up_to > offer.gpus {
                put!(out, " to {}", offer.up_to);
            }
        },
    },
    Column {
        key: "machine",
        title: "Machine",
        unit: "USD an hour",
        number: true,
        order: |a, b| a.micro_usd_per_hour.cmp(&b.micro_usd_per_hour),
        cell: |out, offer| put!(out, "{}", MicroUsd(offer.micro_usd_per_hour.into())),
    },
    Column {
        key: "memory",
        title: "Memory",
        unit: "GB",
        number: true,
        order: |a, b| a.gpu.memory.bytes.cmp(&b.gpu.memory.bytes),
        cell: |out, offer| out.push_str(&ratio(offer.gpu.memory.bytes, GB, 1)),
    },
    Column {
        key: "bandwidth",
        title: "Bandwidth",
        unit: "GB/s",
        number: true,
        order: |a, b| a.gpu.bandwidth.cmp(&b.gpu.bandwidth),
        cell: |out, offer| or_dash(out, offer.gpu.bandwidth.map(|rate| ratio(rate, GB, 0))),
    },
    Column {
        key: "seen",
        title: "Seen, source",
        unit: "",
        number: false,
        order: |a, b| a.date.cmp(b.date),
        cell: |out, offer| sources(out, &[offer.source], seen(offer.date), &[offer.note]),
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

/// The page for a raw query.
pub(super) fn page(query: &str) -> String {
    let catalog = Catalog::builtin();
    let table = Table {
        path: "/clouds",
        heading: "Rented GPUs",
        lead: format!(
            "What a GPU costs by the hour, as each list stated it on the day named: without tax, storage and traffic. \
             On demand and spot are paid for the hours of use, and spot can be taken away at any moment; reserved is paid used or not. \
             Where one GPU is priced and several can be had, machines of up to eight are assumed, and the price is that of the smallest. Memory and bandwidth are those of one GPU. \
             A name leads to the configurator, compared with that offer. Models behind an API are on <a href=\"/apis\">a page of their own</a>. \
             Catalogue of {}.",
            catalog.date
        ),
        noun: ("offer", "offers"),
        columns: COLUMNS,
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
    table.write(query, catalog.offers)
}
