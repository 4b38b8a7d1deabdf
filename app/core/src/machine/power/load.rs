//! The load behind the supply, part by part, busy and idle.

use super::limit;
use crate::catalog::power::{Draw, PowerBasis};
use crate::catalog::{Catalog, Gpu, Limit, Segment, Source};
use crate::machine::host::{Form, Host};
use crate::scenario::{CpuChoice, Scenario};
use crate::units::Evidence;

/// Share of its design power that an idle processor draws with its fabric and memory controllers
/// awake, percent. Assumed: with it the four-card workstation of the catalogue's sources idles at
/// some 240 W, where 234 to 280 W were measured.
const CPU_IDLE_PERCENT: u64 = 25;
/// The same of a desktop's processor, which has two channels of memory and few lanes to keep awake. From the wall
/// of one desktop with a Core Ultra 7 265K and an idle card: 47.7 W.
const DESKTOP_CPU_IDLE_PERCENT: u64 = 8;
/// What a desktop's board draws idle, in milliwatts: it has no controller of its own that runs day and night, no second
/// network and few slots. Assumed, within the same 47.7 W.
const DESKTOP_BOARD_IDLE_MW: u64 = 8_000;
/// Channels of memory of a desktop.
const DESKTOP_CHANNELS: u32 = 2;
/// Most that a desktop's processor draws, watts: 253 of a Core i9-14900K.
const DESKTOP_MOST_W: u32 = 253;
/// Modules that a desktop takes at most.
const DESKTOP_MODULES: u32 = 4;
/// Case fans of a tower. Six make 15 W, which with the pump is what the reference breakdown gives.
const TOWER_FANS: u32 = 6;
/// Fans of a server with GPU modules, as percent of what the modules draw. Assumed: such servers are
/// rated for far more than their parts.
const SERVER_FANS_PERCENT: u64 = 15;

/// So many of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// `gpu`, `cpu`, `board`, `memory`, `storage`, `fans`, `pump` or `machine`.
    pub(super) kind: &'static str,
    pub(super) label: &'static str,
    pub(super) count: u32,
    /// One of them, busy, in milliwatts.
    pub(super) busy_mw: u64,
    /// One of them, idle, in milliwatts.
    pub(super) idle_mw: u64,
    pub(super) evidence: Evidence,
    pub(super) note: &'static str,
    pub(super) sources: &'static [&'static Source],
}

impl Item {
    pub(super) fn busy(&self) -> u64 {
        self.busy_mw * u64::from(self.count)
    }

    pub(super) fn idle(&self) -> u64 {
        self.idle_mw * u64::from(self.count)
    }

    /// Whether the figure holds at the wall, with the losses of the machine's own supply in it.
    pub(super) fn is_at_wall(&self) -> bool {
        self.kind == "machine"
    }
}

/// All parts.
#[derive(Clone, Debug)]
pub(super) struct Load {
    pub(super) items: Vec<Item>,
}

impl Load {
    /// Behind the power supplies, busy and idle, in milliwatts.
    pub(super) fn behind_psu(&self) -> (u64, u64) {
        self.sum(|item| !item.is_at_wall())
    }

    /// Machines with their own supply, busy and idle at the wall, in milliwatts.
    pub(super) fn at_wall(&self) -> (u64, u64) {
        self.sum(Item::is_at_wall)
    }

    /// Everything, busy and idle, in milliwatts.
    pub(super) fn total(&self) -> (u64, u64) {
        self.sum(|_| true)
    }

    fn sum(&self, which: impl Fn(&Item) -> bool) -> (u64, u64) {
        let chosen = || self.items.iter().filter(|item| which(item));
        (
            chosen().map(Item::busy).sum(),
            chosen().map(Item::idle).sum(),
        )
    }
}

/// The load with every card at its limit.
pub(super) fn load(scenario: &Scenario, host: &Host, catalog: &Catalog) -> Load {
    load_at(scenario, host, catalog, |limit| limit.watts)
}

/// The load that a supply must be sized for: a limit is forgotten at every restart, so no card
/// counts for less than its limit as shipped.
pub(super) fn load_to_size_for(scenario: &Scenario, host: &Host, catalog: &Catalog) -> Load {
    load_at(scenario, host, catalog, |limit| {
        limit.watts.max(limit.default_w)
    })
}

fn load_at(
    scenario: &Scenario,
    host: &Host,
    catalog: &Catalog,
    watts: impl Fn(&Limit) -> u32,
) -> Load {
    let mut items = Vec::with_capacity(scenario.machine.groups.len() + 6);
    for (group, limit) in scenario.machine.groups.iter().zip(limit::limits(scenario)) {
        let limit = Limit {
            watts: watts(&limit),
            ..limit
        };
        items.push(if group.gpu.is_whole() {
            machine(group.gpu, group.count, limit, catalog)
        } else {
            card(group.gpu, group.count, limit, catalog)
        });
    }
    if items.iter().any(|item| !item.is_at_wall()) {
        around(scenario, host, catalog, &mut items);
    }
    Load { items }
}

fn machine(gpu: &'static Gpu, count: u32, limit: Limit, catalog: &Catalog) -> Item {
    let row = catalog.power.machine(gpu.id);
    let (busy, idle) = row.map_or_else(
        // The build refuses a machine without a row; the chip alone is the best that is left.
        || (u64::from(gpu.tdp_w) * 1_000, u64::from(gpu.tdp_w) * 100),
        |row| (row.busy_mw, row.idle_mw),
    );
    // A tenth of what the chip no longer draws was lost in the supply.
    let saved = u64::from(limit.default_w.saturating_sub(limit.watts)) * 1_100;
    Item {
        kind: "machine",
        label: gpu.name,
        count,
        busy_mw: busy.saturating_sub(saved).max(idle),
        idle_mw: idle,
        evidence: match row.map(|row| row.basis) {
            Some(PowerBasis::Published | PowerBasis::Measured) => Evidence::Published,
            Some(PowerBasis::Assumed) | None => Evidence::Assumed,
        },
        note: row.map_or("", |row| row.note),
        sources: row.map_or(&[], |row| row.sources),
    }
}

