//! A question that is understood to the letter, as most tests ask them.

use headroom_core::catalog::Catalog;
use headroom_core::evaluate::{self, Report};

/// The report of a query of which nothing was read otherwise than given.
pub(crate) fn report(query: &str) -> Report {
    let report = evaluate::report(query, Catalog::builtin());
    let notices = report.notices();
    assert!(notices.is_empty(), "{query}: {notices:?}");
    report
}
