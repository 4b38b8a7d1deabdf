//! What amounts can be told in: one row a currency, with its rate and the day of it.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Violation;
use super::check::Row;
use super::emit::{Rows, Shared};
use super::names::{self, Named, named};
use super::sources::Sources;

pub(crate) const FILE: &str = "currencies.toml";
/// The currency of the catalogue's prices.
const BASE: &str = "usd";
/// Millionths in one.
const ONE: f64 = 1e6;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Currency {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    pub(crate) sign: String,
    pub(crate) per_usd: f64,
    pub(crate) date: String,
    pub(crate) source: String,
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "how the rate was found, for those who edit the file"
    )]
    pub(crate) note: String,
}

named! {
    Currency "currency" name &[];
}

/// Checks the rows of an edition; `own` are its sources.
pub(crate) fn check(rows: &[Currency], own: &Sources, found: &mut Vec<Violation>) {
    let mut ids = BTreeSet::new();
    for one in rows {
        let mut row = Row::new(FILE, format!("currency `{}`", one.id), found);
        row.unique(&mut ids, &one.id);
        row.written("sign", &one.sign);
        if !(one.code.len() == 3 && one.code.to_ascii_lowercase() == one.id) {
            row.fail("code", format!("`{}` is not the code of the id", one.code));
        }
        row.within("per_usd", one.per_usd, 0.001..=100_000.0);
        if millionths(one.per_usd) as f64 / ONE != one.per_usd {
            row.fail(
                "per_usd",
                format!("{} has more than 6 decimals", one.per_usd),
            );
        }
        row.dated("date", &one.date, 3);
        row.sourced(std::slice::from_ref(&one.source), &one.date, own);
    }
    if !rows
        .first()
        .is_some_and(|first| first.id == BASE && first.per_usd == 1.0)
    {
        let mut row = Row::new(FILE, "the first row".to_owned(), found);
        row.fail(
            "id",
            format!("`{BASE}` at 1 stands first: it is what prices are in"),
        );
    }
    names::check(FILE, rows, found);
}

/// The table of an edition.
pub(crate) fn emit(edition: usize, rows: &[Currency], shared: &mut Shared<'_>, tables: &mut Rows) {
    let written = rows.iter().map(|one| {
        // A code stands apart from its number; a sign does not.
        let apart = match one.sign.ends_with(|c: char| c.is_ascii_alphabetic()) {
            true => "\u{202f}",
            false => "",
        };
        format!(
            "ExchangeRate {{ currency: Currency {{ id: {:?}, code: {:?}, sign: {:?}, per_usd: {} }}, name: {:?}, aliases: &{:?}, \
             date: {:?}, source: &{} }}",
            one.id,
            one.code,
            format!("{}{apart}", one.sign),
            millionths(one.per_usd),
            one.name,
            one.aliases,
            one.date,
            shared.name(&one.source),
        )
    });
    tables.table(&format!("CURRENCIES{edition}"), written.collect::<Vec<_>>());
}

fn millionths(rate: f64) -> u64 {
    (rate * ONE).round() as u64
}
