//! Sorting short lists with little code.
//!
//! The sorts of the standard library weigh several kilobytes for every type and key that they are used with, all
//! of which the browser would have to fetch. Here the places are sorted, by one copy of that code, and the items
//! follow them.

use std::cmp::Ordering;

/// Sorts by a key; items with equal keys keep their order.
///
/// ```
/// let mut cards = [("b", 2), ("c", 1), ("a", 2)];
/// headroom_core::units::sort_by_key(&mut cards, |card| card.1);
/// assert_eq!(cards, [("c", 1), ("b", 2), ("a", 2)]);
/// ```
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    let mut from = places(items.len(), &|a, b| key(&items[a]).cmp(&key(&items[b])));
    for place in 0..items.len() {
        // What stood there has been moved on to where the item of an earlier place came from.
        while from[place] < place {
            from[place] = from[from[place]];
        }
        items.swap(place, from[place]);
    }
}

/// Places in the order of what stands there.
fn places(count: usize, order: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|&a, &b| order(a, b));
    places
}

#[cfg(test)]
mod tests {
    use super::sort_by_key;

    #[test]
    fn it_sorts_as_the_standard_library_does() {
        // Every list of up to six small numbers, each with its place, so that equal keys can be told apart.
        for length in 0..=6_u32 {
            for list in 0..4_u32.pow(length) {
                let digits = (0..length).map(|place| (list / 4_u32.pow(place) % 4, place));
                let mut ours: Vec<(u32, u32)> = digits.collect();
                let mut theirs = ours.clone();
                sort_by_key(&mut ours, |one| one.0);
                theirs.sort_by_key(|one| one.0);
                assert_eq!(ours, theirs);
            }
        }
    }
}
