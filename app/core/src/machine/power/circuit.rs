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

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::catalog::Catalog;
    use crate::codec;
    use crate::machine::power::load::{Item, Load};
    use crate::report::PowerStatus::{self, Carries, Overloads, ShortTimeOnly};
    use crate::units::Evidence;

    /// How a circuit carries a machine of so many milliwatts at the wall.
    fn status(query: &str, wall_mw: u64) -> PowerStatus {
        let scenario = codec::decode(query, Catalog::builtin()).scenario;
        let items = vec![Item {
            kind: "machine",
            label: "",
            count: 1,
            busy_mw: wall_mw,
            idle_mw: 0,
            evidence: Evidence::Published,
            note: "",
            sources: &[],
        }];
        draw(&scenario, &Load { items }, None).status
    }

    /// 15 A × 120 V = 1,800 W, of which loads of three hours or more may use 80 %, 1,440 W (NEC 210.20): a
    /// limit is kept by what is exactly as much, and passed by a milliwatt more.
    #[test]
    fn what_is_exactly_the_limit_keeps_to_it() {
        let long = "circuit=na-15a-120v&hours=8";
        for (wall_mw, expected) in [
            (1_440_000, Carries),
            (1_440_001, ShortTimeOnly),
            (1_800_000, ShortTimeOnly),
            (1_800_001, Overloads),
        ] {
            assert_eq!(status(long, wall_mw), expected, "{wall_mw}");
        }
        let short = "circuit=na-15a-120v&hours=2";
        assert_eq!(status(short, 1_800_000), Carries);
        assert_eq!(status(short, 1_800_001), Overloads);
        // What else hangs on it counts to the watt.
        let shared = "circuit=na-15a-120v&hours=8&other=440";
        assert_eq!(status(shared, 1_000_000), Carries);
        assert_eq!(status(shared, 1_000_001), ShortTimeOnly);
    }
}
