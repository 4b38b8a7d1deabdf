//! The header of a `.safetensors` file and the index of several: which tensors there are, of which type, in how many bytes.
//!
//! Format: <https://github.com/huggingface/safetensors> (README, "Format"), 2026: eight bytes with the length of the
//! header, least first, then a JSON object of names with `dtype`, `shape` and `data_offsets`.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::found::{LONGEST, Refusal};
use super::names::{Part, part};
use crate::units::shown;

/// Most tensors that are read of one file.
const MOST: usize = 1_000_000;

/// What all tensors of a checkpoint take, by what they belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) tensors: u64,
    /// Numbers and bytes of the text model.
    pub(super) text: (u64, u64),
    pub(super) tower: (u64, u64),
    pub(super) mtp: (u64, u64),
    /// Whether some numbers are packed, so that their count is not that of the parameters.
    pub(super) packed: bool,
}

impl Sizes {
    fn add(&mut self, part: Part, numbers: u64, bytes: u64) -> Option<()> {
        let slot = match part {
            Part::Text => &mut self.text,
            Part::Tower => &mut self.tower,
            Part::Mtp => &mut self.mtp,
        };
        self.tensors += 1;
        slot.0 = slot.0.checked_add(numbers)?;
        slot.1 = slot.1.checked_add(bytes).filter(|bytes| *bytes < 1 << 50)?;
        Some(())
    }

    /// Sizes of several files of one checkpoint.
    pub(super) fn with(mut self, other: Self) -> Self {
        self.tensors += other.tensors;
        for (slot, more) in [
            (&mut self.text, other.text),
            (&mut self.tower, other.tower),
            (&mut self.mtp, other.mtp),
        ] {
            slot.0 = slot.0.saturating_add(more.0);
            slot.1 = slot.1.saturating_add(more.1);
        }
        self.packed |= other.packed;
        self
    }
}

/// Whether bytes start like such a file.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    length(bytes).is_some_and(|length| length < 1 << 32) && bytes.get(8) == Some(&b'{')
}

fn length(bytes: &[u8]) -> Option<u64> {
    let first: [u8; 8] = bytes.get(..8)?.try_into().ok()?;
    Some(u64::from_le_bytes(first))
}

/// Reads the header; what comes behind it is not looked at.
pub(super) fn header(bytes: &[u8], layers: Option<u32>) -> Result<Sizes, Refusal> {
    let length = length(bytes).unwrap_or(0);
    if length > LONGEST as u64 {
        return Err(Refusal::new(format!(
            "The header of this .safetensors file says that it is {length} bytes long: read are up to {LONGEST}."
        )));
    }
    let Some(text) = bytes.get(8..8 + length as usize) else {
        return Err(Refusal::short(format!(
            "The header of this .safetensors file is {length} bytes long, and {} of them were given.",
            bytes.len().saturating_sub(8)
        )));
    };
    let mut reading = serde_json::Deserializer::from_slice(text);
    let read = reading.deserialize_map(Header { layers });
    read.map_err(|problem| {
        let sentence: String = shown(&problem.to_string()).chars().take(160).collect();
        Refusal::new(format!(
            "The header of this .safetensors file cannot be read: {sentence}."
        ))
    })
}

struct Header {
    layers: Option<u32>,
}

/// One tensor, its shape folded to a number of elements.
struct Entry<'a> {
    dtype: std::borrow::Cow<'a, str>,
    numbers: u64,
    bytes: u64,
}

#[derive(serde::Deserialize)]
struct Raw<'a> {
    #[serde(borrow)]
    dtype: std::borrow::Cow<'a, str>,
    shape: Shape,
    data_offsets: [u64; 2],
}

struct Shape(u64);

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Product;
        impl<'de> Visitor<'de> for Product {
            type Value = Shape;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a shape")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(
                self,
                mut seq: A,
            ) -> Result<Shape, A::Error> {
                let mut product = 1_u64;
                let mut dims = 0;
                while let Some(dim) = seq.next_element::<u64>()? {
                    dims += 1;
                    product = { product.checked_mul(dim) }
                        .filter(|product| *product < 1 << 50 && dims <= 16)
                        .ok_or_else(|| serde::de::Error::custom("a shape is beyond any tensor"))?;
                }
                Ok(Shape(product))
            }
        }
        deserializer.deserialize_seq(Product)
    }
}

