//! Old links give their old figures: editions of the catalogue, and links that are pinned to one.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

#[path = "../build/begin.rs"]
mod begin;
#[path = "../build/mod.rs"]
#[expect(dead_code, reason = "the other files have tests of their own")]
mod compile;

use headroom_core::scenario;
use std::fs;
use std::path::{Path, PathBuf};

use compile::edition::{self, Editions};
use compile::{Files, MarketFiles};
use headroom_core::catalog::market::Offer;
use headroom_core::catalog::{Catalog, Gpu, Price};
use headroom_core::codec::{decode, encode};
use headroom_core::evaluate;
use headroom_core::evaluate::Report;

const CATALOG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/catalog");

/// Fails when a figure was changed and no edition opened, or when an old edition is no longer what it was.
#[test]
fn every_figure_belongs_to_an_edition() {
    let editions = Editions::open(Path::new(CATALOG)).unwrap();
    assert_eq!(editions.complaints(), Vec::<String>::new());
    assert_eq!(editions.list[0].date, Catalog::builtin().date);
    assert_eq!(editions.list.len(), 1 + Catalog::builtin().earlier.len());
}

/// No row may have been checked after the day that its edition is named by.
#[test]
fn no_row_is_younger_than_its_edition() {
    let newest = Catalog::builtin();
    for edition in std::iter::once(newest).chain(newest.earlier) {
        let days = edition.gpus.iter().map(|gpu| gpu.as_of);
        let days = days.chain(edition.models.iter().map(|model| model.as_of));
        let days = days.chain(edition.parts.iter().map(|part| part.as_of));
        let days = days.chain(edition.offers.iter().map(|offer| offer.date));
        let days = days.chain(edition.apis.iter().map(|api| api.date));
        assert!(days.max().unwrap() <= edition.date);
    }
}

