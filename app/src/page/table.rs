//! Tables of the catalogue: sorted by links, filtered by a form, whole without script.

use std::cmp::Ordering;

use headroom_core::codec::Query;

use crate::markup::{Text, put};

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
    /// Writes the content of a cell.
    pub(super) cell: fn(&mut String, &T),
}

/// What a table shows and how it is asked for.
pub(super) struct Table<T: 'static> {
    /// Address of the page.
    pub(super) path: &'static str,
    /// Heading of the page.
    pub(super) heading: &'static str,
    /// What it is, in a sentence or two of markup.
    pub(super) lead: String,
    /// What one row is called, and several.
    pub(super) noun: (&'static str, &'static str),
    /// The columns.
    pub(super) columns: &'static [Column<T>],
    /// Words that find a row, in lower case.
    pub(super) words: fn(&T) -> String,
    /// Who makes or publishes a row.
    pub(super) vendor: fn(&T) -> &'static str,
    /// Heading of the choice of `vendor`.
    pub(super) vendor_title: &'static str,
}

/// What a person asked of a table.
struct Request<'a> {
    text: &'a str,
    vendor: &'a str,
    sort: &'a str,
    descending: bool,
}

impl<T> Table<T> {
    /// The page.
    pub(super) fn write(&self, raw: &str, rows: &'static [&'static T]) -> String {
        let query = Query::parse(raw);
        let get = |key| query.get(key).unwrap_or_default().trim();
        let column = self.columns.iter().find(|column| column.key == get("sort"));
        let request = Request {
            text: get("q"),
            vendor: get("vendor"),
            sort: column.map_or("", |column| column.key),
            descending: match get("dir") {
                "asc" => false,
                "desc" => true,
                _ => column.is_some_and(|column| column.number),
            },
        };

        let wanted = request.text.replace('+', " ").to_lowercase();
        let mut found: Vec<&T> = rows
            .iter()
            .copied()
            .filter(|row| {
                let words = (self.words)(row);
                wanted.split_whitespace().all(|word| words.contains(word))
            })
            .filter(|row| request.vendor.is_empty() || (self.vendor)(row) == request.vendor)
            .collect();
        if let Some(column) = column {
            found.sort_by(|one, other| {
                let order = (column.order)(one, other);
                if request.descending {
                    order.reverse()
                } else {
                    order
                }
            });
        }

        let mut out = String::with_capacity(found.len() * 1_024 + 4_096);
        put!(
            out,
            "<main id=\"content\" class=\"catalogue\"><h1>{}</h1><p class=\"lead\">{}</p>",
            self.heading,
            self.lead
        );
        self.filter(&mut out, &request, rows);
        if !get("sort").is_empty() && column.is_none() {
            let known: Vec<&str> = self.columns.iter().map(|column| column.key).collect();
            put!(
                out,
                "<p class=\"note\">“{}” is no column to sort by; there are {}. The rows stand in the order of the catalogue.</p>",
                Text(get("sort")),
                known.join(", ")
            );
        }
        self.count(&mut out, found.len(), rows.len());
        if !found.is_empty() {
            self.rows(&mut out, &request, &found);
        }
        out.push_str("</main>");
        out
    }

    fn filter(&self, out: &mut String, request: &Request<'_>, rows: &'static [&'static T]) {
        put!(
            out,
            "<form class=\"filter\" method=\"get\" action=\"{}\" role=\"search\">\
             <div class=\"field\"><label class=\"name\" for=\"q\">Find</label>\
             <input type=\"search\" id=\"q\" name=\"q\" value=\"{}\" autocomplete=\"off\"></div>\
             <div class=\"field\"><label class=\"name\" for=\"vendor\">{}</label>\
             <select id=\"vendor\" name=\"vendor\"><option value=\"\">All</option>",
            self.path,
            Text(request.text.replace('+', " ")),
            self.vendor_title
        );
        let mut vendors: Vec<&str> = rows.iter().copied().map(self.vendor).collect();
        vendors.sort_unstable();
        vendors.dedup();
        for vendor in vendors {
            let selected = if vendor == request.vendor {
                " selected"
            } else {
                ""
            };
            put!(out, "<option{selected}>{}</option>", Text(vendor));
        }
        out.push_str("</select></div>");
        if !request.sort.is_empty() {
            let direction = if request.descending { "desc" } else { "asc" };
            put!(
                out,
                "<input type=\"hidden\" name=\"sort\" value=\"{}\"><input type=\"hidden\" name=\"dir\" value=\"{direction}\">",
                request.sort
            );
        }
        out.push_str("<button type=\"submit\">Show</button></form>");
    }

    fn count(&self, out: &mut String, found: usize, all: usize) {
        let (one, many) = self.noun;
        match found {
            0 => put!(
                out,
                "<p role=\"status\">No {one} matches. <a href=\"{}\">Show all {all}</a></p>",
                self.path
            ),
            _ if found == all => put!(out, "<p class=\"hint\" role=\"status\">{all} {many}</p>"),
            _ => put!(
                out,
                "<p class=\"hint\" role=\"status\">{found} of {all} {many}. <a href=\"{}\">Show all</a></p>",
                self.path
            ),
        }
    }

    fn rows(&self, out: &mut String, request: &Request<'_>, found: &[&T]) {
        put!(
            out,
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"list\"><thead><tr>",
            self.heading
        );
        for column in self.columns {
            self.heading(out, request, column);
        }
        out.push_str("</tr></thead><tbody>");
        for row in found {
            out.push_str("<tr>");
            for (index, column) in self.columns.iter().enumerate() {
                let tag = if index == 0 { "th scope=\"row\"" } else { "td" };
                let class = if column.number {
                    ""
                } else {
                    " class=\"words\""
                };
                put!(out, "<{tag}{class}>");
                (column.cell)(out, row);
                out.push_str(if index == 0 { "</th>" } else { "</td>" });
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
    }

    fn heading(&self, out: &mut String, request: &Request<'_>, column: &Column<T>) {
        let sorted = column.key == request.sort;
        let descending = if sorted {
            !request.descending
        } else {
            column.number
        };
        let mut query = Query::default();
        for (key, value) in [("q", request.text), ("vendor", request.vendor)] {
            if !value.is_empty() {
                query.set(key, value);
            }
        }
        query.set("sort", column.key);
        query.set("dir", if descending { "desc" } else { "asc" });
        let (state, mark) = match (sorted, request.descending) {
            (false, _) => ("", ""),
            (true, false) => (" aria-sort=\"ascending\"", " ↑"),
            (true, true) => (" aria-sort=\"descending\"", " ↓"),
        };
        let class = if column.number {
            ""
        } else {
            " class=\"words\""
        };
        put!(
            out,
            "<th scope=\"col\"{class}{state}><a href=\"{}?{}\">{}</a>{mark}",
            self.path,
            Text(query),
            column.title
        );
        if !column.unit.is_empty() {
            put!(out, "<br><span class=\"quiet\">{}</span>", column.unit);
        }
        out.push_str("</th>");
    }
}

/// A dash where there is no figure.
pub(super) fn or_dash(out: &mut String, value: Option<String>) {
    match value {
        Some(text) => put!(out, "{}", Text(text)),
        None => out.push_str("<span class=\"quiet\">–</span>"),
    }
}

/// Sources that open in place, with the day of the check and remarks.
pub(super) fn sources(
    out: &mut String,
    sources: &[&headroom_core::catalog::Source],
    as_of: &str,
    remarks: &[&str],
) {
    put!(
        out,
        "<details class=\"from\"><summary>{as_of}</summary><ul>"
    );
    for source in sources {
        match source.url {
            Some(url) => put!(
                out,
                "<li><a href=\"{}\" rel=\"noopener\">{}</a></li>",
                Text(url),
                Text(source.title)
            ),
            None => put!(out, "<li>{}</li>", Text(source.title)),
        }
    }
    out.push_str("</ul>");
    for remark in remarks.iter().filter(|remark| !remark.is_empty()) {
        put!(out, "<p>{}</p>", Text(remark));
    }
    out.push_str("</details>");
}

#[cfg(test)]
mod tests {
    use super::{Column, Table};

    const COLUMNS: &[Column<&str>] = &[Column {
        key: "name",
        title: "Name",
        unit: "",
        number: false,
        order: |one, other| one.cmp(other),
        cell: |out, row| out.push_str(row),
    }];

    fn page(raw: &str) -> String {
        let table = Table {
            path: "/things",
            heading: "Things",
            lead: String::new(),
            noun: ("thing", "things"),
            columns: COLUMNS,
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
        table.write(raw, &[&"Bass", &"Alto", &"Bariton"])
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
    fn what_is_asked_for_is_escaped_and_unknown_columns_are_named() {
        let html = page("q=%3Cb%3E&sort=%3Ci%3E");
        assert!(html.contains("No thing matches"));
        assert!(!html.contains("<b>") && !html.contains("<i>"));
        assert!(html.contains("“&lt;i&gt;” is no column"));
    }
}
