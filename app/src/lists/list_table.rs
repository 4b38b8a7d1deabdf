//! Tables that are read row by row.

use leptos::either::EitherOf3;
use leptos::prelude::*;

use super::wide::Wide;

/// The head of a column, which decides how the column is set.
#[derive(Clone, Copy)]
pub(crate) enum Heading {
    /// Over words, which begin where their column begins.
    Words(&'static str),
    /// Over numbers, which end where their column ends.
    #[cfg_attr(
        not(feature = "ssr"),
        expect(dead_code, reason = "the server's pages have them")
    )]
    Figures(&'static str),
    /// Over numbers, in two lines; the first may be empty.
    Lines(&'static str, &'static str),
}

/// A table with a head, in room of its own.
#[component]
pub(crate) fn ListTable<C: IntoView + 'static>(
    /// What it holds, for those who do not see it.
    label: &'static str,
    /// Whether it is as wide as its words and no wider.
    #[prop(optional)]
    narrow: bool,
    /// The heads of its columns.
    head: &'static [Heading],
    /// Its rows.
    children: TypedChildren<C>,
) -> impl IntoView {
    let class = if narrow { "list narrow" } else { "list" };
    let head = head.iter().map(|&heading| view! { <Head heading/> });
    let head = head.collect_view();
    view! {
        <Wide label>
            <table class=class>
                <thead><tr>{head}</tr></thead>
                <tbody>{children.into_inner()()}</tbody>
            </table>
        </Wide>
    }
}

/// The cell that heads a column.
#[component]
fn Head(
    /// What it says.
    heading: Heading,
) -> impl IntoView {
    match heading {
        Heading::Words(words) => EitherOf3::A(view! { <th scope="col" class="words">{words}</th> }),
        Heading::Figures(words) => EitherOf3::B(view! { <th scope="col">{words}</th> }),
        Heading::Lines(first, second) => {
            let first = (!first.is_empty()).then_some(first);
            EitherOf3::C(view! { <th scope="col">{first}<br/>{second}</th> })
        }
    }
}
