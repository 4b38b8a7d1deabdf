//! Any bytes as a file of a model.
#![no_main]

use headroom_fuzz::targets;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| targets::import(data));
