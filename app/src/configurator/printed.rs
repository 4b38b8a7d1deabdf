//! What the fields say, for paper: there the form is left out.

use headroom_core::engine::Engine;
use headroom_core::units::{GIB, grouped};
use leptos::prelude::*;

use crate::markup::{Html, IntoHtml, address, words};
use crate::state::Answer;

/// The settings that the answer rests on and the question does not name.
pub(super) fn settings(answer: &Answer) -> Html {
    let report = &answer.report;
    let (echo, power) = (report.scenario(), report.power());
    let engine = Engine::ALL.iter().find(|engine| engine.id() == echo.engine);
    let tariff = match power.energy.tariff_usd_per_kwh {
        Some(price) => format!("{} a kWh", answer.money().plain(price)),
        None => "no price known".to_owned(),
    };
    let settings = [
        (
            "Context",
            format!("{} tokens", grouped(echo.context_tokens.into())),
        ),
        ("Requests at once", grouped(echo.users.into())),
        ("KV cache", echo.kv.clone()),
        (
            "Engine",
            engine
                .map_or(echo.engine, |engine| engine.name())
                .to_owned(),
        ),
        (
            "System memory",
            format!("{} GiB", grouped(echo.ram_bytes / GIB)),
        ),
        (
            "Circuit",
            format!(
                "{}, {} V, {} A",
                power.circuit.receptacle, power.circuit.volts, power.circuit.amps
            ),
        ),
        (
            "Electricity",
            format!("{}, {tariff}", power.energy.region_name),
        ),
        (
            "Under load",
            format!("{} hours a year", power.energy.busy_hours_per_year),
        ),
        ("Address", address(report.query())),
        ("Catalogue", report.catalog().date.to_owned()),
    ];
    settings.map(|(name, value)| setting(name, &value)).html()
}

fn setting(name: &'static str, value: &str) -> Html {
    view! { <div><dt>{name}</dt><dd>{words(value)}</dd></div> }.html()
}
