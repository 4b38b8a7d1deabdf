//! Figures with their units, as people write them.

use super::phrases::number_word;
use super::text::{Kind, Token};

/// A figure or a range, in the unit of its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) unit: Unit,
    /// Whether a `+` says that it may be more.
    pub(super) or_more: bool,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// GB as it is written: 10⁹ bytes by the letter, 2³⁰ by what vendors mean with it.
    Gb,
    /// GiB.
    Gib,
    /// Tokens of context.
    Tokens,
    /// Tokens a second.
    Rate,
    /// Watts.
    Watts,
    /// Amperes.
    Amps,
    /// Volts.
    Volts,
    /// Hours a day.
    HoursADay,
    /// Months.
    Months,
    /// Streams at once.
    Users,
    /// US dollars.
    Usd,
    /// Seconds.
    Seconds,
    /// Tokens of a prompt, as benchmarks write them.
    Prompt,
}

/// The amount that begins at a place, with the place behind it.
pub(super) fn amount(tokens: &[Token<'_>], at: usize) -> Option<(Amount, usize)> {
    let words = Words { tokens };
    if let Some(found) = words
        .whole_day(at)
        .or_else(|| words.batch(at))
        .or_else(|| words.bench(at))
    {
        return Some(found);
    }
    let dollars = words.is(at, &["$"]);
    let from = at + usize::from(dollars);
    let (low, next) = words.number(from)?;
    let (high, after) = words.range(next).unwrap_or((low, next));
    if dollars {
        let (scale, after) = match words.glued(after, &["k"]) {
            Some(after) => (1_000.0, after),
            None => (1.0, after),
        };
        let amount = Amount {
            low: low * scale,
            high: high * scale,
            unit: Unit::Usd,
            or_more: words.glued(after, &["+"]).is_some(),
        };
        return Some((amount, after + usize::from(amount.or_more)));
    }
    // `30+ tok/s`
    let plus = words.glued(after, &["+"]);
    let at_unit = plus.unwrap_or(after);
    let (unit, scale, after) = words.unit(at_unit).or_else(|| {
        // `3090s` are several cards, and nobody waits so long.
        words.seconds(at_unit).filter(|_| high < LONG)
    })?;
    let amount = Amount {
        low: low * scale,
        high: high * scale,
        unit,
        or_more: plus.is_some(),
    };
    (high >= low).then_some((amount, after))
}

/// A number from which a glued `s` is that of a plural.
const LONG: f64 = 300.0;

struct Words<'a> {
    tokens: &'a [Token<'a>],
}

