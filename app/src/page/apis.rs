//! `/apis`: what models cost behind an API.

use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::ApiPrice;
use headroom_core::scenario::DEFAULT_MODEL;
use headroom_core::units::MicroUsd;

use super::clouds::seen;
use super::table::{Column, Table, sources};
use crate::markup::{Text, address, put};

const COLUMNS: &[Column<ApiPrice>] = &[
    Column {
        key: "model",
        title: "Model",
        unit: "",
        number: false,
        order: |a, b| name(a).cmp(name(b)),
        cell: |out, price| {
            let query = if price.model == DEFAULT_MODEL {
                String::new()
            } else {
                format!("model={}", price.model)
            };
            put!(
                out,
                "<a href=\"{}\">{}</a>",
                Text(address(&query)),
                Text(name(price))
            );
        },
    },
    Column {
        key: "provider",
        title: "Provider",
        unit: "",
        number: false,
        order: |a, b| a.provider.name.cmp(b.provider.name),
        cell: |out, price| {
            put!(
                out,
                "{}<br><span class=\"quiet small\">{}</span>",
                Text(price.provider.name),
                Text(price.listed_as)
            );
        },
    },
    Column {
        key: "input",
        title: "Prompt",
        unit: "USD for a million tokens",
        number: true,
        order: |a, b| a.input_micro_usd.cmp(&b.input_micro_usd),
        cell: |out, price| put!(out, "{}", MicroUsd(price.input_micro_usd.into())),
    },
    Column {
        key: "output",
        title: "Output",
        unit: "USD for a million tokens",
        number: true,
        order: |a, b| a.output_micro_usd.cmp(&b.output_micro_usd),
        cell: |out, price| put!(out, "{}", MicroUsd(price.output_micro_usd.into())),
    },
    Column {
        key: "read",
        title: "Read, source",
        unit: "",
        number: false,
        order: |a, b| a.date.cmp(b.date),
        cell: |out, price| sources(out, &[price.source], seen(price.date), &[price.note]),
    },
];

fn name(price: &ApiPrice) -> &'static str {
    Catalog::builtin()
        .model(price.model)
        .map_or(price.model, |model| model.name)
}

/// The page for a raw query.
pub(super) fn page(query: &str) -> String {
    let catalog = Catalog::builtin();
    let table = Table {
        path: "/apis",
        heading: "Models behind an API",
        lead: format!(
            "What a million tokens cost, at the cheapest variant that a provider lists for a model of this catalogue. \
             The day is the one on which the list was read; the lists date no single price. \
             What a variant was quantised to is mostly not said. GPUs by the hour are on <a href=\"/clouds\">a page of their own</a>. \
             Catalogue of {}.",
            catalog.date
        ),
        noun: ("price", "prices"),
        columns: COLUMNS,
        words: |price| {
            format!(
                "{} {} {} {}",
                price.model,
                name(price),
                price.listed_as,
                price.provider.name
            )
            .to_lowercase()
        },
        vendor: |price| price.provider.name,
        vendor_title: "Provider",
    };
    table.write(query, catalog.apis)
}
