//! The one state of the page: what is asked, and the answer that follows from it.
//!
//! Whatever the page shows is a [`Slice`] of the answer of its own, so that a change of the question
//! touches what differs and nothing else.

use std::ops::Deref;
use std::sync::Arc;

use headroom_core::codec::Query;
use leptos::prelude::*;

use super::follow::{Board, Pace};
use super::panel::Panel;
use super::reading::Pointed;
use super::search::Search;
use super::spoken;
use crate::address;
use crate::pause::{self, Wait};
use crate::state::Answer;

/// An answer, compared by where it lies: what was evaluated anew is another one.
#[derive(Clone, Debug)]
pub(crate) struct Given(Arc<Answer>);

impl Given {
    /// Takes an answer in.
    pub(crate) fn new(answer: Answer) -> Self {
        Self(Arc::new(answer))
    }
}

impl Deref for Given {
    type Target = Answer;

    fn deref(&self) -> &Answer {
        &self.0
    }
}

impl PartialEq for Given {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// What is shown of the answer. In the browser it follows; the server writes it once, and keeping books on
/// what depends on what would take most of the time of a page there.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(super) type Slice<T> = Memo<T>;
#[cfg(any(feature = "ssr", not(feature = "hydrate")))]
pub(super) type Slice<T> = Signal<T>;

/// What is read, as it was read last.
pub(super) fn slice<T: PartialEq + Send + Sync + 'static>(
    read: impl Fn(Option<&T>) -> T + Send + Sync + 'static,
) -> Slice<T> {
    #[cfg(all(feature = "hydrate", not(feature = "ssr")))]
    return Memo::new(read);
    #[cfg(any(feature = "ssr", not(feature = "hydrate")))]
    return Signal::stored(read(None));
}

/// What reads something off an answer, boxed so that slices of a kind share their code.
type Read<T> = Box<dyn Fn(&Answer) -> T + Send + Sync>;

/// How far a change goes: whether going back should undo it by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// One of many small changes, such as a keystroke.
    Typed,
    /// A decision, such as another model.
    Chosen,
}

/// Handle to the question and its answer; copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    query: RwSignal<Query>,
    answer: Memo<Given>,
    /// The answer of the last pause, for what takes long to write: while somebody types or moves a
    /// slider, it waits.
    rested: RwSignal<Given>,
    /// The search in a combobox; there is at most one.
    pub(super) search: RwSignal<Option<Search>>,
    /// What is read off a chart.
    pub(super) pointed: RwSignal<Option<Pointed>>,
    /// Id of the working that a link leads to, while the list of them is behind the answer.
    pub(super) wanted: StoredValue<Option<String>>,
    /// What was typed before this code ran.
    typed: StoredValue<Vec<(String, String)>>,
    /// Whether the browser's half has taken over.
    pub(super) awake: RwSignal<bool>,
    /// Whether the controls are brought up, where they do not stand beside the answer.
    pub(super) sheet: RwSignal<bool>,
    /// The places of panels.
    pub(super) board: Board,
    /// Whether the part of the page that this copy is for is open.
    open: Option<RwSignal<bool>>,
}

impl Asked {
    /// Starts from what the server answered before it renders, or from the address, of which the fields
    /// may say something else already.
    pub(super) fn new(typed: Vec<(String, String)>) -> Self {
        let given = use_context::<Given>();
        let query = RwSignal::new(match &given {
            Some(given) => given.query.clone(),
            None => Answer::asked(&address::query()),
        });
        let answer = Memo::new(move |last: Option<&Given>| {
            let query = query.get();
            match (last, &given) {
                (None, Some(given)) => given.clone(),
                _ => Given::new(Answer::of(query)),
            }
        });
        Self {
            query,
            answer,
            rested: RwSignal::new(answer.get_untracked()),
            search: RwSignal::new(None),
            pointed: RwSignal::new(None),
            wanted: StoredValue::new(None),
            typed: StoredValue::new(typed),
            awake: RwSignal::new(false),
            sheet: RwSignal::new(false),
            board: Board::new(),
            open: None,
        }
    }

    /// The same for a part of the page that need not be right while it is closed.
    pub(super) fn while_open(self, open: RwSignal<bool>) -> Self {
        Self {
            open: Some(open),
            ..self
        }
    }

    /// The answer of the last pause.
    pub(super) fn rested(self) -> Given {
        self.rested.get()
    }

