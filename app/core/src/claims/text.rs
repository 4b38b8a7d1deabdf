//! The words of a claim, as they stand in the text.

use serde::Serialize;

/// A number, a run of letters, or a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Where it begins in the text, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// As written.
    pub(super) text: &'a str,
    /// What it is made of.
    pub(super) kind: Kind,
    /// Whether nothing stands between it and the one before.
    pub(super) glued: bool,
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits, with a point or with commas between thousands.
    Number,
    /// Letters.
    Word,
    /// One character of any other kind.
    Sign,
}

impl Token<'_> {
    /// Whether it is this word or sign; letters may be large or small.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it joins the parts of a word.
    pub(super) fn joins(&self) -> bool {
        matches!(self.text, "-" | "'" | "’" | "." | "_" | "\u{2011}")
    }

    /// Its value, where it is a number.
    pub(super) fn number(&self) -> Option<f64> {
        if self.kind != Kind::Number {
            return None;
        }
        let digits: String = self.text.chars().filter(|&c| c != ',').collect();
        digits.parse().ok()
    }
}

/// The tokens of a text. `4x3090` and `4xRTX` are a count, an `x` and a name; a number keeps its point and its commas.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let after_count = found.last().is_some_and(|last| {
            last.end == at && last.number().is_some_and(|count| count <= MOST_COUNTED)
        });
        let (kind, length) = match first {
            '0'..='9' => (Kind::Number, number_length(rest)),
            'x' | 'X' if after_count => (Kind::Word, 1),
            _ if first.is_alphabetic() => {
                let end = rest.find(|c: char| !c.is_alphabetic());
                (Kind::Word, end.unwrap_or(rest.len()))
            }
            _ => (Kind::Sign, first.len_utf8()),
        };
        let end = at + length;
        found.push(Token {
            start: at,
            end,
            text: &text[at..end],
            kind,
            glued: at > 0 && found.last().is_some_and(|last| last.end == at),
        });
        at = end;
    }
    found
}

/// Largest number before an `x` that counts things.
const MOST_COUNTED: f64 = 64.0;

/// Bytes of the number at the start of a text: `1,650`, `7.6`, `28` of `28-35`, `1` of `1,2`.
fn number_length(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(text);
    if length <= 3 {
        while let Some(rest) = text[length..].strip_prefix(',') {
            if digits(rest) != 3 {
                break;
            }
            length += 4;
        }
    }
    if let Some(rest) = text[length..].strip_prefix('.') {
        let places = digits(rest);
        if places > 0 {
            length += 1 + places;
        }
    }
    length
}

/// What a word of a claim was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A model.
    Model,
    /// The format of its weights.
    Format,
    /// The format of its cache.
    Cache,
    /// Graphics cards and how many of them.
    Cards,
    /// An amount of memory.
    Memory,
    /// The length of the context.
    Context,
    /// How many ask at once.
    Users,
    /// The program that runs the model.
    Engine,
    /// Tokens a second.
    Rate,
    /// Watts.
    Watts,
    /// The circuit.
    Circuit,
    /// The power supply.
    Supply,
    /// How a model is trained.
    Training,
    /// Money.
    Money,
    /// A time.
    Time,
    /// What is compared with.
    Rival,
    /// What is claimed: that it fits, needs, draws, costs.
    Says,
    /// A not.
    Not,
    /// How a figure is meant: at least, about, at most.
    Compares,
    /// A word that says nothing here.
    Filler,
    /// A word that is not understood.
    Unknown,
}

impl Role {
    /// What it is called.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Format => "format",
            Self::Cache => "cache",
            Self::Cards => "cards",
            Self::Memory => "memory",
            Self::Context => "context",
            Self::Users => "users",
            Self::Engine => "engine",
            Self::Rate => "speed",
            Self::Watts => "power",
            Self::Circuit => "circuit",
            Self::Supply => "supply",
            Self::Training => "training",
            Self::Money => "money",
            Self::Time => "time",
            Self::Rival => "rented",
            Self::Says => "claim",
            Self::Not => "not",
            Self::Compares => "compares",
            Self::Filler => "says nothing",
            Self::Unknown => "not understood",
        }
    }
}

/// A piece of the text with what it was taken for. All pieces together are the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Piece {
    /// As written, with the blanks behind it.
    pub text: String,
    /// What it was taken for.
    pub role: Role,
    /// What it is read as, where that is more than it says.
    pub meaning: String,
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[test]
    fn texts_fall_into_numbers_words_and_signs() {
        for (text, parts) in [
            ("405B FP16 on 384GB", "405 B FP 16 on 384 GB"),
            ("4xRTX 2x3090 2×3090", "4 x RTX 2 x 3090 2 × 3090"),
            ("7900xtx", "7900 xtx"),
            ("$1,650.50, 1,2 8k", "$ 1,650.50 , 1 , 2 8 k"),
            ("llama-3.1:70b", "llama - 3.1 : 70 b"),
            ("28–35 tok/s", "28 – 35 tok / s"),
            ("", ""),
        ] {
            let found: Vec<&str> = tokens(text).iter().map(|token| token.text).collect();
            assert_eq!(found.join(" "), parts, "{text}");
        }
    }
}
