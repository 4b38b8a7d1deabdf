//! The order in which the keys of a query are read.

use super::query::Query;
use super::reader::Reader;
use super::{Decoded, also, currency, encode, form, money, training};
use crate::catalog::Catalog;
use crate::report::Notice;
use crate::scenario::keys::{CONTEXT, USERS};
use crate::scenario::{Machine, Scenario};

pub(super) fn decode(query: &Query, catalog: &Catalog) -> Decoded {
    let joined = form::joined(query, catalog);
    let query = joined.as_ref().unwrap_or(query);
    let mut reader = Reader {
        query,
        catalog,
        notices: Vec::new(),
        unread: Vec::new(),
        exchange: currency::usual(catalog),
    };
    reader.flaws();
    // Before everything else: what follows is looked up in the figures of that day.
    let pin = reader.edition();
    reader.catalog = catalog.pinned(pin);
    // Before every price.
    reader.currency();
    let groups = reader.cards();
    let power = reader.power(&groups);
    let model = reader.model();
    let money = money::read(&mut reader, groups.len());
    let weights = reader.weights(model.native());
    let engine = reader.engine(weights);
    let context = reader.number(CONTEXT);
    let users = reader.number(USERS);
    let file = reader.file(&model, weights, engine);
    let also = also::read(&mut reader, weights);
    let speculation = reader.speculation(&model, engine);
    let settings = reader.settings(engine, &groups, users);
    let offload = reader.offload(&model);
    let mut scenario = Scenario {
        host: reader.host(power.cpu),
        machine: Machine {
            ram_gib: reader.ram(&groups),
            unified_gb: reader.unified(&groups),
            unified_share: reader.unified_share(),
            groups,
        },
        speed: reader.speed(context, &model),
        model,
        also,
        weights,
        file,
        kv: reader.kv(engine),
        context,
        users,
        engine,
        settings,
        placement: reader.placement(),
        offload,
        speculation,
        power,
        money,
        raid: reader.raid(),
        training: training::read(&mut reader, weights),
        pin,
        not_understood: Vec::new(),
        // After every price.
        exchange: reader.exchange,
    };
    scenario.not_understood = std::mem::take(&mut reader.unread);
    let notices = reader.notices;
    Decoded {
        notices: linked(notices, &scenario),
        scenario,
    }
}

/// Puts the canonical query into the notices that offer something.
fn linked(mut notices: Vec<Notice>, scenario: &Scenario) -> Vec<Notice> {
    if notices.is_empty() {
        return notices;
    }
    let canonical = encode(scenario);
    let mut query = Query::parse(&canonical);
    for notice in &mut notices {
        notice.nearest = notice.nearest_label.as_ref().map(|_| canonical.clone());
        for suggestion in &mut notice.suggestions {
            let value = std::mem::take(&mut suggestion.query);
            let before = query.get(notice.key).map(str::to_owned);
            query.set(notice.key, value);
            suggestion.query = query.to_string();
            match before {
                Some(value) => query.set(notice.key, value),
                None => query.remove(notice.key),
            }
        }
    }
    notices
}
