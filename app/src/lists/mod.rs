//! Tables and what stands in them, which the server writes and the browser too.

mod list_table;
mod source_link;
mod wide;

pub(crate) use list_table::{Heading, ListTable};
pub(crate) use source_link::SourceLink;
#[cfg(feature = "ssr")]
pub(crate) use wide::Wide;
