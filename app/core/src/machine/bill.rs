//! The bill: what the machine is built of, each part with the price that it was chosen at.
//!
//! Board, processor, memory and the number of drives come from the [host](crate::machine::host), power
//! supplies and UPS from the power figures, and so does the cooler; what is left to choose here is a
//! product for each, and the case around them: the cheapest that do. Memory and drives are taken at the
//! newest month's prices, because these rose several-fold within a year. A part that the catalogue
//! has no price for stays on the bill without one.

use std::cmp::Reverse;

use crate::catalog::market::{Part, PartKind, Quote, Socket, Spec};
use crate::catalog::power::{Efficiency, Ups};
use crate::catalog::{Catalog, Source};
use crate::machine::host::{Chosen, Form, Host, as_board, as_cpu, goes_in, month};
use crate::scenario::{CpuChoice, GpuGroup, Scenario};
use crate::units::{Cents, GB, THIN, grouped};

/// Room on the drives beside the model: system, engine, a second model's download.
const SPARE_DISK_BYTES: u64 = 500 * GB;

/// One line of the bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Name.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Price of one with its evidence; `None` where none is known.
    pub price: Option<ItemPrice>,
    /// The part of the catalogue, where it is one.
    pub part: Option<&'static Part>,
    /// What to know.
    pub note: String,
}

/// What a line of the bill is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// The cards of a group, by its place in the machine.
    Gpu(usize),
    /// Another part.
    Part(PartKind),
}

/// The price of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemPrice {
    /// Cents.
    pub cents: Cents,
    /// Where it comes from.
    pub from: PriceFrom,
}

/// Where a price comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceFrom {
    /// The user.
    User,
    /// The catalogue.
    Catalog {
        /// `YYYY-MM-DD`, or as much of it as is known.
        date: &'static str,
        /// New, used, list price, …
        condition: &'static str,
        /// Where it was seen.
        source: &'static Source,
    },
}

impl Item {
    /// The line's sum, where its price is known.
    #[must_use]
    pub fn total(&self) -> Option<Cents> {
        Some(self.price?.cents.times(self.quantity))
    }
}

/// A bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    /// The lines, cards first.
    pub items: Vec<Item>,
    /// What does not go together.
    pub notes: Vec<String>,
}

impl Bill {
    /// The part of `kind` and how many of it, where the bill has one of the catalogue.
    #[must_use]
    pub fn part(&self, kind: PartKind) -> Option<(&'static Part, u32)> {
        let item = self
            .items
            .iter()
            .find(|item| item.kind == ItemKind::Part(kind))?;
        Some((item.part?, item.quantity))
    }
}

/// What carries the machine, as the power figures settle it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carriers {
    /// Power supplies; `None` where the machine brings its own.
    pub supply: Option<Supply>,
    /// The uninterruptible power supply, where one was asked for.
    pub ups: Option<&'static Ups>,
}

/// Power supplies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Supply {
    /// Rating of one in watts.
    pub watts: u32,
    /// How many.
    pub units: u32,
    /// Efficiency class.
    pub class: &'static Efficiency,
}

/// The bill of the scenario's machine, for a model whose weights are `weights_bytes`.
#[must_use]
pub fn itemise(
    scenario: &Scenario,
    host: &Host,
    weights_bytes: u64,
    carriers: &Carriers,
    catalog: &Catalog,
) -> Bill {
    let chooser = Chooser {
        scenario,
        host,
        catalog,
        disk_bytes: weights_bytes.saturating_add(SPARE_DISK_BYTES),
        carriers,
    };
    let mut items: Vec<Item> = Vec::with_capacity(PartKind::ALL.len() + 1);
    let groups = scenario.machine.groups.iter().enumerate();
    items.extend(groups.map(|(index, group)| gpus(scenario, index, group)));
    items.extend(
        PartKind::ALL
            .into_iter()
            .filter_map(|kind| chooser.item(kind)),
    );
    let notes = chooser.notes();
    Bill { items, notes }
}

