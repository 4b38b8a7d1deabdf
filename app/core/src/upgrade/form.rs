//! The form that adds a step: a part that is picked, read against the build as it stands by then.
//!
//! Cards, drives and extras come to those that are there; of everything else the new part takes the
//! place of the old one.

use super::step::{LAST_MONTH, Step, hundredths, key_of, month, of};
use crate::catalog::market::{Part, PartKind, Spec};
use crate::catalog::{Catalog, Gpu};
use crate::codec::{self, Query};
use crate::evaluate::{self, Report};
use crate::scenario::keys::{COUNT, CPUS, DIMMS, GPUS, RAM};
use crate::units::Cents;

/// Kinds of card of one machine.
const MOST_KINDS: usize = 4;
/// Parts of a kind that a step buys, at most.
const MOST: u32 = 64;

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// When, in months.
    Month,
    /// What is bought.
    Part,
    /// How many.
    Count,
    /// For how much.
    Price,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Month, Self::Part, Self::Count, Self::Price];

    /// Its name in the address that the form leads to.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "at",
            Self::Part => "part",
            Self::Count => "count",
            Self::Price => "for",
        }
    }
}

/// What stands in the form, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// In the order of [`Field::ALL`].
    values: [String; 4],
    wrong: Vec<(Field, String)>,
}

impl Form {
    /// What stands in a field.
    #[must_use]
    pub fn value(&self, field: Field) -> &str {
        let values = Field::ALL.into_iter().zip(&self.values);
        let mut of_field = values.filter(|(one, _)| *one == field);
        of_field.next().map_or("", |(_, value)| value)
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn wrong(&self, field: Field) -> Option<&str> {
        let mut wrong = self.wrong.iter();
        let found = wrong.find(|(one, _)| *one == field);
        found.map(|(_, why)| why.as_str())
    }

    /// Takes the value of a field, if the key is one.
    pub(super) fn take(&mut self, key: &str, value: &str) -> bool {
        let place = Field::ALL.into_iter().position(|one| one.name() == key);
        if let Some(place) = place {
            value.trim().clone_into(&mut self.values[place]);
        }
        place.is_some()
    }

    /// The step that the form describes for a plan.
    ///
    /// # Errors
    ///
    /// The form with what is wrong with it.
    pub(super) fn step(
        mut self,
        base: &str,
        steps: &[Step],
        catalog: &Catalog,
    ) -> Result<Step, Self> {
        let (at, count) = (self.month(), self.count());
        let currency = codec::decode(base, catalog).scenario.currency();
        let part = self.value(Field::Part).to_owned();
        let price = self.value(Field::Price).to_owned();
        let price = match hundredths(&price, currency) {
            _ if price.is_empty() => None,
            None => {
                let why = format!("“{price}” is no price in {}.", of(currency));
                self.wrong.push((Field::Price, why));
                None
            }
            cents => cents,
        };
        if part.is_empty() && price.is_none() && self.wrong.is_empty() {
            let why = "Choose what is bought.".to_owned();
            self.wrong.push((Field::Part, why));
        }
        let mut changes = Vec::new();
        if let (Some(month), Some(count), false) = (at, count, part.is_empty()) {
            let then = Then::at(month, base, steps, catalog);
            match then.changes(&part, count, catalog) {
                Ok(found) => changes = found,
                Err(wrong) => self.wrong.push(wrong),
            }
        }
        match at {
            Some(month) if self.wrong.is_empty() => Ok(Step {
                month,
                changes,
                price,
            }),
            _ => Err(self),
        }
    }

    fn month(&mut self) -> Option<u32> {
        let given = self.value(Field::Month);
        let month = month(given);
        if month.is_none() {
            let why = format!("“{given}” is no month from 0 to {LAST_MONTH}.");
            self.wrong.push((Field::Month, why));
        }
        month
    }

    fn count(&mut self) -> Option<u32> {
        let given = self.value(Field::Count);
        if given.is_empty() {
            return Some(1);
        }
        let count = given.parse().ok();
        let count = count.filter(|count| (1..=MOST).contains(count));
        if count.is_none() {
            let why = format!("“{given}” is no number from 1 to {MOST}.");
            self.wrong.push((Field::Count, why));
        }
        count
    }
}

/// The build as it stands in a month.
struct Then {
    query: Query,
    report: Report,
}

type Changes = Result<Vec<(String, String)>, (Field, String)>;

impl Then {
    fn at(month: u32, base: &str, steps: &[Step], catalog: &Catalog) -> Self {
        let mut query = Query::parse(base);
        for step in steps.iter().filter(|step| step.month <= month) {
            step.apply(&mut query);
        }
        let report = evaluate::answer(&query, catalog);
        Self { query, report }
    }

