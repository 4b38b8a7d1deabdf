//! Training: what is asked for on the left; memory, time and money of a run on the right.

mod answer;
mod controls;
mod memory;

pub(super) use answer::{brief, section};
#[cfg(feature = "ssr")]
pub(crate) use answer::{facts, finding};
use controls::is_of_no_use;
pub(super) use controls::{controls, mode};
pub(crate) use memory::table;
