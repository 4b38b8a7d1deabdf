//! GGUF: one file, its parts, and the file with a tower beside them.

mod attention;
mod header;
mod layers;
mod model;
mod types;
mod values;

use self::header::Header;
use super::found::Refusal;
use super::names::{Part, part};
use crate::engine::Engine;
use crate::model::arch::Arch;
use crate::model::quant::{Family, Quant};
use crate::units::grouped;

/// What the headers describe together.
pub(super) struct Described {
    pub(super) arch: Arch,
    /// The mix, where it has a name here.
    pub(super) quant: Option<Quant>,
    /// The engine that alone loads its types.
    pub(super) engine: Option<Engine>,
    /// Bytes of the text model's tensors.
    pub(super) bytes: u64,
    /// Numbers of the tower, and of blocks that predict more tokens.
    pub(super) tower: u64,
    pub(super) mtp: u64,
    pub(super) mtp_layers: u32,
    /// What the file calls the model.
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) notes: Vec<String>,
}

/// Whether bytes are a GGUF file's.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"GGUF")
}

/// Reads the headers of all parts, and of a tower where one is among them. File names tell mixes that no header tells.
pub(super) fn read(files: &[(&str, &[u8])]) -> Result<Described, Refusal> {
    let mut parts = Vec::new();
    let mut tower = 0_u64;
    for (name, bytes) in files {
        let header = header::read(bytes)?;
        if header.text("general.architecture") == Some("clip") {
            tower = { header.tensors.iter() }
                .fold(tower, |sum, tensor| sum.saturating_add(tensor.numbers));
            continue;
        }
        parts.push((*name, header));
    }
    if parts.is_empty() {
        return Err(Refusal::new(
            "This GGUF file holds a tower that sees or hears alone: add the file of the text model.",
        ));
    }
    let whole = joined(parts.iter().map(|(_, header)| header))?;
    let mut notes = Vec::new();
    let (arch, kind) = model::arch(&whole, &mut notes)?;
    let layers = arch.layer_count();
    let mut sums = [(0_u64, 0_u64); 3];
    let mut by_type = std::collections::BTreeMap::<u32, u64>::new();
    for tensor in &whole.tensors {
        let is = part(&tensor.name, Some(layers));
        if let Some((numbers, bytes)) = sums.get_mut(is as usize) {
            *numbers = numbers.saturating_add(tensor.numbers);
            *bytes = bytes.saturating_add(tensor.bytes);
        }
        if is == Part::Text && tensor.dims.len() > 1 {
            let sum = by_type.entry(tensor.kind.id).or_default();
            *sum = sum.saturating_add(tensor.bytes);
        }
    }
    let [(_, bytes), (own_tower, _), (mtp, _)] = sums;
    let most = |types: &mut dyn Iterator<Item = (&u32, &u64)>| {
        types.max_by_key(|(_, bytes)| **bytes).map(|(id, _)| *id)
    };
    // One tensor of ik_llama.cpp’s own decides what can load the file.
    let needs_ik = by_type.keys().any(|id| types::is_of_ik(*id));
    let mut own = { by_type.iter() }.filter(|(id, _)| {
        types::mostly(**id).is_some_and(|quant| quant.family() == Family::IkGguf)
    });
    let own = most(&mut own).and_then(types::mostly);
    let mtp_layers = whole
        .number(&format!("{kind}.nextn_predict_layers"))
        .unwrap_or(0);
    let named = parts.iter().find_map(|(name, _)| publishers_mix(name));
    let said = whole.number("general.file_type").and_then(types::mix);
    let said = match own {
        Some(own) => Some(
            said.filter(|said| said.family() == Family::IkGguf)
                .unwrap_or(own),
        ),
        None => named.or(said),
    };
    let quant = said.or_else(|| types::mostly(most(&mut by_type.iter())?));
    Ok(Described {
        quant,
        engine: needs_ik.then(|| Engine::natural_for(Quant::Iq4K)),
        bytes,
        tower: tower.saturating_add(own_tower),
        mtp,
        mtp_layers: u32::try_from(mtp_layers).unwrap_or(0),
        name: { whole.text("general.name") }
            .or_else(|| whole.text("general.basename"))
            .unwrap_or_default()
            .to_owned(),
        arch,
        kind,
        notes,
    })
}

/// A publisher's own mix by the name of its file.
fn publishers_mix(file: &str) -> Option<Quant> {
    let file = file.to_ascii_lowercase();
    let mixes = Quant::ALL
        .iter()
        .filter(|quant| quant.is_a_publishers_mix());
    mixes.copied().find(|quant| file.contains(quant.id()))
}

/// The parts of one file as one header; each has to be there once.
fn joined<'a>(parts: impl Iterator<Item = &'a Header>) -> Result<Header, Refusal> {
    let mut parts: Vec<&Header> = parts.collect();
    parts.sort_by_key(|header| header.number("split.no").unwrap_or(0));
    let Some(first) = parts.first() else {
        return Err(Refusal::new("There is no GGUF file."));
    };
    let count = first.number("split.count").unwrap_or(1).max(1);
    let numbers: Vec<u64> = parts
        .iter()
        .map(|part| part.number("split.no").unwrap_or(0))
        .collect();
    let missing: Vec<String> = (0..count.min(1_000))
        .filter(|index| !numbers.contains(index))
        .map(|index| (index + 1).to_string())
        .collect();
    if !missing.is_empty() {
        let shown = missing.get(..12).unwrap_or(&missing);
        return Err(Refusal::new(format!(
            "This file is in {} parts, which are read together: missing {} {}.",
            grouped(count),
            if missing.len() == 1 {
                "is part"
            } else {
                "are parts"
            },
            shown.join(", ")
        )));
    }
    if parts.len() as u64 != count {
        return Err(Refusal::new(format!(
            "{} GGUF files were given, which are not the {count} parts of one.",
            parts.len()
        )));
    }
    let mut whole = Header::default();
    for part in &parts {
        for (name, value) in &part.values {
            whole
                .values
                .entry(name.clone())
                .or_insert_with(|| value.clone());
        }
        whole.tensors.extend(part.tensors.iter().cloned());
    }
    let said = whole
        .number("split.tensors.count")
        .unwrap_or(whole.tensors.len() as u64);
    if said != whole.tensors.len() as u64 {
        return Err(Refusal::new(format!(
            "The parts say that they have {said} tensors together, and have {}.",
            whole.tensors.len()
        )));
    }
    Ok(whole)
}
