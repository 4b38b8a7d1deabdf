//! What goes together and what does not: each rule with its figures, beside the part that it is about.
//!
//! An error does not work, a warning works with a loss or with something to take care of, a note is
//! good to know. What the program picks itself breaks no rule as an error; only memory that no machine
//! holds is said to be too much. Of what is not published nothing is said.

mod places;

use super::host::{Form, Host, as_board, as_cpu, goes_in};
use super::item::{Item, ItemKind};
use super::kits::{Sockets, generation};
use crate::catalog::market::{Board, Cooler, Cpu, FullOutput, Part, PartKind, Psu, Ram, Spec};
use crate::catalog::{FormFactor, limit_of};
use crate::machine::failure::failure_per_year;
use crate::report::{Check, CheckLevel};
use crate::scenario::{Raid, Scenario};
use crate::units::{GB, THIN, gb, grouped};

/// Lanes of a card in a full slot, of one in half a slot, and of an NVMe drive.
const CARD_LANES: u32 = 16;
const HALF_LANES: u32 = 8;
const DRIVE_LANES: u32 = 4;
/// Cards with fans of their own from which each heats the next.
const CROWD: u32 = 3;
/// 12V-2x6 connectors of one supply: the most that supplies of up to 1,650 W are sold with.
const CONNECTORS: u32 = 2;
/// Mains voltage from which supplies for 200 to 240 V give their rating.
const HIGH_LINE_V: u32 = 200;
/// Processors from these watts on are cooled by air only with a cooler that is rated for them.
const HOT_W: u32 = 280;

/// Judges every line of a bill.
pub(super) fn check(scenario: &Scenario, host: &Host, weights_bytes: u64, items: &mut [Item]) {
    let part = |kind: PartKind| {
        let mut items = items.iter();
        let item = items.find(|item| item.kind == ItemKind::Part(kind));
        item.and_then(|item| Some((item.part?, item.quantity)))
    };
    let [board, ram, psu, cooler, case] = [
        PartKind::Board,
        PartKind::Ram,
        PartKind::Psu,
        PartKind::Cooler,
        PartKind::Case,
    ]
    .map(part);
    let drives = items
        .iter()
        .filter_map(|item| match item.part?.spec {
            Spec::Ssd(ssd) => Some((u64::from(ssd.gb) * GB, item.quantity)),
            _ => None,
        })
        .collect();
    let judge = Judge {
        scenario,
        host,
        weights_bytes,
        drives,
    };
    for item in items.iter_mut() {
        let checks = match item.kind {
            ItemKind::Gpu(index) => judge.cards(index, psu),
            ItemKind::Part(PartKind::Board) => judge.board(board),
            ItemKind::Part(PartKind::Ram) => judge.memory(ram),
            ItemKind::Part(PartKind::Ssd) => judge.storage(),
            ItemKind::Part(PartKind::Psu) => judge.supply(psu),
            ItemKind::Part(PartKind::Cooler) => judge.cooler(cooler, case),
            ItemKind::Part(PartKind::Case) => judge.case(case),
            _ => Vec::new(),
        };
        item.checks = checks;
    }
}

type Given = Option<(&'static Part, u32)>;

fn error(rule: &'static str, text: String) -> Check {
    let level = CheckLevel::Error;
    Check { level, rule, text }
}

fn warning(rule: &'static str, text: String) -> Check {
    let level = CheckLevel::Warning;
    Check { level, rule, text }
}

fn note(rule: &'static str, text: String) -> Check {
    let level = CheckLevel::Note;
    Check { level, rule, text }
}

struct Judge<'a> {
    scenario: &'a Scenario,
    host: &'a Host,
    weights_bytes: u64,
    /// Bytes and number of the drives, kind by kind.
    drives: Vec<(u64, u32)>,
}

