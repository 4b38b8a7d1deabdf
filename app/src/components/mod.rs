//! Parts that several pages share, one a file.

mod brand_mark;
mod build_link;
mod discovery;
mod hidden_fields;
mod known;
mod more;
mod social;
mod source;
mod suggestions;
mod textures;
mod written;

pub(crate) use brand_mark::BrandMark;
pub(crate) use build_link::BuildLink;
pub(crate) use discovery::{Discovery, oembed};
pub(crate) use hidden_fields::HiddenFields;
pub(crate) use known::Known;
pub(crate) use more::More;
pub(crate) use social::{Picture, Property, Social};
pub(crate) use source::Sources;
pub(crate) use suggestions::Suggestions;
pub(crate) use textures::Textures;
pub(crate) use written::Written;

pub(crate) use crate::lists::{Heading, ListTable, SourceLink, Wide};
