//! The values that a header says of one architecture.

use super::super::found::Refusal;
use super::header::{Header, Value};

/// The values of one architecture.
pub(super) struct Values<'a> {
    pub(super) header: &'a Header,
    pub(super) kind: &'a str,
}

impl Values<'_> {
    pub(super) fn key(&self, name: &str) -> String {
        format!("{}.{name}", self.kind)
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let number = self.header.number(&self.key(name))?;
        u32::try_from(number).ok()
    }

    pub(super) fn needed(&self, name: &str) -> Result<u32, Refusal> {
        self.number(name).ok_or_else(|| {
            Refusal::new(format!(
                "The header of this GGUF file does not say {}, without which nothing can be counted.",
                self.key(name)
            ))
        })
    }

    /// A number a layer; one number stands for all.
    pub(super) fn each(&self, name: &str, layers: u32) -> Option<Vec<u32>> {
        match self.header.values.get(&self.key(name))? {
            Value::Number(one) => Some(vec![u32::try_from(*one).ok()?; layers as usize]),
            Value::Numbers(all) if all.len() >= layers as usize => {
                let all = all.iter().take(layers as usize);
                all.map(|one| u32::try_from(*one).ok()).collect()
            }
            _ => None,
        }
    }
}
