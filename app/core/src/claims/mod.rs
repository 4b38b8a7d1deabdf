//! Whether a claim that somebody typed is true.
//!
//! A small grammar on the names of the catalogue reads the text; every word is used, says nothing, or is not
//! understood, and with one word that is not understood there is no verdict. What is read is asked of the same report
//! as everything else and [judged](crate::builds::Asserted) like the claims about known builds.

mod amounts;
mod ask;
mod bytes;
mod complete;
mod figures;
mod items;
pub mod list;
mod names;
mod phrases;
mod reader;
mod reading;
mod settle;
mod text;
mod waits;
mod watts;
mod way;

use serde::Serialize;

use crate::builds::{Figure, Ruling};
use crate::catalog::Catalog;
use crate::codec::Query;
use items::{Item, items};
use names::Names;
pub use text::{Piece, Role};
use text::{Token, tokens};

/// Longest claim that is read, in characters.
pub const LONGEST: usize = 300;

/// Claims to try.
pub const EXAMPLES: [&str; 8] = [
    "405B FP16 on 384GB",
    "70B Q4 on 2x 3090 at 32k",
    "4x 300W + 350W CPU on a 15A 120V circuit",
    "405B Q4 at 30 tok/s on 4x RTX PRO 6000",
    "full fine-tune of 8B on a 4090",
    "a 4090 pays for itself in a year against RunPod at 8 h a day",
    "Mixtral 8x22B at 4 bits needs 80 GB",
    "70B Q4 needs 2x 3090",
];

/// What comes of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is so.
    Confirmed,
    /// It is not so.
    Refuted,
    /// It is so under conditions, which the sentence names.
    Depends,
    /// Nothing was calculated, because part of it is not understood.
    NotUnderstood,
}

impl Answer {
    /// A word or two.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Refuted => "refuted",
            Self::Depends => "depends",
            Self::NotUnderstood => "not understood",
        }
    }
}

impl From<Ruling> for Answer {
    fn from(ruling: Ruling) -> Self {
        match ruling {
            Ruling::Confirmed => Self::Confirmed,
            Ruling::Refuted => Self::Refuted,
            Ruling::Depends => Self::Depends,
        }
    }
}

/// A question that decides a claim, judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// What tells it from the others; empty where there is only one.
    pub label: String,
    /// What it is about: whether it fits, how fast it answers.
    #[serde(rename = "about")]
    pub over: &'static str,
    /// What comes of it, as if it were claimed without a “not”.
    pub ruling: Ruling,
    /// Why, with the figure that decides.
    pub reason: String,
    /// The figures that decide.
    pub figures: Vec<Figure>,
    /// Canonical query of the scenario that shows it; it may be empty, which is the usual one.
    pub query: String,
}

impl Case {
    /// What does not hold in the usual format for so many bits holds, perhaps, in another.
    fn or_in(&mut self, name: &str, other: Self) {
        self.ruling = Ruling::Depends;
        self.reason = format!(
            "{} In {name}, which is also said so: {}",
            self.reason, other.reason
        );
        self.figures = other.figures;
        self.query = other.query;
    }
}

/// A claim with what comes of it, and how it was read.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// The claim.
    pub text: String,
    /// What comes of it.
    pub verdict: Answer,
    /// The answer in a sentence or two.
    pub sentence: String,
    /// How each word was read. All pieces together are the text.
    pub reading: Vec<Piece>,
    /// The words that were not understood.
    pub not_understood: Vec<String>,
    /// Names that may have been meant, each as the whole claim with it.
    pub suggestions: Vec<String>,
    /// The questions that decide it; empty where it was not understood.
    pub cases: Vec<Case>,
    /// What was taken for granted.
    pub assumed: Vec<String>,
    /// Address of the scenario that shows it, relative to the site.
    pub link: Option<String>,
}

