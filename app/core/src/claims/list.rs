//! Every claim of the two reference documents, judged by asking.

use crate::builds::{self, Asserted, Ruling};
use crate::catalog::{About, Catalog, Measure, Stated, preset, stated};
use crate::codec::Query;
use crate::evaluate::{self, Report};
use crate::report::CheckLevel;
use crate::units::{Currency, THIN, about, grouped, with_unit};
use crate::upgrade::{plans, upgrade};

/// A claim of the table with what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The claim.
    pub stated: &'static Stated,
    /// What comes of it; `None` where it cannot be checked.
    pub ruling: Option<Ruling>,
    /// Why, with the figure that decides.
    pub reason: String,
    /// Address of what shows it, relative to the site; `None` where nothing has to be shown.
    pub link: Option<String>,
}

/// Every claim, in the order of reading.
#[must_use]
pub fn table(catalog: &Catalog) -> Vec<Row> {
    stated().iter().map(|stated| row(stated, catalog)).collect()
}

/// What comes of a claim: word, reason and link.
type Found = (Option<Ruling>, String, Option<String>);

fn row(stated: &'static Stated, catalog: &Catalog) -> Row {
    let (ruling, reason, link) = match stated.about {
        About::Known { build, place } => known(build, place, catalog),
        About::Build {
            build,
            no,
            of,
            with,
            low,
            high,
        } => of_build(build, no, (of, with, low, high), catalog),
        About::Sum {
            terms,
            unit,
            claimed,
            slack,
        } => sum(terms, unit, claimed, slack),
        About::Plan {
            plan,
            month,
            claimed,
            slack,
        } => spent(plan, month, (claimed, slack), catalog),
        About::Part { build, key, names } => part(build, key, names),
        About::Check { build, rule } => check(build, rule, catalog),
        About::Costs {
            build,
            kind,
            claimed,
        } => costs(build, kind, claimed, catalog),
        About::Slower {
            card,
            than,
            claimed,
        } => slower(card, than, claimed, catalog),
        About::Published { build, first, last } => published(build, first, last),
        About::Unchecked(why) => (None, why.to_owned(), None),
    };
    Row {
        stated,
        ruling,
        reason,
        link,
    }
}

fn shown(query: &str) -> Option<String> {
    Some(match query {
        "" => "/".to_owned(),
        query => format!("/?{query}"),
    })
}

fn report(build: &str, with: &str, catalog: &Catalog) -> Report {
    let mut query = Query::parse(preset(build).map_or("", |preset| preset.query));
    for (key, value) in Query::parse(with).pairs() {
        query.set(key, value);
    }
    evaluate::answer(&query, catalog)
}

fn known(build: &str, place: usize, catalog: &Catalog) -> Found {
    let judged = preset(build)
        .and_then(|preset| Some(builds::one(preset, preset.claims.get(place)?, catalog)));
    match judged {
        Some(judged) => (Some(judged.ruling), judged.reason, shown(&judged.query)),
        None => (None, String::new(), None),
    }
}

fn of_build(
    build: &str,
    no: bool,
    (of, with, low, high): (Measure, &str, f64, f64),
    catalog: &Catalog,
) -> Found {
    let mut with = Query::parse(with);
    if of == Measure::Payback {
        with.set("months", high.to_string());
    }
    let report = report(build, &with.to_string(), catalog);
    let open = builds::left_open(of);
    let found = Asserted {
        of,
        low,
        high,
        open,
    }
    .judge(&report, catalog);
    let ruling = found.ruling.negated_if(no);
    (Some(ruling), found.reason, shown(&found.query))
}

/// Whether a figure is what was claimed, as far as that was rounded.
fn met(is: f64, claimed: f64, slack: f64) -> Option<Ruling> {
    let met = (is - claimed).abs() <= slack;
    Some(if met {
        Ruling::Confirmed
    } else {
        Ruling::Refuted
    })
}

/// A whole figure with its unit; dollars have theirs before them.
fn whole(value: f64, unit: &str) -> String {
    let digits = grouped((value.abs() + 0.5) as u64);
    match unit {
        "USD" => format!("{}{digits}", Currency::USD.sign),
        unit => format!("{digits}{THIN}{unit}"),
    }
}

