//! The power half of the report.

use super::energy::{self, Energy, fraction, tenths, watts};
use super::load::Item;
use super::loads::{self, LoadDraw};
use super::psu::Supply;
use super::{Assessment, LimitedLoad, Settled, limit, ups};
use crate::catalog::{Catalog, FormFactor, Gpu, RangeBasis, Segment};
use crate::machine::host::Host;
use crate::report::{
    CircuitReport, GpuPower, HeatReport, PowerItem, PowerLoad, PowerReport, PowerStatus,
    PowerVerdict, PsuReport, SpeedUnderLimit,
};
use crate::scenario::Scenario;
use crate::units::{Evidence, THIN, grouped, ratio};

/// Thousandths of a BTU an hour in a thousand watts.
const MILLI_BTU_PER_KW: u64 = 3_412_142;
/// Processor from which a large air cooler is near its end, milliwatts.
const HOT_CPU_MW: u64 = 250_000;
/// Open-air cards that can stand side by side without breathing each other's heat.
const OPEN_AIR_CARDS: u32 = 2;

/// Every figure of power.
pub(crate) fn describe(
    scenario: &Scenario,
    host: &Host,
    settled: &Settled,
    catalog: &Catalog,
) -> PowerReport {
    let Settled {
        assessment,
        energy,
        loads,
        ups,
        ..
    } = settled;
    let Assessment {
        load,
        supply,
        draw,
        status,
    } = assessment;
    let (busy_mw, idle_mw) = load.total();
    let evidence = load
        .items
        .iter()
        .map(|item| item.evidence)
        .chain(supply.as_ref().map(|supply| supply.busy.evidence))
        .max()
        .unwrap_or(Evidence::Derived);
    let asked = loads::asked(scenario);
    let known = { loads.iter() }
        .find(|load| load.kind == asked)
        .map_or(Evidence::Assumed, |load| load.evidence);
    PowerReport {
        dc_w: watts(busy_mw),
        wall_w: watts(draw.wall_mw),
        idle_dc_w: watts(idle_mw),
        idle_wall_w: watts(draw.idle_mw),
        wall_a: tenths(deciamps(draw.wall_mw, scenario.power.circuit.volts)),
        idle_wall_a: tenths(deciamps(draw.idle_mw, scenario.power.circuit.volts)),
        items: load.items.iter().map(item).collect(),
        gpus: gpus(scenario, catalog),
        psu: supply.as_ref().map(|supply| psu(scenario, supply)),
        circuit: circuit(scenario, assessment),
        heat: heat(scenario, host, assessment, energy),
        ups: ups::ups(scenario, *ups, draw),
        loads: loads.iter().map(|load| described(scenario, load)).collect(),
        energy: energy::report(scenario, energy, known),
        verdict: PowerVerdict {
            carries: *status == PowerStatus::Carries,
            status: *status,
            sentence: sentence(scenario, assessment),
            margin_w: signed_watts(draw.allowed_mw, draw.circuit_mw),
            warnings: warnings(scenario, assessment),
        },
        evidence: evidence.max(Evidence::Derived),
    }
}

fn item(item: &Item) -> PowerItem {
    PowerItem {
        kind: item.kind,
        label: item.label,
        count: item.count,
        each_w: watts(item.busy_mw),
        busy_w: watts(item.busy()),
        idle_w: watts(item.idle()),
        evidence: item.evidence,
        note: item.note,
    }
}

fn gpus(scenario: &Scenario, catalog: &Catalog) -> Vec<GpuPower> {
    scenario
        .machine
        .groups
        .iter()
        .zip(limit::limits(scenario))
        .map(|(group, limit)| GpuPower {
            gpu: group.gpu.id,
            name: group.gpu.name,
            count: group.count,
            limit_w: limit.watts,
            default_w: limit.default_w,
            min_w: limit.min_w,
            max_w: limit.max_w,
            range_evidence: match limit.basis {
                RangeBasis::Stated => Some(Evidence::Published),
                RangeBasis::Assumed => Some(Evidence::Assumed),
                RangeBasis::Fixed => None,
            },
            speed: limit::speed(group.gpu, limit, LimitedLoad::decoding(scenario), catalog).map(
                |speed| SpeedUnderLimit {
                    percent: speed.permille.map(|permille| tenths(u64::from(permille))),
                    curve_gpu: speed.curve.gpu,
                    curve_load: speed.loads(),
                    evidence: speed.evidence,
                },
            ),
        })
        .collect()
}