/// A copy of the shipped catalogue in a folder of its own.
fn copy(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    copy_all(Path::new(CATALOG), &folder);
    folder
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// A file in which the first row has another value under a key.
fn with(text: &str, key: &str, value: &str) -> String {
    let start = text.find(&format!("\n{key} = ")).unwrap() + 1;
    let end = start + text[start..].find('\n').unwrap();
    format!("{}{key} = {value}{}", &text[..start], &text[end..])
}

fn change(folder: &Path, file: &str, key: &str, value: &str) {
    let text = edition::read(&folder.join(file)).unwrap();
    let changed = with(&text, key, value);
    assert_ne!(changed, text, "the test changes nothing");
    fs::write(folder.join(file), changed).unwrap();
}

#[test]
fn a_new_edition_keeps_what_it_changes() {
    let folder = copy("editions-new");
    let first = Editions::open(&folder).unwrap().list[0].date.clone();
    let shipped = |file: &str| edition::read(&Path::new(CATALOG).join(file));

    change(&folder, "cloud.toml", "usd_per_hour", "7.77");
    let complaints = Editions::open(&folder).unwrap().complaints();
    assert!(complaints[0].contains("cloud.toml") && complaints[0].contains("cargo xtask edition"));
    // An earlier edition that had the same file is not what it was either.
    let names = |one: &String| one.contains("cloud.toml");
    assert!(complaints.iter().all(names), "{complaints:?}");

    let changed = begin::begin(&folder, "2099-01-31", shipped).unwrap();
    assert_eq!(changed, ["cloud.toml"]);
    let editions = Editions::open(&folder).unwrap();
    assert_eq!(editions.complaints(), Vec::<String>::new());
    assert_eq!(editions.list[0].date, "2099-01-31");
    assert_eq!(editions.list[1].date, first);
    assert_eq!(editions.text(1, "cloud.toml"), shipped("cloud.toml"));
    assert_ne!(editions.text(0, "cloud.toml"), shipped("cloud.toml"));
    assert_eq!(editions.text(1, "gpus.toml"), shipped("gpus.toml"));

    // A third edition that changes another file, and the first one again.
    let second = edition::read(&folder.join("cloud.toml")).unwrap();
    change(&folder, "gpus.toml", "tdp_w", "111");
    change(&folder, "cloud.toml", "usd_per_hour", "8.88");
    let committed = |file: &str| match file {
        "cloud.toml" => Ok(second.clone()),
        _ => shipped(file),
    };
    begin::begin(&folder, "2099-02-01", committed).unwrap();
    let editions = Editions::open(&folder).unwrap();
    assert_eq!(editions.complaints(), Vec::<String>::new());
    let first_price = |edition: usize| {
        let text = editions.text(edition, "cloud.toml").unwrap();
        let (_, rest) = text.split_once("\nusd_per_hour = ").unwrap();
        rest.lines().next().unwrap().to_owned()
    };
    assert_eq!(
        (first_price(0), first_price(1)),
        ("8.88".into(), "7.77".into())
    );
    assert_eq!(editions.text(2, "cloud.toml"), shipped("cloud.toml"));
    assert_eq!(editions.text(1, "gpus.toml"), shipped("gpus.toml"));

    // History that was tampered with is noticed.
    let kept = editions.kept(&first, "cloud.toml");
    let text = edition::read(&kept).unwrap();
    fs::write(&kept, with(&text, "usd_per_hour", "9.99")).unwrap();
    let complaints = editions.complaints();
    let noticed = |one: &String| one.contains(&first) && one.contains("history");
    assert!(complaints.iter().any(noticed), "{complaints:?}");
}

#[test]
fn the_day_of_an_edition_is_not_over_until_its_end() {
    let folder = copy("editions-same-day");
    let before = Editions::open(&folder).unwrap().list;
    let date = before[0].date.clone();
    change(&folder, "gpus.toml", "tdp_w", "111");
    let never = |file: &str| -> Result<String, String> { Err(file.to_owned()) };
    assert_eq!(begin::begin(&folder, &date, never).unwrap(), ["gpus.toml"]);
    let editions = Editions::open(&folder).unwrap();
    assert_eq!(editions.list.len(), before.len());
    assert_eq!(editions.complaints(), Vec::<String>::new());
    assert!(!editions.kept(&date, "gpus.toml").exists());
    for day in ["2000-01-01", "tomorrow", "2099-1-1"] {
        assert!(begin::begin(&folder, day, never).is_err(), "{day}");
    }
}

#[test]
fn names_remarks_and_comments_are_no_figures() {
    let one = "# A comment\n[[row]]\nid = \"a\"\nusd = 1.5\nnote = \"one\"\n";
    let other = "[[row]]\nusd = 1.50\nid = \"a\" # cheap\nnote = \"another\"\naliases = [\"b\"]\n";
    assert_eq!(edition::digest(one), edition::digest(other));
    let dearer = one.replace("1.5", "1.6");
    assert_ne!(edition::digest(one), edition::digest(&dearer));
    let (ab, ba) = ("x = [\"ab\", \"c\"]", "x = [\"a\", \"bc\"]");
    assert_ne!(edition::digest(ab), edition::digest(ba));
}

/// What editions hold alike is in the program once.
#[test]
fn editions_share_the_rows_that_they_hold_alike() {
    let read = |file: &str| edition::read(&Path::new(CATALOG).join(file)).unwrap();
    let files = [
        "sources.toml",
        "gpus.toml",
        "models.toml",
        "parts.toml",
        "cloud.toml",
        "apis.toml",
    ]
    .map(read);
    let power = read("power.toml");
    let old_gpus = with(&files[1], "tdp_w", "111");
    let rows = |gpus| Files {
        sources: &files[0],
        gpus,
        models: &files[2],
    };
    let market = |gpus| MarketFiles {
        rows: rows(gpus),
        parts: &files[3],
        offers: &files[4],
        apis: &files[5],
    };
    let written = |text: &str, kind: &str| text.matches(&format!(": {kind} = ")).count();
    let newest = Catalog::builtin();

    let text = compile::catalog(&[rows(&files[1]), rows(&old_gpus)]).unwrap();
    assert_eq!(written(&text, "Gpu"), newest.gpus.len() + 1);
    assert_eq!(written(&text, "Model"), newest.models.len());
    let text = compile::market(&[market(&files[1]), market(&old_gpus)]).unwrap();
    let changed = newest
        .offers
        .iter()
        .filter(|offer| offer.gpu.id == newest.gpus[0].id);
    assert_eq!(
        written(&text, "Offer"),
        newest.offers.len() + changed.count()
    );
    assert_eq!(written(&text, "Part"), newest.parts.len());
    let old_power = power.replacen("amps = 15", "amps = 16", 1);
    let text = compile::power(&[(&power, rows(&files[1])), (&old_power, rows(&files[1]))]).unwrap();
    let tables = |kind: &str| text.matches(&format!(": [{kind}; ")).count();
    assert_eq!((tables("Circuit"), tables("PsuSize")), (2, 1));
}

/// A link that keeps an old edition may call things by names that are heard of later.
#[test]
fn earlier_editions_know_the_names_of_the_newest() {
    let read = |file: &str| edition::read(&Path::new(CATALOG).join(file)).unwrap();
    let (sources, gpus, models) = (read("sources.toml"), read("gpus.toml"), read("models.toml"));
    let without = |text: &str| {
        let kept = text.split("\n[[").map(|row| {
            let Some((head, rest)) = row.split_once("\naliases = ") else {
                return row.to_owned();
            };
            let (_, tail) = rest.split_once("]\n").unwrap();
            format!("{head}\n{tail}")
        });
        kept.collect::<Vec<_>>().join("\n[[")
    };
    let (old_gpus, old_models) = (without(&gpus), without(&models));
    assert!(!old_gpus.contains("aliases") && !old_models.contains("\naliases"));
    let rows = |gpus, models| Files {
        sources: &sources,
        gpus,
        models,
    };
    let newest = compile::catalog(&[rows(&gpus, &models)]).unwrap();
    let both = compile::catalog(&[rows(&gpus, &models), rows(&old_gpus, &old_models)]).unwrap();
    let written = |text: &str, kind: &str| text.matches(&format!(": {kind} = ")).count();
    for kind in ["Gpu", "Model"] {
        assert_eq!(written(&newest, kind), written(&both, kind), "{kind}");
    }
}

/// The shipped catalogue as it would be on a later day: one card and one offer were dearer before.
fn with_history() -> &'static Catalog {
    let newest = Catalog::builtin();
    let gpus: Vec<&'static Gpu> = newest
        .gpus
        .iter()
        .map(|&gpu| match gpu.id {
            scenario::DEFAULT_GPU => {
                let price = gpu.price.unwrap();
                &*Box::leak(Box::new(Gpu {
                    price: Some(Price {
                        usd: price.usd + 1_000,
                        date: "2026-01-02",
                        ..price
                    }),
                    ..gpu.clone()
                }))
            }
            _ => gpu,
        })
        .collect();
    let gpus: &'static [&'static Gpu] = gpus.leak();
    let offers: Vec<&'static Offer> = newest
        .offers
        .iter()
        .map(|&offer| {
            let gpu = gpus.iter().find(|gpu| gpu.id == offer.gpu.id).unwrap();
            &*Box::leak(Box::new(Offer {
                gpu,
                micro_usd_per_hour: offer.micro_usd_per_hour * 2,
                ..offer.clone()
            }))
        })
        .collect();
    let first = Catalog {
        date: "2026-01-02",
        gpus,
        offers: offers.leak(),
        ..*newest
    };
    let second = Catalog {
        date: "2026-06-01",
        ..*newest
    };
    let earlier: &'static [Catalog] = vec![second, first].leak();
    Box::leak(Box::new(Catalog { earlier, ..*newest }))
}

