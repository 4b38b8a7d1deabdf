//! Modules by the patterns that configurations name them with.

use std::collections::BTreeSet;

use regex_lite::{Regex, RegexBuilder};

use super::super::super::names::{Part, part};

/// So many patterns with wildcards are read; published checkpoints have a few dozen.
const MOST: usize = 128;
/// Longest pattern with wildcards that is read, in letters.
const LONGEST: usize = 512;
/// What may stand before the names of the text model’s modules.
const BEFORE: [&str; 5] = [
    "",
    "model.",
    "model.language_model.",
    "language_model.model.",
    "backbone.",
];

/// Modules that a list names.
#[derive(Default)]
pub(super) struct Patterns {
    /// Paths of modules in a layer, from `layers` on.
    paths: BTreeSet<String>,
    /// What such paths start with.
    starts: BTreeSet<String>,
    /// Parts of paths, which hold wherever they stand.
    parts: Vec<Vec<String>>,
    wild: Vec<Regex>,
    /// Those that cannot be read.
    unread: Vec<String>,
}

impl Patterns {
    /// Adds what a list names: a path, a path with `*`, or a regular expression behind `re:`. `layers` tells layers of the text
    /// model from those behind it.
    pub(super) fn add(&mut self, text: &str, layers: u32) {
        if let Some(expression) = text.strip_prefix("re:") {
            return self.add_expression(expression);
        }
        let start = text
            .strip_suffix('*')
            .filter(|start| !start.contains(['*', '?']));
        if let Some(start) = start.and_then(from_layers)
            && part(text, Some(layers)) == Part::Text
        {
            self.starts.insert(start.to_owned());
            return;
        }
        if text.contains(['*', '?']) {
            let escaped: String = text.chars().map(escape).collect();
            return self.add_wild(&format!("^(?:{escaped})$"), text);
        }
        let text = text.trim_matches('.');
        if part(text, Some(layers)) != Part::Text || text.is_empty() {
            return;
        }
        match from_layers(text) {
            Some(path) => {
                self.paths.insert(path.to_owned());
            }
            None => {
                let segments = without_start(text).split('.').map(str::to_owned);
                self.parts.push(segments.collect());
            }
        }
    }

    /// Adds a regular expression, which holds from the start of a name.
    pub(super) fn add_expression(&mut self, expression: &str) {
        self.add_wild(&format!("^(?:{expression})"), expression);
    }

    fn add_wild(&mut self, expression: &str, text: &str) {
        let fits = expression.len() <= LONGEST && self.wild.len() < MOST;
        let read = RegexBuilder::new(expression).size_limit(1 << 18).build();
        match read {
            Ok(read) if fits => self.wild.push(read),
            _ => self.unread.push(text.chars().take(60).collect()),
        }
    }

    /// Patterns that could not be read.
    pub(super) fn unread(&self) -> &[String] {
        &self.unread
    }

    /// Whether nothing is named.
    pub(super) fn is_empty(&self) -> bool {
        self.paths.is_empty()
            && self.starts.is_empty()
            && self.parts.is_empty()
            && self.wild.is_empty()
    }

    /// Whether a module is named that goes by one of these names, or something that it is part of.
    pub(super) fn hold(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.holds(name))
    }

    fn holds(&self, name: &str) -> bool {
        let mut above = Some(name);
        while let Some(path) = above {
            if self.paths.contains(path) {
                return true;
            }
            above = path.rsplit_once('.').map(|(above, _)| above);
        }
        let starts = |end: usize| {
            name.get(..end)
                .is_some_and(|start| self.starts.contains(start))
        };
        if !self.starts.is_empty() && (1..=name.len()).any(starts) {
            return true;
        }
        let segments: Vec<&str> = name.split('.').collect();
        let stands = |part: &Vec<String>| segments.windows(part.len()).any(|own| own == part);
        if self.parts.iter().any(stands) {
            return true;
        }
        { self.wild.iter() }.any(|wild| {
            BEFORE.iter().any(|before| match *before {
                "" => wild.is_match(name),
                before => wild.is_match(&format!("{before}{name}")),
            })
        })
    }
}

/// A letter of a path with wildcards, as a regular expression has it.
fn escape(letter: char) -> String {
    match letter {
        '*' => ".*".to_owned(),
        '?' => ".".to_owned(),
        letter if letter.is_alphanumeric() || letter == '_' => letter.to_string(),
        letter => format!("\\{letter}"),
    }
}

/// The path from `layers` on, where it has one.
pub(super) fn from_layers(path: &str) -> Option<&str> {
    let at = match path.starts_with("layers.") {
        true => 0,
        false => path.find(".layers.")? + 1,
    };
    path.get(at..)
}

fn without_start(path: &str) -> &str {
    let mut starts = BEFORE.iter().filter(|before| !before.is_empty()).rev();
    let rest = starts.find_map(|before| path.strip_prefix(before));
    rest.unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::Patterns;

    fn holds(pattern: &str, name: &str) -> bool {
        let mut patterns = Patterns::default();
        patterns.add(pattern, 48);
        patterns.hold(&[name.to_owned()])
    }

    #[test]
    fn modules_are_found_by_what_people_name_them_with() {
        for (pattern, name, is) in [
            ("model.layers.3.mlp", "layers.3.mlp.gate_proj", true),
            ("model.layers.3.mlp", "layers.30.mlp.gate_proj", false),
            (
                "model.language_model.layers.3.mlp.gate",
                "layers.3.mlp.gate",
                true,
            ),
            ("model.layers.3.mlp.gate", "layers.3.mlp.gate_proj", false),
            ("mlp.gate", "layers.3.mlp.gate", true),
            ("mlp.gate", "layers.3.mlp.gate_proj", false),
            ("self_attn", "layers.3.self_attn.q_proj", true),
            ("self_attn", "layers.3.linear_attn.out_proj", false),
            ("lm_head", "lm_head", true),
            (
                "model.layers.0.self_attn*",
                "layers.0.self_attn.q_proj",
                true,
            ),
            (
                "model.layers.0.self_attn*",
                "layers.1.self_attn.q_proj",
                false,
            ),
            ("*.attn.*", "layers.1.attn.wq_a", true),
            (
                r"re:.*\.self_attn\.q_proj$",
                "layers.1.self_attn.q_proj",
                true,
            ),
            (
                r"re:.*\.self_attn\.q_proj$",
                "layers.1.self_attn.k_proj",
                false,
            ),
            (r"re:^model\.layers\.1\.", "layers.1.self_attn.k_proj", true),
            (
                "model.vision_tower.encoder.layers.1.self_attn",
                "layers.1.self_attn.k_proj",
                false,
            ),
            (
                "model.visual.blocks.1.mlp.up_proj",
                "layers.1.mlp.up_proj",
                false,
            ),
            ("model.layers.48.mlp", "layers.48.mlp.up_proj", false),
            ("", "lm_head", false),
        ] {
            assert_eq!(holds(pattern, name), is, "{pattern} {name}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let mut patterns = Patterns::default();
        patterns.add("re:(", 48);
        patterns.add(&format!("re:{}", "a".repeat(1_000)), 48);
        assert_eq!(patterns.unread().len(), 2);
        assert!(patterns.is_empty());
    }
}
