//! One bar for each card: what it must hold against what it can.

use std::fmt::Write as _;

use headroom_core::report::{GpuUse, HostUse};
use headroom_core::units::{GB, gb};
use leptos::prelude::*;

use super::part::{bounds_key, swatch};
use crate::look::texture;
use crate::markup::{Html, IntoHtml, percent};
use crate::stack::{self, Piece, Stack, grouped};
use crate::state::Answer;

/// Machines with more cards than this show runs of equal ones as one bar; with several models side by side,
/// where it matters which card holds which, those with more than the second number.
const ALL_SHOWN: [usize; 2] = [2, 8];
/// Bars in a small place.
#[cfg(feature = "ssr")]
const MOST_IN_BRIEF: usize = 4;
/// A segment narrower than this share of the scale carries no word, in percent.
const LEAST_ROOM: u64 = 11;

/// Cards that follow each other and hold the same.
pub(crate) struct Run<'a> {
    /// The first of them.
    pub(crate) first: &'a GpuUse,
    /// How many.
    pub(crate) count: usize,
}

impl Run<'_> {
    /// `GPU 0`, or `GPU 0–3`.
    pub(crate) fn name(&self) -> String {
        match self.count {
            1 => format!("GPU\u{a0}{}", self.first.index),
            count => format!(
                "GPU\u{a0}{}–{}",
                self.first.index,
                self.first.index as usize + count - 1
            ),
        }
    }
}

/// The cards in runs of equal ones.
pub(super) fn runs(cards: &[GpuUse]) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for card in cards {
        match runs.last_mut() {
            Some(run) if alike(run.first, card) => run.count += 1,
            _ => runs.push(Run {
                first: card,
                count: 1,
            }),
        }
    }
    runs
}

fn alike(one: &GpuUse, other: &GpuUse) -> bool {
    GpuUse {
        index: one.index,
        ..other.clone()
    } == *one
}

/// The bars, their scale and the legend.
pub(super) fn bars(answer: &Answer) -> Html {
    let stacks = stack::of(&answer.report);
    let [alone, side_by_side] = ALL_SHOWN;
    let most = match answer.report.together() {
        None => alone,
        Some(_) => side_by_side,
    };
    if answer.trains() || stacks.len() > most {
        drawn(answer, &grouped(stacks))
    } else {
        drawn(answer, &stacks)
    }
    .html()
}

/// As [`bars`], in less room: equal cards share a bar, and of many that differ only the one that
/// decides is shown.
#[cfg(feature = "ssr")]
pub(crate) fn brief(answer: &Answer) -> Html {
    let shown = stack::brief(&answer.report, MOST_IN_BRIEF);
    let cards = answer.scenario().machine.gpu_count();
    let drawn_cards: u32 = shown.iter().map(|stack| stack.count).sum();
    let fullest = (drawn_cards < cards)
        .then(|| view! { <p class="hint">"The fullest of " {cards} " GPUs."</p> });
    view! {
        {drawn(answer, &shown)}
        {fullest}
    }
    .html()
}

/// Pixels that [`brief`] takes, at most, in a column of so many.
#[cfg(feature = "ssr")]
pub(crate) fn brief_height(answer: &Answer, width: u32) -> u32 {
    let (bar, legend) = match width {
        0..420 => (84, 116),
        420..560 => (70, 76),
        _ => (68, 54),
    };
    let host = usize::from(host(answer).is_some());
    let bars = stack::brief(&answer.report, MOST_IN_BRIEF).len() + host;
    u32::try_from(bars)
        .unwrap_or(u32::MAX)
        .saturating_mul(bar)
        .saturating_add(24 + legend)
}

/// Equal cards in runs; where those are more than `most`, only the card that decides.
#[cfg(feature = "ssr")]
pub(crate) fn brief_runs(answer: &Answer, most: usize) -> Vec<Run<'_>> {
    let cards = &answer.report.memory().per_gpu;
    let all = runs(cards);
    if all.len() <= most {
        return all;
    }
    let deciding = usize::try_from(answer.report.verdict().deciding_gpu).unwrap_or(0);
    let first = cards.get(deciding).or_else(|| cards.first());
    first
        .map(|first| Run { first, count: 1 })
        .into_iter()
        .collect()
}

