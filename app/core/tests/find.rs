//! Searches say what the builds that they lead to say.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use headroom_core::catalog::Catalog;
use headroom_core::codec;
use headroom_core::engine::Engine;
use headroom_core::evaluate;
use headroom_core::find::{Asked, How, ModelFound, ModelsFound, models};
use headroom_core::model::quant::Quant;
use headroom_core::report::Status;

const MACHINES: [&str; 6] = [
    "gpu=rtx-3090&n=2&users=2",
    "gpu=rtx-5090+rtx-3090*2&ctx=32768",
    "gpu=apple-m4-max&mem=64",
    "gpu=gaudi3&n=2",
    "gpu=rtx-4090&ram=256",
    "gpu=h100-sxm&n=8&engine=vllm",
];

fn found(raw: &str) -> ModelsFound {
    let catalog = Catalog::builtin();
    models(&Asked::read(raw, catalog), catalog)
}

fn row(found: &ModelsFound, model: &str) -> ModelFound {
    let row = found.models.iter().find(|row| row.model == model);
    row.cloned().unwrap()
}

#[test]
fn every_row_says_what_its_build_says() {
    for machine in MACHINES {
        let found = found(machine);
        assert_eq!(found.models.len(), found.all, "{machine}");
        for row in &found.models {
            let report = evaluate::report(&row.query, Catalog::builtin());
            let name = format!("{machine}: {} at {}", row.model, row.query);
            assert_eq!(report.notices(), [], "{name}");
            assert_eq!(report.query(), row.query, "{name}");
            assert_eq!(report.scenario().model, row.model, "{name}");
            assert_eq!(report.verdict().status, row.status, "{name}");
            assert_eq!(row.status.runs(), row.how != How::Not, "{name}");
            assert_eq!(report.verdict().margin_bytes, row.spare_bytes, "{name}");
            assert!(!row.why.is_empty(), "{name}");
            if row.how == How::Not {
                assert_eq!(
                    (row.format, row.decode_tokens_per_s),
                    (None, None),
                    "{name}"
                );
                continue;
            }
            let speed = report.speed();
            assert_eq!(row.format, Some(report.scenario().weights), "{name}");
            assert_eq!(
                row.weights_bytes,
                Some(report.memory().weights_bytes),
                "{name}"
            );
            assert_eq!(row.decode_tokens_per_s, speed.decode_tokens_per_s, "{name}");
            assert_eq!(row.users_at_floor, speed.users_at_floor, "{name}");
            assert_eq!(
                row.max_context_tokens,
                report.limits().max_context_tokens,
                "{name}"
            );
            let load = report.power().asked().map(|load| load.wall_w);
            assert_eq!(row.wall_w, load, "{name}");
        }
    }
}

/// The status of a model on a machine in a format.
fn status(machine: &str, row: &ModelFound, engine: Engine, quant: Quant) -> Status {
    let query = format!(
        "{machine}&model={}&w={}&engine={}&ctx={}",
        row.model,
        quant.id(),
        engine.id(),
        row.context_tokens
    );
    let query = query.replacen("&ctx=32768", "", 1);
    let query = match machine.contains("engine=") {
        true => query.replacen("&engine=vllm", "", 1),
        false => query,
    };
    evaluate::status(&codec::decode(&query, Catalog::builtin()).scenario)
}

#[test]
fn no_better_format_runs_and_none_runs_where_it_is_said() {
    for machine in MACHINES {
        let list = found(machine);
        for row in &list.models {
            let scenario = codec::decode(&row.query, Catalog::builtin()).scenario;
            let (engine, native) = (scenario.engine, scenario.model.native());
            let arch = scenario.model.arch();
            let bits = native.nominal_bits();
            for quant in engine.weight_formats() {
                let wide = (4.min(bits)..=bits).contains(&quant.nominal_bits());
                if !wide || quant.is_superseded() || !engine.has_files_of(quant, arch, native) {
                    continue;
                }
                let bytes = scenario.model.weights(quant, engine).total();
                let status = status(machine, row, engine, quant);
                let name = format!("{machine}: {} in {}", row.model, quant.id());
                let better = bytes > row.weights_bytes.unwrap_or(0);
                match row.how {
                    How::Comfortably => assert!(!better || status != Status::Fits, "{name}"),
                    How::Tight => {
                        assert_ne!(status, Status::Fits, "{name}");
                        assert!(!better || status != Status::Tight, "{name}");
                    }
                    How::WithOffload | How::Not => assert!(!status.runs(), "{name}"),
                }
            }
        }
    }
}

