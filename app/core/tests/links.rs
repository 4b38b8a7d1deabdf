//! Links that were published keep their meaning.
//!
//! `links.txt` may only grow: a line is a query as somebody may have kept it, and the shortest query
//! of the same build as it is written today. A key that is renamed or an id that is replaced needs a
//! migration, not another line.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::catalog::Catalog;
use headroom_core::codec::{decode, encode};

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
        let decoded = decode(kept, Catalog::builtin());
        assert_eq!(decoded.notices, [], "{kept}");
        assert_eq!(encode(&decoded.scenario), today, "{kept}");
        assert_eq!(
            decode(today, Catalog::builtin()).scenario,
            decoded.scenario,
            "{today}"
        );
    }
}
