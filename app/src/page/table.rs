//! Tables of the catalogue: sorted by links, filtered by a form, whole without script.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::LazyLock;

use headroom_core::codec::Query;
use headroom_core::units::Currency;
use leptos::either::{Either, EitherOf3};
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::build::Build;
use crate::components::{HiddenFields, Wide};
use crate::markup::{Html, IntoHtml};

/// Keys that ask something of a table; all others are about the build.
pub(crate) const KEYS: [&str; 4] = ["q", "vendor", "sort", "dir"];

/// One column of a table of `T`.
pub(super) struct Column<T: 'static> {
    /// Its name in `?sort=`.
    pub(super) key: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// Unit of its numbers, below the heading; empty for words.
    pub(super) unit: &'static str,
    /// Whether it holds numbers, which read best from the largest.
    pub(super) number: bool,
    /// Its order, smallest first.
    pub(super) order: fn(&T, &T) -> Ordering,
    /// The content of a cell, with amounts in a currency.
    pub(super) cell: fn(&'static T, Currency) -> Html,
}

/// What a table shows and how it is asked for.
pub(super) struct Table<T: 'static> {
    /// Address of the page.
    pub(super) path: &'static str,
    /// Heading of the page.
    pub(super) heading: &'static str,
    /// What one row is called, and several.
    pub(super) noun: (&'static str, &'static str),
    /// The columns; the first one names the row, in words.
    pub(super) columns: &'static [Column<T>],
    /// All rows, in the usual order.
    pub(super) rows: LazyLock<Vec<Row<T>>>,
    /// The order in which rows stand where no column is named.
    pub(super) usual: Usual<T>,
    /// Where the name of a row leads: to the build, with the row taken.
    pub(super) chosen: fn(&'static T, &Build) -> String,
    /// The page of a row, where it has one.
    pub(super) page: Option<fn(&T) -> String>,
    /// Words that find a row, in lower case.
    pub(super) words: fn(&T) -> String,
    /// Who makes or publishes a row.
    pub(super) vendor: fn(&T) -> &'static str,
    /// Heading of the choice of `vendor`.
    pub(super) vendor_title: &'static str,
}

/// The usual order of a table.
pub(super) struct Usual<T: 'static> {
    /// What it is, for the caption.
    pub(super) words: &'static str,
    /// First to last.
    pub(super) order: fn(&T, &T) -> Ordering,
}

/// A row, with what is the same on every page of it.
pub(super) struct Row<T: 'static> {
    of: &'static T,
    words: String,
    vendor: &'static str,
    /// Its name, as it is written.
    name: String,
    /// The cells beside its name, as they are written.
    cells: String,
}

/// The rows of a table.
pub(super) fn rows<T>(table: &Table<T>, rows: &'static [&'static T]) -> Vec<Row<T>> {
    let mut rows: Vec<Row<T>> = rows.iter().map(|row| written(table, row)).collect();
    rows.sort_by(|one, other| (table.usual.order)(one.of, other.of));
    rows
}

fn written<T>(table: &Table<T>, row: &'static T) -> Row<T> {
    let name = { table.columns.first() }.map(|column| (column.cell)(row, Currency::USD));
    Row {
        of: row,
        words: (table.words)(row),
        vendor: (table.vendor)(row),
        name: name.html().into_text(),
        cells: cells(table, row, Currency::USD),
    }
}

/// The cells beside the name of a row.
fn cells<T>(table: &Table<T>, row: &'static T, money: Currency) -> String {
    let cells = table.columns.iter().skip(1).map(|column| {
        let cell = (column.cell)(row, money);
        match column.number {
            true => view! { <td>{cell}</td> }.html(),
            // Words begin where their column begins; numbers end where it ends.
            false => view! { <td class="words">{cell}</td> }.html(),
        }
    });
    let cells: Vec<_> = cells.collect();
    cells.html().into_text()
}

/// What a person asked of a table.
#[derive(Clone)]
struct Request {
    text: String,
    vendor: String,
    /// The column to sort by; empty for the usual order.
    sort: &'static str,
    descending: bool,
    /// What was named as a column and is none; empty where nothing was.
    unknown: String,
}

impl Request {
    fn of<T>(table: &Table<T>, raw: &str) -> Self {
        let query = Query::parse(raw);
        let get = |key| query.get(key).unwrap_or_default().trim();
        let column = table
            .columns
            .iter()
            .find(|column| column.key == get("sort"));
        Self {
            text: get("q").to_owned(),
            vendor: get("vendor").to_owned(),
            sort: column.map_or("", |column| column.key),
            descending: match get("dir") {
                "asc" => false,
                "desc" => true,
                _ => column.is_some_and(|column| column.number),
            },
            unknown: match column {
                Some(_) => String::new(),
                None => get("sort").to_owned(),
            },
        }
    }