/// System memory, where it holds layers of a model that runs alone.
fn host(answer: &Answer) -> Option<&HostUse> {
    let host = &answer.report.memory().host;
    let alone = !answer.trains() && answer.report.together().is_none();
    (host.layers > 0 && alone).then_some(host)
}

fn drawn(answer: &Answer, shown: &[Stack]) -> Html {
    let stacks = stack::of(&answer.report);
    let widest = stacks.iter().map(Stack::reach).max();
    let host = host(answer);
    let host_widest = host.map_or(0, |host| {
        host.capacity_bytes
            .max(host.weights_bytes + host.kv_cache_bytes)
    });
    // A little room at the right, so that the last limit is not the edge.
    let scale = widest.unwrap_or(1).max(host_widest).max(GB) / 100 * 102;

    let range = match (answer.report.training(), answer.report.together()) {
        (Some(_), _) => "Lowest to highest",
        (None, Some(_)) => "Typical to highest overhead seen",
        (None, None) => "Lowest to highest overhead seen",
    };
    let class = if shown.len() > 4 { "bars many" } else { "bars" };
    let bars: Vec<_> = shown.iter().map(|stack| bar(stack, scale)).collect();
    view! {
        <div class=class>
            {bars}
            {host.map(|host| host_bar(host, scale))}
            {axis(scale, GB, "GB")}
        </div>
        {legend(&stacks, range)}
    }
    .html()
}

fn bar(stack: &Stack, scale: u64) -> Html {
    let mut from = 0;
    let segments: Vec<_> = { stack.pieces.iter() }
        .map(|piece| {
            // A word under the hatching of what is too much could not be read.
            let plain = from + piece.bytes <= stack.capacity_bytes;
            let drawn = segment(piece, plain, from, scale);
            from += piece.bytes;
            drawn
        })
        .collect();
    let over = stack.used_bytes.saturating_sub(stack.capacity_bytes);
    let over = (over > 0).then(|| {
        let from = percent(stack.capacity_bytes, scale);
        view! { <rect class="over" x=from width=percent(over, scale) height="100%"></rect> }
    });
    let range = (stack.used_low_bytes < stack.used_high_bytes).then(|| range(stack, scale));
    view! {
        <div class="bar">
            <p class="bar-name"><b>{stack.name()}</b>" "{stack.card()}</p>
            {end(stack.free_bytes)}
            <svg class="bar-svg" width="100%" height="100%" role="img" aria-label=words(stack)>
                {ground(stack.capacity_bytes, scale)}
                {segments}
                {over}
                {range}
                {limit(stack.capacity_bytes, scale)}
            </svg>
        </div>
    }
    .html()
}

/// What is left of a bar, or missing.
fn end(free_bytes: i64) -> Html {
    let bytes = gb(free_bytes.unsigned_abs());
    let (class, words) = if free_bytes < 0 {
        ("bar-end short", format!("short by {bytes}"))
    } else {
        ("bar-end spare", format!("{bytes} free"))
    };
    view! { <p class=class>{words}</p> }.html()
}

/// What there is, under what is used.
fn ground(capacity: u64, scale: u64) -> Html {
    view! { <rect class="ground" width=percent(capacity, scale) height="100%"></rect> }.html()
}

/// Where it ends.
fn limit(capacity: u64, scale: u64) -> Html {
    let at = percent(capacity, scale);
    view! { <line class="limit" x1=at.clone() x2=at y1="-4" y2="100%"></line> }.html()
}

/// Between which ends the sum lies.
fn range(stack: &Stack, scale: u64) -> Html {
    let [low, high] = [stack.used_low_bytes, stack.used_high_bytes].map(|end| percent(end, scale));
    let ends = [low.clone(), high.clone()]
        .map(|end| view! { <line class="range" x1=end.clone() x2=end y1="36%" y2="64%"></line> });
    view! {
        <line class="range" x1=low x2=high y1="50%" y2="50%"></line>
        {ends}
    }
    .html()
}

