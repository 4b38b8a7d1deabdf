//! What was given and not used as it was.

use serde::Serialize;

/// Something given that could not be used as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// The query key.
    pub key: &'static str,
    /// What became of it.
    pub kind: NoticeKind,
    /// What was given, shortened.
    pub given: String,
    /// What is allowed and what was used instead.
    pub message: String,
    /// Canonical query with the nearest valid value, where there is one.
    pub nearest: Option<String>,
    /// The nearest value in words.
    pub nearest_label: Option<String>,
    /// Names that are like a word that is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Suggestion>,
}

impl Notice {
    /// In a sentence, where something else is calculated than was given. A word that was taken as meant is
    /// none, and one that is not known is told by the verdict.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        match self.kind {
            NoticeKind::Replaced | NoticeKind::LeftOut => {
                Some(format!("“{}”: {}", self.given, self.message))
            }
            NoticeKind::ReadAs | NoticeKind::NotUnderstood => None,
        }
    }
}

/// What became of something given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A word was taken for what it usually means.
    ReadAs,
    /// Something else was calculated with: the nearest value or the usual one.
    Replaced,
    /// It was left out.
    LeftOut,
    /// A word is the name of nothing known here, and nothing was calculated.
    NotUnderstood,
}

/// A name that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Suggestion {
    /// The name.
    pub label: String,
    /// The query with it.
    pub query: String,
}