    /// The rows that are asked for, in the order that is.
    fn found<T>(&self, table: &'static Table<T>) -> Vec<&'static Row<T>> {
        let wanted = self.text.replace('+', " ").to_lowercase();
        let found = table.rows.iter().filter(|row| {
            wanted
                .split_whitespace()
                .all(|word| row.words.contains(word))
        });
        let found = found.filter(|row| self.vendor.is_empty() || row.vendor == self.vendor);
        let mut found: Vec<&Row<T>> = found.collect();
        // Rows that a column holds alike stay in the usual order.
        if let Some(column) = table.columns.iter().find(|column| column.key == self.sort) {
            found.sort_by(|one, other| {
                let order = (column.order)(one.of, other.of);
                if self.descending {
                    order.reverse()
                } else {
                    order
                }
            });
        }
        found
    }

    /// The order in words.
    fn caption<T>(&self, table: &Table<T>) -> String {
        let column = table.columns.iter().find(|column| column.key == self.sort);
        column.map_or_else(
            || table.usual.words.to_owned(),
            |column| {
                let title = column.title;
                match self.descending {
                    true => format!("Sorted by “{title}”, descending."),
                    false => format!("Sorted by “{title}”, ascending."),
                }
            },
        )
    }

    fn direction(&self) -> &'static str {
        if self.descending { "desc" } else { "asc" }
    }
}

/// The page of a table.
#[component]
pub(super) fn TablePage<T: Sync + 'static, C: IntoView + 'static>(
    /// What it shows.
    table: &'static Table<T>,
    /// The raw query.
    query: String,
    /// What it is, in a sentence or two.
    children: TypedChildren<C>,
) -> impl IntoView {
    let request = Request::of(table, &query);
    let found = request.found(table);
    let mut vendors: Vec<&str> = table.rows.iter().map(|row| row.vendor).collect();
    vendors.sort_unstable();
    vendors.dedup();
    let unknown = (!request.unknown.is_empty()).then(|| {
        let known: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
        view! {
            <p class="note">
                "“"{request.unknown.clone()}"” is no column to sort by; there are "{known.join(", ")}
                ". The rows stand in their usual order."
            </p>
        }
    });
    view! {
        <main id="content" class="catalogue">
            <h1>{table.heading}</h1>
            <p class="lead">{children.into_inner()()}</p>
            <Filter path=table.path title=table.vendor_title vendors request=request.clone()/>
            {unknown}
            <Count path=table.path noun=table.noun found=found.len() all=table.rows.len()/>
            {(!found.is_empty()).then(|| view! { <Rows table request found/> })}
        </main>
    }
}

/// The form that narrows a table down.
#[component]
fn Filter(
    /// Address of the page.
    path: &'static str,
    /// Heading of the choice of who makes or publishes a row.
    title: &'static str,
    /// Who does.
    vendors: Vec<&'static str>,
    /// What is asked for now.
    request: Request,
) -> impl IntoView {
    let build = Build::of_page().query().to_owned();
    let option = |name: &'static str| {
        view! { <option selected=name == request.vendor>{name}</option> }
    };
    let sorted = (!request.sort.is_empty()).then(|| {
        view! {
            <input type="hidden" name="sort" value=request.sort/>
            <input type="hidden" name="dir" value=request.direction()/>
        }
    });
    view! {
        <form class="filter" method="get" action=path role="search">
            <div class="field">
                <label class="name" for="q">"Find"</label>
                <input type="search" id="q" name="q" value=request.text.replace('+', " ") autocomplete="off"/>
            </div>
            <div class="field">
                <label class="name" for="vendor">{title}</label>
                <select id="vendor" name="vendor">
                    <option value="">"All"</option>
                    {vendors.into_iter().map(option).collect_view()}
                </select>
            </div>
            {sorted}
            <HiddenFields query=build shown=&KEYS/>
            <button type="submit">"Show"</button>
        </form>
    }
}

/// How many rows were found.
#[component]
fn Count(
    /// Address of the page.
    path: &'static str,
    /// What one row is called, and several.
    noun: (&'static str, &'static str),
    /// Rows that are shown.
    found: usize,
    /// Rows that there are.
    all: usize,
) -> impl IntoView {
    let (one, many) = noun;
    let path = Build::of_page().at(path);
    match found {
        0 => EitherOf3::A(view! {
            <p role="status">"No "{one}" matches. "<a href=path>"Show all "{all}</a></p>
        }),
        _ if found == all => {
            EitherOf3::B(view! { <p class="hint" role="status">{all}" "{many}</p> })
        }
        _ => EitherOf3::C(view! {
            <p class="hint" role="status">
                {found}" of "{all}" "{many}". "<a href=path>"Show all"</a>
            </p>
        }),
    }
}

