//! What a calibration found, as Rust text.

use std::fmt::Write as _;

use super::GroupErrors;
use crate::speed::efficiency::{Class, Family, Table};

/// The source of the errors with each source left out, as it stands beside the table.
#[must_use]
pub fn held_out_source(groups: &[GroupErrors]) -> String {
    let mut text = String::from(
        "//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when\n\
         //! it does not follow from the measurements.\n\n\
         use super::speed::GroupErrors;\n\n\
         /// Errors of rows whose whole source was left out of the fit: what to expect of a machine that was\n\
         /// not measured.\n\
         pub const HELD_OUT: &[GroupErrors] = &[\n",
    );
    for group in groups {
        let GroupErrors {
            what,
            builds,
            family,
            class,
            rows,
            median,
            p90,
        } = group;
        text.push_str(&format!(
            "    GroupErrors {{\n        what: {what:?},\n        builds: {builds:?},\n        family: {family:?},\n        \
             class: {class:?},\n        rows: {rows},\n        median: {median:.3},\n        p90: {p90:.3},\n    }},\n"
        ));
    }
    text.push_str("];\n");
    text
}

/// The source text of the table.
#[must_use]
pub fn source(table: &Table) -> String {
    let mut text = String::from(
        "//! Written by `cargo xtask calibrate` from `catalog/measured.toml`: not to be edited. A test fails when\n\
         //! it does not follow from the measurements.\n\n\
         use super::efficiency::{Hardware, Kernels, Rates, Spread, Table};\n\n\
         /// The fitted figures.\n\
         pub const TABLE: Table = Table {\n    rates: Rates {\n        kernels: [\n",
    );
    // Writing to a string cannot fail.
    for (kernels, family) in table.rates.kernels.iter().zip(Family::ALL) {
        let _ = write!(
            text,
            "            // {}\n            Kernels {{\n                bandwidth: {:?},\n                layer_us: {:?},\n                \
             sequence_us: {:?},\n                step_us: {:?},\n                compute: {:?},\n            }},\n",
            family.name(),
            kernels.bandwidth,
            kernels.layer_us,
            kernels.sequence_us,
            kernels.step_us,
            kernels.compute
        );
    }
    text.push_str("        ],\n        hardware: [\n");
    for (hardware, class) in table.rates.hardware.iter().zip(Class::ALL) {
        let _ = write!(
            text,
            "            // {}\n            Hardware {{\n                bandwidth: {:?},\n                compute: {:?},\n                launch: {:?},\n            }},\n",
            class.name(),
            hardware.bandwidth,
            hardware.compute,
            hardware.launch
        );
    }
    text.push_str("        ],\n");
    let rates = &table.rates;
    for (name, value) in [
        ("codebook", rates.codebook),
        ("packed_compute", rates.packed_compute),
        ("packed_cuda", rates.packed_cuda),
        ("saturation", rates.saturation),
        ("hbm_bandwidth", rates.hbm_bandwidth),
        ("hbm_compute", rates.hbm_compute),
        ("experts", rates.experts),
        ("cache", rates.cache),
        ("busy_layer", rates.busy_layer),
        ("link_us", rates.link_us),
        ("bus_us", rates.bus_us),
        ("half_rows", rates.half_rows),
        ("attention", rates.attention),
    ] {
        let _ = writeln!(text, "        {name}: {value:?},");
    }
    text.push_str("    },\n");
    for (name, spreads) in [("decode", &table.decode), ("prefill", &table.prefill)] {
        let _ = writeln!(text, "    {name}: [");
        for (row, family) in spreads.iter().zip(Family::ALL) {
            let _ = writeln!(text, "        // {}\n        [", family.name());
            for spread in row {
                let _ = write!(
                    text,
                    "            Spread {{\n                low: {:?},\n                high: {:?},\n                rows: {},\n            }},\n",
                    spread.low, spread.high, spread.rows
                );
            }
            text.push_str("        ],\n");
        }
        text.push_str("    ],\n");
    }
    text.push_str("};\n");
    text
}
