//! MLX: bits and groups for all modules, and others for single ones.

use serde_json::{Map, Value};

use super::bits::Bits;
use super::layout::Layout;
use super::{Packed, Scheme, text};
use crate::import::config::fields::whole;
use crate::model::quant::Quant;

impl Scheme<'_> {
    /// Reads what MLX writes.
    pub(super) fn mlx(&self, plain: Packed) -> Packed {
        let of = |map: &Map<String, Value>| {
            let number = |key: &str| map.get(key).and_then(whole);
            let bits = number("bits").filter(|bits| (2..=8).contains(bits));
            // An entry of a module that says no mode is affine, whatever the others are (`mlx.nn.quantize`).
            let mode = text(map, "mode");
            let group = number("group_size").or_else(|| self.number("group_size"));
            let micro = |bits, group| Bits::Grouped {
                bits,
                group,
                beside: 8,
                listed: false,
            };
            Some(match (mode, bits, group.unwrap_or(64)) {
                ("mxfp4", ..) => micro(4, 32),
                ("nvfp4", ..) => micro(4, 16),
                ("mxfp8", ..) => micro(8, 32),
                (_, Some(8), 64) => Bits::Of(Quant::Mlx8),
                (_, Some(6), 64) => Bits::Of(Quant::Mlx6),
                (_, Some(5), 64) => Bits::Of(Quant::Mlx5),
                (_, Some(4), 64) => Bits::Of(Quant::Mlx4),
                (_, Some(3), 64) => Bits::Of(Quant::Mlx3),
                // A 16-bit scale and a 16-bit offset for each group.
                (_, Some(bits), group) => Bits::Grouped {
                    bits,
                    group,
                    beside: 32,
                    listed: false,
                },
                _ => return None,
            })
        };
        let Some(rest) = of(self.config) else {
            return Packed {
                quant: None,
                named: "MLX".to_owned(),
                has_rule: false,
                ..plain
            };
        };
        let mut layout = Layout::of(rest);
        layout.is_mlx = true;
        for (key, value) in self.config {
            match value {
                Value::Object(map) => layout.name(key, of(map).unwrap_or(rest), self.arch),
                Value::Bool(false) => layout.name(key, Bits::Wide, self.arch),
                _ => {}
            }
        }
        let named = format!("MLX with {} bits", self.number("bits").unwrap_or(0));
        self.laid_out(layout, Packed { named, ..plain })
    }
}