/// The table itself.
#[component]
fn Rows<T: Sync + 'static>(
    /// What it shows.
    table: &'static Table<T>,
    /// What is asked for now.
    request: Request,
    /// The rows in their order.
    found: Vec<&'static Row<T>>,
) -> impl IntoView {
    let caption = request.caption(table);
    let head = table.columns.iter().map(|column| {
        view! { <Heading path=table.path column request=request.clone()/> }
    });
    let head = head.collect_view();
    let build = Build::of_page();
    let money = build.money();
    let row = move |row: &'static Row<T>| {
        let to = (table.chosen)(row.of, &build);
        let name = InertElement::new(row.name.as_str());
        let cells = match money.is_usd() {
            true => Cow::Borrowed(row.cells.as_str()),
            false => Cow::Owned(cells(table, row.of, money)),
        };
        let cells = InertElement::new(cells);
        let page = table.page.map(|page| {
            let to = build.at(&page(row.of));
            view! { " "<a class="row-page" href=to>"Details"</a> }
        });
        view! { <tr><th scope="row" class="words"><a href=to>{name}</a>{page}</th>{cells}</tr> }
    };
    view! {
        <Wide label=table.heading>
            <table class="list">
                <caption><span>{caption}</span></caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{found.into_iter().map(row).collect_view()}</tbody>
            </table>
        </Wide>
    }
}

/// The head of a column: a link that sorts by it, and once more the other way round.
#[component]
fn Heading<T: Sync + 'static>(
    /// Address of the page.
    path: &'static str,
    /// What it heads.
    column: &'static Column<T>,
    /// What is asked for now.
    request: Request,
) -> impl IntoView {
    let sorted = column.key == request.sort;
    let descending = if sorted {
        !request.descending
    } else {
        column.number
    };
    let build = Build::of_page();
    let money = build.money();
    let mut query = Query::parse(build.query());
    for (key, value) in [("q", &request.text), ("vendor", &request.vendor)] {
        if !value.is_empty() {
            query.set(key, value.as_str());
        }
    }
    query.set("sort", column.key);
    query.set("dir", if descending { "desc" } else { "asc" });
    let (state, mark) = match (sorted, request.descending) {
        (false, _) => (None, None),
        (true, false) => (Some("ascending"), Some(" ↑")),
        (true, true) => (Some("descending"), Some(" ↓")),
    };
    let unit = (!column.unit.is_empty()).then(|| {
        let unit = match money.is_usd() {
            true => column.unit.to_owned(),
            false => column.unit.replacen(Currency::USD.code, money.code, 1),
        };
        view! { <br/><span class="quiet">{unit}</span> }
    });
    let content = view! {
        <a href=format!("{path}?{query}")>{column.title}</a>
        {mark}
        {unit}
    };
    match column.number {
        true => Either::Left(view! { <th scope="col" aria-sort=state>{content}</th> }),
        false => {
            Either::Right(view! { <th scope="col" class="words" aria-sort=state>{content}</th> })
        }
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use std::sync::LazyLock;

    use super::{Column, Table, TablePage, Usual, rows};
    use crate::markup::IntoHtml;
    use crate::render::render;

    static THINGS: Table<&str> = Table {
        path: "/things",
        heading: "Things",
        noun: ("thing", "things"),
        usual: Usual {
            words: "From A to Z.",
            order: |one, other| one.cmp(other),
        },
        chosen: |row, build| build.at(row),
        page: None,
        columns: &[Column {
            key: "name",
            title: "Name",
            unit: "",
            number: false,
            order: |one, other| one.cmp(other),
            cell: |row, _| (*row).html(),
        }],
        rows: LazyLock::new(|| rows(&THINGS, &[&"Bass", &"Alto", &"Bariton"])),
        words: |row| row.to_lowercase(),
        vendor: |row| {
            if row.starts_with('B') {
                "Beta"
            } else {
                "Alpha"
            }
        },
        vendor_title: "Maker",
    };

    fn page(raw: &'static str) -> String {
        render(|| {
            view! {
                <TablePage table=&THINGS query=raw.to_owned()>"All of them."</TablePage>
            }
        })
    }

    #[test]
    fn rows_are_filtered_and_sorted() {
        let html = page("q=b&sort=name&dir=desc");
        let (bass, bariton) = (html.find(">Bass<"), html.find(">Bariton<"));
        assert!(bass.is_some() && bass < bariton);
        assert!(!html.contains(">Alto<"));
        assert!(html.contains("2 of 3 things"));
        assert!(page("vendor=Alpha").contains("1 of 3"));
    }

    #[test]
    fn the_caption_says_the_order() {
        let html = page("");
        assert!(html.contains("<caption><span>From A to Z.</span></caption>"));
        assert!(html.find(">Alto<") < html.find(">Bass<"));
        assert!(page("sort=name&dir=desc").contains("<span>Sorted by “Name”, descending.</span>"));
    }

    #[test]
    fn what_is_asked_for_is_escaped_and_unknown_columns_are_named() {
        let html = page("q=%3Cb%3E&sort=%3Ci%3E");
        assert!(html.contains("No thing matches"));
        assert!(!html.contains("<b>") && !html.contains("<i>"));
        assert!(html.contains("“&lt;i&gt;” is no column"));
    }
}