    /// What becomes of the keys of the build when so many of a part are bought. `picked` is the key
    /// and the id that an option of the form stands for.
    fn changes(&self, picked: &str, count: u32, catalog: &Catalog) -> Changes {
        let unknown = || {
            (
                Field::Part,
                format!("“{picked}” is nothing that can be bought."),
            )
        };
        let (key, id) = picked.split_once('~').ok_or_else(unknown)?;
        if key == GPUS.key {
            return self.cards(catalog.gpu(id).ok_or_else(unknown)?, count);
        }
        let part = catalog.part(id).ok_or_else(unknown)?;
        let kind = part.kind();
        if key != key_of(kind) {
            return Err(unknown());
        }
        let pair = |key: &str, value: String| (key.to_owned(), value);
        let many = |count: u32| match count {
            1 => id.to_owned(),
            count => format!("{id}*{count}"),
        };
        Ok(match (kind, part.spec) {
            (PartKind::Ssd | PartKind::Extra, _) => vec![pair(key, self.with(part, count)?)],
            (PartKind::Ram, Spec::Ram(kit)) => {
                let modules = u32::from(kit.modules) * count;
                let gib = modules * u32::from(kit.module_gib);
                let mut changes = vec![pair(RAM.key, gib.to_string()), pair(key, many(count))];
                if self.query.get(DIMMS.key).is_some() {
                    changes.push(pair(DIMMS.key, modules.to_string()));
                }
                changes
            }
            (PartKind::Psu, _) => vec![pair(key, many(count))],
            (PartKind::Cpu, _) if count <= 2 => {
                let mut changes = vec![pair(key, id.to_owned())];
                if count > 1 || self.query.get(CPUS.key).is_some() {
                    changes.push(pair(CPUS.key, count.to_string()));
                }
                changes
            }
            _ if count == 1 => vec![pair(key, id.to_owned())],
            _ => {
                let most = if kind == PartKind::Cpu { 2 } else { 1 };
                let why = format!("A machine has {most} of these at most.");
                return Err((Field::Count, why));
            }
        })
    }

    /// The cards that are there with so many more.
    fn cards(&self, gpu: &'static Gpu, count: u32) -> Changes {
        let mut groups: Vec<(&'static str, u32)> = { self.report.asked().machine.groups.iter() }
            .map(|group| (group.gpu.id, group.count))
            .collect();
        match groups.iter_mut().find(|(id, _)| *id == gpu.id) {
            Some((_, before)) => *before += count,
            None => groups.push((gpu.id, count)),
        }
        let all: u32 = groups.iter().map(|(_, count)| count).sum();
        let most = COUNT.max;
        if all > most {
            let there = all - count;
            let why = format!("There are {there} cards by then; a machine has {most} at most.");
            return Err((Field::Count, why));
        }
        if groups.len() > MOST_KINDS {
            let why = format!("A machine has {MOST_KINDS} kinds of card at most.");
            return Err((Field::Part, why));
        }
        Ok(match groups.as_slice() {
            [(id, count)] => {
                let mut changes = vec![(COUNT.key.to_owned(), count.to_string())];
                let set = self.query.get(GPUS.key);
                if set.is_some_and(|set| set.contains('*')) {
                    changes.insert(0, (GPUS.key.to_owned(), (*id).to_owned()));
                }
                changes
            }
            several => {
                let parts = several.iter().map(|(id, count)| format!("{id}*{count}"));
                let set = parts.collect::<Vec<_>>().join("+");
                vec![(GPUS.key.to_owned(), set)]
            }
        })
    }

    /// The drives or extras of the bill with so many more of one, as they stand in a query.
    fn with(&self, part: &Part, count: u32) -> Result<String, (Field, String)> {
        let kind = part.kind().id();
        let mut there: Vec<(&str, u32)> = { self.report.cost().items.iter() }
            .filter(|item| item.kind == kind)
            .filter_map(|item| Some((item.id?, item.quantity)))
            .collect();
        match there.iter_mut().find(|(id, _)| *id == part.id) {
            Some((_, before)) => *before += count,
            None => there.push((part.id, count)),
        }
        let all: u32 = there.iter().map(|(_, count)| count).sum();
        if all > MOST {
            let why = format!("There are {} by then; {MOST} at most.", all - count);
            return Err((Field::Count, why));
        }
        let parts = there.into_iter().map(|(id, count)| match count {
            1 => id.to_owned(),
            count => format!("{id}*{count}"),
        });
        Ok(parts.collect::<Vec<_>>().join("+"))
    }
}

/// Parts that a step can buy, of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// What is done with one of them.
    pub what: &'static str,
    /// The parts.
    pub options: Vec<Choice>,
}

/// A part that a step can buy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends for it.
    pub value: String,
    /// Its name.
    pub name: &'static str,
    /// What one costs in the catalogue; `None` where it is estimated.
    pub usd: Option<Cents>,
}