    /// The answer to what is asked now.
    #[cfg(all(feature = "hydrate", not(feature = "ssr")))]
    pub(super) fn newest(self) -> Given {
        self.answer.get()
    }

    /// The same, without following it.
    pub(super) fn given(self) -> Given {
        self.answer.get_untracked()
    }

    /// Whether the part of the page that this copy is for is open.
    pub(super) fn is_open(self) -> bool {
        self.open.is_none_or(|open| open.get())
    }

    /// Reads the answer without following it.
    pub(super) fn now<T>(self, read: impl FnOnce(&Answer) -> T) -> T {
        self.answer.with_untracked(|answer| read(answer))
    }

    /// What stands in the place of a panel, which need not be right while what it is in is closed.
    pub(super) fn panel(self, panel: impl Into<Panel>) -> Signal<String> {
        self.board.text(self, panel.into(), self.open, Pace::AtOnce)
    }

    /// What stands in the place of a panel, right even where it is not seen.
    pub(super) fn panel_anywhere(self, panel: impl Into<Panel>) -> Signal<String> {
        self.board.text(self, panel.into(), None, Pace::AtOnce)
    }

    /// What stands in the place of a panel that takes long to write: it follows once a person pauses.
    pub(super) fn panel_at_rest(self, panel: impl Into<Panel>) -> Signal<String> {
        self.board.text(self, panel.into(), self.open, Pace::AtRest)
    }

    /// A text of the answer that is right even where it is not seen.
    pub(super) fn text(
        self,
        write: impl Fn(&Answer) -> String + Send + Sync + 'static,
    ) -> Slice<String> {
        self.reads(Box::new(write))
    }

    /// A text of the answer that may be missing, such as an attribute.
    pub(super) fn maybe(
        self,
        write: impl Fn(&Answer) -> Option<String> + Send + Sync + 'static,
    ) -> Slice<Option<String>> {
        self.reads(Box::new(write))
    }

    /// Whether something holds for the answer.
    pub(super) fn holds(
        self,
        test: impl Fn(&Answer) -> bool + Send + Sync + 'static,
    ) -> Slice<bool> {
        self.reads(Box::new(test))
    }

    /// Anything else that is read off the answer.
    pub(super) fn reads<T: PartialEq + Send + Sync + 'static>(self, read: Read<T>) -> Slice<T> {
        slice(move |_| self.answer.with(|answer| read(answer)))
    }

    /// What the field of a key holds. What was typed before this code ran stays in its field until
    /// the question knows of it.
    pub(super) fn value(self, key: &'static str) -> Slice<String> {
        let early = move || {
            let typed = |typed: &Vec<(String, String)>| {
                let typed = typed.iter().find(|(name, _)| name == key);
                typed.map(|(_, value)| value.clone())
            };
            (!self.awake.get()).then(|| self.typed.with_value(typed))?
        };
        self.text(move |answer| early().unwrap_or_else(|| answer.shown(key)))
    }

    /// Changes the question.
    pub(super) fn change(self, step: Step, change: impl FnOnce(&mut Query)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.show(query, step);
        let address = self.now(Answer::address);
        match step {
            Step::Typed => address::replace_soon(address),
            Step::Chosen => address::push(&address),
        }
    }

    /// Asks something else, as a link does.
    pub(super) fn go(self, raw: &str) {
        self.show(Answer::asked(raw), Step::Chosen);
        address::push(&self.now(Answer::address));
    }

    /// Takes over the query that the address already shows.
    #[cfg(feature = "hydrate")]
    pub(crate) fn restore(self, raw: &str) {
        self.show(Answer::asked(raw), Step::Chosen);
    }

    /// Takes over what was typed before this code ran, and the work of the plain form.
    #[cfg(feature = "hydrate")]
    pub(crate) fn wake(self) {
        spoken::remember();
        let typed = self.typed.try_update_value(std::mem::take);
        let typed = typed.unwrap_or_default();
        if !typed.is_empty() {
            self.change(Step::Typed, |query| {
                for (key, value) in typed {
                    query.set(&key, value);
                }
            });
        }
        self.awake.set(true);
    }

    fn show(self, query: Query, step: Step) {
        self.pointed.set(None);
        self.query.set(query);
        address::title(&self.now(Answer::title));
        let rest = move || self.rested.set(self.answer.get_untracked());
        match step {
            Step::Typed => pause::then(Wait::Drawing, rest),
            Step::Chosen => rest(),
        }
        spoken::soon();
    }
}
