//! What the machine draws: at what is asked of it, and at most.

use headroom_core::report::PowerReport;
use headroom_core::units::{about, grouped, with_unit};

use super::{Section, row};

/// From the parts to the wall, and load by load.
pub(super) fn section(power: &PowerReport) -> Section {
    let mut rows = vec![row(["Part", "Count", "At most, W", "Idle, W"])];
    rows.extend(power.items.iter().map(|item| {
        vec![
            item.label.to_owned(),
            item.count.to_string(),
            item.busy_w.to_string(),
            item.idle_w.to_string(),
        ]
    }));
    if let Some(psu) = &power.psu {
        rows.push(vec![
            "Lost in the power supplies".to_owned(),
            psu.units.to_string(),
            psu.loss_w.to_string(),
            String::new(),
        ]);
    }
    rows.push(vec![
        "At the wall".to_owned(),
        String::new(),
        power.wall_w.to_string(),
        power.idle_wall_w.to_string(),
    ]);
    let heat = power.asked().map(|load| {
        let energy = &power.energy;
        format!(
            "Heat and energy {}: {} BTU/h, {} kWh a year.",
            load.kind.when(),
            grouped(power.heat.btu_per_h),
            about(energy.kwh_per_year)
        )
    });
    let loads = power.loads.iter().map(|load| {
        let ends = load.wall_ends();
        let ends = ends.map_or_else(String::new, |ends| format!(" ({ends})"));
        let known = match load.measurements {
            0 => load.evidence.word().to_owned(),
            1 => "1 reading".to_owned(),
            count => format!("{count} readings"),
        };
        let asked = if load.asked { ", asked for" } else { "" };
        let watts = with_unit(load.wall_w, "W");
        let name = load.kind.name();
        format!("At the wall, {name}{asked}: {watts}{ends}, {known}")
    });
    let list = heat.into_iter().chain(loads);
    let sentences = power.at_work().into_iter();
    let sentences: Vec<String> = sentences.chain([power.verdict.sentence.clone()]).collect();
    Section {
        title: "Power",
        text: sentences.join(" "),
        rows,
        list: list.chain(power.verdict.warnings.clone()).collect(),
        ..Section::default()
    }
}
