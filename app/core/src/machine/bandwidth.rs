//! How fast the host's memory is read: the one place that says so.
//!
//! A socket reads at the lower of what its channels carry and what its core dies can take in:
//! `min(channels × MT/s × 8 bytes, dies × links × 32 bytes × fabric clock)`, and measurements reach
//! most of that. Two sockets do not read twice as fast, because half of what is read lies beside the
//! other one.

use crate::catalog::market::{PartKind, Spec};
use crate::catalog::power::{Dies, MemorySystem};
use crate::machine::host::{Form, Host};
use crate::report::HostMemory;
use crate::scenario::{CpuChoice, HostPlan, Scenario};
use crate::units::Evidence;

/// Bytes of one transfer of a channel.
const TRANSFER_BYTES: f64 = 8.0;
/// Bytes that a link between a core die and the I/O die reads in a clock of the fabric.
const LINK_BYTES: f64 = 32.0;

/// Memory of a processor that the catalogue does not know: channels of a socket and MT/s of DDR5 in
/// a server with twelve channels, and in a desktop. Working figures.
const SERVER_MEMORY: (u32, u32) = (12, 4_800);
const DESKTOP_MEMORY: (u32, u32) = (2, 5_600);
/// Bytes a second of the channels of one socket of such a server.
#[cfg(feature = "evidence")]
pub(crate) const SERVER_SOCKET: f64 = SERVER_MEMORY.0 as f64 * SERVER_MEMORY.1 as f64 * 8e6;

/// What two modules on each channel leave of the rate of one, permille, where no figure of the
/// processor is known. Those that are known fall to 643 (AM5), 813 (Xeon 6), 846 to 917 (Xeon 4 and
/// 5) and 917 (EPYC 7002 and 7003).
const CROWDED_PERMILLE: u32 = 850;

/// What bounds a bandwidth that was named.
const GIVEN: &str = "given";

/// A share with how far measurements lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share {
    pub(crate) low: f64,
    pub(crate) typical: f64,
    pub(crate) high: f64,
}

/// Measured reading of one socket as a share of that bound: median and ends of eight measurements on
/// seven machines by six owners (EPYC 7452 0.665, EPYC 9355 0.868 in a virtual machine and 0.973, Xeon
/// 4510 0.893, an AM5 board with four modules 0.906, Core Ultra 270K 0.928, 7965WX 0.977, 9700X 0.983).
/// A Ryzen 9600X whose owner suspects a fault (0.725) is left out.
pub(crate) const MEASURED: Share = Share {
    low: 0.66,
    typical: 0.9,
    high: 0.985,
};

/// What two sockets read together, as a share of twice one of them. With pages dealt out to both,
/// measurements lose 12 % (Xeon 4510) and 35 % (Xeon Gold); the far socket is read at 0.45 of the near
/// one (Xeon 6980P), which by itself gives 2 ÷ (1 + 1 ÷ 0.45) = 0.62. llama.cpp without any care for
/// where pages lie has been seen at half of one socket, a quarter of both.
const TWO_SOCKETS: Share = Share {
    low: 0.25,
    typical: 0.65,
    high: 0.88,
};

/// Bytes a second of a host's memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bandwidth {
    /// What no reading passes: the bound of every socket together.
    pub(crate) ceiling: f64,
    /// Bound of one socket: what a program has that keeps to the memory beside it.
    pub(crate) one_socket: f64,
    /// What reading reaches.
    pub(crate) read: Share,
    sockets: u32,
    channels: u32,
    transfers: u32,
    bound_by: &'static str,
    pub(crate) evidence: Evidence,
}

/// How fast the memory of a scenario's host is read.
pub(crate) fn of(host: &Host, scenario: &Scenario) -> Bandwidth {
    let named = scenario.money.part(PartKind::Ram);
    let named = scenario.power.dimms.is_some() || named.is_some_and(|plan| plan.part.is_some());
    // Modules that nobody named count as one a channel where such modules are sold.
    let dimms = match host.cpu.map(|cpu| cpu.memory) {
        Some(system) if !named => {
            let channels = system.channels * host.cpus.max(1);
            let one_each = scenario.machine.ram_gib <= channels * largest_module(system);
            if one_each {
                host.dimms.min(channels)
            } else {
                host.dimms
            }
        }
        _ => host.dimms,
    };
    let mut bandwidth = planned(&Host { dimms, ..*host }, &scenario.host);
    // Of a processor whose watts alone are named, the memory is that of the usual one.
    if matches!(scenario.power.cpu, CpuChoice::Watts(_)) && bandwidth.bound_by != GIVEN {
        bandwidth.evidence = Evidence::Assumed;
    }
    bandwidth
}

