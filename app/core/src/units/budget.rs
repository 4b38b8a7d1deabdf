//! Steps of work, counted: what ends a search at the same place on every machine.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// Steps that all searches of one question may take together. One is about as much work as asking whether
/// a card holds its layers: 10 to 40 nanoseconds of one core.
pub const QUESTION_STEPS: u64 = 2_000_000;

/// A count of steps with a bound.
///
/// Work is counted where it is done, and searches look between one question and the next whether anything
/// is left. What was begun is brought to its end, so that a bound takes suggestions away and never changes
/// a verdict; and steps are no time, so that every machine stops at the same one.
#[derive(Debug)]
pub struct Budget {
    most: u64,
    taken: Cell<u64>,
}

impl Budget {
    /// A bound of so many steps.
    pub(crate) const fn new(most: u64) -> Self {
        Self {
            most,
            taken: Cell::new(0),
        }
    }

    /// Counts work.
    pub(crate) fn take(&self, steps: usize) {
        let taken = self.taken.get().saturating_add(steps as u64);
        self.taken.set(taken);
    }

    /// Whether nothing is left for another question.
    pub(crate) fn is_spent(&self) -> bool {
        self.taken.get() >= self.most
    }

    /// Steps so far.
    pub(crate) fn taken(&self) -> u64 {
        self.taken.get()
    }
}

/// Steps that were taken on behalf of one question, by whoever asked.
#[derive(Debug, Default)]
pub(crate) struct Steps(AtomicU64);

impl Steps {
    /// Adds what a search took.
    pub(crate) fn add(&self, steps: u64) {
        self.0.fetch_add(steps, Ordering::Relaxed);
    }

    /// All so far.
    pub(crate) fn taken(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Clone for Steps {
    fn clone(&self) -> Self {
        Self(AtomicU64::new(self.taken()))
    }
}
