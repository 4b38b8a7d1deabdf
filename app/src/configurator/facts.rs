//! Lists of figures: the first stand open, the others behind "More".

use super::fixed::Fixed;

use super::asked::Asked;
use super::place::{More, place};
use crate::state::Answer;

/// So many stand open: a line of them on a wide screen.
const OPEN: usize = 3;

/// What a list begins and ends with.
const LIST: &str = "<dl class=\"facts\">";
const LIST_END: &str = "</dl>";

/// What a fact ends with in the text of a writer; none is inside another.
const END: &str = "</div>";

/// The facts that a writer lists, under an id; `summary` says what the others are about.
pub(super) fn folded(
    asked: Asked,
    id: &'static str,
    summary: &'static str,
    list: fn(&Answer) -> String,
) -> [Fixed; 2] {
    let first = place("dl").class("facts").id(id);
    let more = More::new(summary).id(format!("{id}-more"));
    let more = more.hidden(asked.holds(move |answer| parted(&list(answer)).1.is_empty()));
    [
        first.written(asked.part(move |answer| parted(&list(answer)).0.to_owned())),
        more.holds(asked, |asked| {
            let rest = asked.part(move |answer| parted(&list(answer)).1.to_owned());
            vec![place("dl").class("facts").written(rest)]
        }),
    ]
}

/// The facts that stand open, and the others, with or without a list around them.
fn parted(list: &str) -> (&str, &str) {
    let list = list.strip_prefix(LIST).unwrap_or(list);
    let list = list.strip_suffix(LIST_END).unwrap_or(list);
    let mut ends = list.match_indices(END).map(|(at, _)| at + END.len());
    list.split_at(ends.nth(OPEN - 1).unwrap_or(list.len()))
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn three_stand_open() {
        let list = |from: u32, to: u32| -> String {
            (from..=to)
                .map(|fact| format!("<div>{fact}</div>"))
                .collect()
        };
        assert_eq!(parted(&list(1, 5)), (&*list(1, 3), &*list(4, 5)));
        assert_eq!(parted(&list(1, 3)), (&*list(1, 3), ""));
        assert_eq!(parted(""), ("", ""));
        let whole = format!("<dl class=\"facts\">{}</dl>", list(1, 4));
        assert_eq!(parted(&whole), (&*list(1, 3), &*list(4, 4)));
    }
}
