//! A laptop is a machine of its own: nothing is built around its chip, and nothing is put beside it.

mod asked;

use asked::report;
use headroom_core::catalog::{Catalog, Segment};
use headroom_core::codec::decode;
use headroom_core::report::Status;

fn laptops() -> Vec<&'static str> {
    let laptop = |gpu: &&&'static headroom_core::catalog::Gpu| gpu.segment == Segment::Laptop;
    { Catalog::builtin().gpus.iter() }
        .filter(laptop)
        .map(|gpu| gpu.id)
        .collect()
}

#[test]
fn the_names_that_drivers_and_shops_give_are_known() {
    assert_eq!(laptops().len(), 5);
    for (name, id) in [
        ("NVIDIA GeForce RTX 5090 Laptop GPU", "rtx-5090-laptop"),
        ("RTX 5070 Ti Laptop", "rtx-5070-ti-laptop"),
        ("rtx 4090 mobile", "rtx-4090-laptop"),
        ("RTX 4090", "rtx-4090"),
        ("RTX 5090", "rtx-5090"),
    ] {
        let query = format!("gpu={name}&model=llama-3.1-8b");
        let decoded = decode(&query, Catalog::builtin());
        assert_eq!(decoded.scenario.machine.groups[0].gpu.id, id, "{name}");
    }
}

#[test]
fn its_bill_and_its_watts_are_those_of_one_machine() {
    for id in laptops() {
        let report = report(&format!("gpu={id}&model=llama-3.1-8b&w=q4_k_m"));
        assert_eq!(report.verdict().status, Status::Fits, "{id}");
        // What it comes with, and memory beyond that.
        let kinds = |query: &str| -> Vec<&str> {
            let of = crate::report(query);
            { of.cost().items.iter() }.map(|item| item.kind).collect()
        };
        let base = format!("gpu={id}&model=llama-3.1-8b&ram=");
        assert_eq!(kinds(&format!("{base}32")), ["gpu"], "{id}");
        assert_eq!(kinds(&format!("{base}96")), ["gpu", "ram"], "{id}");
        assert!((100.0..300.0).contains(&report.power().wall_w), "{id}");
        assert!(report.speed().decode_tokens_per_s > Some(20.0), "{id}");
    }
}

#[test]
fn it_takes_no_second_chip_and_no_more_memory_than_its_modules() {
    for (query, used, said) in [
        (
            "n=2",
            "gpu=rtx-5090-laptop&model=llama-3.1-8b",
            "A laptop has one GPU",
        ),
        (
            "n=77",
            "gpu=rtx-5090-laptop&model=llama-3.1-8b",
            "A laptop has one GPU",
        ),
        (
            "n=abc",
            "gpu=rtx-5090-laptop&model=llama-3.1-8b",
            "not a number",
        ),
        (
            "ram=512",
            "gpu=rtx-5090-laptop&model=llama-3.1-8b&ram=128",
            "from 0 to 128",
        ),
    ] {
        let query = format!("gpu=rtx-5090-laptop&model=llama-3.1-8b&{query}");
        let decoded = decode(&query, Catalog::builtin());
        let notices: Vec<_> = { decoded.notices.iter() }
            .map(|notice| notice.message.as_str())
            .collect();
        assert!(
            notices.iter().any(|notice| notice.contains(said)),
            "{notices:?}"
        );
        assert_eq!(notices.len(), 1, "{notices:?}");
        assert_eq!(headroom_core::codec::encode(&decoded.scenario), used);
    }
    // With a card it is one machine among others of a set.
    let decoded = decode("gpu=rtx-5090-laptop%2Brtx-3090&ram=512", Catalog::builtin());
    assert_eq!(decoded.scenario.machine.ram_gib, 512);
    // Two modules of DDR5-5600 are 89.6 GB/s.
    let memory = report(
        "gpu=rtx-5090-laptop&model=gpt-oss-120b&w=mxfp4&engine=llamacpp&offload=experts&ram=96",
    );
    let memory = memory.host_memory().map(|memory| memory.bound_gb_per_s);
    assert_eq!(memory, Some(89.6));
}

#[test]
fn fewer_watts_for_the_chip_are_fewer_watts_and_slower_prompts() {
    let at = |limit: u32| {
        report(&format!(
            "gpu=rtx-5090-laptop&model=qwen3-14b&w=q4_k_m&limit={limit}"
        ))
    };
    let (full, least) = (at(150), at(95));
    assert!(least.power().wall_w < full.power().wall_w);
    assert!(least.speed().prefill_tokens_per_s < full.speed().prefill_tokens_per_s);
}

#[test]
fn what_is_too_large_is_answered_with_what_a_laptop_can_do() {
    let report = report("gpu=rtx-5080-laptop&model=qwen3-32b&w=q4_k_m");
    assert_eq!(report.verdict().status, Status::DoesNotFit);
    let ways = report.ways_out();
    assert!(ways.iter().all(|way| way.kind != "gpus"), "no second chip");
    let other = ways.iter().find(|way| way.kind == "gpu");
    let other = other.map(|way| way.query.as_str()).unwrap_or_default();
    assert!(other.contains("rtx-5090-laptop"), "{other}");
    // Nobody who has a card is sent to a laptop.
    let card = crate::report("gpu=rtx-5080&model=qwen3-32b&w=q4_k_m");
    let ways = card.ways_out().iter();
    assert!(ways.into_iter().all(|way| !way.query.contains("laptop")));
}
