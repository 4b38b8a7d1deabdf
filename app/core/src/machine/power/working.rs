//! The working behind each power figure.

use super::ups::RUNTIME;
use super::{Assessment, LimitedLoad, Settled, limit};
use crate::catalog::{Catalog, RangeBasis, Source};
use crate::report::{PowerLoad, PowerReport, Working};
use crate::scenario::Scenario;
use crate::units::{Evidence, THIN, grouped, ratio};

/// The working of every power figure, in reading order.
pub(crate) fn explain(
    scenario: &Scenario,
    settled: &Settled,
    power: &PowerReport,
    catalog: &Catalog,
) -> Vec<Working> {
    let assessment = &settled.assessment;
    let mut workings = vec![dc(power, assessment)];
    workings.extend(limits(scenario, catalog));
    workings.extend(wall(scenario, assessment));
    workings.push(circuit(scenario, power, assessment));
    workings.push(loads(power));
    workings.push(heat(power));
    workings.push(energy(scenario, power));
    workings.extend(ups(power));
    workings
}

fn w(milliwatts: u64) -> String {
    let decimals = u32::from(!milliwatts.is_multiple_of(1_000));
    format!("{}{THIN}W", ratio(milliwatts, 1_000, decimals))
}

/// Watts of a report, which are whole tenths.
fn shown(watts: f64) -> String {
    format!("{}{THIN}W", ratio(libm::round(watts * 10.0) as u64, 10, 1))
}

fn unique(sources: impl IntoIterator<Item = &'static Source>) -> Vec<Source> {
    let mut unique: Vec<Source> = Vec::new();
    for source in sources {
        if !unique.contains(source) {
            unique.push(*source);
        }
    }
    unique
}

fn dc(power: &PowerReport, assessment: &Assessment) -> Working {
    let items = &assessment.load.items;
    let mut lines: Vec<String> = items
        .iter()
        .map(|item| match item.count {
            1 => format!("{}: {}", item.label, w(item.busy_mw)),
            count => format!(
                "{}: {count} × {} = {}",
                item.label,
                w(item.busy_mw),
                w(item.busy())
            ),
        })
        .collect();
    lines.push(format!("idle: {}", shown(power.idle_dc_w)));
    Working {
        figure: "power.dc_w",
        title: "Load of all parts".to_owned(),
        formula: "Every GPU at its power limit + processor at its design power + board, memory, drives, fans and pump".to_owned(),
        substituted: lines.join("\n"),
        result: shown(power.dc_w),
        evidence: power.evidence,
        sources: unique(items.iter().flat_map(|item| item.sources.iter().copied())),
    }
}

fn limits(scenario: &Scenario, catalog: &Catalog) -> Vec<Working> {
    scenario
        .machine
        .groups
        .iter()
        .zip(limit::limits(scenario))
        .filter_map(|(group, limit)| {
            let speed = limit::speed(
                group.gpu,
                limit,
                LimitedLoad::decoding(scenario),
                catalog,
            )?;
            let measured = catalog.gpu(speed.curve.gpu)?;
            let range = match limit.basis {
                RangeBasis::Stated => "known to be accepted:",
                RangeBasis::Assumed | RangeBasis::Fixed => "taken as the range:",
            };
            let own = measured.id == group.gpu.id;
            let reading = if own {
                format!("read at {}{THIN}W", limit.watts)
            } else {
                format!(
                    "{} of {}{THIN}W as shipped, read at {}{THIN}W of {}",
                    limit.watts, limit.default_w, speed.at_w, measured.tdp_w
                )
            };
            Some(Working {
                figure: "power.gpus[].speed.percent",
                title: format!("Speed of the {} at {}{THIN}W", group.gpu.name, limit.watts),
                formula: format!(
                    "Decode speed at this limit ÷ at the limit as shipped, from a curve measured on the {} ({})",
                    measured.name,
                    speed.loads()
                ),
                substituted: format!(
                    "{range} {} to {}{THIN}W; {reading}",
                    limit.min_w, limit.max_w
                ),
                result: speed.permille.map_or_else(
                    || "below the lowest limit that was measured".to_owned(),
                    |permille| format!("{}{THIN}%", ratio(u64::from(permille), 10, 1)),
                ),
                evidence: speed.evidence,
                sources: unique(speed.curve.sources.iter().copied()),
            })
        })
        .collect()
}