impl Judge<'_> {
    fn processor(&self) -> Option<(&'static Part, Cpu)> {
        let part = self.host.cpu_part?;
        Some((part, as_cpu(part)?))
    }

    /// Cooling by the number of cards, and their power connectors.
    fn cards(&self, index: usize, psu: Given) -> Vec<Check> {
        let mut checks = Vec::new();
        let Some(group) = self.scenario.machine.groups.get(index) else {
            return checks;
        };
        let gpu = group.gpu;
        let groups = &self.scenario.machine.groups;
        let tower = self.host.form == Form::Tower;
        let open: u32 = groups
            .iter()
            .filter(|group| group.gpu.form == FormFactor::OpenAir)
            .map(|group| group.count)
            .sum();
        match gpu.form {
            FormFactor::OpenAir if tower && open >= CROWD => checks.push(warning(
                "cards",
                format!(
                    "{open} cards with open coolers heat each other in one case: blower cards, water, or risers that \
                     space them."
                ),
            )),
            FormFactor::Passive if tower => checks.push(warning(
                "cards",
                "A card without a fan needs the air of a server: in a tower, ducts and fans of its own."
                    .to_owned(),
            )),
            FormFactor::Blower if tower && group.count >= CROWD => checks.push(note(
                "cards",
                format!("{} blower cards stand side by side and blow out of the case.", group.count),
            )),
            _ => {}
        }
        let wanted = gpu.sixteen_pin_plugs() * group.count;
        let units = psu.map_or(0, |(_, units)| units);
        if units > 0 && wanted > units * CONNECTORS {
            checks.push(warning(
                "connectors",
                format!(
                    "{wanted} 12V-2x6 connectors are wanted; {units} × {CONNECTORS} are usual: count those of the supply, \
                     the others come by adapters from two 8-pin plugs each."
                ),
            ));
        }
        checks
    }

    /// Socket, slots, lanes and the memory that a board holds.
    fn board(&self, board: Given) -> Vec<Check> {
        let mut checks = Vec::new();
        let wanted = self.scenario.machine.ram_gib;
        let (part, slots) = match board.and_then(|(part, _)| Some((part, as_board(part)?))) {
            Some(found) => found,
            None => {
                let most = Sockets::of_server().max_ram_gib;
                if self.host.form != Form::Whole && wanted > most {
                    let [asked, most] = [wanted, most].map(|gib| grouped(u64::from(gib)));
                    let text = format!(
                        "No machine of the catalogue holds {asked} GiB of memory; {most} at most."
                    );
                    checks.push(error("memory", text));
                } else if let (Form::Tower, Some((cpu, _))) = (self.host.form, self.processor()) {
                    let text = format!(
                        "No board of the catalogue takes {}, {} cards and {} GiB of memory.",
                        cpu.name,
                        self.host.cards.slotted,
                        grouped(u64::from(wanted))
                    );
                    checks.push(error("memory", text));
                }
                return checks;
            }
        };
        if let Some((cpu, row)) = self.processor()
            && !goes_in(row, slots)
        {
            let text = format!("{} does not go into {}.", cpu.name, part.name);
            checks.push(error("socket", text));
        }
        let slotted = self.host.cards.slotted;
        if u32::from(slots.slots) < slotted {
            let text = format!(
                "{} has slots for {} of the {slotted} cards.",
                part.name, slots.slots
            );
            checks.push(error("slots", text));
            checks.push(places::beyond(slots, slotted));
        }
        if wanted > slots.max_ram_gib {
            let [asked, most] = [wanted, slots.max_ram_gib].map(|gib| grouped(u64::from(gib)));
            let text = format!(
                "{} holds {most} GiB of memory at most, not {asked}.",
                part.name
            );
            checks.push(error("memory", text));
        }
        checks.extend(self.lanes());
        checks.extend(self.places(part, slots));
        checks
    }

    /// Lanes of cards and drives against those of the processor.
    fn lanes(&self) -> Option<Check> {
        let (_, cpu) = self.processor()?;
        let (cards, drives) = (self.host.cards.slotted, self.host.drives);
        let all = u32::from(cpu.lanes);
        let of = |each: u32| cards * each + drives * DRIVE_LANES;
        let full = format!("{cards} × x{CARD_LANES} + {drives} × x{DRIVE_LANES}");
        Some(if of(CARD_LANES) <= all {
            let used = of(CARD_LANES);
            note("lanes", format!("{full} = {used} of {all} lanes."))
        } else if of(HALF_LANES) <= all {
            let text = format!(
                "{full} = {} of {all} lanes: cards run at x{HALF_LANES}.",
                of(CARD_LANES)
            );
            match cards {
                0 | 1 => note("lanes", text),
                _ => warning("lanes", text),
            }
        } else if cards * HALF_LANES <= all {
            let text = format!(
                "{cards} × x{HALF_LANES} + {drives} × x{DRIVE_LANES} = {} of {all} lanes: drives share those of the chipset.",
                of(HALF_LANES)
            );
            warning("lanes", text)
        } else {
            let text = format!(
                "{cards} × x{HALF_LANES} = {} lanes are more than the {all} of the processor.",
                cards * HALF_LANES
            );
            error("lanes", text)
        })
    }

    /// Kind, number and size of the modules, and the channels that they fill.
    fn memory(&self, ram: Given) -> Vec<Check> {
        let mut checks = Vec::new();
        let Some((part, kits)) = ram else {
            return checks;
        };
        let Spec::Ram(kit) = part.spec else {
            return checks;
        };
        let modules = u32::from(kit.modules) * kits;
        let held = modules * u32::from(kit.module_gib);
        let wanted = self.scenario.machine.ram_gib;
        if held < wanted {
            let text = format!(
                "{modules} × {} GB hold {held} of {} GiB; modules of another size do not mix with them.",
                kit.module_gib,
                grouped(u64::from(wanted))
            );
            checks.push(error("memory", text));
        }
        let board = self.host.board.and_then(as_board);
        if let Some(board) = board {
            checks.extend(sockets(part, kit, modules, board));
        }
        let cpus = self.host.cpus.max(1);
        if !modules.is_multiple_of(cpus) {
            let text = format!("{modules} modules do not divide alike over {cpus} processors.");
            checks.push(warning("channels", text));
        }
        checks.extend(self.channels(modules));
        checks.push(note(
            "ecc",
            match kit.registered {
                true => "Registered modules correct errors (ECC).",
                false => "Unbuffered modules: most correct no errors (ECC).",
            }
            .to_owned(),
        ));
        checks
    }

    fn channels(&self, modules: u32) -> Option<Check> {
        let (_, cpu) = self.processor()?;
        let board = self.host.board.and_then(as_board)?;
        let channels = Sockets::of(board).channels.min(u32::from(cpu.channels));
        if modules > channels && !cpu.socket.is_registered() {
            let text = format!(
                "{modules} modules on {channels} channels: two on one run at a lower rate."
            );
            return Some(warning("channels", text));
        }
        let filled = modules.min(channels);
        let text = format!("{modules} modules fill {filled} of {channels} channels.");
        Some(note("channels", text))
    }

    /// Whether the drives hold the model, and what joining them costs.
    fn storage(&self) -> Vec<Check> {
        let mut checks = Vec::new();
        let count: u32 = self.drives.iter().map(|(_, count)| count).sum();
        if count == 0 {
            return checks;
        }
        let sum = |(bytes, count): &(u64, u32)| bytes.saturating_mul(u64::from(*count));
        let all: u64 = self.drives.iter().map(sum).sum();
        let largest = self
            .drives
            .iter()
            .map(|(bytes, _)| *bytes)
            .max()
            .unwrap_or(0);
        let weights = gb(self.weights_bytes);
        if all < self.weights_bytes {
            let text = format!("{weights} of weights do not fit on drives of {}.", gb(all));
            checks.push(error("storage", text));
        } else if largest < self.weights_bytes && self.scenario.raid != Raid::Zero {
            let text = format!(
                "{weights} of weights are divided over drives of {} at most, or the drives joined.",
                gb(largest)
            );
            checks.push(warning("storage", text));
        }
        if self.scenario.raid == Raid::Zero {
            let lost = failure_per_year(count) * 100.0;
            checks.push(match count {
                1 => warning("raid", "RAID 0 of one drive joins nothing.".to_owned()),
                _ => note(
                    "raid",
                    format!("RAID 0 of {count} drives is lost with any of them: {lost:.1}{THIN}% a year."),
                ),
            });
            if self.drives.len() > 1 {
                let text = "RAID 0 uses of each drive as much as the smallest has.".to_owned();
                checks.push(warning("raid", text));
            }
        }
        checks
    }

    /// What the supplies give at this voltage, against the cards alone.
    fn supply(&self, psu: Given) -> Vec<Check> {
        let mut checks = Vec::new();
        let Some((part, units)) = psu else {
            return checks;
        };
        let Spec::Psu(row) = part.spec else {
            return checks;
        };
        let rated = u32::from(row.watts) * units;
        let watts: u32 = self
            .scenario
            .machine
            .groups
            .iter()
            .enumerate()
            .map(|(index, group)| {
                let limits = &self.scenario.power.limits;
                let chosen = limits.get(index).copied().flatten();
                group.count * limit_of(group.gpu, chosen).watts
            })
            .sum();
        let [cards, all] = [watts, rated].map(|watts| grouped(u64::from(watts)));
        if watts > rated {
            let text = format!("The cards alone take {cards} of {all}{THIN}W.");
            // A machine of more cards than any supplies carry is told by its power figures.
            let own = self.scenario.money.part(PartKind::Psu);
            let named = own.is_some_and(|plan| plan.part.is_some());
            checks.push(if named {
                error("supply", text)
            } else {
                warning("supply", text)
            });
        } else {
            checks.push(note(
                "supply",
                format!("The cards take {cards} of {all}{THIN}W."),
            ));
        }
        checks.extend(self.input(part, row));
        if units > 1 {
            let text = format!(
                "{units} supplies start together by an adapter, and each card takes all its plugs from one of them."
            );
            checks.push(warning("supplies", text));
        }
        checks
    }

    /// What a supply gives on this circuit.
    fn input(&self, part: &Part, row: Psu) -> Option<Check> {
        let volts = self.scenario.power.circuit.volts;
        let high = row.full_output == Some(FullOutput::HighLine) && volts < HIGH_LINE_V;
        high.then(|| {
            let text = format!(
                "{} gives its {}{THIN}W from {HIGH_LINE_V}{THIN}V on, less on {volts}{THIN}V.",
                part.name,
                grouped(u64::from(row.watts))
            );
            warning("supply", text)
        })
    }

    /// Socket of the cooler, and the watts that it has to carry away.
    fn cooler(&self, cooler: Given, case: Given) -> Vec<Check> {
        let mut checks = Vec::new();
        let found = cooler.and_then(|(part, _)| match part.spec {
            Spec::Cooler(row) => Some((part, row)),
            _ => None,
        });
        let Some(((part, row), (cpu, socket))) = found.zip(self.processor()) else {
            return checks;
        };
        let Cooler {
            sockets, liquid, ..
        } = row;
        if !sockets.contains(&socket.socket) {
            let text = format!("{} does not fit the socket of {}.", part.name, cpu.name);
            checks.push(error("cooler", text));
        }
        if u32::from(socket.tdp_w) >= HOT_W && !liquid {
            let text = format!(
                "{}{THIN}W of the processor by air: its maker states no rating in watts.",
                socket.tdp_w
            );
            checks.push(note("cooler", text));
        }
        checks.extend(places::height(part, row, case));
        checks
    }
}

/// Modules against the sockets of a board.
fn sockets(part: &Part, kit: Ram, modules: u32, board: Board) -> Vec<Check> {
    let mut checks = Vec::new();
    let sockets = Sockets::of(board);
    if kit.registered != sockets.registered || generation(kit.mt_s) != sockets.ddr {
        let text = format!("{} does not go with the board.", part.name);
        checks.push(error("memory", text));
    }
    if modules > sockets.dimms {
        let text = format!(
            "{modules} modules are more than the {} sockets of the board.",
            sockets.dimms
        );
        checks.push(error("memory", text));
    }
    checks
}
