//! Any bytes as the address that is asked about.
#![no_main]

use std::cell::LazyCell;

use axum::http::Method;
use headroom_fuzz::service::Service;
use headroom_fuzz::targets;
use libfuzzer_sys::fuzz_target;

thread_local! {
    static SERVICE: LazyCell<Service> = const { LazyCell::new(Service::new) };
}

fuzz_target!(|data: &[u8]| {
    for address in [targets::oembed_address(data), targets::oembed_of_query(data)] {
        SERVICE.with(|service| service.ask(Method::GET, &address, Vec::new()));
    }
});
