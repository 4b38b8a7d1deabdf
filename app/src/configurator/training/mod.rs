//! Training: what is asked for on the left; memory, time and money of a run on the right.

mod answer;
mod controls;
mod memory;

use super::panel::panels;

pub(crate) use answer::facts;
#[cfg(feature = "ssr")]
pub(crate) use answer::finding;
pub(super) use answer::{brief, section};
use controls::is_of_no_use;
pub(super) use controls::{controls, mode};
#[cfg(feature = "ssr")]
pub(crate) use memory::table;

panels! {
    /// What is written about training.
    pub(super) enum Panel {
        Finding => answer::finding,
        Lines => memory::table,
        Targets => controls::targets,
        Choice(key: &'static str) => controls::options_of,
    }
}
