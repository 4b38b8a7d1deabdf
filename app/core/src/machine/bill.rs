//! The bill: what the machine is built of, each part with the price that it was chosen at.
//!
//! Board, processor, memory and the number of drives come from the [host](crate::machine::host), power
//! supplies and UPS from the power figures, and so does the cooler; what is left to choose here is a
//! product for each, and the case around them: the cheapest that do. Memory and drives are taken at the
//! prices of the last year, because these rose several-fold within one. A part that the catalogue has
//! no price for is estimated from its class and says so.

use crate::catalog::market::{Part, PartKind, Spec};
use crate::catalog::power::{Cpu, Efficiency, Ups};
use crate::catalog::{Catalog, Price, PriceBasis, STALE_DAYS, days_since};
use crate::machine::compatibility;
use crate::machine::estimate::{self, Class, Estimate};
use crate::machine::host::{Chosen, Form, Host, as_board};
pub use crate::machine::item::{Item, ItemKind, ItemPrice, PriceFrom};
use crate::machine::item::{free, listed, of_card, user};
use crate::machine::kits::{APART_DAYS, Sockets, generation};
use crate::machine::room::Room;
use crate::report::CheckLevel;
use crate::scenario::{Condition, CpuChoice, GpuGroup, Scenario};
use crate::units::{GB, THIN, grouped};

/// Room on the drives beside the model: system, engine, a second model's download.
const SPARE_DISK_BYTES: u64 = 500 * GB;

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
    items.extend(groups.map(|(index, group)| chooser.gpus(index, group)));
    for kind in PartKind::ALL {
        items.extend(chooser.item(kind));
        items.extend(chooser.more(kind));
    }
    items.extend(scenario.money.line.as_ref().map(free));
    for item in &mut items {
        item.stale = matches!(
            item.price.map(|price| price.from),
            Some(PriceFrom::Catalog { date, .. }) if days_since(date, catalog.date) > STALE_DAYS
        );
    }
    compatibility::check(scenario, host, weights_bytes, &mut items);
    let errors = items.iter().flat_map(|item| &item.checks);
    let errors = errors.filter(|check| check.level == CheckLevel::Error);
    let notes = errors.map(|check| check.text.clone()).collect();
    Bill { items, notes }
}

/// GiB that the cheapest laptop of a kind is taken to come with: a working figure.
const LAPTOP_RAM_GIB: u32 = 32;

struct Chooser<'a> {
    scenario: &'a Scenario,
    host: &'a Host,
    catalog: &'a Catalog,
    disk_bytes: u64,
    carriers: &'a Carriers,
}

