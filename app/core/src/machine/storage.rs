//! Drives: what they read together, how long the weights take from there, and how likely they are
//! lost.
//!
//! ```text
//! throughput = min(drives × speed of one, lanes left × speed of a lane)
//! loss of RAID 0 in a year = 1 − (1 − AFR)ⁿ
//! ```

use crate::catalog::Gpu;
use crate::catalog::market::{PartKind, Spec, Ssd};
use crate::machine::bill::Bill;
use crate::machine::host::Host;
use crate::report::{Storage, Working};
use crate::scenario::{Raid, Scenario};
use crate::units::{Evidence, THIN, gb};

pub use super::failure::{AFR, AFR_SOURCE, failure_per_year};

/// Megabytes a second of a lane for each generation of PCI Express from the first, one way, after
/// line coding (8b/10b to the second, 128b/130b from the third).
const LANE_MB_S: [u32; 6] = [250, 500, 985, 1_969, 3_938, 7_563];
/// Lanes of one NVMe drive.
const DRIVE_LANES: u32 = 4;
/// What remains of a link after packet headers, percent.
const LINK_PERCENT: u64 = 90;
/// What one thread that reads page by page gets of a fast drive, percent.
const ONE_THREAD_PERCENT: u64 = 40;
/// A drive where the bill has none: a usual one of the fourth generation.
const USUAL: Ssd = Ssd {
    gb: 2_000,
    read_mb_s: 7_000,
};
/// Lanes of one processor where it is not known which: a server's.
const SERVER_LANES: u32 = 128;

/// Bytes a second of so many lanes, one way.
#[must_use]
pub fn lanes_bytes_per_s(generation: u8, lanes: u32) -> u64 {
    let index = usize::from(generation.clamp(1, 6)) - 1;
    u64::from(LANE_MB_S[index]) * 1_000_000 * u64::from(lanes)
}

/// Bytes a second from the host to one card over PCI Express.
#[must_use]
pub fn card_bytes_per_s(gpu: &Gpu) -> Option<u64> {
    let (generation, lanes) = gpu.pcie?;
    Some(lanes_bytes_per_s(generation, u32::from(lanes)) / 100 * LINK_PERCENT)
}

/// The drives of a machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Array {
    name: &'static str,
    drives: u32,
    one: u64,
    generation: u8,
    lanes: u32,
    /// What one load reads, bytes a second.
    pub(crate) load: u64,
    aggregate: u64,
    bounded: bool,
    assumed: bool,
}

/// The generation that a drive of this speed needs on four lanes.
fn generation(read: u64) -> u8 {
    (3..=6)
        .find(|generation| lanes_bytes_per_s(*generation, DRIVE_LANES) >= read)
        .unwrap_or(6)
}

impl Array {
    pub(crate) fn of(scenario: &Scenario, host: &Host, bill: &Bill) -> Self {
        let (part, billed) = match bill.part(PartKind::Ssd) {
            Some((part, count)) => (Some(part), count),
            None => (None, host.drives),
        };
        let (name, ssd) = match part.map(|part| (part.name, part.spec)) {
            Some((name, Spec::Ssd(ssd))) => (name, ssd),
            _ => ("", USUAL),
        };
        let cards = host.cards.slotted + host.cards.modules;
        let (all, known) = match host.cpu_part.map(|part| part.spec) {
            Some(Spec::Cpu(cpu)) => (u32::from(cpu.lanes), true),
            _ => (SERVER_LANES * host.cpus.max(1), false),
        };
        // Sixteen lanes a card as far as they reach, eight on platforms with fewer.
        let taken = if cards * 16 + DRIVE_LANES <= all {
            cards * 16
        } else {
            cards * 8
        };
        // The chipset always has four for a drive.
        let lanes = all.saturating_sub(taken).max(DRIVE_LANES);
        let drives = billed.max(1);
        let one = u64::from(ssd.read_mb_s) * 1_000_000;
        let generation = generation(one);
        let bound = lanes_bytes_per_s(generation, lanes);
        let together = one * u64::from(drives);
        let aggregate = match scenario.raid {
            Raid::None => one.min(bound),
            Raid::Zero | Raid::Independent => together.min(bound),
        };
        let load = match scenario.raid {
            Raid::Zero => aggregate,
            Raid::None | Raid::Independent => one.min(bound),
        };
        Self {
            name,
            drives,
            one,
            generation,
            lanes,
            load: load.max(1),
            aggregate,
            bounded: scenario.raid != Raid::None && together > bound,
            assumed: name.is_empty() || !known,
        }
    }
}