/// Reads the bandwidth off a host, as far as nothing is said about it in the plan.
fn planned(host: &Host, plan: &HostPlan) -> Bandwidth {
    let system = host.cpu.map(|cpu| cpu.memory);
    let sockets = host.cpus.max(1);
    let channels = plan.channels.unwrap_or_else(|| populated(host, system));
    // Whoever counts channels in use says that each holds a module, and not that one holds two.
    let modules = match plan.channels {
        Some(channels) => channels * sockets,
        None => host.dimms,
    };
    let transfers = plan.mt_s.unwrap_or_else(|| rate(host, system, modules));
    let carried = f64::from(interleaved(channels)) * f64::from(transfers) * 1e6 * TRANSFER_BYTES;
    let taken = system.and_then(|system| system.dies).map(die_limit);
    let (socket, bound_by) = match taken {
        Some(taken) if taken < carried => (taken, "dies"),
        _ => (carried, "channels"),
    };
    let measured = Bandwidth {
        ceiling: socket * f64::from(sockets),
        one_socket: socket,
        read: together(socket, sockets, system.and_then(|system| system.dies)),
        sockets,
        channels,
        transfers,
        bound_by,
        evidence: match (system, host.memory, plan.channels.or(plan.mt_s)) {
            (Some(_), Some(_), _) | (Some(_), _, Some(_)) => Evidence::Calibrated,
            _ => Evidence::Assumed,
        },
    };
    match plan.bandwidth_gb_s {
        Some(given) => measured.given(f64::from(given) * 1e9),
        None => measured,
    }
}

impl Bandwidth {
    /// The same where a person says what it reads.
    fn given(self, bytes_per_s: f64) -> Self {
        Self {
            ceiling: bytes_per_s,
            one_socket: bytes_per_s / f64::from(self.sockets),
            read: Share {
                low: bytes_per_s,
                typical: bytes_per_s,
                high: bytes_per_s,
            },
            bound_by: GIVEN,
            evidence: Evidence::Published,
            ..self
        }
    }

    /// Whether processor and memory are those of the catalogue, or the bandwidth was named.
    pub(crate) fn is_known(&self) -> bool {
        self.evidence != Evidence::Assumed
    }

    /// As it stands in a report.
    pub(crate) fn report(&self, host: &Host) -> HostMemory {
        let gb = |bytes: f64| libm::round(bytes / 1e8) / 10.0;
        HostMemory {
            processor: host.cpu.map_or("", |cpu| cpu.name),
            sockets: self.sockets,
            channels: self.channels,
            mt_s: self.transfers,
            bound_gb_per_s: gb(self.ceiling),
            bound_by: self.bound_by,
            read_gb_per_s: gb(self.read.typical),
            read_low_gb_per_s: gb(self.read.low),
            read_high_gb_per_s: gb(self.read.high),
            evidence: self.evidence,
        }
    }
}

/// Channels of one socket that hold a module.
fn populated(host: &Host, system: Option<MemorySystem>) -> u32 {
    let (usual, _) = usual(host.form);
    let channels = system.map_or(usual, |system| system.channels);
    channels.min(host.dimms / host.cpus.max(1)).max(1)
}

/// Channels that addresses are spread over evenly. An odd number is spread in coarser steps: with
/// one of eight modules missing 0.70 of the bandwidth was measured, less than six channels give.
fn interleaved(channels: u32) -> u32 {
    match channels {
        0 | 1 => 1,
        more => more - more % 2,
    }
}

/// MT/s: what the modules are made for, within what the processor takes with so many of them.
fn rate(host: &Host, system: Option<MemorySystem>, modules: u32) -> u32 {
    let made_for = host.memory.and_then(|(part, _)| match part.spec {
        Spec::Ram(ram) => Some(u32::from(ram.mt_s)),
        _ => None,
    });
    let Some(system) = system else {
        return made_for.unwrap_or_else(|| usual(host.form).1);
    };
    let crowded = modules > system.channels * host.cpus.max(1);
    let most = match (crowded, system.mt_s_two) {
        (false, _) => system.mt_s,
        (true, Some(two)) => two,
        (true, None) => system.mt_s * CROWDED_PERMILLE / 1_000,
    };
    made_for.map_or(most, |made_for| made_for.min(most))
}

/// GiB of the largest module that is commonly sold: 32 and 64 for desktops, 128 for servers.
fn largest_module(system: MemorySystem) -> u32 {
    match (system.registered, system.ddr) {
        (true, _) => 128,
        (false, 4) => 32,
        (false, _) => 64,
    }
}

fn usual(form: Form) -> (u32, u32) {
    match form {
        Form::Server => SERVER_MEMORY,
        Form::Whole | Form::Tower => DESKTOP_MEMORY,
    }
}

/// What the dies of a socket take in, bytes a second. Where the links of a die are not published it
/// is two: a four-die EPYC 9124 was measured at 265 GB/s, above what one link each could carry.
fn die_limit(dies: Dies) -> f64 {
    f64::from(dies.count * dies.links.unwrap_or(2)) * LINK_BYTES * f64::from(dies.fabric_mhz) * 1e6
}

