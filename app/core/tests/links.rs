//! Links that were published keep their meaning.
//!
//! `links.txt` may only grow: a line is a query as somebody may have kept it, and the shortest query
//! of the same build as it is written today. A key that is renamed or an id that is replaced needs a
//! migration, not another line. After `=` stand the figures of a link that is pinned to an edition of the
//! catalogue. A new edition may not move them. A better formula may: its commit writes them anew and says so.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::catalog::Catalog;
use headroom_core::codec::{Query, decode, encode};
use headroom_core::evaluate;
use headroom_core::evaluate::Report;
use headroom_core::scenario::keys::EDITION;

const LINKS: &str = include_str!("links.txt");

#[test]
fn published_links_keep_their_meaning() {
    let lines: Vec<&str> = LINKS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(
        lines.len() >= 40,
        "links went away: {} are left",
        lines.len()
    );
    for line in lines {
        let (kept, today) = line.split_once(" -> ").unwrap();
        let (today, figures) = match today.split_once(" = ") {
            Some((today, figures)) => (today, Some(figures)),
            None => (today, None),
        };
        let decoded = decode(kept, Catalog::builtin());
        assert_eq!(decoded.notices, [], "{kept}");
        assert_eq!(encode(&decoded.scenario), today, "{kept}");
        assert_eq!(
            decode(today, Catalog::builtin()).scenario,
            decoded.scenario,
            "{today}"
        );
        assert_eq!(
            decoded.scenario.pin.is_some(),
            figures.is_some(),
            "figures are written beside pinned links, and only there: {kept}"
        );
        if let Some(figures) = figures {
            let report = evaluate::report(kept, Catalog::builtin());
            assert_eq!(headline(&report), figures, "{kept}");
        }
    }
}

/// What rests on the figures of an edition, in one line.
fn headline(report: &Report) -> String {
    let card = &report.memory().per_gpu[0];
    let rent = report.cloud().chosen.as_ref();
    let money = report.asked().currency();
    format!(
        "{:?}, {} B of {} B, {} W, {}, {}",
        report.verdict().status,
        card.used_bytes,
        card.capacity_bytes,
        report.power().dc_w,
        money.exact(report.cost().total_usd),
        rent.map_or("no rent".to_owned(), |rental| {
            format!(
                "{} an hour at {}",
                money.rate(rental.usd_per_hour),
                rental.provider
            )
        })
    )
    .replace('\u{202f}', " ")
}

/// A published link is pinned to each edition that ever was.
#[test]
fn every_edition_has_links() {
    let newest = Catalog::builtin();
    for edition in std::iter::once(newest).chain(newest.earlier) {
        let pinned = |line: &&str| {
            let kept = line.split(" -> ").next().unwrap_or_default();
            Query::parse(kept).get(EDITION.key) == Some(edition.date)
        };
        assert!(LINKS.lines().any(|line| pinned(&line)), "{}", edition.date);
    }
}
