//! Which module of a checkpoint is stored how, and what all of them take.

use super::bits::Bits;
use super::modules;
use super::pattern::{Budget, Patterns};
use crate::model::arch::Arch;
use crate::model::quant::{Quant, packed};
use crate::model::tensors::Role;

/// So many ways of storing are told apart; published checkpoints have two or three.
const MOST_WAYS: usize = 64;

/// How the modules of a checkpoint are stored.
pub(super) struct Layout {
    /// Modules that are named, and how they are stored; the first that names one holds.
    named: Vec<(Patterns, Bits)>,
    /// All others that a format packs.
    pub(super) rest: Bits,
    /// What the checkpoint leaves as it was published.
    pub(super) left: Bits,
    /// Whether embeddings, heads and routers are packed too, as MLX does.
    pub(super) is_mlx: bool,
    /// Lists that could not be read.
    unread: Vec<String>,
    budget: Budget,
}

/// What the modules of a layout take.
pub(super) struct Counted {
    /// Bytes of the text model.
    pub(super) bytes: u64,
    /// Matrices that are named, and stored otherwise than the rest.
    pub(super) otherwise: u64,
    /// How most parameters that are packed are stored.
    pub(super) most: Bits,
    /// Whether a list that says how modules are packed names none that is known.
    pub(super) astray: bool,
}

impl Layout {
    /// A layout of which nothing is named yet.
    pub(super) fn of(rest: Bits) -> Self {
        Self {
            named: Vec::new(),
            rest,
            left: Bits::Wide,
            is_mlx: false,
            unread: Vec::new(),
            budget: Budget::default(),
        }
    }

    /// Adds a module that is named to those that are stored so.
    pub(super) fn name(&mut self, text: &str, bits: Bits, arch: &Arch) {
        let layers = arch.layer_count();
        let Some(at) = self.of_way(bits) else {
            return self.unread.push(text.chars().take(60).collect());
        };
        if let Some((patterns, _)) = self.named.get_mut(at) {
            patterns.add(text, layers, &self.budget);
        }
    }

    /// Adds modules that a regular expression names.
    pub(super) fn name_expression(&mut self, expression: &str, bits: Bits) {
        let Some(at) = self.of_way(bits) else {
            return self.unread.push(expression.chars().take(60).collect());
        };
        if let Some((patterns, _)) = self.named.get_mut(at) {
            patterns.add_expression(expression, &self.budget);
        }
    }

    /// Puts modules before all others that are named.
    pub(super) fn leave<'a>(&mut self, texts: impl Iterator<Item = &'a str>, arch: &Arch) {
        let mut patterns = Patterns::default();
        for text in texts {
            patterns.add(text, arch.layer_count(), &self.budget);
        }
        self.named.insert(0, (patterns, self.left));
    }

    fn of_way(&mut self, bits: Bits) -> Option<usize> {
        let known = self.named.iter().position(|(_, own)| *own == bits);
        if known.is_none() && self.named.len() < MOST_WAYS {
            self.named.push((Patterns::default(), bits));
            return Some(self.named.len() - 1);
        }
        known
    }

    /// Patterns that could not be read.
    pub(super) fn unread(&self) -> Vec<String> {
        let all = self.named.iter().flat_map(|(named, _)| named.unread());
        all.chain(&self.unread).cloned().collect()
    }

    /// Whether patterns were left that could not be held against all names.
    pub(super) fn is_spent(&self) -> bool {
        self.budget.is_spent()
    }

    /// Whether it names modules.
    pub(super) fn names_any(&self) -> bool {
        self.named.iter().any(|(patterns, _)| !patterns.is_empty())
    }

    /// Whether it names modules that are packed in a way of their own.
    pub(super) fn packs_apart(&self) -> bool {
        let apart =
            |(patterns, bits): &(Patterns, Bits)| !patterns.is_empty() && *bits != Bits::Wide;
        self.named.iter().any(apart)
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
        let (mut bytes, mut otherwise) = (0_u64, 0);
        let mut ways: Vec<(Bits, u64)> = Vec::new();
        let mut met = vec![false; self.named.len()];
        modules::visit(arch, |names, tensor| {
            let holds = |(patterns, _): &(Patterns, Bits)| patterns.hold(names, &self.budget);
            let own = self.named.iter().position(holds);
            let usual = self.usual(tensor.role);
            let bits = match own.and_then(|own| self.named.get(own)) {
                // What is left first and packed nowhere, a head or a router, is in 16 bits in any checkpoint.
                Some(_) if own == Some(0) && !packed::packs(tensor.role) => Bits::Wide,
                Some((_, bits)) => *bits,
                None => usual,
            };
            if let Some(met) = own.and_then(|own| met.get_mut(own)) {
                *met = true;
            }
            let in_layer = names
                .first()
                .is_some_and(|name| name.starts_with("layers."));
            otherwise += u64::from(in_layer && bits != usual);
            bytes = bytes.saturating_add(bits.bytes(tensor));
            match ways.iter_mut().find(|(known, _)| *known == bits) {
                Some((_, params)) => *params += tensor.params(),
                None => ways.push((bits, tensor.params())),
            }
        });
        let packed = ways.into_iter().filter(|(bits, _)| *bits != Bits::Wide);
        let most = packed.max_by_key(|(_, params)| *params);
        let mut lists = self.named.iter().zip(met);
        Counted {
            bytes,
            otherwise,
            most: most.map_or(Bits::Wide, |(bits, _)| bits),
            astray: lists
                .any(|((patterns, bits), met)| !met && !patterns.is_empty() && *bits != Bits::Wide),
        }
    }
}
