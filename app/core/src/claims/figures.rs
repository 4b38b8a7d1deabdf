//! Taking the figures of a claim for something: by their unit, by what was said before and by what stands behind.

use super::amounts::{Amount, Unit};
use super::items::What;
use super::names::Name;
use super::phrases::Mark;
use super::reader::{Reader, Side};
use super::reading::{Claimed, Reading, Said};
use super::text::Role;
use crate::units::grouped;

impl Reader<'_> {
    /// The claimed ends of a figure, with what stands before and behind it.
    fn ends(&mut self, at: usize, amount: Amount) -> (f64, f64) {
        let behind = self
            .next_mark(at)
            .filter(|mark| matches!(mark, Mark::OrMore | Mark::OrLess));
        if behind.is_some() {
            self.take_mark(self.next(at), &[Mark::OrMore, Mark::OrLess], Role::Compares);
        }
        let bound = self.bound.take().map(|(mark, place)| {
            self.take(place, Role::Compares, "");
            mark
        });
        let plus = amount.or_more.then_some(Mark::OrMore);
        match bound.or(behind).or(plus) {
            Some(Mark::AtLeast | Mark::OrMore) => (amount.low, f64::INFINITY),
            Some(Mark::AtMost | Mark::OrLess) => (0.0, amount.high),
            _ => (amount.low, amount.high),
        }
    }

    fn say(&mut self, of: Claimed, (low, high): (f64, f64), binary: bool) {
        if self.said.figures.iter().any(|said| said.of == of) {
            self.fault("The same is claimed twice.".to_owned());
        }
        self.said.figures.push(Said {
            of,
            low,
            high,
            binary,
        });
    }

    pub(super) fn amount(&mut self, at: usize, amount: Amount) {
        match amount.unit {
            Unit::Gb | Unit::Gib => self.memory(at, amount),
            Unit::Watts => self.watts(at, amount),
            Unit::Rate => {
                let of = match self.is_of_prompts(at) {
                    true => Claimed::Prefill,
                    false => Claimed::Rate,
                };
                let ends = self.ends(at, amount);
                self.take(at, Role::Rate, "");
                self.say(of, ends, false);
            }
            Unit::Prompt => self.prompt(at, amount),
            Unit::Seconds => self.seconds(at, amount),
            Unit::Tokens if self.is_a_prompt(at) => self.prompt(at, amount),
            Unit::Tokens => {
                self.at_its_figure(amount);
                self.take(
                    at,
                    Role::Context,
                    format!("{} tokens", grouped(amount.high as u64)),
                );
                self.take_mark(self.next(at), &[Mark::Context], Role::Context);
                let before = self.before(at);
                self.take_mark(before, &[Mark::Context], Role::Context);
                self.whole(amount.high, |said| &mut said.context, "context");
            }
            Unit::Users => {
                self.at_its_figure(amount);
                self.take(at, Role::Users, "");
                self.whole(amount.high, |said| &mut said.users, "number of users");
            }
            Unit::Amps | Unit::Volts => {
                self.take(at, Role::Circuit, "");
                self.take_mark(self.next(at), &[Mark::Circuit], Role::Circuit);
                let place = match amount.unit {
                    Unit::Amps => &mut self.said.amps,
                    _ => &mut self.said.volts,
                };
                if place.replace(amount.high).is_some() || amount.low < amount.high {
                    self.fault("Two circuits are named.".to_owned());
                }
            }
            Unit::HoursADay => {
                self.take(at, Role::Time, "on each day of the week");
                self.whole(amount.high, |said| &mut said.hours, "number of hours a day");
                if amount.low < amount.high || amount.high > 24.0 {
                    self.fault(
                        "A day has 24 hours, and one number of them can be checked at a time."
                            .to_owned(),
                    );
                }
            }
            Unit::Months => {
                if self
                    .items
                    .iter()
                    .any(|item| item.mark() == Some(Mark::Pays))
                {
                    let (low, high) = self.ends(at, amount);
                    self.take(at, Role::Time, "");
                    // “In a year” is no later than that.
                    let low = if low < high && high.is_finite() {
                        low
                    } else {
                        0.0
                    };
                    self.say(Claimed::Payback, (low, high), false);
                }
            }
            Unit::Usd => {
                if self.side != Side::Pays && self.side != Side::Needs {
                    let ends = self.ends(at, amount);
                    self.take(at, Role::Money, "");
                    self.say(Claimed::Price, ends, false);
                }
            }
        }
    }

    /// Whether a rate is that of reading prompts: the words beside it say so, or words anywhere where it is the only
    /// rate.
    fn is_of_prompts(&self, at: usize) -> bool {
        let says = |place: usize| match &self.items[place].what {
            What::Mark(mark) => *mark == Mark::Prefill,
            What::Amount(amount) => amount.unit == Unit::Prompt,
            _ => false,
        };
        let beside = [self.before(at), self.next(at)];
        let is_rate =
            |what: &What| matches!(what, What::Amount(amount) if amount.unit == Unit::Rate);
        let rates = self.items.iter().filter(|item| is_rate(&item.what)).count();
        beside.into_iter().flatten().any(says) || rates == 1 && (0..self.items.len()).any(says)
    }

    /// Whether tokens are those of a prompt: `2k prompt`, `a prompt of 2k`.
    fn is_a_prompt(&self, at: usize) -> bool {
        let beside = [self.before(at), self.next(at)];
        { beside.into_iter().flatten() }.any(|place| self.mark(place) == Some(Mark::PromptOf))
    }

    fn prompt(&mut self, at: usize, amount: Amount) {
        self.at_its_figure(amount);
        let tokens = grouped(amount.high as u64);
        self.take(at, Role::Context, format!("a prompt of {tokens} tokens"));
        for beside in [self.before(at), self.next(at)] {
            self.take_mark(beside, &[Mark::PromptOf], Role::Context);
        }
        self.whole(amount.high, |said| &mut said.prompt, "length of the prompt");
    }

    /// Seconds to the first token, or of loading; of anything else they are not understood. “In 2 s” is no later.
    fn seconds(&mut self, at: usize, amount: Amount) {
        let says = |mark: Mark| self.items.iter().any(|item| item.mark() == Some(mark));
        let of = match (says(Mark::First), says(Mark::Loads)) {
            (true, false) => Claimed::First,
            (false, true) => Claimed::Load,
            _ => return,
        };
        let (low, high) = self.ends(at, amount);
        self.take(at, Role::Time, "");
        self.say(of, (if low < high { low } else { 0.0 }, high), false);
    }

    /// A figure that is set, not claimed: “up to 32k” is 32k, and “over 32k” is nothing that could be calculated.
    fn at_its_figure(&mut self, amount: Amount) {
        match self.bound.take() {
            Some((Mark::About, place)) => self.take(place, Role::Compares, ""),
            Some((_, place)) => {
                self.bound = Some((Mark::AtLeast, place));
            }
            None => {}
        }
        if amount.low < amount.high {
            self.fault("A range of settings cannot be checked; name one.".to_owned());
        }
    }

    fn whole(&mut self, value: f64, place: fn(&mut Reading) -> &mut Option<u32>, what: &str) {
        let whole = value >= 1.0 && value <= f64::from(u32::MAX) && value == libm::trunc(value);
        if !whole {
            self.fault(format!(
                "The {what} is not a whole number that could be used."
            ));
            return;
        }
        if place(&mut self.said)
            .replace(value as u32)
            .is_some_and(|old| old != value as u32)
        {
            self.fault(format!("The {what} is given twice."));
        }
    }

    fn memory(&mut self, at: usize, amount: Amount) {
        let count = self.count_before(at, Role::Memory).map_or(1.0, f64::from);
        let amount = Amount {
            low: amount.low * count,
            high: amount.high * count,
            ..amount
        };
        let next = self.next(at);
        if self.take_mark(next, &[Mark::Ram], Role::Memory) {
            self.at_its_figure(amount);
            self.take(at, Role::Memory, "system memory");
            self.said.ram = Some(amount.high);
            return;
        }
        self.take_mark(next, &[Mark::Vram, Mark::Card], Role::Memory);
        if matches!(self.side, Side::Needs | Side::Is) && self.said.model.is_some() {
            let ends = self.ends(at, amount);
            self.take(at, Role::Memory, "what it is said to need");
            self.say(Claimed::Size, ends, amount.unit == Unit::Gib);
            return;
        }
        let after_cards = self.before(at).is_some_and(|before| {
            let cards = |place: usize| self.items[place].role == Some(Role::Cards);
            cards(before)
                || self.mark(before) == Some(Mark::On) && self.before(before).is_some_and(cards)
        });
        let holds = self.next_mark(at).is_some_and(|mark| {
            matches!(mark, Mark::Fits | Mark::Loads | Mark::TooBig | Mark::Not)
        }) || next.is_some_and(|next| {
            self.items[next].role == Some(Role::Memory)
                && matches!(
                    self.next_mark(next),
                    Some(Mark::Fits | Mark::Loads | Mark::Not | Mark::TooBig)
                )
        });
        // Of cards that are named further on it must be the memory.
        let of_cards = self
            .items
            .iter()
            .any(|item| matches!(item.what, What::Name(Name::Cards(_))));
        let given = self.side == Side::On || holds || after_cards || count > 1.0 || of_cards;
        if given && (self.said.memory.is_none() || after_cards) {
            // More than enough is enough.
            let _ = self.ends(at, amount);
            self.take(at, Role::Memory, "the memory that there is");
            if self.said.memory.is_some() {
                self.fault("Two amounts of memory are given.".to_owned());
            }
            self.said.memory = Some(amount);
        }
    }

    fn watts(&mut self, at: usize, amount: Amount) {
        let next = self.next(at);
        let before = self.before(at);
        let watts = amount.high;
        let each = next.filter(|&next| self.mark(next) == Some(Mark::Each));
        if self.take_mark(next, &[Mark::Psu], Role::Supply)
            || self.take_mark(before, &[Mark::Psu], Role::Supply)
        {
            self.at_its_figure(amount);
            self.take(at, Role::Supply, "");
            self.whole(watts, |said| &mut said.psu, "rating of the supply");
        } else if self.take_mark(next, &[Mark::Cpu], Role::Watts)
            || self.take_mark(before, &[Mark::Cpu], Role::Watts)
        {
            self.at_its_figure(amount);
            self.take(at, Role::Watts, "the processor");
            self.whole(watts, |said| &mut said.cpu, "power of the processor");
        } else if self.take_mark(before, &[Mark::Limit], Role::Watts) {
            self.at_its_figure(amount);
            self.take(at, Role::Watts, "power limit of each card");
            self.whole(watts, |said| &mut said.limit, "power limit");
        } else if matches!(self.side, Side::Draws | Side::Needs | Side::Is) {
            let ends = self.ends(at, amount);
            self.take(at, Role::Watts, "what it is said to draw");
            self.say(Claimed::Watts, ends, false);
        } else {
            let count = self.count_before(at, Role::Watts);
            let named = self.take_mark(next, &[Mark::Card, Mark::Part, Mark::Ram], Role::Watts);
            // `4 cards at 300 W`
            let before_cards = before.filter(|&place| self.mark(place) == Some(Mark::Card));
            let of_cards = before_cards.and_then(|place| {
                let count = self.count_before(place, Role::Watts)?;
                self.take(place, Role::Watts, "");
                Some(count)
            });
            let near = |place: Option<usize>| {
                place.is_some_and(|place| self.mark(place) == Some(Mark::Plus))
            };
            let in_sum = near(next) || near(before);
            if count.is_some() || named || of_cards.is_some() || in_sum {
                self.at_its_figure(amount);
                self.take(at, Role::Watts, "");
                self.said
                    .parts
                    .push((count.or(of_cards).unwrap_or(1), watts));
            } else {
                return;
            }
        }
        if let Some(each) = each {
            self.take(each, Role::Watts, "");
        }
    }
}
