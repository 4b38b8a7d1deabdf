//! Which module of a checkpoint is stored how, and what all of them take.

use super::bits::Bits;
use super::modules;
use super::pattern::Patterns;
use crate::model::arch::Arch;
use crate::model::quant::{Quant, packed};
use crate::model::tensors::Role;

/// How the modules of a checkpoint are stored.
pub(super) struct Layout {
    /// Modules that are named, and how they are stored; the first that names one holds.
    pub(super) named: Vec<(Patterns, Bits)>,
    /// All others that a format packs.
    pub(super) rest: Bits,
    /// Whether embeddings, heads and routers are packed too, as MLX does.
    pub(super) is_mlx: bool,
}

/// What the modules of a layout take.
pub(super) struct Counted {
    /// Bytes of the text model.
    pub(super) bytes: u64,
    /// Matrices that are named, and stored otherwise than the rest.
    pub(super) otherwise: u64,
    /// The format of most parameters.
    pub(super) most: Option<Quant>,
}

impl Layout {
    /// A layout of which nothing is named yet.
    pub(super) fn of(rest: Bits) -> Self {
        Self {
            named: Vec::new(),
            rest,
            is_mlx: false,
        }
    }

    /// Adds modules that are named.
    pub(super) fn name(&mut self, patterns: Patterns, bits: Bits) {
        self.named.push((patterns, bits));
    }

    /// Patterns that could not be read.
    pub(super) fn unread(&self) -> Vec<&str> {
        let all = self.named.iter().flat_map(|(named, _)| named.unread());
        all.map(String::as_str).collect()
    }

    /// Whether it names modules.
    pub(super) fn names_any(&self) -> bool {
        self.named.iter().any(|(patterns, _)| !patterns.is_empty())
    }

    fn usual(&self, role: Role) -> Bits {
        match self.is_mlx {
            // Routers keep 8 bits (`quant_predicate` of the models with experts).
            true if matches!(role, Role::Router | Role::SharedRouter) => Bits::Of(Quant::Mlx8),
            true if packed::packs_in_mlx(role) => self.rest,
            false if packed::packs(role) => self.rest,
            _ => Bits::Wide,
        }
    }

    /// Counts all tensors.
    pub(super) fn count(&self, arch: &Arch) -> Counted {
        let mut counted = Counted {
            bytes: 0,
            otherwise: 0,
            most: None,
        };
        let mut of_format: Vec<(Quant, u64)> = Vec::new();
        modules::visit(arch, |names, tensor| {
            let mut named = self.named.iter();
            let own = named.find(|(patterns, _)| patterns.hold(names));
            let usual = self.usual(tensor.role);
            let bits = own.map_or(usual, |(_, bits)| *bits);
            let in_layer = names
                .first()
                .is_some_and(|name| name.starts_with("layers."));
            counted.otherwise += u64::from(in_layer && bits != usual);
            counted.bytes = counted.bytes.saturating_add(bits.bytes(tensor));
            if let Bits::Of(quant) = bits {
                match of_format.iter_mut().find(|(known, _)| *known == quant) {
                    Some((_, params)) => *params += tensor.params(),
                    None => of_format.push((quant, tensor.params())),
                }
            }
        });
        let most = of_format.into_iter().max_by_key(|(_, params)| *params);
        counted.most = most.map(|(quant, _)| quant);
        counted
    }
}
