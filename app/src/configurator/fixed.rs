//! A view of which the type is forgotten.
//!
//! The skeleton of the configurator is written by the server and taken over by the browser, where it
//! is never built anew and never replaced. [`AnyView`] can do both, and
//! brings the code for it along for every type of view: some 40 KB of the module.

use std::any::Any;

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::{Mountable, Position, PositionState};

/// A view that is written or taken over, and then stays.
pub(super) struct Fixed(Box<dyn Stays>);

/// What is needed of a view that stays.
trait Stays: Send {
    /// Writes it.
    #[cfg(feature = "ssr")]
    fn write(self: Box<Self>, out: &mut String, position: &mut Position);

    /// Takes it over as the server wrote it, and gives what keeps it alive.
    #[cfg(feature = "hydrate")]
    fn take_over(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn Any>;
}

impl<V: RenderHtml + 'static> Stays for V {
    #[cfg(feature = "ssr")]
    fn write(self: Box<Self>, out: &mut String, position: &mut Position) {
        self.to_html_with_buf(out, position, true, false, Vec::new());
    }

    #[cfg(feature = "hydrate")]
    fn take_over(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Box<dyn Any> {
        Box::new(self.hydrate::<true>(cursor, position))
    }
}

/// Forgets the type of a view.
pub(super) trait IntoFixed {
    /// The same view, which from here on only stays.
    fn fixed(self) -> Fixed;
}

impl<V: RenderHtml + 'static> IntoFixed for V {
    fn fixed(self) -> Fixed {
        Fixed(Box::new(self))
    }
}

/// What keeps a view alive that was taken over: its effects and listeners.
pub(super) struct Held {
    _state: Box<dyn Any>,
}

impl Held {
    fn nothing() -> Self {
        Self {
            _state: Box::new(()),
        }
    }
}

/// It is never moved: nothing around it changes.
impl Mountable for Held {
    fn unmount(&mut self) {}

    fn mount(&mut self, _parent: &Element, _marker: Option<&Node>) {}

    fn insert_before_this(&self, _child: &mut dyn Mountable) -> bool {
        false
    }

    fn elements(&self) -> Vec<Element> {
        Vec::new()
    }
}

/// Building and replacing are for views that come and go. One of these that stood in such a place would
/// stay away.
impl Render for Fixed {
    type State = Held;

    fn build(self) -> Held {
        debug_assert!(false, "a fixed view is only ever taken over");
        Held::nothing()
    }

    fn rebuild(self, _state: &mut Held) {
        debug_assert!(false, "a fixed view is never replaced");
    }
}

impl AddAnyAttr for Fixed {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Fixed {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        out: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _attributes: Vec<AnyAttribute>,
    ) {
        #[cfg(feature = "ssr")]
        self.0.write(out, position);
        #[cfg(not(feature = "ssr"))]
        let _ = (out, position);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Held {
        #[cfg(feature = "hydrate")]
        return Held {
            _state: self.0.take_over(cursor, position),
        };
        #[cfg(not(feature = "hydrate"))]
        {
            let _ = (cursor, position);
            Held::nothing()
        }
    }

    fn into_owned(self) -> Self {
        self
    }
}
