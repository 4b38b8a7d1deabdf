//! A model by the link or id that people paste: where its small files are on a hub.

use crate::units::shown;

/// A repository, and what of it was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `owner/name`.
    pub repository: String,
    /// Branch, tag or commit.
    pub revision: String,
    /// The file that the link leads to, where it leads to one.
    pub file: Option<String>,
}

/// Longest part of a link, in characters; the hub's own bound for names is 96.
const LONGEST: usize = 200;

/// Reads `owner/name`, a page of the hub, or a link to one of its files.
///
/// ```
/// use headroom_core::import::hub;
/// let place = hub::place("https://huggingface.co/Qwen/Qwen3-8B/resolve/main/config.json").unwrap();
/// assert_eq!((place.repository.as_str(), place.revision.as_str()), ("Qwen/Qwen3-8B", "main"));
/// assert_eq!(hub::place("Qwen/Qwen3-8B@refs/pr/1"), None);
/// ```
#[must_use]
pub fn place(given: &str) -> Option<Place> {
    let given = given.trim();
    let text = given.split(['?', '#']).next().unwrap_or_default();
    let path = match text.split_once("://") {
        Some(("http" | "https", rest)) => rest.split_once('/')?.1,
        Some(("hf", rest)) => rest.strip_prefix("models/").unwrap_or(rest),
        Some(_) => return None,
        None => ["huggingface.co/", "www.huggingface.co/", "hf.co/"]
            .iter()
            .find_map(|host| text.strip_prefix(host))
            .unwrap_or(text),
    };
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let (owner, name) = (parts.next()?, parts.next()?);
    if matches!(
        owner,
        "datasets" | "spaces" | "docs" | "api" | "collections" | "papers"
    ) {
        return None;
    }
    let (name, at) = name
        .split_once('@')
        .map_or((name, None), |(name, at)| (name, Some(at)));
    let (mut revision, mut file) = (at.unwrap_or("main").to_owned(), None);
    match parts.next() {
        None => {}
        Some("resolve" | "blob" | "raw" | "tree") => {
            revision = parts.next().unwrap_or("main").to_owned();
            let rest: Vec<&str> = parts.collect();
            file = (!rest.is_empty()).then(|| rest.join("/"));
        }
        Some("discussions" | "commits" | "commit") => {}
        Some(_) => return None,
    }
    let plain = |part: &str| {
        let fits = !part.is_empty() && part.len() <= LONGEST && part != "." && part != "..";
        fits && part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte))
    };
    (plain(owner) && plain(name) && plain(&revision)).then(|| Place {
        repository: format!("{owner}/{name}"),
        revision,
        file: file.map(|file| shown(&file)),
    })
}

/// The small files of a model that a visitor's browser asks a hub for: the configuration first, without which there is
/// nothing, then what may be there beside it.
#[must_use]
pub fn addresses(hub: &str, place: &Place) -> [String; 3] {
    let Place {
        repository,
        revision,
        ..
    } = place;
    let hub = hub.trim_end_matches('/');
    [
        "config.json",
        "model.safetensors.index.json",
        "hf_quant_config.json",
    ]
    .map(|file| format!("{hub}/{repository}/resolve/{revision}/{file}"))
}

#[cfg(test)]
mod tests {
    use super::{addresses, place};

    #[test]
    fn links_are_read_as_people_paste_them() {
        for (given, repository, revision, file) in [
            ("org/name", "org/name", "main", None),
            (" org/name ", "org/name", "main", None),
            ("org/name@v1.0", "org/name", "v1.0", None),
            ("https://huggingface.co/org/name", "org/name", "main", None),
            ("https://huggingface.co/org/name/", "org/name", "main", None),
            ("huggingface.co/org/name", "org/name", "main", None),
            ("hf.co/org/name", "org/name", "main", None),
            ("hf://org/name", "org/name", "main", None),
            (
                "https://huggingface.co/org/name?library=vllm#x",
                "org/name",
                "main",
                None,
            ),
            (
                "https://huggingface.co/org/name/tree/main",
                "org/name",
                "main",
                None,
            ),
            (
                "https://huggingface.co/org/name/tree/0a1b2c",
                "org/name",
                "0a1b2c",
                None,
            ),
            (
                "https://huggingface.co/org/name/resolve/main/",
                "org/name",
                "main",
                None,
            ),
            (
                "https://huggingface.co/org/name/resolve/main/config.json",
                "org/name",
                "main",
                Some("config.json"),
            ),
            (
                "https://huggingface.co/org/name/blob/main/a/b.gguf",
                "org/name",
                "main",
                Some("a/b.gguf"),
            ),
            (
                "http://127.0.0.1:4000/org/na.me_1",
                "org/na.me_1",
                "main",
                None,
            ),
        ] {
            let found = place(given).unwrap_or_else(|| panic!("{given}"));
            assert_eq!(found.repository, repository, "{given}");
            assert_eq!(found.revision, revision, "{given}");
            assert_eq!(found.file.as_deref(), file, "{given}");
        }
    }

    #[test]
    fn what_is_no_model_has_no_place() {
        for given in [
            "",
            "name",
            "javascript://a/b/c",
            "https://huggingface.co/",
            "https://huggingface.co/org",
            "https://huggingface.co/datasets/org/name",
            "../..",
            "org/na me",
            "org/<b>",
            "org/name/what",
            "file:///etc/passwd",
            "org/name/resolve/../x",
            "org/name/tree/a%2fb",
        ] {
            assert_eq!(place(given), None, "{given}");
        }
    }

    #[test]
    fn addresses_stay_on_the_hub() {
        let found = place("https://elsewhere.example/org/name")
            .map(|place| addresses("https://hub.example/", &place));
        let [config, ..] = found.unwrap_or_default();
        assert_eq!(
            config,
            "https://hub.example/org/name/resolve/main/config.json"
        );
    }
}
