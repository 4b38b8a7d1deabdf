//! The header of a GGUF file: what it says of the model, and its tensors with their types.
//!
//! Format: ggml, `docs/gguf.md`, version 3 of it. Every length is checked against what is left before anything is kept.

use std::collections::BTreeMap;

use super::super::found::Refusal;
use super::types::{self, Type};
use crate::units::shown;

/// Most values and tensors that are read of one file; the largest published have some thousand.
const MOST_VALUES: u64 = 4_096;
const MOST_TENSORS: u64 = 65_536;
/// Longest list of numbers that is kept: one a layer.
const KEPT: u64 = 2_048;
/// Longest text that is kept.
const TEXT: usize = 200;

/// A value of a header.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Number(u64),
    Flag(bool),
    Text(String),
    Numbers(Vec<u64>),
    /// Something else, or too long to be kept.
    Other,
}

/// A tensor by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tensor {
    pub(super) name: String,
    /// Extents, the innermost first.
    pub(super) dims: Vec<u64>,
    pub(super) kind: Type,
    pub(super) numbers: u64,
    pub(super) bytes: u64,
}

/// What a header says.
#[derive(Clone, Debug, Default)]
pub(super) struct Header {
    pub(super) values: BTreeMap<String, Value>,
    pub(super) tensors: Vec<Tensor>,
}

impl Header {
    /// A whole number that it says.
    pub(super) fn number(&self, key: &str) -> Option<u64> {
        match self.values.get(key)? {
            Value::Number(number) => Some(*number),
            Value::Flag(is) => Some(u64::from(*is)),
            _ => None,
        }
    }

    /// A text that it says.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.values.get(key)? {
            Value::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// Reads a header; the tensors behind it need not be there.
pub(super) fn read(bytes: &[u8]) -> Result<Header, Refusal> {
    let mut rest = Rest { bytes, at: 0 };
    if rest.take(4)? != b"GGUF" {
        return Err(Refusal::new(
            "This is no GGUF file: it does not start with GGUF.",
        ));
    }
    let version = rest.u32()?;
    match version {
        2 | 3 => {}
        1 => {
            return Err(Refusal::new(
                "This GGUF file is of version 1, which is not read here.",
            ));
        }
        _ if version.swap_bytes() <= 3 => {
            return Err(Refusal::new(
                "This GGUF file is big-endian, which is not read here.",
            ));
        }
        _ => {
            return Err(Refusal::new(format!(
                "This GGUF file says that it is of version {version}: read are 2 and 3."
            )));
        }
    }
    let (tensors, values) = (rest.u64()?, rest.u64()?);
    for (count, most, what) in [
        (tensors, MOST_TENSORS, "tensors"),
        (values, MOST_VALUES, "values"),
    ] {
        if count > most {
            return Err(Refusal::new(format!(
                "This GGUF file says that it has {count} {what}: read are up to {most}."
            )));
        }
    }
    let mut header = Header::default();
    for _ in 0..values {
        let name = rest.text()?;
        let kind = rest.u32()?;
        let value = rest.value(kind, 0)?;
        header.values.insert(name, value);
    }
    for _ in 0..tensors {
        header.tensors.push(rest.tensor()?);
    }
    Ok(header)
}

/// What is left of the bytes.
struct Rest<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Rest<'a> {
    fn take(&mut self, count: u64) -> Result<&'a [u8], Refusal> {
        let end = usize::try_from(count)
            .ok()
            .and_then(|count| self.at.checked_add(count));
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let Some(taken) = taken else {
            return Err(Refusal::short(format!(
                "The header of this GGUF file does not end within the {} bytes that were given, or a length in it is wrong.",
                self.bytes.len()
            )));
        };
        self.at += taken.len();
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, Refusal> {
        let bytes = self.take(4)?.try_into();
        Ok(bytes.map_or(0, u32::from_le_bytes))
    }

    fn u64(&mut self) -> Result<u64, Refusal> {
        let bytes = self.take(8)?.try_into();
        Ok(bytes.map_or(0, u64::from_le_bytes))
    }

