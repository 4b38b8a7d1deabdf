//! Comma-separated values (RFC 4180) that spreadsheets do not mistake for formulas.

use ::csv::{Terminator, WriterBuilder};
use serde_json::Value;

use super::table::Table;

/// What makes a spreadsheet read a cell as a formula, whatever blanks stand before it; the wide ones where a keyboard
/// writes Chinese or Japanese.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A table as text with a header line.
#[must_use]
pub fn csv(table: &Table) -> String {
    let mut builder = WriterBuilder::new();
    let builder = builder.terminator(Terminator::CRLF).flexible(true);
    let mut writer = builder.from_writer(Vec::new());
    let head = table.columns.iter().map(|name| guarded(name)).collect();
    let rows = table.rows.iter().map(|row| row.iter().map(cell).collect());
    for record in std::iter::once(head).chain(rows) {
        let record: Vec<String> = record;
        // Memory takes everything, and rows may differ in length.
        let _ = writer.write_record(&record);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => guarded(text),
        // A number is no word: a minus stays a minus.
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => guarded(&value.to_string()),
    }
}

/// Words, made inert.
fn guarded(text: &str) -> String {
    let begins = text.trim_start();
    let blanks = ['\t', '\r', '\n'];
    if begins.starts_with(FORMULA) || text.starts_with(blanks) {
        format!("'{text}")
    } else {
        text.to_owned()
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
        for formula in ["=1+1", "+1", "-1", "@a", "\tx", "  =1", "＝1", "\u{a0}@a"] {
            let inert = written(json!(formula));
            assert_eq!(inert, format!("a,b_usd\r\n'{formula},1\r\n"));
        }
        assert_eq!(written(json!("=A1,B1")), "a,b_usd\r\n\"'=A1,B1\",1\r\n");
        assert_eq!(written(json!(-1.5)), "a,b_usd\r\n-1.5,1\r\n");
    }
}
