//! What the cards are built into: board, processor, memory and drives, settled once, so that the
//! power figures and the bill speak of the same machine.
//!
//! Where nothing is chosen, the cheapest that goes together is taken: a board with a slot for every
//! card, a processor with lanes for them, memory kits of the size asked for. A socket for which the
//! catalogue prices no cooler comes after those that can be bought whole, and for a processor that is named
//! a board that leaves channels without a module after those that do not. Cards that are modules
//! on a baseboard, or more than any board has slots for, go into a server.

use crate::catalog::market::{Board, Cpu, Part, PartKind, Socket, Spec};
use crate::catalog::{Catalog, Gpu, PriceBasis, power};
use crate::machine::kits::{self, SERVER_DIMMS, SERVER_GIB, Sockets};
use crate::scenario::{CpuChoice, Scenario};

/// Widest card that has no width in the catalogue, in slots.
const UNKNOWN_SLOTS: u32 = 2;
/// Processors of a server.
const SERVER: (&str, u32) = ("epyc-9575f", 2);
/// Processor of a workstation for which no board is known.
const WORKSTATION_CPU: &str = "threadripper-pro-7975wx";
/// Design power from which a processor is taken to be cooled with liquid where the catalogue has no cooler
/// for its socket, watts.
const LIQUID_FROM_W: u32 = 250;
/// Memory modules of a board for which the catalogue has no kit of the size asked for.
const WORKSTATION_DIMMS: u32 = 8;

/// So many of a part.
pub(crate) type Chosen = (&'static Part, u32);

/// What the cards are built into.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Host {
    /// What kind of machine it is.
    pub form: Form,
    /// The cards, as far as they need a place.
    pub cards: Cards,
    /// The main board, where the catalogue has one.
    pub board: Option<&'static Part>,
    /// The processor with its power, where there is one of its own.
    pub cpu: Option<&'static power::Cpu>,
    /// The same processor with its price, where the catalogue has one.
    pub cpu_part: Option<&'static Part>,
    /// How many processors.
    pub cpus: u32,
    /// Memory kits, where the catalogue has some of the size asked for.
    pub memory: Option<(&'static Part, u32)>,
    /// Memory modules.
    pub dimms: u32,
    /// Drives.
    pub drives: u32,
    /// What cools the processor, where the catalogue has something for its socket.
    pub cooler: Option<(&'static Part, u32)>,
    /// Whether the processor is cooled with liquid.
    pub liquid: bool,
}

/// Kinds of machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Sold whole, with everything in it.
    Whole,
    /// A board in a case.
    Tower,
    /// A server, which comes with board, processors, supplies, cooling and case.
    Server,
}

/// Cards by what they need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cards {
    /// Cards on PCI Express.
    pub slotted: u32,
    /// Slots that these cover.
    pub width: u32,
    /// Modules that need a baseboard.
    pub modules: u32,
}

impl Cards {
    fn of(scenario: &Scenario) -> Self {
        let mut cards = Self::default();
        for group in &scenario.machine.groups {
            let gpu = group.gpu;
            if Self::has_slot(gpu) {
                cards.slotted += group.count;
                cards.width += group.count * Self::width_of(gpu);
            } else if gpu.is_module() {
                cards.modules += group.count;
            }
        }
        cards
    }

    /// Whether it goes into a slot.
    pub(super) fn has_slot(gpu: &Gpu) -> bool {
        !gpu.is_whole() && !gpu.is_module()
    }

    /// Slots that a card covers.
    pub(super) fn width_of(gpu: &Gpu) -> u32 {
        match gpu.slots {
            0 => UNKNOWN_SLOTS,
            slots => u32::from(slots),
        }
    }
}

/// What the scenario's cards are built into.
#[must_use]
pub fn choose(scenario: &Scenario, catalog: &Catalog) -> Host {
    let chooser = Chooser {
        scenario,
        catalog,
        cards: Cards::of(scenario),
    };
    chooser.host()
}

struct Chooser<'a> {
    scenario: &'a Scenario,
    catalog: &'a Catalog,
    cards: Cards,
}

