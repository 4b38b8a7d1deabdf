//! What a GPU row may say, and the checks that GPUs and models share.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::RangeInclusive;

use super::Violation;
use super::rows::{Gpu, Past, Segment};
use super::sources::Sources;
use super::words::{self, Meanings};

/// Collects what is wrong with one row.
pub(crate) struct Row<'a> {
    file: &'static str,
    name: String,
    found: &'a mut Vec<Violation>,
}

impl<'a> Row<'a> {
    pub(crate) fn new(file: &'static str, name: String, found: &'a mut Vec<Violation>) -> Self {
        Self { file, name, found }
    }

    pub(crate) fn fail(&mut self, field: &str, problem: impl Into<String>) {
        self.found.push(Violation {
            file: self.file,
            row: self.name.clone(),
            field: field.into(),
            problem: problem.into(),
        });
    }

    pub(crate) fn within<T: PartialOrd + Display>(
        &mut self,
        field: &str,
        value: T,
        allowed: RangeInclusive<T>,
    ) {
        if !allowed.contains(&value) {
            self.fail(
                field,
                format!(
                    "{value} is outside {} to {}",
                    allowed.start(),
                    allowed.end()
                ),
            );
        }
    }

    pub(crate) fn within_if<T: PartialOrd + Display>(
        &mut self,
        field: &str,
        value: Option<T>,
        allowed: RangeInclusive<T>,
    ) {
        if let Some(value) = value {
            self.within(field, value, allowed);
        }
    }

    pub(crate) fn written(&mut self, field: &str, value: &str) {
        if value.trim().is_empty() {
            self.fail(field, "is empty");
        }
    }

    /// Checks that something can be calculated from these words.
    pub(crate) fn means(&mut self, field: &str, words: &str, meanings: &Meanings) {
        if words::meaning(meanings, words).is_none() {
            let known: Vec<String> = meanings
                .iter()
                .map(|(beginning, _)| format!("`{beginning}`"))
                .collect();
            let known = known.join(", ");
            self.fail(field, format!("`{words}` begins with none of {known}"));
        }
    }

    pub(crate) fn unique(&mut self, seen: &mut BTreeSet<String>, id: &str) {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        if id.is_empty() || !id.chars().all(plain) {
            self.fail("id", format!("`{id}` may hold only a-z, 0-9, `-` and `.`"));
        }
        if !seen.insert(id.into()) {
            self.fail("id", format!("`{id}` is taken by an earlier row"));
        }
    }

    pub(crate) fn sourced(&mut self, references: &[String], as_of: &str, sources: &Sources) {
        if references.is_empty() {
            self.fail("sources", "a row without a source is not accepted");
        }
        for reference in references {
            if sources.resolve(reference).is_none() {
                self.fail("sources", format!("`{reference}` is not in sources.toml"));
            }
        }
        self.dated("as_of", as_of, 3);
    }

    /// Checks a date of at least `parts` parts: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    /// Day, kind and source of a price; `least` is how much of the day has to be known.
    pub(crate) fn priced(
        &mut self,
        field: &str,
        (date, least): (&str, usize),
        condition: &str,
        source: &str,
        sources: &Sources,
    ) {
        self.dated(&format!("{field}.date"), date, least);
        self.means(&format!("{field}.condition"), condition, words::PRICE);
        if sources.resolve(source).is_none() {
            let problem = format!("`{source}` is not in sources.toml");
            self.fail(&format!("{field}.source"), problem);
        }
    }

    /// The range around a price holds it.
    pub(crate) fn range(&mut self, field: &str, usd: f64, low: Option<f64>, high: Option<f64>) {
        let holds =
            low.is_none_or(|low| low > 0.0 && low <= usd) && high.is_none_or(|high| high >= usd);
        if !holds {
            self.fail(field, format!("{low:?} to {high:?} does not hold {usd}"));
        }
    }

    /// Older prices, the oldest first.
    pub(crate) fn history(&mut self, history: &[Past], sources: &Sources) {
        for past in history {
            let when = (past.date.as_str(), 2);
            self.priced(
                "price_history",
                when,
                &past.condition,
                &past.source,
                sources,
            );
        }
        if !history.is_sorted_by(|a, b| a.date <= b.date) {
            self.fail("price_history", "does not stand oldest first");
        }
    }

    pub(crate) fn dated(&mut self, field: &str, date: &str, parts: usize) {
        if date.is_empty() {
            self.fail(field, "a row without a date is not accepted");
        } else if !is_date(date, parts) {
            let form = ["YYYY", "YYYY-MM", "YYYY-MM-DD"][parts - 1];
            self.fail(field, format!("`{date}` is no date of the form {form}"));
        }
    }
}

fn is_date(date: &str, least: usize) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let bounds = [(4, 2000, 2099), (2, 1, 12), (2, 1, 31)];
    (least..=3).contains(&parts.len())
        && parts.iter().zip(bounds).all(|(part, (width, low, high))| {
            part.len() == width
                && part
                    .parse()
                    .is_ok_and(|number: u32| (low..=high).contains(&number))
        })
}

/// Names that `unverified` may use: those of `catalog::Gpu`.
const GPU_FIELDS: [&str; 15] = [
    "architecture",
    "bandwidth",
    "connectors",
    "form_factor",
    "launched",
    "link",
    "memory",
    "memory_type",
    "pcie",
    "power_range_w",
    "price",
    "used",
    "slots",
    "tdp_w",
    "unified",
];
const RATES: [&str; 6] = ["fp32", "fp16", "fp16_fp16acc", "fp8", "fp4", "int8"];

