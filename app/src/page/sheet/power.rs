//! Power, from the parts to the socket.

use headroom_core::report::PowerReport;
use headroom_core::units::{Currency, THIN, grouped};
use leptos::prelude::*;

use super::table::{Figures, Row};
use crate::configurator::about::about;
use crate::look::short_name;

/// The section.
#[component]
pub(super) fn Power<'a>(
    /// What the machine draws.
    power: &'a PowerReport,
    /// What electricity costs is told in.
    money: Currency,
) -> impl IntoView + use<> {
    let watts = |watts: f64| format!("{watts:.0}");
    let items = power.items.iter().map(|item| {
        let cells = [
            grouped(item.count.into()),
            watts(item.busy_w),
            watts(item.idle_w),
        ];
        view! { <Row name=short_name(item.label) cells/> }
    });
    let items = items.collect_view();
    let lost = power.psu.as_ref().map(|psu| {
        let percent = about(psu.efficiency_percent);
        let name = format!("Lost in the supply, {percent}{THIN}% efficient");
        let idle = power.idle_wall_w - power.idle_dc_w;
        let cells = [grouped(psu.units.into()), watts(psu.loss_w), watts(idle)];
        view! { <Row name cells/> }
    });
    let wall = [String::new(), watts(power.wall_w), watts(power.idle_wall_w)];
    let energy = &power.energy;
    let year = match energy.cost_usd_per_year {
        Some(usd) => format!("{} a year", money.estimate(usd)),
        None => "for which no price is known".to_owned(),
    };
    let at = power.asked().map(|load| load.kind.when());
    let at_work = power.at_work();
    let others = power.loads.iter().filter(|load| !load.asked);
    let others = others.map(|load| format!("{} {}", load.kind.name(), about(load.wall_w)));
    let others = others.collect::<Vec<_>>().join(", ");
    view! {
        <section>
            <h2>"Power, from the parts to the socket"</h2>
            <Figures head=&["Part", "Qty", "At most, W", "Idle, W"]>
                {items}{lost}<Row sum=true name="At the wall" cells=wall/>
            </Figures>
            <p>
                {at_work}" Else: "{others}{THIN}"W. "
                {power.verdict.sentence.clone()}" Heat "{grouped(power.heat.btu_per_h)}" BTU/h "{at}". "
                {about(energy.kwh_per_year)}{THIN}"kWh a year at that load, "{year}"."
            </p>
        </section>
    }
}
