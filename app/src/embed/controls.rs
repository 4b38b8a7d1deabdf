//! The few controls of an embed that readers may turn. They are a plain form; `embed-frame.js`
//! makes it answer without loading the frame anew.

use headroom_core::units::grouped;

use super::hidden_fields;
use super::options::Options;
use crate::configurator::text;
use crate::markup::put;
use crate::state::Answer;

/// Keys that have a control.
const SHOWN: [&str; 3] = ["n", "w", "ctx"];

/// Pixels that the controls take.
pub(super) fn height(column: u32) -> u32 {
    if column < 420 { 150 } else { 80 }
}

/// Writes the form.
pub(super) fn write(out: &mut String, answer: &Answer, options: &Options) {
    let echo = &answer.report.scenario;
    put!(
        out,
        "<form class=\"turn\" action=\"/embed\" target=\"_self\" autocomplete=\"off\">{}",
        hidden_fields(&options.address(&answer.report.query), &SHOWN)
    );
    // A machine of several kinds of card has no single number of cards.
    if let [only] = echo.gpus.as_slice() {
        put!(
            out,
            "<p><label for=\"n\">Cards</label><input id=\"n\" name=\"n\" type=\"number\" min=\"1\" value=\"{}\"></p>",
            only.count
        );
    }
    put!(
        out,
        "<p><label for=\"w\">Weights</label><select id=\"w\" name=\"w\">{}</select></p>\
         <p><label for=\"ctx\">Context</label><select id=\"ctx\" name=\"ctx\">{}</select></p><button>Calculate</button></form>",
        text("w", answer),
        contexts(echo.context_tokens, echo.model_max_context_tokens)
    );
}

/// The usual lengths that the model takes, its longest and the present one.
fn contexts(present: u32, longest: u32) -> String {
    let mut lengths: Vec<u32> = [4_096, 8_192, 16_384, 32_768, 65_536, 131_072]
        .into_iter()
        .filter(|tokens| *tokens < longest)
        .chain([longest, present])
        .collect();
    lengths.sort_unstable();
    lengths.dedup();
    let mut out = String::new();
    for tokens in lengths {
        let selected = if tokens == present { " selected" } else { "" };
        put!(
            out,
            "<option value=\"{tokens}\"{selected}>{} tokens</option>",
            grouped(u64::from(tokens))
        );
    }
    out
}