impl Chooser<'_> {
    fn host(&self) -> Host {
        let plan = &self.scenario.power;
        let cards = self.cards;
        let drives = self
            .scenario
            .money
            .count(PartKind::Ssd)
            .unwrap_or(plan.drives);
        if cards.slotted + cards.modules == 0 {
            return Host {
                form: Form::Whole,
                cards,
                board: None,
                cpu: None,
                cpu_part: None,
                cpus: 0,
                memory: self.given(PartKind::Ram),
                // Two modules in a laptop; of one memory nothing is plugged.
                dimms: match self.scenario.machine.most_ram_gib() {
                    Some(_) => 2,
                    None => 0,
                },
                drives: 0,
                cooler: self.given(PartKind::Cooler),
                liquid: false,
            };
        }
        let platform = self.platform();
        let listed = match plan.cpu {
            CpuChoice::Listed(row) => Some(row),
            CpuChoice::Auto | CpuChoice::Watts(_) => None,
        };
        let board = self
            .given(PartKind::Board)
            .map(|(board, _)| board)
            .or(platform.map(|(board, _)| board));
        // A processor that no board of the catalogue is known to take may still be in a tower.
        let fits_a_board = cards.modules == 0 && (board.is_some() || self.has_slots());
        let form = match fits_a_board {
            true => Form::Tower,
            false => Form::Server,
        };
        let (server_cpu, server_cpus) = SERVER;
        let usual = || match (platform, form) {
            (Some((_, cpu)), _) => self.catalog.power.cpu(cpu.id),
            (None, Form::Server) => self.catalog.power.cpu(server_cpu),
            (None, _) if self.wants_two() => self.catalog.power.cpu(server_cpu),
            (None, _) => self.catalog.power.cpu(WORKSTATION_CPU),
        };
        let cpu = listed.or_else(usual);
        let cpu_part = cpu.and_then(|row| self.catalog.part(row.id));
        let most = cpu.map_or(server_cpus, |row| row.sockets);
        let cpus = match (self.scenario.host.cpus, form) {
            (Some(cpus), _) => cpus.min(most),
            (None, Form::Server) => most.min(server_cpus),
            (None, _) => 1,
        };
        let memory = self
            .given(PartKind::Ram)
            .or_else(|| self.kits(&self.sockets(board, cpu, cpus), plan.dimms));
        let modules = memory.and_then(|(part, kits)| Some(as_kit(part)? * kits));
        // Without a kit of the size every channel of a processor that was named holds one module.
        let usual_dimms = match (form, listed) {
            (_, Some(row)) => row.memory.channels * cpus,
            (Form::Server, None) => SERVER_DIMMS,
            (Form::Whole | Form::Tower, None) => WORKSTATION_DIMMS,
        };
        let cooler = self.cooler(form, board, cpu_part);
        Host {
            form,
            cards,
            cooler,
            liquid: match (form, cooler.map(|(part, _)| part.spec)) {
                // A server moves the air for everything in it.
                (Form::Server, _) => false,
                (_, Some(Spec::Cooler(cooler))) => cooler.liquid,
                _ => self.processor_w(cpu) >= LIQUID_FROM_W,
            },
            board,
            cpu,
            cpu_part,
            cpus,
            memory,
            dimms: plan.dimms.or(modules).unwrap_or(usual_dimms),
            drives,
        }
    }

    fn given(&self, kind: PartKind) -> Option<Chosen> {
        self.scenario.money.part(kind).and_then(|plan| plan.part)
    }

    fn of(&self, kind: PartKind) -> impl Iterator<Item = (&'static Part, u32)> {
        self.catalog.priced(kind)
    }

    /// Whether some board has a slot for every card and may hold the memory.
    fn has_slots(&self) -> bool {
        self.of(PartKind::Board)
            .filter_map(|(board, _)| as_board(board))
            .any(|board| self.takes(board))
    }

    /// Whether a board has a slot for every card and may hold the memory.
    fn takes(&self, board: Board) -> bool {
        u32::from(board.slots) >= self.cards.slotted
            && board.max_ram_gib >= self.scenario.machine.ram_gib
    }

    /// Lanes that the cards and a drive want: sixteen a card from three cards on, eight below.
    fn lanes(&self) -> u32 {
        let each = if self.cards.slotted > 2 { 16 } else { 8 };
        self.cards.slotted * each + 4
    }

    /// The cheapest board and processor that go together, around whichever of them is given.
    fn platform(&self) -> Option<(&'static Part, &'static Part)> {
        // No board of the catalogue takes two.
        if self.cards.modules > 0 || self.wants_two() {
            return None;
        }
        let given_board = self.given(PartKind::Board).map(|(board, _)| board);
        let given_cpu = match self.scenario.power.cpu {
            CpuChoice::Listed(row) => Some(self.catalog.part(row.id)?),
            CpuChoice::Auto | CpuChoice::Watts(_) => None,
        };
        let (free_board, free_cpu) = (given_board.is_none(), given_cpu.is_none());
        let free_memory = self.given(PartKind::Ram).is_none();
        // A price that was paid goes before a list price.
        let is_listed = |part: &Part| part.price.map(|price| price.basis) == Some(PriceBasis::List);
        let cpu = |(part, cents): (&'static Part, u32)| {
            Some((part, as_cpu(part)?, is_listed(part), cents))
        };
        let cpus: Vec<_> = match given_cpu {
            Some(part) => cpu((part, 0)).into_iter().collect(),
            None => cheapest_of_each(self.of(PartKind::Cpu).filter_map(cpu), |(_, row, ..)| {
                let does = u32::from(row.lanes) >= self.lanes();
                does || !free_board
            }),
        };
        let boards = given_board.map(|board| (board, 0)).into_iter();
        let boards = boards.chain(self.of(PartKind::Board).filter(|_| free_board));
        // What was chosen is built as it is; what is wrong with it stands on the bill.
        let go_together = |cpu: Cpu, board: Board| match (free_board, free_cpu) {
            (false, false) => true,
            (true, true) => goes_in(cpu, board) && u32::from(cpu.lanes) >= self.lanes(),
            _ => goes_in(cpu, board),
        };
        let pairs = boards.filter_map(|(board, cents)| {
            let slots = as_board(board)?;
            if free_board && !self.takes(slots) {
                return None;
            }
            let asked = self.scenario.power.dimms.unwrap_or(0);
            // A board that was given is taken whatever it holds.
            let kits = { free_board.then(|| Sockets::of(slots)) }
                .and_then(|sockets| self.kits(&sockets, self.scenario.power.dimms));
            let short = free_board && (u32::from(slots.dimms) < asked || kits.is_none());
            let apart = free_board && free_cpu && !self.is_cooled(slots.socket);
            // Few sockets make memory of larger modules, which may cost more than a larger board.
            let memory = kits.filter(|_| free_memory);
            let memory = memory.and_then(|(part, kits)| part.price?.cents.checked_mul(kits));
            let cents = cents + memory.unwrap_or(0);
            let board_listed = is_listed(board);
            cpus.iter()
                .filter(|(_, cpu, ..)| go_together(*cpu, slots))
                .map(|&(cpu, row, listed, cpu_cents)| {
                    // Whoever names a processor wants what it reads.
                    let narrow = !free_cpu && u32::from(slots.dimms) < u32::from(row.channels);
                    let listed = listed || board_listed;
                    let cents = cents + cpu_cents;
                    ((short, apart, narrow, listed, cents), (board, cpu))
                })
                .min_by_key(|(rank, _)| *rank)
        });
        pairs.min_by_key(|(rank, _)| *rank).map(|(_, pair)| pair)
    }

    /// The kits for the memory, of so many modules where a number is given and some kits make it up.
    fn kits(&self, sockets: &Sockets, modules: Option<u32>) -> Option<Chosen> {
        let wanted = self.scenario.machine.ram_gib;
        kits::choose(self.catalog, sockets, wanted, modules)
    }

    /// Whether the catalogue has a cooler with a price that is sold for a socket.
    fn is_cooled(&self, socket: Socket) -> bool {
        self.coolers(socket).next().is_some()
    }

    /// Coolers that are sold for a socket.
    fn coolers(&self, socket: Socket) -> impl Iterator<Item = (&'static Part, u32)> {
        self.of(PartKind::Cooler).filter(move |(part, _)| {
            matches!(part.spec, Spec::Cooler(cooler) if cooler.sockets.contains(&socket))
        })
    }

    /// The cooler that was chosen, else the cheapest that is sold for the socket.
    fn cooler(&self, form: Form, board: Option<&Part>, cpu: Option<&Part>) -> Option<Chosen> {
        self.given(PartKind::Cooler).or_else(|| {
            if form != Form::Tower {
                return None;
            }
            let of_board = || Some(board.and_then(as_board)?.socket);
            let socket = cpu
                .and_then(as_cpu)
                .map(|cpu| cpu.socket)
                .or_else(of_board)?;
            self.coolers(socket)
                .min_by_key(|&(_, cents)| cents)
                .map(|(part, _)| (part, 1))
        })
    }

    /// The most that a processor draws for long, watts.
    fn processor_w(&self, cpu: Option<&power::Cpu>) -> u32 {
        match self.scenario.power.cpu {
            CpuChoice::Watts(watts) => watts,
            CpuChoice::Auto | CpuChoice::Listed(_) => {
                cpu.map_or(0, |row| row.peak_w.unwrap_or(row.tdp_w))
            }
        }
    }

    /// Whether two processors were asked for.
    fn wants_two(&self) -> bool {
        self.scenario.host.cpus.is_some_and(|cpus| cpus > 1)
    }

    /// What takes the memory: the board, or what the processor drives where no board is known.
    fn sockets(&self, board: Option<&Part>, cpu: Option<&power::Cpu>, cpus: u32) -> Sockets {
        let channels = cpu.map(|row| row.memory.channels * cpus);
        if let Some(board) = board.and_then(as_board) {
            let of_board = Sockets::of(board);
            return Sockets {
                channels: channels.unwrap_or(of_board.channels),
                cpus,
                ..of_board
            };
        }
        match (cpu, channels, self.scenario.power.cpu) {
            (Some(row), Some(channels), CpuChoice::Listed(_)) => Sockets {
                ddr: row.memory.ddr,
                registered: row.memory.registered,
                dimms: 2 * channels,
                channels,
                max_ram_gib: row.memory.max_gib.map_or(SERVER_GIB, |most| most * cpus),
                cpus,
            },
            _ => Sockets {
                cpus,
                ..Sockets::of_server()
            },
        }
    }
}

