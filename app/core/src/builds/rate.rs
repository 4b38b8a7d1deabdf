//! Claims about speed, against an estimate with its range and against what memory bandwidth allows.

use super::Ruling;
use super::figure::Figure;
use super::judge::{Asserted, Finding};
use crate::catalog::{Catalog, Measure};
use crate::evaluate::{self, Report};
use crate::faster;

impl Asserted<'_> {
    /// A rate, and where the claim leaves the program open, the rate with cards that share each layer.
    pub(super) fn decode(&self, report: &Report, catalog: &Catalog) -> Finding {
        let own = self.rate(report, catalog);
        let slower = own.figures.iter().any(|figure| self.low > figure.found);
        if own.ruling == Ruling::Confirmed || !slower || !self.open.contains(&"engine") {
            return own;
        }
        let ways = faster::ways(report, catalog);
        let Some(way) = ways.iter().find(|way| way.kind == "engine") else {
            return own;
        };
        let shared = self.rate(&evaluate::report(&way.query, catalog), catalog);
        let action = &way.action;
        match shared.ruling {
            Ruling::Refuted => Finding {
                reason: format!("{action}, which is the fastest way: {}", shared.reason),
                ..shared
            },
            _ => Finding {
                ruling: Ruling::Depends,
                reason: format!(
                    "It depends on the program. One card after the other: {} {action}: {}",
                    own.reason, shared.reason
                ),
                ..shared
            },
        }
    }

    fn rate(&self, report: &Report, catalog: &Catalog) -> Finding {
        let speed = report.speed();
        let total = self.of == Measure::Total;
        let rates = if total {
            [
                speed.decode_total_tokens_per_s,
                speed.decode_total_tokens_per_s_low,
                speed.decode_total_tokens_per_s_high,
            ]
        } else {
            [
                speed.decode_tokens_per_s,
                speed.decode_tokens_per_s_low,
                speed.decode_tokens_per_s_high,
            ]
        };
        let [Some(rate), Some(low), Some(high)] = rates else {
            return self.without_rate(report, catalog);
        };
        let streams = f64::from(if total { speed.users.max(1) } else { 1 });
        let ceiling = { speed.ceiling_tokens_per_s }.map_or(f64::INFINITY, |most| most * streams);
        let estimate = format!("about {rate:.1} tokens/s, {low:.1} to {high:.1}");
        let (ruling, reason) = if self.low > ceiling {
            let most =
                format!("Memory bandwidth allows at most {ceiling:.1} tokens/s; {estimate}.");
            (Ruling::Refuted, most)
        } else if self.low > high && (self.high <= ceiling || self.high.is_infinite()) {
            let said = format!(
                "{} Memory bandwidth would allow {ceiling:.1}; nine of ten measurements lie below {high:.1}.",
                capitalised(estimate)
            );
            (Ruling::Depends, said)
        } else if self.low > high {
            let said = format!(
                "{} Memory bandwidth allows at most {ceiling:.1}, and the claim goes beyond that.",
                capitalised(estimate)
            );
            (Ruling::Refuted, said)
        } else if self.high < low && self.low > 0.0 {
            // Anything can be slower than it has to be.
            let said = format!("Nine of ten measurements are faster: {estimate}.");
            (Ruling::Depends, said)
        } else {
            (self.within(low, high), capitalised(estimate))
        };
        let label = if total {
            "Decode, all streams"
        } else {
            "Decode, one stream"
        };
        let figure = Figure::new(label, "tokens/s", rate)
            .between(low, high)
            .limited(ceiling)
            .claimed(self.low, self.high);
        Finding {
            ruling,
            reason,
            figures: vec![figure],
            query: report.query().to_owned(),
        }
    }

    /// Where it does not run as it is asked, it may in what the claim leaves open; where it runs and no rate is known,
    /// nothing is refuted.
    fn without_rate(&self, report: &Report, catalog: &Catalog) -> Finding {
        let fits = self.fits(report);
        if report.finding().0.runs() {
            return Finding {
                ruling: Ruling::Depends,
                reason: report.speed().reason.clone(),
                ..fits
            };
        }
        let Some(way) = self.way(report.ways_out()) else {
            return fits;
        };
        let changed = evaluate::report(&way.query, catalog);
        if changed.speed().decode_tokens_per_s.is_none() {
            return fits;
        }
        let found = self.rate(&changed, catalog);
        match found.ruling {
            Ruling::Refuted => found,
            _ => Finding {
                ruling: Ruling::Depends,
                reason: format!("{} {}", fits.reason, found.reason),
                ..found
            },
        }
    }
}

fn capitalised(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text.push('.');
    text
}