fn gpus(scenario: &Scenario, index: usize, group: &GpuGroup) -> Item {
    let own = scenario.money.gpu_prices.get(index).copied().flatten();
    let listed = group.gpu.price.map(|price| ItemPrice {
        cents: Cents(i64::from(price.usd) * 100),
        from: PriceFrom::Catalog {
            date: price.date,
            condition: price.condition,
            source: price.source,
        },
    });
    let mut note = String::new();
    if let Some((size, _)) = scenario.machine.unified(group.gpu)
        && size < group.gpu.memory.nominal_gb
        && own.is_none()
    {
        note = format!(
            "The price is that of the {} GB machine.",
            group.gpu.memory.nominal_gb
        );
    }
    Item {
        kind: ItemKind::Gpu(index),
        name: group.gpu.name.to_owned(),
        quantity: group.count,
        price: own.map(user).or(listed),
        part: None,
        note,
    }
}

fn user(cents: Cents) -> ItemPrice {
    ItemPrice {
        cents,
        from: PriceFrom::User,
    }
}

fn listed(quote: Quote) -> ItemPrice {
    ItemPrice {
        cents: Cents(i64::from(quote.cents)),
        from: PriceFrom::Catalog {
            date: quote.date,
            condition: quote.condition,
            source: quote.source,
        },
    }
}

struct Chooser<'a> {
    scenario: &'a Scenario,
    host: &'a Host,
    catalog: &'a Catalog,
    disk_bytes: u64,
    carriers: &'a Carriers,
}