fn psu(scenario: &Scenario, supply: &Supply) -> PsuReport {
    let busy = supply.busy;
    PsuReport {
        class: supply.class.id,
        class_name: supply.class.name,
        units: supply.units,
        rated_w: supply.rated_w,
        usable_w: supply.usable_w,
        auto: supply.auto,
        load_percent: tenths((busy.load_ppm + 500) / 1_000),
        efficiency_percent: fraction((busy.efficiency_ppm + 50) / 100, 100),
        loss_w: watts(busy.wall_mw - busy.dc_mw),
        headroom_w: signed_watts(supply.usable_mw(), busy.dc_mw),
        excursion_w: watts(supply.excursion_mw),
        excursion_allowed_w: watts(supply.excursion_allowed_mw()),
        notes: psu_notes(scenario, supply),
        evidence: busy.evidence,
    }
}

fn psu_notes(scenario: &Scenario, supply: &Supply) -> Vec<String> {
    let mut notes = Vec::new();
    if supply.usable_w < supply.rated_w {
        notes.push(format!(
            "Units above {}{THIN}W give their full rating at 200 to 240{THIN}V only; at {}{THIN}V this one is taken to give {}{THIN}W.",
            grouped(u64::from(supply.usable_w)),
            scenario.power.circuit.volts,
            grouped(u64::from(supply.usable_w)),
        ));
    }
    if supply.is_strained() && !supply.is_overloaded() {
        notes.push(format!(
            "Loaded to {}{THIN}%: 80{THIN}% or less is advised for hours of work.",
            ratio(supply.busy.load_ppm, 10_000, 0)
        ));
    }
    if supply.excursion_mw > supply.excursion_allowed_mw() {
        notes.push(format!(
            "A card may take three times its limit for 100{THIN}µs, {}{THIN}W with the rest: more than the {}{THIN}W that an ATX 3 supply of this size rides through.",
            ratio(supply.excursion_mw, 1_000, 0),
            ratio(supply.excursion_allowed_mw(), 1_000, 0),
        ));
    }
    if supply.units > 1 {
        notes.push(format!(
            "The load is divided evenly over {} supplies; on one circuit they share what it carries.",
            supply.units
        ));
    }
    notes
}

fn circuit(scenario: &Scenario, assessment: &Assessment) -> CircuitReport {
    let circuit = scenario.power.circuit;
    let draw = &assessment.draw;
    CircuitReport {
        id: circuit.id,
        region: circuit.region,
        receptacle: circuit.receptacle,
        volts: circuit.volts,
        amps: circuit.amps,
        rated_w: circuit.rated_w(),
        continuous_w: circuit.continuous_w(),
        allowed_w: u32::try_from(draw.allowed_mw / 1_000).unwrap_or(u32::MAX),
        continuous: draw.continuous,
        other_w: scenario.power.other_w,
        draw_w: watts(draw.circuit_mw),
        draw_a: tenths(deciamps(draw.circuit_mw, circuit.volts)),
        note: circuit.note,
    }
}

/// Tenths of an ampere, to the nearest.
fn deciamps(milliwatts: u64, volts: u32) -> u64 {
    let per = u64::from(volts.max(1)) * 100;
    (milliwatts + per / 2) / per
}

fn amps(milliwatts: u64, volts: u32) -> String {
    format!("{}{THIN}A", ratio(deciamps(milliwatts, volts), 10, 1))
}

/// Amperes of a bound, without a needless `.0`.
fn bound_amps(milliwatts: u64, volts: u32) -> String {
    let text = amps(milliwatts, volts);
    text.replace(".0\u{202f}", "\u{202f}")
}

fn sentence(scenario: &Scenario, assessment: &Assessment) -> String {
    let circuit = scenario.power.circuit;
    let Assessment {
        supply,
        draw,
        status,
        ..
    } = assessment;
    let drawn = amps(draw.circuit_mw, circuit.volts);
    let rated = circuit.amps;
    let allowed = bound_amps(draw.allowed_mw, circuit.volts);
    match (status, supply) {
        (PowerStatus::PsuTooSmall, Some(supply)) => {
            let given = ratio(supply.usable_mw(), 1_000, 0);
            let needed = ratio(supply.busy.dc_mw, 1_000, 0);
            let supplies = match supply.units {
                1 => "the power supply gives".to_owned(),
                units => format!("{units} power supplies give"),
            };
            format!("The parts draw {needed}{THIN}W: more than the {given}{THIN}W that {supplies}.")
        }
        (PowerStatus::Carries, _) if draw.continuous => {
            format!("{drawn} of the {allowed} that a {rated}{THIN}A circuit carries for hours.")
        }
        (PowerStatus::Carries, _) => {
            format!("{drawn} of the {rated}{THIN}A that this circuit is rated for.")
        }
        (PowerStatus::ShortTimeOnly, _) => format!(
            "{drawn}: above the {allowed} that a {rated}{THIN}A circuit carries for hours, within its rating for a short time."
        ),
        (PowerStatus::Overloads | PowerStatus::PsuTooSmall, _) => {
            let lasting = if draw.continuous {
                format!(", and above the {allowed} that it carries for hours")
            } else {
                String::new()
            };
            format!(
                "{drawn}: more than the {rated}{THIN}A that this circuit is rated for{lasting}."
            )
        }
    }
}

