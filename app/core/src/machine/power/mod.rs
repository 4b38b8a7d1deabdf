//! From the parts to the socket: what a machine draws, what its supply loses, what the circuit
//! carries, and what a year of it costs.
//!
//! All arithmetic is in whole milliwatts. Parts and totals are multiples of a tenth of a watt, so
//! that the figures shown add up to the digit. A GPU counts at its power limit and a CPU at its
//! design power where supply and circuit are judged: the most that they take for long. Energy, cost and heat
//! are those of the [load](crate::report::LoadKind) that is asked for. The power factor is taken as 1; 80 PLUS asks for 0.9
//! and more.

mod circuit;
mod energy;
mod limit;
mod load;
mod loads;
mod psu;
mod report;
mod ups;
mod ways_out;
mod work;
mod working;

pub use energy::Energy;
pub(crate) use limit::{LimitedLoad, speed_under};
pub(crate) use psu::ADVISED_PERMILLE;
pub(crate) use report::describe;
pub(crate) use ways_out::suggest;
pub(crate) use work::{Sharing, Work};
pub(crate) use working::explain;

use crate::catalog::Catalog;
use crate::catalog::power::Ups;
use crate::machine::bill::{Carriers, Supply as BilledSupply};
use crate::machine::host::Host;
use crate::report::PowerStatus;
use crate::scenario::{Scenario, UpsChoice};
use circuit::Draw;
use load::Load;
use loads::LoadDraw;
use psu::Supply;

/// A scenario's power, as far as the verdict needs it.
#[derive(Clone, Debug)]
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

/// A scenario's power, settled once for the figures, the bill, the payback and their workings.
#[derive(Clone, Debug)]
pub(crate) struct Settled {
    assessment: Assessment,
    loads: [LoadDraw; 5],
    /// What it draws and when.
    pub(crate) energy: Energy,
    /// What has to be bought to carry it.
    pub(crate) carriers: Carriers,
    /// The UPS that was asked for, or that would do.
    ups: Option<&'static Ups>,
}

impl Settled {
    /// Whether circuit and supplies carry it.
    pub(crate) fn status(&self) -> PowerStatus {
        self.assessment.status
    }
}

/// What a scenario draws, and what carries it.
pub(crate) fn settle(scenario: &Scenario, host: &Host, work: Work, catalog: &Catalog) -> Settled {
    let assessment = assess(scenario, host, catalog);
    let Assessment { load, supply, .. } = &assessment;
    let loads = loads::loads(scenario, load, supply.as_ref(), work, catalog);
    let asked = loads::asked(scenario);
    let busy = loads.iter().find(|load| load.kind == asked);
    let busy_mw = busy.map_or(assessment.draw.wall_mw, |load| load.wall.typical);
    let ups = ups::unit(scenario, catalog, &assessment.draw);
    let wanted = scenario.power.ups != UpsChoice::None;
    let supply = assessment.supply.as_ref();
    let carriers = Carriers {
        supply: supply.map(|supply| BilledSupply {
            watts: supply.rated_w,
            units: supply.units,
            class: supply.class,
        }),
        ups: ups.filter(|_| wanted),
    };
    Settled {
        energy: Energy::of(scenario, busy_mw, &assessment.draw),
        loads,
        assessment,
        carriers,
        ups,
    }
}
