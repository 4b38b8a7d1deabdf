//! Random questions over every key of the registry, and small changes of a question: the same seed gives
//! the same ones on any machine.

use headroom_core::catalog::Catalog;
use headroom_core::codec::Query;
use headroom_core::engine::Engine;
use headroom_core::evaluate::Report;
use headroom_core::faster;
use headroom_core::model::quant::{KvType, Quant};
use headroom_core::report::WayOut;
use headroom_core::scenario::keys::{self, Key, Takes};

/// Words of keys that take one of a few.
const WORDS: [(&str, &[&str]); 17] = [
    (
        "offload",
        &[
            "none",
            "auto",
            "auto",
            "experts",
            "layers-7",
            "experts-12",
            "hot-16",
            "cache-16",
        ],
    ),
    (
        "par",
        &["auto", "layer", "tp", "pp", "tp2", "tp4-pp2", "tp-ep"],
    ),
    ("raid", &["none", "0", "independent"]),
    ("tied", &["1"]),
    ("ups", &["none", "auto"]),
    ("condition", &["new", "used"]),
    ("mode", &["train"]),
    ("method", &["full", "lora", "qlora"]),
    ("targets", &["all", "attn", "q-v"]),
    ("optim", &["adamw", "adam8bit", "adafactor", "sgd", "muon"]),
    ("shard", &["fsdp", "ddp", "zero1", "zero2", "zero3"]),
    ("offload-optim", &["gpu", "cpu", "nvme"]),
    ("offload-params", &["gpu", "cpu", "nvme"]),
    ("offload-acts", &["gpu", "cpu"]),
    ("recompute", &["full", "selective", "none"]),
    ("loss", &["plain", "chunked", "fused"]),
    ("compute", &["bf16", "fp8"]),
];

/// Models by their size.
const SIZES: [&str; 7] = [
    "1t",
    "10t",
    "405b",
    "70b",
    "141b-a39b",
    "3000b-a20b",
    "0.2b",
];

/// Asks a report for all that pages show of it, and gives what it suggests.
pub(crate) fn everything(report: &Report, catalog: &Catalog) -> Vec<WayOut> {
    report.complete();
    if !report.is_understood() {
        return Vec::new();
    }
    let mut ways = report.ways_out().to_vec();
    ways.extend(faster::ways(report, catalog));
    // A note stands beside suggestions, and each cell of the grid is one.
    assert!(
        report
            .ways_out_note()
            .is_none_or(|note| note.ends_with('.'))
    );
    assert!(!report.grid().contexts.is_empty());
    ways
}

/// Numbers that look random and are the same each time (splitmix64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of `0..count`.
    pub(crate) fn below(&mut self, count: u64) -> u64 {
        self.next() % count.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }

    /// Between two bounds: one of them, or as likely small as large.
    fn between(&mut self, low: u64, high: u64) -> u64 {
        match self.below(4) {
            0 => high,
            1 => low,
            _ => {
                let width = (high - low).max(1);
                let bits = u64::from(64 - width.leading_zeros());
                low + self.next() % (1 << self.below(bits + 1).min(62)).min(width + 1)
            }
        }
    }
}

/// A question of several keys.
pub(crate) fn question(random: &mut Random) -> Query {
    let mut query = Query::default();
    query.set("gpu", gpus(random));
    query.set("n", random.between(1, 64).to_string());
    query.set("model", model(random));
    for _ in 0..random.below(9) {
        change(random, &mut query);
    }
    query
}

/// Changes one key of a question, those that decide most more often than the others.
pub(crate) fn change(random: &mut Random, query: &mut Query) {
    const OFTEN: [&str; 12] = [
        "gpu", "n", "model", "w", "kv", "ctx", "users", "engine", "offload", "ram", "also",
        "layers",
    ];
    let every: Vec<&Key> = keys::all().collect();
    let key = match random.below(2) {
        0 => *random.one(&OFTEN),
        _ => random.one(&every).name(),
    };
    match random.below(8) {
        0 => {
            query.remove(key);
        }
        _ => query.set(key, value(random, key)),
    }
}

fn value(random: &mut Random, key: &str) -> String {
    let catalog = Catalog::builtin();
    match key {
        "gpu" => gpus(random),
        "model" => model(random),
        "also" => also(random),
        "w" => random.one(Quant::ALL).id().to_owned(),
        "kv" => random.one(&KvType::ALL).id().to_owned(),
        "engine" => random.one(Engine::ALL).id().to_owned(),
        "circuit" => random.one(catalog.power.circuits).id.to_owned(),
        "region" => random.one(catalog.power.regions).id.to_owned(),
        "cloud" => random.one(catalog.offers).id(),
        "params" | "active" => (*random.one(&SIZES)).to_owned(),
        _ => known(random, key),
    }
}

fn known(random: &mut Random, key: &str) -> String {
    if let Some((_, words)) = WORDS.iter().find(|(name, _)| *name == key) {
        return (*random.one(words)).to_owned();
    }
    match keys::find(key).map(|key| key.takes) {
        Some(Takes::Whole(bound)) => random
            .between(bound.min.into(), bound.max.into())
            .to_string(),
        Some(Takes::Amount(amount)) => {
            let span = random.between(0, amount.max.abs_diff(amount.min));
            amount.text(amount.min.saturating_add_unsigned(span))
        }
        _ => part(random),
    }
}

fn gpus(random: &mut Random) -> String {
    let catalog = Catalog::builtin();
    let kinds = match random.below(4) {
        0 => random.between(2, 64),
        _ => 1,
    };
    let one = |_| {
        let gpu = random.one(catalog.gpus).id;
        match kinds {
            1 => gpu.to_owned(),
            _ => format!("{gpu}*{}", random.between(1, 8)),
        }
    };
    (0..kinds).map(one).collect::<Vec<String>>().join("+")
}

fn model(random: &mut Random) -> String {
    match random.below(4) {
        0 => (*random.one(&SIZES)).to_owned(),
        1 => "custom".to_owned(),
        _ => random.one(Catalog::builtin().models).id.to_owned(),
    }
}

/// Models beside it, few kinds of many or many of few.
fn also(random: &mut Random) -> String {
    let kinds = random.between(1, 15);
    let one = |_| {
        let model = match random.below(4) {
            0 => *random.one(&SIZES),
            _ => random.one(Catalog::builtin().models).id,
        };
        let format = random.one(Quant::ALL).id();
        format!("{model}~{format}*{}", random.between(1, 15))
    };
    (0..kinds).map(one).collect::<Vec<String>>().join("+")
}

fn part(random: &mut Random) -> String {
    random.one(Catalog::builtin().parts).id.to_owned()
}