fn warnings(scenario: &Scenario, assessment: &Assessment) -> Vec<String> {
    let mut warnings = Vec::new();
    let circuit = scenario.power.circuit;
    if circuit.continuous_permille.is_none()
        && scenario.power.is_continuous()
        && assessment.draw.circuit_mw > u64::from(circuit.rated_w()) * 800
    {
        warnings.push(format!(
            "No rule for loads of many hours is recorded for this socket; above 80{THIN}% of its rating it deserves an electrician's word."
        ));
    }
    let raised = scenario
        .machine
        .groups
        .iter()
        .zip(limit::limits(scenario))
        .find(|(_, limit)| limit.watts > limit.default_w);
    if let Some((group, limit)) = raised {
        warnings.push(format!(
            "{} is set above the {}{THIN}W that it ships with.",
            group.gpu.name, limit.default_w
        ));
    }
    warnings
}

fn described(scenario: &Scenario, load: &LoadDraw) -> PowerLoad {
    let LoadDraw { gpu, dc, wall, .. } = load;
    PowerLoad {
        kind: load.kind,
        asked: load.kind == loads::asked(scenario),
        gpu_w: watts(gpu.typical),
        gpu_low_w: watts(gpu.low),
        gpu_high_w: watts(gpu.high),
        dc_w: watts(dc.typical),
        dc_low_w: watts(dc.low),
        dc_high_w: watts(dc.high),
        wall_w: watts(wall.typical),
        wall_low_w: watts(wall.low),
        wall_high_w: watts(wall.high),
        measurements: load.rows,
        evidence: load.evidence,
    }
}

fn heat(scenario: &Scenario, host: &Host, assessment: &Assessment, energy: &Energy) -> HeatReport {
    let btu = |milliwatts: u64| (milliwatts * MILLI_BTU_PER_KW + 500_000_000) / 1_000_000_000;
    let (cooling, note) = cooling(scenario, host, assessment);
    HeatReport {
        btu_per_h: btu(energy.busy_mw),
        idle_btu_per_h: btu(assessment.draw.idle_mw),
        cooling,
        note,
    }
}

fn cooling(scenario: &Scenario, host: &Host, assessment: &Assessment) -> (&'static str, String) {
    let groups = &scenario.machine.groups;
    let count = |which: fn(&Gpu) -> bool| -> u32 {
        groups
            .iter()
            .filter(|group| which(group.gpu))
            .map(|group| group.count)
            .sum()
    };
    let cards = count(|gpu| !gpu.is_whole());
    let passive = count(|gpu| gpu.segment == Segment::DataCenter);
    let open = count(|gpu| gpu.form == FormFactor::OpenAir);
    let processor = { assessment.load.items.iter() }
        .find(|item| item.kind == "cpu" && item.busy_mw >= HOT_CPU_MW);
    let hot = processor.map(|item| ratio(item.busy_mw, 1_000, 0));
    let cooler = host.cooler.map(|(part, _)| part.name);
    if passive > 0 {
        let note = "Passive accelerators need the front-to-back air of a server chassis.";
        ("server air", note.to_owned())
    } else if open > OPEN_AIR_CARDS {
        let note = format!(
            "{open} open-air cards in one case breathe each other's heat: space them on risers or cool them with liquid."
        );
        ("liquid", note)
    } else if let (Some(watts), true) = (&hot, host.liquid) {
        let what = cooler.unwrap_or("Liquid");
        let note =
            format!("{what} cools the processor, whose {watts}{THIN}W are past most air coolers.");
        ("liquid", note)
    } else if cards == 0 {
        ("air", "The machine's own cooling does.".to_owned())
    } else {
        let (kind, mut note) = match cards {
            1 => ("air", "Ordinary air cooling does.".to_owned()),
            _ => {
                let note = "Several cards: a case with straight air flow from front to back.";
                ("directed air", note.to_owned())
            }
        };
        if let (Some(watts), Some(cooler)) = (hot, cooler) {
            note.push_str(&format!(
                " {cooler} is made for the processor\u{2019}s socket; {watts}{THIN}W are near the end of what air carries."
            ));
        }
        (kind, note)
    }
}

/// `whole` less `part`, in watts.
fn signed_watts(whole: u64, part: u64) -> f64 {
    if whole >= part {
        watts(whole - part)
    } else {
        -watts(part - whole)
    }
}
