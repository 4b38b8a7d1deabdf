//! What the cards are built into: board, processor, memory and drives, settled once, so that the
//! power figures and the bill speak of the same machine.
//!
//! Where nothing is chosen, the cheapest that goes together is taken: a board with a slot for every
//! card, a processor with lanes for them, memory kits of the size asked for. Cards that are modules
//! on a baseboard, or more than any board has slots for, go into a server.

use crate::catalog::market::{Board, Cpu, Part, PartKind, Spec};
use crate::catalog::{Catalog, PriceBasis, Segment, power};
use crate::machine::kits::{self, SERVER_DIMMS, Sockets};
use crate::scenario::{CpuChoice, Scenario};

/// Widest card that has no width in the catalogue, in slots.
const UNKNOWN_SLOTS: u32 = 2;
/// Processors of a server.
const SERVER: (&str, u32) = ("epyc-9575f", 2);
/// Processor of a workstation for which no board is known.
const WORKSTATION_CPU: &str = "threadripper-pro-7975wx";
/// Memory modules of a board for which the catalogue has no kit of the size asked for.
const WORKSTATION_DIMMS: u32 = 8;

/// Channels and transfers (MT/s) of memory that the catalogue says nothing about: DDR5 of a server
/// with twelve channels a socket, and of a desktop. Working figures.
const SERVER_MEMORY: (u8, u16) = (12, 4_800);
const DESKTOP_MEMORY: (u8, u16) = (2, 5_600);
/// Bytes a second of the memory of one socket of such a server.
#[cfg(feature = "evidence")]
pub(crate) const SERVER_SOCKET: f64 = SERVER_MEMORY.0 as f64 * SERVER_MEMORY.1 as f64 * 8e6;

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
            if gpu.segment == Segment::Unified {
                continue;
            }
            if gpu.is_module() {
                cards.modules += group.count;
            } else {
                cards.slotted += group.count;
                let width = match gpu.slots {
                    0 => UNKNOWN_SLOTS,
                    slots => u32::from(slots),
                };
                cards.width += group.count * width;
            }
        }
        cards
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
                dimms: 0,
                drives: 0,
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
            (None, _) => self.catalog.power.cpu(WORKSTATION_CPU),
        };
        let cpu = listed.or_else(usual);
        let cpu_part = cpu.and_then(|row| self.catalog.part(row.id));
        let memory = self
            .given(PartKind::Ram)
            .or_else(|| self.kits(board.and_then(as_board), plan.dimms));
        let modules = memory.and_then(|(part, kits)| Some(as_kit(part)? * kits));
        let usual_dimms = match form {
            Form::Server => SERVER_DIMMS,
            Form::Whole | Form::Tower => WORKSTATION_DIMMS,
        };
        Host {
            form,
            cards,
            board,
            cpu,
            cpu_part,
            cpus: match form {
                Form::Server if cpu_part.is_none() => server_cpus,
                _ => 1,
            },
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
        if self.cards.modules > 0 {
            return None;
        }
        let given_board = self.given(PartKind::Board).map(|(board, _)| board);
        let given_cpu = match self.scenario.power.cpu {
            CpuChoice::Listed(row) => Some(self.catalog.part(row.id)?),
            CpuChoice::Auto | CpuChoice::Watts(_) => None,
        };
        let (free_board, free_cpu) = (given_board.is_none(), given_cpu.is_none());
        // A price that was paid goes before a list price.
        let cpu = |(part, cents): (&'static Part, u32)| {
            let listed = part.price.map(|price| price.basis) == Some(PriceBasis::List);
            Some((part, as_cpu(part)?, listed, cents))
        };
        let cpus: Vec<_> = match given_cpu {
            Some(part) => cpu((part, 0)).into_iter().collect(),
            None => self.of(PartKind::Cpu).filter_map(cpu).collect(),
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
            let short = u32::from(slots.dimms) < asked || !self.holds(Some(slots));
            let short = free_board && short;
            cpus.iter()
                .filter(|(_, cpu, ..)| go_together(*cpu, slots))
                .map(|&(cpu, _, listed, cpu_cents)| {
                    ((short, listed, cents + cpu_cents), (board, cpu))
                })
                .min_by_key(|(rank, _)| *rank)
        });
        pairs.min_by_key(|(rank, _)| *rank).map(|(_, pair)| pair)
    }

    /// Whether the catalogue has kits that make up the memory in a board.
    fn holds(&self, board: Option<Board>) -> bool {
        let wanted = self.scenario.machine.ram_gib;
        kits::all(self.catalog, &Sockets::of(board), wanted)
            .next()
            .is_some()
    }

    /// The kits for the memory in a board, of so many modules where a number is given and some kits
    /// make it up.
    fn kits(&self, board: Option<Board>, modules: Option<u32>) -> Option<Chosen> {
        let wanted = self.scenario.machine.ram_gib;
        kits::choose(self.catalog, &Sockets::of(board), wanted, modules)
    }
}