fn sum(terms: &[f64], unit: &str, claimed: f64, slack: f64) -> Found {
    let sum: f64 = terms.iter().sum();
    let mut text = String::new();
    for (place, term) in terms.iter().enumerate() {
        let sign = match (place, *term < 0.0) {
            (0, _) => "",
            (_, true) => " − ",
            (_, false) => " + ",
        };
        text.push_str(sign);
        text.push_str(&whole(*term, unit));
    }
    let said = format!("{text} = {}.", whole(sum, unit));
    (met(sum, claimed, slack), said, None)
}

fn spent(plan: usize, month: u32, (claimed, slack): (f64, f64), catalog: &Catalog) -> Found {
    let Some(known) = plans().get(plan) else {
        return (None, String::new(), None);
    };
    let asked = known.asked(catalog);
    let followed = upgrade(&asked, catalog);
    let link = Some(format!("/upgrade?{}", asked.query()));
    let then = followed.months.iter().rfind(|one| one.month <= month);
    let Some(then) = then else {
        return (None, String::new(), link);
    };
    let usd = then.spent_usd.usd();
    let said = format!("Its steps come to {} by then.", whole(usd, "USD"));
    (met(usd, claimed, slack), said, link)
}

fn part(build: &str, key: &str, names: &[&str]) -> Found {
    let Some(preset) = preset(build) else {
        return (None, String::new(), None);
    };
    let query = Query::parse(preset.query);
    let value = query.get(key).unwrap_or_default();
    let ruling = match names.iter().any(|name| value.contains(name)) {
        true => Ruling::Confirmed,
        false => Ruling::Refuted,
    };
    let said = format!("Its description names {value}.");
    (Some(ruling), said, Some(format!("/builds/{build}")))
}

fn check(build: &str, rule: &str, catalog: &Catalog) -> Found {
    let report = report(build, "", catalog);
    let checks = { report.cost().items.iter() }
        .flat_map(|item| &item.checks)
        .filter(|check| check.rule == rule);
    let worst = checks.max_by_key(|check| check.level);
    let Some(worst) = worst else {
        return (
            None,
            "No rule of the bill speaks of it.".to_owned(),
            shown(report.query()),
        );
    };
    let ruling = match worst.level {
        CheckLevel::Note => Ruling::Confirmed,
        CheckLevel::Warning | CheckLevel::Error => Ruling::Refuted,
    };
    (Some(ruling), worst.text.clone(), shown(report.query()))
}

fn costs(build: &str, kind: &str, claimed: f64, catalog: &Catalog) -> Found {
    let report = report(build, "", catalog);
    let items = { report.cost().items.iter() }.filter(|item| item.kind == kind);
    let prices: Option<Vec<(f64, f64, f64)>> = items
        .map(|item| {
            let count = f64::from(item.quantity);
            let [low, now, high] =
                [item.low_usd?, item.unit_usd?, item.high_usd?].map(|price| price.usd() * count);
            Some((low, now, high))
        })
        .collect();
    let link = shown(report.query());
    let Some(prices) = prices.filter(|prices| !prices.is_empty()) else {
        return (None, "No dated price is known.".to_owned(), link);
    };
    let sum = |pick: fn(&(f64, f64, f64)) -> f64| -> f64 { prices.iter().map(pick).sum() };
    let (low, now, high) = (sum(|one| one.0), sum(|one| one.1), sum(|one| one.2));
    let asserted = Asserted {
        of: Measure::Price,
        low: claimed,
        high: claimed,
        open: &[],
    };
    let ruling = match asserted.meets(now) {
        true => Ruling::Confirmed,
        false => asserted.within(low, high),
    };
    let said = format!(
        "About {} at prices of {}, {} to {}.",
        whole(now, "USD"),
        report.catalog().date,
        whole(low, "USD"),
        whole(high, "USD")
    );
    (Some(ruling), said, link)
}

