//! The pages of Headroom.
//!
//! One crate, compiled twice. With feature `ssr` it is linked into the server, which routes and
//! renders every page whole. With feature `hydrate` it becomes the WebAssembly module that wakes
//! one island, the configurator. That needs no router: the query of the address is its whole
//! state, and core's codec reads and writes it.

#![cfg_attr(
    any(feature = "ssr", feature = "hydrate"),
    expect(
        unreachable_pub,
        reason = "`#[component]` and `#[island]` make the function that they keep beside a component `pub`"
    )
)]

mod address;
pub mod chart;
mod configurator;
mod found;
mod glossary;
mod lists;
mod look;
mod markup;
mod pause;
mod stack;
mod state;

pub use configurator::about::about;
pub use look::gpu_name;
pub use state::question;

#[cfg(feature = "ssr")]
mod badge;
#[cfg(feature = "ssr")]
mod build;
#[cfg(feature = "ssr")]
pub mod card;
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
pub mod embed;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod render;
#[cfg(feature = "ssr")]
pub use badge::badge;
#[cfg(feature = "ssr")]
pub use markup::address_at;
#[cfg(feature = "ssr")]
pub use page::{Page, Pasted, document, html};

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(feature = "hydrate")]
mod carry;
#[cfg(feature = "hydrate")]
mod importing;
#[cfg(feature = "hydrate")]
mod searching;
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
mod writing;
#[cfg(feature = "hydrate")]
pub use browser::hydrate;
