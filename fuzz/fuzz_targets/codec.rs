//! Any bytes as a query.
#![no_main]

use headroom_fuzz::targets;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| targets::codec(data));
