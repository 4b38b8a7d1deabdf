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
    /// Modules that the checkpoint leaves, whatever else is named.
    left: Patterns,
    /// How those of them that a format packs are stored: as they were published.
    pub(super) published: Bits,
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
            left: Patterns::default(),
            published: Bits::Wide,
            is_mlx: false,
            unread: Vec::new(),
            budget: Budget::default(),
        }
    }

    /// Adds a module that is named to those that are stored so.
    pub(super) fn name(&mut self, text: &str, bits: Bits, arch: &Arch) {
        // The head that is the embedding is no module of its own.
        if arch.tied && text.ends_with("lm_head") {
            return;
        }
        match Self::of_way(&mut self.named, bits) {
            Some(patterns) => patterns.add(text, arch.layer_count(), &self.budget),
            None => self.unread.push(text.chars().take(60).collect()),
        }
    }

    /// Adds modules that a regular expression names.
    pub(super) fn name_expression(&mut self, expression: &str, bits: Bits) {
        match Self::of_way(&mut self.named, bits) {
            Some(patterns) => patterns.add_expression(expression, &self.budget),
            None => self.unread.push(expression.chars().take(60).collect()),
        }
    }

    /// Adds modules that the checkpoint leaves.
    pub(super) fn leave<'a>(&mut self, texts: impl Iterator<Item = &'a str>, arch: &Arch) {
        for text in texts {
            self.left.add(text, arch.layer_count(), &self.budget);
        }
    }

    /// Adds modules that it leaves, by a regular expression.
    pub(super) fn leave_expression(&mut self, expression: &str) {
        self.left.add_expression(expression, &self.budget);
    }

    /// The modules that are stored so, with room for more unless there are too many ways already.
    fn of_way(named: &mut Vec<(Patterns, Bits)>, bits: Bits) -> Option<&mut Patterns> {
        let known = named.iter().position(|(_, own)| *own == bits);
        let at = known.unwrap_or(named.len());
        if at == named.len() && at < MOST_WAYS {
            named.push((Patterns::default(), bits));
        }
        named.get_mut(at).map(|(patterns, _)| patterns)
    }

    /// Patterns that could not be read.
    pub(super) fn unread(&self) -> Vec<String> {
        let named = self.named.iter().flat_map(|(named, _)| named.unread());
        let all = self.left.unread().iter().chain(named);
        all.chain(&self.unread).cloned().collect()
    }

    /// Whether patterns were left that could not be held against all names.
    pub(super) fn is_spent(&self) -> bool {
        self.budget.is_spent()
    }

    /// Whether it names modules.
    pub(super) fn names_any(&self) -> bool {
        !self.left.is_empty() || self.named.iter().any(|(patterns, _)| !patterns.is_empty())
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
            let usual = self.usual(tensor.role);
            let holds = |patterns: &Patterns| patterns.hold(names, &self.budget);
            let bits = if holds(&self.left) {
                // A head or a router is in 16 bits as it is published.
                match packed::packs(tensor.role) {
                    true => self.published,
                    false => Bits::Wide,
                }
            } else {
                let mut named = self.named.iter().zip(&mut met);
                let own = named.find(|((patterns, _), _)| holds(patterns));
                own.map_or(usual, |((_, bits), met)| {
                    *met = true;
                    *bits
                })
            };
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
