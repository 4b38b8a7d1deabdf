//! What a row about power may say, and the fields that it becomes.

use super::super::check::Row;
use super::super::emit::{Shared, option};
use super::rows::{
    Circuit, Cpu, Curve, Efficiency, Machine, MemorySystem, Psu, Region, Tariff, Ups,
};
use super::writer::Origin;

pub(super) fn origin<'a>(sources: &'a [String], as_of: &'a str, note: &'a str) -> Origin<'a> {
    Origin {
        sources: Some(sources),
        as_of,
        note: Some(note),
    }
}

pub(super) fn milliwatts(row: &mut Row<'_>, busy: u64, idle: u64, most: u64) {
    row.within("busy_mw", busy, 100..=most);
    row.within("idle_mw", idle, 100..=busy);
    // Totals are shown in tenths of a watt, and the parts must add up to them.
    for (field, value) in [("busy_mw", busy), ("idle_mw", idle)] {
        if !value.is_multiple_of(100) {
            row.fail(field, format!("{value} is not in whole tenths of a watt"));
        }
    }
}

pub(super) fn efficiency<'r>(
    class: &'r Efficiency,
    row: &mut Row<'_>,
    _: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    row.written("name", &class.name);
    for (field, points) in [("at_115_v", &class.at_115_v), ("at_230_v", &class.at_230_v)] {
        let loads: Vec<u32> = points.iter().map(|point| point.0).collect();
        let certified = [[100, 200, 500, 1000].as_slice(), &[200, 500, 1000]];
        if !certified.contains(&loads.as_slice()) {
            row.fail(field, "has points at other loads than 80 PLUS certifies");
        }
        for (_, efficiency) in points {
            row.within(field, *efficiency, 750..=990);
        }
    }
    let fields = format!(
        "id: {:?}, name: {:?}, aliases: &{:?}, at_115_v: &{:?}, at_230_v: &{:?}",
        class.id, class.name, class.aliases, class.at_115_v, class.at_230_v
    );
    let origin = Origin {
        sources: Some(&class.sources),
        as_of: &class.as_of,
        note: None,
    };
    if !class.note.is_empty() {
        row.fail("note", "is not used");
    }
    (fields, origin)
}

pub(super) fn psu<'r>(psu: &'r Psu, row: &mut Row<'_>, _: &mut Shared<'_>) -> (String, Origin<'r>) {
    row.within("watts", psu.watts, 200..=4_000);
    row.within("full_from_v", psu.full_from_v, 100..=240);
    if psu.id != format!("{}w", psu.watts) {
        row.fail("id", format!("`{}` does not name {} W", psu.id, psu.watts));
    }
    let fields = format!("watts: {}, full_from_v: {}", psu.watts, psu.full_from_v);
    (fields, origin(&psu.sources, &psu.as_of, &psu.note))
}

pub(super) fn circuit<'r>(
    circuit: &'r Circuit,
    row: &mut Row<'_>,
    _: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    row.written("region", &circuit.region);
    row.written("receptacle", &circuit.receptacle);
    row.within("volts", circuit.volts, 100..=240);
    row.within("amps", circuit.amps, 5..=63);
    row.within_if(
        "continuous_permille",
        circuit.continuous_permille,
        500..=1_000,
    );
    let fields = format!(
        "id: {:?}, region: {:?}, receptacle: {:?}, aliases: &{:?}, volts: {}, amps: {}, continuous_permille: {:?}",
        circuit.id,
        circuit.region,
        circuit.receptacle,
        circuit.aliases,
        circuit.volts,
        circuit.amps,
        circuit.continuous_permille
    );
    (
        fields,
        origin(&circuit.sources, &circuit.as_of, &circuit.note),
    )
}

