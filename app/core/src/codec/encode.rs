//! The order in which the keys of a canonical query are written.

use super::also;
use super::writer::Writer;
use crate::scenario::Scenario;
use crate::scenario::keys::{ALSO, CONTEXT, EDITION, RAM, USERS};

/// Writes the canonical query, without `?`; empty for the default scenario.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec};
/// let catalog = Catalog::builtin();
/// let given = "?ctx=8192&users=1&n=04&w=F16";
/// assert_eq!(codec::encode(&codec::decode(given, catalog).scenario), "n=4&w=f16");
/// ```
#[must_use]
pub fn encode(scenario: &Scenario) -> String {
    let mut writer = Writer::new(&scenario.not_understood, &scenario.exchange);
    writer.cards(&scenario.machine);
    writer.model(&scenario.model);
    if !scenario.also.is_empty() {
        writer.put(ALSO.key, also::write(scenario));
    }
    writer.formats(scenario);
    writer.number(CONTEXT, scenario.context);
    writer.number(USERS, scenario.users);
    writer.engine(scenario);
    writer.number(RAM, scenario.machine.ram_gib);
    writer.host(&scenario.host);
    writer.offload(scenario.offload);
    writer.unified(&scenario.machine);
    writer.speculation(scenario);
    writer.speed(scenario);
    writer.currency();
    writer.power(scenario);
    writer.money(&scenario.money);
    writer.raid(scenario.raid);
    if let Some(plan) = &scenario.training {
        writer.training(plan);
    }
    if let Some(day) = scenario.pin {
        writer.put(EDITION.key, day);
    }
    writer.into_query()
}
