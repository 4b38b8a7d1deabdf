//! Builds side by side inside somebody else's page: a table, whole without script.

use headroom_core::catalog::Catalog;
use headroom_core::compare::{Asked, Cell, Column, Comparison, Group, Row, compare};
use leptos::prelude::*;

use super::options::{COMPARE, Options, PANELS_KEY, compares_among_others};
use super::room;
use super::shell::{About, Shell};
use crate::components::Picture;
use crate::look::look;
use crate::markup::{Html, IntoHtml, address, address_at};
use crate::render::render;

/// Path of the page that compares.
const PAGE: &str = "/compare";
/// Its picture and its title.
const HEADING: &str = "Compare builds";

/// Rows that a frame has room for, besides those of well-known models.
const SHOWN: [&str; 12] = [
    "memory",
    "verdict",
    "decode",
    "decode-total",
    "prefill",
    "epoch",
    "wall-work",
    "wall",
    "circuit",
    "price",
    "price-per-gb",
    "payback",
];

/// A comparison and how it is shown.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    asked: Asked,
    comparison: Comparison,
    options: Options,
    /// Whether other panels were asked for, which have no place beside it.
    among_others: bool,
}

impl Compared {
    /// Reads the raw query of an address, which holds the builds and the embed's own keys.
    pub(super) fn new(raw: &str) -> Self {
        let (options, _) = Options::take(raw);
        let asked = Asked::read(raw, Catalog::builtin());
        let comparison = compare(&asked, Catalog::builtin());
        Self {
            asked,
            comparison,
            options,
            among_others: compares_among_others(raw),
        }
    }

    /// What was found, in a line.
    pub(super) fn title(&self) -> String {
        let names = { self.comparison.columns.iter() }.map(|column| column.name.clone());
        let names = names.collect::<Vec<_>>().join(", ");
        match names.as_str() {
            "" => HEADING.to_owned(),
            names => format!("{names}: {}", self.comparison.finding),
        }
    }

    /// Path and query under which this embed is found.
    pub(super) fn address(&self) -> String {
        let mut pairs = vec![format!("{PANELS_KEY}={COMPARE}")];
        let builds = self.asked.query();
        let looks = self.options.looks();
        pairs.extend(
            [builds, looks]
                .into_iter()
                .filter(|pairs| !pairs.is_empty()),
        );
        address_at("/embed", &pairs.join("&"))
    }

    /// Path and query of the page that shows the whole comparison.
    fn home(&self) -> String {
        address_at(PAGE, &self.asked.query())
    }

    /// What is shown, in the order of reading.
    fn rows(&self) -> impl Iterator<Item = &Row> {
        let shown = |row: &&Row| row.group == Group::Fits || SHOWN.contains(&row.id.as_str());
        let says = |row: &&Row| row.cells.iter().any(|cell| !cell.text.is_empty());
        self.comparison.rows.iter().filter(shown).filter(says)
    }

    /// Pixels that it takes in a frame of so many pixels, a little more rather than less.
    pub(super) fn height(&self, width: u32) -> u32 {
        let column = width.saturating_sub(2 * room::SIDE);
        let columns = u32::try_from(self.comparison.columns.len()).unwrap_or(1);
        // A table that has no room is as wide as it must be.
        let cell = (column.max(NARROWEST * (columns + 1)) / (columns + 1)).saturating_sub(12);
        let tallest = |heights: &mut dyn Iterator<Item = u32>| heights.max().unwrap_or(0);
        let head = tallest(&mut self.comparison.columns.iter().map(|column| {
            room::lines(&column.name, cell, 13) * 20 + room::lines(&column.runs, cell, 12) * 18
        }));
        let rows = self.rows().map(|row| {
            let mut cells = row.cells.iter().map(|cell_| {
                room::lines(&cell_.text, cell, 13) * 20 + room::lines(&cell_.range, cell, 12) * 18
            });
            tallest(&mut cells).max(room::lines(&row.label, cell, 13) * 20) + 9
        });
        let said = room::lines(&self.comparison.finding, column, 15) * 23;
        let notes = self.notes();
        let notes = notes.map(|note| room::lines(&note, column, 13) * 20 + 4);
        [said, head, notes.sum(), rows.sum(), 150]
            .into_iter()
            .fold(room::SIDE, u32::saturating_add)
    }

    /// What could not be used as it was given.
    fn notes(&self) -> impl Iterator<Item = String> {
        let alone = self
            .among_others
            .then(|| "A comparison stands alone: other panels are left out.".to_owned());
        let flaws = self.options.flaws.iter().cloned();
        let notes = self.comparison.notes.iter().cloned();
        flaws.chain(notes).chain(alone).take(4)
    }

    /// The whole document.
    pub(super) fn html(&self, origin: &str, style: &str) -> String {
        render(|| view! { <Document embed=self origin style/> })
    }
}

/// Pixels that a column takes at least.
const NARROWEST: u32 = 104;

