//! Comma-separated values (RFC 4180) that spreadsheets do not mistake for formulas.

use serde_json::Value;

use super::table::Table;

/// What makes a spreadsheet read a cell as a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A table as text with a header line.
#[must_use]
pub fn csv(table: &Table) -> String {
    let mut out = String::new();
    line(&mut out, table.columns.iter().map(|name| words(name)));
    for row in &table.rows {
        line(&mut out, row.iter().map(cell));
    }
    out
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&cell);
    }
    out.push_str("\r\n");
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => words(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => words(&value.to_string()),
    }
}

/// Words, made inert and quoted where they need it. A number is no word: a minus stays a minus.
fn words(text: &str) -> String {
    let guard = if text.starts_with(FORMULA) { "'" } else { "" };
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Table, csv};

    fn written(value: serde_json::Value) -> String {
        let table = Table {
            columns: vec!["a".to_owned(), "b_usd".to_owned()],
            rows: vec![vec![value, json!(1)]],
        };
        csv(&table)
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(written(json!("plain")), "a,b_usd\r\nplain,1\r\n");
        assert_eq!(written(json!("4, 5")), "a,b_usd\r\n\"4, 5\",1\r\n");
        assert_eq!(
            written(json!("a \"b\"")),
            "a,b_usd\r\n\"a \"\"b\"\"\",1\r\n"
        );
        assert_eq!(written(json!("a\r\nb")), "a,b_usd\r\n\"a\r\nb\",1\r\n");
        assert_eq!(written(json!(null)), "a,b_usd\r\n,1\r\n");
    }

    #[test]
    fn formulas_are_inert_and_numbers_stay_numbers() {
        for formula in ["=1+1", "+1", "-1", "@a", "\tx"] {
            let inert = written(json!(formula));
            assert_eq!(inert, format!("a,b_usd\r\n'{formula},1\r\n"));
        }
        assert_eq!(written(json!("=A1,B1")), "a,b_usd\r\n\"'=A1,B1\",1\r\n");
        assert_eq!(written(json!(-1.5)), "a,b_usd\r\n-1.5,1\r\n");
    }
}
