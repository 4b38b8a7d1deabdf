//! What a link keeps of the past: the day of its figures, and what the newest would say.

use headroom_core::evaluate::Report;
use headroom_core::scenario::keys::EDITION;
use leptos::prelude::*;

use super::about::with_unit;
use crate::look::look;
use crate::markup::{Html, IntoHtml, address};
use crate::state::Answer;

/// Key of the edition that a link keeps.
const PIN: &str = EDITION.key;

/// The day whose figures were calculated with, where the link names one, and the way to the newest.
pub(super) fn line(answer: &Answer) -> Option<Html> {
    let day = answer.scenario().pin?;
    let (query, newest) = answer.newest();
    let way = match newest {
        None => "Follow the newest".to_owned(),
        Some(_) => format!("Use the figures of {}", answer.newest_date()),
    };
    let different = newest.map(|newest| {
        let changes = changes(&answer.report, &newest);
        if changes.is_empty() {
            ": nothing in short would be different".to_owned()
        } else {
            format!(": {}", changes.join("; "))
        }
    });
    let view = view! {
        // A plain form sends the day along.
        <input type="hidden" name=PIN value=day/>
        <p class="pin">
            "Prices and figures of "
            <time>{day}</time>
            ", which this link keeps; formulas are today’s. "
            <a href=address(&query) data-key="newest">
                {way}
            </a>
            {different}
            "."
        </p>
    };
    Some(view.html())
}

/// The headline figures that differ, as they would be.
fn changes(then: &Report, now: &Report) -> Vec<String> {
    let figures: [(&str, Figure); 5] = [
        ("", |report| look(report.finding().0).word.to_owned()),
        ("the machine costs", |report| {
            report.asked().currency().exact(report.cost().total_usd)
        }),
        ("renting costs", |report| match &report.cloud().chosen {
            Some(rental) => {
                let rent = report.asked().currency().rate(rental.usd_per_hour);
                format!("{rent} an hour")
            }
            None => "nothing, as nobody rents it out".to_owned(),
        }),
        ("it pays back", |report| {
            match report.payback().break_even_months {
                Some(months) => format!("after {months} months"),
                None => "not in the time looked at".to_owned(),
            }
        }),
        ("one stream decodes", |report| {
            match report.speed().decode_tokens_per_s {
                Some(rate) => with_unit(rate, "tokens/s"),
                None => "at an unknown rate".to_owned(),
            }
        }),
    ];
    let differs = |(what, figure): &(&str, Figure)| {
        let (then, now) = (figure(then), figure(now));
        let what = if what.is_empty() {
            String::new()
        } else {
            format!("{what} ")
        };
        (then != now).then(|| format!("{what}{now} instead of {then}"))
    };
    figures.iter().filter_map(differs).collect()
}

/// Reads a figure as it is said.
type Figure = fn(&Report) -> String;

#[cfg(test)]
mod tests {
    use headroom_core::catalog::{Catalog, Gpu, Price};
    use headroom_core::codec::Query;
    use headroom_core::scenario::DEFAULT_GPU;

    use super::line;
    use crate::markup::Html;
    use crate::state::Answer;

    /// The shipped catalogue with an edition before it in which the usual card cost 1000 more.
    fn with_history() -> &'static Catalog {
        let newest = Catalog::builtin();
        let dearer = |gpu: &'static Gpu| match (gpu.id, gpu.price) {
            (DEFAULT_GPU, Some(price)) => &*Box::leak(Box::new(Gpu {
                price: Some(Price {
                    usd: price.usd + 1_000,
                    ..price
                }),
                ..gpu.clone()
            })),
            _ => gpu,
        };
        let gpus: Vec<&'static Gpu> = newest.gpus.iter().map(|gpu| dearer(gpu)).collect();
        let earlier = Catalog {
            date: "2026-01-02",
            gpus: gpus.leak(),
            ..*newest
        };
        Box::leak(Box::new(Catalog {
            earlier: vec![earlier].leak(),
            ..*newest
        }))
    }

    fn said(query: &str) -> String {
        let answer = Answer::with(Query::parse(query), with_history());
        line(&answer).map(Html::into_text).unwrap_or_default()
    }

    #[test]
    fn an_old_link_says_its_day_and_what_the_newest_figures_would_change() {
        let said = said("n=2&cat=2026-01-02");
        let newest = Catalog::builtin().date;
        assert!(said.contains("Prices and figures of <time>2026-01-02</time>"));
        assert!(said.contains(&format!(
            "<a href=\"/?n=2\" data-key=\"newest\">Use the figures of {newest}</a>"
        )));
        assert!(said.contains("the machine costs $"), "{said}");
        assert!(said.contains("name=\"cat\" value=\"2026-01-02\""));
        assert!(!said.contains("one stream decodes"), "{said}");
    }

    #[test]
    fn a_link_of_today_compares_nothing_and_a_living_one_says_nothing() {
        let kept = said(&format!("n=2&cat={}", Catalog::builtin().date));
        assert!(kept.contains("Follow the newest</a>."), "{kept}");
        assert_eq!(said("n=2"), "");
        assert_eq!(said("n=2&cat=2020-01-01"), "");
    }
}
