//! Claims about an amount of memory without cards: judged on bytes alone.
//!
//! What a model needs is its weights, its cache and what the program keeps beside them, reckoned on one card that is
//! large enough for anything. What there is, is as many GB as was written: by the letter, or as vendors count, who mean
//! GiB. Only what holds for both is told without a condition.

use super::Case;
use super::amounts::{Amount, Unit};
use super::reading::{Reading, Said};
use super::way::{Way, used_as_written};
use crate::builds::{Figure, Ruling, WRITTEN};
use crate::catalog::Catalog;
use crate::codec::words;
use crate::engine::Engine;
use crate::evaluate;
use crate::model::quant::Quant;
use crate::units::{GB, GIB, gb};

/// What a model needs, in bytes.
#[derive(Clone, Copy, Debug)]
struct Need {
    weights: u64,
    low: u64,
    typical: u64,
    high: u64,
}

/// The formats that a word such as “4 bits” stands for, each with a program that runs it.
pub(super) fn widths(said: &Reading) -> Vec<(String, Vec<(&'static str, String)>)> {
    let Some(format) = &said.format else {
        return vec![(
            Quant::F16.name().to_owned(),
            vec![("w", Quant::F16.id().to_owned())],
        )];
    };
    if said.engine.is_some() {
        return vec![(String::new(), vec![("w", format.word.clone())])];
    }
    let mut found: Vec<(Quant, Option<Engine>)> = vec![(format.quant, None)];
    for engine in Engine::ALL {
        if let Some(quant) = words::weights(&format.word, Some(*engine)).found()
            && found.iter().all(|(known, _)| *known != quant)
        {
            found.push((quant, Some(*engine)));
        }
    }
    let choice = |(quant, engine): (Quant, Option<Engine>)| {
        let mut pairs = vec![("w", quant.id().to_owned())];
        pairs.extend(engine.map(|engine| ("engine", engine.id().to_owned())));
        (quant.name().to_owned(), pairs)
    };
    found.into_iter().map(choice).collect()
}

/// The same without the usual one.
pub(super) fn other_widths(said: &Reading) -> Vec<(String, Vec<(&'static str, String)>)> {
    let mut all = if said.format.is_some() {
        widths(said)
    } else {
        Vec::new()
    };
    if !all.is_empty() {
        all.remove(0);
    }
    all
}

fn need(way: &Way, catalog: &Catalog) -> Result<(Need, String), String> {
    let report = evaluate::answer(&way.query, catalog);
    used_as_written(&report)?;
    let memory = report.memory();
    let Some(card) = memory.per_gpu.first() else {
        return Err("This cannot be reckoned without a card.".to_owned());
    };
    let beside = |used: u64| used.saturating_sub(card.reserve_bytes);
    let need = Need {
        weights: memory.weights_bytes.min(card.weights_bytes.max(1)),
        low: beside(card.used_low_bytes),
        typical: beside(card.used_bytes),
        high: beside(card.used_high_bytes),
    };
    Ok((need, report.query().to_owned()))
}

fn giga(bytes: u64) -> f64 {
    bytes as f64 / GB as f64
}

fn figure(need: Need) -> Figure {
    Figure::new("Needed", "GB", giga(need.typical)).between(giga(need.low), giga(need.high))
}

/// Whether a model goes into so much memory.
pub(super) fn fits(ways: &[Way], said: &Reading, catalog: &Catalog) -> Result<Vec<Case>, String> {
    let Some(amount) = said.memory else {
        return Ok(Vec::new());
    };
    let (least, most) = capacity(amount);
    let there = if least == most {
        gb(least)
    } else {
        format!("{}, or {} as vendors count", gb(least), gb(most))
    };
    let judge = |way: &Way| -> Result<Case, String> {
        let (needed, query) = need(way, catalog)?;
        let sentence = format!(
            "Weights, cache and the program need about {}, {} to {}; there are {there}.",
            gb(needed.typical),
            gb(needed.low),
            gb(needed.high)
        );
        let (ruling, reason) = if needed.high <= least {
            (Ruling::Confirmed, sentence)
        } else if needed.low > most {
            match smaller(way, said, most, catalog) {
                Some(how) => (Ruling::Depends, format!("{sentence} {how}")),
                None => (Ruling::Refuted, sentence),
            }
        } else {
            let said = format!("{sentence} That is within what programs differ by.");
            (Ruling::Depends, said)
        };
        Ok(Case {
            label: way.label.clone(),
            over: "whether it fits",
            ruling,
            reason,
            figures: vec![figure(needed).limited(giga(most))],
            query: with_cards(&query, amount, catalog),
        })
    };
    let one = |way: &Way| -> Result<Case, String> {
        let mut case = judge(way)?;
        if case.ruling == Ruling::Refuted {
            let better = other_widths(said).into_iter().find_map(|(name, pairs)| {
                let case = judge(&way.with("", &pairs)).ok()?;
                (case.ruling != Ruling::Refuted).then_some((name, case))
            });
            if let Some((name, other)) = better {
                case.or_in(&name, other);
            }
        }
        Ok(case)
    };
    ways.iter().map(one).collect()
}

/// What the claim leaves open and would make it fit: a smaller cache, a shorter context.
fn smaller(way: &Way, said: &Reading, most: u64, catalog: &Catalog) -> Option<String> {
    let cache = [
        ("kv", "8bit", "With the cache in 8 bits"),
        ("kv", "4bit", "With the cache in 4 bits"),
    ];
    let context = ("ctx", SHORTER, "With a context of 2\u{202f}048 tokens");
    let tries = { cache.into_iter() }
        .filter(|_| said.cache.is_none())
        .chain(Some(context).filter(|_| said.context.is_none()));
    tries.into_iter().find_map(|(key, value, how)| {
        let mut other = way.clone();
        other.query.set(key, value);
        // Not every program has every cache.
        let (needed, _) = need(&other, catalog).ok()?;
        let typical = gb(needed.typical);
        (needed.low <= most)
            .then(|| format!("{how}, of which nothing is said, it needs about {typical}."))
    })
}

/// A context that is of use for something, in tokens.
const SHORTER: &str = "2048";

/// The bytes of an amount, by the letter and as vendors count.
fn capacity(amount: Amount) -> (u64, u64) {
    let bytes = |unit: u64| (amount.high * unit as f64) as u64;
    match amount.unit {
        Unit::Gib => (bytes(GIB), bytes(GIB)),
        _ => (bytes(GB), bytes(GIB)),
    }
}

/// The question on cards that have this much memory together, where some do: for a look, never for the verdict.
fn with_cards(query: &str, amount: Amount, catalog: &Catalog) -> String {
    let usual = catalog.gpu(crate::scenario::DEFAULT_GPU).into_iter();
    let others = catalog
        .gpus
        .iter()
        .copied()
        .filter(|gpu| !gpu.is_whole() && gpu.price.is_some());
    let gpus: Vec<_> = usual.chain(others).collect();
    let found = [1_u32, 2, 4, 8].into_iter().find_map(|count| {
        let fits =
            |gpu: &&&crate::catalog::Gpu| f64::from(gpu.memory.nominal_gb * count) == amount.high;
        gpus.iter().find(fits).map(|gpu| (gpu.id, count))
    });
    let usual = gpus
        .first()
        .filter(|gpu| amount.high / f64::from(gpu.memory.nominal_gb) == 4.0);
    let found = usual.map(|gpu| (gpu.id, 4)).or(found);
    let Some((id, count)) = found else {
        return query.to_owned();
    };
    let mut query = crate::codec::Query::parse(query);
    query.set("gpu", id);
    query.set("n", count.to_string());
    evaluate::answer(&query, catalog).query().to_owned()
}

/// Whether a model needs so much memory: from its weights alone to all that the program may take beside them.
pub(super) fn needs(
    ways: &[Way],
    said: Said,
    reading: &Reading,
    catalog: &Catalog,
) -> Result<Vec<Case>, String> {
    if reading.memory.is_some() {
        return Err("It says what is needed and what there is; say one of the two.".to_owned());
    }
    let unit = if said.binary { GIB } else { GB };
    let [low, high] = [said.low, said.high].map(|figure| figure * giga(unit));
    let [low_binary, high_binary] = [said.low, said.high].map(|figure| figure * giga(GIB));
    ways.iter()
        .map(|way| {
            let (needed, query) = need(way, catalog)?;
            let (least, most) = (giga(needed.weights), giga(needed.high));
            let within =
                |figure: f64| figure >= least * (1.0 - WRITTEN) && figure <= most * (1.0 + WRITTEN);
            let meant = |low: f64, high: f64| {
                if high.is_infinite() {
                    match () {
                        () if least >= low * (1.0 - WRITTEN) => Ruling::Confirmed,
                        () if most >= low => Ruling::Depends,
                        () => Ruling::Refuted,
                    }
                } else if low == 0.0 {
                    match () {
                        () if most <= high => Ruling::Confirmed,
                        () if least <= high => Ruling::Depends,
                        () => Ruling::Refuted,
                    }
                } else if within(low) && within(high) {
                    Ruling::Confirmed
                } else if low <= most && high >= least {
                    Ruling::Depends
                } else {
                    Ruling::Refuted
                }
            };
            let sentence = format!(
                "The weights alone take {}; with cache and program it is about {}, at most {}.",
                gb(needed.weights),
                gb(needed.typical),
                gb(needed.high)
            );
            let (ruling, reason) = match (meant(low, high), meant(low_binary, high_binary)) {
                (Ruling::Refuted, Ruling::Confirmed) => {
                    let said = format!(
                        "{sentence} It would be so in GiB, which many programs write as GB."
                    );
                    (Ruling::Depends, said)
                }
                (ruling, _) => (ruling, sentence),
            };
            let weights = Figure::new("Weights alone", "GB", giga(needed.weights));
            Ok(Case {
                label: way.label.clone(),
                over: "what it needs",
                ruling,
                reason,
                figures: vec![figure(needed).claimed(low, high), weights],
                query,
            })
        })
        .collect()
}
