//! Names in a claim: models, cards, programs, formats, circuits and who rents.
//!
//! A name is what [`words`] takes it for. What fits several rows, such as a family with a size, is all of them: what is
//! said of it must then hold for each.

use std::collections::HashSet;

use super::text::{Kind, Token, tokens};
use crate::catalog::power::Circuit;
use crate::catalog::{Catalog, Gpu, Model};
use crate::codec::words::{self, Named};
use crate::engine::Engine;
use crate::model::quant::Quant;

/// What a name means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Name {
    /// Models, of which one is meant.
    Models(Vec<&'static Model>),
    /// A model by its size alone, as links write it.
    Sized(String),
    /// Cards, of which one is meant.
    Cards(Vec<&'static Gpu>),
    /// A program.
    Engine(Engine),
    /// A format of weights, or of a cache.
    Format(Format),
    /// Circuits, of which one is meant.
    Circuits(Vec<&'static Circuit>),
    /// Who rents cards out.
    Provider(&'static str),
    /// A family of more rows than can be told apart.
    TooMany(usize),
}

impl Name {
    /// Whether it fits several rows.
    pub(super) fn is_one_of_several(&self) -> bool {
        match self {
            Self::Models(models) => models.len() > 1,
            Self::Cards(gpus) => gpus.len() > 1,
            Self::TooMany(_) => true,
            _ => false,
        }
    }
}

/// A format as it was written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Format {
    /// As written, as `words` reads it.
    pub(super) word: String,
    /// What it means where no program is named.
    pub(super) quant: Quant,
}

/// Rows that one name may fit, at most.
const MOST_ROWS: usize = 8;
/// Longest name, in tokens.
const LONGEST: usize = 16;

/// The names of a catalogue.
pub(super) struct Names<'a> {
    catalog: &'a Catalog,
    /// Every word of every name, in small letters.
    vocabulary: HashSet<String>,
    providers: Vec<&'static str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(catalog: &'a Catalog) -> Self {
        let mut providers: Vec<&'static str> = Vec::new();
        for offer in catalog.offers {
            if !providers.contains(&offer.provider.name) {
                providers.push(offer.provider.name);
            }
        }
        let mut vocabulary = HashSet::new();
        let mut learn = |name: &str| {
            for token in tokens(name) {
                if token.kind != Kind::Sign {
                    vocabulary.insert(token.text.to_ascii_lowercase());
                }
            }
        };
        let all = |names: words::Names<'_>, learn: &mut dyn FnMut(&str)| {
            names.spelt().for_each(learn);
        };
        for model in catalog.models {
            all(model.names(), &mut learn);
        }
        for gpu in catalog.gpus {
            all(gpu.names(), &mut learn);
            learn(&format!("{}GB", gpu.memory.nominal_gb));
        }
        for circuit in catalog.power.circuits {
            all(circuit.names(), &mut learn);
        }
        for engine in Engine::ALL {
            all(engine.names(), &mut learn);
        }
        providers.iter().copied().for_each(&mut learn);
        words::silent().for_each(&mut learn);
        Self {
            catalog,
            vocabulary,
            providers,
        }
    }

    /// The longest name that begins at a place, with the place behind it.
    pub(super) fn at(&self, text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Name, usize)> {
        let first = tokens.get(at)?;
        if first.kind == Kind::Sign || inside_a_word(tokens, at) {
            return None;
        }
        // `a 30` is no A30.
        let next_glued = tokens.get(at + 1).is_some_and(|next| next.glued);
        if first.text.len() == 1 && first.kind == Kind::Word && !next_glued {
            return None;
        }
        let known = |token: &Token<'_>| match token.kind {
            Kind::Sign => matches!(token.text, "-" | "_" | "." | ":" | "/" | "+" | "(" | ")"),
            _ => self.vocabulary.contains(&token.text.to_ascii_lowercase()) || token.is("s"),
        };
        let run = tokens[at..]
            .iter()
            .take(LONGEST)
            .take_while(|token| known(token))
            .count();
        let mut family = None;
        for end in (at + 1..=at + run).rev() {
            let last = &tokens[end - 1];
            let plus = last.text == "+" && last.glued;
            if (last.kind == Kind::Sign && !plus) || inside_a_word(tokens, end) {
                continue;
            }
            let window = &text[first.start..last.end];
            if let Some(name) = self.exactly(window) {
                return Some((name, end));
            }
            // `3090s`, `H100s`.
            if last.is("s") && last.glued && end - at > 1 {
                let single = &text[first.start..last.start];
                if let Some(name @ Name::Cards(_)) =
                    self.exactly(single).or_else(|| self.family(single))
                {
                    return Some((name, end));
                }
            }
            if family.is_none() {
                family = self.family(window).map(|name| (name, end));
            }
        }
        let sized = sized(tokens, at);
        match (family, sized) {
            (Some((name, end)), _) => Some((name, end)),
            (None, Some((size, end))) => Some((Name::Sized(size), end)),
            (None, None) => format(text, tokens, at),
        }
    }

    fn exactly(&self, window: &str) -> Option<Name> {
        if let Some((gpu, _)) = words::meant(window, self.catalog.gpus) {
            return Some(Name::Cards(vec![gpu]));
        }
        if let Some((model, _)) = words::meant(window, self.catalog.models) {
            return Some(Name::Models(vec![model]));
        }
        if let Some((engine, _)) = words::meant(window, Engine::ALL) {
            return Some(Name::Engine(*engine));
        }
        if let Some((circuit, _)) = words::meant(window, self.catalog.power.circuits) {
            return Some(Name::Circuits(vec![circuit]));
        }
        let mut providers = self.providers.iter();
        let provider = providers.find(|provider| provider.eq_ignore_ascii_case(window));
        provider.map(|provider| Name::Provider(provider))
    }

    /// Rows whose names hold every word of a window.
    fn family(&self, window: &str) -> Option<Name> {
        let wanted = parts(window);
        let telling =
            |word: &&String| word.len() > 1 && word.starts_with(|c: char| c.is_alphabetic());
        let first = wanted.iter().find(telling)?;
        if words::silent().any(|silent| silent == first) && wanted.len() < 2 {
            return None;
        }
        // Cards are told apart by numbers; the words of their names are those of any text.
        let numbered = window.contains(|c: char| c.is_ascii_digit());
        let held = |names: words::Names<'_>| {
            names.spelt().any(|name| {
                let has = parts(name);
                wanted
                    .iter()
                    .all(|word| has.iter().any(|one| is_word(one, word)))
            })
        };
        let led = |name: &str| parts(name).first().is_some_and(|one| is_word(one, first));
        let models: Vec<&'static Model> = { self.catalog.models.iter() }
            .copied()
            .filter(|model| held(model.names()) && led(model.name))
            .collect();
        let gpus: Vec<&'static Gpu> = { self.catalog.gpus.iter() }
            .copied()
            .filter(|gpu| numbered && held(gpu.names()))
            .collect();
        match (models.len(), gpus.len()) {
            (0, 0) => None,
            (1..=MOST_ROWS, 0) => Some(Name::Models(models)),
            (0, 1..=MOST_ROWS) => Some(Name::Cards(gpus)),
            (models, gpus) => Some(Name::TooMany(models + gpus)),
        }
    }

    /// Names like a run of words that is not understood, nearest first.
    pub(super) fn like(&self, given: &str) -> Vec<&'static str> {
        let mut names = Vec::new();
        if let words::Meaning::Unknown { nearest } = words::resolve(given, self.catalog.models) {
            names.extend(nearest.into_iter().take(2).map(|model| model.name));
        }
        if let words::Meaning::Unknown { nearest } = words::resolve(given, self.catalog.gpus) {
            names.extend(
                nearest
                    .into_iter()
                    .take(2)
                    .map(|gpu| crate::catalog::short_name(gpu.name)),
            );
        }
        names
    }
}

