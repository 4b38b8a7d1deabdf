//! Searches over the catalogue: what runs on a machine, and which machine runs a job.
//!
//! Every row is the answer to a question of its own, asked as any other; nothing is computed here but
//! which answers are worth showing.

mod asked;
mod filter;
mod kind;
mod machine;
mod machines;
mod models;
mod query;
mod told;

pub use asked::Asked;
pub use filter::{Filter, KEYS as FILTER_KEYS, Sort};
pub use kind::Kind;
pub use machines::{
    Advised, BuildFound, COUNTS, Job, Limits, MachinesFound, PointFound, RentedFound, Search,
    UseCase, advised, asks_for_machines, best_three, machines, machines_within, use_cases,
};
pub use models::{How, ModelFound, ModelsFound, models};
pub use query::{
    ASK, ASK_MACHINES, BUDGET, CARDS, FIRST, LEAST, MACHINE, MAKER, RENTED, USUAL_BITS, WATTS,
    WITHIN,
};
pub use told::Told;
