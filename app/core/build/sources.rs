//! The sources that rows refer to: a key of `sources.toml`, a repository, or plain words.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Violation;

const FILE: &str = "sources.toml";

#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) title: String,
    pub(crate) url: Option<String>,
}

/// Sources by key.
pub(crate) struct Sources(BTreeMap<String, Source>);

/// No source at all.
pub(crate) static NONE: Sources = Sources(BTreeMap::new());

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    source: BTreeMap<String, Source>,
}

pub(crate) fn read(text: &str, found: &mut Vec<Violation>) -> Sources {
    let mut fail = |row: String, field: &str, problem: String| {
        found.push(Violation {
            file: FILE,
            row,
            field: field.into(),
            problem,
        });
    };
    let sources = match toml::from_str::<Document>(text) {
        Ok(document) => document.source,
        Err(error) => {
            fail("the whole file".into(), "", error.to_string());
            BTreeMap::new()
        }
    };
    for (key, source) in &sources {
        let row = format!("source `{key}`");
        if source.title.trim().is_empty() {
            fail(row.clone(), "title", "is empty".into());
        }
        if source
            .url
            .as_ref()
            .is_some_and(|url| !url.starts_with("https://"))
        {
            fail(row, "url", "does not start with https://".into());
        }
    }
    Sources(sources)
}

impl Sources {
    /// What a row's reference stands for: a single word must be a key of `sources.toml`.
    pub(crate) fn resolve(&self, reference: &str) -> Option<Source> {
        if !reference.contains(' ') {
            return self.0.get(reference).cloned();
        }
        let Some(place) = reference.strip_prefix("github ") else {
            return Some(Source {
                title: reference.into(),
                url: None,
            });
        };
        let repository = place.split(' ').next().unwrap_or_default();
        Some(Source {
            title: place.into(),
            url: Some(format!("https://github.com/{repository}")),
        })
    }
}
