//! How many tokens of a prompt an image becomes, and how much a tower computes for it: the ways in which the image
//! processors of `transformers` 5.24.0 divide it (read 2026-12-01).

/// What becomes of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Tokens in the prompt. Marks at its beginning and between tiles are left out.
    pub tokens: u32,
    /// Patches that the tower computes.
    pub patches: u32,
}

/// How a family divides an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Division {
    /// Sides are rounded to whole squares of so many pixels, each a token; within bounds on their number.
    Squares {
        /// Side of a square.
        pixels: u32,
        /// Fewest and most squares.
        bounds: (u32, u32),
    },
    /// Sides are filled up to whole squares, and large images made smaller first.
    Filled {
        /// Side of a square.
        pixels: u32,
        /// Most squares.
        most: u32,
    },
    /// The same with a longest side, and a token more behind each row.
    Rows {
        /// Side of a square.
        pixels: u32,
        /// Longest side in pixels.
        longest: u32,
        /// Patches behind a square.
        patches: u32,
    },
    /// Made as large or as small as so many squares allow.
    Fitted {
        /// Side of a square.
        pixels: u32,
        /// Most squares.
        most: u32,
        /// Patches behind a square.
        patches: u32,
    },
    /// As many tokens whatever it shows.
    Fixed {
        /// Tokens.
        tokens: u32,
        /// Patches behind each.
        patches: u32,
    },
    /// Tiles of the same size, and the whole image once more where there are several.
    Tiles {
        /// Side of a tile.
        pixels: u32,
        /// Tokens of a tile, with four patches behind each.
        tokens: u32,
        /// Most tiles.
        most: u32,
        /// How their grid is chosen.
        grid: Grid,
    },
}

/// How a grid of tiles is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grid {
    /// The one whose sides are as long, one to the other, as those of the image.
    LikestSides,
    /// The one that makes the image least larger; else the one that makes it least smaller.
    LeastChange,
}

/// Patches that are merged into a token of squares.
pub const MERGED: u32 = 4;

impl Division {
    /// Patches behind a token.
    #[must_use]
    pub fn patches(self) -> u32 {
        match self {
            Self::Squares { .. } | Self::Filled { .. } | Self::Tiles { .. } => MERGED,
            Self::Rows { patches, .. }
            | Self::Fitted { patches, .. }
            | Self::Fixed { patches, .. } => patches,
        }
    }

    /// What becomes of an image of so many pixels.
    ///
    /// ```
    /// use headroom_core::model::images::{Division, Grid};
    /// let squares = Division::Squares { pixels: 28, bounds: (4, 16_384) };
    /// assert_eq!(squares.seen(1_024, 1_024).tokens, 37 * 37);
    /// let tiles = Division::Tiles { pixels: 448, tokens: 256, most: 12, grid: Grid::LikestSides };
    /// assert_eq!(tiles.seen(896, 448).tokens, 3 * 256);
    /// ```
    #[must_use]
    pub fn seen(self, width: u32, height: u32) -> Seen {
        let sides = [width, height].map(|side| f64::from(side.max(1)));
        let (tokens, ends) = match self {
            Self::Squares { pixels, bounds } => (squares(sides, f64::from(pixels), bounds), 0),
            Self::Filled { pixels, most } => {
                let scale = scale(sides, f64::from(pixels), most);
                (product(filled(sides, scale, pixels)), 0)
            }
            Self::Rows {
                pixels, longest, ..
            } => {
                let scale = f64::from(longest) / sides[0].max(sides[1]);
                let [across, down] = filled(sides, scale, pixels);
                (product([across, down]), down as u32)
            }
            Self::Fitted { pixels, most, .. } => {
                let scale = scale(sides, f64::from(pixels), most);
                let side = |side: f64| libm::floor(side * scale / f64::from(pixels)).max(1.0);
                // A strip is a row of squares at most as long as all of them.
                (product(sides.map(side)).min(most), 0)
            }
            Self::Fixed { tokens, .. } => (tokens, 0),
            Self::Tiles {
                pixels,
                tokens,
                most,
                grid,
            } => {
                let tiles = tiles(sides, f64::from(pixels), most, grid);
                let whole = u32::from(tiles > 1);
                ((tiles + whole) * tokens, 0)
            }
        };
        Seen {
            tokens: tokens + ends,
            patches: tokens * self.patches(),
        }
    }
}

/// Squares of so many pixels along sides that are made no larger and filled up.
fn filled(sides: [f64; 2], scale: f64, pixels: u32) -> [f64; 2] {
    let side = |side: f64| libm::ceil(libm::floor(side * scale.min(1.0)) / f64::from(pixels));
    sides.map(side).map(|count| count.max(1.0))
}

fn product(sides: [f64; 2]) -> u32 {
    (sides[0] * sides[1]).max(1.0) as u32
}

/// By how much sides are multiplied to give so many squares.
fn scale(sides: [f64; 2], pixels: f64, squares: u32) -> f64 {
    libm::sqrt(f64::from(squares) * pixels * pixels / (sides[0] * sides[1]))
}

