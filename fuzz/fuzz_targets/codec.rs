//! Any bytes as a query: never a panic, and the canonical link of what was understood is understood
//! without a remark and is its own canonical link.
#![no_main]

use headroom_core::catalog::Catalog;
use headroom_core::codec::{MAX_QUERY_BYTES, decode, encode};
use headroom_core::evaluate::evaluate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(query) = std::str::from_utf8(data) else {
        return;
    };
    if query.len() > MAX_QUERY_BYTES {
        return;
    }
    let catalog = Catalog::builtin();
    let decoded = decode(query, catalog);
    let canonical = encode(&decoded.scenario);
    let again = decode(&canonical, catalog);
    assert!(again.notices.is_empty(), "{canonical}: {:?}", again.notices);
    assert_eq!(again.scenario, decoded.scenario);
    assert_eq!(encode(&again.scenario), canonical);
    let _ = evaluate(&decoded.scenario, catalog);
});
