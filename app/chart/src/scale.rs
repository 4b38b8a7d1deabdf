//! Ticks at one, two and five times a power of ten, and the way from a value to a place; all in
//! integers.

use std::ops::Range;

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

/// Values beyond this are drawn at the edge: twice it still fits the type.
const MOST: i64 = 4_000_000_000_000_000_000;

/// A stretch of values with a tick at every multiple of its step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scale {
    pub(crate) low: i64,
    pub(crate) high: i64,
    pub(crate) step: i64,
}

/// A doubling on an axis on which each takes the same way.
pub(crate) const DOUBLING: i64 = 64;

/// Doublings of one, in parts of [`DOUBLING`]: straight between powers of two, which is as near to a
/// logarithm as the eye can tell.
pub(crate) fn doublings(value: u64) -> i64 {
    let value = value.max(1);
    let whole = value.ilog2();
    let parts = u128::from(value - (1 << whole)) * u128::from(DOUBLING.unsigned_abs());
    let over = parts >> whole;
    i64::from(whole) * DOUBLING + i64::try_from(over).unwrap_or(0)
}

impl Scale {
    /// The shortest stretch between ticks that holds all values, with at most `most` intervals
    /// but for those that rounding outwards adds, and no step below `least`.
    pub(crate) fn around(
        values: impl IntoIterator<Item = i64>,
        most: u32,
        least: i64,
    ) -> Option<Self> {
        let exact = Self::between(values, most, least)?;
        let step = i128::from(exact.step);
        let low = i128::from(exact.low).div_euclid(step) * step;
        let high = -(-i128::from(exact.high)).div_euclid(step) * step;
        let high = if high == low { low + step } else { high };
        Some(Self {
            low: clamp(low),
            high: clamp(high),
            step: exact.step,
        })
    }

    /// As [`Scale::around`], ending where the values end.
    pub(crate) fn between(
        values: impl IntoIterator<Item = i64>,
        most: u32,
        least: i64,
    ) -> Option<Self> {
        let mut values = values.into_iter().map(|value| value.clamp(-MOST, MOST));
        let first = values.next()?;
        let (low, high) = values.fold((first, first), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let span = (i128::from(high) - i128::from(low)).max(1);
        Some(Self {
            low,
            high,
            step: clamp(round_step(span, i128::from(most.max(1)), i128::from(least))),
        })
    }

    /// Every tick, from low to high.
    pub(crate) fn ticks(&self) -> Vec<i64> {
        let step = i128::from(self.step.max(1));
        let mut at = -(-i128::from(self.low)).div_euclid(step) * step;
        let mut ticks = Vec::new();
        while at <= i128::from(self.high) && ticks.len() < 64 {
            ticks.push(clamp(at));
            at += step;
        }
        ticks
    }

    /// The place of a value, from `places.0` at the low end to `places.1` at the high end.
    pub(crate) fn place(&self, value: i64, places: (i32, i32)) -> i32 {
        let low = i128::from(self.low);
        let span = (i128::from(self.high) - low).max(1);
        let along = (i128::from(value) - low).clamp(0, span);
        let way = i128::from(places.1) - i128::from(places.0);
        // Half up, on either side of zero.
        let moved = (2 * along * way + span).div_euclid(2 * span);
        i32::try_from(i128::from(places.0) + moved).unwrap_or(places.1)
    }
}

fn clamp(value: i128) -> i64 {
    i64::try_from(value.clamp(i128::from(i64::MIN), i128::from(i64::MAX))).unwrap_or_default()
}

/// The smallest of 1, 2, 5, 10, 20, … that is not below `least` and divides `span` into at most
/// `most` intervals.
fn round_step(span: i128, most: i128, least: i128) -> i128 {
    let mut decade = 1;
    loop {
        for factor in [1, 2, 5] {
            let step = decade * factor;
            if step >= least && step * most >= span {
                return step;
            }
        }
        decade *= 10;
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = i64;

    fn map(&self, value: &i64, limit: (i32, i32)) -> i32 {
        self.place(*value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<i64> {
        self.ticks()
    }

    fn range(&self) -> Range<i64> {
        self.low..self.high
    }
}

impl ValueFormatter<i64> for Scale {
    fn format(value: &i64) -> String {
        value.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{DOUBLING, MOST, Scale, doublings};

    #[test]
    fn an_axis_grows_evenly_by_doublings() {
        let step = DOUBLING;
        assert_eq!([1, 2, 4, 8].map(doublings), [0, step, 2 * step, 3 * step]);
        assert!((1..200).all(|value| doublings(value) <= doublings(value + 1)));
        assert_eq!(doublings(u64::MAX), 64 * step - 1);
    }

    fn around(values: &[i64]) -> Scale {
        Scale::around(values.iter().copied(), 5, 1).unwrap_or(Scale {
            low: 0,
            high: 0,
            step: 0,
        })
    }

    #[test]
    fn ticks_are_one_two_five() {
        assert_eq!(around(&[0, 97]).ticks(), [0, 20, 40, 60, 80, 100]);
        assert_eq!(
            around(&[0, 182_400]).ticks(),
            [0, 50_000, 100_000, 150_000, 200_000]
        );
        assert_eq!(around(&[-3, 4]).ticks(), [-4, -2, 0, 2, 4]);
    }

    #[test]
    fn every_value_has_a_place_on_the_scale() {
        for values in [
            vec![0],
            vec![7, 7, 7],
            vec![i64::MIN, i64::MAX],
            vec![i64::MAX, i64::MAX],
            vec![-1],
        ] {
            let scale = around(&values);
            assert!(scale.low < scale.high, "{scale:?}");
            assert!((2..=12).contains(&scale.ticks().len()), "{scale:?}");
            for value in values {
                let place = scale.place(value, (600, 20));
                assert!((20..=600).contains(&place), "{place}");
                let inside = value.clamp(-MOST, MOST);
                assert!(scale.low <= inside && inside <= scale.high);
            }
        }
        assert_eq!(Scale::around([], 5, 1), None);
    }

    #[test]
    fn places_keep_the_order_of_values() {
        let scale = around(&[-1_000, 12_345]);
        let places: Vec<i32> = (-1_000..12_345)
            .map(|value| scale.place(value, (640, 0)))
            .collect();
        assert!(places.is_sorted_by(|left, right| left >= right));
    }
}