pub(crate) fn gpus(gpus: &[Gpu], sources: &Sources, found: &mut Vec<Violation>) {
    let mut ids = BTreeSet::new();
    for gpu in gpus {
        let mut row = Row::new("gpus.toml", format!("gpu `{}`", gpu.id), found);
        row.unique(&mut ids, &gpu.id);
        row.written("name", &gpu.name);
        row.means("memory_type", &gpu.memory_type, words::MEMORY);
        row.means("form_factor", &gpu.form_factor, words::FORM);
        row.sourced(&gpu.sources, &gpu.as_of, sources);
        row.within("nominal_gb", gpu.nominal_gb, 4..=1024);
        if let Some(reported) = gpu.reported_mib {
            let nominal = u64::from(gpu.nominal_gb) * 1024;
            row.within("reported_mib", reported, nominal * 9 / 10..=nominal);
        }
        row.within_if("bandwidth_mb_s", gpu.bandwidth_mb_s, 10_000..=20_000_000);
        row.within("tdp_w", gpu.tdp_w, 5..=2_000);
        if let Some((low, high)) = gpu.power_range_w {
            row.within("power_range_w", low, 5..=high);
            row.within("power_range_w", high, 5..=2_000);
        }
        row.within("slots", gpu.slots, 0..=5);
        row.within_if("length_mm", gpu.length_mm, 100..=400);
        if let Some(pcie) = &gpu.pcie {
            row.within("pcie.gen", pcie.generation, 1..=7);
            if ![1, 4, 8, 16].contains(&pcie.lanes) {
                row.fail("pcie.lanes", format!("{} is not 1, 4, 8 or 16", pcie.lanes));
            }
        }
        if let Some(link) = &gpu.link {
            row.written("link.name", &link.name);
            row.within(
                "link.bandwidth_mb_s",
                link.bandwidth_mb_s,
                10_000..=10_000_000,
            );
        }
        if !gpu.launched.is_empty() {
            row.dated("launched", &gpu.launched, 1);
        }
        let prices = gpu.price.iter().map(|price| ("price", price));
        let prices = prices.chain(gpu.used.iter().map(|price| ("used", price)));
        let sizes = gpu.price_by_gb.iter();
        for (field, price) in prices.chain(sizes.map(|size| ("price_by_gb", &size.price))) {
            row.within(&format!("{field}.usd"), price.usd, 50..=100_000);
            let [low, high] = [price.low, price.high].map(|usd| usd.map(f64::from));
            row.range(field, f64::from(price.usd), low, high);
            row.priced(
                field,
                (&price.date, 1),
                &price.condition,
                &price.source,
                sources,
            );
        }
        row.history(&gpu.price_history, sources);
        let sold = gpu.unified.as_ref().map_or(&[][..], |one| &one.sizes_gb);
        for size in &gpu.price_by_gb {
            if !sold.contains(&size.gb) {
                row.fail("price_by_gb", format!("{} GB is not sold", size.gb));
            }
        }
        rates(gpu, &mut row);
        unified(gpu, &mut row);
        for field in &gpu.unverified {
            let rate = field
                .strip_prefix("rates.")
                .is_some_and(|rate| RATES.contains(&rate));
            if !rate && field != "rates" && !GPU_FIELDS.contains(&field.as_str()) {
                row.fail("unverified", format!("`{field}` is no field of a GPU"));
            }
        }
    }
}

fn rates(gpu: &Gpu, row: &mut Row<'_>) {
    let rates = &gpu.gflops;
    let values = [
        rates.fp32,
        rates.fp16,
        rates.fp16_fp16acc,
        rates.fp8,
        rates.fp4,
        rates.int8,
    ];
    for (name, value) in RATES.iter().zip(values) {
        row.within_if(&format!("gflops.{name}"), value, 1_000..=50_000_000);
    }
    if let (Some(fp16), Some(fp8)) = (rates.fp16, rates.fp8)
        && fp8 < fp16
    {
        row.fail(
            "gflops.fp8",
            format!("{fp8} is below the FP16 rate of {fp16}"),
        );
    }
}

fn unified(gpu: &Gpu, row: &mut Row<'_>) {
    let Some(unified) = &gpu.unified else {
        if gpu.segment == Segment::Unified {
            row.fail("unified", "is missing from a machine with unified memory");
        }
        return;
    };
    if gpu.segment != Segment::Unified {
        row.fail("segment", "is not `unified`, although `unified` is given");
    }
    if !unified.sizes_gb.is_sorted_by(|a, b| a < b) {
        row.fail("unified.sizes_gb", "is not ascending");
    }
    if unified.sizes_gb.last() != Some(&gpu.nominal_gb) {
        row.fail(
            "unified.sizes_gb",
            format!("does not end with nominal_gb = {}", gpu.nominal_gb),
        );
    }
    row.within("unified.share_percent", unified.share_percent, 50..=100);
    if let Some(small) = &unified.small {
        row.within(
            "unified.small.share_percent",
            small.share_percent,
            50..=unified.share_percent,
        );
        row.within(
            "unified.small.up_to_gb",
            small.up_to_gb,
            4..=gpu.nominal_gb.max(64),
        );
    }
}
