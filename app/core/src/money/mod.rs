//! What the machine costs, what renting costs instead, and when owning is cheaper.
//!
//! Stands behind speed, because rivals are compared by what they can serve.

pub mod cost;
pub(crate) mod epoch;
pub mod payback;
pub mod rent;
pub(crate) mod tokens;
pub(crate) mod working;