/// What is done with a part of each kind, in the order in which machines grow.
const KINDS: [(PartKind, &str); 9] = [
    (PartKind::Psu, "Power supply"),
    (PartKind::Cooler, "Cooling"),
    (PartKind::Ram, "Memory, instead of what is there"),
    (PartKind::Ssd, "Add drives"),
    (PartKind::Case, "Case"),
    (PartKind::Extra, "Add wheels and other extras"),
    (PartKind::Ups, "UPS"),
    (PartKind::Cpu, "Processor"),
    (PartKind::Board, "Main board"),
];

/// Everything that a step of a plan can buy by a pick, kind by kind: cards first, those of the build
/// before all others.
#[must_use]
pub fn choices(base: &str, catalog: &Catalog) -> Vec<Choices> {
    let report = evaluate::report(base, catalog);
    let present = |gpu: &Gpu| {
        let mut groups = report.asked().machine.groups.iter();
        groups.any(|group| group.gpu.id == gpu.id)
    };
    let mut gpus: Vec<&'static Gpu> = { catalog.gpus.iter().copied() }
        .filter(|gpu| present(gpu) || (!gpu.is_whole() && !gpu.is_module()))
        .collect();
    gpus.sort_by_key(|gpu| !present(gpu));
    let cards = gpus.into_iter().map(|gpu| Choice {
        value: format!("{}~{}", GPUS.key, gpu.id),
        name: gpu.name,
        usd: gpu.price.map(|price| Cents(i64::from(price.usd) * 100)),
    });
    let mut all = vec![Choices {
        what: "Add GPUs",
        options: cards.collect(),
    }];
    all.extend(KINDS.map(|(kind, what)| {
        Choices {
            what,
            options: { catalog.parts.iter() }
                .filter(|part| part.kind() == kind)
                .map(|part| Choice {
                    value: format!("{}~{}", key_of(kind), part.id),
                    name: part.name,
                    usd: part.price.map(|price| Cents(i64::from(price.cents))),
                })
                .collect(),
        }
    }));
    all
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

    use super::{Field, choices};
    use crate::catalog::Catalog;
    use crate::codec;
    use crate::upgrade::Asked;

    fn read(raw: &str) -> Asked {
        Asked::read(raw, Catalog::builtin())
    }

    #[test]
    fn a_picked_part_becomes_keys_of_the_build() {
        for (raw, step) in [
            // Cards come to those that are there by then.
            (
                "at=12&part=gpu~rtx-pro-6000-blackwell-max-q&count=2",
                "12~n~3",
            ),
            (
                "n=2&step=6~n~3&at=12&part=gpu~rtx-pro-6000-blackwell-max-q",
                "12~n~4",
            ),
            (
                "n=2&step=18~n~8&at=12&part=gpu~rtx-pro-6000-blackwell-max-q",
                "12~n~3",
            ),
            (
                "gpu=rtx-3090&n=2&at=3&part=gpu~rtx-5090&count=1",
                "3~gpu~rtx-3090*2+rtx-5090*1",
            ),
            (
                "gpu=rtx-3090&step=3~gpu~rtx-3090*2+rtx-5090*1&at=4&part=gpu~rtx-5090",
                "4~gpu~rtx-3090*2+rtx-5090*2",
            ),
            // So do drives and extras.
            (
                "part-ssd=samsung-9100-pro-2tb&at=5&part=part-ssd~samsung-9100-pro-4tb&count=2",
                "5~part-ssd~samsung-9100-pro-2tb+samsung-9100-pro-4tb*2",
            ),
            ("at=5&part=extras~caster-wheels", "5~extras~caster-wheels"),
            // Of the others the new one takes the place of the old.
            (
                "at=6&part=part-ram~vcolor-8x32-5600&for=600",
                "6~ram~256~part-ram~vcolor-8x32-5600~price~600",
            ),
            (
                "dimms=4&at=6&part=part-ram~vcolor-8x32-5600",
                "6~ram~256~part-ram~vcolor-8x32-5600~dimms~8",
            ),
            (
                "at=7&part=part-psu~corsair-hx1500i&count=2",
                "7~part-psu~corsair-hx1500i*2",
            ),
            ("at=8&part=ups~apc-smt3000", "8~ups~apc-smt3000"),
            ("at=9&for=250", "9~price~250"),
        ] {
            let asked = read(raw);
            assert_eq!(asked.form, None, "{raw}");
            assert!(asked.edits, "{raw}");
            let written: Vec<String> = asked.steps.iter().map(super::Step::written).collect();
            assert!(written.contains(&step.to_owned()), "{raw}: {written:?}");
        }
    }

    #[test]
    fn what_is_wrong_stands_at_its_field_and_nothing_is_lost() {
        for (raw, field, word) in [
            ("at=soon&part=gpu~rtx-5090", Field::Month, "no month"),
            ("at=500&part=gpu~rtx-5090", Field::Month, "0 to 120"),
            ("at=3&part=", Field::Part, "Choose"),
            ("at=3&part=gpu~rtx-9090", Field::Part, "rtx-9090"),
            ("at=3&part=part-psu~caster-wheels", Field::Part, "nothing"),
            ("at=3&part=gpu~rtx-5090&count=0", Field::Count, "“0”"),
            (
                "at=3&part=gpu~rtx-5090&count=64",
                Field::Count,
                "64 at most",
            ),
            (
                "at=3&part=part-case~silverstone-rm52&count=2",
                Field::Count,
                "1 of these",
            ),
            ("at=3&part=gpu~rtx-5090&for=lots", Field::Price, "“lots”"),
        ] {
            let asked = read(&format!("n=2&step=1~n~3&{raw}"));
            assert_eq!(asked.steps.len(), 1, "{raw}");
            let form = asked.form.unwrap();
            let why = form.wrong(field).unwrap();
            assert!(why.contains(word), "{raw}: {why}");
            for field in Field::ALL {
                let given = codec::Query::parse(raw);
                let given = given.get(field.name()).unwrap_or_default();
                assert_eq!(form.value(field), given, "{raw}");
            }
        }
    }

    /// Whatever is offered can be bought, and its step is understood.
    #[test]
    fn every_choice_is_a_step() {
        let catalog = Catalog::builtin();
        let all = choices("n=2", catalog);
        assert_eq!(all[0].options[0].value, "gpu~rtx-pro-6000-blackwell-max-q");
        for choice in all.iter().flat_map(|choices| &choices.options) {
            let asked = read(&format!("n=2&at=1&part={}", choice.value));
            assert_eq!(asked.form, None, "{choice:?}");
            let step = asked.steps.first().unwrap();
            let pairs: Vec<String> = { step.changes.iter() }
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            let decoded = codec::decode(&pairs.join("&"), catalog);
            assert!(
                decoded.notices.is_empty(),
                "{choice:?}: {:?}",
                decoded.notices
            );
        }
    }
}
