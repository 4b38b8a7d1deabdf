//! Training: what is asked for on the left; memory, time and money of a run on the right.

mod answer;
mod controls;
mod memory;

pub(super) use answer::{brief, facts, finding, write_answer};
pub(super) use controls::{
    MODES, is_of_no_use, needs_no_adapters, options_of, targets, write, write_mode,
};
pub(super) use memory::table;
