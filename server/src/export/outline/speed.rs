//! How fast it answers, each rate with its range.

use headroom_core::report::Speed;
use headroom_core::units::{about, duration, durations, ends, with_unit};

use super::{Section, row};

/// Rates of one stream, of all and of a prompt; why there are none where there are none.
pub(super) fn section(speed: &Speed) -> Section {
    let ranged = |value: Option<f64>, low: Option<f64>, high: Option<f64>| {
        let value = value?;
        Some(vec![about(value), ends(low, high).unwrap_or_default()])
    };
    let mut rows = Vec::new();
    let mut add = |what: String, values: Option<Vec<String>>| {
        if let Some(values) = values {
            rows.push(std::iter::once(what).chain(values).collect());
        }
    };
    add(
        "Tokens/s of each stream".to_owned(),
        ranged(
            speed.decode_tokens_per_s,
            speed.decode_tokens_per_s_low,
            speed.decode_tokens_per_s_high,
        ),
    );
    if speed.users > 1 {
        add(
            format!("Tokens/s of {} streams together", speed.users),
            ranged(
                speed.decode_total_tokens_per_s,
                speed.decode_total_tokens_per_s_low,
                speed.decode_total_tokens_per_s_high,
            ),
        );
    }
    add(
        "Tokens/s of a prompt".to_owned(),
        ranged(
            speed.prefill_tokens_per_s,
            speed.prefill_tokens_per_s_low,
            speed.prefill_tokens_per_s_high,
        ),
    );
    if rows.is_empty() {
        return Section {
            title: "Speed",
            text: speed.reason.clone(),
            ..Section::default()
        };
    }
    rows.insert(0, row(["What", "About", "Range"]));
    let first = speed.time_to_first_token_s.map(|first| {
        let (low, high) = (
            speed.time_to_first_token_s_low,
            speed.time_to_first_token_s_high,
        );
        let ends =
            durations(first, low, high).map_or_else(String::new, |ends| format!(" ({ends})"));
        let (prompt, first) = (speed.prompt(), duration(first));
        format!("First token of {prompt} after {first}{ends}.")
    });
    let ceiling = speed.ceiling_tokens_per_s.map(|ceiling| {
        let ceiling = with_unit(ceiling, "tokens/s");
        format!("No stream passes {ceiling}: that is what memory bandwidth allows.")
    });
    let list = first.into_iter().chain(ceiling);
    Section {
        title: "Speed, estimated",
        rows,
        list: list.chain(speed.notes.iter().cloned()).collect(),
        ..Section::default()
    }
}
