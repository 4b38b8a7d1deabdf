//! Images in a prompt.

use std::fmt;

use super::model::ModelChoice;
use crate::model::images::{Division, Seen};

/// Most images of a prompt.
pub const MOST_IMAGES: u32 = 256;
/// Longest side of an image, pixels.
pub const LONGEST_SIDE: u32 = 16_384;
/// Most tokens of an image.
pub const MOST_TOKENS: u32 = 65_536;

/// Images of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Images {
    /// How many.
    pub count: u32,
    /// How large each is.
    pub size: ImageSize,
    /// What becomes of each.
    pub each: Seen,
}

impl Images {
    /// The same before another model; `None` where that sees none, or it is not known what it makes of them.
    #[must_use]
    pub fn before(self, model: &ModelChoice) -> Option<Self> {
        let each = self.size.seen_by(model)?;
        Some(Self { each, ..self })
    }

    /// Tokens of all of them.
    ///
    /// ```
    /// use headroom_core::{catalog::Catalog, codec::decode};
    /// let asked = decode("model=qwen2.5-vl-7b&images=2~1024x1024", Catalog::builtin());
    /// assert_eq!(asked.scenario.speed.images.map(|images| images.tokens()), Some(2 * 1_369));
    /// ```
    #[must_use]
    pub fn tokens(&self) -> u32 {
        self.count.saturating_mul(self.each.tokens)
    }
}

/// How large an image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageSize {
    /// Width and height.
    Pixels(u32, u32),
    /// What it becomes.
    Tokens(u32),
}

impl ImageSize {
    /// What a model makes of such an image; `None` where that is not known, or it sees none.
    #[must_use]
    pub fn seen_by(self, model: &ModelChoice) -> Option<Seen> {
        if model.vision_params() == 0 {
            return None;
        }
        let division = match model {
            ModelChoice::Listed(model) => Division::of(model),
            ModelChoice::Sized { .. } | ModelChoice::Described(_) => None,
        };
        match self {
            Self::Pixels(width, height) => division.map(|division| division.seen(width, height)),
            Self::Tokens(tokens) => Some(Seen {
                tokens,
                patches: tokens.saturating_mul(division.map_or(1, Division::patches)),
            }),
        }
    }
}

impl Default for ImageSize {
    fn default() -> Self {
        Self::Pixels(1_024, 1_024)
    }
}

/// As links write them.
impl fmt::Display for Images {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.count)?;
        match self.size {
            size if size == ImageSize::default() => Ok(()),
            ImageSize::Pixels(width, height) => write!(f, "~{width}x{height}"),
            ImageSize::Tokens(tokens) => write!(f, "~{tokens}"),
        }
    }
}
