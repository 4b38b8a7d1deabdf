//! Steps of work, counted: what ends a search at the same place on every machine.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Steps that all searches of one question may take together. One is about as much work as asking whether
/// a card holds its layers: 10 to 40 nanoseconds of one core.
pub const QUESTION_STEPS: u64 = 2_000_000;

/// Steps that one sweep over all machines may take, whatever it asks of each: those of twelve questions.
/// `examples/dearest` and `tests/bounds.rs` say how many the sweeps take that are made.
pub const SWEEP_STEPS: u64 = 12 * QUESTION_STEPS;

/// Whether nobody waits for an answer any more: the one who asked is gone, or the time is up.
///
/// The default is never told to stop. What was stopped has no answer; it is only not worked on.
#[derive(Clone, Debug, Default)]
pub struct Stop(Option<Arc<AtomicBool>>);

impl Stop {
    /// One that can be told.
    #[must_use]
    pub fn new() -> Self {
        Self(Some(Arc::default()))
    }

    /// Tells everything that looks at it to stop.
    pub fn tell(&self) {
        if let Some(told) = &self.0 {
            told.store(true, Ordering::Relaxed);
        }
    }

    /// Whether it was told.
    #[must_use]
    pub fn is_told(&self) -> bool {
        { self.0.as_ref() }.is_some_and(|told| told.load(Ordering::Relaxed))
    }
}

/// A count of steps with a bound.
///
/// Work is counted where it is done, and searches look between one question and the next whether anything
/// is left. What was begun is brought to its end, so that a bound takes suggestions away and never changes
/// a verdict; and steps are no time, so that every machine stops at the same one. Nothing is left either
/// where nobody waits for the answer.
#[derive(Debug)]
pub struct Budget {
    most: u64,
    taken: Cell<u64>,
    stop: Stop,
}

impl Budget {
    /// A bound of so many steps.
    #[must_use]
    pub const fn new(most: u64) -> Self {
        Self {
            most,
            taken: Cell::new(0),
            stop: Stop(None),
        }
    }

    /// The same that ends as soon as nobody waits.
    #[must_use]
    pub fn until(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// Counts work.
    pub(crate) fn take(&self, steps: usize) {
        self.add(steps as u64);
    }

    /// Counts work that was counted elsewhere.
    pub(crate) fn add(&self, steps: u64) {
        self.taken.set(self.taken.get().saturating_add(steps));
    }

    /// Whether nothing is left for another question.
    pub(crate) fn is_spent(&self) -> bool {
        self.taken.get() >= self.most || self.is_stopped()
    }

    /// Whether nobody waits for the answer.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.is_told()
    }

    /// What tells it to stop.
    pub(crate) fn stop(&self) -> &Stop {
        &self.stop
    }

    /// Steps so far.
    #[must_use]
    pub fn taken(&self) -> u64 {
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