fn segment(piece: &Piece, plain: bool, from: u64, scale: u64) -> Option<Html> {
    let Piece {
        id, short, bytes, ..
    } = piece;
    let (id, bytes) = (*id, *bytes);
    // A letter takes about one and a half percent of a bar in a narrow column.
    let room = (short.len() as u64 * 3 / 2).max(LEAST_ROOM);
    let word = (plain && bytes.saturating_mul(100) / scale >= room)
        .then(|| view! { <text x="8" y="50%" dominant-baseline="central">{short.clone()}</text> });
    (bytes > 0).then(|| {
        let view = view! {
            <svg
                class=format!("part {id}")
                data-part=id
                x=percent(from, scale)
                width=percent(bytes, scale)
                height="100%"
            >
                <title>{format!("{short}: {}", gb(bytes))}</title>
                <rect width="100%" height="100%"></rect>
                <rect
                    class="texture"
                    width="100%"
                    height="100%"
                    fill=texture(id)
                ></rect>
                {word}
            </svg>
        };
        view.html()
    })
}

/// What a bar shows, for those who do not see it.
fn words(stack: &Stack) -> String {
    let mut out = format!(
        "{}: needs {} of {}",
        stack.name(),
        gb(stack.used_bytes),
        gb(stack.capacity_bytes)
    );
    for piece in &stack.pieces {
        let _ = write!(out, ", {} {}", piece.name, gb(piece.bytes));
    }
    out
}

fn host_bar(host: &HostUse, scale: u64) -> Html {
    let used = host.weights_bytes + host.kv_cache_bytes;
    let piece = |id, name: &'static str, short: &'static str, bytes| Piece {
        id,
        name: name.into(),
        short: short.into(),
        bytes,
    };
    let weights = piece("weights", "Weights", "weights", host.weights_bytes);
    let cache = piece("kv", "KV cache", "KV", host.kv_cache_bytes);
    let label = format!(
        "System memory: holds {} of {}",
        gb(used),
        gb(host.capacity_bytes)
    );
    let free = i64::try_from(host.capacity_bytes).unwrap_or(i64::MAX);
    let free = free.saturating_sub_unsigned(used);
    view! {
        <div class="bar host">
            <p class="bar-name"><b>"System memory"</b>" "{host.layers}" layers in part or whole"</p>
            {end(free)}
            <svg class="bar-svg" width="100%" height="100%" role="img" aria-label=label>
                {ground(host.capacity_bytes, scale)}
                {segment(&weights, true, 0, scale)}
                {segment(&cache, true, host.weights_bytes, scale)}
                {limit(host.capacity_bytes, scale)}
            </svg>
        </div>
    }
    .html()
}

/// Round numbers of a unit below the bars.
pub(super) fn axis(scale: u64, unit: u64, name: &'static str) -> Html {
    let mut step = unit;
    let mut factors = [2, 5, 10].into_iter().cycle();
    let mut decade = unit;
    while scale / step > 5 {
        let factor = factors.next().unwrap_or(10);
        step = decade * factor;
        if factor == 10 {
            decade = step;
        }
    }
    let stops: Vec<_> = (0..=scale / step)
        .map(|stop| {
            let at = stop * step;
            let x = percent(at, scale);
            let anchor = if at == 0 {
                "start"
            } else if scale - at < scale / 20 {
                "end"
            } else {
                "middle"
            };
            let mut words = headroom_core::units::grouped(at / unit);
            if at == 0 && !name.is_empty() {
                let _ = write!(words, " {name}");
            }
            view! {
                <line x1=x.clone() x2=x.clone() y1="0" y2="4"></line>
                <text x=x y="16" text-anchor=anchor>{words}</text>
            }
        })
        .collect();
    view! { <svg class="axis" width="100%" height="20" aria-hidden="true">{stops}</svg> }.html()
}

/// Every piece that some card holds, and what the lines mean.
fn legend(stacks: &[Stack], range: &'static str) -> Html {
    let mut pieces: Vec<&Piece> = Vec::new();
    for piece in stacks.iter().flat_map(|stack| &stack.pieces) {
        if !pieces
            .iter()
            .any(|known| known.id == piece.id && known.name == piece.name)
        {
            pieces.push(piece);
        }
    }
    let pieces: Vec<_> = { pieces.into_iter() }
        .map(|Piece { id, name, .. }| {
            view! { <li data-part=*id>{swatch(id)}{name.clone()}</li> }
        })
        .collect();
    view! {
        <ul class="legend">
            {pieces}
            {bounds_key(range)}
        </ul>
    }
    .html()
}
