//! Speed of the arithmetic: one report, parts of it, one verdict, sweeps.
//!
//! `cargo xtask bench` runs it; the budgets are in `docs/architecture.md`.

use divan::{Bencher, black_box, counter::ItemsCount};
use headroom_core::catalog::Catalog;
use headroom_core::codec::{self, Decoded};
use headroom_core::evaluate::{self, Report, evaluate};
use headroom_core::find::{self, Asked, Job};
use headroom_core::model::quant::Quant;
use headroom_core::scenario::{ModelChoice, Scenario};

fn main() {
    divan::main();
}

/// One that fits, one that needs every way out, one under tensor parallelism, one with offload.
const QUERIES: [&str; 4] = [
    "",
    "n=4&model=llama-3.1-405b&w=f16",
    "gpu=h100-sxm&n=8&model=llama-3.1-405b&w=fp8",
    "gpu=rtx-4090&model=qwen3-235b-a22b&ram=256&offload=auto",
];

fn decoded(query: &str) -> Decoded {
    codec::decode(query, Catalog::builtin())
}

#[divan::bench(args = QUERIES)]
fn one_decode(bencher: Bencher<'_, '_>, query: &str) {
    bencher.bench(|| codec::decode(black_box(query), Catalog::builtin()));
}

/// Every part of a report: what JSON holds.
#[divan::bench(args = QUERIES)]
fn one_report(bencher: Bencher<'_, '_>, query: &str) {
    measure(bencher, query, |report| {
        report.complete();
    });
}

/// The five findings that stay in sight: verdict, rate, watts, price, break-even.
#[divan::bench(args = QUERIES)]
fn one_strip(bencher: Bencher<'_, '_>, query: &str) {
    measure(bencher, query, |report| {
        black_box((
            report.verdict().fits,
            report.speed().decode_tokens_per_s,
            report.power().wall_w,
            report.cost().total_usd,
            report.payback().break_even_months,
        ));
    });
}

/// What an embed of the verdict shows: the sentence, the bars and the ways out.
#[divan::bench(args = QUERIES)]
fn one_embed(bencher: Bencher<'_, '_>, query: &str) {
    measure(bencher, query, |report| {
        black_box((report.verdict(), report.memory(), report.memory_ways()));
    });
}

/// One part of a report with what it rests on.
#[divan::bench(args = ["verdict", "limits", "speed", "power", "cost", "cloud", "payback", "series", "sensitivity", "token_cost", "storage"])]
fn one_part(bencher: Bencher<'_, '_>, part: &str) {
    measure(
        bencher,
        "n=4&model=llama-3.3-70b&w=fp8",
        |report| match part {
            "verdict" => drop(black_box(report.verdict())),
            "limits" => drop(black_box(report.limits())),
            "speed" => drop(black_box(report.speed())),
            "power" => drop(black_box(report.power())),
            "cost" => drop(black_box(report.cost())),
            "cloud" => drop(black_box(report.cloud())),
            "payback" => drop(black_box(report.payback())),
            "series" => drop(black_box(report.series())),
            "sensitivity" => drop(black_box(report.sensitivity())),
            "token_cost" => drop(black_box(report.token_cost())),
            _ => drop(black_box(report.storage())),
        },
    );
}

/// Evaluates a query and asks its report for some of its parts.
fn measure(bencher: Bencher<'_, '_>, query: &str, ask: impl Fn(&Report) + Sync) {
    let scenario = decoded(query).scenario;
    bencher.bench(|| {
        let report = evaluate(black_box(&scenario), Catalog::builtin());
        ask(&report);
        report
    });
}

#[divan::bench(args = QUERIES)]
fn one_verdict(bencher: Bencher<'_, '_>, query: &str) {
    let scenario = decoded(query).scenario;
    bencher.bench(|| evaluate::status(black_box(&scenario)));
}

#[divan::bench(args = QUERIES)]
fn one_grid(bencher: Bencher<'_, '_>, query: &str) {
    measure(bencher, query, |report| {
        black_box(report.grid());
    });
}

/// Every model of the catalogue on one machine, with speed and watts.
#[divan::bench]
fn find_models(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::builtin();
    let asked = Asked::read("gpu=rtx-3090&n=2", catalog);
    bencher
        .counter(ItemsCount::new(catalog.models.len()))
        .bench(|| find::models(black_box(&asked), catalog));
}

/// Every card, count, format and placement for one job, with speed, price and power.
#[divan::bench(args = [
    "model=llama-3.3-70b&users=4&ctx=16384",
    "model=gpt-oss-120b",
    "model=llama-3.1-8b&rented=1",
    "model=141b-a39b",
    "model=llama-3.1-8b&mode=train&method=lora",
])]
fn find_machines(bencher: Bencher<'_, '_>, query: &str) {
    let catalog = Catalog::builtin();
    let job = Job::read(query, catalog);
    bencher.bench(|| find::machines(black_box(&job), catalog));
}

/// Every model in every format of its natural engine on one machine.
#[divan::bench]
fn catalogue_sweep(bencher: Bencher<'_, '_>) {
    let catalog = Catalog::builtin();
    let base = decoded("n=4").scenario;
    let scenarios: Vec<Scenario> = catalog
        .models
        .iter()
        .flat_map(|model| {
            let base = &base;
            Quant::ALL.iter().map(move |&weights| Scenario {
                model: ModelChoice::Listed(model),
                weights,
                engine: headroom_core::engine::Engine::natural_for(weights),
                ..base.clone()
            })
        })
        .collect();
    bencher.counter(ItemsCount::new(scenarios.len())).bench(|| {
        scenarios
            .iter()
            .map(|scenario| evaluate::status(scenario) as u32)
            .sum::<u32>()
    });
}