    /// A text, of which the start is kept.
    fn text(&mut self) -> Result<String, Refusal> {
        let length = self.u64()?;
        let bytes = self.take(length)?;
        let start = bytes.get(..TEXT).unwrap_or(bytes);
        Ok(shown(&String::from_utf8_lossy(start)))
    }

    fn number(&mut self, kind: u32) -> Result<Value, Refusal> {
        let bytes = self.take(width(kind))?;
        let mut wide = [0_u8; 8];
        for (to, from) in wide.iter_mut().zip(bytes) {
            *to = *from;
        }
        let number = u64::from_le_bytes(wide);
        let negative = bytes.last().is_some_and(|last| *last >= 0x80);
        Ok(match kind {
            7 => Value::Flag(number != 0),
            // Numbers with a sign count only without it; those with a point not at all.
            1 | 3 | 5 | 11 if negative => Value::Other,
            0..=5 | 10 | 11 => Value::Number(number),
            _ => Value::Other,
        })
    }

    fn value(&mut self, kind: u32, depth: u32) -> Result<Value, Refusal> {
        match kind {
            8 => Ok(Value::Text(self.text()?)),
            9 => self.list(depth),
            0..=12 => self.number(kind),
            _ => Err(Refusal::new(format!(
                "The header of this GGUF file holds a value of type {kind}, which is not known."
            ))),
        }
    }

    fn list(&mut self, depth: u32) -> Result<Value, Refusal> {
        let kind = self.u32()?;
        let count = self.u64()?;
        if depth > 1 {
            return Err(Refusal::new(
                "The header of this GGUF file holds lists in lists in lists.",
            ));
        }
        match kind {
            8 => {
                for _ in 0..count {
                    let length = self.u64()?;
                    self.take(length)?;
                }
                Ok(Value::Other)
            }
            9 => {
                for _ in 0..count {
                    self.list(depth + 1)?;
                }
                Ok(Value::Other)
            }
            0..=12 if count <= KEPT => {
                let mut numbers = Vec::new();
                for _ in 0..count {
                    match self.number(kind)? {
                        Value::Number(number) => numbers.push(number),
                        Value::Flag(is) => numbers.push(u64::from(is)),
                        _ => {}
                    }
                }
                let whole = numbers.len() as u64 == count;
                Ok(if whole {
                    Value::Numbers(numbers)
                } else {
                    Value::Other
                })
            }
            0..=12 => {
                let bytes = count.saturating_mul(width(kind));
                self.take(bytes)?;
                Ok(Value::Other)
            }
            _ => Err(Refusal::new(format!(
                "The header of this GGUF file holds a list of type {kind}, which is not known."
            ))),
        }
    }

    fn tensor(&mut self) -> Result<Tensor, Refusal> {
        let name = self.text()?;
        let count = self.u32()?;
        let wrong =
            |what: String| Refusal::new(format!("The tensor {name} of this GGUF file {what}."));
        if !(1..=4).contains(&count) {
            return Err(wrong(format!("has {count} extents: read are 1 to 4")));
        }
        let mut dims = Vec::new();
        let mut numbers = 1_u64;
        for _ in 0..count {
            let extent = self.u64()?;
            numbers = { numbers.checked_mul(extent) }
                .filter(|numbers| *numbers < 1 << 46)
                .ok_or_else(|| wrong("is beyond any tensor".to_owned()))?;
            dims.push(extent);
        }
        let id = self.u32()?;
        self.u64()?;
        let kind =
            types::of(id).ok_or_else(|| wrong(format!("is of type {id}, which is not known")))?;
        let row = dims.first().copied().unwrap_or(0);
        if !row.is_multiple_of(kind.numbers) {
            return Err(wrong(format!(
                "has rows of {row} numbers, which do not divide into blocks of {}",
                kind.numbers
            )));
        }
        Ok(Tensor {
            bytes: numbers / kind.numbers * kind.bytes + numbers / row.max(1) * kind.row_bytes,
            name,
            dims,
            kind,
            numbers,
        })
    }
}

/// Bytes of a number of a type.
const fn width(kind: u32) -> u64 {
    match kind {
        0 | 1 | 7 => 1,
        2 | 3 => 2,
        4..=6 => 4,
        _ => 8,
    }
}
