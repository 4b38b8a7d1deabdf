//! What the files of the core and of the app may hold and import, read from their sources.

pub mod layers;
pub mod markup;
mod source;

pub use source::Unreadable;
