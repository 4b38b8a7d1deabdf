//! Things that wait until a person pauses. On the server nothing does.

#[cfg(feature = "hydrate")]
pub(crate) use browser::then;

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::Cell;
    use std::time::Duration;

    use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};

    /// Longer than the time between two moves of a slider.
    const PAUSE: Duration = Duration::from_millis(200);

    thread_local! {
        static PENDING: Cell<Option<TimeoutHandle>> = const { Cell::new(None) };
    }

    /// Runs `act` unless something else is to be run before a moment has passed.
    pub(crate) fn then(act: impl FnOnce() + 'static) {
        if let Some(timer) = PENDING.take() {
            timer.clear();
        }
        PENDING.set(set_timeout_with_handle(act, PAUSE).ok());
    }
}

#[cfg(not(feature = "hydrate"))]
pub(crate) fn then(_act: impl FnOnce() + 'static) {}