impl Chooser<'_> {
    fn gpus(&self, index: usize, group: &GpuGroup) -> Item {
        let gpu = group.gpu;
        let own = self.scenario.money.gpu_prices.get(index).copied().flatten();
        let size = self.scenario.machine.unified(gpu).map(|(size, _)| size);
        let smaller = size.filter(|&size| size < gpu.memory.nominal_gb);
        let of_size = smaller.and_then(|size| {
            let prices = gpu.price_by_gb.iter();
            prices
                .clone()
                .find(|(gb, _)| *gb == size)
                .map(|(_, price)| *price)
        });
        let mut note = String::new();
        if smaller.is_some() && of_size.is_none() && own.is_none() {
            note = format!(
                "The price is that of the {} GB machine.",
                gpu.memory.nominal_gb
            );
        }
        let usual = of_size.or(gpu.price);
        let is_used = |price: &Price| price.basis == PriceBasis::Used;
        let (asked, other) = match self.scenario.money.condition {
            Some(Condition::Used) => (usual.filter(is_used).or(gpu.used), "used"),
            Some(Condition::New) => (usual.filter(|price| !is_used(price)), "new"),
            None => (usual, ""),
        };
        if asked.is_none() && own.is_none() && usual.is_some() {
            note = format!("{note} No price of a {other} one is known.");
            note = note.trim_start().to_owned();
        }
        let price = own
            .map(user)
            .or_else(|| asked.or(usual).map(of_card))
            .or_else(|| self.of_class(estimate::gpu(self.catalog, gpu)));
        Item {
            kind: ItemKind::Gpu(index),
            name: gpu.name.to_owned(),
            quantity: group.count,
            price,
            part: None,
            stale: false,
            checks: Vec::new(),
            note,
        }
    }

    fn of_class(&self, estimate: Option<Estimate>) -> Option<ItemPrice> {
        let Estimate { low, cents, high } = estimate?;
        Some(ItemPrice {
            cents,
            low,
            high,
            from: PriceFrom::Class(self.catalog.date),
        })
    }

    /// What a part without a price would cost.
    fn estimated(&self, kind: PartKind, part: Option<&'static Part>) -> Option<ItemPrice> {
        let host = self.host;
        let class = match (kind, part.map(|part| part.spec)) {
            (_, Some(Spec::Cpu(cpu))) => {
                Class::Cpu(u32::from(cpu.cores), cpu.socket.is_registered())
            }
            (_, Some(Spec::Board(_))) => Class::Board(part),
            (_, Some(Spec::Ram(ram))) => Class::Ram {
                gib: u32::from(ram.modules) * u32::from(ram.module_gib),
                registered: ram.registered,
                ddr: generation(ram.mt_s),
            },
            (_, Some(Spec::Ssd(ssd))) => Class::Ssd(ssd.gb),
            (_, Some(Spec::Psu(psu))) => Class::Psu(u32::from(psu.watts)),
            (_, Some(Spec::Ups(ups))) => Class::Ups(u32::from(ups.watts)),
            (PartKind::Cpu, _) => {
                let cpu = host.cpu?;
                Class::Cpu(cpu.cores, cpu.memory.registered)
            }
            (PartKind::Board, _) if host.form == Form::Server => Class::Server {
                modules: host.cards.modules,
                cards: host.cards.slotted,
            },
            (PartKind::Board, _) => Class::Board(None),
            (PartKind::Ram, _) if host.form == Form::Whole => Class::Ram {
                gib: self.added_ram_gib(),
                registered: false,
                ddr: 5,
            },
            (PartKind::Ram, _) => {
                let (registered, ddr) = self.memory();
                Class::Ram {
                    gib: self.scenario.machine.ram_gib,
                    registered,
                    ddr,
                }
            }
            (PartKind::Ssd, _) => {
                let each = self.disk_bytes / u64::from(host.drives.max(1));
                Class::Ssd(u32::try_from(each.div_ceil(GB)).unwrap_or(u32::MAX))
            }
            (PartKind::Psu, _) => Class::Psu(self.carriers.supply?.watts),
            (PartKind::Ups, _) => Class::Ups(self.carriers.ups?.watts),
            (kind, _) => Class::Piece(kind),
        };
        self.of_class(estimate::part(self.catalog, class))
    }

    /// GiB of memory beyond what a laptop comes with; a machine with one memory comes with all of it.
    fn added_ram_gib(&self) -> u32 {
        let machine = &self.scenario.machine;
        let added = { machine.most_ram_gib() }.map(|_| machine.ram_gib);
        added.map_or(0, |gib| gib.saturating_sub(LAPTOP_RAM_GIB))
    }

    /// Whether the machine takes registered memory, and of which generation.
    fn memory(&self) -> (bool, u32) {
        let of_cpu = |cpu: &Cpu| (cpu.memory.registered, cpu.memory.ddr);
        let of = |sockets: Sockets| (sockets.registered, sockets.ddr);
        let board = self.host.board.and_then(as_board);
        match (board, self.scenario.power.cpu) {
            (Some(board), _) => of(Sockets::of(board)),
            (None, CpuChoice::Listed(cpu)) => of_cpu(cpu),
            (None, _) => of(Sockets::of_server()),
        }
    }

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
                price: own
                    .map(user)
                    .or_else(|| part.price.map(listed))
                    .or_else(|| self.estimated(kind, Some(part))),
                part: Some(part),
                stale: false,
                checks: Vec::new(),
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
            price: own.map(user).or_else(|| self.estimated(kind, None)),
            part: None,
            stale: false,
            checks: Vec::new(),
            note: if own.is_some() { "" } else { note }.to_owned(),
        })
    }

    /// The parts of a kind beside the first.
    fn more(&self, kind: PartKind) -> Vec<Item> {
        let plan = self.scenario.money.part(kind);
        let more = plan.map_or(&[][..], |plan| &plan.more);
        more.iter()
            .map(|&(part, quantity)| Item {
                kind: ItemKind::More(kind),
                name: part.name.to_owned(),
                quantity,
                price: part
                    .price
                    .map(listed)
                    .or_else(|| self.estimated(kind, Some(part))),
                part: Some(part),
                stale: false,
                checks: Vec::new(),
                note: note(part, false),
            })
            .collect()
    }

    /// Whether the machine is not complete without a part of this kind.
    fn is_needed(&self, kind: PartKind) -> bool {
        match (kind, self.host.form) {
            (PartKind::Ups, _) => self.carriers.ups.is_some(),
            (PartKind::Ram, Form::Whole) => self.added_ram_gib() > 0,
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
                "Processor, board, power supplies, cooling and case in one.",
            ),
            PartKind::Ram if host.form == Form::Whole => (
                format!("{} GiB of memory more", self.added_ram_gib()),
                1,
                "Beyond the 32 GiB that the cheapest laptop of its kind is taken to come with.",
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
            (PartKind::Board, _) if self.is_for_memory() => Some(format!(
                "For the memory: boards of desktop processors hold no {} GiB.",
                grouped(u64::from(self.scenario.machine.ram_gib))
            )),
            (PartKind::Cpu, _) if matches!(self.scenario.power.cpu, CpuChoice::Watts(_)) => Some(
                "The usual processor for these cards: of yours only the watts were given."
                    .to_owned(),
            ),
            _ => None,
        }
    }

    /// Whether the board is one for registered memory because no other holds so much.
    fn is_for_memory(&self) -> bool {
        let boards = self.catalog.priced(PartKind::Board);
        let desktop = boards
            .filter_map(|(part, _)| as_board(part))
            .filter(|board| u32::from(board.slots) >= self.host.cards.slotted)
            .filter(|board| !board.socket.is_registered())
            .map(|board| board.max_ram_gib)
            .max();
        let registered = self.host.board.and_then(as_board);
        registered.is_some_and(|board| board.socket.is_registered())
            && self.given(PartKind::Board).is_none()
            && matches!(self.scenario.power.cpu, CpuChoice::Auto)
            && desktop.is_some_and(|most| self.scenario.machine.ram_gib > most)
    }

    /// Whether a price is of another time than those of the year before the edition, in which drives
    /// rose several-fold.
    fn is_apart(&self, part: &Part) -> bool {
        part.price
            .is_some_and(|price| days_since(price.date, self.catalog.date) > APART_DAYS)
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
            .min_by_key(|&(part, cents)| (self.is_apart(part), cents))
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
        let room = Room::of(self.scenario, self.host);
        self.catalog
            .priced(PartKind::Case)
            .filter(|(part, _)| matches!(part.spec, Spec::Case(case) if room.is_in(case)))
            .min_by_key(|&(_, cents)| cents)
            .map(|(part, _)| (part, 1))
    }
}

/// What to know about a part; prices of memory and drives from before their rise are called old.
fn note(part: &Part, own_price: bool) -> String {
    let moved = matches!(part.kind(), PartKind::Ram | PartKind::Ssd);
    let before = part.price.is_some_and(|price| price.date < "2026");
    if moved && !own_price && before {
        let old = "An old price: memory and drives cost two to five times as much by April 2026.";
        return format!("{} {old}", part.note).trim().to_owned();
    }
    part.note.to_owned()
}
