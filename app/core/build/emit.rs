//! The static tables, as Rust text. Plain structs are written through `Debug`, whose form is Rust.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};

use super::names;
use super::rows::{Arch, Attention, Gpu, Model, Past, Price, SizePrice, Unified};
use super::runs;
use super::sources::{Source, Sources};
use super::words::{self, Meanings};

/// Statics of the sources that rows refer to, each written once.
pub(crate) struct Shared<'a> {
    sources: &'a Sources,
    prefix: &'static str,
    numbers: BTreeMap<Source, usize>,
}

impl<'a> Shared<'a> {
    pub(crate) fn new(sources: &'a Sources, prefix: &'static str) -> Self {
        Self {
            sources,
            prefix,
            numbers: BTreeMap::new(),
        }
    }

    /// From here on, references are looked up in the sources of another edition.
    pub(crate) fn turn_to(&mut self, sources: &'a Sources) {
        self.sources = sources;
    }

    pub(crate) fn name(&mut self, reference: &str) -> String {
        let Some(source) = self.sources.resolve(reference) else {
            return String::new();
        };
        let next = self.numbers.len();
        let prefix = self.prefix;
        format!("{prefix}{}", self.numbers.entry(source).or_insert(next))
    }

    pub(crate) fn list(&mut self, references: &[String]) -> String {
        let names: Vec<String> = references
            .iter()
            .map(|one| format!("&{}", self.name(one)))
            .collect();
        format!("&[{}]", names.join(", "))
    }

    /// The statics that the names stand for.
    pub(crate) fn statics(&self) -> String {
        let mut text = String::new();
        for (Source { title, url }, number) in &self.numbers {
            let prefix = self.prefix;
            let _ = writeln!(
                text,
                "static {prefix}{number}: Source = Source {{ title: {title:?}, url: {url:?} }};"
            );
        }
        text
    }
}

/// Rows of one type, each a static of its own: what several editions hold alike is written once.
pub(crate) struct Rows {
    kind: &'static str,
    numbers: BTreeMap<String, usize>,
    tables: String,
}

impl Rows {
    /// For rows of the type `kind`.
    pub(crate) fn new(kind: &'static str) -> Self {
        Self {
            kind,
            numbers: BTreeMap::new(),
            tables: String::new(),
        }
    }

    /// A reference to the static that holds `row`.
    pub(crate) fn reference(&mut self, row: String) -> String {
        let next = self.numbers.len();
        let number = *self.numbers.entry(row).or_insert(next);
        format!("&{}{number}", self.kind.to_ascii_uppercase())
    }

    /// Adds the table `name` of these rows, in their order.
    pub(crate) fn table(&mut self, name: &str, rows: impl IntoIterator<Item = String>) {
        let rows: Vec<String> = rows.into_iter().map(|row| self.reference(row)).collect();
        let (kind, count) = (self.kind, rows.len());
        let _ = writeln!(
            self.tables,
            "static {name}: [&{kind}; {count}] = [{}];",
            rows.join(", ")
        );
    }

    /// The rows and the tables of them.
    pub(crate) fn statics(&self) -> String {
        let mut text = String::new();
        let kind = self.kind;
        for (row, number) in &self.numbers {
            let name = kind.to_ascii_uppercase();
            let _ = writeln!(text, "static {name}{number}: {kind} = {row};");
        }
        text + &self.tables
    }
}

/// Everything that can be looked up: `BUILTIN` with the newest edition and all before it. `dates` are
/// theirs, newest first.
pub(crate) fn editions(dates: &[&str]) -> String {
    let edition = |(index, date): (usize, &&str)| {
        let earlier = if index == 0 { "&EARLIER" } else { "&[]" };
        format!(
            "Catalog {{ date: {date:?}, gpus: &GPUS{index}, models: &MODELS{index}, power: &power::POWER{index}, parts: &PARTS{index}, \
             offers: &OFFERS{index}, apis: &APIS{index}, currencies: &CURRENCIES{index}, earlier: {earlier} }}"
        )
    };
    let mut catalogs = dates.iter().enumerate().map(edition);
    let newest = catalogs.next().unwrap_or_default();
    let earlier: Vec<String> = catalogs.collect();
    format!(
        "pub(super) static BUILTIN: Catalog = {newest};\nstatic EARLIER: [Catalog; {}] = [{}];\n",
        earlier.len(),
        earlier.join(",\n")
    )
}

