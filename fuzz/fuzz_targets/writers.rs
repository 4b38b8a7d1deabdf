//! Any bytes as a question whose answer is written in every form.
#![no_main]

use headroom_fuzz::targets;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| targets::writers(data));
