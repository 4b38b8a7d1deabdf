//! One bar for each card: what it must hold against what it can.

use headroom_core::report::{GpuUse, HostUse};
use headroom_core::units::{GB, gb};

use super::part::{bounds_key, swatch};
use crate::markup::{Text, percent, put};
use crate::stack::{self, Piece, Stack, grouped};
use crate::state::Answer;

/// Machines with more cards than this show runs of equal ones as one bar.
const ALL_SHOWN: usize = 8;
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
pub(super) fn bars(answer: &Answer) -> String {
    let stacks = stack::of(&answer.report);
    if answer.trains() || stacks.len() > ALL_SHOWN {
        drawn(answer, &grouped(stacks))
    } else {
        drawn(answer, &stacks)
    }
}

/// As [`bars`], in less room: equal cards share a bar, and of many that differ only the one that
/// decides is shown.
#[cfg(feature = "ssr")]
pub(crate) fn brief(answer: &Answer) -> String {
    let shown = stack::brief(&answer.report, MOST_IN_BRIEF);
    let cards = answer.scenario().machine.gpu_count();
    let mut out = drawn(answer, &shown);
    let drawn_cards: u32 = shown.iter().map(|stack| stack.count).sum();
    if drawn_cards < cards {
        put!(out, "<p class=\"hint\">The fullest of {cards} GPUs.</p>");
    }
    out
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

fn drawn(answer: &Answer, shown: &[Stack]) -> String {
    let stacks = stack::of(&answer.report);
    let widest = stacks.iter().map(Stack::reach).max();
    let host = host(answer);
    let host_widest = host.map_or(0, |host| {
        host.capacity_bytes
            .max(host.weights_bytes + host.kv_cache_bytes)
    });
    // A little room at the right, so that the last limit is not the edge.
    let scale = widest.unwrap_or(1).max(host_widest).max(GB) / 100 * 102;

    let mut out = String::with_capacity(4_096);
    let class = if shown.len() > 4 { "bars many" } else { "bars" };
    put!(out, "<div class=\"{class}\">");
    for stack in shown {
        bar(&mut out, stack, scale);
    }
    if let Some(host) = host {
        host_bar(&mut out, host, scale);
    }
    axis(&mut out, scale, GB, "GB");
    out.push_str("</div>");
    let range = match (answer.report.training(), answer.report.together()) {
        (Some(_), _) => "Lowest to highest",
        (None, Some(_)) => "Typical to highest overhead seen",
        (None, None) => "Lowest to highest overhead seen",
    };
    legend(&mut out, &stacks, range);
    out
}

fn bar(out: &mut String, stack: &Stack, scale: u64) {
    let spare = gb(stack.free_bytes.unsigned_abs());
    let (class, end) = if stack.free_bytes < 0 {
        ("short", format!("short by {spare}"))
    } else {
        ("spare", format!("{spare} free"))
    };
    put!(
        out,
        "<div class=\"bar\"><p class=\"bar-name\"><b>{}</b> {}</p><p class=\"bar-end {class}\">{end}</p>",
        stack.name(),
        Text(stack.card())
    );
    put!(
        out,
        "<svg class=\"bar-svg\" width=\"100%\" height=\"100%\" role=\"img\" aria-label=\"{}\">",
        Text(words(stack))
    );
    put!(
        out,
        "<rect class=\"ground\" width=\"{}\" height=\"100%\"/>",
        percent(stack.capacity_bytes, scale)
    );
    let mut from = 0;
    for piece in &stack.pieces {
        // A word under the hatching of what is too much could not be read.
        let plain = from + piece.bytes <= stack.capacity_bytes;
        segment(out, piece, plain, from, scale);
        from += piece.bytes;
    }
    let limit = percent(stack.capacity_bytes, scale);
    if stack.used_bytes > stack.capacity_bytes {
        put!(
            out,
            "<rect class=\"over\" x=\"{limit}\" width=\"{}\" height=\"100%\"/>",
            percent(stack.used_bytes - stack.capacity_bytes, scale)
        );
    }
    if stack.used_low_bytes < stack.used_high_bytes {
        range(out, stack, scale);
    }
    put!(
        out,
        "<line class=\"limit\" x1=\"{limit}\" x2=\"{limit}\" y1=\"-4\" y2=\"100%\"/></svg></div>"
    );
}

/// Between which ends the sum lies.
fn range(out: &mut String, stack: &Stack, scale: u64) {
    let [low, high] = [stack.used_low_bytes, stack.used_high_bytes].map(|end| percent(end, scale));
    put!(
        out,
        "<line class=\"range\" x1=\"{low}\" x2=\"{high}\" y1=\"50%\" y2=\"50%\"/>"
    );
    for end in [low, high] {
        put!(
            out,
            "<line class=\"range\" x1=\"{end}\" x2=\"{end}\" y1=\"36%\" y2=\"64%\"/>"
        );
    }
}

fn segment(out: &mut String, piece: &Piece, plain: bool, from: u64, scale: u64) {
    let Piece {
        id, short, bytes, ..
    } = piece;
    let bytes = *bytes;
    if bytes == 0 {
        return;
    }
    put!(
        out,
        "<svg class=\"part {id}\" data-part=\"{id}\" x=\"{}\" width=\"{}\" height=\"100%\">\
         <title>{}: {}</title><rect width=\"100%\" height=\"100%\"/>\
         <rect class=\"texture\" width=\"100%\" height=\"100%\" fill=\"url(#texture-{id})\"/>",
        percent(from, scale),
        percent(bytes, scale),
        Text(short),
        gb(bytes)
    );
    // A letter takes about one and a half percent of a bar in a narrow column.
    let room = (short.len() as u64 * 3 / 2).max(LEAST_ROOM);
    if plain && bytes.saturating_mul(100) / scale >= room {
        put!(
            out,
            "<text x=\"8\" y=\"50%\" dominant-baseline=\"central\">{}</text>",
            Text(short)
        );
    }
    out.push_str("</svg>");
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
        put!(out, ", {} {}", piece.name, gb(piece.bytes));
    }
    out
}