/// Whether the token at a place goes on with the word before it: `4090` in `rtx4090`, but not in `2x4090`.
fn inside_a_word(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at).filter(|token| token.glued) else {
        return false;
    };
    let Some(before) = at.checked_sub(1).and_then(|before| tokens.get(before)) else {
        return false;
    };
    let count = before.is("x") && at >= 2 && tokens[at - 2].kind == Kind::Number;
    token.kind != Kind::Sign && before.kind != Kind::Sign && !count
}

/// The words of a name: letters and digits, with the point of a number.
fn parts(name: &str) -> Vec<String> {
    let split = name.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'));
    let words = split.map(|word| word.trim_matches('.').to_ascii_lowercase());
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether a word of a name is what was written; `qwen` is also `qwen3`.
fn is_word(word: &str, given: &str) -> bool {
    let version = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let letters = given.len() > 2 && given.bytes().all(|byte| byte.is_ascii_alphabetic());
    word == given || letters && word.strip_prefix(given).is_some_and(version)
}

/// `405B`, `141b-a39b`, `2.4T`, `70 billion`, as links write a size.
fn sized(tokens: &[Token<'_>], at: usize) -> Option<(String, usize)> {
    let (number, unit) = (tokens.get(at)?, tokens.get(at + 1)?);
    number.number()?;
    let digits: String = number.text.chars().filter(|&c| c != ',').collect();
    if unit.is("billion") {
        return Some((format!("{digits}b"), at + 2));
    }
    let letter = match unit.text {
        "B" | "b" => 'b',
        "T" => 't',
        _ => return None,
    };
    if !unit.glued {
        return None;
    }
    let ends = |at: usize| {
        tokens
            .get(at)
            .is_none_or(|next| !next.glued || next.kind == Kind::Sign)
    };
    let active = || {
        let word = |at: usize, text: &str| {
            tokens
                .get(at)
                .is_some_and(|token| token.is(text) && token.glued)
        };
        let digits = tokens
            .get(at + 4)
            .filter(|token| token.number().is_some())?;
        let named = word(at + 2, "-") && word(at + 3, "a") && word(at + 5, "b") && ends(at + 6);
        named.then(|| (format!("{}{letter}-a{}b", number.text, digits.text), at + 6))
    };
    active().or_else(|| ends(at + 2).then(|| (format!("{digits}{letter}"), at + 2)))
}

/// Longest word for a format, in tokens.
const LONGEST_FORMAT: usize = 9;

/// A format of weights or of a cache.
fn format(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(Name, usize)> {
    let first = &tokens[at];
    let words_alone = ["awq", "gptq", "bnb", "bitsandbytes"];
    let most = (at + LONGEST_FORMAT).min(tokens.len());
    (at + 1..=most).rev().find_map(|end| {
        let window = &tokens[at..end];
        let last = window.last()?;
        let breaks =
            |token: &Token<'_>| token.kind == Kind::Sign && !(token.joins() && token.glued);
        if window.iter().any(breaks) || last.kind == Kind::Sign || inside_a_word(tokens, end) {
            return None;
        }
        let digit = window.iter().any(|token| token.kind == Kind::Number);
        // Three numbers are no format, and a `4` alone is none either.
        if !digit
            && !window
                .iter()
                .any(|token| words_alone.iter().any(|word| token.is(word)))
        {
            return None;
        }
        let written = text[first.start..last.end].to_ascii_lowercase();
        let word = written
            .strip_suffix("bits")
            .map_or(written.clone(), |bits| format!("{bits}bit"));
        let quant = words::weights(&word, None).found()?;
        Some((Name::Format(Format { word, quant }), end))
    })
}
