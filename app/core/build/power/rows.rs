//! Sockets, tariffs and watts as they stand in the file.

use serde::Deserialize;

use super::super::names::{Named, named};
use super::super::plain::PROCESSOR;

macro_rules! rows {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {$(
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            pub(super) id: String,
            $(pub(super) $field: $type,)*
            #[serde(default)]
            pub(super) aliases: Vec<String>,
            #[serde(default)]
            pub(super) sources: Vec<String>,
            #[serde(default)]
            pub(super) as_of: String,
            #[serde(default)]
            pub(super) note: String,
        }

        impl Entry for $name {
            fn id(&self) -> &str {
                &self.id
            }
            fn aliases(&self) -> &[String] {
                &self.aliases
            }
        }
    )*};
}

/// A row with an id.
pub(super) trait Entry {
    fn id(&self) -> &str;
    fn aliases(&self) -> &[String];
}

named! {
    Efficiency "efficiency" name &[];
    Circuit "circuit" receptacle &[];
    Region "region" name &[];
    Cpu "cpu" name PROCESSOR;
    Ups "ups" name &[];
}

rows! {
    Efficiency { name: String, at_115_v: Vec<(u32, u32)>, at_230_v: Vec<(u32, u32)> }
    Psu { watts: u32, full_from_v: u32 }
    Circuit {
        region: String,
        receptacle: String,
        volts: u32,
        amps: u32,
        continuous_permille: Option<u32>,
    }
    Region { name: String, price: Option<Tariff>, grid: Option<Grid> }
    Curve { gpu: String, load: String, concurrent: u32, prompt: Option<bool>, mixture: Option<bool>, points: Vec<(u32, u32)> }
    Machine { busy_mw: u64, idle_mw: u64, basis: Basis, loads: Option<MachineLoads> }
    Cpu {
        name: String,
        tdp_w: u32,
        peak_w: Option<u32>,
        cores: u32,
        sockets: Option<u32>,
        lanes: u32,
        memory: MemorySystem,
    }
    Draw { name: String, busy_mw: u64, idle_mw: u64 }
    Ups { name: String, watts: u32, va: u32, input_v: u32 }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MachineLoads {
    pub(super) stream_mw: u64,
    pub(super) many_mw: u64,
    pub(super) prompt_mw: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MemorySystem {
    pub(super) ddr: u32,
    pub(super) registered: bool,
    pub(super) channels: u32,
    pub(super) mt_s: u32,
    pub(super) mt_s_two: Option<u32>,
    pub(super) mt_s_mrdimm: Option<u32>,
    pub(super) max_gib: Option<u32>,
    pub(super) dies: Option<u32>,
    pub(super) links: Option<u32>,
    pub(super) fabric_mhz: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tariff {
    pub(super) millicents: u32,
    pub(super) period: String,
    pub(super) date: String,
    pub(super) local_millicents: Option<u32>,
    pub(super) currency: Option<String>,
    pub(super) usd_permille: Option<u32>,
    pub(super) source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grid {
    pub(super) mg_per_kwh: u32,
    pub(super) date: String,
    pub(super) source: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Basis {
    Published,
    Measured,
    Assumed,
}
