//! What a calibration found, as Rust text.

use std::fmt::Write as _;

use super::GroupErrors;
use crate::speed::efficiency::{AGES, Class, Family, Table};

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
            in_range,
        } = group;
        text.push_str(&format!(
            "    GroupErrors {{\n        what: {what:?},\n        builds: {builds:?},\n        family: {family:?},\n        \
             class: {class:?},\n        rows: {rows},\n        median: {median:.3},\n        p90: {p90:.3},\n        in_range: {in_range},\n    }},\n"
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
         use super::efficiency::{Build, Common, Hardware, Kernels, Rates, Spread, Table};\n\n\
         /// The fitted figures.\n\
         pub const TABLE: Table = Table {\n    rates: Rates {\n        kernels: [\n",
    );
    // Writing to a string cannot fail.
    for (kernels, family) in table.rates.kernels.iter().zip(Family::ALL) {
        let _ = write!(
            text,
            "            // {}\n            Kernels {{\n{}            }},\n",
            family.name(),
            fields(16, kernels.each())
        );
    }
    text.push_str("        ],\n        hardware: [\n");
    for (hardware, class) in table.rates.hardware.iter().zip(Class::ALL) {
        let _ = write!(
            text,
            "            // {}\n            Hardware {{\n{}            }},\n",
            class.name(),
            fields(16, hardware.each())
        );
    }
    let _ = write!(
        text,
        "        ],\n        vulkan: Hardware {{\n{}        }},\n",
        fields(12, table.rates.vulkan.each())
    );
    let _ = write!(
        text,
        "        common: Common {{\n{}        }},\n    }},\n",
        fields(12, table.rates.common.each())
    );
    text.push_str("    builds: [\n");
    for (build, (family, before)) in table.builds.iter().zip(AGES) {
        let _ = write!(
            text,
            "        // {} before {before}\n        Build {{\n{}        }},\n",
            family.name(),
            fields(12, build.each())
        );
    }
    text.push_str("    ],\n");
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

/// Lines of a structure's fields, so far from the margin.
fn fields<const N: usize>(margin: usize, each: [(&'static str, f64); N]) -> String {
    let lines = each.map(|(name, value)| format!("{:margin$}{name}: {value:?},\n", ""));
    lines.concat()
}