/// What so many sockets read, each of which is bound to `socket` bytes a second.
fn together(socket: f64, sockets: u32, dies: Option<Dies>) -> Share {
    // One link where it may be two halves what the dies take at least.
    let least = match dies {
        Some(dies) if dies.links.is_none() => socket.min(die_limit(dies) / 2.0),
        _ => socket,
    };
    let one = Share {
        low: least * MEASURED.low,
        typical: socket * MEASURED.typical,
        high: socket * MEASURED.high,
    };
    if sockets < 2 {
        return one;
    }
    let all = f64::from(sockets);
    Share {
        low: one.low * TWO_SOCKETS.low * all,
        typical: one.typical * TWO_SOCKETS.typical * all,
        high: one.high * TWO_SOCKETS.high * all,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

    use super::{MEASURED, interleaved, planned};
    use crate::catalog::Catalog;
    use crate::machine::host::{Cards, Form, Host};
    use crate::scenario::HostPlan;

    fn host(cpu: Option<&str>, cpus: u32, dimms: u32) -> Host {
        let power = Catalog::builtin().power;
        Host {
            form: Form::Server,
            cards: Cards::default(),
            board: None,
            cpu: cpu.map(|id| power.cpu(id).unwrap()),
            cpu_part: None,
            cpus,
            memory: None,
            dimms,
            drives: 1,
            cooler: None,
            liquid: false,
        }
    }

    fn plan(mt_s: u32) -> HostPlan {
        HostPlan {
            mt_s: Some(mt_s),
            ..HostPlan::default()
        }
    }

    /// DDR5-4800 on twelve channels a socket, DDR5-5600 on two of a desktop, 8 bytes a transfer.
    #[test]
    fn unknown_memory_has_one_bandwidth_for_every_question() {
        for (form, cpus, dimms, ceiling, one) in [
            (Form::Server, 2, 24, 921.6e9, 460.8e9),
            // Half of the channels are empty, on both sockets.
            (Form::Server, 2, 12, 460.8e9, 230.4e9),
            (Form::Server, 1, 12, 460.8e9, 460.8e9),
            (Form::Tower, 1, 8, 89.6e9, 89.6e9),
            (Form::Tower, 1, 1, 44.8e9, 44.8e9),
        ] {
            let host = Host {
                form,
                ..host(None, cpus, dimms)
            };
            let memory = planned(&host, &HostPlan::default());
            assert_eq!(memory.ceiling, ceiling, "{form:?} {cpus} {dimms}");
            assert_eq!(memory.one_socket, one, "{form:?} {cpus} {dimms}");
        }
    }

    /// Processor, sockets, modules, MT/s and GB/s that were read: rows of one socket, then of two.
    const READ: [(&str, u32, u32, u32, f64); 11] = [
        ("threadripper-pro-7965wx", 1, 8, 4_800, 225.0),
        ("epyc-9355", 1, 12, 6_400, 598.0),
        ("epyc-9355", 1, 12, 6_000, 500.0),
        ("epyc-7452", 1, 8, 2_666, 113.4),
        ("core-ultra-7-270k-plus", 1, 2, 6_400, 95.0),
        ("ryzen-7-9700x", 1, 2, 5_600, 62.9),
        ("xeon-6980p", 1, 12, 6_400, 554.8),
        ("epyc-9355", 2, 24, 5_600, 720.0),
        ("epyc-9654", 2, 24, 4_800, 715.0),
        ("epyc-7742", 2, 16, 3_200, 260.0),
        ("epyc-9124", 2, 24, 4_800, 530.0),
    ];

    #[test]
    fn measured_readings_lie_within_the_range() {
        for (cpu, cpus, dimms, mt_s, gb) in READ {
            let memory = planned(&host(Some(cpu), cpus, dimms), &plan(mt_s));
            let read = gb * 1e9;
            let (low, high) = (memory.read.low, memory.read.high);
            assert!(
                (low..=high).contains(&read),
                "{cpu} × {cpus}: {gb} in {low}..={high}"
            );
        }
    }

    /// The typical share is the median whoever's measurement is left out, to a few hundredths.
    #[test]
    fn no_single_owner_decides_the_share() {
        let shares = [0.665, 0.868, 0.893, 0.906, 0.928, 0.973, 0.977, 0.983];
        for out in 0..shares.len() {
            let mut rest: Vec<f64> = shares.to_vec();
            let left_out = rest.remove(out);
            let median = rest[rest.len() / 2];
            assert!((median - MEASURED.typical).abs() <= 0.03, "{median}");
            assert!((MEASURED.low..=MEASURED.high).contains(&left_out));
        }
    }

    #[test]
    fn more_channels_never_read_less() {
        let power = Catalog::builtin().power;
        for cpu in power.cpus {
            for cpus in 1..=cpu.sockets {
                let mut before = 0.0;
                for channels in 1..=cpu.memory.channels {
                    let plan = HostPlan {
                        channels: Some(channels),
                        ..plan(cpu.memory.mt_s)
                    };
                    let memory = planned(&host(Some(cpu.id), cpus, channels * cpus), &plan);
                    let read = memory.read;
                    assert!(read.typical >= before, "{} {channels}", cpu.id);
                    assert!(read.low <= read.typical && read.typical <= read.high);
                    assert!(read.high <= memory.ceiling);
                    before = read.typical;
                }
            }
        }
        assert_eq!((interleaved(7), interleaved(8), interleaved(1)), (6, 8, 1));
    }
}
