//! Where nothing changes, a panel is written once.

use leptos::prelude::*;

use super::super::asked::Asked;
use super::super::panel::Panel;
use super::Pace;

/// The places of panels, of which nothing need be known here.
#[derive(Clone, Copy)]
pub(in crate::configurator) struct Board;

impl Board {
    /// Without places.
    pub(in crate::configurator) fn new() -> Self {
        Self
    }

    /// Never behind the answer.
    pub(in crate::configurator) fn is_late(self) -> bool {
        false
    }

    /// What stands in the place of a panel.
    pub(in crate::configurator) fn text(
        self,
        asked: Asked,
        panel: Panel,
        _open: Option<RwSignal<bool>>,
        _pace: Pace,
    ) -> Signal<String> {
        Signal::stored(asked.now(|answer| panel.write(answer).into_text()))
    }
}

/// Nothing follows.
pub(in crate::configurator) fn begin(_asked: Asked) {}
