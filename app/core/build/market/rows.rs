//! Parts, rented GPUs and API prices as they stand in the files.

use serde::Deserialize;

use super::super::names::{Named, named};
use super::super::rows::Past;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) cpu: Option<Cpu>,
    pub(super) board: Option<Board>,
    pub(super) psu: Option<Psu>,
    pub(super) ssd: Option<Ssd>,
    pub(super) ram: Option<Ram>,
    pub(super) cooler: Option<Cooler>,
    pub(super) case: Option<Case>,
    pub(super) ups: Option<Ups>,
    pub(super) price: Option<Quote>,
    #[serde(default)]
    pub(super) price_history: Vec<Past>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) as_of: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) note: String,
}

named! {
    Part "part" name &[];
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Cpu,
    Board,
    Psu,
    Ssd,
    Ram,
    Cooler,
    Case,
    Ups,
    Extra,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Socket {
    Am5,
    Lga1851,
    Tr5,
    Sp5,
    Sp3,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cpu {
    pub(super) socket: Socket,
    pub(super) pro: bool,
    pub(super) cores: u16,
    pub(super) tdp_w: u16,
    pub(super) lanes: u16,
    pub(super) channels: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Board {
    pub(super) socket: Socket,
    pub(super) pro_only: bool,
    pub(super) slots: u8,
    pub(super) dimms: u8,
    pub(super) max_ram_gib: u32,
    #[serde(default)]
    pub(super) layout: Vec<u8>,
    #[serde(default)]
    pub(super) older_slots: u8,
    pub(super) shared_lanes: Option<u8>,
    pub(super) bifurcation: Option<bool>,
    pub(super) bmc: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Psu {
    pub(super) watts: u16,
    pub(super) class: Option<PsuClass>,
    pub(super) full_output: Option<FullOutput>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PsuClass {
    Gold,
    Platinum,
    Titanium,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FullOutput {
    Any,
    HighLine,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ssd {
    pub(super) gb: u32,
    pub(super) read_mb_s: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ram {
    pub(super) modules: u8,
    pub(super) module_gib: u16,
    pub(super) registered: bool,
    pub(super) mt_s: u16,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cooler {
    pub(super) sockets: Vec<Socket>,
    pub(super) liquid: bool,
    pub(super) height_mm: Option<u16>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) slots: u8,
    pub(super) card_mm: Option<u16>,
    pub(super) cooler_mm: Option<u16>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ups {
    pub(super) watts: u16,
    pub(super) va: u16,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quote {
    pub(super) usd: f64,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) date: String,
    pub(super) condition: String,
    pub(super) source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Offer {
    pub(super) provider: String,
    pub(super) gpu: String,
    pub(super) gpus: u8,
    pub(super) up_to: Option<u8>,
    pub(super) usd_per_hour: f64,
    pub(super) term: Term,
    #[serde(default)]
    pub(super) instance: String,
    pub(super) date: String,
    pub(super) source: String,
    #[serde(default)]
    pub(super) note: String,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub(super) enum Term {
    OnDemand,
    Reserved,
    Spot,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Api {
    pub(super) provider: String,
    pub(super) model: String,
    pub(super) listed_as: String,
    pub(super) input_usd: f64,
    pub(super) output_usd: f64,
    pub(super) date: String,
    pub(super) source: String,
    #[serde(default)]
    pub(super) note: String,
}

impl Part {
    /// Which of the tables of figures are there.
    pub(super) fn tables(&self) -> Vec<Kind> {
        [
            (self.cpu.is_some(), Kind::Cpu),
            (self.board.is_some(), Kind::Board),
            (self.psu.is_some(), Kind::Psu),
            (self.ssd.is_some(), Kind::Ssd),
            (self.ram.is_some(), Kind::Ram),
            (self.cooler.is_some(), Kind::Cooler),
            (self.case.is_some(), Kind::Case),
            (self.ups.is_some(), Kind::Ups),
        ]
        .into_iter()
        .filter_map(|(there, kind)| there.then_some(kind))
        .collect()
    }
}
