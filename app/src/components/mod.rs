//! Parts that several pages share, one a file.

mod brand_mark;
mod discovery;
mod known;
mod social;
mod source;
mod textures;
mod wide;

pub(crate) use brand_mark::BrandMark;
pub(crate) use discovery::{Discovery, oembed};
pub(crate) use known::Known;
pub(crate) use social::{Picture, Property, Social};
pub(crate) use source::Sources;
pub(crate) use textures::Textures;
pub(crate) use wide::Wide;
