//! The order in which the keys of a query are read.

use super::query::Query;
use super::reader::Reader;
use super::{Decoded, also, encode, money, training};
use crate::catalog::Catalog;
use crate::scenario::keys::{CONTEXT, RAM, USERS};
use crate::scenario::{Machine, Scenario};

pub(super) fn decode(query: &Query, catalog: &Catalog) -> Decoded {
    let mut reader = Reader {
        query,
        catalog,
        notices: Vec::new(),
    };
    reader.flaws();
    // Before everything else: what follows is looked up in the figures of that day.
    let pin = reader.edition();
    reader.catalog = catalog.pinned(pin);
    let groups = reader.cards();
    let power = reader.power(&groups);
    let model = reader.model();
    let money = money::read(&mut reader, groups.len());
    let weights = reader.weights();
    let engine = reader.engine(weights);
    let context = reader.number(CONTEXT);
    let also = also::read(&mut reader, weights);
    let scenario = Scenario {
        machine: Machine {
            ram_gib: reader.number(RAM),
            unified_gb: reader.unified(&groups),
            unified_share: reader.unified_share(),
            groups,
        },
        model,
        also,
        weights,
        kv: reader.kv(),
        context,
        users: reader.number(USERS),
        engine,
        placement: reader.placement(),
        offload: reader.offload(),
        speed: reader.speed(context),
        power,
        money,
        raid: reader.raid(),
        training: training::read(&mut reader),
        pin,
    };
    let mut notices = reader.notices;
    if !notices.is_empty() {
        let canonical = encode(&scenario);
        for notice in notices
            .iter_mut()
            .filter(|notice| notice.nearest_label.is_some())
        {
            notice.nearest = Some(canonical.clone());
        }
    }
    Decoded { scenario, notices }
}
