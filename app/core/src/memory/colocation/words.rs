//! The answer in one plain sentence.

use crate::model::quant::Quant;
use crate::report::{Status, Together, TogetherInstance};
use crate::units::about_gb;

/// What is said beside that where a search ended before it had looked everywhere.
const GAVE_UP: &str = " There are too many arrangements to try them all: another may hold more.";

/// The answer; `gave_up` where not every arrangement was tried.
pub(super) fn sentence(answer: &Together, gave_up: bool) -> String {
    let Together { asked, placed, .. } = answer;
    let kinds = kinds(&answer.instances);
    match answer.status {
        Status::DoesNotFit | Status::Impossible | Status::NotUnderstood => {
            let unplaced =
                { kinds.iter() }.filter_map(|kind| without_place(kind, &answer.instances));
            let more = if gave_up { GAVE_UP } else { "" };
            format!(
                "{placed} of {asked} fit; {}.{more}",
                unplaced.collect::<Vec<_>>().join("; ")
            )
        }
        Status::Tight => format!(
            "Tight: all {asked} fit with typical overheads ({}), but overheads at the upper end of what has been seen would need {} more on one GPU.",
            all_places(&kinds, &answer.instances),
            about_gb(excess(answer)),
        ),
        Status::Fits | Status::Offloaded => format!(
            "All {asked} fit: {}. {} to spare on the fullest GPU.",
            all_places(&kinds, &answer.instances),
            about_gb(spare(answer)),
        ),
    }
}

/// Equal instances.
type Kind<'a> = Vec<&'a TogetherInstance>;

fn kinds(instances: &[TogetherInstance]) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for one in instances {
        let alike = |kind: &&mut Kind<'_>| {
            { kind.first() }.is_some_and(|first| {
                first.model_name == one.model_name && first.weights == one.weights
            })
        };
        match kinds.iter_mut().find(alike) {
            Some(kind) => kind.push(one),
            None => kinds.push(vec![one]),
        }
    }
    kinds
}

fn all_places(kinds: &[Kind<'_>], all: &[TogetherInstance]) -> String {
    let places: Vec<String> = kinds.iter().map(|kind| places(kind, all)).collect();
    places.join("; ")
}

/// `4 × Llama 3.3 70B, one to a card`.
fn places(kind: &Kind<'_>, all: &[TogetherInstance]) -> String {
    let [one] = kind.as_slice() else {
        let count = kind.len();
        let name = kind.first().map(|one| name(one, all)).unwrap_or_default();
        return format!("{count}\u{a0}×\u{a0}{name}, {}", spread(kind));
    };
    let how = if one.gpus.len() > 1 { "over" } else { "on" };
    format!("{} {how} {}", name(one, all), cards(&one.gpus))
}

/// Where several equal instances are.
fn spread(kind: &Kind<'_>) -> String {
    let mut sets: Vec<(&[u32], usize)> = Vec::new();
    for one in kind {
        match sets.iter_mut().find(|(gpus, _)| *gpus == one.gpus) {
            Some((_, count)) => *count += 1,
            None => sets.push((&one.gpus, 1)),
        }
    }
    let single = sets.iter().all(|(gpus, _)| gpus.len() == 1);
    let once = sets.iter().all(|(_, count)| *count == 1);
    if single && once {
        return "one to a card".to_owned();
    }
    if let [(gpus, _)] = sets.as_slice() {
        let how = if single { "on" } else { "over" };
        return format!("all {how} {}", cards(gpus));
    }
    let parts = sets.iter().map(|(gpus, count)| match gpus.len() {
        1 => format!("{count} on {}", cards(gpus)),
        _ => format!("{count} over {}", cards(gpus)),
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// What the instances of a kind that have no place need, or why they cannot run.
fn without_place(kind: &Kind<'_>, all: &[TogetherInstance]) -> Option<String> {
    let unplaced: Vec<_> = kind.iter().filter(|one| one.gpus.is_empty()).collect();
    let one = unplaced.first()?;
    let name = name(one, all);
    if let Some(blocker) = &one.blocker {
        let reason = blocker.trim_end_matches('.');
        return Some(format!("{name} cannot run: {reason}"));
    }
    let who = match (unplaced.len(), kind.len()) {
        (1, 1) => name,
        (1, _) => format!("one more {name}"),
        (count, all) if count == all => format!("each {name}"),
        (_, _) => format!("each further {name}"),
    };
    let together = if one.short_on.len() > 1 {
        " together"
    } else {
        ""
    };
    Some(format!(
        "{who} needs {} more on {}{together}",
        about_gb(one.short_bytes),
        cards(&one.short_on)
    ))
}

/// The name, with the format where that alone tells two apart.
fn name(one: &TogetherInstance, all: &[TogetherInstance]) -> String {
    let twin = |other: &TogetherInstance| {
        other.model_name == one.model_name && other.weights != one.weights
    };
    if all.iter().any(twin) {
        let format = Quant::parse(one.weights).map_or(one.weights, Quant::name);
        return format!("{} in {format}", one.model_name);
    }
    one.model_name.clone()
}

/// `GPU 2`, `GPUs 0–3`, `GPUs 0, 2 and 5`.
fn cards(gpus: &[u32]) -> String {
    match gpus {
        [] => String::new(),
        [only] => format!("GPU\u{a0}{only}"),
        [first, .., last] if (last - first) as usize + 1 == gpus.len() => {
            format!("GPUs\u{a0}{first}–{last}")
        }
        [others @ .., last] => {
            let others: Vec<String> = others.iter().map(u32::to_string).collect();
            format!("GPUs\u{a0}{} and {last}", others.join(", "))
        }
    }
}

fn spare(answer: &Together) -> u64 {
    let free = answer.per_gpu.iter().map(|gpu| gpu.free_bytes);
    free.min().unwrap_or(0)
}

/// How far the worst card would be over its capacity with the highest overheads.
fn excess(answer: &Together) -> u64 {
    let excess = answer.per_gpu.iter();
    let excess = excess.map(|gpu| gpu.used_high_bytes.saturating_sub(gpu.capacity_bytes));
    excess.max().unwrap_or(0)
}
