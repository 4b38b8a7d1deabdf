//! Taking every item of a claim for something: phrases and names.

use super::items::{Item, What};
use super::names::{Format, Name};
use super::phrases::Mark;
use super::reading::{Modelled, Reading, Tuning};
use super::text::Role;
use crate::catalog::{Catalog, Gpu, short_name};
use crate::scenario::Condition;

/// What was said last, which decides what a figure behind it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Nothing,
    On,
    Needs,
    Draws,
    Costs,
    Pays,
    Is,
}

/// Takes every item for something.
pub(super) fn read(items: &mut [Item], catalog: &Catalog) -> Reading {
    let mut reader = Reader {
        items,
        catalog,
        side: Side::Nothing,
        said: Reading::default(),
        bound: None,
    };
    for at in 0..reader.items.len() {
        reader.item(at);
    }
    reader.settle();
    reader.said
}

pub(super) struct Reader<'a> {
    pub(super) items: &'a mut [Item],
    pub(super) catalog: &'a Catalog,
    pub(super) side: Side,
    pub(super) said: Reading,
    /// A word such as “at least” that waits for its figure, with its place.
    pub(super) bound: Option<(Mark, usize)>,
}

impl Reader<'_> {
    pub(super) fn mark(&self, at: usize) -> Option<Mark> {
        self.items.get(at).and_then(Item::mark)
    }

    /// The next item that is no filler.
    pub(super) fn next(&self, at: usize) -> Option<usize> {
        (at + 1..self.items.len()).find(|&next| self.mark(next) != Some(Mark::Filler))
    }

    /// The last item that is no filler.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        (0..at)
            .rev()
            .find(|&before| self.mark(before) != Some(Mark::Filler))
    }

    pub(super) fn next_mark(&self, at: usize) -> Option<Mark> {
        self.next(at).and_then(|next| self.mark(next))
    }

    pub(super) fn take(&mut self, at: usize, role: Role, meaning: impl Into<String>) {
        self.items[at].is_for(role, meaning);
    }

    /// Takes a mark for something where it stands at a place.
    pub(super) fn take_mark(&mut self, at: Option<usize>, marks: &[Mark], role: Role) -> bool {
        let found = at.filter(|&at| self.mark(at).is_some_and(|mark| marks.contains(&mark)));
        if let Some(at) = found {
            self.take(at, role, "");
        }
        found.is_some()
    }

    pub(super) fn fault(&mut self, text: String) {
        self.said.faults.push(text);
    }

    fn item(&mut self, at: usize) {
        if self.items[at].role.is_some() {
            return;
        }
        match self.items[at].what.clone() {
            What::Mark(mark) => self.marked(at, mark),
            What::Amount(amount) => self.amount(at, amount),
            What::Name(name) => self.name(at, name),
            What::Number(_) | What::Count(_) | What::Unknown => {}
        }
    }

    fn marked(&mut self, at: usize, mark: Mark) {
        let mut says = |side: Side| {
            self.side = side;
            self.items[at].is_for(Role::Says, "");
        };
        match mark {
            Mark::Fits | Mark::Loads => {
                says(Side::On);
                self.said.fits = true;
            }
            Mark::TooBig => {
                says(Side::On);
                self.said.fits = true;
                self.not(at);
            }
            Mark::On => {
                self.side = Side::On;
                self.take(at, Role::Filler, "");
            }
            Mark::Needs => says(Side::Needs),
            Mark::Draws => says(Side::Draws),
            Mark::Costs => says(Side::Costs),
            Mark::Pays => says(Side::Pays),
            Mark::Is => {
                if self.side != Side::Draws && self.side != Side::Costs && self.side != Side::Pays {
                    self.side = Side::Is;
                }
                self.take(at, Role::Filler, "");
            }
            Mark::Not => self.not(at),
            Mark::AtLeast | Mark::AtMost | Mark::About => self.bound = Some((mark, at)),
            Mark::Full => self.tuned(at, Tuning::Full),
            Mark::Lora => self.tuned(at, Tuning::Lora),
            Mark::Qlora => self.tuned(at, Tuning::Qlora),
            Mark::Tune => self.tuned(at, Tuning::Any),
            Mark::Each => self.said.each = true,
            Mark::Total => self.said.total = true,
            Mark::Machine => {
                self.said.machine = true;
                self.take(at, Role::Filler, "the whole machine");
            }
            Mark::Used | Mark::New => {
                let condition = if mark == Mark::Used {
                    Condition::Used
                } else {
                    Condition::New
                };
                self.said.condition = Some(condition);
                self.take(at, Role::Money, condition.id());
            }
            Mark::Wall => {
                self.said.machine = true;
                self.take(at, Role::Watts, "");
            }
            Mark::Offload => {
                self.said.offload = true;
                self.take(at, Role::Memory, "part of the model in system memory");
            }
            Mark::Cloud => {
                self.said.cloud = true;
                self.take(at, Role::Rival, "the same cards, rented");
            }
            Mark::Unquantised => {
                self.said.unquantised = true;
                self.take(at, Role::Format, "16 bits, or as published");
            }
            Mark::Filler | Mark::Plus | Mark::Against => self.take(at, Role::Filler, ""),
            // These belong to a figure beside them.
            Mark::OrMore
            | Mark::OrLess
            | Mark::Card
            | Mark::Cpu
            | Mark::Part
            | Mark::Psu
            | Mark::Circuit
            | Mark::Drive
            | Mark::Prefill
            | Mark::First
            | Mark::PromptOf => {}
            Mark::Cache | Mark::Ram | Mark::Vram | Mark::Limit | Mark::Context | Mark::Together => {
            }
        }
    }

    fn not(&mut self, at: usize) {
        if self.said.negated {
            self.fault("It says “not” twice.".to_owned());
        }
        self.said.negated = true;
        self.take(at, Role::Not, "the opposite is claimed");
    }

    fn tuned(&mut self, at: usize, method: Tuning) {
        self.take(at, Role::Training, "");
        self.said.method = match (self.said.method, method) {
            (None | Some(Tuning::Any), method) => Some(method),
            (Some(known), Tuning::Any) => Some(known),
            (Some(known), method) if known == method => Some(known),
            (Some(known), _) => {
                self.fault("Two ways of training are named.".to_owned());
                Some(known)
            }
        };
    }

    fn name(&mut self, at: usize, name: Name) {
        match name {
            Name::Models(models) => {
                let names: Vec<&str> = models.iter().map(|model| model.name).collect();
                let meaning = match names.as_slice() {
                    [one] => (*one).to_owned(),
                    several => format!("any of {}", several.join(", ")),
                };
                self.model(at, Modelled::Listed(models), meaning);
            }
            Name::Sized(size) => {
                let meaning = format!(
                    "a model of {} parameters with a typical shape",
                    size.to_uppercase()
                );
                self.model(at, Modelled::Sized(size), meaning);
            }
            Name::Cards(gpus) => self.cards(at, gpus),
            Name::Engine(engine) => {
                if self.said.engine.is_some_and(|known| known != engine) {
                    self.fault("Two programs are named.".to_owned());
                }
                self.said.engine = Some(engine);
                self.take(at, Role::Engine, engine.name());
            }
            Name::Format(format) => self.format(at, format),
            Name::Circuits(circuits) => {
                let names: Vec<&str> = circuits.iter().map(|one| one.receptacle).collect();
                self.take(at, Role::Circuit, names.join(", "));
                self.take_mark(self.next(at), &[Mark::Circuit], Role::Circuit);
                self.said.circuits = circuits;
            }
            Name::Provider(provider) => {
                if self.said.provider.is_some() {
                    self.fault("Two providers are named.".to_owned());
                }
                self.said.provider = Some(provider);
                self.take(at, Role::Rival, provider);
            }
            Name::TooMany(rows) => {
                self.fault(format!("{rows} things are called so; name one of them."));
            }
        }
    }

    fn model(&mut self, at: usize, model: Modelled, meaning: String) {
        if self.said.model.is_some() {
            self.fault("Two models are named; one can be checked at a time.".to_owned());
        }
        self.said.model = Some(model);
        self.said.instances = self.count_before(at, Role::Model).unwrap_or(1);
        self.take(at, Role::Model, meaning);
    }

    /// The count that stands before an item, or behind it.
    pub(super) fn count_before(&mut self, at: usize, role: Role) -> Option<u32> {
        let count = |item: &Item| match item.what {
            What::Count(count) => Some(count),
            What::Number(number)
                if (1.0..=64.0).contains(&number) && number == libm::trunc(number) =>
            {
                Some(number as u32)
            }
            _ => None,
        };
        let free = |item: &&Item| item.role.is_none();
        // “Two used 3090s.”
        let told = |place: &usize| !matches!(self.mark(*place), Some(Mark::Used | Mark::New));
        let before = (0..at).rev().find(told);
        let found = before
            .and_then(|place| Some((place, self.items.get(place).filter(free).and_then(count)?)));
        let behind = at + 1;
        let found = found.or_else(|| {
            let item = self.items.get(behind).filter(free)?;
            match item.what {
                What::Count(count) => Some((behind, count)),
                _ => None,
            }
        });
        let (place, count) = found?;
        self.take(place, role, "");
        Some(count)
    }

    fn cards(&mut self, at: usize, gpus: Vec<&'static Gpu>) {
        self.said.least |= self.side == Side::Needs;
        let count = self.count_before(at, Role::Cards).unwrap_or(1);
        let names: Vec<&str> = gpus.iter().map(|gpu| short_name(gpu.name)).collect();
        let named = match names.as_slice() {
            [one] => (*one).to_owned(),
            several => format!("any of {}", several.join(", ")),
        };
        let meaning = if count == 1 {
            named
        } else {
            format!("{count} × {named}")
        };
        self.take(at, Role::Cards, meaning);
        self.take_mark(self.next(at), &[Mark::Card], Role::Cards);
        self.said.cards.push((gpus, count));
    }

    fn format(&mut self, at: usize, format: Format) {
        let before = self.before(at).filter(|&place| {
            self.mark(place) == Some(Mark::Cache) || {
                // `KV cache in 8 bits`
                self.mark(place) == Some(Mark::On)
                    && self
                        .before(place)
                        .is_some_and(|cache| self.mark(cache) == Some(Mark::Cache))
            }
        });
        let behind = self
            .next(at)
            .filter(|&place| self.mark(place) == Some(Mark::Cache));
        if let Some(place) = behind.or(before) {
            let cache = match self.mark(place) {
                Some(Mark::Cache) => Some(place),
                _ => self.before(place),
            };
            self.take_mark(cache, &[Mark::Cache], Role::Cache);
            self.take(at, Role::Cache, "");
            if self.said.cache.is_some() {
                self.fault("Two formats of the cache are named.".to_owned());
            }
            self.said.cache = Some(format);
            return;
        }
        if self.said.format.is_some() || self.said.unquantised {
            self.fault("Two formats are named.".to_owned());
        }
        self.take(at, Role::Format, format.quant.name());
        self.said.format = Some(format);
    }
}