/// How fast a host's memory is read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct MemoryBandwidth {
    /// Peak of all channels, bytes a second.
    pub(crate) bytes_per_s: f64,
    /// Sockets that the channels are divided over.
    pub(crate) sockets: u32,
    /// Whether processor and memory are those of the catalogue.
    pub(crate) known: bool,
}

impl MemoryBandwidth {
    /// Peak of the channels of one socket: what a program has that runs beside its own memory and
    /// is not spread over both processors.
    pub(crate) fn of_one_socket(self) -> f64 {
        self.bytes_per_s / f64::from(self.sockets)
    }
}

/// Channels × transfers × 8 bytes, of all sockets. Channels without a module do not count.
pub(crate) fn memory_bandwidth(host: &Host) -> MemoryBandwidth {
    let channels = host.cpu_part.and_then(as_cpu).map(|cpu| cpu.channels);
    let transfers = host.memory.and_then(|(part, _)| match part.spec {
        Spec::Ram(ram) => Some(ram.mt_s),
        _ => None,
    });
    let (usual_channels, usual_transfers) = match host.form {
        Form::Server => SERVER_MEMORY,
        Form::Whole | Form::Tower => DESKTOP_MEMORY,
    };
    let each = u32::from(channels.unwrap_or(usual_channels));
    let sockets = host.cpus.max(1);
    let filled = (each * sockets).min(host.dimms.max(1));
    let transfers = f64::from(transfers.unwrap_or(usual_transfers)) * 1e6;
    MemoryBandwidth {
        bytes_per_s: f64::from(filled) * transfers * 8.0,
        sockets,
        known: channels.is_some() && host.memory.is_some(),
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

/// Modules of a memory kit.
fn as_kit(part: &Part) -> Option<u32> {
    match part.spec {
        Spec::Ram(ram) => Some(u32::from(ram.modules)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Cards, Form, Host, memory_bandwidth};

    fn host(form: Form, cpus: u32, dimms: u32) -> Host {
        Host {
            form,
            cards: Cards::default(),
            board: None,
            cpu: None,
            cpu_part: None,
            cpus,
            memory: None,
            dimms,
            drives: 1,
        }
    }

    /// DDR5-4800 on twelve channels a socket, DDR5-5600 on two of a desktop, 8 bytes a transfer.
    #[test]
    fn unknown_memory_has_one_bandwidth_for_every_question() {
        for (form, cpus, dimms, all, one) in [
            (Form::Server, 2, 24, 921.6e9, 460.8e9),
            // Half of the channels are empty, on both sockets.
            (Form::Server, 2, 12, 460.8e9, 230.4e9),
            (Form::Server, 1, 12, 460.8e9, 460.8e9),
            (Form::Tower, 1, 8, 89.6e9, 89.6e9),
            (Form::Tower, 1, 1, 44.8e9, 44.8e9),
        ] {
            let memory = memory_bandwidth(&host(form, cpus, dimms));
            assert_eq!(memory.bytes_per_s, all, "{form:?} {cpus} {dimms}");
            assert_eq!(memory.of_one_socket(), one, "{form:?} {cpus} {dimms}");
            assert!(!memory.known);
        }
    }
}
