//! `/gpus`: every card of the catalogue.

use headroom_core::catalog::{Catalog, Gpu, MemoryBasis, Segment};
use headroom_core::scenario;
use headroom_core::units::{GB, grouped, ratio};

use super::table::{Column, Table, or_dash, sources};
use crate::configurator::machine::vendor;
use crate::markup::{Text, address, put};

const COLUMNS: &[Column<Gpu>] = &[
    Column {
        key: "name",
        title: "GPU",
        unit: "",
        number: false,
        order: |a, b| a.name.cmp(b.name),
        cell: |out, gpu| {
            let query = if gpu.id == scenario::DEFAULT_GPU {
                String::new()
            } else {
                format!("gpu={}", gpu.id)
            };
            put!(
                out,
                "<a href=\"{}\">{}</a>",
                Text(address(&query)),
                Text(gpu.name)
            );
        },
    },
    Column {
        key: "memory",
        title: "Usable memory",
        unit: "GB",
        number: true,
        order: |a, b| a.memory.bytes.cmp(&b.memory.bytes),
        cell: |out, gpu| {
            put!(out, "{}", ratio(gpu.memory.bytes, GB, 1));
            if gpu.memory.basis == MemoryBasis::Nominal {
                out.push_str("<sup title=\"nominal size taken as GiB\">n</sup>");
            }
        },
    },
    Column {
        key: "sold",
        title: "Sold as",
        unit: "GB",
        number: true,
        order: |a, b| a.memory.nominal_gb.cmp(&b.memory.nominal_gb),
        cell: |out, gpu| put!(out, "{}", gpu.memory.nominal_gb),
    },
    Column {
        key: "type",
        title: "Type",
        unit: "",
        number: false,
        order: |a, b| a.memory_type.cmp(b.memory_type),
        cell: |out, gpu| put!(out, "{}", Text(gpu.memory_type)),
    },
    Column {
        key: "bandwidth",
        title: "Bandwidth",
        unit: "GB/s",
        number: true,
        order: |a, b| a.bandwidth.cmp(&b.bandwidth),
        cell: |out, gpu| or_dash(out, gpu.bandwidth.map(|rate| grouped(rate / GB))),
    },
    Column {
        key: "fp16",
        title: "FP16, dense",
        unit: "TFLOP/s",
        number: true,
        order: |a, b| a.rates.fp16.cmp(&b.rates.fp16),
        cell: |out, gpu| or_dash(out, gpu.rates.fp16.map(|rate| ratio(rate.into(), 1_000, 0))),
    },
    Column {
        key: "power",
        title: "Power",
        unit: "W",
        number: true,
        order: |a, b| a.tdp_w.cmp(&b.tdp_w),
        cell: |out, gpu| put!(out, "{}", gpu.tdp_w),
    },
    Column {
        key: "architecture",
        title: "Architecture",
        unit: "",
        number: false,
        order: |a, b| a.architecture.cmp(b.architecture),
        cell: |out, gpu| put!(out, "{}", Text(gpu.architecture)),
    },
    Column {
        key: "launched",
        title: "Launched",
        unit: "",
        number: true,
        order: |a, b| a.launched.cmp(b.launched),
        cell: |out, gpu| {
            or_dash(
                out,
                (!gpu.launched.is_empty()).then(|| gpu.launched.to_owned()),
            )
        },
    },
    Column {
        key: "price",
        title: "Price",
        unit: "USD, on the day named",
        number: true,
        order: |a, b| a.price.map(|p| p.usd).cmp(&b.price.map(|p| p.usd)),
        cell: |out, gpu| match gpu.price {
            Some(price) => put!(
                out,
                "{}<br><span class=\"quiet small\">{}, {}</span>",
                grouped(price.usd.into()),
                Text(price.condition),
                Text(price.date)
            ),
            None => or_dash(out, None),
        },
    },
    Column {
        key: "checked",
        title: "Checked, sources",
        unit: "",
        number: false,
        order: |a, b| a.as_of.cmp(b.as_of),
        cell: |out, gpu| {
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
            sources(
                out,
                gpu.sources,
                gpu.as_of,
                &[gpu.note, &unverified, &price],
            );
        },
    },
];

/// The page for a raw query.
pub(super) fn page(query: &str) -> String {
    let table = Table {
        path: "/gpus",
        heading: "GPUs",
        lead: format!(
            "What each card offers to software, which is not what the box says. Usable memory is what the driver reports where a log of it was published; \
             where none was, the nominal size is taken as GiB and marked <sup>n</sup>. For unified memory it is the largest size sold, of which the GPU may use a share. \
             Rates are dense, with FP32 accumulation. Catalogue of {}.",
            Catalog::builtin().date
        ),
        noun: ("GPU", "GPUs"),
        columns: COLUMNS,
        words: |gpu| {
            let segment = match gpu.segment {
                Segment::Consumer => "consumer desktop",
                Segment::Workstation => "workstation",
                Segment::DataCenter => "data center data centre server",
                Segment::Unified => "unified",
            };
            format!(
                "{} {} {} {} {segment} {}gb {} {}",
                gpu.id,
                gpu.name,
                vendor(gpu.vendor),
                gpu.architecture,
                gpu.memory.nominal_gb,
                gpu.memory_type,
                gpu.form_factor
            )
            .to_lowercase()
        },
        vendor: |gpu| vendor(gpu.vendor),
        vendor_title: "Maker",
    };
    table.write(query, Catalog::builtin().gpus)
}
