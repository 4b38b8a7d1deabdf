//! From words to items: amounts, counts, names and phrases, each with its place in the text.

use super::amounts::{Amount, amount};
use super::names::{Name, Names};
use super::phrases::{Mark, number_word, phrase};
use super::text::{Kind, Role, Token};

/// One thing that is said.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// Its first token.
    pub(super) from: usize,
    /// The token behind its last.
    pub(super) to: usize,
    pub(super) what: What,
    /// What it was taken for, as far as that is known.
    pub(super) role: Option<Role>,
    /// What it is read as, where that is more than it says.
    pub(super) meaning: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Mark(Mark),
    Amount(Amount),
    /// `4x`, `four`.
    Count(u32),
    /// A number without a unit.
    Number(f64),
    Name(Name),
    Unknown,
}

impl Item {
    /// Says what it was taken for.
    pub(super) fn is_for(&mut self, role: Role, meaning: impl Into<String>) {
        self.role = Some(role);
        self.meaning = meaning.into();
    }

    pub(super) fn mark(&self) -> Option<Mark> {
        match self.what {
            What::Mark(mark) => Some(mark),
            _ => None,
        }
    }
}

/// The items of a text, which together are all of its tokens.
pub(super) fn items(text: &str, tokens: &[Token<'_>], names: &Names<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (what, to) = item(text, tokens, names, at);
        items.push(Item {
            from: at,
            to,
            what,
            role: None,
            meaning: String::new(),
        });
        at = to;
    }
    items
}

fn item(text: &str, tokens: &[Token<'_>], names: &Names<'_>, at: usize) -> (What, usize) {
    if let Some((amount, to)) = amount(tokens, at) {
        return (What::Amount(amount), to);
    }
    let phrase = phrase(tokens, at);
    if let Some((mark, to)) = phrase.filter(|(_, to)| *to > at + 1) {
        return (What::Mark(mark), to);
    }
    if let Some((count, to)) = count(tokens, at) {
        return (What::Count(count), to);
    }
    // Less than nothing is no figure here.
    let minus = matches!(tokens[at].text, "-" | "−") && !tokens[at].glued;
    if minus
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.glued && next.kind == Kind::Number)
    {
        return (What::Unknown, at + 1);
    }
    let name = names.at(text, tokens, at);
    // A plain word that stands in many names is no name.
    if let Some((mark, to)) = phrase
        && name
            .as_ref()
            .is_none_or(|(name, end)| *end == to && name.is_one_of_several())
    {
        return (What::Mark(mark), to);
    }
    if let Some((name, to)) = name {
        return (What::Name(name), to);
    }
    let token = &tokens[at];
    if let Some(number) = number_word(token.text) {
        return (What::Count(number), at + 1);
    }
    match token.number() {
        // The rest of a word that is not known is no number.
        Some(number) if !token.glued || tokens[at - 1].kind == Kind::Sign => {
            (What::Number(number), at + 1)
        }
        _ => (What::Unknown, at + 1),
    }
}

/// `4x`, `4 ×`, `x4`.
fn count(tokens: &[Token<'_>], at: usize) -> Option<(u32, usize)> {
    let times = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| token.is("x") || token.is("×") || token.is("*"))
    };
    let number = |at: usize| {
        let token = tokens.get(at)?;
        let number = token.text.parse::<u32>().ok()?;
        (1..=MOST).contains(&number).then_some(number)
    };
    if tokens[at].glued && tokens[at].kind == Kind::Number && tokens[at - 1].kind == Kind::Word {
        return None;
    }
    if let Some(count) = number(at).filter(|_| times(at + 1)) {
        // 8x22B is part of a name, and names come after this.
        let size = tokens
            .get(at + 2)
            .is_some_and(|next| next.glued && next.kind == Kind::Number)
            && tokens
                .get(at + 3)
                .is_some_and(|unit| unit.glued && unit.is("b"))
            && tokens
                .get(at + 2)
                .and_then(Token::number)
                .is_some_and(|size| size < 30.0);
        return (!size).then_some((count, at + 2));
    }
    let behind = times(at)
        && tokens
            .get(at + 1)
            .is_some_and(|next| !next.glued || next.kind == Kind::Number);
    number(at + 1)
        .filter(|_| behind)
        .map(|count| (count, at + 2))
}

/// Most cards of a machine.
const MOST: u32 = 64;