impl<'de> Visitor<'de> for Header {
    type Value = Sizes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of tensors")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sizes, A::Error> {
        use serde::de::Error;
        let mut sizes = Sizes::default();
        while let Some(name) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if name == "__metadata__" {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            if sizes.tensors >= MOST as u64 {
                return Err(A::Error::custom(format!(
                    "it names more than {MOST} tensors"
                )));
            }
            let raw: Raw<'_> = map.next_value()?;
            let entry = entry(raw).map_err(|why| {
                let name: String = name.chars().take(60).collect();
                A::Error::custom(format!("{name} {why}"))
            })?;
            sizes.packed |= !matches!(&*entry.dtype, "F64" | "F32" | "F16" | "BF16");
            sizes
                .add(part(&name, self.layers), entry.numbers, entry.bytes)
                .ok_or_else(|| A::Error::custom("its tensors are beyond any file"))?;
        }
        Ok(sizes)
    }
}

fn entry(raw: Raw<'_>) -> Result<Entry<'_>, String> {
    let [start, end] = raw.data_offsets;
    let Some(bytes) = end.checked_sub(start) else {
        return Err(format!("ends at {end}, before it starts at {start}"));
    };
    let bits = match &*raw.dtype {
        "F64" | "I64" | "U64" => Some(64),
        "F32" | "I32" | "U32" => Some(32),
        "F16" | "BF16" | "I16" | "U16" => Some(16),
        "I8" | "U8" | "BOOL" | "F8_E4M3" | "F8_E5M2" | "F8_E8M0" => Some(8),
        "F4" | "F6_E2M3" | "F6_E3M2" => None,
        other => {
            let other: String = other.chars().take(20).collect();
            return Err(format!("is of type {other}, which is not known"));
        }
    };
    // A shape is below 2^50.
    if let Some(bits) = bits
        && raw.shape.0 * (bits / 8) != bytes
    {
        return Err(format!(
            "takes {bytes} bytes, and its shape and type {}",
            raw.shape.0 * (bits / 8)
        ));
    }
    Ok(Entry {
        dtype: raw.dtype,
        numbers: raw.shape.0,
        bytes,
    })
}

/// The index of a checkpoint in several files.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Index {
    /// Bytes of all tensors, where it says so.
    pub(super) bytes: Option<u64>,
    pub(super) tensors: u64,
    pub(super) tower: bool,
    pub(super) mtp: bool,
    /// Scales or packed words beside the weights.
    pub(super) packed: bool,
}

/// Reads `model.safetensors.index.json`, of which nothing is kept but what is counted.
pub(super) fn index(text: &[u8], layers: Option<u32>) -> Result<Index, Refusal> {
    if text.len() > LONGEST {
        return Err(Refusal::new(format!(
            "The index is longer than {LONGEST} bytes."
        )));
    }
    let mut reading = serde_json::Deserializer::from_slice(text);
    reading
        .deserialize_map(Indexes { layers })
        .map_err(|problem| {
            Refusal::new(format!(
                "The index cannot be read: line {}, column {}.",
                problem.line(),
                problem.column()
            ))
        })
}

struct Indexes {
    layers: Option<u32>,
}

impl<'de> Visitor<'de> for Indexes {
    type Value = Index;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a weight_map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Index, A::Error> {
        let mut index = Index::default();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            match &*key {
                "metadata" => index.bytes = map.next_value::<Metadata>()?.total_size,
                "weight_map" => {
                    let names = map.next_value::<Names>()?;
                    for name in names.0 {
                        index.tensors += 1;
                        match part(&name, self.layers) {
                            Part::Text => {}
                            Part::Tower => index.tower = true,
                            Part::Mtp => index.mtp = true,
                        }
                        index.packed |= ["scale", "qweight", "packed", "absmax", "_blocks"]
                            .iter()
                            .any(|end| name.contains(end));
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(index)
    }
}

#[derive(serde::Deserialize)]
struct Metadata {
    #[serde(default, deserialize_with = "whole")]
    total_size: Option<u64>,
}

/// A size, which some write with a point.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    let float = value.as_f64().filter(|value| (1.0..1e15).contains(value));
    Ok(value.as_u64().or(float.map(|value| value as u64)))
}

/// The names of tensors; files are not looked at. As many as the text holds.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Names;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("names of tensors")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some(name) = map.next_key::<String>()? {
                    map.next_value::<IgnoredAny>()?;
                    if names.len() >= MOST {
                        return Err(serde::de::Error::custom("too many tensors"));
                    }
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}
