//! Modules by the patterns that configurations name them with.

use std::cell::Cell;
use std::collections::BTreeSet;

use regex_lite::{Regex, RegexBuilder};

use super::super::super::names::{Part, part};

/// So many patterns with wildcards are read of a configuration; published ones have a few dozen.
const MOST: usize = 128;
/// Longest pattern with wildcards that is read, in letters.
const LONGEST: usize = 200;
/// So often patterns with wildcards are held against names, whatever a stranger sends.
const TRIALS: u32 = 200_000;
/// What may stand before the names of the text model’s modules.
const BEFORE: [&str; 6] = [
    "",
    "model.",
    "model.language_model.",
    "language_model.model.",
    "language_model.",
    "backbone.",
];

/// What of the work on a stranger’s patterns is left.
pub(super) struct Budget {
    patterns: Cell<usize>,
    trials: Cell<u32>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            patterns: Cell::new(MOST),
            trials: Cell::new(TRIALS),
        }
    }
}

impl Budget {
    fn take_pattern(&self) -> bool {
        let left = self.patterns.get();
        self.patterns.set(left.saturating_sub(1));
        left > 0
    }

    fn take_trial(&self) -> bool {
        let left = self.trials.get();
        self.trials.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether names were left that patterns could not be held against.
    pub(super) fn is_spent(&self) -> bool {
        self.trials.get() == 0
    }
}

/// A regular expression that holds from the start of a name.
struct Wild {
    expression: Regex,
    /// Whether anything may stand before, so that one spelling of a name is enough.
    anywhere: bool,
}

/// Modules that a list names.
#[derive(Default)]
pub(super) struct Patterns {
    /// Paths of modules in a layer, from `layers` on.
    paths: BTreeSet<String>,
    /// What such paths start with.
    starts: BTreeSet<String>,
    /// Parts of paths, which hold wherever they stand.
    parts: BTreeSet<String>,
    wild: Vec<Wild>,
    /// Those that cannot be read.
    unread: Vec<String>,
}

impl Patterns {
    /// Adds what a list names: a path, a path with `*`, or a regular expression behind `re:`. `layers` tells layers of the text
    /// model from those behind it.
    pub(super) fn add(&mut self, text: &str, layers: u32, budget: &Budget) {
        if let Some(expression) = text.strip_prefix("re:") {
            return self.add_expression(expression, budget);
        }
        let start = text.strip_suffix('*');
        let start = start.filter(|start| !start.contains(['*', '?']));
        if let Some(start) = start.and_then(from_layers)
            && part(text, Some(layers)) == Part::Text
        {
            self.starts.insert(start.to_owned());
            return;
        }
        if text.contains(['*', '?']) {
            let short: String = text.chars().take(LONGEST + 1).collect();
            let escaped: String = short.chars().map(escape).collect();
            let end = '$';
            let fits = short.len() == text.len();
            return self.add_wild(&format!("{escaped}{end}"), text, fits, budget);
        }
        let text = text.trim_matches('.');
        if part(text, Some(layers)) != Part::Text || text.is_empty() {
            return;
        }
        match from_layers(text) {
            Some(path) => self.paths.insert(path.to_owned()),
            None => self.parts.insert(without_start(text).to_owned()),
        };
    }

    /// Adds a regular expression, which holds from the start of a name.
    pub(super) fn add_expression(&mut self, expression: &str, budget: &Budget) {
        self.add_wild(expression, expression, true, budget);
    }

    fn add_wild(&mut self, expression: &str, text: &str, fits: bool, budget: &Budget) {
        let fits = fits && text.len() <= LONGEST && budget.take_pattern();
        let read = fits.then(|| {
            let held = format!("^(?:{expression})");
            RegexBuilder::new(&held).size_limit(1 << 14).build().ok()
        });
        match read.flatten() {
            Some(read) => self.wild.push(Wild {
                expression: read,
                anywhere: expression.starts_with(".*"),
            }),
            None => self.unread.push(text.chars().take(60).collect()),
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
    pub(super) fn hold(&self, names: &[String], budget: &Budget) -> bool {
        names.iter().any(|name| self.holds(name, budget))
    }

    fn holds(&self, name: &str, budget: &Budget) -> bool {
        let mut above = Some(name);
        while let Some(path) = above {
            if self.paths.contains(path) || self.ends_in_a_part(path) {
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
        { self.wild.iter() }.any(|wild| {
            let mut before = BEFORE
                .iter()
                .take(if wild.anywhere { 1 } else { BEFORE.len() });
            before.any(|before| {
                budget.take_trial() && wild.expression.is_match(&format!("{before}{name}"))
            })
        })
    }

    /// Whether the last words of a path are named.
    fn ends_in_a_part(&self, path: &str) -> bool {
        if self.parts.is_empty() {
            return false;
        }
        let mut dots = path.match_indices('.').map(|(at, _)| at + 1);
        self.parts.contains(path) || dots.any(|at| self.parts.contains(&path[at..]))
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
    let rests = BEFORE.iter().filter_map(|before| path.strip_prefix(before));
    rests.min_by_key(|rest| rest.len()).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::{Budget, Patterns};

    fn holds(pattern: &str, name: &str) -> bool {
        let (mut patterns, budget) = (Patterns::default(), Budget::default());
        patterns.add(pattern, 48, &budget);
        patterns.hold(&[name.to_owned()], &budget)
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
            ("language_model.lm_head", "lm_head", true),
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
        let (mut patterns, budget) = (Patterns::default(), Budget::default());
        patterns.add("re:(", 48, &budget);
        patterns.add(&format!("re:{}", "a".repeat(1_000)), 48, &budget);
        patterns.add(&"*".repeat(5_000), 48, &budget);
        assert_eq!(patterns.unread().len(), 3);
        assert!(patterns.is_empty());
    }
}
