//! Slow steps whose result depends on their input alone are done once.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Outcome, about};

/// A folder of results, named by what they were made from.
pub(crate) struct Cache(PathBuf);

impl Cache {
    /// Opens a folder.
    pub(crate) fn open(folder: &Path) -> Outcome<Self> {
        fs::create_dir_all(folder).map_err(about(folder))?;
        Ok(Self(folder.to_path_buf()))
    }

    /// The result for this input, from the folder or else from `work`.
    pub(crate) fn get(
        &self,
        kind: &str,
        input: &[u8],
        work: impl FnOnce() -> Outcome<Vec<u8>>,
    ) -> Outcome<Vec<u8>> {
        let path = self.0.join(format!("{}.{kind}", hash(input)));
        if let Ok(known) = fs::read(&path) {
            return Ok(known);
        }
        let made = work()?;
        // Written whole or not at all: a half-written file would be believed for ever.
        let draft = path.with_extension("draft");
        fs::write(&draft, &made).map_err(about(&draft))?;
        fs::rename(&draft, &path).map_err(about(&path))?;
        Ok(made)
    }

    /// A folder of results for this input, filled by `work` unless it is there already.
    pub(crate) fn folder_of(
        &self,
        kind: &str,
        input: &[u8],
        work: impl FnOnce(&Path) -> Outcome,
    ) -> Outcome<PathBuf> {
        let path = self.0.join(format!("{}.{kind}", hash(input)));
        if path.is_dir() {
            return Ok(path);
        }
        // Whole or not at all, as in `get`.
        let draft = path.with_extension("draft");
        if draft.is_dir() {
            fs::remove_dir_all(&draft).map_err(about(&draft))?;
        }
        fs::create_dir_all(&draft).map_err(about(&draft))?;
        work(&draft)?;
        fs::rename(&draft, &path).map_err(about(&path))?;
        Ok(path)
    }

    /// The folder itself, for a program that reads and writes files.
    pub(crate) fn folder(&self) -> &Path {
        &self.0
    }
}

/// A short name for content: FNV-1a with 64 bits. It tells versions of one file apart and guards
/// against nothing else.
pub(crate) fn hash(content: &[u8]) -> String {
    let hash = content
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn hash_meets_the_published_vectors() {
        // http://www.isthe.com/chongo/tech/comp/fnv/: the empty input, "a" and "foobar".
        assert_eq!(hash(b""), "cbf29ce484222325");
        assert_eq!(hash(b"a"), "af63dc4c8601ec8c");
        assert_eq!(hash(b"foobar"), "85944171f73967e8");
    }
}
