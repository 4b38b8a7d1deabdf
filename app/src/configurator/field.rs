//! Controls as text: each belongs to one key of the query and shows what is wrong with it.

use headroom_core::report::Notice;

use crate::glossary;
use crate::markup::{Text, address, put};
use crate::state::Answer;

/// A number or short text that is typed.
pub(super) struct Field {
    /// Query key, also the id.
    pub(super) key: &'static str,
    /// Name above the field.
    pub(super) label: &'static str,
    /// Unit behind the field.
    pub(super) unit: &'static str,
    /// Term of the glossary, if the label needs one.
    pub(super) term: Option<&'static str>,
    /// What an empty field stands for.
    pub(super) placeholder: String,
    /// Buttons for one less and one more, and how far down they go.
    pub(super) steps: Option<i64>,
}

/// What the empty field of a key stands for, where that follows from the answer.
pub(super) struct StandsFor {
    /// Query key.
    pub(super) key: &'static str,
    /// Which of several fields of a kind.
    pub(super) index: usize,
    /// What is used instead.
    pub(super) used: fn(&Answer, usize) -> String,
}

/// A slider beside the field of a key. Without script it is not shown.
pub(super) struct Slider {
    /// Query key.
    pub(super) key: &'static str,
    /// Which of several sliders of a kind.
    pub(super) index: usize,
    /// What it moves, for those who do not see the field.
    pub(super) label: &'static str,
    /// Where it stands and where it ends.
    pub(super) ends: fn(&Answer, usize) -> Ends,
    /// What the key gets for a step of the slider.
    pub(super) value: fn(u32) -> u32,
    /// What it says where it stands.
    pub(super) words: fn(u32) -> String,
}

/// A range of whole numbers and where in it the present value is.
pub(super) struct Ends {
    /// The lowest value.
    pub(super) low: u32,
    /// The present value.
    pub(super) now: u32,
    /// The highest value.
    pub(super) high: u32,
}

impl Slider {
    /// Writes the slider; its element is called after its key.
    pub(super) fn write(&self, out: &mut String, answer: &Answer) {
        let Ends { low, now, high } = (self.ends)(answer, self.index);
        put!(
            out,
            "<div class=\"slider\"><input type=\"range\" id=\"{}-slider\" aria-label=\"{} on a scale\" \
             min=\"{low}\" max=\"{high}\" step=\"1\" value=\"{now}\" aria-valuetext=\"{}\"></div>",
            self.key,
            self.label,
            Text((self.words)(now))
        );
    }
}

impl Field {
    /// A plain field.
    pub(super) fn new(key: &'static str, label: &'static str) -> Self {
        Self {
            key,
            label,
            unit: "",
            term: None,
            placeholder: String::new(),
            steps: None,
        }
    }

    /// With a unit.
    pub(super) fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// With an entry of the glossary.
    pub(super) fn term(mut self, term: &'static str) -> Self {
        self.term = Some(term);
        self
    }

    /// With a word for the empty field.
    pub(super) fn placeholder(mut self, text: impl Into<String>) -> Self {
        self.placeholder = text.into();
        self
    }

    /// With buttons for one less and one more, down to `least`.
    pub(super) fn steps(mut self, least: i64) -> Self {
        self.steps = Some(least);
        self
    }

    /// Writes the field.
    pub(super) fn write(&self, out: &mut String, answer: &Answer) {
        out.push_str("<div class=\"field\">");
        name(out, self.key, self.label, self.term);
        self.control(out, answer);
        note(out, answer, self.key);
        out.push_str("</div>");
    }

