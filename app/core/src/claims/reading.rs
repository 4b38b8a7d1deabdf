//! What a claim says: each item is taken for something, or is not understood.

use super::amounts::Amount;
use super::names::Format;
use crate::catalog::power::Circuit;
use crate::catalog::{Gpu, Model};
use crate::engine::Engine;
use crate::scenario::Condition;

/// A claim, as far as it was understood.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading {
    pub(super) model: Option<Modelled>,
    pub(super) instances: u32,
    pub(super) format: Option<Format>,
    pub(super) unquantised: bool,
    pub(super) cache: Option<Format>,
    /// Kinds of card, each with the rows that it may be, and how many.
    pub(super) cards: Vec<(Vec<&'static Gpu>, u32)>,
    /// Memory of cards that have no name.
    pub(super) memory: Option<Amount>,
    /// The size of a unified memory, nominal GB.
    pub(super) unified: Option<u32>,
    pub(super) ram: Option<f64>,
    pub(super) context: Option<u32>,
    /// Tokens of the prompt.
    pub(super) prompt: Option<u32>,
    pub(super) users: Option<u32>,
    pub(super) engine: Option<Engine>,
    pub(super) offload: bool,
    pub(super) limit: Option<u32>,
    pub(super) cpu: Option<u32>,
    pub(super) psu: Option<u32>,
    /// Parts with their number and their watts, where the cards have no name.
    pub(super) parts: Vec<(u32, f64)>,
    pub(super) amps: Option<f64>,
    pub(super) volts: Option<f64>,
    pub(super) circuits: Vec<&'static Circuit>,
    pub(super) method: Option<Tuning>,
    pub(super) hours: Option<u32>,
    pub(super) provider: Option<&'static str>,
    pub(super) cloud: bool,
    pub(super) machine: bool,
    /// Whether cards are bought used or new, where it is said.
    pub(super) condition: Option<Condition>,
    pub(super) negated: bool,
    pub(super) fits: bool,
    /// Whether the cards are said to be needed: the fewest that hold it.
    pub(super) least: bool,
    pub(super) each: bool,
    pub(super) total: bool,
    pub(super) figures: Vec<Said>,
    /// Why something could not be used.
    pub(super) faults: Vec<String>,
}

/// A model as it was named.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Modelled {
    /// Rows of the catalogue, of which one is meant.
    Listed(Vec<&'static Model>),
    /// A size.
    Sized(String),
}

/// How a model is trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tuning {
    /// It is not said.
    Any,
    Full,
    Lora,
    Qlora,
}

/// A figure that is claimed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Said {
    pub(super) of: Claimed,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Whether the unit was GiB, where it is memory.
    pub(super) binary: bool,
}

/// What a figure is claimed of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claimed {
    Rate,
    Size,
    Watts,
    Price,
    Payback,
    /// Tokens of a prompt that are read a second.
    Prefill,
    /// Seconds to the first token.
    First,
    /// Seconds of loading.
    Load,
}

impl Claimed {
    /// Whether it is about what is waited for before an answer begins.
    pub(super) fn is_wait(self) -> bool {
        matches!(self, Self::Prefill | Self::First | Self::Load)
    }
}

impl Reading {
    /// Whether this is claimed.
    pub(super) fn claims(&self, of: Claimed) -> bool {
        self.figures.iter().any(|figure| figure.of == of)
    }

    /// Whether something is claimed of a prompt.
    pub(super) fn reads(&self) -> bool {
        self.claims(Claimed::Prefill) || self.claims(Claimed::First)
    }
}