fn report(query: &str, catalog: &'static Catalog) -> Report {
    evaluate::report(query, catalog)
}

#[test]
fn a_pinned_link_gives_its_old_figures() {
    let catalog = with_history();
    let now = report("n=2", catalog);
    let then = report("n=2&cat=2026-01-02", catalog);
    assert_eq!(then.notices(), []);
    assert_eq!(
        (now.catalog().date, then.catalog().date),
        (Catalog::builtin().date, "2026-01-02")
    );
    assert_eq!(then.query(), "n=2&cat=2026-01-02");
    assert_eq!(then.cost().total_usd.0 - now.cost().total_usd.0, 200_000);
    let rate = |report: &Report| report.cloud().chosen.as_ref().unwrap().usd_per_hour.0;
    assert_eq!(rate(&then), 2 * rate(&now));
    assert_eq!(then.memory(), now.memory());

    // Every link that the answer offers keeps the day.
    let shown = report("model=llama-3.1-405b&cat=2026-01-02", catalog);
    assert!(!shown.memory_ways().is_empty());
    for way in shown.memory_ways() {
        assert!(way.query.ends_with("cat=2026-01-02"), "{}", way.query);
    }
}

#[test]
fn the_edition_in_force_on_a_day_is_taken() {
    let catalog = with_history();
    let edition = |day: &str| report(&format!("cat={day}"), catalog).catalog().date;
    assert_eq!(edition("2026-01-02"), "2026-01-02");
    assert_eq!(edition("2026-05-31"), "2026-01-02");
    assert_eq!(edition("2026-06-01"), "2026-06-01");
    assert_eq!(edition(catalog.date), catalog.date);
    // The link is written with the edition's own day, and means the same from then on.
    let scenario = decode("n=2&cat=2026-05-31", catalog).scenario;
    assert_eq!(encode(&scenario), "n=2&cat=2026-01-02");
    assert_eq!(decode(&encode(&scenario), catalog).scenario, scenario);
    // A pin to the newest is kept: tomorrow it is an old one.
    let newest = format!("cat={}", catalog.date);
    assert_eq!(encode(&decode(&newest, catalog).scenario), newest);
}

#[test]
fn days_without_figures_are_told() {
    let catalog = with_history();
    for (given, says) in [
        (
            "2026-01-01",
            "before the first figures, which are of 2026-01-02",
        ),
        ("2099-01-01", "after the newest figures"),
        ("latest", "no day"),
        ("2026-13-01", "no day"),
        ("2026-1-2", "no day"),
        ("2026-01-02-03", "no day"),
        ("+026-01-02", "no day"),
        ("20260102", "no day"),
        ("2026-01-0२", "no day"),
    ] {
        let decoded = decode(&format!("n=2&cat={given}"), catalog);
        assert_eq!(decoded.scenario.pin, None, "{given}");
        let [notice] = decoded.notices.as_slice() else {
            panic!("{given}: {:?}", decoded.notices);
        };
        assert_eq!(notice.key, scenario::keys::EDITION.key);
        assert!(notice.message.contains(says), "{given}: {}", notice.message);
        assert!(notice.message.contains(catalog.date), "{given}");
        assert_eq!(notice.nearest.as_deref(), Some("n=2"), "{given}");
    }
    assert_eq!(decode("cat=", catalog).notices, []);
}