#[component]
fn Document<'a>(
    /// What it shows.
    embed: &'a Compared,
    /// Scheme and authority, without a slash at the end.
    origin: &'a str,
    /// Address of the style sheet.
    style: &'a str,
) -> impl IntoView + use<> {
    let title = embed.title();
    let home = embed.home();
    let comparison = &embed.comparison;
    let options = &embed.options;
    let notes = embed
        .notes()
        .map(|note| view! { <p class="note">{note}</p> });
    let notes = notes.collect_view();
    let table = (!comparison.rows.is_empty()).then(|| table(embed));
    let about = About {
        title: title.clone(),
        description: comparison.finding.clone(),
        picture: Picture::of_page(PAGE, origin),
        home: home.clone(),
        address: embed.address(),
        main: title,
        credit: "About this comparison".to_owned(),
        date: Catalog::builtin().date,
        open: "Open in Headroom",
    };
    let finding = comparison.finding.clone();
    view! {
        <Shell about options origin style>
            <div id="embed">
                <h1><a href=home>"Builds compared"</a></h1>
                <p class="compared">{finding}</p>
                {notes}
                {table}
            </div>
        </Shell>
    }
}

fn table(embed: &Compared) -> Html {
    let heads: Vec<Html> = embed.comparison.columns.iter().map(head).collect();
    let (models, rows): (Vec<&Row>, Vec<&Row>) =
        embed.rows().partition(|row| row.group == Group::Fits);
    let rows: Vec<Html> = rows.into_iter().map(row).collect();
    let models: Vec<Html> = models.into_iter().map(row).collect();
    let across = (heads.len() + 1).to_string();
    view! {
        // What does not fit beside the rest is reached by scrolling, with keys too.
        <div class="across" tabindex="0" role="region" aria-label="The builds compared">
            <table class="figures versus">
                <thead><tr><th scope="col">"Build"</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
                <tbody>
                    <tr><th scope="colgroup" colspan=across>{Group::Fits.name()}</th></tr>
                    {models}
                </tbody>
            </table>
        </div>
    }
    .html()
}

fn head(column: &Column) -> Html {
    view! {
        <th scope="col">
            <a href=address(&column.query)>{column.name.clone()}</a>
            <span class="cell-range">{column.runs.clone()}</span>
        </th>
    }
    .html()
}

fn row(row: &Row) -> Html {
    let cells: Vec<Html> = row.cells.iter().map(cell).collect();
    view! { <tr><th scope="row">{row.label.clone()}</th>{cells}</tr> }.html()
}

fn cell(cell: &Cell) -> Html {
    if cell.text.is_empty() {
        return view! { <td>"–"</td> }.html();
    }
    let range = (!cell.range.is_empty())
        .then(|| view! { <span class="cell-range">{cell.range.clone()}</span> });
    let text = match cell.status.map(look) {
        Some(look) => view! { <span class=format!("tag {}", look.class)>{look.mark}" "{cell.text.clone()}</span> }.html(),
        None if cell.best => view! { <b>{cell.text.clone()}</b> }.html(),
        None => cell.text.clone().html(),
    };
    view! { <td>{text}{range}</td> }.html()
}

#[cfg(test)]
mod tests {
    use headroom_core::compare::examples;

    use super::Compared;

    #[test]
    fn every_example_is_small_whole_and_without_script() {
        for (name, query) in examples() {
            let embed = Compared::new(&format!("panels=compare&{query}&theme=dark"));
            let html = embed.html("https://example.org", "/embed.css");
            assert!(html.len() <= 20_000, "{name}: {} bytes", html.len());
            assert!(html.ends_with("</html>"));
            // The one script tells the page around how high it is.
            let scripts: Vec<&str> = html.split("<script").skip(1).collect();
            assert_eq!(scripts.len(), 1, "{name}");
            assert!(
                scripts[0].starts_with(" src=\"/embed-frame.js\" defer>"),
                "{name}"
            );
            assert!(!html.contains(" style=\""), "{name}");
            let home = embed.home().replace('&', "&amp;");
            let canonical = format!("rel=\"canonical\" href=\"https://example.org{home}\"");
            assert!(html.contains(&canonical), "{name}");
            assert!(
                embed.height(320) > 300 && embed.height(720) < 3_000,
                "{name}"
            );
        }
    }

    #[test]
    fn its_address_is_its_shortest_and_leads_to_itself() {
        let embed = Compared::new("theme=dark&b=two-3090&b=n%3D4&panels=compare&accent=gold");
        let address = "/embed?panels=compare&b=gpu%3Drtx-3090%26n%3D2&b=n%3D4&theme=dark";
        assert_eq!(embed.address(), address);
        assert_eq!(
            Compared::new(&address["/embed?".len()..]).address(),
            address
        );
        assert!(embed.notes().any(|note| note.contains("gold")));
        let refused = Compared::new("panels=compare&b=gpu%3D%3Cscript%3E&b=n%3D4");
        let html = refused.html("", "");
        assert!(!html.contains("<script>") && html.matches("<script").count() == 1);
        assert!(
            Compared::new("panels=compare")
                .html("", "")
                .contains("Nothing is compared")
        );
    }
}
