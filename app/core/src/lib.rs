//! The arithmetic of Headroom: from a [`Scenario`](scenario::Scenario) to a [`Report`](evaluate::Report).
//!
//! ```text
//! query string ──decode──▶ Scenario ──evaluate(&Scenario, &Catalog)──▶ Report ──▶ page · API · CLI
//! ```
//!
//! The crate owns the domain and nothing else: no I/O, no clock, no randomness, no framework. Bytes
//! are exact integers. Every float goes through [`libm`], because `std`'s transcendental functions
//! differ between x86-64 and wasm32 and both must print the same bytes.

#![warn(missing_docs)]
#![cfg_attr(doctest, doc = include_str!("../README.md"))]

#[cfg(feature = "evidence")]
pub mod accuracy;
pub mod builds;
pub mod catalog;
pub mod claims;
pub mod codec;
pub mod compare;
pub mod engine;
pub mod evaluate;
pub mod faster;
pub mod find;
pub mod import;
pub mod machine;
pub mod memory;
pub mod model;
pub mod money;
pub mod report;
pub mod scenario;
pub mod speed;
pub mod training;
pub mod units;
pub mod upgrade;
pub mod working;
