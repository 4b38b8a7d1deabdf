//! In the browser, panels are written anew where the answer is another one and they can be seen.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::asked::{Asked, Given};
use super::super::lazy;
use super::super::panel::Panel;
use super::Pace;

/// What a place is known to hold before anything was written into it here: no panel is ever written so, and so
/// the first that is written differs.
const UNREAD: &str = "\u{e000}";

/// So many panels are read at a time, so that nobody waits for it.
const AT_A_TIME: usize = 6;

/// The place of a panel.
struct Spot {
    panel: Panel,
    /// What it holds.
    text: RwSignal<String>,
    /// Whether what it is in is open.
    open: Option<RwSignal<bool>>,
    pace: Pace,
    /// The answer that it shows.
    shown: Given,
}

impl Spot {
    /// Whether it is not known what it holds.
    fn is_unread(&self) -> bool {
        self.text.with_untracked(|text| text == UNREAD)
    }
}

/// The places of all panels; copies are the same.
#[derive(Clone, Copy)]
pub(in crate::configurator) struct Board {
    spots: StoredValue<Vec<Spot>>,
    /// Whether the panels are those of an earlier answer, because what writes them did not come.
    late: RwSignal<bool>,
    /// Whether somebody does more than read, and may change something.
    touched: RwSignal<bool>,
}

impl Board {
    /// Without places.
    pub(in crate::configurator) fn new() -> Self {
        Self {
            spots: StoredValue::new(Vec::new()),
            late: RwSignal::new(false),
            touched: RwSignal::new(false),
        }
    }

    /// Whether the panels are behind the answer.
    pub(in crate::configurator) fn is_late(self) -> bool {
        self.late.get()
    }

    /// What stands in the place of a panel; at first what the server wrote.
    pub(in crate::configurator) fn text(
        self,
        asked: Asked,
        panel: Panel,
        open: Option<RwSignal<bool>>,
        pace: Pace,
    ) -> Signal<String> {
        let text = RwSignal::new(UNREAD.to_owned());
        let spot = Spot {
            panel,
            text,
            open,
            pace,
            shown: asked.given(),
        };
        self.spots.update_value(|spots| spots.push(spot));
        text.into()
    }

    /// The panels that can be seen and show another answer than this one, or only what they show without script.
    /// Whoever asks in an effect is asked again when something opens.
    fn behind(self, given: &Given, pace: Pace) -> Vec<(usize, Panel)> {
        self.spots.with_value(|spots| {
            let of_pace = { spots.iter().enumerate() }.filter(|(_, spot)| spot.pace == pace);
            let seen = of_pace.filter(|(_, spot)| spot.open.is_none_or(|open| open.get()));
            let behind = seen.filter(|(_, spot)| {
                let plain = || spot.panel.differs_in_browser() && spot.is_unread();
                spot.shown != *given || (self.touched.get() && plain())
            });
            behind.map(|(index, spot)| (index, spot.panel)).collect()
        })
    }

    fn show(self, index: usize, given: &Given, written: String) {
        let text = self.spots.try_update_value(|spots| {
            let spot = spots.get_mut(index)?;
            spot.shown = given.clone();
            Some(spot.text)
        });
        if let Some(text) = text.flatten()
            && text.with_untracked(|text| *text != written)
        {
            text.set(written);
        }
    }
}

/// Keeps panels right from now on.
pub(in crate::configurator) fn begin(asked: Asked) {
    Effect::new(move |_| {
        for (given, pace) in [
            (asked.newest(), Pace::AtOnce),
            (asked.rested(), Pace::AtRest),
        ] {
            let behind = asked.board.behind(&given, pace);
            if !behind.is_empty() {
                spawn_local(write(asked, given, pace, behind));
            }
        }
    });
    once_touched(move || {
        asked.board.touched.set(true);
        spawn_local(read(asked, 0));
    });
}

/// Calls `then` when somebody first does more than read: a mouse moves, a key is pressed, something is tapped. The part of the module
/// that writes panels is on its way then before anything is changed, and who only reads never fetches it.
fn once_touched(then: impl Fn() + Copy + 'static) {
    let listeners = StoredValue::new(Vec::new());
    let touched = move || {
        let waiting = listeners
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        if !waiting.is_empty() {
            waiting.into_iter().for_each(WindowListenerHandle::remove);
            then();
        }
    };
    let own = vec![
        window_event_listener(ev::keydown, move |_| touched()),
        window_event_listener(ev::focusin, move |_| touched()),
        window_event_listener(ev::click, move |_| touched()),
        // A finger that moves scrolls.
        window_event_listener(ev::pointermove, move |event| {
            if event.pointer_type() != "touch" {
                touched();
            }
        }),
    ];
    listeners.set_value(own);
}

/// Writes panels for an answer, once what does so is here.
async fn write(asked: Asked, given: Given, pace: Pace, behind: Vec<(usize, Panel)>) {
    let panels = behind.iter().map(|(_, panel)| *panel).collect();
    let written = lazy::panels(&given, panels).await;
    let wanted = untrack(|| match pace {
        Pace::AtOnce => asked.newest(),
        Pace::AtRest => asked.rested(),
    });
    if wanted != given {
        // A newer answer is on its way.
        return;
    }
    // Panels that show this answer, if not as script would write it, are not behind it.
    let other = asked.board.spots.with_value(|spots| {
        let mut spots = behind.iter().filter_map(|(index, _)| spots.get(*index));
        spots.any(|spot| spot.shown != given)
    });
    asked.board.late.set(other && written.is_err());
    for ((index, _), written) in behind.into_iter().zip(written.unwrap_or_default()) {
        asked.board.show(index, &given, written);
    }
}

/// Reads what the server wrote, a few panels at a time, so that the first change of the page touches only what
/// differs. The part of the module that does so is here then, before somebody changes anything.
async fn read(asked: Asked, from: usize) {
    let to = from + AT_A_TIME;
    let next: Vec<(usize, Panel, Given)> = asked.board.spots.with_value(|spots| {
        let next = { spots.iter().enumerate() }.take(to).skip(from);
        let seen = next.filter(|(_, spot)| spot.open.is_none_or(|open| open.get_untracked()));
        // What script writes otherwise is written, not read.
        let alike = seen.filter(|(_, spot)| !spot.panel.differs_in_browser());
        let unread = alike.filter(|(_, spot)| spot.is_unread());
        let all = unread.map(|(index, spot)| (index, spot.panel, spot.shown.clone()));
        all.collect()
    });
    if let Some((_, _, given)) = next.first().cloned() {
        let panels = next.iter().map(|(_, panel, _)| *panel).collect();
        let Ok(written) = lazy::panels(&given, panels).await else {
            // Whoever changes something is told.
            return;
        };
        asked.board.spots.with_value(|spots| {
            for ((index, ..), written) in next.iter().zip(written) {
                // Somebody may have been faster.
                if let Some(spot) = spots.get(*index).filter(|spot| spot.shown == given) {
                    spot.text.update_untracked(|text| {
                        if text == UNREAD {
                            *text = written;
                        }
                    });
                }
            }
        });
    }
    if to < asked.board.spots.with_value(Vec::len) {
        set_timeout(move || spawn_local(read(asked, to)), Duration::ZERO);
    }
}
