//! The targets of the fuzzer, for some seconds and without it: their seeds, and small changes of them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    unreachable_pub,
    reason = "a test that cannot go on has failed, and the targets are a crate of their own elsewhere"
)]

#[path = "../../fuzz/src/service.rs"]
mod service;
#[path = "../../fuzz/src/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

use axum::http::Method;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use service::Service;

/// Changes of each seed that are tried.
const CHANGES: u32 = 12;

/// What is put into a seed: what means something to one of the parsers, and what must not be repeated.
const PIECES: [&[u8]; 18] = [
    b"&",
    b"=",
    b"%",
    b"%00",
    b"%1B",
    b"%E2%80%AE",
    b"+",
    b"*64",
    b"~",
    b"\"",
    b"{",
    b"[",
    b"#",
    b"?",
    b"99999999999999999999",
    b"%3Cscript%3Ealert(1)%3C/script%3E",
    b"\xff\xfe",
    b"-1",
];

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/seeds")
        .join(target);
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 3, "{target}");
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A seed with a few places changed.
fn changed(seed: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let place = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0..8_usize,
    );
    prop::collection::vec(place, 1..4).prop_map(move |places| {
        let mut data = seed.clone();
        for (at, piece, gone) in places {
            let from = at.index(data.len() + 1);
            let to = (from + gone).min(data.len());
            data.splice(from..to, piece.get(&PIECES).iter().copied());
        }
        data
    })
}

/// Every seed of a target as it is and changed; the same ones each time.
fn each(target: &str, feed: impl Fn(&[u8])) {
    for seed in seeds(target) {
        feed(&seed);
        let mut runner = TestRunner::deterministic();
        for _ in 0..CHANGES {
            let tree = changed(seed.clone()).new_tree(&mut runner).unwrap();
            feed(&tree.current());
        }
    }
}

#[test]
fn targets_without_a_server() {
    for (name, target) in targets::TARGETS {
        each(name, target);
    }
}

#[test]
fn targets_with_one() {
    let service = Service::new();
    each("oembed", |data| {
        for address in [
            targets::oembed_address(data),
            targets::oembed_of_query(data),
        ] {
            service.ask(Method::GET, &address, Vec::new());
        }
    });
    each("batch", |data| {
        service.ask(Method::POST, targets::BATCH, data.to_vec())
    });
}
