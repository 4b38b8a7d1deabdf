//! The colours of the style sheet, for drawings that carry their own: read from the very same file.

const TOKENS: &str = include_str!("../../../style/tokens.css");

/// The colour of a token on light or dark paper, such as `#fcfbf8`.
pub(super) fn colour(token: &str, dark: bool) -> &'static str {
    let value = TOKENS.lines().find_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(':')?;
        (name == token).then(|| value.trim().trim_end_matches(';'))
    });
    let Some(value) = value else {
        return "#808080";
    };
    if let Some(other) = value.strip_prefix("var(--") {
        return colour(other.trim_end_matches(')'), dark);
    }
    let Some((light, on_dark)) = value
        .strip_prefix("light-dark(")
        .and_then(|pair| pair.trim_end_matches(')').split_once(", "))
    else {
        return value;
    };
    if dark { on_dark } else { light }
}

#[cfg(test)]
mod tests {
    use super::colour;
    use crate::look::{GROUPS, PARTS};

    #[test]
    fn every_token_that_is_drawn_has_a_colour() {
        let groups = GROUPS.iter().map(|group| group.id);
        let parts = PARTS.iter().map(|part| part.id).chain(groups);
        let parts = parts.chain(crate::stack::MODELS);
        let parts: Vec<String> = parts.map(|id| format!("part-{id}")).collect();
        let named = [
            "paper",
            "ground",
            "ink",
            "ink-2",
            "hair",
            "accent",
            "fits",
            "tight",
            "no",
            "part-ink",
            "part-ink-2",
        ];
        for token in named
            .iter()
            .copied()
            .chain(parts.iter().map(String::as_str))
        {
            for dark in [false, true] {
                let colour = colour(token, dark);
                assert!(
                    colour.len() == 7 && colour.starts_with('#'),
                    "{token}: {colour}"
                );
                assert_ne!(colour, "#808080", "{token}");
            }
        }
        assert_eq!(colour("paper", false), "#fcfbf8");
        assert_eq!(colour("paper", true), "#14171a");
    }
}
