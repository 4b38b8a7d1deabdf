//! How the files of the core stand on each other, read from their sources.

pub mod layers;
mod source;