fn card(gpu: &'static Gpu, count: u32, limit: Limit, catalog: &Catalog) -> Item {
    let draws = &catalog.power.draws;
    let idle = match gpu.segment {
        Segment::Consumer => &draws.gpu_consumer,
        Segment::Workstation => &draws.gpu_workstation,
        Segment::DataCenter | Segment::Unified | Segment::Laptop => &draws.gpu_data_center,
    };
    let busy_mw = u64::from(limit.watts) * 1_000;
    Item {
        kind: "gpu",
        label: gpu.name,
        count,
        busy_mw,
        idle_mw: idle.idle_mw.min(busy_mw),
        evidence: if gpu.unverified.contains(&"tdp_w") {
            Evidence::Assumed
        } else {
            Evidence::Published
        },
        note: idle.note,
        sources: gpu.sources,
    }
}

fn around(scenario: &Scenario, host: &Host, catalog: &Catalog, items: &mut Vec<Item>) {
    let draws = &catalog.power.draws;
    let modules = host.cards.modules > 0;
    let desktop = is_desktop(scenario.power.cpu, host);
    items.push(cpu(scenario.power.cpu, host, desktop));
    let mut add = |kind, count: u32, draw: Draw| {
        if count > 0 {
            items.push(Item {
                kind,
                label: draw.name,
                count,
                busy_mw: draw.busy_mw,
                idle_mw: draw.idle_mw,
                evidence: Evidence::Assumed,
                note: draw.note,
                sources: draw.sources,
            });
        }
    };
    let board = match desktop && !modules {
        true => Draw {
            idle_mw: DESKTOP_BOARD_IDLE_MW,
            note: "As of a workstation's with its controller; a desktop's is assumed to idle at 8 W.",
            ..draws.board
        },
        false => draws.board,
    };
    add("board", 1, board);
    add("memory", host.dimms, draws.dimm);
    add("storage", host.drives, draws.drive);
    if host.liquid && !modules {
        add("pump", 1, draws.pump);
    }
    if !modules {
        add("fans", TOWER_FANS, draws.fan);
        return;
    }
    let gpus = |which: fn(&Item) -> u64| -> u64 {
        let cards = items.iter().filter(|item| item.kind == "gpu");
        let share = cards.map(which).sum::<u64>() * SERVER_FANS_PERCENT / 100;
        share.div_ceil(100) * 100
    };
    let (busy_mw, idle_mw) = (gpus(Item::busy), gpus(Item::idle));
    items.push(Item {
        kind: "fans",
        label: "Fans and switches of the server",
        count: 1,
        busy_mw,
        idle_mw,
        evidence: Evidence::Assumed,
        note: "Taken as 15 % of what the modules draw; a server's data sheet states its own maximum, which is higher.",
        sources: &[],
    });
}

/// Whether it is a desktop and no workstation: by its processor, or by its modules where that is not known.
fn is_desktop(choice: CpuChoice, host: &Host) -> bool {
    let larger = matches!(choice, CpuChoice::Watts(watts) if watts > DESKTOP_MOST_W);
    let channels = host.cpu.map(|cpu| cpu.memory.channels);
    let by_modules = || host.dimms <= DESKTOP_MODULES;
    !larger
        && host.form != Form::Server
        && host.cpus <= 1
        && channels.map_or_else(by_modules, |channels| channels <= DESKTOP_CHANNELS)
}

fn cpu(choice: CpuChoice, host: &Host, desktop: bool) -> Item {
    // What a desktop's draws for a minute beyond its design power says nothing of its rest.
    let idle = |busy_w: u32, design_w: u32| {
        let mw = match desktop {
            true => u64::from(design_w) * DESKTOP_CPU_IDLE_PERCENT * 10,
            false => u64::from(busy_w) * CPU_IDLE_PERCENT * 10,
        };
        mw.div_ceil(100) * 100
    };
    let (label, busy_w, design_w, evidence) = match (choice, host.cpu) {
        (CpuChoice::Watts(watts), _) => ("Processor", watts, watts, Evidence::Published),
        (_, None) => ("Processor", 0, 0, Evidence::Assumed),
        (choice, Some(row)) => {
            let evidence = match choice {
                CpuChoice::Auto => Evidence::Assumed,
                _ => Evidence::Published,
            };
            (
                row.name,
                row.peak_w.unwrap_or(row.tdp_w),
                row.tdp_w,
                evidence,
            )
        }
    };
    let given = matches!(choice, CpuChoice::Watts(_));
    Item {
        kind: "cpu",
        label,
        count: if given { 1 } else { host.cpus },
        busy_mw: u64::from(busy_w) * 1_000,
        idle_mw: idle(busy_w, design_w),
        evidence,
        note: match (given, desktop) {
            (true, true) => "As given; a desktop\u{2019}s is assumed to idle at a twelfth of it.",
            (true, false) => "As given; idle is assumed to be a quarter of it.",
            (false, true) => {
                "Design power; a desktop\u{2019}s is assumed to idle at a twelfth of it."
            }
            (false, false) => "Design power; idle is assumed to be a quarter of it.",
        },
        sources: match (given, host.cpu) {
            (false, Some(row)) => row.sources,
            _ => &[],
        },
    }
}
