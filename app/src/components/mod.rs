//! Parts that several pages share, one a file.

mod brand_mark;
mod discovery;
mod social;
mod textures;

pub(crate) use brand_mark::BrandMark;
pub(crate) use discovery::{Discovery, oembed};
pub(crate) use social::{Picture, Property, Social};
pub(crate) use textures::Textures;
