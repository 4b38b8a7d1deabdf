//! A machine by name: a known build, or so many of a card, of a Mac or of a small box.

use crate::catalog::{Catalog, Gpu, Preset, presets};
use crate::codec::Query;
use crate::codec::words::{Meaning, resolve};
use crate::scenario::keys::{self, COUNT, GPUS, Group, UNIFIED};

/// Why words name no machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// What is wrong, in a sentence.
    pub(super) message: String,
    /// Names that are like it.
    pub(super) nearest: Vec<&'static str>,
}

/// Letters of a name that is not known that are repeated.
const SHOWN: usize = 40;

/// The keys of the machine that words name: `a16z-4gpu`, `2x RTX 3090`, `MacBook Pro M4 Max 64GB`.
pub(super) fn named(words: &str, catalog: &Catalog) -> Result<Query, Unknown> {
    if let Some(known) = build(words) {
        return Ok(of_machine(&Query::parse(known.query)));
    }
    let (count, rest) = counted(words);
    let (gpu, memory) = card(rest, catalog)?;
    let mut query = Query::default();
    query.set(GPUS.key, gpu.id);
    if !(COUNT.min..=COUNT.max).contains(&count) {
        let message = format!("A machine has {} to {} GPUs.", COUNT.min, COUNT.max);
        let nearest = vec![gpu.name];
        return Err(Unknown { message, nearest });
    }
    query.set(COUNT.key, count.to_string());
    if let Some(memory) = memory {
        query.set(UNIFIED.key, memory.to_string());
    }
    Ok(query)
}

/// What of a build's query is the machine: what it is asked belongs to somebody else.
pub(super) fn of_machine(build: &Query) -> Query {
    let mut machine = Query::default();
    for (key, value) in build.pairs() {
        let group = keys::find(key).map(|key| key.group);
        if matches!(group, Some(Group::Machine | Group::Power | Group::Money)) {
            machine.set(key, value);
        }
    }
    machine
}

/// The known build that is called so.
fn build(words: &str) -> Option<&'static Preset> {
    let words = words.trim();
    let is = |name: &str| name.eq_ignore_ascii_case(words);
    { presets().iter() }.find(|known| is(known.id) || is(known.name) || is(known.short))
}

/// The number in front of `3 × RTX 3090` or `3x3090`, and what is behind it; one where there is none.
fn counted(words: &str) -> (u32, &str) {
    let words = words.trim();
    let digits = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let (number, rest) = words.split_at(words.len() - digits.len());
    let rest = rest.trim_start().strip_prefix(['x', 'X', '×', '*']);
    match (number.parse(), rest) {
        (Ok(count), Some(rest)) => (count, rest.trim()),
        _ => (1, words),
    }
}

/// The card of a name, and the size of a unified memory that stands in it.
fn card(words: &str, catalog: &Catalog) -> Result<(&'static Gpu, Option<u32>), Unknown> {
    let unknown = |nearest: Vec<&&'static Gpu>| Unknown {
        message: format!(
            "“{}” is the name of no build, card or machine known here.",
            words.chars().take(SHOWN).collect::<String>()
        ),
        nearest: nearest.into_iter().map(|gpu| gpu.name).collect(),
    };
    let sized = sized(words);
    if let Some((size, rest)) = &sized
        && let Meaning::Found { entry: gpu, .. } = resolve(rest, catalog.gpus)
        && let Some(unified) = gpu.unified
    {
        if unified.sizes_gb.contains(size) {
            return Ok((gpu, Some(*size)));
        }
        let sizes = unified.sizes_gb.iter().map(u32::to_string);
        let sizes = sizes.collect::<Vec<_>>().join(", ");
        let message = format!("{} is sold with {sizes} GB, not with {size}.", gpu.name);
        let nearest = vec![gpu.name];
        return Err(Unknown { message, nearest });
    }
    match resolve(words, catalog.gpus) {
        Meaning::Found { entry, .. } => Ok((entry, None)),
        Meaning::Unknown { nearest } => Err(unknown(nearest)),
    }
}

/// A number of GB that stands in a name, and the rest of the name.
fn sized(words: &str) -> Option<(u32, String)> {
    let lower = words.to_ascii_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let at = words.iter().position(|word| word.ends_with("gb"))?;
    let digits = words.get(at)?.strip_suffix("gb")?;
    // The number may stand before its unit as a word of its own.
    let (from, digits) = match digits {
        "" => (at.checked_sub(1)?, *words.get(at - 1)?),
        digits => (at, digits),
    };
    let size = digits.parse().ok()?;
    let rest = [words.get(..from)?, words.get(at + 1..)?].concat();
    Some((size, rest.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::catalog::{Catalog, presets};
    use crate::codec;

    fn query(words: &str) -> String {
        match named(words, Catalog::builtin()) {
            Ok(query) => query.to_string(),
            Err(unknown) => unknown.message,
        }
    }

    #[test]
    fn machines_are_known_by_many_names() {
        for (words, keys) in [
            ("rtx 3090", "gpu=rtx-3090&n=1"),
            ("2x RTX 3090", "gpu=rtx-3090&n=2"),
            ("4 × 3090", "gpu=rtx-3090&n=4"),
            ("8x3090", "gpu=rtx-3090&n=8"),
            ("RTX 3090 24GB", "gpu=rtx-3090&n=1"),
            ("MacBook Pro M4 Max 64GB", "gpu=apple-m4-max&n=1&mem=64"),
            ("m3 ultra 512 gb", "gpu=apple-m3-ultra&n=1&mem=512"),
            ("Mac Studio M3 Ultra", "gpu=apple-m3-ultra&n=1"),
            ("two-3090", "gpu=rtx-3090&n=2"),
            ("two used rtx 3090", "gpu=rtx-3090&n=2"),
        ] {
            assert_eq!(query(words), keys, "{words}");
        }
    }

    #[test]
    fn what_names_none_is_told_with_what_is_like_it() {
        let unknown = named("rtx 3091", Catalog::builtin()).err();
        let unknown = unknown.map(|one| (one.message, one.nearest));
        let (message, nearest) = unknown.unwrap_or_default();
        assert!(
            message.starts_with("“rtx 3091” is the name of no"),
            "{message}"
        );
        assert!(!nearest.is_empty());
        assert!(query("m4 max 100gb").contains("is sold with 48, 64, 128 GB, not with 100"));
        assert!(query("900x 3090").contains("1 to 64 GPUs"));
        assert!(query("").contains("no build"));
    }

    #[test]
    fn a_known_build_is_taken_without_what_it_is_asked() {
        for known in presets() {
            let machine = query(known.id);
            assert!(!machine.contains("model="), "{machine}");
            let read = codec::decode(&machine, Catalog::builtin());
            assert_eq!(read.notices, []);
            let whole = codec::decode(known.query, Catalog::builtin()).scenario;
            assert_eq!(read.scenario.machine, whole.machine, "{}", known.id);
        }
    }
}
