//! Targets of the fuzzer.

pub mod service;
pub mod targets;
