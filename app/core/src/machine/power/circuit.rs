//! What the socket carries.

use super::load::Load;
use super::psu::Supply;
use crate::report::PowerStatus;
use crate::scenario::Scenario;

/// The draw on the circuit and what bounds it.
#[derive(Clone, Debug)]
pub(super) struct Draw {
    /// The machine at the wall, busy, milliwatts.
    pub(super) wall_mw: u64,
    /// The machine at the wall, idle, milliwatts.
    pub(super) idle_mw: u64,
    /// With everything else on the circuit, milliwatts.
    pub(super) circuit_mw: u64,
    /// What the circuit may carry for as long as the load lasts, milliwatts.
    pub(super) allowed_mw: u64,
    /// Whether `allowed_mw` is the share for continuous loads.
    pub(super) continuous: bool,
    pub(super) status: PowerStatus,
}

pub(super) fn draw(scenario: &Scenario, load: &Load, supply: Option<&Supply>) -> Draw {
    let plan = &scenario.power;
    let circuit = plan.circuit;
    let (busy, idle) = load.at_wall();
    let wall_mw = busy + supply.map_or(0, |supply| supply.busy.wall_mw);
    let idle_mw = idle + supply.map_or(0, |supply| supply.idle.wall_mw);
    let circuit_mw = wall_mw + u64::from(plan.other_w) * 1_000;
    let rated_mw = u64::from(circuit.rated_w()) * 1_000;
    let lasting = circuit.continuous_w().filter(|_| plan.is_continuous());
    let allowed_mw = lasting.map_or(rated_mw, |watts| u64::from(watts) * 1_000);
    Draw {
        wall_mw,
        idle_mw,
        circuit_mw,
        allowed_mw,
        continuous: lasting.is_some(),
        status: if circuit_mw <= allowed_mw {
            PowerStatus::Carries
        } else if circuit_mw <= rated_mw {
            PowerStatus::ShortTimeOnly
        } else {
            PowerStatus::Overloads
        },
    }
}
