//! Does each card hold its part: the question, the answer, and the question asked backwards.

pub(crate) mod colocation;
pub mod grid;
pub mod kv;
pub mod limits;
pub mod placement;
pub mod question;
pub(crate) mod report;
pub(crate) mod verdict;
pub mod ways_out;