fn wall(scenario: &Scenario, assessment: &Assessment) -> Option<Working> {
    let supply = assessment.supply.as_ref()?;
    let busy = supply.busy;
    let units = match supply.units {
        1 => String::new(),
        units => format!("{units} × "),
    };
    let (at_wall, _) = assessment.load.at_wall();
    let boxes = if at_wall > 0 {
        format!("\n+ machines with their own supply: {}", w(at_wall))
    } else {
        String::new()
    };
    Some(Working {
        figure: "power.wall_w",
        title: "Draw at the wall".to_owned(),
        formula: format!(
            "Load ÷ efficiency of {} at that share of its rating and {}{THIN}V: the least that the class admits, straight between its certified points",
            supply.class.name, scenario.power.circuit.volts
        ),
        substituted: format!(
            "{} of {units}{}{THIN}W = {}{THIN}% load; {} ÷ {}{THIN}% = {}{boxes}",
            w(busy.dc_mw),
            grouped(u64::from(supply.rated_w)),
            ratio(busy.load_ppm, 10_000, 1),
            w(busy.dc_mw),
            ratio(busy.efficiency_ppm, 10_000, 2),
            w(busy.wall_mw),
        ),
        result: w(assessment.draw.wall_mw),
        evidence: busy.evidence,
        sources: unique(supply.class.sources.iter().copied()),
    })
}

fn circuit(scenario: &Scenario, power: &PowerReport, assessment: &Assessment) -> Working {
    let circuit = scenario.power.circuit;
    let other = match scenario.power.other_w {
        0 => String::new(),
        other => format!(" + {}{THIN}W beside it", grouped(u64::from(other))),
    };
    let lasting = match circuit.continuous_permille {
        Some(permille) if assessment.draw.continuous => format!(
            " × {}{THIN}% = {}{THIN}W for three hours or more",
            permille / 10,
            grouped(u64::from(power.circuit.allowed_w))
        ),
        _ => String::new(),
    };
    Working {
        figure: "power.circuit.draw_a",
        title: format!("Circuit: {}", circuit.receptacle),
        formula:
            "Draw ÷ volts, against volts × amperes and the share of it that a load of hours may use"
                .to_owned(),
        substituted: format!(
            "{}{other} ÷ {}{THIN}V; allowed: {}{THIN}V × {}{THIN}A = {}{THIN}W{lasting}",
            w(assessment.draw.wall_mw),
            circuit.volts,
            circuit.volts,
            circuit.amps,
            grouped(u64::from(circuit.rated_w())),
        ),
        result: format!(
            "{}{THIN}A",
            ratio(libm::round(power.circuit.draw_a * 10.0) as u64, 10, 1)
        ),
        evidence: Evidence::Derived,
        sources: unique(circuit.sources.iter().copied()),
    }
}

/// Watts at the wall under the load that is asked for.
fn asked_w(power: &PowerReport) -> f64 {
    power.asked().map_or(power.wall_w, |load| load.wall_w)
}

fn loads(power: &PowerReport) -> Working {
    let line = |load: &PowerLoad| {
        let asked = if load.asked { ", asked for" } else { "" };
        format!(
            "{}: cards {} ({} to {}), all parts {}, at the wall {} ({} to {}), {} readings{asked}",
            load.kind.name(),
            shown(load.gpu_w),
            shown(load.gpu_low_w),
            shown(load.gpu_high_w),
            shown(load.dc_w),
            shown(load.wall_w),
            shown(load.wall_low_w),
            shown(load.wall_high_w),
            load.measurements,
        )
    };
    let lines: Vec<String> = power.loads.iter().map(line).collect();
    let evidence = power.asked().map_or(power.evidence, |load| load.evidence);
    Working {
        figure: "power.loads",
        title: "Draw by what it does".to_owned(),
        formula: "Share of each card\u{2019}s limit as shipped by generation, load and split (medians of owners\u{2019} readings), at most the limit that is set + processor and memory between idle and their most + the rest, ÷ efficiency of the supply at that load".to_owned(),
        substituted: lines.join("\n"),
        result: shown(asked_w(power)),
        evidence,
        sources: Vec::new(),
    }
}

