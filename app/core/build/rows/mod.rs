//! The rows as they are written: one struct a table, nothing unknown, nothing guessed.

mod evidence;
mod gpu;
mod model;
mod preset;

pub(crate) use evidence::{Measured, Run, RunMeasures, RunScope, Size};
pub(crate) use gpu::{Gpu, Past, Price, Segment, SizePrice, Unified, Vendor};
pub(crate) use model::{Arch, Attention, Linear, LinearKind, Model};
pub(crate) use preset::{Measure, Preset};
