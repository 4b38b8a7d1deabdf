//! Images in a prompt.

use std::fmt;

use super::model::ModelChoice;
use crate::catalog::Model;
use crate::model::images::{Division, Grid, MERGED, Seen};

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
        let rule = match model {
            ModelChoice::Listed(model) => division(model),
            ModelChoice::Sized { .. } | ModelChoice::Described(_) => None,
        };
        match self {
            Self::Pixels(width, height) => rule.map(|rule| rule.seen(width, height)),
            Self::Tokens(tokens) => Some(Seen {
                tokens,
                patches: tokens.saturating_mul(rule.map_or(1, Division::patches)),
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

/// How the family of a model divides an image, within the limits that its publisher ships; `None` for one that sees none,
/// or whose processor was not read.
///
/// ```
/// use headroom_core::{catalog::Catalog, scenario::images::division};
/// let tokens = |id: &str, width, height| {
///     let model = Catalog::builtin().model(id)?;
///     Some(division(model)?.seen(width, height).tokens)
/// };
/// assert_eq!(tokens("qwen2.5-vl-7b", 1_024, 1_024), Some(37 * 37));
/// assert_eq!(tokens("gemma-3-27b", 4_000, 300), Some(256));
/// assert_eq!(tokens("llama-3.1-8b", 896, 448), None);
/// ```
#[must_use]
pub fn division(model: &Model) -> Option<Division> {
    if model.params.vision == 0 {
        return None;
    }
    let squares = |pixels, least, most| Division::Squares {
        pixels,
        bounds: (least, most),
    };
    let rows = |pixels, longest, patches| Division::Rows {
        pixels,
        longest,
        patches,
    };
    Some(match model.family {
        "qwen2.5-vl" => squares(28, 4, 16_384),
        "qwen3-vl" | "qwen3.5" => squares(32, 64, 16_384),
        // Two frames are counted for a still image.
        "glm-4.5" => squares(28, 8, 7_500),
        "minimax-m3" => squares(28, 4, 576),
        "kimi-k2" => Division::Filled {
            pixels: 28,
            most: 4_096,
        },
        "pixtral" => rows(16, 1_024, 1),
        "mistral" | "devstral" => rows(28, 1_540, MERGED),
        "gemma-3" => Division::Fixed {
            tokens: 256,
            patches: 16,
        },
        "gemma-3n" => Division::Fixed {
            tokens: 256,
            patches: 1,
        },
        // The smallest is built otherwise.
        "gemma-4" if model.id != "gemma-4-12b" => Division::Fitted {
            pixels: 48,
            most: 280,
            patches: 9,
        },
        "internvl3" | "internvl3.5" => Division::Tiles {
            pixels: 448,
            tokens: 256,
            most: 12,
            grid: Grid::LikestSides,
        },
        "llama-4" => Division::Tiles {
            pixels: 336,
            tokens: 144,
            most: 16,
            grid: Grid::LeastChange,
        },
        _ => return None,
    })
}
