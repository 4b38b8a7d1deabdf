//! `/models`: every model of the catalogue.

use std::sync::LazyLock;

use headroom_core::catalog::{Catalog, Model};
use headroom_core::engine::Engine;
use headroom_core::memory::kv::{Cache, CacheInput};
use headroom_core::model::native::Native;
use headroom_core::model::quant::Quant;
use headroom_core::model::quant::{KvFormat, KvType};
use headroom_core::units::{GB, grouped, params, ratio};
use leptos::prelude::*;

use super::model;
use super::table::{Column, Table, TablePage, Usual, rows};
use crate::build::Build;
use crate::components::{Known, Sources};
use crate::markup::IntoHtml;

const COLUMNS: &[Column<Model>] = &[
    Column {
        key: "name",
        title: "Model",
        unit: "",
        number: false,
        order: |a, b| a.name.cmp(b.name),
        cell: |model, _| model.name.html(),
    },
    Column {
        key: "vendor",
        title: "Publisher",
        unit: "",
        number: false,
        order: |a, b| a.vendor.cmp(b.vendor),
        cell: |model, _| model.vendor.html(),
    },
    Column {
        key: "released",
        title: "Released",
        unit: "",
        number: true,
        order: |a, b| a.released.cmp(b.released),
        cell: |model, _| model.released.html(),
    },
    Column {
        key: "params",
        title: "Parameters",
        unit: "",
        number: true,
        order: |a, b| a.params.total.cmp(&b.params.total),
        cell: |model, _| params(model.params.total).html(),
    },
    Column {
        key: "active",
        title: "Active",
        unit: "for a token",
        number: true,
        order: |a, b| active(a).cmp(&active(b)),
        cell: |model, _| view! { <Known figure=active(model).map(params)/> }.html(),
    },
    Column {
        key: "layers",
        title: "Layers",
        unit: "",
        number: true,
        order: |a, b| a.arch.layer_count().cmp(&b.arch.layer_count()),
        cell: |model, _| model.arch.layer_count().html(),
    },
    Column {
        key: "context",
        title: "Context",
        unit: "tokens",
        number: true,
        order: |a, b| a.arch.max_context.cmp(&b.arch.max_context),
        cell: |model, _| grouped(model.arch.max_context.into()).html(),
    },
    Column {
        key: "kv",
        title: "KV cache",
        unit: "kB a token, FP16",
        number: true,
        order: |a, b| kv_per_token(a).cmp(&kv_per_token(b)),
        cell: |model, _| ratio(kv_per_token(model), 1_000, 1).html(),
    },
    Column {
        key: "q4",
        title: "Q4_K_M",
        unit: "GB",
        number: true,
        order: |a, b| bytes(a, Quant::Q4KM).cmp(&bytes(b, Quant::Q4KM)),
        cell: |model, _| ratio(bytes(model, Quant::Q4KM), GB, 1).html(),
    },
    Column {
        key: "bf16",
        title: "BF16",
        unit: "GB",
        number: true,
        order: |a, b| bytes(a, Quant::Bf16).cmp(&bytes(b, Quant::Bf16)),
        cell: |model, _| ratio(bytes(model, Quant::Bf16), GB, 1).html(),
    },
    Column {
        key: "native",
        title: "Published in",
        unit: "",
        number: false,
        order: |a, b| native(a.native).cmp(native(b.native)),
        cell: |model, _| native(model.native).html(),
    },
    Column {
        key: "licence",
        title: "Licence",
        unit: "",
        number: false,
        order: |a, b| a.licence.cmp(b.licence),
        cell: |model, _| model.licence.html(),
    },
    Column {
        key: "checked",
        title: "Checked, sources",
        unit: "",
        number: false,
        order: |a, b| a.as_of.cmp(b.as_of),
        cell: |model, _| {
            view! { <Sources sources=model.sources.to_vec() as_of=model.as_of remarks=vec![model.note.into()]/> }
                .html()
        },
    },
];

/// Parameters for one token, where they are not all.
pub(super) fn active(model: &Model) -> Option<u64> {
    model.arch.moe.map(|_| {
        model
            .params
            .active_published
            .unwrap_or_else(|| model.arch.active_params())
    })
}

/// What one token adds to the cache while every layer still grows.
pub(super) fn kv_per_token(model: &Model) -> u64 {
    let input = CacheInput {
        kv: KvFormat::both(KvType::F16),
        engine: Engine::Vllm,
        context: 8_192,
        users: 1,
        tensor: 1,
        parts: 1,
        batch: None,
    };
    Cache::new(&model.arch, input).bytes_per_token()
}

fn bytes(model: &Model, quant: Quant) -> u64 {
    model.weights(quant).total()
}

pub(super) fn native(native: Native) -> &'static str {
    match native {
        Native::F16 => "FP16",
        Native::Bf16 => "BF16",
        Native::Fp8Block => "FP8, 128 blocks",
        Native::Mxfp4Experts => "MXFP4 experts",
        Native::Int4Experts => "INT4 experts",
        Native::Fp4Experts => "FP4 experts, FP8",
    }
}

static TABLE: Table<Model> = Table {
    path: "/models",
    heading: "Models",
    noun: ("model", "models"),
    columns: COLUMNS,
    rows: LazyLock::new(|| rows(&TABLE, Catalog::builtin().models)),
    usual: Usual {
        words: "The newest first.",
        order: |a, b| b.released.cmp(a.released).then(a.name.cmp(b.name)),
    },
    chosen: |model, build| build.with_model(model),
    page: Some(model::address_of),
    words: |model| {
        let size = params(model.params.total).replace('\u{202f}', "");
        format!(
            "{} {} {} {} {} {size} {} {} {}",
            model.id,
            model.name,
            model.vendor,
            model.family,
            model.modality,
            model.licence,
            model.hf_repo,
            model.aliases.join(" ")
        )
        .to_lowercase()
    },
    vendor: |model| model.vendor,
    vendor_title: "Publisher",
};

/// The page.
#[component]
pub(super) fn Models(
    /// The raw query.
    query: String,
) -> impl IntoView {
    let catalog = Catalog::builtin();
    view! {
        <TablePage table=&TABLE query>
            "Open-weight models whose architecture is published. Parameters are counted from it, and the sizes follow \
             from the parameters. Catalogue of "
            {catalog.date}". A model that is not here can be "
            <a href=Build::of_page().with_size("70b")>"described by its size or its architecture"</a>"."
        </TablePage>
    }
}
