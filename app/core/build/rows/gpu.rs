//! Rows about GPUs.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gpu {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) vendor: Vendor,
    pub(crate) architecture: Chip,
    pub(crate) segment: Segment,
    pub(crate) nominal_gb: u32,
    pub(crate) reported_mib: Option<u64>,
    pub(crate) memory_type: String,
    pub(crate) unified: Option<Unified>,
    pub(crate) bandwidth_mb_s: Option<u64>,
    #[serde(default)]
    pub(crate) gflops: Rates,
    pub(crate) tdp_w: u32,
    pub(crate) power_range_w: Option<(u32, u32)>,
    #[serde(default)]
    pub(crate) slots: u8,
    pub(crate) form_factor: String,
    pub(crate) pcie: Option<Pcie>,
    pub(crate) link: Option<Link>,
    #[serde(default)]
    pub(crate) connectors: String,
    #[serde(default)]
    pub(crate) launched: String,
    pub(crate) price: Option<Price>,
    #[serde(default)]
    pub(crate) sources: Vec<String>,
    #[serde(default)]
    pub(crate) as_of: String,
    #[serde(default)]
    pub(crate) unverified: Vec<String>,
    #[serde(default)]
    pub(crate) aliases: Vec<String>,
    #[serde(default)]
    pub(crate) note: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Vendor {
    Nvidia,
    Amd,
    Apple,
    Intel,
}

/// `catalog::Chip` under the name that its makers write.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(crate) enum Chip {
    Turing,
    Ampere,
    #[serde(rename = "Ada Lovelace")]
    AdaLovelace,
    Hopper,
    Blackwell,
    #[serde(rename = "Blackwell Ultra")]
    BlackwellUltra,
    #[serde(rename = "CDNA 2")]
    Cdna2,
    #[serde(rename = "CDNA 3")]
    Cdna3,
    #[serde(rename = "CDNA 4")]
    Cdna4,
    #[serde(rename = "RDNA 3")]
    Rdna3,
    #[serde(rename = "RDNA 3.5")]
    Rdna3_5,
    #[serde(rename = "RDNA 4")]
    Rdna4,
    #[serde(rename = "Apple silicon")]
    AppleSilicon,
    Gaudi,
    #[serde(rename = "Xe-HPG")]
    XeHpg,
    #[serde(rename = "Xe2-HPG")]
    Xe2Hpg,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Segment {
    Consumer,
    Workstation,
    DataCenter,
    Unified,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unified {
    pub(crate) sizes_gb: Vec<u32>,
    pub(crate) share_percent: u8,
    pub(crate) small: Option<SmallShare>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SmallShare {
    pub(crate) up_to_gb: u32,
    pub(crate) share_percent: u8,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rates {
    pub(crate) fp32: Option<u32>,
    pub(crate) fp16: Option<u32>,
    pub(crate) fp16_fp16acc: Option<u32>,
    pub(crate) fp8: Option<u32>,
    pub(crate) fp4: Option<u32>,
    pub(crate) int8: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pcie {
    #[serde(rename = "gen")]
    pub(crate) generation: u8,
    pub(crate) lanes: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    pub(crate) name: String,
    pub(crate) bandwidth_mb_s: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Price {
    pub(crate) usd: u32,
    pub(crate) date: String,
    pub(crate) condition: String,
    pub(crate) source: String,
}