#[test]
fn fewer_bits_make_more_run_and_more_bits_fewer() {
    let runs = |raw: &str| {
        let found = found(raw).models;
        let well = |row: &&ModelFound| matches!(row.how, How::Comfortably | How::Tight);
        found.iter().filter(well).count()
    };
    let machine = "gpu=rtx-3090";
    let counts = [2, 4, 8, 16].map(|bits| runs(&format!("{machine}&least={bits}")));
    assert!(counts.is_sorted_by(|one, other| one > other), "{counts:?}");
    // Published in 4 bits, it has no better format and counts all the same.
    let list = found("gpu=rtx-3090&least=16&q=gpt-oss-20b");
    let row = row(&list, "gpt-oss-20b");
    assert_eq!((row.how, row.format), (How::Comfortably, Some("mxfp4")));
}

#[test]
fn what_only_fits_below_the_floor_says_so() {
    let list = found("gpu=rtx-3090&ram=0");
    let large = row(&list, "llama-3.3-70b");
    assert_eq!(large.how, How::Not);
    assert!(
        large.why.starts_with("Even IQ4_XS is short by"),
        "{}",
        large.why
    );
    assert!(
        large.why.ends_with("would fit, below 4 bits."),
        "{}",
        large.why
    );
    let offloaded = row(&found("gpu=rtx-3090&ram=128"), "llama-3.3-70b");
    assert_eq!(
        (offloaded.how, offloaded.format),
        (How::WithOffload, Some("q4_k_m"))
    );
}

#[test]
fn a_context_is_no_longer_than_what_a_model_was_published_for() {
    let list = found("gpu=rtx-5090&ctx=16384");
    assert_eq!(row(&list, "llama-2-7b").context_tokens, 4_096);
    assert_eq!(row(&list, "llama-3.1-8b").context_tokens, 16_384);
}

#[test]
fn rows_stand_by_how_they_run_and_in_the_order_that_is_asked_for() {
    for (sort, falls) in [
        ("", true),
        ("sort=decode", true),
        ("sort=power", false),
        ("sort=name&dir=desc", true),
    ] {
        let list = found(&format!("gpu=rtx-4090&ram=128&{sort}")).models;
        assert!(list.is_sorted_by_key(|row| row.how), "{sort}");
        for how in How::ALL {
            let rows: Vec<&ModelFound> = list.iter().filter(|row| row.how == how).collect();
            let figures: Vec<f64> = match sort {
                "sort=decode" => rows
                    .iter()
                    .filter_map(|row| row.decode_tokens_per_s)
                    .collect(),
                "sort=power" => rows.iter().filter_map(|row| row.wall_w).collect(),
                "" => rows.iter().map(|row| row.params as f64).collect(),
                _ => {
                    assert!(
                        rows.is_sorted_by(|one, other| one.name >= other.name),
                        "{sort}"
                    );
                    continue;
                }
            };
            let sorted = match falls {
                true => figures.is_sorted_by(|one, other| one >= other),
                false => figures.is_sorted(),
            };
            assert!(sorted, "{sort} {how:?}: {figures:?}");
        }
    }
}

#[test]
fn a_word_that_is_not_known_finds_nothing_and_says_why() {
    let list = found("gpu=abacus");
    assert_eq!(list.models, []);
    assert!(list.finding.contains("abacus"), "{}", list.finding);
    assert!(
        found("q=nothing-is-called-so")
            .finding
            .starts_with("No model is like that")
    );
}

#[test]
fn an_edition_is_kept() {
    let list = found("gpu=rtx-3090&cat=2026-11-22&q=llama-3.1-8b");
    assert!(row(&list, "llama-3.1-8b").query.ends_with("cat=2026-11-22"));
}