pub(super) fn region<'r>(
    region: &'r Region,
    row: &mut Row<'_>,
    shared: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    row.written("name", &region.name);
    if !region.sources.is_empty() {
        row.fail("sources", "belongs to the price or the grid");
    }
    if region.price.is_none() && region.grid.is_none() {
        row.fail("", "has neither a price nor a grid");
    }
    let price = option(region.price.as_ref(), |price| tariff(price, row, shared));
    let grid = option(region.grid.as_ref(), |grid| {
        row.within("grid.mg_per_kwh", grid.mg_per_kwh, 1_000..=1_500_000);
        row.dated("grid.date", &grid.date, 1);
        let source = source(row, "grid.source", &grid.source, shared);
        format!(
            "Grid {{ mg_per_kwh: {}, date: {:?}, source: {source} }}",
            grid.mg_per_kwh, grid.date
        )
    });
    let fields = format!(
        "id: {:?}, name: {:?}, aliases: &{:?}, price: {price}, grid: {grid}",
        region.id, region.name, region.aliases
    );
    let origin = Origin {
        sources: None,
        as_of: &region.as_of,
        note: Some(&region.note),
    };
    (fields, origin)
}

fn tariff(price: &Tariff, row: &mut Row<'_>, shared: &mut Shared<'_>) -> String {
    row.within("price.millicents", price.millicents, 1_000..=100_000);
    row.written("price.period", &price.period);
    row.dated("price.date", &price.date, 1);
    let local = match (price.local_millicents, &price.currency, price.usd_permille) {
        (Some(local), Some(currency), Some(rate)) => {
            let converted = u64::from(local) * u64::from(rate) / 1_000;
            if converted.abs_diff(u64::from(price.millicents)) > 50 {
                row.fail(
                    "price.millicents",
                    format!(
                        "{} is not {converted}, the local price converted",
                        price.millicents
                    ),
                );
            }
            format!(
                "Some(LocalPrice {{ millicents: {local}, currency: {currency:?}, usd_permille: {rate} }})"
            )
        }
        (None, None, None) => "None".into(),
        _ => {
            row.fail("price", "gives a local price only in part");
            "None".into()
        }
    };
    let source = source(row, "price.source", &price.source, shared);
    format!(
        "Tariff {{ millicents: {}, period: {:?}, date: {:?}, local: {local}, source: {source} }}",
        price.millicents, price.period, price.date
    )
}

fn source(row: &mut Row<'_>, field: &str, reference: &str, shared: &mut Shared<'_>) -> String {
    let name = shared.name(reference);
    if name.is_empty() {
        row.fail(field, format!("`{reference}` is not in sources.toml"));
    }
    format!("&{name}")
}

pub(super) fn curve<'r>(
    curve: &'r Curve,
    row: &mut Row<'_>,
    _: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    row.written("load", &curve.load);
    row.within("concurrent", curve.concurrent, 1..=4_096);
    row.within("points", curve.points.len(), 2..=100);
    if !curve.points.is_sorted_by(|a, b| a.0 < b.0) {
        row.fail("points", "are not ascending in watts");
    }
    for (watts, speed) in &curve.points {
        row.within("points", *watts, 10..=2_000);
        row.within("points", *speed, 1..=10_000_000);
    }
    // Measured curves are flat at their top and waver there by some percent; more than that is a slip.
    if !curve.points.is_sorted_by(|a, b| b.1 * 1_000 >= a.1 * 960) {
        row.fail("points", "lose speed as the limit rises");
    }
    let fields = format!(
        "id: {:?}, gpu: {:?}, load: {:?}, concurrent: {}, prompt: {}, mixture: {}, points: &{:?}",
        curve.id,
        curve.gpu,
        curve.load,
        curve.concurrent,
        curve.prompt.unwrap_or_default(),
        curve.mixture.unwrap_or_default(),
        curve.points
    );
    (fields, origin(&curve.sources, &curve.as_of, &curve.note))
}

