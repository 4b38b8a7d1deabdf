//! How wrong it is: what the program says against what was published or measured.
//!
//! For the server, the tests and `cargo xtask calibrate`, never for the browser.

mod held_out;
pub mod sizes;
pub mod speed;
pub mod speed_fit;
pub mod training;

pub use held_out::HELD_OUT;