fn host_bar(out: &mut String, host: &HostUse, scale: u64) {
    let used = host.weights_bytes + host.kv_cache_bytes;
    let (class, end) = if used > host.capacity_bytes {
        (
            "short",
            format!("short by {}", gb(used - host.capacity_bytes)),
        )
    } else {
        ("spare", format!("{} free", gb(host.capacity_bytes - used)))
    };
    put!(
        out,
        "<div class=\"bar host\"><p class=\"bar-name\"><b>System memory</b> {} layers in part or whole</p>\
         <p class=\"bar-end {class}\">{end}</p>\
         <svg class=\"bar-svg\" width=\"100%\" height=\"100%\" role=\"img\" aria-label=\"System memory: holds {} of {}\">",
        host.layers,
        gb(used),
        gb(host.capacity_bytes)
    );
    put!(
        out,
        "<rect class=\"ground\" width=\"{}\" height=\"100%\"/>",
        percent(host.capacity_bytes, scale)
    );
    let piece = |id, name: &'static str, short: &'static str, bytes| Piece {
        id,
        name: name.into(),
        short: short.into(),
        bytes,
    };
    let weights = piece("weights", "Weights", "weights", host.weights_bytes);
    let cache = piece("kv", "KV cache", "KV", host.kv_cache_bytes);
    segment(out, &weights, true, 0, scale);
    segment(out, &cache, true, host.weights_bytes, scale);
    let limit = percent(host.capacity_bytes, scale);
    put!(
        out,
        "<line class=\"limit\" x1=\"{limit}\" x2=\"{limit}\" y1=\"-4\" y2=\"100%\"/></svg></div>"
    );
}

/// Round numbers of a unit below the bars.
pub(super) fn axis(out: &mut String, scale: u64, unit: u64, name: &str) {
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
    out.push_str("<svg class=\"axis\" width=\"100%\" height=\"20\" aria-hidden=\"true\">");
    let mut at = 0;
    while at <= scale {
        let x = percent(at, scale);
        let anchor = if at == 0 {
            "start"
        } else if scale - at < scale / 20 {
            "end"
        } else {
            "middle"
        };
        let named = if at == 0 && !name.is_empty() {
            format!(" {name}")
        } else {
            String::new()
        };
        put!(
            out,
            "<line x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"4\"/><text x=\"{x}\" y=\"16\" text-anchor=\"{anchor}\">{}{named}</text>",
            headroom_core::units::grouped(at / unit)
        );
        at += step;
    }
    out.push_str("</svg>");
}

/// Every piece that some card holds, and what the lines mean.
fn legend(out: &mut String, stacks: &[Stack], range: &str) {
    let mut pieces: Vec<(&str, &str)> = Vec::new();
    for Piece { id, name, .. } in stacks.iter().flat_map(|stack| &stack.pieces) {
        if !pieces.contains(&(*id, name)) {
            pieces.push((id, name));
        }
    }
    out.push_str("<ul class=\"legend\">");
    for (id, name) in pieces {
        put!(
            out,
            "<li data-part=\"{id}\">{}{}</li>",
            swatch(id),
            Text(name)
        );
    }
    put!(out, "{}</ul>", bounds_key(range));
}
