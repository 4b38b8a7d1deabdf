//! `compressed-tensors`: groups of modules, each packed in its own way.

use serde_json::{Map, Value};

use super::bits::Bits;
use super::layout::Layout;
use super::{MXFP8, Scheme, text};
use crate::import::config::fields::whole;
use crate::model::native::Native;
use crate::model::quant::Quant;

impl Scheme<'_> {
    /// The groups, and what the model is published in by them.
    pub(super) fn compressed(&self, usual: Native) -> (Option<Layout>, Native) {
        let Some(groups) = self.object("config_groups") else {
            return (None, usual);
        };
        let format = self.text("format");
        let has_experts = self.arch.moe.is_some();
        let experts = has_experts && self.left().any(|pattern| pattern.contains("attn"));
        let mut native = usual;
        let mut layout: Option<Layout> = None;
        let mut named: Vec<(&str, Bits)> = Vec::new();
        for group in groups.values() {
            let weights = group.get("weights").and_then(Value::as_object);
            let own = group.get("format").and_then(Value::as_str);
            let bits =
                weights.and_then(|weights| group_bits(weights, own.unwrap_or(format), experts));
            let Some(bits) = bits else {
                return (None, usual);
            };
            native = match bits {
                Bits::Of(Quant::Fp8Block) => Native::Fp8Block,
                Bits::Of(Quant::Mxfp4) if experts => Native::Mxfp4Experts,
                Bits::Of(Quant::Int4Experts) => Native::Int4Experts,
                _ => native,
            };
            let targets = group.get("targets").and_then(Value::as_array);
            let targets = targets.into_iter().flatten().filter_map(Value::as_str);
            for target in targets {
                match target {
                    "Linear" => layout = Some(Layout::of(bits)),
                    _ => named.push((target, bits)),
                }
            }
        }
        if layout.is_none() && named.is_empty() {
            return (None, usual);
        }
        let several = layout.is_none() || !named.is_empty();
        let mut layout = layout.unwrap_or_else(|| Layout::of(Bits::Wide));
        for (target, bits) in named {
            layout.name(target, bits, self.arch);
        }
        // Of several groups none is what the model is published in.
        (Some(layout), if several { usual } else { native })
    }
}

/// How a group of `compressed-tensors` packs its weights.
fn group_bits(weights: &Map<String, Value>, format: &str, experts: bool) -> Option<Bits> {
    let number = |key: &str| weights.get(key).and_then(whole).unwrap_or(0);
    let symmetric = weights.get("symmetric").and_then(Value::as_bool);
    let (bits, group) = (number("num_bits"), number("group_size"));
    Some(
        match (
            bits,
            text(weights, "type"),
            text(weights, "strategy"),
            group,
        ) {
            (8, "float", "block", _) => Bits::Of(Quant::Fp8Block),
            (8, "float", "channel", _) => Bits::Of(Quant::Fp8Channel),
            (8, "float", "group", 32) => MXFP8,
            (8, "float", _, 0) => Bits::Of(Quant::Fp8),
            (8, "int", "channel" | "tensor" | "", 0) => Bits::Of(Quant::Int8),
            (4, "float", _, 16) => Bits::Of(Quant::Nvfp4),
            (4, "float", _, 32) if format.contains("mxfp4") => Bits::Of(Quant::Mxfp4),
            (4, "int", _, 32) if experts => Bits::Of(Quant::Int4Experts),
            (4, "int", _, 128) => Bits::Of(Quant::Gptq),
            (bits @ 2..=8, "int", _, group) => Bits::Grouped {
                bits,
                group,
                beside: 16 + if symmetric == Some(false) { bits } else { 0 },
                listed: false,
            },
            _ => return None,
        },
    )
}