/// Reads a claim and judges it.
///
/// ```
/// use headroom_core::{catalog::Catalog, claims::{Answer, check}};
/// let checked = check("405B FP16 on 384GB", Catalog::builtin());
/// assert_eq!(checked.verdict, Answer::Refuted);
/// let checked = check("405B FP16 on 384GB of cheese", Catalog::builtin());
/// assert_eq!(checked.verdict, Answer::NotUnderstood);
/// assert_eq!(checked.not_understood, ["cheese"]);
/// ```
#[must_use]
pub fn check(text: &str, catalog: &Catalog) -> Checked {
    let length = text.chars().count();
    if length > LONGEST {
        let kept: String = text.chars().take(LONGEST).collect();
        let why = format!("A claim may have {LONGEST} characters; this one has {length}.");
        return refused(&kept, why, Vec::new());
    }
    let names = Names::of(catalog);
    let tokens = tokens(text);
    let mut items = items(text, &tokens, &names);
    let said = reader::read(&mut items, catalog);
    let unknown: Vec<String> = unknown(text, &tokens, &items);
    let pieces = pieces(text, &tokens, &items);
    if !unknown.is_empty() {
        let quoted: Vec<String> = unknown.iter().map(|word| format!("“{word}”")).collect();
        let fault = said
            .faults
            .first()
            .map_or_else(String::new, |fault| format!(" {fault}"));
        let why = format!(
            "Not understood: {}.{fault} Nothing was calculated.",
            quoted.join(", ")
        );
        let suggestions = suggestions(text, &unknown, &names);
        return Checked {
            not_understood: unknown,
            suggestions,
            ..refused(text, why, pieces)
        };
    }
    match ask::judge(&said, catalog) {
        Ok(cases) => answered(text, pieces, cases, &said),
        Err(why) => refused(text, why, pieces),
    }
}

fn refused(text: &str, sentence: String, reading: Vec<Piece>) -> Checked {
    Checked {
        text: text.to_owned(),
        verdict: Answer::NotUnderstood,
        sentence,
        reading,
        not_understood: Vec::new(),
        suggestions: Vec::new(),
        cases: Vec::new(),
        assumed: Vec::new(),
        link: None,
    }
}

fn answered(text: &str, reading: Vec<Piece>, cases: Vec<Case>, said: &reading::Reading) -> Checked {
    let (found, sentence) = together(&cases);
    let ruling = found.negated_if(said.negated);
    // The link shows the question that decides.
    let decides = { cases.iter() }
        .find(|case| case.ruling == found)
        .or(cases.first());
    let link = decides.map(|case| match case.query.as_str() {
        "" => "/".to_owned(),
        query => format!("/?{query}"),
    });
    Checked {
        text: text.to_owned(),
        verdict: ruling.into(),
        sentence,
        reading,
        not_understood: Vec::new(),
        suggestions: Vec::new(),
        assumed: assumed(said),
        link,
        cases,
    }
}

/// What comes of several questions: all that is claimed must hold, in every way in which it can be meant.
fn together(cases: &[Case]) -> (Ruling, String) {
    let mut subjects: Vec<&str> = Vec::new();
    for case in cases {
        if !subjects.contains(&case.over) {
            subjects.push(case.over);
        }
    }
    let parts: Vec<(Ruling, String)> = { subjects.iter() }
        .map(|over| of_one(cases, over))
        .collect();
    let is = |ruling: Ruling| parts.iter().any(|(one, _)| *one == ruling);
    let all = match () {
        () if is(Ruling::Refuted) => Ruling::Refuted,
        () if is(Ruling::Depends) => Ruling::Depends,
        () => Ruling::Confirmed,
    };
    // What decides comes first.
    let mut sentences: Vec<&(Ruling, String)> = parts.iter().collect();
    crate::units::sort_by_key(&mut sentences, |(ruling, _)| *ruling != all);
    let sentences: Vec<&str> = sentences
        .iter()
        .map(|(_, sentence)| sentence.as_str())
        .collect();
    (all, sentences.join(" "))
}

/// What comes of one thing that is claimed, in every way in which it can be meant.
fn of_one(cases: &[Case], over: &str) -> (Ruling, String) {
    let ways: Vec<&Case> = cases.iter().filter(|case| case.over == over).collect();
    let [first, others @ ..] = ways.as_slice() else {
        return (Ruling::Depends, String::new());
    };
    let Some(other) = others.iter().find(|case| case.ruling != first.ruling) else {
        let same = if others.is_empty() {
            String::new()
        } else {
            format!(
                " So it is in each of the {} ways in which it can be meant.",
                ways.len()
            )
        };
        return (first.ruling, format!("{}{same}", first.reason));
    };
    let said = format!(
        "It depends on what is meant. Read as {}: {} Read as {}: {}",
        first.label, first.reason, other.label, other.reason
    );
    (Ruling::Depends, said)
}

