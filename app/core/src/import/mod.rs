//! A model of one's own from the files that it comes in: `config.json` of Hugging Face, the index and headers of
//! `.safetensors`, the headers of `.gguf`.
//!
//! What comes out is a query, like every question, and what was not understood. A verdict needs weights and cache that can
//! be counted; where one of them cannot, nothing is guessed and the refusal says what is missing. Only headers are
//! read, and every length in them is bounded before anything is kept.

mod answer;
mod config;
mod found;
mod gguf;
pub mod hub;
mod json;
mod names;
mod outcome;
mod reading;
mod safetensors;

pub use self::answer::Answer;
pub use self::found::{File, Imported, LONGEST, MOST_FILES, Refusal};
pub use self::reading::read;
