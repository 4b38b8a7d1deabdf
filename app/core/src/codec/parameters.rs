//! Every key of a query with what it takes: for whoever writes queries by hand or by program.

use super::money::{self, PART_KEYS};
use super::pin;
use crate::scenario::amounts::{self, Amount};
use crate::scenario::bounds::{self, Bound};

/// A key and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Query key.
    pub key: &'static str,
    /// What it is, as it stands in a sentence.
    pub label: String,
    /// What may be written.
    pub takes: Takes,
}

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A whole number, or `words` instead where there are any.
    Whole {
        /// Its range.
        bound: Bound,
        /// What may stand there instead of a number; empty for nothing.
        words: &'static str,
    },
    /// A number with decimals.
    Amount(Amount),
    /// A word.
    Words(&'static str),
}

/// What whole numbers may be replaced by.
const INSTEAD: [(&str, &str); 2] = [
    ("cpu", "a processor's id, which says its watts, or auto"),
    (
        "limit",
        "auto; one limit for each kind of GPU is written 280+auto",
    ),
];

const WORDS: [(&str, &str, &str); 32] = [
    (
        "gpu",
        "the GPUs",
        "an id; several kinds are written rtx-5090+rtx-3090*2",
    ),
    (
        "model",
        "the model",
        "an id, a size as 405b or 141b-a39b, or custom",
    ),
    ("w", "the weight format", "an id"),
    ("kv", "the format of the KV cache", "an id"),
    ("engine", "the engine", "an id"),
    (
        "par",
        "how the model is divided",
        "auto, layer, tp, tp4, pp, pp2 or tp4-pp2; -ep for expert parallel",
    ),
    (
        "offload",
        "what is kept in system memory",
        "none, auto, experts, experts-12 or layers-12",
    ),
    (
        "params",
        "the parameters of a custom model",
        "a size as 405b",
    ),
    (
        "active",
        "the parameters of a custom model that a token passes",
        "a size as 39b",
    ),
    (
        "tied",
        "whether a custom model's head is its embedding",
        "1 for yes",
    ),
    ("v", "the version of the link", "1"),
    (
        pin::KEY,
        "the day whose prices and figures are kept",
        "a day as 2026-11-22; absent for the newest",
    ),
    ("class", "the class of the power supply", "an id"),
    ("circuit", "the circuit", "an id"),
    ("region", "the region of price and grid", "an id"),
    ("ups", "the UPS", "none, auto or an id"),
    (
        money::RENTAL,
        "the rented machine to compare with",
        "an id of an offer; id*4 for four GPUs",
    ),
    (
        "also",
        "models that run on the same machine",
        "ids with format and number: llama-3.1-8b~q8_0*2+qwen3-30b-a3b",
    ),
    (
        "raid",
        "how the drives are joined",
        "none, 0 or independent",
    ),
    (
        "mode",
        "what the machine is asked to do",
        "train; absent to run",
    ),
    ("method", "how a model is trained", "full, lora or qlora"),
    (
        "targets",
        "the matrices that adapters change",
        "all, attn, mlp, or names joined by -: q-v",
    ),
    (
        "optim",
        "the optimiser",
        "adamw, adamw-bf16, adam8bit, paged-adam8bit, adafactor, sgd, muon or lion",
    ),
    (
        "shard",
        "how training is divided",
        "fsdp, ddp, zero1, zero2 or zero3",
    ),
    (
        "offload-optim",
        "where the optimiser's states are kept",
        "gpu, cpu or nvme",
    ),
    (
        "offload-params",
        "where parameters are kept",
        "gpu, cpu or nvme",
    ),
    ("offload-acts", "where activations are kept", "gpu or cpu"),
    (
        "recompute",
        "which activations are computed again",
        "full, selective or none",
    ),
    (
        "loss",
        "how the loss is computed",
        "plain, chunked or fused",
    ),
    ("attn", "how attention is computed", "flash or eager"),
    ("compute", "the numbers of the products", "bf16 or fp8"),
    (
        "tokens",
        "the tokens of the data set",
        "a number as 500k, 10m or 1.5b",
    ),
];

/// The price of electricity has a range that links give in other units than its bound.
const TARIFF: Amount = Amount {
    key: bounds::TARIFF.key,
    label: bounds::TARIFF.label,
    unit: bounds::TARIFF.unit,
    decimals: 5,
    min: bounds::TARIFF.min as i64,
    max: bounds::TARIFF.max as i64,
    default: None,
};

/// Every parameter of a query, words first.
#[must_use]
pub fn parameters() -> Vec<Parameter> {
    let words = WORDS.iter().map(|&(key, label, words)| Parameter {
        key,
        label: label.to_owned(),
        takes: Takes::Words(words),
    });
    let parts = PART_KEYS.iter().map(|&(kind, key)| Parameter {
        key,
        label: format!("the part on the bill: {}", kind.name().to_lowercase()),
        takes: Takes::Words("an id of a part; id*2 for two"),
    });
    let numbers = bounds::ALL
        .iter()
        .chain(&bounds::TRAINING)
        .map(|&bound| Parameter {
            key: bound.key,
            label: bound.label.to_owned(),
            takes: Takes::Whole {
                bound,
                words: INSTEAD
                    .iter()
                    .find(|(key, _)| *key == bound.key)
                    .map_or("", |(_, words)| words),
            },
        });
    let amounts = amounts::ALL
        .iter()
        .chain([&TARIFF])
        .map(|&amount| Parameter {
            key: amount.key,
            label: amount.label.to_owned(),
            takes: Takes::Amount(amount),
        });
    words.chain(parts).chain(numbers).chain(amounts).collect()
}

#[cfg(test)]
mod tests {
    use super::parameters;
    use crate::codec::decode::KEYS;
    use crate::codec::training;

    #[test]
    fn every_key_is_described_once() {
        let mut keys: Vec<&str> = parameters().iter().map(|one| one.key).collect();
        for key in KEYS.iter().chain(&training::KEYS) {
            assert!(keys.contains(key), "{key} is not described");
        }
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all, "a key is described twice");
    }
}