pub(crate) fn gpu(gpu: &Gpu, shared: &mut Shared<'_>) -> String {
    let (basis, mib) = match gpu.reported_mib {
        Some(mib) => ("Reported", mib),
        None => ("Nominal", u64::from(gpu.nominal_gb) * 1024),
    };
    let rates = &gpu.gflops;
    format!(
        "Gpu {{ id: {:?}, name: {:?}, aliases: &{:?}, vendor: Vendor::{:?}, architecture: Chip::{:?}.name(), chip: Chip::{:?}, segment: Segment::{:?}, \
         memory: GpuMemory {{ bytes: {}, basis: MemoryBasis::{basis}, nominal_gb: {} }}, memory_type: {:?}, memory_kind: {}, \
         unified: {}, bandwidth: {:?}, \
         rates: Rates {{ fp32: {:?}, fp16: {:?}, fp16_fp16acc: {:?}, fp8: {:?}, fp4: {:?}, int8: {:?} }}, \
         tdp_w: {}, power_range_w: {:?}, slots: {}, length_mm: {:?}, form_factor: {:?}, form: {}, pcie: {:?}, link: {}, connectors: {:?}, \
         launched: {:?}, price: {}, used: {}, price_by_gb: {}, price_history: {}, sources: {}, as_of: {:?}, unverified: &{:?}, note: page_text({:?}) }}",
        gpu.id,
        gpu.name,
        gpu.aliases,
        gpu.vendor,
        gpu.architecture,
        gpu.architecture,
        gpu.segment,
        mib << 20,
        gpu.nominal_gb,
        gpu.memory_type,
        variant("MemoryKind", words::MEMORY, &gpu.memory_type),
        option(gpu.unified.as_ref(), unified),
        gpu.bandwidth_mb_s.map(|mb| mb * 1_000_000),
        rates.fp32,
        rates.fp16,
        rates.fp16_fp16acc,
        rates.fp8,
        rates.fp4,
        rates.int8,
        gpu.tdp_w,
        gpu.power_range_w,
        gpu.slots,
        gpu.length_mm,
        gpu.form_factor,
        variant("FormFactor", words::FORM, &gpu.form_factor),
        gpu.pcie.as_ref().map(|pcie| (pcie.generation, pcie.lanes)),
        option(gpu.link.as_ref(), |link| {
            format!(
                "Link {{ name: {:?}, bandwidth: {} }}",
                link.name,
                link.bandwidth_mb_s * 1_000_000
            )
        }),
        gpu.connectors,
        gpu.launched,
        option(gpu.price.as_ref(), |price| self::price(price, shared)),
        option(gpu.used.as_ref(), |price| self::price(price, shared)),
        by_gb(&gpu.price_by_gb, shared),
        history(&gpu.price_history, shared),
        shared.list(&gpu.sources),
        gpu.as_of,
        gpu.unverified,
        gpu.note,
    )
}

fn unified(unified: &Unified) -> String {
    format!(
        "Unified {{ sizes_gb: &{:?}, share_percent: {}, small: {} }}",
        unified.sizes_gb,
        unified.share_percent,
        option(unified.small.as_ref(), |small| {
            format!(
                "SmallShare {{ up_to_gb: {}, share_percent: {} }}",
                small.up_to_gb, small.share_percent
            )
        }),
    )
}

fn price(price: &Price, shared: &mut Shared<'_>) -> String {
    let Price {
        usd,
        low,
        high,
        date,
        condition,
        source,
    } = price;
    let (low, high) = (low.unwrap_or(*usd), high.unwrap_or(*usd));
    let basis = variant("PriceBasis", words::PRICE, condition);
    let source = shared.name(source);
    format!(
        "Price {{ usd: {usd}, low: {low}, high: {high}, date: {date:?}, condition: {condition:?}, basis: {basis}, \
         source: &{source} }}"
    )
}

fn by_gb(sizes: &[SizePrice], shared: &mut Shared<'_>) -> String {
    let rows: Vec<String> = sizes
        .iter()
        .map(|size| format!("({}, {})", size.gb, price(&size.price, shared)))
        .collect();
    format!("&[{}]", rows.join(", "))
}

/// Older prices of a row.
pub(crate) fn history(history: &[Past], shared: &mut Shared<'_>) -> String {
    let rows: Vec<String> = history
        .iter()
        .map(|past| {
            let source = shared.name(&past.source);
            format!(
                "Past {{ cents: {}, date: {:?}, condition: {:?}, source: &{source} }}",
                (past.usd * 100.0).round() as u64,
                past.date,
                past.condition,
            )
        })
        .collect();
    format!("&[{}]", rows.join(", "))
}

