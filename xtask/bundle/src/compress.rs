//! Brotli and gzip siblings, at the highest level: made once, sent often.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::cache::Cache;
use crate::{Outcome, about};

/// Endings of files that are compressed already.
const DENSE: [&str; 10] = [
    "br", "gz", "png", "jpg", "jpeg", "webp", "avif", "woff2", "ico", "zip",
];

/// Writes `FILE.br` and `FILE.gz` beside every file under a folder that gains by it.
pub(crate) fn siblings(folder: &Path, cache: &Cache) -> Outcome {
    for entry in fs::read_dir(folder).map_err(about(folder))? {
        let path = entry.map_err(about(folder))?.path();
        if path.is_dir() {
            siblings(&path, cache)?;
            continue;
        }
        let ending = path
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default();
        if DENSE.contains(&ending) {
            continue;
        }
        let content = fs::read(&path).map_err(about(&path))?;
        sibling(
            &path,
            "br",
            &content,
            &cache.get("br", &content, || brotli(&content))?,
        )?;
        sibling(
            &path,
            "gz",
            &content,
            &cache.get("gz", &content, || gzip(&content))?,
        )?;
    }
    Ok(())
}

fn sibling(path: &Path, ending: &str, content: &[u8], compressed: &[u8]) -> Outcome {
    if compressed.len() >= content.len() {
        return Ok(());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    let path = Path::new(&name);
    fs::write(path, compressed).map_err(about(path))
}

fn brotli(content: &[u8]) -> Outcome<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &settings)
        .map_err(|error| format!("brotli: {error}"))?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(content)
        .and_then(|()| encoder.finish())
        .map_err(|error| format!("gzip: {error}"))
}
