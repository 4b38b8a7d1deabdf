//! The tables of the sheet.

use leptos::prelude::*;

/// A table of figures with a head.
#[component]
pub(super) fn Figures<C: IntoView + 'static>(
    /// The heads of its columns; the first one holds words.
    head: &'static [&'static str],
    /// Its rows.
    children: TypedChildren<C>,
) -> impl IntoView {
    let mut head = head.iter().copied();
    let words = head.next();
    let figures = head.map(|title| view! { <th scope="col">{title}</th> });
    let figures = figures.collect_view();
    view! {
        <table>
            <thead><tr><th scope="col" class="words">{words}</th>{figures}</tr></thead>
            <tbody>{children.into_inner()()}</tbody>
        </table>
    }
}

/// A table whose rows say by themselves what they are: its head is for those who do not see it.
#[component]
pub(super) fn Pairs<C: IntoView + 'static>(
    /// The heads of its columns.
    head: &'static [&'static str],
    /// Its rows.
    children: TypedChildren<C>,
) -> impl IntoView {
    let head = head.iter().map(|&title| view! { <th>{title}</th> });
    let head = head.collect_view();
    view! {
        <table>
            <thead class="sr"><tr>{head}</tr></thead>
            <tbody>{children.into_inner()()}</tbody>
        </table>
    }
}

/// A row of either.
#[component]
pub(super) fn Row<const N: usize>(
    /// Whether it sums up the rows above it.
    #[prop(optional)]
    sum: bool,
    /// What it is about.
    #[prop(into)]
    name: String,
    /// Its figures; some may be empty.
    cells: [String; N],
) -> impl IntoView {
    let class = if sum { "sum" } else { "" };
    let cell = |text: String| view! { <td>{(!text.is_empty()).then_some(text)}</td> };
    view! {
        <tr class=class>
            <th scope="row">{name}</th>
            {cells.map(cell)}
        </tr>
    }
}
