//! The currency that amounts are told in.

use serde::Serialize;

/// The currency that sentences and files tell amounts in. Fields with `_usd` in their names are US dollars all the
/// same.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CurrencyEcho {
    /// Code by ISO 4217.
    pub code: &'static str,
    /// Units for one US dollar.
    pub per_usd: f64,
    /// Day of the rate, `YYYY-MM-DD`; `null` where it was given.
    pub date: Option<&'static str>,
    /// Who published it; `null` where it was given.
    pub source: Option<&'static str>,
}
