//! The answer in one sentence, and the ways out.

use headroom_core::report::{Notice, Status, WayOut};
use leptos::prelude::*;

use super::field::suggestions;
use super::{FIELDS, part};
use crate::look::look;
use crate::markup::{Html, IntoHtml, address, address_at, words};
use crate::state::Answer;

/// What was asked.
pub(super) fn question(answer: &Answer) -> String {
    answer.question()
}

/// Status and sentence.
#[cfg(feature = "ssr")]
pub(crate) fn sentence(answer: &Answer) -> Html {
    let (_, sentence) = answer.report.finding();
    said(answer, sentence.html())
}

/// As [`sentence`], with what there is room for in two lines before what is read after it.
pub(super) fn headline(answer: &Answer) -> Html {
    let (_, sentence) = answer.report.finding();
    let (first, rest) = parted(sentence);
    // What was cut off does not follow in the headline.
    let first = first.trim_end_matches(';');
    let sentence = view! {
        {words(first)}
        <span class="reasons">{words(rest)}</span>
    };
    said(answer, sentence.html())
}

/// Letters that a headline may have.
const HEADLINE: usize = 100;

/// The beginning of a sentence that makes a headline, and its reasons.
fn parted(sentence: &str) -> (&str, &str) {
    if sentence.len() <= HEADLINE {
        return (sentence, "");
    }
    let ends = sentence
        .char_indices()
        .filter(|(at, letter)| matches!(letter, '.' | ';') && sentence[at + 1..].starts_with(' '));
    let mut ends = ends.map(|(at, _)| at + 1);
    let first = ends.next();
    let last = ends.take_while(|end| *end <= HEADLINE).last();
    sentence.split_at(last.or(first).unwrap_or(sentence.len()))
}

/// The mark, what is said, and whether it is said of something else than was asked.
fn said(answer: &Answer, sentence: Html) -> Html {
    let look = look(answer.report.finding().0);
    // The sentence says the status itself; the mark shows it.
    view! {
        <p class=format!("sentence {}", look.class)>
            <span class="mark" aria-hidden="true">{look.mark}</span>
            <span>{sentence}</span>
        </p>
        {instead(answer).map(|words| view! { <p class="instead">{words}</p> })}
    }
    .html()
}

/// What may have been meant, where there is no answer, or else what was calculated with.
fn instead(answer: &Answer) -> Option<Html> {
    let notices = answer.report.notices();
    if answer.report.is_understood() {
        return Some(calculated_with(notices)?.html());
    }
    let meant: Vec<Html> = notices.iter().map(suggestions).collect();
    Some(meant.html())
}

/// Says that the answer is for other values than those given.
fn calculated_with(notices: &[Notice]) -> Option<String> {
    let changed: Vec<String> = notices
        .iter()
        .filter_map(|notice| {
            let label = notice.nearest_label.as_ref()?;
            Some(format!("{label} instead of “{}”", notice.given))
        })
        .collect();
    (!changed.is_empty()).then(|| format!("Calculated with {}.", changed.join(", ")))
}

/// Notices that belong to no field of the form.
pub(super) fn loose_notices(answer: &Answer) -> Vec<Html> {
    let notices = answer.report.notices().iter();
    let loose = notices.filter(|notice| !FIELDS.contains(&notice.key));
    loose
        .map(|notice| {
            let message = notice.message.clone();
            view! { <p class="note">{message}" "<code>{words(&notice.given)}</code></p> }.html()
        })
        .collect()
}

/// The way to hand this answer on. Whoever keeps the build reads its query and a name off the link.
pub(super) fn share(answer: &Answer) -> Html {
    let address = address_at("/share", answer.report.query());
    view! { <a href=address data-name=answer.name()>"Share or embed this answer"</a> }.html()
}

/// The way to put this build beside others.
pub(super) fn beside(answer: &Answer) -> Html {
    let address = match answer.report.query() {
        // The usual build has an empty query, which still has to be named.
        "" => "/compare?b=".to_owned(),
        query => address_at("/compare", query),
    };
    view! { <a href=address>"+ Compare"</a> }.html()
}

/// What would make it fit, each a link.
pub(crate) fn ways_out(answer: &Answer) -> Option<Html> {
    let report = &answer.report;
    if report.finding().0.runs() {
        return None;
    }
    let ways: Vec<Html> = report.ways_out().iter().map(way_out).collect();
    let ways = if ways.is_empty() {
        let two = if answer.trains() {
            "QLoRA and more GPUs"
        } else {
            "a smaller weight format and more GPUs"
        };
        view! { <p>{format!("No single change does. Try two: {two}, say.")}</p> }.html()
    } else {
        view! { <ul class="ways">{ways}</ul> }.html()
    };
    let view = view! {
        <h2>"What would make it fit"</h2>
        {ways}
        {report.ways_out_note().map(|note| view! { <p class="effect">{note}</p> })}
    };
    Some(view.html())
}

/// A change that leads somewhere, as a link.
pub(super) fn way_out(way: &WayOut) -> Html {
    let look = look(way.status);
    view! {
        <li>
            <a href=address(&way.query) data-key=format!("way-{}", way.kind)>
                {way.action.clone()}
            </a>
            " "
            <span class="effect">{way.effect.clone()}</span>
            " "
            <span class=format!("tag {}", look.class)>
                <span aria-hidden="true">{look.mark}</span>
                {format!(" {}", look.word)}
            </span>
        </li>
    }
    .html()
}

/// Said of a model that is run, of which only the size is known.
const RUNS_ASSUMED: &str = "Only the size of this model was given. Its layers and heads are assumed to be those of published \
     models of that size, so the KV cache may differ.";

/// As [`RUNS_ASSUMED`], of a model that is trained.
const TRAINS_ASSUMED: &str = "Only the size of this model was given. Its layers are assumed to be those of published models of \
     that size, so the activations may differ.";

/// Why it cannot run, and what to know although it does.
pub(super) fn remarks(answer: &Answer) -> Option<Html> {
    let report = &answer.report;
    let verdict = report.verdict();
    let (said, assumed): (Vec<&String>, _) = match report.training() {
        Some(training) => (training.warnings.iter().collect(), TRAINS_ASSUMED),
        None => {
            // The first blocker is in the sentence already.
            let in_sentence = usize::from(verdict.status == Status::Impossible);
            let blockers = verdict.blockers.iter().skip(in_sentence);
            (blockers.chain(&verdict.warnings).collect(), RUNS_ASSUMED)
        }
    };
    let assumed = report.scenario().model_assumed.then_some(assumed);
    let said = said.into_iter().map(String::as_str);
    let list = part::remarks(said.chain(assumed))?;
    let view = view! {
        <h3>"To know"</h3>
        {list}
    };
    Some(view.html())
}

#[cfg(test)]
mod tests {
    use super::{HEADLINE, parted};

    #[test]
    fn a_long_finding_has_a_headline_and_reasons() {
        assert_eq!(
            parted("Fits, with 9 GB to spare."),
            ("Fits, with 9 GB to spare.", "")
        );
        let reasons = " and so on".repeat(HEADLINE / 10);
        let long = format!("Does not fit. Each GPU is short by 9.1 GB. It goes on{reasons}.");
        let (first, rest) = parted(&long);
        assert_eq!(first, "Does not fit. Each GPU is short by 9.1 GB.");
        assert_eq!(format!("{first}{rest}"), long);
        let endless = "a".repeat(2 * HEADLINE);
        assert_eq!(parted(&endless), (endless.as_str(), ""));
    }
}
