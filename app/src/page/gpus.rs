//! `/gpus`: every card of the catalogue.

use std::cmp::Ordering;
use std::sync::LazyLock;

use headroom_core::catalog::{Catalog, Gpu, MemoryBasis, Segment};
use headroom_core::units::{Cents, Currency, GB, grouped, ratio};
use leptos::prelude::*;

use super::gpu;
use super::table::{Column, Table, TablePage, Usual, rows};
use crate::components::{Known, Sources};
use crate::configurator::machine::vendor;
use crate::markup::IntoHtml;

const COLUMNS: &[Column<Gpu>] = &[
    Column {
        key: "name",
        title: "GPU",
        unit: "",
        number: false,
        order: |a, b| a.name.cmp(b.name),
        cell: |gpu, _| gpu.name.html(),
    },
    Column {
        key: "memory",
        title: "Usable memory",
        unit: "GB",
        number: true,
        order: |a, b| a.memory.bytes.cmp(&b.memory.bytes),
        cell: |gpu, _| {
            let nominal = (gpu.memory.basis == MemoryBasis::Nominal).then(|| {
                view! { <sup title="nominal size taken as GiB">"n"</sup> }
            });
            view! { {ratio(gpu.memory.bytes, GB, 1)}{nominal} }.html()
        },
    },
    Column {
        key: "sold",
        title: "Sold as",
        unit: "GB",
        number: true,
        order: |a, b| a.memory.nominal_gb.cmp(&b.memory.nominal_gb),
        cell: |gpu, _| gpu.memory.nominal_gb.html(),
    },
    Column {
        key: "type",
        title: "Type",
        unit: "",
        number: false,
        order: |a, b| a.memory_type.cmp(b.memory_type),
        cell: |gpu, _| gpu.memory_type.html(),
    },
    Column {
        key: "bandwidth",
        title: "Bandwidth",
        unit: "GB/s",
        number: true,
        order: |a, b| a.bandwidth.cmp(&b.bandwidth),
        cell: |gpu, _| {
            view! { <Known figure=gpu.bandwidth.map(|rate| grouped(rate / GB))/> }.html()
        },
    },
    Column {
        key: "fp16",
        title: "FP16, dense",
        unit: "TFLOP/s",
        number: true,
        order: |a, b| a.rates.fp16.cmp(&b.rates.fp16),
        cell: |gpu, _| {
            view! { <Known figure=gpu.rates.fp16.map(|rate| ratio(rate.into(), 1_000, 0))/> }.html()
        },
    },
    Column {
        key: "power",
        title: "Power",
        unit: "W",
        number: true,
        order: |a, b| a.tdp_w.cmp(&b.tdp_w),
        cell: |gpu, _| gpu.tdp_w.html(),
    },
    Column {
        key: "architecture",
        title: "Architecture",
        unit: "",
        number: false,
        order: |a, b| a.architecture.cmp(b.architecture),
        cell: |gpu, _| gpu.architecture.html(),
    },
    Column {
        key: "launched",
        title: "Launched",
        unit: "",
        number: true,
        order: |a, b| a.launched.cmp(b.launched),
        cell: |gpu, _| {
            let launched = (!gpu.launched.is_empty()).then(|| gpu.launched.to_owned());
            view! { <Known figure=launched/> }.html()
        },
    },
    Column {
        key: "price",
        title: "Price",
        unit: "USD, on the day named",
        number: true,
        order: |a, b| a.price.map(|p| p.usd).cmp(&b.price.map(|p| p.usd)),
        cell: |gpu, money| match gpu.price {
            Some(price) => view! {
                {in_column(price.usd, money)}<br/>
                <span class="quiet small">{price.condition}", "{price.date}</span>
            }
            .html(),
            None => view! { <Known figure=None/> }.html(),
        },
    },
    Column {
        key: "checked",
        title: "Checked, sources",
        unit: "",
        number: false,
        order: |a, b| a.as_of.cmp(b.as_of),
        cell: |gpu, _| {
            let unverified = match gpu.unverified {
                [] => String::new(),
                fields => format!(
                    "Widely published, not read again at the source: {}.",
                    fields.join(", ")
                ),
            };
            let price = gpu
                .price
                .map(|price| format!("Price: {}", price.source.title))
                .unwrap_or_default();
            let remarks = vec![gpu.note.into(), unverified.into(), price.into()];
            view! { <Sources sources=gpu.sources.to_vec() as_of=gpu.as_of remarks/> }.html()
        },
    },
];

/// The newest first. Days are written as far as they are known, so that a year alone counts as its
/// beginning, and what is not known comes last.
pub(super) fn newest(a: &Gpu, b: &Gpu) -> Ordering {
    let launched = b.launched.cmp(a.launched);
    launched.then(b.memory.bytes.cmp(&a.memory.bytes))
}

static TABLE: Table<Gpu> = Table {
    path: "/gpus",
    heading: "GPUs",
    noun: ("GPU", "GPUs"),
    columns: COLUMNS,
    rows: LazyLock::new(|| rows(&TABLE, Catalog::builtin().gpus)),
    usual: Usual {
        words: "The newest first; cards launched together, the larger memory first.",
        order: newest,
    },
    chosen: |gpu, build| build.with_gpu(gpu),
    page: Some(gpu::address_of),
    words: |gpu| {
        let segment = match gpu.segment {
            Segment::Consumer => "consumer desktop",
            Segment::Workstation => "workstation",
            Segment::DataCenter => "data center data centre server",
            Segment::Unified => "unified",
            Segment::Laptop => "laptop notebook mobile",
        };
        format!(
            "{} {} {} {} {segment} {}gb {} {} {}",
            gpu.id,
            gpu.name,
            vendor(gpu.vendor),
            gpu.architecture,
            gpu.memory.nominal_gb,
            gpu.memory_type,
            gpu.form_factor,
            gpu.aliases.join(" ")
        )
        .to_lowercase()
    },
    vendor: |gpu| vendor(gpu.vendor),
    vendor_title: "Maker",
};

/// The page.
#[component]
pub(super) fn Gpus(
    /// The raw query.
    query: String,
) -> impl IntoView {
    let catalog = Catalog::builtin();
    view! {
        <TablePage table=&TABLE query>
            "What each card offers to software, which is not what the box says. Usable memory is what the driver \
             reports where a log of it was published; where none was, the nominal size is taken as GiB and marked "
            <sup>"n"</sup>
            ". For unified memory it is the largest size sold, of which the GPU may use a share. \
             Rates are dense, with FP32 accumulation. Catalogue of "
            {catalog.date}"."
        </TablePage>
    }
}
/// A price without its sign, which the head of the column has.
fn in_column(usd: u32, money: Currency) -> String {
    let told = money.whole(Cents(i64::from(usd) * 100));
    told.trim_start_matches(money.sign).to_owned()
}