/// What loading `bytes` of weights takes.
pub(crate) fn describe(scenario: &Scenario, array: &Array, bytes: u64) -> Storage {
    // Each card takes its share over its own link.
    let groups = scenario.machine.groups.iter();
    let links: Option<u64> = groups
        .map(|group| Some(card_bytes_per_s(group.gpu)? * u64::from(group.count)))
        .sum();
    let seconds = |rate: u64| bytes as f64 / rate.max(1) as f64;
    let read = seconds(array.load);
    let copy = links.map_or(0.0, seconds);
    let slow = seconds(array.load / 100 * ONE_THREAD_PERCENT) + copy;
    let failure = failure_per_year(array.drives);
    let loss = match scenario.raid {
        Raid::Zero => failure,
        Raid::None | Raid::Independent => failure_per_year(1),
    };
    let mut notes = Vec::new();
    if array.bounded {
        notes.push(format!(
            "{} lanes are left for drives: together they would read more.",
            array.lanes
        ));
    }
    if array.name.is_empty() {
        notes.push("The bill has no drive; a usual one of 7 000 MB/s is taken.".to_owned());
    }
    if scenario.raid == Raid::Zero && array.drives > 1 {
        notes.push("The loss of one drive loses everything on all of them.".to_owned());
    }
    Storage {
        drive: array.name,
        drives: array.drives,
        raid: scenario.raid.id(),
        drive_bytes_per_s: array.one,
        throughput_bytes_per_s: array.load,
        aggregate_bytes_per_s: array.aggregate,
        lanes: array.lanes,
        pcie_generation: array.generation,
        bounded_by_lanes: array.bounded,
        load_bytes: bytes,
        load_s: hundredths(read + copy),
        load_low_s: hundredths(if read > copy { read } else { copy }),
        load_high_s: hundredths(slow),
        load_direct_s: links.map(|links| hundredths(seconds(array.load.min(links)))),
        loss_per_year_percent: hundredths(loss * 100.0),
        failure_per_year_percent: hundredths(failure * 100.0),
        notes,
        evidence: if array.assumed {
            Evidence::Assumed
        } else {
            Evidence::Derived
        },
    }
}

/// Rounded to two decimals.
fn hundredths(value: f64) -> f64 {
    libm::round(value * 100.0) / 100.0
}

/// The working of the load time.
pub(crate) fn working(storage: &Storage) -> Working {
    let rate = |bytes: u64| format!("{}/s", gb(bytes));
    Working {
        figure: "storage.load_s",
        title: "Loading the weights".to_owned(),
        formula: "Weights ÷ what the drives read + weights ÷ links of the GPUs; directly: weights ÷ the slower of both".to_owned(),
        substituted: format!(
            "{} × {}{}: {}; {} ÷ {}",
            storage.drives,
            rate(storage.drive_bytes_per_s),
            if storage.bounded_by_lanes { ", bounded by lanes" } else { "" },
            rate(storage.throughput_bytes_per_s),
            gb(storage.load_bytes),
            rate(storage.throughput_bytes_per_s),
        ),
        result: format!("{}{THIN}s", storage.load_s),
        evidence: storage.evidence,
        sources: vec![AFR_SOURCE],
    }
}