impl Words<'_> {
    fn get(&self, at: usize) -> Option<&Token<'_>> {
        self.tokens.get(at)
    }

    /// Whether one of these words stands at a place, as a word of its own.
    fn is(&self, at: usize, words: &[&str]) -> bool {
        let ends = self.get(at + 1).is_none_or(|next| {
            !next.glued
                || next.kind == Kind::Sign
                || self.get(at).is_some_and(|one| one.kind == Kind::Sign)
        });
        ends && self
            .get(at)
            .is_some_and(|token| words.iter().any(|word| token.is(word)))
    }

    /// The place behind one of these words, where it is glued to what stands before.
    fn glued(&self, at: usize, words: &[&str]) -> Option<usize> {
        (self.get(at)?.glued && self.is(at, words)).then_some(at + 1)
    }

    /// A number in digits or in letters; `a` and `an` are one before a time.
    fn number(&self, at: usize) -> Option<(f64, usize)> {
        let token = self.get(at)?;
        if let Some(number) = token.number() {
            // Part of a name, such as the 4 of Q4.
            let inside = token.glued
                && at > 0
                && self
                    .get(at - 1)
                    .is_some_and(|before| before.kind == Kind::Word && !before.is("x"));
            return (!inside).then_some((number, at + 1));
        }
        if token.kind != Kind::Word {
            return None;
        }
        let times = ["year", "years", "month", "months"];
        if (token.is("a") || token.is("an")) && self.is(at + 1, &times) {
            return Some((1.0, at + 1));
        }
        number_word(token.text).map(|number| (f64::from(number), at + 1))
    }

    /// The end of a range and the place behind it: `-35`, `– 35`, `to 35`.
    fn range(&self, at: usize) -> Option<(f64, usize)> {
        let joint = self.is(at, &["-", "–", "—", "to"]);
        let after = at + 1 + usize::from(self.is(at + 1, &["$"]));
        let number = self.get(after)?.number()?;
        joint.then_some((number, after + 1))
    }

    fn unit(&self, at: usize) -> Option<(Unit, f64, usize)> {
        // 15-amp, 24-GB.
        let at = match self.get(at) {
            Some(token) if token.glued && token.is("-") => at + 1,
            _ => at,
        };
        let token = self.get(at)?;
        let glued = token.glued;
        let one = |unit, scale| Some((unit, scale, at + 1));
        if self.is(at, &["gb", "gbs", "gig", "gigs", "gigabyte", "gigabytes"]) {
            return one(Unit::Gb, 1.0);
        }
        if self.is(at, &["gib", "gibibytes"]) {
            return one(Unit::Gib, 1.0);
        }
        if self.is(at, &["tb", "terabytes"]) {
            return one(Unit::Gb, 1_000.0);
        }
        if self.is(at, &["tib"]) {
            return one(Unit::Gib, 1_024.0);
        }
        if let Some(found) = self.rate(at) {
            return Some((Unit::Rate, 1.0, found));
        }
        // `3090 w/ NVLink` means with.
        if self.is(at, &["w", "watt", "watts"]) && !(token.is("w") && self.is(at + 1, &["/"])) {
            return one(Unit::Watts, 1.0);
        }
        if self.is(at, &["kw", "kilowatt", "kilowatts"]) {
            return one(Unit::Watts, 1_000.0);
        }
        if self.is(at, &["amp", "amps", "ampere", "amperes"])
            || token.text == "A" && self.is(at, &["a"])
            || glued && self.is(at, &["a"])
        {
            return one(Unit::Amps, 1.0);
        }
        if self.is(at, &["v", "volt", "volts", "vac"]) {
            return one(Unit::Volts, 1.0);
        }
        if let Some(after) = self.hours(at) {
            return Some((Unit::HoursADay, 1.0, after));
        }
        if self.is(at, &["month", "months", "mo"]) {
            return one(Unit::Months, 1.0);
        }
        if self.is(at, &["year", "years", "yr", "yrs"]) {
            return one(Unit::Months, 12.0);
        }
        if self.is(at, &["usd", "dollars", "dollar", "bucks"]) {
            return one(Unit::Usd, 1.0);
        }
        if let Some(after) = self.users(at) {
            return Some((Unit::Users, 1.0, after));
        }
        self.tokens_of_context(at)
    }

    /// `s`, `sec`, `seconds`, `ms`, `minutes`.
    fn seconds(&self, at: usize) -> Option<(Unit, f64, usize)> {
        let at = match self.get(at) {
            Some(token) if token.glued && token.is("-") => at + 1,
            _ => at,
        };
        let units: [(&[&str], f64); 3] = [
            (&["s", "sec", "secs", "second", "seconds"], 1.0),
            (&["ms", "millisecond", "milliseconds"], 0.001),
            (&["minute", "minutes"], 60.0),
        ];
        let mut units = units.into_iter();
        let (_, scale) = units.find(|(words, _)| self.is(at, words))?;
        Some((Unit::Seconds, scale, at + 1))
    }

    /// `pp512`: reading a prompt of 512 tokens, as llama-bench writes it.
    fn bench(&self, at: usize) -> Option<(Amount, usize)> {
        let tokens = self.get(at + 1).filter(|token| token.glued)?.number()?;
        let alone = !self.get(at)?.glued && self.get(at)?.is("pp");
        let amount = Amount {
            low: tokens,
            high: tokens,
            unit: Unit::Prompt,
            or_more: false,
        };
        alone.then_some((amount, at + 2))
    }

    /// `tok/s`, `t/s`, `tokens per second`, `tps`.
    fn rate(&self, at: usize) -> Option<usize> {
        if self.is(at, &["tps"]) {
            return Some(at + 1);
        }
        let token = self.is(at, &["tok", "toks", "token", "tokens", "t"]);
        let per = self.is(at + 1, &["/", "per", "a"]);
        let second = self.is(at + 2, &["s", "sec", "second", "secs"]);
        (token && per && second).then_some(at + 3)
    }

    /// `h a day`, `hours/day`, `hours daily`.
    fn hours(&self, at: usize) -> Option<usize> {
        if !self.is(at, &["h", "hr", "hrs", "hour", "hours"]) {
            return None;
        }
        if self.is(at + 1, &["daily"]) {
            return Some(at + 2);
        }
        let per = self.is(at + 1, &["/", "a", "per", "each", "every"]);
        (per && self.is(at + 2, &["day", "d"])).then_some(at + 3)
    }

    /// `24/7`.
    fn whole_day(&self, at: usize) -> Option<(Amount, usize)> {
        let all = self.is(at, &["24"]) && self.is(at + 1, &["/"]) && self.is(at + 2, &["7"]);
        let amount = Amount {
            low: 24.0,
            high: 24.0,
            unit: Unit::HoursADay,
            or_more: false,
        };
        all.then_some((amount, at + 3))
    }

    fn users(&self, at: usize) -> Option<usize> {
        let who = [
            "user",
            "users",
            "people",
            "person",
            "streams",
            "stream",
            "requests",
            "request",
            "developers",
            "clients",
            "sessions",
            "sequences",
            "conversations",
        ];
        if self.is(at, &who) {
            return Some(at + 1);
        }
        let how = ["concurrent", "parallel", "simultaneous"];
        (self.is(at, &how) && self.is(at + 1, &who)).then_some(at + 2)
    }

    /// `batch 16`, `batch size of 16`.
    fn batch(&self, at: usize) -> Option<(Amount, usize)> {
        if !self.is(at, &["batch"]) {
            return None;
        }
        let mut next = at + 1 + usize::from(self.is(at + 1, &["size"]));
        next += usize::from(self.is(next, &["of"]));
        let number = self.get(next)?.number()?;
        let amount = Amount {
            low: number,
            high: number,
            unit: Unit::Users,
            or_more: false,
        };
        Some((amount, next + 1))
    }

    /// `32k`, `32k context`, `32,768 tokens`, `1M context`.
    fn tokens_of_context(&self, at: usize) -> Option<(Unit, f64, usize)> {
        let word = ["token", "tokens", "context", "ctx"];
        if let Some(after) = self.glued(at, &["k"]) {
            let after = after + usize::from(self.is(after, &["token", "tokens"]));
            return Some((Unit::Tokens, 1_024.0, after));
        }
        if self.glued(at, &["m"]).is_some() && self.is(at + 1, &word) {
            return Some((Unit::Tokens, 1_048_576.0, at + 1));
        }
        self.is(at, &word).then_some((Unit::Tokens, 1.0, at + 1))
    }
}
