//! How fast the host's memory is read.

use serde::Serialize;

use crate::units::Evidence;

/// The host's memory by speed: what layers and experts that are kept there are read at.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HostMemory {
    /// Name of the processor; empty where only its watts are known.
    pub processor: &'static str,
    /// Sockets that work together.
    pub sockets: u32,
    /// Channels of each socket that hold modules.
    pub channels: u32,
    /// Transfers of each channel, MT/s.
    pub mt_s: u32,
    /// What no reading passes: the lower of what channels carry and core dies take in, GB/s over all
    /// sockets.
    pub bound_gb_per_s: f64,
    /// `channels`, `dies`, or `given` where the bandwidth was named.
    pub bound_by: &'static str,
    /// What reading reaches, GB/s.
    pub read_gb_per_s: f64,
    /// The least that was measured on such hosts, GB/s.
    pub read_low_gb_per_s: f64,
    /// The most that was measured on such hosts, GB/s.
    pub read_high_gb_per_s: f64,
    /// How it is known: assumed where processor or memory are not those of the catalogue.
    pub evidence: Evidence,
}
