//! Files by what they are, and what they describe together.

use serde_json::{Map, Value};

use super::found::{File, Imported, MOST_FILES, Refusal};
use super::outcome::Found;
use super::safetensors::{Index, Sizes};
use super::{config, gguf, json, safetensors};
use crate::catalog::Catalog;

/// Reads files that belong together: parts of one GGUF file; a configuration with index, headers and what `modelopt`
/// writes beside it. `name` is what the model is called, where somebody said so.
///
/// ```
/// use headroom_core::{catalog::Catalog, import};
/// let config = br#"{"model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32,
///     "num_key_value_heads": 8, "intermediate_size": 14336, "vocab_size": 128256, "max_position_embeddings": 131072,
///     "torch_dtype": "bfloat16"}"#;
/// let file = import::File { name: "config.json", bytes: config };
/// let found = import::read(&[file], "", Catalog::builtin()).unwrap();
/// assert_eq!(found.listed, Some("llama-3.1-8b"));
/// assert_eq!(found.query, "model=llama-3.1-8b&w=bf16");
/// ```
///
/// # Errors
/// Says in one sentence what is missing or wrong.
pub fn read(files: &[File<'_>], name: &str, catalog: &Catalog) -> Result<Imported, Refusal> {
    if files.len() > MOST_FILES {
        return Err(Refusal::new(format!(
            "{} files were given: read are up to {MOST_FILES} together.",
            files.len()
        )));
    }
    let sorted = sorted(files)?;
    let found = match (sorted.gguf.is_empty(), &sorted.config) {
        (false, None) if sorted.headers.is_empty() && sorted.index.is_none() => {
            Found::of_gguf(gguf::read(&sorted.gguf)?)
        }
        (true, Some(config)) => {
            let described = config::read(config, sorted.quantization.as_ref())?;
            let layers = Some(described.arch.layer_count());
            let mut sizes: Option<Sizes> = None;
            for header in &sorted.headers {
                let more = safetensors::header(header, layers)?;
                sizes = Some(sizes.unwrap_or_default().with(more));
            }
            let index = sorted.index.map(|index| safetensors::index(index, layers));
            let index: Option<Index> = index.transpose()?;
            Found::of_config(described, sizes, index)?
        }
        (true, None) => return Err(alone(&sorted)?),
        _ => {
            return Err(Refusal::new(
                "GGUF files are read by themselves: leave out the configuration and the .safetensors files.",
            ));
        }
    };
    let file = files.first().map_or("", |file| file.name);
    found.imported(name, file, catalog)
}

/// Files by what they are.
#[derive(Default)]
struct Sorted<'a> {
    gguf: Vec<(&'a str, &'a [u8])>,
    headers: Vec<&'a [u8]>,
    index: Option<&'a [u8]>,
    config: Option<Map<String, Value>>,
    quantization: Option<Map<String, Value>>,
}

fn sorted<'a>(files: &[File<'a>]) -> Result<Sorted<'a>, Refusal> {
    let mut sorted = Sorted::default();
    for File { name, bytes } in files {
        let start = bytes.trim_ascii_start();
        if gguf::is_one(bytes) {
            sorted.gguf.push((name, bytes));
        } else if safetensors::is_one(bytes) {
            sorted.headers.push(bytes);
        } else if start.is_empty() {
            return Err(Refusal::new(
                "There is nothing to read: the text or file is empty.",
            ));
        } else if start.starts_with(b"{") || start.starts_with(b"\xef\xbb\xbf") {
            text(&mut sorted, name, start)?;
        } else {
            return Err(Refusal::new(
                "This is no configuration, no index, and no header of a .safetensors or .gguf file: JSON starts with {, GGUF with GGUF.",
            ));
        }
    }
    Ok(sorted)
}

/// JSON, by what its object has.
fn text<'a>(sorted: &mut Sorted<'a>, name: &str, text: &'a [u8]) -> Result<(), Refusal> {
    let has = |key: &[u8]| text.windows(key.len()).any(|part| part == key);
    if has(b"\"weight_map\"") {
        if sorted.index.replace(text).is_some() {
            return Err(Refusal::new("There are two indexes: a checkpoint has one."));
        }
        return Ok(());
    }
    let what = if name.is_empty() {
        "The text"
    } else {
        "The configuration"
    };
    let map = json::object(text, what)?;
    if config::is_one(&map) {
        if sorted.config.replace(map).is_some() {
            return Err(Refusal::new(
                "There are two configurations: a model has one.",
            ));
        }
    } else if map.contains_key("quantization") || map.contains_key("quant_algo") {
        sorted.quantization = Some(map);
    } else {
        return Err(Refusal::new(format!(
            "{what} is JSON, but no configuration of a model: it has no model_type and no hidden_size. Tokenizers and generation settings say nothing about weights."
        )));
    }
    Ok(())
}

/// What is missing where there is no configuration.
fn alone(sorted: &Sorted<'_>) -> Result<Refusal, Refusal> {
    let mut sizes = Sizes::default();
    for header in &sorted.headers {
        sizes = sizes.with(safetensors::header(header, None)?);
    }
    if sizes.tensors > 0 {
        return Ok(Refusal::new(format!(
            "The headers name {} tensors of {} bytes, and no header says how many heads cache what: add the config.json of the model.",
            crate::units::grouped(sizes.tensors),
            crate::units::grouped(sizes.text.1 + sizes.tower.1 + sizes.mtp.1)
        )));
    }
    if let Some(index) = sorted.index {
        let index = safetensors::index(index, None)?;
        return Ok(Refusal::new(format!(
            "The index names {} tensors, and does not say what the model caches: add its config.json.",
            crate::units::grouped(index.tensors)
        )));
    }
    Ok(Refusal::new(
        "Only the format of the weights was given: add the config.json of the model.",
    ))
}
