//! Does each card hold its part: the question, the answer, and the question asked backwards.

pub(crate) mod colocation;
mod cut;
pub(crate) mod draft;
pub mod grid;
pub(crate) mod host;
pub mod kv;
mod leaves;
pub mod limits;
mod loads;
mod offload;
pub mod placement;
pub mod question;
pub(crate) mod report;
mod sequences;
pub mod split;
pub mod stages;
pub(crate) mod verdict;
pub mod ways_out;

pub use verdict::beyond_published;
