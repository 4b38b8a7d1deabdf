//! What the plain form says in several fields and links say in one key.

use super::query::Query;
use super::words;
use crate::catalog::Catalog;
use crate::scenario::keys::{ALSO, FORM_ALSO, FORM_DRIVE, FORM_LINE, FORM_PARTS, LINE};

/// The query with its fields joined, where it has such fields.
pub(super) fn joined(query: &Query, catalog: &Catalog) -> Option<Query> {
    let (name, price) = FORM_LINE;
    let of_form = |key: &str| {
        let parts = FORM_PARTS.iter();
        let mut parts = parts.flat_map(|[(_, one), (two, number)]| [one, two, number]);
        let also = |(model, weights, count): &(&str, &str, &str)| {
            key == *weights || key == *count || key == *model && key != ALSO.key
        };
        parts.any(|field| *field == key)
            || FORM_ALSO.iter().any(also)
            || [FORM_DRIVE, name, price].contains(&key)
    };
    query.pairs().find(|(key, _)| of_form(key))?;
    let given = |key: &str| query.get(key).unwrap_or_default().trim();
    let mut joined = query.clone();
    for [first, second] in FORM_PARTS {
        let usual = match given(second.0) {
            "" => "",
            _ if first.0 == FORM_PARTS[0][0].0 => given(FORM_DRIVE),
            _ => "",
        };
        let one = match given(first.0) {
            "" => usual.to_owned(),
            part => counted(part, given(first.1)),
        };
        let two = counted(given(second.0), given(second.1));
        for key in [first.1, second.0, second.1] {
            joined.remove(key);
        }
        match (one.as_str(), two.as_str()) {
            ("", "") => {}
            ("", only) | (only, "") => joined.set(first.0, only),
            (one, two) => joined.set(first.0, format!("{one}+{two}")),
        }
    }
    join_models(query, catalog, &mut joined);
    joined.remove(FORM_DRIVE);
    let (named, asked) = (given(name), given(price));
    if given(LINE.key).is_empty() && !(named.is_empty() && asked.is_empty()) {
        joined.set(LINE.key, format!("{named}~{asked}"));
    }
    joined.remove(name);
    joined.remove(price);
    Some(joined)
}

/// Models beside the first, a field for each of model, weights and number.
fn join_models(query: &Query, catalog: &Catalog, joined: &mut Query) {
    let given = |key: &str| query.get(key).unwrap_or_default().trim();
    let mut models = Vec::new();
    for (row, (model, weights, count)) in FORM_ALSO.into_iter().enumerate() {
        for key in [model, weights, count] {
            joined.remove(key);
        }
        let name = given(model);
        if name.is_empty() {
            continue;
        }
        // What stands between models in a link stands in a field between the words of a name. A link with more
        // models than there are rows stands in the first of them.
        let several = row == 0 && name.split(['+', ' ']).count() > FORM_ALSO.len();
        let one = name.replace(['+', ' '], "-");
        let named = match given(weights) {
            _ if several && words::meant(name, catalog.models).is_none() => name.to_owned(),
            "" => one,
            weights => format!("{one}~{weights}"),
        };
        models.push(counted(&named, given(count)));
    }
    if !models.is_empty() {
        joined.set(ALSO.key, models.join("+"));
    }
}

/// A part with its number, where it has none of its own.
fn counted(part: &str, number: &str) -> String {
    if part.is_empty() || number.is_empty() || part.contains(['*', '+']) {
        part.to_owned()
    } else {
        format!("{part}*{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Catalog, Query, joined};

    #[test]
    fn fields_become_the_keys_of_links() {
        for (form, link) in [
            ("part-ssd=a&n-ssd=2&part-ssd2=b&n-ssd2=", "part-ssd=a*2+b"),
            ("auto-ssd=a*2&part-ssd=&part-ssd2=b", "part-ssd=a*2+b"),
            ("auto-ssd=a*2&part-ssd=&part-ssd2=", "part-ssd="),
            ("part-ssd=a*3&n-ssd=2", "part-ssd=a*3"),
            ("n-ssd=2", ""),
            ("extras=&extras2=b&n-extras2=3", "extras=b*3"),
            (
                "also=a&w-also=q8_0&n-also=2&also2=&w-also2=&n-also2=",
                "also=a~q8_0*2",
            ),
            ("also=&w-also=q8_0&n-also=2", ""),
            (
                "also=a&also2=Llama+3.1+8B&n-also2=1&also3=c&w-also3=fp8",
                "also=a+Llama-3.1-8B*1+c~fp8",
            ),
            (
                "also=a~fp8*2%2Bb%2Bc%2Bd&n-also=&also2=",
                "also=a~fp8*2+b+c+d",
            ),
            (
                "also=&also2=No+such+model&w-also2=q8_0",
                "also=No-such-model~q8_0",
            ),
            ("line-name=Rack+kit&line-usd=300", "line=Rack+kit~300"),
            ("line-name=&line-usd=", ""),
            ("line-name=Kit&line-usd=", "line=Kit~"),
        ] {
            let read = joined(&Query::parse(form), Catalog::builtin()).unwrap_or_default();
            assert_eq!(read.to_string(), link, "{form}");
        }
        assert_eq!(
            joined(&Query::parse("n=4&part-ssd=a*2+b"), Catalog::builtin()),
            None
        );
    }
}
