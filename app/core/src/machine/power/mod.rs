//! From the parts to the socket: what a machine draws, what its supply loses, what the circuit
//! carries, and what a year of it costs.
//!
//! All arithmetic is in whole milliwatts. Parts and totals are multiples of a tenth of a watt, so
//! that the figures shown add up to the digit. A GPU counts at its power limit and a CPU at its
//! design power: the most that they take for long, not what one particular program takes. The power factor is
//! taken as 1; 80 PLUS asks for 0.9 and more.

mod circuit;
mod energy;
mod limit;
mod load;
mod psu;
mod report;
mod ups;
mod ways_out;
mod working;

pub use energy::Energy;
pub(crate) use limit::speed_under;
pub(crate) use report::describe;
pub(crate) use working::explain;

use crate::catalog::Catalog;
use crate::machine::host::Host;
use crate::report::PowerStatus;
use crate::scenario::Scenario;
use circuit::Draw;
use load::Load;
use psu::Supply;

/// A scenario's power, as far as the verdict needs it.
struct Assessment {
    load: Load,
    /// What the parts behind the supply need of it; `None` where there are none.
    supply: Option<Supply>,
    draw: Draw,
    status: PowerStatus,
}

fn assess(scenario: &Scenario, host: &Host, catalog: &Catalog) -> Assessment {
    let load = load::load(scenario, host, catalog);
    let supply = psu::supply(scenario, host, catalog, &load);
    let draw = circuit::draw(scenario, &load, supply.as_ref());
    let overloaded = supply.as_ref().is_some_and(Supply::is_overloaded);
    let status = if overloaded {
        PowerStatus::PsuTooSmall
    } else {
        draw.status
    };
    Assessment {
        load,
        supply,
        draw,
        status,
    }
}
