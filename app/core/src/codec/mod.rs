//! The URL: the only place in which a scenario is stored.
//!
//! [`decode()`] never fails. A value that cannot be used becomes a [`Notice`] that names the key, what
//! was given and what is allowed, and the scenario continues with the nearest value that is. The
//! same function runs in the browser on every keystroke and on the server for every request. It also
//! finds the edition of the catalogue that a link is [pinned](crate::scenario::keys::EDITION) to.
//!
//! [`encode()`] writes the canonical query: fixed order, only what differs from the default. For every
//! scenario `decode(encode(scenario))` is the scenario itself, without notices.

mod also;
pub mod arch;
mod currency;
mod decode;
mod encode;
mod flaws;
mod form;
mod host;
mod ids;
mod images;
mod machine;
mod model;
mod money;
mod number;
mod pin;
mod power;
mod query;
mod reader;
mod serving;
mod settings;
mod speculation;
mod training;
pub mod words;
mod writer;

use crate::catalog::Catalog;
use crate::report::Notice;
use crate::scenario::{Exchange, Scenario};

pub use also::MAX_INSTANCES;
pub use encode::encode;
pub use ids::Ids;
pub use model::{model_id, name as model_name};
pub use query::{MAX_QUERY_BYTES, Query};
pub use training::{counted, without_training};

/// A decoded query.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// What will be calculated.
    pub scenario: Scenario,
    /// What was given and could not be used as it was.
    pub notices: Vec<Notice>,
}

/// Reads a query string, with or without `?`.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec};
/// let decoded = codec::decode("?n=0&model=llama-3.1-405b&w=f16", Catalog::builtin());
/// assert_eq!(decoded.scenario.machine.gpu_count(), 1);
/// assert_eq!(decoded.notices[0].key, "n");
/// ```
#[must_use]
pub fn decode(query: &str, catalog: &Catalog) -> Decoded {
    decode_query(&Query::parse(query), catalog)
}

/// Reads a query that is already split.
#[must_use]
pub fn decode_query(query: &Query, catalog: &Catalog) -> Decoded {
    decode::decode(query, catalog)
}

/// A build told in another currency: prices that were typed are converted, and none changes what it is.
#[must_use]
pub fn told_in(query: &str, exchange: &Exchange, catalog: &Catalog) -> String {
    let mut scenario = decode(query, catalog).scenario;
    if scenario.currency() == exchange.currency() {
        return query.to_owned();
    }
    scenario.exchange = Exchange {
        typed: Vec::new(),
        ..exchange.clone()
    };
    encode(&scenario)
}
