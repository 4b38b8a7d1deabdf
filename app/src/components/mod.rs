//! Parts that several pages share, one a file.

#[cfg(feature = "ssr")]
mod brand_mark;
#[cfg(feature = "ssr")]
mod build_link;
#[cfg(feature = "ssr")]
mod discovery;
#[cfg(feature = "ssr")]
mod hidden_fields;
#[cfg(feature = "ssr")]
mod known;
mod list_table;
#[cfg(feature = "ssr")]
mod more;
#[cfg(feature = "ssr")]
mod social;
mod source;
#[cfg(feature = "ssr")]
mod suggestions;
#[cfg(feature = "ssr")]
mod textures;
mod wide;
#[cfg(feature = "ssr")]
mod written;

#[cfg(feature = "ssr")]
pub(crate) use brand_mark::BrandMark;
#[cfg(feature = "ssr")]
pub(crate) use build_link::BuildLink;
#[cfg(feature = "ssr")]
pub(crate) use discovery::{Discovery, oembed};
#[cfg(feature = "ssr")]
pub(crate) use hidden_fields::HiddenFields;
#[cfg(feature = "ssr")]
pub(crate) use known::Known;
pub(crate) use list_table::{Heading, ListTable};
#[cfg(feature = "ssr")]
pub(crate) use more::More;
#[cfg(feature = "ssr")]
pub(crate) use social::{Picture, Property, Social};
pub(crate) use source::SourceLink;
#[cfg(feature = "ssr")]
pub(crate) use source::Sources;
#[cfg(feature = "ssr")]
pub(crate) use suggestions::Suggestions;
#[cfg(feature = "ssr")]
pub(crate) use textures::Textures;
#[cfg(feature = "ssr")]
pub(crate) use wide::Wide;
#[cfg(feature = "ssr")]
pub(crate) use written::Written;
