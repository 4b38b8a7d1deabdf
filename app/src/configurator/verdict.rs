//! The answer in one sentence, and the ways out.

use headroom_core::report::{Notice, Status};

use super::FIELDS;
use super::field::suggestions;
use crate::look::look;
use crate::markup::{Text, address, put};
use crate::state::Answer;

/// What was asked.
pub(super) fn question(answer: &Answer) -> String {
    Text(answer.question()).to_string()
}

/// Status and sentence.
#[cfg(feature = "ssr")]
pub(crate) fn sentence(answer: &Answer) -> String {
    let (_, sentence) = answer.report.finding();
    said(answer, &Text(sentence).to_string())
}

/// As [`sentence`], with what there is room for in two lines before what is read after it.
pub(super) fn headline(answer: &Answer) -> String {
    let (_, sentence) = answer.report.finding();
    let (first, rest) = parted(sentence);
    said(
        answer,
        &format!(
            "{}<span class=\"reasons\">{}</span>",
            Text(first),
            Text(rest)
        ),
    )
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
fn said(answer: &Answer, words: &str) -> String {
    let look = look(answer.report.finding().0);
    let mut out = String::with_capacity(512);
    // The sentence says the status itself; the mark shows it.
    put!(
        out,
        "<p class=\"sentence {}\"><span class=\"mark\" aria-hidden=\"true\">{}</span><span>{}</span></p>",
        look.class,
        look.mark,
        words
    );
    if !answer.report.is_understood() {
        out.push_str("<p class=\"instead\">");
        for notice in answer.report.notices() {
            out.push_str(&suggestions(notice).into_text());
        }
        out.push_str("</p>");
    } else if let Some(text) = instead(answer.report.notices()) {
        put!(out, "<p class=\"instead\">{}</p>", Text(text));
    }
    out
}

/// Says that the answer is for other values than those given.
fn instead(notices: &[Notice]) -> Option<String> {
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
pub(super) fn loose_notices(answer: &Answer) -> String {
    let mut out = String::new();
    for notice in answer
        .report
        .notices()
        .iter()
        .filter(|notice| !FIELDS.contains(&notice.key))
    {
        put!(
            out,
            "<p class=\"note\">{} <code>{}</code></p>",
            Text(&notice.message),
            Text(&notice.given)
        );
    }
    out
}

/// The way to hand this answer on. Whoever keeps the build reads its query and a name off the link.
pub(super) fn share(answer: &Answer) -> String {
    let query = answer.report.query();
    format!(
        "<a href=\"/share{}{}\" data-name=\"{}\">Share or embed this answer</a>",
        if query.is_empty() { "" } else { "?" },
        Text(query),
        Text(answer.name())
    )
}

/// What would make it fit, each a link.
pub(crate) fn ways_out(answer: &Answer) -> String {
    let report = &answer.report;
    let ways = report.ways_out();
    let mut out = String::with_capacity(2_048);
    if report.finding().0.runs() {
        return out;
    }
    out.push_str("<h2>What would make it fit</h2>");
    if ways.is_empty() {
        out.push_str(if answer.trains() {
            "<p>No single change does. Try two: QLoRA and more GPUs, say.</p>"
        } else {
            "<p>No single change does. Try two: a smaller weight format and more GPUs, say.</p>"
        });
        return out;
    }
    out.push_str("<ul class=\"ways\">");
    for way in ways {
        let look = look(way.status);
        put!(
            out,
            "<li><a href=\"{}\" data-key=\"way-{}\">{}</a> <span class=\"effect\">{}</span> \
             <span class=\"tag {}\"><span aria-hidden=\"true\">{}</span> {}</span></li>",
            Text(address(&way.query)),
            way.kind,
            Text(&way.action),
            Text(&way.effect),
            look.class,
            look.mark,
            look.word
        );
    }
    out.push_str("</ul>");
    out
}

/// Why it cannot run, and what to know although it does.
pub(super) fn remarks(answer: &Answer) -> String {
    let report = &answer.report;
    let verdict = report.verdict();
    let mut out = String::new();
    let mut put_all = |texts: &mut dyn Iterator<Item = &String>| {
        for text in texts {
            put!(out, "<li>{}</li>", Text(text));
        }
    };
    // The first blocker is in the sentence already.
    let blockers = verdict
        .blockers
        .iter()
        .skip(usize::from(verdict.status == Status::Impossible));
    match report.training() {
        Some(training) => put_all(&mut training.warnings.iter()),
        None => put_all(&mut blockers.chain(&verdict.warnings)),
    }
    if report.scenario().model_assumed && answer.trains() {
        out.push_str(
            "<li>Only the size of this model was given. Its layers are assumed to be those of published \
             models of that size, so the activations may differ.</li>",
        );
    } else if report.scenario().model_assumed {
        out.push_str(
            "<li>Only the size of this model was given. Its layers and heads are assumed to be those of \
             published models of that size, so the KV cache may differ.</li>",
        );
    }
    if out.is_empty() {
        return out;
    }
    format!("<h3>To know</h3><ul class=\"remarks\">{out}</ul>")
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
