//! Whether a job runs on a machine, and how full its cards get.

use super::memory::{CONTEXT, CardMemory, GROUP, Job};
use crate::memory::host;
use crate::report::Status;
use crate::scenario::Machine;
use crate::units::Range;

/// Whether a job runs on a machine, and how full its cards get.
pub(crate) struct Fit {
    pub(crate) card: CardMemory,
    pub(crate) status: Status,
    pub(crate) flaw: Option<&'static str>,
    pub(crate) host_capacity: u64,
}

impl Fit {
    /// What asking takes of a [`Budget`](crate::units::Budget).
    pub(crate) const STEPS: usize = 32;

    pub(crate) fn of(job: &Job<'_>, machine: &Machine) -> Self {
        let card = job.card(context(machine));
        let flaw = job.flaw();
        let least = machine
            .gpus()
            .map(|gpu| machine.capacity(gpu))
            .min()
            .unwrap_or(0);
        // In a unified memory what the GPU takes is taken from the host.
        let unified = machine.gpus().any(|gpu| gpu.unified.is_some());
        let host_capacity = if unified {
            0
        } else {
            host::capacity(machine.ram_gib)
        };
        let away = card.host > 0 || card.nvme > 0;
        let status = if flaw.is_some() {
            Status::Impossible
        } else if card.used.typical > least || card.host > host_capacity {
            Status::DoesNotFit
        } else if card.used.high > least {
            Status::Tight
        } else if away {
            Status::Offloaded
        } else {
            Status::Fits
        };
        Self {
            card,
            status,
            flaw,
            host_capacity,
        }
    }
}

/// The largest context of the machine's kinds of card: a job's parts are the same size everywhere.
pub(crate) fn context(machine: &Machine) -> Range {
    let apple = machine.gpus().all(|gpu| gpu.unified.is_some());
    if apple {
        Range::new(0, CONTEXT.low, CONTEXT.typical)
    } else if machine.gpu_count() > 1 {
        CONTEXT.plus(GROUP)
    } else {
        CONTEXT
    }
}