/// What is taken for granted because nothing is said of it.
fn assumed(said: &reading::Reading) -> Vec<String> {
    let mut list = Vec::new();
    let work = said.model.is_some();
    if let Some(reading::Modelled::Sized(size)) = &said.model {
        list.push(format!(
            "A model of {} parameters is taken to have the shape that published models of that size have.",
            size.to_uppercase()
        ));
    }
    if work && said.context.is_none() && said.method.is_none() {
        list.push("Nothing is said of the context: 8\u{202f}192 tokens.".to_owned());
    }
    if said.reads() && said.prompt.is_none() && said.context.is_none() {
        list.push("Nothing is said of the prompt: 2\u{202f}048 tokens.".to_owned());
    }
    if said.claims(reading::Claimed::Load) {
        list.push("Nothing is said of the drives: those that the linked machine has.".to_owned());
    }
    if work && said.users.is_none() && said.method.is_none() {
        list.push("Nothing is said of users: one.".to_owned());
    }
    if let Some(format) = &said.format
        && ![format.quant.id(), format.quant.name()]
            .iter()
            .any(|name| name.eq_ignore_ascii_case(&format.word))
    {
        list.push(format!(
            "“{}” is read as {}.",
            format.word,
            format.quant.name()
        ));
    }
    if said.hours.is_some() {
        list.push("Hours a day are taken to be those of each day of the week.".to_owned());
    }
    if !said.cards.is_empty()
        && !work
        && said
            .figures
            .iter()
            .any(|figure| figure.of == reading::Claimed::Payback)
    {
        list.push("Nothing is said of the work: Llama 3.1 8B, which every card holds.".to_owned());
    }
    list
}

/// The words that are not understood; what is written without a blank is one.
fn unknown(text: &str, tokens: &[Token<'_>], items: &[Item]) -> Vec<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for item in items.iter().filter(|item| item.role.is_none()) {
        let (Some(from), Some(to)) = (tokens.get(item.from), tokens.get(item.to - 1)) else {
            continue;
        };
        match runs.last_mut() {
            Some(last)
                if text
                    .get(last.1..from.start)
                    .is_some_and(|between| between.trim().is_empty()) =>
            {
                last.1 = to.end
            }
            _ => runs.push((from.start, to.end)),
        }
    }
    let words = runs.into_iter().filter_map(|(from, to)| text.get(from..to));
    words.map(str::to_owned).collect()
}

/// The text with what each piece was taken for.
fn pieces(text: &str, tokens: &[Token<'_>], items: &[Item]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let Some(first) = tokens.get(item.from) else {
            continue;
        };
        let begin = if place == 0 { 0 } else { first.start };
        let end = tokens.get(item.to).map_or(text.len(), |next| next.start);
        let role = item.role.unwrap_or(Role::Unknown);
        let written = text.get(begin..end).unwrap_or_default();
        match pieces.last_mut() {
            Some(last)
                if last.role == role && (item.meaning.is_empty() || last.meaning.is_empty()) =>
            {
                last.text.push_str(written);
                last.meaning.push_str(&item.meaning);
            }
            _ => pieces.push(Piece {
                text: written.to_owned(),
                role,
                meaning: item.meaning.clone(),
            }),
        }
    }
    pieces
}

/// The claim with names that are like the words that are not understood.
fn suggestions(text: &str, unknown: &[String], names: &Names<'_>) -> Vec<String> {
    let Some(word) = unknown.iter().find(|word| word.chars().count() > 2) else {
        return Vec::new();
    };
    let like = names.like(word).into_iter();
    like.take(MOST_SUGGESTED)
        .map(|name| text.replacen(word.as_str(), name, 1))
        .collect()
}

/// Names that are offered for what is not understood, at most.
const MOST_SUGGESTED: usize = 3;

/// The claim in a query, as a form sends it; `None` where none was typed.
///
/// ```
/// use headroom_core::claims::text_in;
/// assert_eq!(text_in("text=70B+on+2x%203090&n=4").as_deref(), Some("70B on 2x 3090"));
/// assert_eq!(text_in("text=%2B&n=4"), Some("+".to_owned()));
/// assert_eq!(text_in("text=+&n=4"), None);
/// ```
#[must_use]
pub fn text_in(query: &str) -> Option<String> {
    let pair = { query.split('&') }.find(|pair| pair.starts_with("text="))?;
    // A form writes a blank as a plus.
    let query = Query::parse(&pair.replace('+', "%20"));
    let text = query.get("text")?.trim();
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    (!text.trim().is_empty()).then_some(text)
}
