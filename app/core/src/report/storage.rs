//! How fast the weights come from the drives, and how likely a drive is lost.

use serde::Serialize;

use crate::units::Evidence;

/// The drives and what loading from them takes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Storage {
    /// Name of the drive; empty where the figures are those of a usual one.
    pub drive: &'static str,
    /// How many.
    pub drives: u32,
    /// `none`, `0` or `independent`.
    pub raid: &'static str,
    /// Sequential reading of one drive, bytes a second.
    pub drive_bytes_per_s: u64,
    /// What one load reads, bytes a second: the drives that take part, within their lanes.
    pub throughput_bytes_per_s: u64,
    /// What several loads read at once, bytes a second.
    pub aggregate_bytes_per_s: u64,
    /// Lanes that the platform leaves for drives.
    pub lanes: u32,
    /// PCI Express generation of the drives.
    pub pcie_generation: u8,
    /// Whether lanes hold the drives back.
    pub bounded_by_lanes: bool,
    /// What is loaded.
    pub load_bytes: u64,
    /// Seconds to load the weights through host memory, drives and copy one after the other.
    pub load_s: f64,
    /// The same where reading and copying overlap.
    pub load_low_s: f64,
    /// The same where one thread reads page by page.
    pub load_high_s: f64,
    /// Seconds from drives to GPU memory directly; `null` where the GPUs are on no PCI Express.
    pub load_direct_s: Option<f64>,
    /// Chance that what is stored is lost within a year, percent.
    pub loss_per_year_percent: f64,
    /// Chance that at least one drive fails within a year, percent.
    pub failure_per_year_percent: f64,
    /// What to know.
    pub notes: Vec<String>,
    /// Weakest evidence among the figures.
    pub evidence: Evidence,
}
