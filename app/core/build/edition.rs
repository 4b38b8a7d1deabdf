//! Editions of the catalogue: which figures counted from which day on.
//!
//! The files of `catalog` hold the figures of the newest edition. `history/<date>/<file>` keeps a file as it
//! stood in the edition of that date, where a later edition changed it. `editions.toml` lists the editions
//! with a digest of every file, so that a figure changes neither without a new edition nor in an old one.
//! An edition is what stood at the end of its day.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Value;

/// The files whose figures an edition fixes.
pub(crate) const FILES: [&str; 8] = [
    "apis.toml",
    "cloud.toml",
    "currencies.toml",
    "gpus.toml",
    "models.toml",
    "parts.toml",
    "power.toml",
    "sources.toml",
];

/// The list of editions.
pub(crate) const LIST: &str = "editions.toml";

/// Keys that say nothing that is calculated with: neither correcting a remark nor hearing of another name, or that a
/// model thinks before it answers, opens an edition.
const REMARKS: [&str; 3] = ["aliases", "note", "reasoning"];

/// One edition as it is listed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Edition {
    /// Its day.
    pub(crate) date: String,
    /// Digests of its files.
    pub(crate) digest: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    edition: Vec<Edition>,
}

/// The catalogue's folder with its editions, newest first.
pub(crate) struct Editions {
    folder: PathBuf,
    pub(crate) list: Vec<Edition>,
}

impl Editions {
    /// Reads the list of a folder.
    pub(crate) fn open(folder: &Path) -> Result<Self, String> {
        let text = read(&folder.join(LIST))?;
        let List { edition: list } =
            toml::from_str(&text).map_err(|error| format!("{LIST}: {error}"))?;
        if list.is_empty() || !list.is_sorted_by(|a, b| a.date > b.date) {
            return Err(format!("{LIST}: the editions do not stand newest first"));
        }
        Ok(Self {
            folder: folder.to_owned(),
            list,
        })
    }

    /// A file as it stood in an edition: the first that was kept since, else today's.
    pub(crate) fn text(&self, edition: usize, file: &str) -> Result<String, String> {
        let since = self.list.iter().take(edition + 1).rev();
        let kept = since.map(|edition| self.kept(&edition.date, file));
        let path = { kept }.find(|path| path.is_file());
        read(&path.unwrap_or_else(|| self.folder.join(file)))
    }

    /// Where a file is kept as it stood in the edition of `date`.
    pub(crate) fn kept(&self, date: &str, file: &str) -> PathBuf {
        self.folder.join("history").join(date).join(file)
    }

    /// Every file that is not what the list says, in sentences that say what to do.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for (
            index,
            Edition {
                date,
                digest: listed,
            },
        ) in self.list.iter().enumerate()
        {
            for file in FILES {
                let found = self.text(index, file).and_then(|text| digest(&text));
                match found {
                    Ok(found) if listed.get(file) == Some(&found) => {}
                    Ok(_) if index == 0 => complaints.push(format!(
                        "{file} holds other figures than the edition of {date}: `cargo xtask edition YYYY-MM-DD` opens \
                         a new one and keeps the old figures for the links that name them."
                    )),
                    Ok(_) => complaints.push(format!(
                        "catalog/history does not give {file} as it stood in the edition of {date}: restore it from the last \
                         commit, because published links rest on it. If only the form of its rows was changed, and no figure, \
                         write the new digest into {LIST}."
                    )),
                    Err(error) => complaints.push(error),
                }
            }
        }
        complaints
    }
}

/// What identifies the figures of a file: FNV-1a over its values, without names, remarks and comments.
pub(crate) fn digest(text: &str) -> Result<String, String> {
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| error.to_string())?;
    let mut hash = 0xcbf2_9ce4_8422_2325;
    fold(&mut hash, &Value::Table(table));
    Ok(format!("{hash:016x}"))
}

fn fold(hash: &mut u64, value: &Value) {
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            *hash = (*hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    match value {
        Value::Table(table) => {
            add(b"{");
            let mut pairs: Vec<_> = table.iter().collect();
            pairs.sort_unstable_by_key(|(key, _)| *key);
            for (key, value) in pairs {
                if !REMARKS.contains(&key.as_str()) {
                    fold(hash, &Value::String(key.clone()));
                    fold(hash, value);
                }
            }
        }
        Value::Array(values) => {
            add(b"[");
            add(&values.len().to_le_bytes());
            for value in values {
                fold(hash, value);
            }
        }
        Value::String(text) => {
            add(b"\"");
            add(&text.len().to_le_bytes());
            add(text.as_bytes());
        }
        other => {
            let text = other.to_string();
            add(b"=");
            add(&text.len().to_le_bytes());
            add(text.as_bytes());
        }
    }
}

pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