pub(crate) fn model(model: &Model, shared: &mut Shared<'_>) -> String {
    let params = &model.params;
    format!(
        "Model {{ id: {:?}, name: {:?}, aliases: &{:?}, family: {:?}, vendor: {:?}, hf_repo: page_text({:?}), released: {:?}, licence: page_text({:?}), \
         modality: page_text({:?}), native: Native::{:?}, reasoning: {:?}, \
         params: Params {{ total: {}, text: {}, vision: {}, mtp: {}, mtp_layers: {}, stored_duplicate: {}, \
         active_published: {:?}, embedding: {}, routed_experts: {} }}, \
         arch: {}, sources: {}, as_of: {:?}, note: page_text({:?}), memo: WeightsMemo::new() }}",
        model.id,
        model.name,
        names::of_model(model),
        model.family,
        model.vendor,
        model.hf_repo,
        model.released,
        model.licence,
        model.modality,
        model.native,
        model.reasoning,
        params.total,
        params.text.unwrap_or(params.total),
        params.vision,
        params.mtp,
        params.mtp_layers,
        params.stored_duplicate,
        params.active_published,
        params.embedding,
        params.routed_experts,
        arch(&model.arch),
        shared.list(&model.sources),
        model.as_of,
        model.note,
    )
}

fn arch(arch: &Arch) -> String {
    format!(
        "Arch {{ hidden_size: {}, intermediate_size: {}, intermediate_per_layer: {}, heads: {}, kv_heads: {}, \
         head_dim: {}, v_head_dim: {}, vocab_size: {}, tied: {}, head_bias: {}, max_context: {}, layers: {}, \
         mlp: {}, mlp_gated: {}, fused: {}, attention: {}, moe: {:?}, linear: {}, \
         norms: Norms {{ bias: {}, per_layer: {} }}, extra: {} }}",
        arch.hidden_size,
        arch.intermediate_size,
        slice(&runs::numbers(arch.intermediate_per_layer.split_whitespace()).unwrap_or_default()),
        arch.heads,
        arch.kv_heads,
        arch.head_dim,
        arch.v_head_dim.unwrap_or(arch.head_dim),
        arch.vocab_size,
        arch.tied,
        arch.head_bias,
        arch.max_context,
        letters(&arch.layers),
        letters(&arch.mlp),
        arch.mlp_gated,
        arch.fused,
        attention(&arch.attention),
        arch.moe,
        option(arch.linear.as_ref(), |linear| {
            format!(
                "Linear {{ kind: LinearKind::{:?}, conv_kernel: {}, state_elements: {}, conv_state_elements: {} }}",
                linear.kind, linear.conv_kernel, linear.state_elements, linear.conv_state_elements
            )
        }),
        arch.norms.bias,
        arch.norms.per_layer,
        extra(arch),
    )
}

fn attention(attention: &Attention) -> String {
    format!(
        "Attention {{ bias: AttnBias::{:?}, qk_norm: QkNorm::{:?}, output_gate: OutputGate::{:?}, sinks: Sinks::{:?}, \
         sliding_window: {:?}, chunk_size: {:?}, mla: {:?}, indexer: {}, compressed: {:?}, overrides: {}, \
         kv_shared_layers: {} }}",
        attention.bias,
        attention.qk_norm,
        attention.output_gate,
        attention.sinks,
        attention.sliding_window,
        attention.chunk_size,
        attention.mla,
        option(attention.indexer.as_ref(), |indexer| {
            format!(
                "Indexer {{ kind: IndexerKind::{:?}, heads: {}, head_dim: {}, selects: {}, layers: {} }}",
                indexer.kind,
                indexer.heads,
                indexer.head_dim,
                indexer.selects,
                letters(&indexer.layers)
            )
        }),
        attention.compressed,
        slice(&attention.overrides),
        attention.kv_shared_layers,
    )
}

fn extra(arch: &Arch) -> String {
    let rows: Vec<String> = arch
        .extra
        .iter()
        .map(|extra| {
            format!(
                "Extra {{ name: Cow::Borrowed({:?}), kind: ExtraKind::{}, params: {} }}",
                extra.name,
                words::meaning(words::EXTRA, &extra.name).unwrap_or("Small"),
                extra.params
            )
        })
        .collect();
    format!("Cow::Borrowed(&[{}])", rows.join(", "))
}

/// The variant of an enum that words stand for; empty for words that were refused.
pub(crate) fn variant(kind: &str, meanings: &Meanings, words: &str) -> String {
    let meaning = words::meaning(meanings, words);
    meaning.map_or_else(String::new, |meaning| format!("{kind}::{meaning}"))
}

fn letters(pattern: &str) -> String {
    format!(
        "Cow::Borrowed({:?})",
        runs::letters(pattern.split_whitespace()).unwrap_or_default()
    )
}

fn slice<T: Debug>(values: &[T]) -> String {
    format!("Cow::Borrowed(&{values:?})")
}

pub(crate) fn option<T>(value: Option<T>, write: impl FnOnce(T) -> String) -> String {
    value.map_or_else(|| "None".into(), |value| format!("Some({})", write(value)))
}
