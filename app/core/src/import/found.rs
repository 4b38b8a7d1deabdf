//! What is given, what is found, and why nothing is.

/// Longest file that is read, in bytes: the header of one with a large vocabulary takes some ten millions.
pub const LONGEST: usize = 64 << 20;

/// Most files that are read together.
pub const MOST_FILES: usize = 1_000;

/// A file, or its beginning.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// What it is called; may be empty.
    pub name: &'a str,
    /// Its bytes from the start, as many as hold its header.
    pub bytes: &'a [u8],
}

/// What files were found to describe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The query of the model, without `?`, in its canonical form.
    pub query: String,
    /// What the model is called.
    pub model: String,
    /// The row of the catalogue that has the same architecture, by its id.
    pub listed: Option<&'static str>,
    /// Parameters of the text model.
    pub params: u64,
    /// Parameters of vision and audio towers.
    pub vision_params: u64,
    /// Bytes of the text model's weights, where a header or an index says them.
    pub bytes: Option<u64>,
    /// What a person should know, field by field.
    pub notes: Vec<String>,
}

/// Why files give no model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    sentence: String,
    short: bool,
}

impl Refusal {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            short: false,
        }
    }

    pub(super) fn short(sentence: impl Into<String>) -> Self {
        Self {
            sentence: sentence.into(),
            short: true,
        }
    }

    /// Whether more of the file may hold what is missing: only its beginning was given.
    #[must_use]
    pub fn wants_more(&self) -> bool {
        self.short
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)
    }
}
