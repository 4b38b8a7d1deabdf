//! What a language model is: its shape, its tensors, its layers, its weights, and the formats that
//! numbers are kept in. Nothing here knows a machine or a program.

pub mod arch;
pub mod class;
pub mod images;
pub mod mixer;
pub mod native;
pub mod quant;
pub(crate) mod runs;
pub mod stack;
pub mod tensors;
pub mod weights;
