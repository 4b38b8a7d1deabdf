//! What has to be said beside the rates.

use super::efficiency::{AGES, age};
use super::{Pace, lengths};
use crate::scenario::Scenario;
use crate::units::{about, grouped};

/// Sentences about how the work is divided, what is not read, and which build was calculated with.
pub(super) fn of(scenario: &Scenario, pace: &Pace) -> Vec<String> {
    let job = &pace.job;
    let mut notes = Vec::new();
    if job.pipeline > 1.0 || job.stages.len() > 1 {
        notes.push(if job.overlaps {
            "Groups of cards in a row serve different sequences at the same time; one alone is no faster for them.".to_owned()
        } else {
            "A split by layer adds capacity: the cards work one after the other on each token.".to_owned()
        });
    }
    let cached = lengths(scenario).cached;
    if cached > 0 {
        notes.push(format!(
            "{} tokens of the prompt are cached: the others are read, and attend to them.",
            grouped(cached.into())
        ));
    }
    if let Some(draft) = job.draft {
        notes.push(format!(
            "Of {} tokens that are guessed before each check, {} are kept on average ({}–{}): a step gives {} tokens, and its times and bytes are told for one of them.",
            draft.tokens,
            about(draft.kept.typical),
            about(draft.kept.low),
            about(draft.kept.high),
            about(job.gained())
        ));
    }
    if job.data > 1.0 {
        notes.push(format!(
            "{} groups serve requests of their own: one stream is no faster for them, and the cache of each is held by one group.",
            job.data
        ));
    }
    if job.parts > 1.0 {
        notes.push(format!(
            "Each of {} cards keeps a part of the tokens (decode context parallel): the cache is divided by them, and queries and results travel between them in every layer. Prompts are calculated as without.",
            job.parts
        ));
    }
    let way = job.exchange.way;
    let chosen = scenario.host.link.way;
    if job.tensor > 1.0 && chosen.is_some_and(|chosen| !way.is(chosen)) {
        notes.push(format!(
            "What was chosen as the way between the cards is none of theirs (an NVLink bridge joins two); their results are taken to travel over {}.",
            way.name()
        ));
    }
    if let Some(host) = job.host {
        let known = if host.reading.known {
            ""
        } else {
            ", with memory that is assumed to be usual"
        };
        notes.push(format!(
            "Layers in system memory are read at {} GB/s{known}.",
            libm::round(host.reading.plain / 1e9)
        ));
    }
    if let Some(hits) = job.resident {
        let (kept, all) = hits.experts;
        let whole = |part: f64| libm::round(part * 100.0);
        let range = if whole(hits.least) == whole(hits.most) {
            String::new()
        } else {
            format!(" ({}–{})", whole(hits.least), whole(hits.most))
        };
        let (are, they) = if kept == 1 {
            ("is", "it is")
        } else {
            ("are", "they are")
        };
        let served = format!(
            "{kept} of {all} experts of each layer {are} on the cards, {}: {they} taken to serve {}\u{202f}% of a token’s choices{range}.",
            hits.chosen.in_words(),
            whole(hits.typical)
        );
        let how = scenario.engine.how_it_divides_experts();
        notes.push(format!("{served} {how}").trim_end().to_owned());
    }
    if let Some(built) = scenario.settings.built {
        let engine = scenario.engine.name();
        notes.push(match age(job.family, built).map(|age| AGES[age].1) {
            Some(later) => format!(
                "Calculated with the kernels of {engine} of {built}; builds from {later} on have others."
            ),
            None => format!("Kernels of {engine} of {built} are taken for those of today."),
        });
    }
    notes
}