fn heat(power: &PowerReport) -> Working {
    Working {
        figure: "power.heat.btu_per_h",
        title: "Heat".to_owned(),
        formula: "Everything drawn becomes heat: watts × 3.412142".to_owned(),
        substituted: format!("{} × 3.412142", shown(asked_w(power))),
        result: format!("{}{THIN}BTU/h", grouped(power.heat.btu_per_h)),
        evidence: Evidence::Derived,
        sources: Vec::new(),
    }
}

fn energy(scenario: &Scenario, power: &PowerReport) -> Working {
    let plan = &scenario.power;
    let energy = &power.energy;
    let number = |value: f64| ratio(libm::round(value * 10.0) as u64, 10, 1);
    let mut lines = vec![
        format!(
            "{} × {}{THIN}h = {}{THIN}kWh under load ({}{THIN}h a day, {} days a week)",
            shown(asked_w(power)),
            number(energy.busy_hours_per_year),
            number(energy.busy_kwh_per_year),
            plan.hours,
            plan.days,
        ),
        format!(
            "{} × {}{THIN}h = {}{THIN}kWh idle",
            shown(power.idle_wall_w),
            number(energy.idle_hours_per_year),
            number(energy.idle_kwh_per_year),
        ),
    ];
    let mut sources: Vec<&'static Source> = Vec::new();
    match (energy.tariff_usd_per_kwh, energy.cost_usd_per_year) {
        (Some(tariff), Some(cost)) => {
            let money = scenario.currency();
            let tariff = ratio(libm::round(money.of(tariff) * 100_000.0) as u64, 100_000, 4);
            let period = energy.tariff_period.map_or_else(
                || "as given".to_owned(),
                |period| format!("{}, {period}", energy.region_name),
            );
            let cost = ratio(libm::round(money.of(cost) * 100.0) as u64, 100, 2);
            lines.push(format!(
                "× {tariff}{THIN}{code}/kWh ({period}) = {cost}{THIN}{code}",
                code = money.code,
            ));
        }
        _ => lines.push(format!(
            "no dated price of electricity is known for {}",
            energy.region_name
        )),
    }
    if plan.tariff.is_none() {
        sources.extend(plan.region.price.as_ref().map(|price| price.source));
        if let Some(local) = plan
            .region
            .price
            .as_ref()
            .and_then(|price| price.local.as_ref())
        {
            lines.push(format!(
                "sourced as {}{THIN}{} a kWh, converted at an assumed {}{THIN}USD",
                ratio(u64::from(local.millicents), 100_000, 4),
                local.currency,
                ratio(u64::from(local.usd_permille), 1_000, 2),
            ));
        }
    }
    if let (Some(grid), Some(co2)) = (&plan.region.grid, energy.co2_kg_per_year) {
        lines.push(format!(
            "× {}{THIN}g/kWh ({}) = {}{THIN}kg CO₂",
            ratio(u64::from(grid.mg_per_kwh), 1_000, 1),
            grid.date,
            number(co2)
        ));
        sources.push(grid.source);
    }
    Working {
        figure: "power.energy.kwh_per_year",
        title: "Energy of a year".to_owned(),
        formula: "Draw × hours under load + idle draw × the other hours of the year".to_owned(),
        substituted: lines.join("\n"),
        result: format!("{}{THIN}kWh", number(energy.kwh_per_year)),
        evidence: energy.evidence,
        sources: unique(sources),
    }
}

fn ups(power: &PowerReport) -> Option<Working> {
    let ups = &power.ups;
    let unit = ups.unit.as_ref()?;
    let minutes = unit.minutes.map_or_else(
        || "does not carry the machine".to_owned(),
        |minutes| {
            let minutes = ratio(libm::round(minutes * 10.0) as u64, 10, 0);
            format!("about {minutes} minutes")
        },
    );
    Some(Working {
        figure: "power.ups.unit.minutes",
        title: format!("UPS: {}", unit.name),
        formula: "Watts ÷ power factor 0.95 in volt-amperes; 4.8 minutes at full load and 14 at half, as units with internal batteries run".to_owned(),
        substituted: format!(
            "{} = {}{THIN}VA, of {}{THIN}W and {}{THIN}VA",
            shown(ups.required_w),
            grouped(ups.required_va),
            grouped(u64::from(unit.watts)),
            grouped(u64::from(unit.va)),
        ),
        result: minutes,
        evidence: ups.evidence,
        sources: vec![RUNTIME],
    })
}
