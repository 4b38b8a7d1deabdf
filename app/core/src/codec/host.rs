//! The keys of the processors' memory.

use super::reader::{Candidate, Reader};
use super::writer::Writer;
use crate::catalog::power::Cpu;
use crate::scenario::keys::{Bound, CHANNELS, CPUS, LINK, MEMORY_BANDWIDTH, TRANSFERS};
use crate::scenario::{CpuChoice, HostPlan, LinkPlan, LinkWay};
use crate::units::THIN;

impl Reader<'_> {
    /// What is said about the memory of a processor, within what that one can do where it is known.
    pub(super) fn host(&mut self, cpu: CpuChoice) -> HostPlan {
        let cpu = match cpu {
            CpuChoice::Listed(cpu) => Some(cpu),
            CpuChoice::Auto | CpuChoice::Watts(_) => None,
        };
        HostPlan {
            cpus: self.of_processor(CPUS, cpu, |cpu| cpu.sockets),
            channels: self.of_processor(CHANNELS, cpu, |cpu| cpu.memory.channels),
            mt_s: self.of_processor(TRANSFERS, cpu, fastest),
            bandwidth_gb_s: self.optional(MEMORY_BANDWIDTH),
            link: self.link(),
        }
    }

    fn link(&mut self) -> LinkPlan {
        let Some(given) = self.chosen(LINK.key) else {
            return LinkPlan::default();
        };
        LinkPlan::parse(given).unwrap_or_else(|| {
            let ids = LinkWay::ALL.map(|way| Candidate::new(way.id(), way.id()));
            self.not_understood(LINK.key, "way between cards", (given, given), ids.into());
            LinkPlan::default()
        })
    }

    /// A number that a processor bounds.
    fn of_processor(
        &mut self,
        bound: Bound,
        cpu: Option<&'static Cpu>,
        most: impl Fn(&Cpu) -> u32,
    ) -> Option<u32> {
        let given = self.optional(bound)?;
        let Some((cpu, most)) = cpu.map(|cpu| (cpu, most(cpu))) else {
            return Some(given);
        };
        if given <= most {
            return Some(given);
        }
        let unit = match bound.unit {
            "" => String::new(),
            unit => format!("{THIN}{unit}"),
        };
        let message = format!(
            "{given}{unit} is more than {} allows as {}: at most {most}{unit}. Calculated with {most}{unit}.",
            cpu.name, bound.label
        );
        self.notice(
            bound.key,
            &given.to_string(),
            message,
            Some(format!("{most}{unit}")),
        );
        Some(most)
    }
}

/// MT/s that a processor's memory is run at most. Desktop modules are sold for far more than the maker
/// of the processor warrants, and run so.
fn fastest(cpu: &Cpu) -> u32 {
    let memory = cpu.memory;
    match memory.registered {
        true => memory.mt_s_mrdimm.unwrap_or(memory.mt_s),
        false => TRANSFERS.max,
    }
}

impl Writer<'_> {
    pub(super) fn host(&mut self, plan: &HostPlan) {
        self.optional(CPUS, plan.cpus);
        self.optional(CHANNELS, plan.channels);
        self.optional(TRANSFERS, plan.mt_s);
        self.optional(MEMORY_BANDWIDTH, plan.bandwidth_gb_s);
        self.word(LINK, &plan.link.id(), "");
    }
}
