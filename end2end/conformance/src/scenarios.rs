//! Queries that reach into every corner of the catalogue, the same on every run and every target.

use headroom_core::catalog::Catalog;
use headroom_core::engine::Engine;
use headroom_core::model::quant::KvType;
use headroom_core::model::quant::Quant;
use headroom_core::scenario::Raid;
use headroom_core::scenario::{Compute, Keep, Loss, Method, Optimizer, Recompute, Sharding};

/// How many scenarios there are.
pub(crate) const COUNT: u32 = 1500;

const COUNTS: [&str; 8] = ["1", "2", "3", "4", "6", "8", "16", "72"];
const CONTEXTS: [&str; 8] = [
    "512", "4096", "8192", "32768", "100000", "131072", "1048576", "abc",
];
const USERS: [&str; 5] = ["1", "2", "7", "64", "1024"];
const PLACEMENTS: [&str; 7] = ["layer", "tp", "pp", "tp2", "tp2pp2", "tp3", "ep"];
const OFFLOADS: [&str; 6] = [
    "none",
    "auto",
    "experts",
    "experts-12",
    "layers-8",
    "hot-16",
];
const IMAGES: [&str; 4] = ["1", "3~1920x1080", "16~300x4000", "2~1500"];
const CUSTOM: [&str; 6] = [
    "405b",
    "7.6b",
    "141b-a39b",
    "custom&params=1.5t&active=40b",
    "custom&layers=61&hidden=7168&heads=128&kvheads=8&headdim=128&ffn=18432&vocab=129280",
    "custom&layers=48&hidden=2048&heads=32&kvheads=4&headdim=128&ffn=6144&vocab=151936&experts=128&topk=8&expertffn=768",
];

/// The query of one scenario.
///
/// Every card and every model of the catalogue comes up; what goes with them is drawn.
pub(crate) fn query(index: u32, catalog: &Catalog) -> String {
    let mut draw = Draw::new(index);
    let place = usize::try_from(index).unwrap_or_default();
    let gpu = catalog.gpus[place % catalog.gpus.len()].id;
    let model = catalog.models[place % catalog.models.len()].id;
    let mut query = format!("gpu={gpu}");
    if draw.one_in(6) {
        let second = draw.of(catalog.gpus).id;
        query.push_str(&format!("*{}+{second}", draw.below(4) + 1));
    } else {
        query.push_str(&format!("&n={}", draw.of(&COUNTS)));
    }
    let custom = draw.one_in(8);
    query.push_str(&format!(
        "&model={}",
        if custom { draw.of(&CUSTOM) } else { model }
    ));
    query.push_str(&format!("&w={}", draw.of(Quant::ALL).id()));
    query.push_str(&format!("&engine={}", draw.of(Engine::ALL).id()));
    for (key, values) in [
        ("ctx", CONTEXTS.as_slice()),
        ("users", &USERS),
        ("par", &PLACEMENTS),
        ("offload", &OFFLOADS),
    ] {
        if draw.one_in(2) {
            query.push_str(&format!("&{key}={}", draw.of(values)));
        }
    }
    if draw.one_in(2) {
        query.push_str(&format!("&kv={}", draw.of(&KvType::ALL).id()));
    }
    if draw.one_in(3) {
        query.push_str(&format!("&ram={}", 16 << draw.below(8)));
    }
    // Few models see images, so that most of these are told.
    if draw.one_in(10) {
        query.push_str(&format!("&images={}", draw.of(&IMAGES)));
    }
    if draw.one_in(3) {
        training(&mut query, &mut draw);
    }
    if draw.one_in(4) {
        query.push_str(&format!("&raid={}", draw.of(&Raid::ALL).id()));
    }
    if draw.one_in(8) {
        let editions = std::iter::once(catalog).chain(catalog.earlier);
        let days: Vec<&str> = editions.map(|edition| edition.date).collect();
        query.push_str(&format!("&cat={}", draw.of(&days)));
    }
    query
}

fn training(query: &mut String, draw: &mut Draw) {
    query.push_str("&mode=train");
    for (key, id) in [
        ("method", draw.of(Method::ALL).id()),
        ("optim", draw.of(Optimizer::ALL).id()),
        ("shard", draw.of(Sharding::ALL).id()),
        ("offload-optim", draw.of(Keep::ALL).id()),
        ("offload-params", draw.of(Keep::ALL).id()),
        ("recompute", draw.of(Recompute::ALL).id()),
        ("loss", draw.of(Loss::ALL).id()),
        ("compute", draw.of(Compute::ALL).id()),
    ] {
        if draw.one_in(2) {
            query.push_str(&format!("&{key}={id}"));
        }
    }
    query.push_str(&format!(
        "&seq={}&micro={}&tokens={}k",
        1 << draw.below(18),
        1 + draw.below(32),
        1 + draw.below(100_000_000)
    ));
}

/// Numbers that look random and are not (xorshift64*; Vigna 2016, arXiv:1402.6246).
struct Draw(u64);

impl Draw {
    /// A sequence of its own for every scenario, so that one can be repeated alone.
    fn new(index: u32) -> Self {
        let mut draw = Self((u64::from(index) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for _ in 0..4 {
            draw.next();
        }
        draw
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    fn of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        // A usize has 32 bits in the browser; the remainder fits either.
        let place = self.next() % values.len() as u64;
        &values[place as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use headroom_core::catalog::Catalog;
    use headroom_core::codec::decode;

    use super::{COUNT, query};

    #[test]
    fn scenarios_differ_and_reach_the_whole_catalogue() {
        let catalog = Catalog::builtin();
        let queries: HashSet<String> = (0..COUNT).map(|index| query(index, catalog)).collect();
        assert!(queries.len() > 1400, "{}", queries.len());
        for gpu in catalog.gpus {
            assert!(
                queries.iter().any(|query| query.contains(gpu.id)),
                "{}",
                gpu.id
            );
        }
        for model in catalog.models {
            assert!(
                queries
                    .iter()
                    .any(|query| query.contains(&format!("model={}&", model.id))),
                "{}",
                model.id
            );
        }
    }

    #[test]
    fn most_scenarios_are_understood() {
        let catalog = Catalog::builtin();
        let understood = (0..COUNT)
            .filter(|&index| decode(&query(index, catalog), catalog).notices.is_empty())
            .count();
        assert!(understood > 900, "{understood}");
    }
}
