//! Rows of the catalogue for those who write them: what is wrong with a file, and what a row may hold.
//!
//! It knows the catalogue by its files alone, so that it can still be asked when a row stops the build.

pub mod check;
pub mod schema;

#[path = "../../../app/core/build/mod.rs"]
#[allow(
    dead_code,
    clippy::allow_attributes,
    reason = "only what reads and checks rows is used; which of it that is, is decided where it stands"
)]
mod compile;