/// Whole squares of sides that are rounded, and made larger or smaller where there are too few or too many.
fn squares(sides: [f64; 2], pixels: f64, (least, most): (u32, u32)) -> u32 {
    let rounded = sides.map(|side| libm::rint(side / pixels).max(1.0));
    let count = product(rounded);
    if count > most {
        let scale = scale(sides, pixels, most);
        return product(sides.map(|side| libm::floor(side * scale / pixels).max(1.0)));
    }
    if count < least {
        let scale = scale(sides, pixels, least);
        return product(sides.map(|side| libm::ceil(side * scale / pixels)));
    }
    count
}

/// How many tiles an image is divided into.
fn tiles(sides: [f64; 2], pixels: f64, most: u32, grid: Grid) -> u32 {
    let [width, height] = sides;
    let all = (1..=most).flat_map(|across| (1..=most / across).map(move |down| (across, down)));
    let mut all: Vec<(u32, u32)> = all.collect();
    all.sort_by_key(|(across, down)| across * down);
    let best = match grid {
        Grid::LikestSides => all.into_iter().reduce(|best, next| {
            let off = |(across, down): (u32, u32)| {
                libm::fabs(width / height - f64::from(across) / f64::from(down))
            };
            let large = width * height > 0.5 * pixels * pixels * f64::from(next.0 * next.1);
            let likelier = off(next) < off(best) || off(next) == off(best) && large;
            if likelier { next } else { best }
        }),
        Grid::LeastChange => all.into_iter().reduce(|best, next| {
            let scale = |(across, down): (u32, u32)| {
                (f64::from(across) * pixels / width).min(f64::from(down) * pixels / height)
            };
            let (now, then) = (scale(best), scale(next));
            let better = match (now >= 1.0, then >= 1.0) {
                (true, true) => then < now,
                (false, false) => then > now,
                (_, larger) => larger,
            };
            if better { next } else { best }
        }),
    };
    best.map_or(1, |(across, down)| across * down)
}

#[cfg(test)]
mod tests {
    use super::{Division, Grid, squares, tiles};

    /// Worked out with the functions of the processors themselves.
    #[test]
    fn images_are_divided_as_their_processors_do() {
        assert_eq!(squares([1_024.0, 1_024.0], 28.0, (4, 16_384)), 37 * 37);
        assert_eq!(squares([1_920.0, 1_080.0], 32.0, (64, 16_384)), 60 * 34);
        assert_eq!(squares([100.0, 100.0], 32.0, (64, 16_384)), 64);
        assert_eq!(squares([10_000.0, 10_000.0], 28.0, (4, 1_280)), 35 * 35);
        let likest = |width, height| tiles([width, height], 448.0, 12, Grid::LikestSides);
        assert_eq!([likest(448.0, 448.0), likest(896.0, 448.0)], [1, 2]);
        assert_eq!(
            [likest(1_024.0, 1_024.0), likest(4_032.0, 3_024.0)],
            [9, 12]
        );
        let least = |width, height| tiles([width, height], 336.0, 16, Grid::LeastChange);
        assert_eq!([least(336.0, 336.0), least(672.0, 336.0)], [1, 2]);
        assert_eq!([least(800.0, 600.0), least(10_000.0, 10_000.0)], [6, 16]);
    }

    #[test]
    fn rows_end_with_a_token_and_long_sides_are_shortened() {
        let rows = Division::Rows {
            pixels: 16,
            longest: 1_024,
            patches: 1,
        };
        assert_eq!(rows.seen(1_024, 512).tokens, 64 * 32 + 32);
        assert_eq!(rows.seen(2_048, 1_024), rows.seen(1_024, 512));
        let fitted = Division::Fitted {
            pixels: 48,
            most: 280,
            patches: 9,
        };
        assert_eq!(fitted.seen(1_024, 1_024).tokens, 256);
        assert_eq!(fitted.seen(100, 100).tokens, 256);
        assert!(fitted.seen(10_000, 10).tokens <= 280);
    }

    #[test]
    fn nothing_that_can_be_asked_overflows() {
        for division in [
            Division::Squares {
                pixels: 28,
                bounds: (4, 16_384),
            },
            Division::Filled {
                pixels: 28,
                most: 4_096,
            },
            Division::Rows {
                pixels: 16,
                longest: 1_024,
                patches: 1,
            },
            Division::Fitted {
                pixels: 48,
                most: 280,
                patches: 9,
            },
            Division::Tiles {
                pixels: 448,
                tokens: 256,
                most: 12,
                grid: Grid::LikestSides,
            },
            Division::Tiles {
                pixels: 336,
                tokens: 144,
                most: 16,
                grid: Grid::LeastChange,
            },
        ] {
            for (width, height) in [(1, 1), (1, 16_384), (16_384, 1), (16_384, 16_384)] {
                let seen = division.seen(width, height);
                assert!(
                    (1..=16_384).contains(&seen.tokens),
                    "{division:?} {width}x{height}: {seen:?}"
                );
                assert!(seen.patches >= seen.tokens / 2, "{seen:?}");
            }
        }
    }
}
