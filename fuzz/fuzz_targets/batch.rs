//! Any bytes as the body of several questions.
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
    SERVICE.with(|service| service.ask(Method::POST, targets::BATCH, data.to_vec()));
});
