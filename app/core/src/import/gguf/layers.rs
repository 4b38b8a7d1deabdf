//! Which tensors a layer has, and what that makes of it.

use std::collections::BTreeMap;

use super::header::{Header, Tensor};

/// The tensors of each layer by their short names.
pub(super) struct Layers<'a> {
    all: Vec<BTreeMap<&'a str, &'a Tensor>>,
    outer: BTreeMap<&'a str, &'a Tensor>,
}

impl<'a> Layers<'a> {
    pub(super) fn of(header: &'a Header, layers: u32) -> Self {
        let mut all = vec![BTreeMap::new(); layers as usize];
        let mut outer = BTreeMap::new();
        for tensor in &header.tensors {
            let inner = tensor
                .name
                .strip_prefix("blk.")
                .and_then(|rest| rest.split_once('.'));
            match inner.and_then(|(index, name)| Some((index.parse::<usize>().ok()?, name))) {
                Some((index, name)) => {
                    if let Some(layer) = all.get_mut(index) {
                        layer.insert(name, tensor);
                    }
                }
                None => {
                    outer.insert(tensor.name.as_str(), tensor);
                }
            }
        }
        Self { all, outer }
    }

    pub(super) fn outer(&self, name: &str) -> Option<&'a Tensor> {
        self.outer.get(name).copied()
    }

    /// A tensor of a layer.
    pub(super) fn get(&self, layer: usize, name: &str) -> Option<&'a Tensor> {
        self.all.get(layer)?.get(name).copied()
    }

    pub(super) fn has(&self, layer: usize, names: &[&str]) -> bool {
        names.iter().any(|name| self.get(layer, name).is_some())
    }

    /// The first layer's tensor of this name.
    pub(super) fn first(&self, name: &str) -> Option<&'a Tensor> {
        self.all.iter().find_map(|layer| layer.get(name).copied())
    }

    pub(super) fn any(&self, name: &str) -> bool {
        self.first(name).is_some()
    }

    /// The letter of a layer's mixer; attention is `F` here whatever it sees.
    pub(super) fn mixer(&self, layer: usize) -> char {
        if self.has(layer, &["ssm_in.weight"]) {
            'M'
        } else if self.has(
            layer,
            &[
                "shortconv.conv.weight",
                "ssm_conv1d.weight",
                "ssm_conv1d_q.weight",
            ],
        ) {
            'L'
        } else if self.has(
            layer,
            &["attn_q.weight", "attn_qkv.weight", "attn_q_a.weight"],
        ) {
            'F'
        } else {
            '.'
        }
    }

    /// The letter of its feed-forward block.
    pub(super) fn block(&self, layer: usize) -> char {
        if self.has(layer, &["ffn_up_exps.weight", "ffn_gate_up_exps.weight"]) {
            'E'
        } else if self.has(layer, &["ffn_up.weight"]) {
            'D'
        } else {
            '-'
        }
    }

    /// Norms of the width of the model in a layer.
    pub(super) fn norms(&self, layer: usize, hidden: u64) -> u32 {
        let Some(layer) = self.all.get(layer) else {
            return 0;
        };
        let is_norm = |(name, tensor): &(&&str, &&Tensor)| {
            let own = name.contains("norm") && name.ends_with(".weight");
            let inner = [
                "_q_norm", "_k_norm", "_a_norm", "ssm_", "indexer", "latent", "sub_norm",
            ];
            own && !inner.iter().any(|part| name.contains(part)) && tensor.dims == [hidden]
        };
        layer.iter().filter(is_norm).count() as u32
    }
}