pub(super) fn machine<'r>(
    machine: &'r Machine,
    row: &mut Row<'_>,
    _: &mut Shared<'_>,
) -> (String, Origin<'r>) {
    milliwatts(row, machine.busy_mw, machine.idle_mw, 1_000_000);
    let loads = option(machine.loads.as_ref(), |loads| {
        for watts in [loads.stream_mw, loads.many_mw, loads.prompt_mw] {
            row.within("loads", watts, machine.idle_mw..=machine.busy_mw);
        }
        format!("{loads:?}")
    });
    let fields = format!(
        "id: {:?}, busy_mw: {}, idle_mw: {}, basis: PowerBasis::{:?}, loads: {loads}",
        machine.id, machine.busy_mw, machine.idle_mw, machine.basis
    );
    (
        fields,
        origin(&machine.sources, &machine.as_of, &machine.note),
    )
}

pub(super) fn cpu<'r>(cpu: &'r Cpu, row: &mut Row<'_>, _: &mut Shared<'_>) -> (String, Origin<'r>) {
    row.written("name", &cpu.name);
    row.within("tdp_w", cpu.tdp_w, 10..=600);
    row.within_if("peak_w", cpu.peak_w, cpu.tdp_w..=600);
    row.within("cores", cpu.cores, 4..=256);
    row.within_if("sockets", cpu.sockets, 2..=2);
    row.within("lanes", cpu.lanes, 16..=160);
    let memory = memory(&cpu.memory, row);
    let fields = format!(
        "id: {:?}, name: {:?}, aliases: &{:?}, tdp_w: {}, peak_w: {:?}, cores: {}, sockets: {}, lanes: {}, memory: {memory}",
        cpu.id,
        cpu.name,
        cpu.aliases,
        cpu.tdp_w,
        cpu.peak_w,
        cpu.cores,
        cpu.sockets.unwrap_or(1),
        cpu.lanes
    );
    (fields, origin(&cpu.sources, &cpu.as_of, &cpu.note))
}

fn memory(memory: &MemorySystem, row: &mut Row<'_>) -> String {
    row.within("memory.ddr", memory.ddr, 4..=5);
    row.within("memory.channels", memory.channels, 2..=12);
    row.within("memory.mt_s", memory.mt_s, 2_400..=8_000);
    row.within_if("memory.mt_s_two", memory.mt_s_two, 2_400..=memory.mt_s);
    row.within_if(
        "memory.mt_s_mrdimm",
        memory.mt_s_mrdimm,
        memory.mt_s..=12_800,
    );
    row.within_if("memory.max_gib", memory.max_gib, 64..=8_192);
    let dies = match (memory.dies, memory.fabric_mhz) {
        (Some(count), Some(fabric_mhz)) => {
            row.within("memory.dies", count, 1..=16);
            row.within_if("memory.links", memory.links, 1..=2);
            row.within("memory.fabric_mhz", fabric_mhz, 1_200..=3_000);
            let links = memory.links;
            format!("Some(Dies {{ count: {count}, links: {links:?}, fabric_mhz: {fabric_mhz} }})")
        }
        (None, None) if memory.links.is_none() => "None".into(),
        _ => {
            row.fail("memory.dies", "stands with `fabric_mhz`, or neither does");
            "None".into()
        }
    };
    format!(
        "MemorySystem {{ ddr: {}, registered: {}, channels: {}, mt_s: {}, mt_s_two: {:?}, mt_s_mrdimm: {:?}, max_gib: {:?}, \
         dies: {dies} }}",
        memory.ddr,
        memory.registered,
        memory.channels,
        memory.mt_s,
        memory.mt_s_two,
        memory.mt_s_mrdimm,
        memory.max_gib,
    )
}

pub(super) fn ups<'r>(ups: &'r Ups, row: &mut Row<'_>, _: &mut Shared<'_>) -> (String, Origin<'r>) {
    row.written("name", &ups.name);
    row.within("watts", ups.watts, 100..=20_000);
    row.within("va", ups.va, ups.watts..=20_000);
    row.within("input_v", ups.input_v, 100..=240);
    let fields = format!(
        "id: {:?}, name: {:?}, aliases: &{:?}, watts: {}, va: {}, input_v: {}",
        ups.id, ups.name, ups.aliases, ups.watts, ups.va, ups.input_v
    );
    (fields, origin(&ups.sources, &ups.as_of, &ups.note))
}
