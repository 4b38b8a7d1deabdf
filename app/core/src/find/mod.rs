//! Searches over the catalogue: what runs on a machine.
//!
//! Every row is the answer to a question of its own, asked as any other; nothing is computed here but
//! which answers are worth showing.

mod asked;
mod filter;
mod kind;
mod machine;
mod models;
mod told;

pub use asked::{Asked, LEAST, MACHINE, USUAL_BITS};
pub use filter::{Filter, KEYS as FILTER_KEYS, Sort};
pub use kind::Kind;
pub use models::{How, ModelFound, ModelsFound, models};
pub use told::Told;