impl Chooser<'_> {
    fn given(&self, kind: PartKind) -> Option<Chosen> {
        self.scenario.money.part(kind).and_then(|plan| plan.part)
    }

    fn item(&self, kind: PartKind) -> Option<Item> {
        let host = self.host;
        let own = self.scenario.money.part(kind).and_then(|plan| plan.price);
        let server = host.form == Form::Server;
        // A whole machine brings everything but what its owner adds.
        let whole = host.form == Form::Whole;
        let chosen = self.given(kind).or_else(|| match kind {
            PartKind::Ups => Some((self.catalog.part(self.carriers.ups?.id)?, 1)),
            _ if whole => None,
            PartKind::Cpu if server => None,
            PartKind::Cpu => Some((host.cpu_part?, host.cpus)),
            PartKind::Board => Some((host.board?, 1)),
            PartKind::Ram => host.memory,
            PartKind::Ssd => self.drives(),
            PartKind::Psu if server => None,
            PartKind::Psu => self.supply(),
            PartKind::Cooler => host.cooler,
            PartKind::Case if server => None,
            PartKind::Case => self.case(),
            PartKind::Extra => None,
        });
        if let Some((part, quantity)) = chosen {
            let mut note = note(part, own.is_some());
            if let Some(remark) = self.remark(kind, part).filter(|_| own.is_none()) {
                note = format!("{remark} {note}").trim_end().to_owned();
            }
            return Some(Item {
                kind: ItemKind::Part(kind),
                name: part.name.to_owned(),
                quantity,
                price: own.map(user).or_else(|| part.price.map(listed)),
                part: Some(part),
                note,
            });
        }
        if own.is_none() && !self.is_needed(kind) {
            return None;
        }
        let (name, quantity, note) = self.unlisted(kind);
        Some(Item {
            kind: ItemKind::Part(kind),
            name,
            quantity,
            price: own.map(user),
            part: None,
            note: if own.is_some() { "" } else { note }.to_owned(),
        })
    }

    /// Whether the machine is not complete without a part of this kind.
    fn is_needed(&self, kind: PartKind) -> bool {
        match (kind, self.host.form) {
            (PartKind::Ups, _) => self.carriers.ups.is_some(),
            (PartKind::Extra, _) | (_, Form::Whole) => false,
            (PartKind::Ram, _) => self.scenario.machine.ram_gib > 0,
            (PartKind::Ssd, _) => self.host.drives > 0,
            (PartKind::Board, _) | (_, Form::Tower) => true,
            // A server comes with processor, board, power supplies, cooling and case.
            (_, Form::Server) => false,
        }
    }

    /// Name, number and note of a part that no row of the catalogue stands for.
    fn unlisted(&self, kind: PartKind) -> (String, u32, &'static str) {
        let host = self.host;
        match kind {
            PartKind::Cpu if let Some(cpu) = host.cpu => (cpu.name.to_owned(), host.cpus, ""),
            PartKind::Board if host.form == Form::Server => (
                format!("Server for {} GPUs", self.scenario.machine.gpu_count()),
                1,
                "Processor, board, power supplies, cooling and case in one; the catalogue has no price for it.",
            ),
            PartKind::Ram => (
                format!("{} GiB of memory", self.scenario.machine.ram_gib),
                1,
                "No kit of this size in the catalogue.",
            ),
            PartKind::Ssd => (kind.name().to_owned(), host.drives.max(1), ""),
            PartKind::Psu if let Some(supply) = self.carriers.supply => (
                format!(
                    "Power supply of {}{THIN}W",
                    grouped(u64::from(supply.watts))
                ),
                supply.units,
                "No supply of this rating has a price in the catalogue.",
            ),
            PartKind::Case => (
                "Open frame or rack with risers".to_owned(),
                1,
                "No case of the catalogue has openings for so many cards.",
            ),
            PartKind::Ups if let Some(ups) = self.carriers.ups => (ups.name.to_owned(), 1, ""),
            _ => (kind.name().to_owned(), 1, ""),
        }
    }

    /// What differs between a part and what the power figures count.
    fn remark(&self, kind: PartKind, part: &Part) -> Option<String> {
        match (kind, part.spec) {
            (PartKind::Psu, Spec::Psu(psu))
                if let Some(supply) = self.carriers.supply
                    && supply.watts != u32::from(psu.watts) =>
            {
                Some(format!(
                    "The next larger one that has a price; {}{THIN}W would do.",
                    grouped(u64::from(supply.watts))
                ))
            }
            (PartKind::Cpu, _) if matches!(self.scenario.power.cpu, CpuChoice::Watts(_)) => Some(
                "The usual processor for these cards: of yours only the watts were given."
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// Drives that hold the model together, as many as the machine has.
    fn drives(&self) -> Option<Chosen> {
        let count = self.host.drives;
        self.catalog
            .priced(PartKind::Ssd)
            .filter(|&(part, _)| {
                let Spec::Ssd(ssd) = part.spec else {
                    return false;
                };
                u64::from(ssd.gb) * GB * u64::from(count) >= self.disk_bytes
            })
            .min_by_key(|&(part, cents)| (Reverse(month(part)), cents))
            .map(|(part, _)| (part, count))
    }

    /// The smallest supply that has a price and gives the watts in at least the class, then the
    /// cheapest. What it gives at which voltage was judged where it was settled on.
    fn supply(&self) -> Option<Chosen> {
        let supply = self.carriers.supply?;
        let classes = self.catalog.power.efficiencies;
        let place = |id: &str| classes.iter().position(|class| class.id == id);
        let wanted = place(supply.class.id);
        self.catalog
            .priced(PartKind::Psu)
            .filter_map(|(part, cents)| {
                let Spec::Psu(psu) = part.spec else {
                    return None;
                };
                let class = psu.class.and_then(|class| place(class.id()));
                let does = u32::from(psu.watts) >= supply.watts && class >= wanted;
                does.then_some(((psu.watts, cents), part))
            })
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, part)| (part, supply.units))
    }

    fn case(&self) -> Option<Chosen> {
        let width = self.host.cards.width;
        self.catalog
            .priced(PartKind::Case)
            .filter(
                |(part, _)| matches!(part.spec, Spec::Case(case) if u32::from(case.slots) >= width),
            )
            .min_by_key(|&(_, cents)| cents)
            .map(|(part, _)| (part, 1))
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let Some(board) = self.host.board else {
            return notes;
        };
        let Some(slots) = as_board(board) else {
            return notes;
        };
        if let Some(cpu) = self.host.cpu_part
            && let Some(lanes) = as_cpu(cpu)
            && !goes_in(lanes, slots)
        {
            notes.push(format!("{} does not go into {}.", cpu.name, board.name));
        }
        let slotted = self.host.cards.slotted;
        if u32::from(slots.slots) < slotted {
            notes.push(format!(
                "{} has slots for {} of the {slotted} cards.",
                board.name, slots.slots
            ));
        }
        if let Some((ram, _)) = self.host.memory
            && matches!(ram.spec, Spec::Ram(kit) if kit.registered != (slots.socket == Socket::Tr5))
        {
            notes.push(format!("{} does not go with the board.", ram.name));
        }
        notes
    }
}

/// What to know about a part; prices of memory and drives from before their rise are called old.
fn note(part: &Part, own_price: bool) -> String {
    let moved = matches!(part.kind(), PartKind::Ram | PartKind::Ssd);
    if moved && !own_price && !month(part).is_empty() && month(part) < "2026-01" {
        let old = "An old price: memory and drives cost two to five times as much by April 2026.";
        return format!("{} {old}", part.note).trim().to_owned();
    }
    part.note.to_owned()
}
