//! The badge for a README: model and cards on the left, the finding on the right.

use crate::look::look;
use crate::markup::{Text, put};
use crate::state::Answer;

/// Pixels around each text.
const PAD: i32 = 8;
const HEIGHT: i32 = 20;

/// The badge for the raw query of an address, as SVG.
///
/// Its colours are its own: a README may be light or dark, and both stand out on either.
#[must_use]
pub fn badge(raw: &str) -> String {
    let answer = Answer::to(raw);
    let verdict = look(answer.report.finding().0);
    let label = answer.question();
    let finding = format!("{} {}", verdict.mark, verdict.word);
    let ground = match verdict.class {
        "fits" | "offloaded" => "#0a559c",
        "tight" => "#7a4a00",
        _ => "#a3221a",
    };
    let (left, right) = (room(&label), room(&finding));
    let width = left + right;
    let mut out = String::with_capacity(1_024);
    put!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{HEIGHT}\" viewBox=\"0 0 {width} {HEIGHT}\" role=\"img\">\
         <title>{}: {}</title>\
         <clipPath id=\"c\"><rect width=\"{width}\" height=\"{HEIGHT}\" rx=\"3\"/></clipPath><g clip-path=\"url(#c)\">\
         <rect width=\"{left}\" height=\"{HEIGHT}\" fill=\"#33393f\"/><rect x=\"{left}\" width=\"{right}\" height=\"{HEIGHT}\" fill=\"{ground}\"/></g>",
        Text(&label),
        Text(verdict.word)
    );
    out.push_str(
        "<g fill=\"#ffffff\" font-family=\"Verdana,'DejaVu Sans',sans-serif\" font-size=\"11\">",
    );
    for (x, text, room) in [(PAD, &label, left), (left + PAD, &finding, right)] {
        // The length is fixed, so that every typeface fills the room that was kept.
        put!(
            out,
            "<text x=\"{x}\" y=\"14\" textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            room - 2 * PAD,
            Text(text)
        );
    }
    out.push_str("</g></svg>");
    out
}

/// Pixels that a text takes with its padding, at 11 px.
fn room(text: &str) -> i32 {
    // Widths come in half pixels at 13 px.
    headroom_chart::text_width(text, false).saturating_mul(11) / 26 + 2 * PAD
}

#[cfg(test)]
mod tests {
    use super::badge;

    #[test]
    fn a_badge_says_what_and_whether() {
        let svg = badge("n=4&model=llama-3.1-405b&w=f16");
        assert!(svg.contains("Llama 3.1 405B in FP16") && svg.contains("× Does not fit"));
        assert!(badge("n=4").contains("✓ Fits"));
    }

    #[test]
    fn longer_words_make_a_wider_badge_and_markup_is_inert() {
        let width = |svg: &str| -> i32 {
            svg.split("width=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next()?.parse().ok())
                .unwrap_or(0)
        };
        let (short, long) = (badge("gpu=rtx-4090"), badge("gpu=rtx-4090*2+rtx-3090*3"));
        assert!(width(&long) > width(&short) && width(&short) > 100);
        assert!(!badge("model=%3Cscript%3E").contains("<script"));
    }
}
