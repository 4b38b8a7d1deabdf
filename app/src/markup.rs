//! Parts of the page that hold no state of their own are views that are written once: bars, tables, grids.
//!
//! The server sends what they write, the browser puts it in the place of what stood there in one step, and
//! neither carries code that builds, changes or takes over each element: see [`Html`].

#[cfg(feature = "ssr")]
use std::fmt::{self, Display, Write as _};

use headroom_core::units::THIN;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState};

/// Text that is safe between tags and inside a quoted attribute.
#[cfg(feature = "ssr")]
pub(crate) struct Text<T>(pub(crate) T);

#[cfg(feature = "ssr")]
impl<T: Display> Display for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaper(f), "{}", self.0)
    }
}

#[cfg(feature = "ssr")]
struct Escaper<'a, 'b>(&'a mut fmt::Formatter<'b>);

#[cfg(feature = "ssr")]
impl fmt::Write for Escaper<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            self.0.write_str(&rest[..at])?;
            self.0.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[at + 1..];
        }
        self.0.write_str(rest)
    }
}

/// A piece of a page that is written once: it stands as it is until another takes its place.
///
/// Views of different types become one type this way, without the code that builds and changes each of
/// them in the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Html(String);

impl Html {
    /// A drawing, which is written as text from the start.
    pub(crate) fn drawn(svg: String) -> Self {
        Self(svg)
    }

    /// Several pieces, one after the other.
    pub(crate) fn joined(pieces: Vec<Self>) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }

    /// The markup, as an element that holds it wants it.
    pub(crate) fn into_text(self) -> String {
        without_marks(self.0)
    }
}

/// Takes out the marks `<!>` that Leptos writes between neighbouring texts, and after lists and options, so that its
/// half in the browser finds its way: nobody looks for them in what is only written. Text cannot hold one, because its
/// `<` is escaped.
pub(crate) fn without_marks(html: String) -> String {
    // A single letter is found quickly, and hardly any other `!` stands in a page.
    let Some((first, rest)) = html.split_once('!') else {
        return html;
    };
    let mut out = String::with_capacity(html.len());
    out.push_str(first);
    for piece in rest.split('!') {
        match piece.strip_prefix('>') {
            Some(after) if out.ends_with('<') => {
                out.pop();
                out.push_str(after);
            }
            _ => {
                out.push('!');
                out.push_str(piece);
            }
        }
    }
    out
}

/// A text between tags: an empty one is nothing, where Leptos would write a blank for it.
pub(crate) fn words(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// From a view to what is written of it.
pub(crate) trait IntoHtml {
    /// Writes it.
    fn html(self) -> Html;
}

impl<V: IntoView> IntoHtml for V {
    #[cfg(any(feature = "ssr", not(feature = "hydrate")))]
    fn html(self) -> Html {
        Html(self.into_view().to_html())
    }

    #[cfg(all(feature = "hydrate", not(feature = "ssr")))]
    fn html(self) -> Html {
        Html(crate::writing::written(self))
    }
}

/// Built only to be written, as part of another view: a text stands in for it there.
impl Render for Html {
    type State = <String as Render>::State;

    fn build(self) -> Self::State {
        #[cfg(all(feature = "hydrate", not(feature = "ssr")))]
        return crate::writing::stand_in(self.0).build();
        #[cfg(any(feature = "ssr", not(feature = "hydrate")))]
        self.0.build()
    }

    fn rebuild(self, _state: &mut Self::State) {
        debug_assert!(false, "what is written is not changed");
    }
}

impl AddAnyAttr for Html {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Html {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.0.len()
    }

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
        out.push_str(&self.0);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(
        self,
        cursor: &Cursor,
        position: &PositionState,
    ) -> Self::State {
        debug_assert!(false, "what is written is not taken over");
        self.0.hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// Appends formatted markup to a string, which cannot fail.
#[cfg(feature = "ssr")]
macro_rules! put {
    ($out:expr, $($arg:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($arg)*);
    }};
}
#[cfg(feature = "ssr")]
pub(crate) use put;

/// Address of the configurator for a canonical query.
pub(crate) fn address(query: &str) -> String {
    if query.is_empty() {
        "/".to_owned()
    } else {
        format!("/?{query}")
    }
}

/// Address of the page at a path, for a canonical query.
#[must_use]
pub fn address_at(path: &str, query: &str) -> String {
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// The page at a path, for a canonical query and one more pair behind it; both may be empty.
#[cfg(feature = "ssr")]
pub(crate) fn address_and(path: &str, query: &str, more: &str) -> String {
    let joint = if query.is_empty() || more.is_empty() {
        ""
    } else {
        "&"
    };
    address_at(path, &format!("{query}{joint}{more}"))
}

/// Text as the value of a key in an address: all but unreserved characters escaped.
#[cfg(feature = "ssr")]
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            put!(out, "%{byte:02X}");
        }
    }
    out
}

/// A share of a whole in percent with two decimals, as SVG lengths are written.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    let hundredths = u128::from(part) * 10_000 / u128::from(whole.max(1));
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Splits a quantity into its number and its unit, so that the unit can be set lighter.
pub(crate) fn quantity(text: &str) -> Html {
    let (number, unit) = match text.rsplit_once(THIN) {
        Some((number, unit)) if unit.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            (number, Some(format!("{THIN}{unit}")))
        }
        _ => (text, None),
    };
    let unit = unit.map(|unit| view! { <span class="unit">{unit}</span> });
    view! {
        {number.to_owned()}
        {unit}
    }
    .html()
}

#[cfg(test)]
mod tests {
    use super::{percent, quantity, without_marks};

    #[cfg(feature = "ssr")]
    #[test]
    fn markup_in_text_is_inert() {
        assert_eq!(
            super::Text("<img src=x onerror='a()'>\"&").to_string(),
            "&lt;img src=x onerror=&#39;a()&#39;&gt;&quot;&amp;"
        );
    }

    #[test]
    fn marks_go_and_nothing_else_does() {
        for (html, without) in [
            ("a<!>b<!><!>c<!>", "abc"),
            ("!a!<b>!</b>!", "!a!<b>!</b>!"),
            ("<!DOCTYPE html><!>!>", "<!DOCTYPE html>!>"),
            ("", ""),
        ] {
            assert_eq!(without_marks(html.to_owned()), without);
        }
    }

    #[test]
    fn percent_keeps_two_decimals() {
        assert_eq!(percent(1, 3), "33.33%");
        assert_eq!(percent(u64::MAX, u64::MAX), "100.00%");
        assert_eq!(percent(5, 0), "500.00%");
    }

    #[test]
    fn the_unit_is_the_last_word() {
        assert_eq!(
            quantity("811.7\u{202f}GB").into_text(),
            "811.7<span class=\"unit\">\u{202f}GB</span>"
        );
        assert_eq!(quantity("8\u{202f}192").into_text(), "8\u{202f}192");
    }
}
