//! What repeats layer by layer, in runs: `LLLF*12_F` is twelve times `LLLF`, then `F`.

use std::fmt::Write as _;

use crate::model::runs;
use crate::scenario::keys::LAYERS;

/// Between runs.
const BETWEEN: char = '_';
/// Before the number of times.
const TIMES: char = '*';
/// Longest group that is looked for when a pattern is written.
const GROUP: usize = 32;

// Links take as many layers as rows of the catalogue.
const _: () = assert!(runs::MOST == LAYERS.max as usize);

/// Spells runs of letters out; `None` where they are no runs or longer than a model has layers.
pub(super) fn letters(text: &str) -> Option<String> {
    runs::letters(text.split(BETWEEN)).ok()
}

/// Spells runs of numbers out, one a layer.
pub(super) fn numbers(text: &str) -> Option<Vec<u32>> {
    runs::numbers(text.split(BETWEEN)).ok()
}

/// Writes letters in few runs.
pub(super) fn of_letters(letters: &str) -> String {
    let letters = letters.as_bytes();
    let mut runs = String::new();
    let mut single = String::new();
    let mut at = 0;
    while let Some(rest) = letters.get(at..).filter(|rest| !rest.is_empty()) {
        let (group, times) = most(rest);
        let taken = rest.get(..group).unwrap_or(rest);
        let taken: String = taken.iter().copied().map(char::from).collect();
        if times > 1 {
            put(&mut runs, &single, 1);
            single.clear();
            put(&mut runs, &taken, times);
        } else {
            single.push_str(&taken);
        }
        at += group * times;
    }
    put(&mut runs, &single, 1);
    runs
}

/// The group at the start whose repetition spares most letters, and how often it stands there.
fn most(letters: &[u8]) -> (usize, usize) {
    let mut best = (1, 1);
    let mut spared = 0;
    for group in 1..=GROUP.min(letters.len() / 2) {
        let Some(first) = letters.get(..group) else {
            break;
        };
        let times = letters.chunks_exact(group);
        let times = times.take_while(|chunk| *chunk == first).count();
        // What the number takes besides.
        let spares = (group * (times - 1)).saturating_sub(3);
        if spares > spared {
            (best, spared) = ((group, times), spares);
        }
    }
    best
}

/// Writes numbers in runs of equal ones.
pub(super) fn of_numbers(numbers: &[u32]) -> String {
    let mut runs = String::new();
    for equal in numbers.chunk_by(|a, b| a == b) {
        if let Some(number) = equal.first() {
            put(&mut runs, &number.to_string(), equal.len());
        }
    }
    runs
}

fn put(runs: &mut String, group: &str, times: usize) {
    if group.is_empty() {
        return;
    }
    if !runs.is_empty() {
        runs.push(BETWEEN);
    }
    runs.push_str(group);
    if times > 1 {
        // Writing to a string cannot fail.
        let _ = write!(runs, "{TIMES}{times}");
    }
}

#[cfg(test)]
mod tests {
    use super::{letters, numbers, of_letters, of_numbers};

    #[test]
    fn patterns_are_written_in_few_runs_and_read_again() {
        for (spelled, runs) in [
            ("F".repeat(80), "F*80"),
            (format!("{}F", "LLLF".repeat(12)), "LLLF*12_F"),
            (format!("{}SS", "SSSSSF".repeat(10)), "SSSSSF*10_SS"),
            ("FSF".to_owned(), "FSF"),
        ] {
            assert_eq!(of_letters(&spelled), runs);
            assert_eq!(letters(runs), Some(spelled));
        }
        let widths = [vec![6_144; 15], vec![12_288; 20]].concat();
        assert_eq!(of_numbers(&widths), "6144*15_12288*20");
        assert_eq!(numbers("6144*15_12288*20"), Some(widths));
    }

    #[test]
    fn what_is_longer_than_any_model_is_not_spelled_out() {
        for runs in [
            "F*1025",
            "F*999999999999999999999",
            "FF*600",
            "F*0",
            "",
            "F*600_F*600",
            "*7",
        ] {
            assert_eq!(letters(runs), None, "{runs}");
        }
        assert_eq!(numbers("1*1025"), None);
        assert_eq!(numbers("F"), None);
    }
}