/// Whether a processor goes into a board.
pub(crate) fn goes_in(cpu: Cpu, board: Board) -> bool {
    cpu.socket == board.socket && (cpu.pro || !board.pro_only)
}

pub(crate) fn as_board(part: &Part) -> Option<Board> {
    match part.spec {
        Spec::Board(board) => Some(board),
        _ => None,
    }
}

pub(crate) fn as_cpu(part: &Part) -> Option<Cpu> {
    match part.spec {
        Spec::Cpu(cpu) => Some(cpu),
        _ => None,
    }
}

/// A processor that could be bought: the part, its figures, whether its price is that of a list, and cents.
type Offered = (&'static Part, Cpu, bool, u32);

/// Of those that will do, the cheapest for each socket and kind of board: no other is ever chosen.
fn cheapest_of_each(
    all: impl Iterator<Item = Offered>,
    will_do: impl Fn(&Offered) -> bool,
) -> Vec<Offered> {
    let rank = |&(_, _, listed, cents): &Offered| (listed, cents);
    let mut best: Vec<Offered> = Vec::with_capacity(8);
    for one in all.filter(will_do) {
        let kind = |&(_, row, ..): &Offered| (row.socket, row.pro);
        match best.iter_mut().find(|other| kind(other) == kind(&one)) {
            Some(other) if rank(&one) < rank(other) => *other = one,
            Some(_) => {}
            None => best.push(one),
        }
    }
    best
}

/// Modules of a memory kit.
fn as_kit(part: &Part) -> Option<u32> {
    match part.spec {
        Spec::Ram(ram) => Some(u32::from(ram.modules)),
        _ => None,
    }
}
