//! Rows about GPUs.

use serde::Deserialize;

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
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
    pub(crate) length_mm: Option<u16>,
    pub(crate) form_factor: String,
    pub(crate) pcie: Option<Pcie>,
    pub(crate) link: Option<Link>,
    #[serde(default)]
    pub(crate) connectors: String,
    #[serde(default)]
    pub(crate) launched: String,
    pub(crate) price: Option<Price>,
    pub(crate) used: Option<Price>,
    #[serde(default)]
    pub(crate) price_by_gb: Vec<SizePrice>,
    #[serde(default)]
    pub(crate) price_history: Vec<Past>,
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
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Vendor {
    Nvidia,
    Amd,
    Apple,
    Intel,
}

/// `catalog::Chip` under the name that its makers write.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
pub(crate) enum Chip {
    Maxwell,
    Pascal,
    Volta,
    Turing,
    Ampere,
    #[serde(rename = "Ada Lovelace")]
    AdaLovelace,
    Hopper,
    Blackwell,
    #[serde(rename = "Blackwell Ultra")]
    BlackwellUltra,
    #[serde(rename = "GCN 5.1")]
    Gcn5,
    #[serde(rename = "CDNA 1")]
    Cdna1,
    #[serde(rename = "CDNA 2")]
    Cdna2,
    #[serde(rename = "CDNA 3")]
    Cdna3,
    #[serde(rename = "CDNA 4")]
    Cdna4,
    #[serde(rename = "RDNA 2")]
    Rdna2,
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
    #[serde(rename = "Xe2-LPG")]
    Xe2Lpg,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Segment {
    Consumer,
    Workstation,
    DataCenter,
    Unified,
    Laptop,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Unified {
    pub(crate) sizes_gb: Vec<u32>,
    pub(crate) share_percent: u8,
    pub(crate) small: Option<SmallShare>,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SmallShare {
    pub(crate) up_to_gb: u32,
    pub(crate) share_percent: u8,
}

#[derive(Default, Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
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
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Pcie {
    #[serde(rename = "gen")]
    pub(crate) generation: u8,
    pub(crate) lanes: u8,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    pub(crate) name: String,
    pub(crate) bandwidth_mb_s: u64,
}

/// Price of a unified machine with another memory than the largest.
#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(from = "SizeFields")]
pub(crate) struct SizePrice {
    pub(crate) gb: u32,
    pub(crate) price: Price,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SizeFields {
    gb: u32,
    usd: u32,
    low: Option<u32>,
    high: Option<u32>,
    date: String,
    condition: String,
    source: String,
}

impl From<SizeFields> for SizePrice {
    fn from(fields: SizeFields) -> Self {
        Self {
            gb: fields.gb,
            price: Price {
                usd: fields.usd,
                low: fields.low,
                high: fields.high,
                date: fields.date,
                condition: fields.condition,
                source: fields.source,
            },
        }
    }
}

/// An older price of a row.
#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Past {
    pub(crate) usd: f64,
    pub(crate) date: String,
    pub(crate) condition: String,
    pub(crate) source: String,
}

#[derive(Deserialize)]
#[cfg_attr(row_schema, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct Price {
    pub(crate) usd: u32,
    pub(crate) low: Option<u32>,
    pub(crate) high: Option<u32>,
    pub(crate) date: String,
    pub(crate) condition: String,
    pub(crate) source: String,
}
