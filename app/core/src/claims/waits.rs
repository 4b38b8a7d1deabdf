//! Claims about what is waited for before an answer begins, and about the fewest cards that hold a model.

use super::Case;
use super::reading::{Claimed, Reading, Said};
use super::way::{Way, subject, used_as_written};
use crate::builds::{Asserted, Figure, Ruling};
use crate::catalog::{Catalog, Gpu, Measure};
use crate::engine::Engine;
use crate::evaluate::{self, Report};
use crate::units::{grouped, with_unit};

/// How fast a prompt is read, when the first token comes, or how fast weights are loaded.
pub(super) fn judge(
    way: &Way,
    claimed: Said,
    said: &Reading,
    open: &[&str],
    catalog: &Catalog,
) -> Result<Case, String> {
    let report = evaluate::answer(&way.query, catalog);
    used_as_written(&report)?;
    let own = case(way, claimed, open, &report, catalog);
    let decided = own.ruling != Ruling::Refuted || claimed.of == Claimed::Load;
    if decided || said.engine.is_some() {
        return Ok(own);
    }
    // What the claim leaves open is not held against it.
    let others = { Engine::ALL.iter() }.filter(|engine| **engine != report.asked().engine);
    let better = others.copied().find_map(|engine| {
        let other = way.with("", &[("engine", engine.id().to_owned())]);
        let report = evaluate::answer(&other.query, catalog);
        used_as_written(&report).ok()?;
        if !report.finding().0.runs() {
            return None;
        }
        let case = case(way, claimed, open, &report, catalog);
        (case.ruling != Ruling::Refuted).then_some((engine, case))
    });
    Ok(match better {
        None => own,
        Some((engine, other)) => Case {
            ruling: Ruling::Depends,
            reason: format!(
                "{} It depends on the program. With {}: {}",
                own.reason,
                engine.name(),
                other.reason
            ),
            figures: other.figures,
            query: other.query,
            ..own
        },
    })
}

fn case(way: &Way, claimed: Said, open: &[&str], report: &Report, catalog: &Catalog) -> Case {
    let asserted = |of: Measure| Asserted {
        of,
        low: claimed.low,
        high: claimed.high,
        open,
    };
    let speed = report.speed();
    let (over, label, unit, found) = match claimed.of {
        Claimed::Prefill => (
            "how fast it reads a prompt",
            "Reading a prompt",
            "tokens/s",
            [
                speed.prefill_tokens_per_s,
                speed.prefill_tokens_per_s_low,
                speed.prefill_tokens_per_s_high,
            ],
        ),
        Claimed::First => (
            "when the first token comes",
            "First token",
            "s",
            [
                speed.time_to_first_token_s,
                speed.time_to_first_token_s_low,
                speed.time_to_first_token_s_high,
            ],
        ),
        _ => (subject(Measure::Load), "", "", [None; 3]),
    };
    let judged = |ruling, reason, figures, query| Case {
        label: way.label.clone(),
        over,
        ruling,
        reason,
        figures,
        query,
    };
    if claimed.of == Claimed::Load {
        let found = asserted(Measure::Load).judge(report, catalog);
        return judged(found.ruling, found.reason, found.figures, found.query);
    }
    let query = report.query().to_owned();
    let [Some(typical), Some(low), Some(high)] = found else {
        // Where it does not run as it is asked, it may in what the claim leaves open.
        let fits = asserted(Measure::Fits).judge(report, catalog);
        return match report.finding().0.runs() {
            true => judged(Ruling::Depends, speed.reason.clone(), Vec::new(), query),
            false => judged(fits.ruling, fits.reason, fits.figures, query),
        };
    };
    let reason = format!(
        "About {}, {} to {}, for a prompt of {} tokens.",
        with_unit(typical, unit),
        with_unit(low, unit),
        with_unit(high, unit),
        grouped(u64::from(speed.prompt_tokens))
    );
    let figure = Figure::new(label, unit, typical)
        .between(low, high)
        .claimed(claimed.low, claimed.high);
    let ruling = asserted(Measure::Decode).within(low, high);
    judged(ruling, reason, vec![figure], query)
}

/// Whether so many cards are the fewest that hold it: so many do, and fewer do not.
pub(super) fn least(
    way: &Way,
    cards: Option<&(Vec<&'static Gpu>, u32)>,
    fits: impl Fn(&Way) -> Result<Vec<Case>, String>,
    catalog: &Catalog,
) -> Result<Case, String> {
    let said = cards.map_or(1, |(_, count)| *count);
    let gpu = way.query.get("gpu").unwrap_or_default().to_owned();
    let id = gpu.split('*').next().unwrap_or_default();
    let of = |count: u32| way.with("", &[("gpu", format!("{id}*{count}"))]);
    let one = |count: u32| -> Result<Case, String> {
        let mut cases = fits(&of(count))?;
        let mut case = cases.pop().ok_or("Nothing can be asked of that.")?;
        case.over = "how many are needed";
        Ok(case)
    };
    let whole = one(said)?;
    if whole.ruling == Ruling::Refuted || said <= 1 {
        return Ok(whole);
    }
    // More cards need not divide better than fewer do.
    let runs = |count: u32| {
        let report = evaluate::answer(&of(count).query, catalog);
        report.finding().0 == crate::report::Status::Fits
    };
    let fewer = one((1..said)
        .rev()
        .find(|&count| runs(count))
        .unwrap_or(said - 1))?;
    let (ruling, before) = match (whole.ruling, fewer.ruling) {
        (_, Ruling::Confirmed) => (Ruling::Refuted, "Fewer do"),
        (Ruling::Confirmed, Ruling::Refuted) => (Ruling::Confirmed, "Fewer do not"),
        _ => (Ruling::Depends, "With fewer"),
    };
    let reason = format!("{} {before}: {}", whole.reason, fewer.reason);
    Ok(match ruling {
        Ruling::Confirmed => Case { reason, ..whole },
        _ => Case {
            label: whole.label,
            ruling,
            reason,
            ..fewer
        },
    })
}
