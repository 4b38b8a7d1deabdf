//! Things that wait until a person pauses. On the server nothing does.

/// What a pause is waited for, and so how long it has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wait {
    /// Longer than the time between two moves of a slider.
    Drawing,
    /// As long as a screen reader should be left to echo what is typed.
    Speech,
}

#[cfg(feature = "hydrate")]
pub(crate) use browser::then;

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::Cell;
    use std::time::Duration;

    use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};

    use super::Wait;

    thread_local! {
        static PENDING: [Cell<Option<TimeoutHandle>>; 2] = const { [const { Cell::new(None) }; 2] };
    }

    /// Runs `act` unless something else is to be run before the pause has passed.
    pub(crate) fn then(wait: Wait, act: impl FnOnce() + 'static) {
        let (place, milliseconds) = match wait {
            Wait::Drawing => (0, 200),
            Wait::Speech => (1, 700),
        };
        PENDING.with(|pending| {
            if let Some(timer) = pending[place].take() {
                timer.clear();
            }
            let pause = Duration::from_millis(milliseconds);
            pending[place].set(set_timeout_with_handle(act, pause).ok());
        });
    }
}

#[cfg(not(feature = "hydrate"))]
pub(crate) fn then(_wait: Wait, _act: impl FnOnce() + 'static) {}