fn slower(card: &str, than: &str, claimed: f64, catalog: &Catalog) -> Found {
    let rate = |id: &str| {
        catalog
            .gpu(id)
            .and_then(|gpu| gpu.rates.fp32)
            .map(f64::from)
    };
    let Some((one, other)) = rate(card).zip(rate(than)) else {
        return (None, String::new(), None);
    };
    let percent = (1.0 - one / other) * 100.0;
    let said = format!(
        "{} against {} TFLOP/s in 32 bits: {} less. Decoding waits for memory, which is the same.",
        about(one / 1_000.0),
        about(other / 1_000.0),
        with_unit(percent, "%")
    );
    (
        met(percent, claimed, 1.0),
        said,
        Some(format!("/gpus/{card}")),
    )
}

fn published(build: &str, first: u32, last: u32) -> Found {
    let Some(preset) = preset(build) else {
        return (None, String::new(), None);
    };
    let day: u32 = preset.as_of.replace('-', "").parse().unwrap_or(0);
    let ruling = match (first..=last).contains(&day) {
        true => Ruling::Confirmed,
        false => Ruling::Refuted,
    };
    let said = format!("Its description was published on {}.", preset.as_of);
    (Some(ruling), said, Some(format!("/builds/{build}")))
}

#[cfg(test)]
mod tests {
    use super::{Row, table};
    use crate::builds::Ruling;
    use crate::catalog::{Catalog, preset, presets};

    fn found<'a>(rows: &'a [Row], text: &str) -> &'a Row {
        let row = rows.iter().find(|row| row.stated.text.contains(text));
        row.unwrap_or_else(|| panic!("no claim says {text}"))
    }

    #[test]
    fn the_claim_that_began_it_stands_on_top() {
        let rows = table(Catalog::builtin());
        assert!(rows[0].stated.text.contains("405B in FP16"));
        assert_eq!(rows[0].ruling, Some(Ruling::Refuted));
        assert!(rows.len() >= 62, "{}", rows.len());
    }

    #[test]
    fn claims_come_out_as_arithmetic_has_it() {
        let rows = table(Catalog::builtin());
        for (text, ruling) in [
            ("Four cards hold 384 GB", Ruling::Confirmed),
            ("Two cards hold 192", Ruling::Confirmed),
            ("Four cards run Llama 405B in Q4", Ruling::Confirmed),
            ("Mixtral", Ruling::Confirmed),
            ("such as 30 billion", Ruling::Depends),
            ("405B in FP16 answers", Ruling::Refuted),
            ("fans and pump 20 W", Ruling::Confirmed),
            ("system 200 W", Ruling::Refuted),
            ("safely carry 1,800", Ruling::Refuted),
            ("supply of 1,300", Ruling::Confirmed),
            ("fill eight channels", Ruling::Refuted),
            ("28 to 35 tokens", Ruling::Refuted),
            ("comes to $45,149", Ruling::Confirmed),
            ("comes to about $45,000", Ruling::Confirmed),
            ("comes to $46,000", Ruling::Confirmed),
            ("comes to $45,549", Ruling::Confirmed),
            ("Two cards come to $23,249", Ruling::Confirmed),
            ("12 % slower", Ruling::Confirmed),
            ("ASUS or Supermicro", Ruling::Refuted),
            ("custom loop", Ruling::Refuted),
            ("announced early in 2025", Ruling::Refuted),
            ("of 2 TB are 8 TB", Ruling::Confirmed),
            ("have all their lanes", Ruling::Confirmed),
        ] {
            let row = found(&rows, text);
            assert_eq!(row.ruling, Some(ruling), "{text}: {}", row.reason);
        }
        assert_eq!(found(&rows, "49 % faster").ruling, None);
        assert_eq!(found(&rows, "air cooler for 220 W").ruling, None);
    }

    /// What is claimed of the two builds stands in the table too, once.
    #[test]
    fn no_claim_of_the_builds_is_left_out() {
        let rows = table(Catalog::builtin());
        let known = rows
            .iter()
            .filter(|row| matches!(row.stated.about, crate::catalog::About::Known { .. }));
        let all: usize = presets().iter().map(|preset| preset.claims.len()).sum();
        assert_eq!(known.count(), all);
        assert!(preset("a16z-4gpu").is_some());
        for row in &rows {
            assert!(
                !row.reason.is_empty() && !row.reason.contains("NaN"),
                "{}",
                row.stated.text
            );
        }
    }
}
