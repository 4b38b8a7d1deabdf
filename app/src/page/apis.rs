//! `/apis`: what models cost behind an API.

use std::sync::LazyLock;

use headroom_core::catalog::Catalog;
use headroom_core::catalog::market::ApiPrice;
use headroom_core::units::MicroUsd;
use leptos::prelude::*;

use super::clouds::seen;
use super::table::{Column, Table, TablePage, Usual, rows};
use crate::components::{BuildLink, Sources};
use crate::markup::IntoHtml;

const COLUMNS: &[Column<ApiPrice>] = &[
    Column {
        key: "model",
        title: "Model",
        unit: "",
        number: false,
        order: |a, b| name(a).cmp(name(b)),
        cell: |price, _| name(price).html(),
    },
    Column {
        key: "input",
        title: "Prompt",
        unit: "USD for a million tokens",
        number: true,
        order: |a, b| a.input_micro_usd.cmp(&b.input_micro_usd),
        cell: |price, money| money.rate(MicroUsd(price.input_micro_usd.into())).html(),
    },
    Column {
        key: "output",
        title: "Output",
        unit: "USD for a million tokens",
        number: true,
        order: |a, b| a.output_micro_usd.cmp(&b.output_micro_usd),
        cell: |price, money| money.rate(MicroUsd(price.output_micro_usd.into())).html(),
    },
    Column {
        key: "provider",
        title: "Provider",
        unit: "",
        number: false,
        order: |a, b| a.provider.name.cmp(b.provider.name),
        cell: |price, _| {
            view! { {price.provider.name}<br/><span class="quiet small">{price.listed_as}</span> }
                .html()
        },
    },
    Column {
        key: "read",
        title: "Read, source",
        unit: "",
        number: false,
        order: |a, b| a.date.cmp(b.date),
        cell: |price, _| {
            view! { <Sources sources=vec![price.source] as_of=seen(price.date) remarks=vec![price.note.into()]/> }
                .html()
        },
    },
];

fn name(price: &ApiPrice) -> &'static str {
    Catalog::builtin()
        .model(price.model)
        .map_or(price.model, |model| model.name)
}

/// The day on which a model was published.
fn released(price: &ApiPrice) -> &'static str {
    Catalog::builtin()
        .model(price.model)
        .map_or("", |model| model.released)
}

static TABLE: Table<ApiPrice> = Table {
    path: "/apis",
    heading: "Models behind an API",
    noun: ("price", "prices"),
    columns: COLUMNS,
    rows: LazyLock::new(|| rows(&TABLE, Catalog::builtin().apis)),
    usual: Usual {
        words: "The newest model first; prices of one model, the cheapest answer first.",
        order: |a, b| {
            let model = released(b).cmp(released(a)).then(name(a).cmp(name(b)));
            model.then(a.output_micro_usd.cmp(&b.output_micro_usd))
        },
    },
    chosen: |price, build| {
        let model = Catalog::builtin().model(price.model);
        model.map_or_else(|| build.at("/"), |model| build.with_model(model))
    },
    page: None,
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

/// The page.
#[component]
pub(super) fn Apis(
    /// The raw query.
    query: String,
) -> impl IntoView {
    let catalog = Catalog::builtin();
    view! {
        <TablePage table=&TABLE query>
            "What a million tokens cost, at the cheapest variant that a provider lists for a model of this catalogue. \
             The day is the one on which the list was read; the lists date no single price. \
             What a variant was quantised to is mostly not said. GPUs by the hour are on "
            <BuildLink path="/clouds">"a page of their own"</BuildLink>". Catalogue of "{catalog.date}"."
        </TablePage>
    }
}
