//! Builds that are known by name.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Violation;
use super::check::Row;
use super::emit::Shared;
use super::rows::Preset;
use super::sources::Sources;

const FILE: &str = "builds.toml";

pub(crate) fn check_and_emit(
    presets: &[Preset],
    sources: &Sources,
    found: &mut Vec<Violation>,
) -> String {
    let mut ids = BTreeSet::new();
    let mut shared = Shared::new(sources, "P");
    let mut table = String::from("static PRESETS: &[Preset] = &[\n");
    for preset in presets {
        let mut row = Row::new(FILE, format!("build `{}`", preset.id), found);
        row.unique(&mut ids, &preset.id);
        for (field, text) in [
            ("name", &preset.name),
            ("short", &preset.short),
            ("purpose", &preset.purpose),
            ("query", &preset.query),
        ] {
            row.written(field, text);
        }
        row.dated("as_of", &preset.as_of, 3);
        let mut claims = String::new();
        for claim in &preset.claim {
            if !claim.of.has_its_figures(claim.low, claim.high) {
                row.fail("claim", format!("“{}” has the wrong figures", claim.text));
            }
            row.sourced(std::slice::from_ref(&claim.source), &preset.as_of, sources);
            let low = claim.low.unwrap_or(0.0);
            let _ = write!(
                claims,
                "Claim {{ text: {:?}, of: Measure::{:?}, with: {:?}, low: {low:?}, high: {:?}, source: &{} }}, ",
                claim.text,
                claim.of,
                claim.with,
                claim.high.unwrap_or(low),
                shared.name(&claim.source),
            );
        }
        let source = if preset.source.is_empty() {
            "None".to_owned()
        } else {
            row.sourced(std::slice::from_ref(&preset.source), &preset.as_of, sources);
            format!("Some(&{})", shared.name(&preset.source))
        };
        let _ = writeln!(
            table,
            "Preset {{ id: {:?}, name: {:?}, short: {:?}, purpose: {:?}, query: {:?}, source: {source}, as_of: {:?}, \
             claims: &[{claims}] }},",
            preset.id, preset.name, preset.short, preset.purpose, preset.query, preset.as_of,
        );
    }
    table.push_str("];\n");
    shared.statics() + &table
}
