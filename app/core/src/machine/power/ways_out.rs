//! Ways out when the circuit or the supply does not carry the machine, each found by asking again.

use super::{LimitedLoad, assess, limit};
use crate::catalog::market::PartKind;
use crate::catalog::power::Circuit;
use crate::catalog::{Catalog, limit_of};
use crate::codec;
use crate::machine::host::Host;
use crate::report::{PowerStatus, Status, WayOut};
use crate::scenario::Scenario;
use crate::units::{Budget, THIN, first_of, grouped, ratio, sort_by_key};

/// Circuits that are worth naming at once.
const CIRCUITS: usize = 2;

/// What asking once takes of a [`Budget`].
const ASSESSMENT: usize = 64;

/// Every change of one kind that makes it carry. `memory` is the status that the links lead to:
/// nothing here changes what fits.
pub(crate) fn suggest(
    scenario: &Scenario,
    host: &Host,
    (catalog, budget): (&Catalog, &Budget),
    memory: Status,
) -> Vec<WayOut> {
    let ways = Ways {
        scenario,
        host,
        catalog,
        budget,
        memory,
    };
    let mut found = Vec::new();
    found.extend(ways.lower_limit());
    found.extend(ways.other_circuits());
    found.extend(ways.other_supply());
    found.extend(ways.nothing_else_on_it());
    if found.is_empty() {
        found.extend(ways.circuit_and_supply());
    }
    found
}

struct Ways<'a> {
    scenario: &'a Scenario,
    /// What is changed here leaves the machine around the cards as it is.
    host: &'a Host,
    catalog: &'a Catalog,
    budget: &'a Budget,
    memory: Status,
}

impl Ways<'_> {
    fn with(&self, change: impl FnOnce(&mut Scenario)) -> Scenario {
        let mut changed = self.scenario.clone();
        change(&mut changed);
        changed
    }

    fn carries(&self, changed: &Scenario) -> bool {
        self.budget.take(ASSESSMENT);
        assess(changed, self.host, self.catalog).status == PowerStatus::Carries
    }

    fn way(
        &self,
        kind: &'static str,
        action: String,
        effect: String,
        changed: &Scenario,
    ) -> WayOut {
        WayOut {
            kind,
            action,
            effect,
            query: codec::encode(changed),
            status: self.memory,
        }
    }

    /// The highest common limit that carries, to the watt.
    fn lower_limit(&self) -> Option<WayOut> {
        let limits: Vec<_> = limit::limits(self.scenario).collect();
        let highest = limits.iter().map(|limit| limit.watts).max()?;
        let lowest = limits.iter().map(|limit| limit.min_w).min()?;
        let mut changed = self.scenario.clone();
        let mut carries = |watts: u32| {
            changed.power.limits = limits
                .iter()
                .map(|limit| {
                    let capped = limit.watts.min(watts.max(limit.min_w));
                    (capped != limit.default_w).then_some(capped)
                })
                .collect();
            self.carries(&changed)
        };
        // Less never draws more, so the first that is too much is found by halving.
        if lowest >= highest || !carries(lowest) {
            return None;
        }
        let watts = first_of(lowest + 1..highest, |watts| !carries(watts)) - 1;
        carries(watts);
        let gpu = self.scenario.machine.groups.first()?.gpu;
        let cap = limit_of(gpu, changed.power.limits.first().copied().flatten());
        let speed = limit::speed(gpu, cap, LimitedLoad::decoding(self.scenario), self.catalog)
            .and_then(|speed| Some((speed.permille?, speed.curve)));
        let effect = match speed {
            Some((permille, curve)) if curve.gpu == gpu.id => {
                let percent = ratio(u64::from(permille), 10, 0);
                format!("about {percent}{THIN}% of the decode speed, as measured on this card")
            }
            Some((permille, curve)) => {
                let percent = ratio(u64::from(permille), 10, 0);
                let name = self
                    .catalog
                    .gpu(curve.gpu)
                    .map_or(curve.gpu, |gpu| gpu.name);
                format!("about {percent}{THIN}% of the decode speed, if it behaves like a {name}")
            }
            None => "slower, by how much was not measured".to_owned(),
        };
        let gpus = match self.scenario.machine.gpu_count() {
            1 => "GPU",
            _ => "GPUs",
        };
        let action = format!("Limit the {gpus} to {watts}{THIN}W");
        Some(self.way("limit", action, effect, &changed))
    }

    /// The smallest circuits of the same region that carry it.
    fn other_circuits(&self) -> Vec<WayOut> {
        let here = self.scenario.power.circuit;
        let mut circuits: Vec<&'static Circuit> = self
            .catalog
            .power
            .circuits
            .iter()
            .filter(|circuit| circuit.region == here.region && circuit.id != here.id)
            .collect();
        sort_by_key(&mut circuits, |circuit| (circuit.rated_w(), circuit.volts));
        circuits
            .into_iter()
            .map(|circuit| {
                (
                    circuit,
                    self.with(|changed| changed.power.circuit = circuit),
                )
            })
            .filter(|(_, changed)| self.carries(changed))
            .take(CIRCUITS)
            .map(|(circuit, changed)| {
                self.way(
                    "circuit",
                    use_circuit(circuit),
                    carries_text(circuit),
                    &changed,
                )
            })
            .collect()
    }

    /// The supplies that the program would choose.
    fn other_supply(&self) -> Option<WayOut> {
        let changed = self.with(automatic_supply);
        let supply = assess(&changed, self.host, self.catalog).supply?;
        self.carries(&changed).then(|| {
            let rated = grouped(u64::from(supply.rated_w));
            let action = match supply.units {
                1 => format!("Use a power supply of {rated}{THIN}W"),
                units => format!("Use {units} power supplies of {rated}{THIN}W"),
            };
            let load = ratio(supply.busy.load_ppm, 10_000, 0);
            let effect = format!("{load}{THIN}% of the rating under load");
            self.way("psu", action, effect, &changed)
        })
    }

    fn nothing_else_on_it(&self) -> Option<WayOut> {
        let other = self.scenario.power.other_w;
        if other == 0 {
            return None;
        }
        let changed = self.with(|changed| changed.power.other_w = 0);
        self.carries(&changed).then(|| {
            let action = "Keep everything else off this circuit".to_owned();
            let effect = format!("{}{THIN}W less", grouped(u64::from(other)));
            self.way("other", action, effect, &changed)
        })
    }

    /// Where neither helps alone.
    fn circuit_and_supply(&self) -> Option<WayOut> {
        let with_supply = self.with(automatic_supply);
        let ways = Ways {
            scenario: &with_supply,
            ..*self
        };
        ways.other_circuits().into_iter().next().map(|mut way| {
            way.effect.push_str(", with power supplies to match");
            way
        })
    }
}

/// Leaves the supply to the program: a named one and its price belonged to the one before.
fn automatic_supply(scenario: &mut Scenario) {
    scenario.power.psu = None;
    scenario.power.psus = None;
    scenario.money.forget(PartKind::Psu);
}

fn use_circuit(circuit: &Circuit) -> String {
    format!(
        "Use a {}{THIN}A circuit at {}{THIN}V ({})",
        circuit.amps, circuit.volts, circuit.receptacle
    )
}

fn carries_text(circuit: &Circuit) -> String {
    match circuit.continuous_w() {
        Some(watts) => format!("carries {}{THIN}W for hours", grouped(u64::from(watts))),
        None => format!("rated for {}{THIN}W", grouped(u64::from(circuit.rated_w()))),
    }
}