    /// Writes the field without its label and its note.
    pub(super) fn control(&self, out: &mut String, answer: &Answer) {
        let Self { key, label, .. } = self;
        put!(
            out,
            "<span class=\"control{}\">",
            if self.steps.is_some() { " stepper" } else { "" }
        );
        if let Some(least) = self.steps {
            put!(
                out,
                "<button type=\"button\" class=\"step\" data-key=\"{key}-less\" data-step=\"-1\" data-least=\"{least}\" data-for=\"{key}\" aria-label=\"{label}: one fewer\">−</button>"
            );
        }
        put!(
            out,
            "<input type=\"text\" id=\"{key}\" name=\"{key}\" value=\"{}\" placeholder=\"{}\" \
             autocomplete=\"off\" spellcheck=\"false\" aria-describedby=\"{key}-note\"{}{}>",
            Text(answer.shown(key)),
            Text(&self.placeholder),
            match *key {
                // Models, their sizes and those of data sets carry letters.
                "params" | "active" | "also" | "tokens" => "",
                "tariff" | "tax" | "upkeep" | "resale" | "fade" | "decline" =>
                    " inputmode=\"decimal\"",
                price if price.starts_with("price-") => " inputmode=\"decimal\"",
                _ => " inputmode=\"numeric\"",
            },
            invalid(answer, key)
        );
        if let Some(least) = self.steps {
            put!(
                out,
                "<button type=\"button\" class=\"step\" data-key=\"{key}-more\" data-step=\"1\" data-least=\"{least}\" data-for=\"{key}\" aria-label=\"{label}: one more\">+</button>"
            );
        }
        if !self.unit.is_empty() {
            put!(out, "<span class=\"unit\">{}</span>", self.unit);
        }
        out.push_str("</span>");
    }
}

/// Writes a choice. `options` writes the `<option>`s, the present one marked.
pub(super) fn choice(
    out: &mut String,
    answer: &Answer,
    key: &str,
    label: &str,
    term: Option<&str>,
    options: fn(&Answer) -> String,
) {
    out.push_str("<div class=\"field\">");
    name(out, key, label, term);
    put!(
        out,
        "<span class=\"control\"><select id=\"{key}\" name=\"{key}\" aria-describedby=\"{key}-note\"{}>{}</select></span>",
        invalid(answer, key),
        options(answer)
    );
    note(out, answer, key);
    out.push_str("</div>");
}

/// An attribute where something is wrong with the value of a key.
pub(super) fn invalid(answer: &Answer, key: &str) -> &'static str {
    if answer.notice(key).is_some() {
        " aria-invalid=\"true\""
    } else {
        ""
    }
}

/// Writes the place for what is wrong with the value of a key.
pub(super) fn note(out: &mut String, answer: &Answer, key: &str) {
    put!(
        out,
        "<p class=\"note\" id=\"{key}-note\">{}</p>",
        remark(answer, key)
    );
}

/// What is wrong with the value of a key, and the nearest value that is not.
pub(super) fn remark(answer: &Answer, key: &str) -> String {
    let Some(notice) = answer.notice(key) else {
        return String::new();
    };
    let mut out = format!("<span>{}</span>", Text(&notice.message));
    if let (Some(query), Some(label)) = (&notice.nearest, &notice.nearest_label) {
        put!(
            out,
            " <a href=\"{}\">Use {}</a>",
            Text(address(query)),
            Text(label)
        );
    }
    suggestions(&mut out, notice);
    out
}

/// Names that are like a word that is not known, each a link.
pub(super) fn suggestions(out: &mut String, notice: &Notice) {
    for one in &notice.suggestions {
        put!(
            out,
            " <a href=\"{}\">Take {}</a>",
            Text(address(&one.query)),
            Text(&one.label)
        );
    }
}

/// The label of a field, with its entry of the glossary.
pub(super) fn name(out: &mut String, key: &str, label: &str, term: Option<&str>) {
    put!(
        out,
        "<span class=\"name\"><label for=\"{key}\">{label}</label>"
    );
    if let Some(term) = term {
        explain(out, term);
    }
    out.push_str("</span>");
}

/// A button that opens an entry of the glossary. It works without script.
pub(super) fn explain(out: &mut String, term: &str) {
    put!(
        out,
        " <button type=\"button\" class=\"term\" popovertarget=\"term-{term}\" aria-label=\"What is this? {}\">?</button>",
        glossary::title(term)
    );
}
