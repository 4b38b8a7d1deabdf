//! Rates against the number of requests, one stream's and that of all together.

use headroom_core::codec;
use headroom_core::report::CurvePoint;
use headroom_core::scenario::Scenario;
use headroom_core::units::{THIN, grouped};

use super::super::about::{about, with_unit};
use super::answer::RATE;
use crate::markup::{Text, address, percent, put};
use crate::state::Answer;

/// Height of a plot in pixels.
const HEIGHT: u64 = 150;

/// One of the two plots.
struct Plot {
    name: &'static str,
    rate: fn(&CurvePoint) -> f64,
}

const PLOTS: [Plot; 2] = [
    Plot {
        name: "Each stream",
        rate: |point| point.stream_tokens_per_s,
    },
    Plot {
        name: "All together",
        rate: |point| point.total_tokens_per_s,
    },
];

/// Both plots, or why there are none.
pub(in crate::configurator) fn curve(answer: &Answer) -> String {
    let points = &answer.report.speed.curve;
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    let mut out = String::with_capacity(8_192);
    out.push_str("<h3>More requests at once</h3>");
    if first.users == last.users {
        out.push_str("<p>No more than one fits in this memory.</p>");
        return out;
    }
    put!(
        out,
        "<p class=\"hint\">From one to the {} that fit, each step doubling their number.</p><div class=\"curves\">",
        grouped(u64::from(last.users))
    );
    for plot in &PLOTS {
        draw(&mut out, plot, points, answer);
    }
    out.push_str("</div>");
    out
}

/// Sixteenths of doublings: straight between powers of two, which is as near to a logarithm as
/// the eye can tell.
fn doublings(users: u32) -> u64 {
    let users = users.max(1);
    let whole = users.ilog2();
    u64::from(whole) * 16 + u64::from(users - (1 << whole)) * 16 / (1_u64 << whole)
}

/// A step of one, two or five times a power of ten with at most four steps to the top.
fn tick(top: u64) -> u64 {
    let mut decade = 1;
    loop {
        for step in [decade, 2 * decade, 5 * decade] {
            if step * 4 >= top {
                return step;
            }
        }
        decade *= 10;
    }
}

fn draw(out: &mut String, plot: &Plot, points: &[CurvePoint], answer: &Answer) {
    let speed = &answer.report.speed;
    let milli = |rate: f64| (rate * 1_000.0 + 0.5) as u64;
    let most = points.iter().map(|point| milli((plot.rate)(point))).max();
    let step = tick(most.unwrap_or(0).div_ceil(1_000).max(1)) * 1_000;
    let top = most.unwrap_or(0).max(1).div_ceil(step) * step;
    let end = points
        .last()
        .map_or(1, |point| doublings(point.users))
        .max(1);
    // The numbers of the scale stand free at the left, half a dot at the right.
    let x = |users: u32| percent(end * 11 + doublings(users) * 87, end * 100);
    let y = |rate: u64| percent(top - rate.min(top), top);

    let chosen = points.iter().find(|point| point.chosen);
    let said = chosen.map_or(String::new(), |point| {
        format!(
            ": {} with {}",
            with_unit((plot.rate)(point), RATE),
            requests(point.users)
        )
    });
    put!(
        out,
        "<figure class=\"curve\"><figcaption><b>{0}</b>, {RATE}{1}</figcaption>\
         <svg class=\"curve-plot\" width=\"100%\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"{0}{2}\">",
        plot.name,
        chosen.map_or(String::new(), |point| format!(
            " · <span class=\"curve-chosen\">{} with {}</span>",
            about((plot.rate)(point)),
            requests(point.users)
        )),
        Text(said)
    );
    let mut at = 0;
    while at <= top {
        let line = y(at);
        let class = if at == 0 { "base" } else { "grid-line" };
        put!(
            out,
            "<line class=\"{class}\" x1=\"0\" x2=\"100%\" y1=\"{line}\" y2=\"{line}\"/>"
        );
        if at > 0 {
            put!(
                out,
                "<text x=\"0\" y=\"{line}\" dy=\"-4\">{}</text>",
                grouped(at / 1_000)
            );
        }
        at += step;
    }
    let floor = u64::from(speed.floor_tokens_per_s) * 1_000;
    if plot.name == PLOTS[0].name && floor <= top {
        let line = y(floor);
        put!(
            out,
            "<line class=\"wanted\" x1=\"0\" x2=\"100%\" y1=\"{line}\" y2=\"{line}\"/>\
             <text x=\"100%\" y=\"{line}\" dy=\"-4\" text-anchor=\"end\">wanted: {}</text>",
            grouped(floor / 1_000)
        );
    }
    for pair in points.windows(2) {
        if let [from, to] = pair {
            put!(
                out,
                "<line class=\"rate-line\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
                x(from.users),
                y(milli((plot.rate)(from))),
                x(to.users),
                y(milli((plot.rate)(to)))
            );
        }
    }
    for point in points {
        let (class, radius) = if point.chosen {
            ("dot chosen", 6)
        } else {
            ("dot", 3)
        };
        put!(
            out,
            "<circle class=\"{class}\" cx=\"{}\" cy=\"{}\" r=\"{radius}\"><title>{}: {}</title></circle>",
            x(point.users),
            y(milli((plot.rate)(point))),
            requests(point.users),
            with_unit((plot.rate)(point), RATE)
        );
    }
    out.push_str("</svg><svg class=\"axis\" width=\"100%\" height=\"20\" aria-hidden=\"true\">");
    for (place, point) in ticks(points) {
        let at = x(point.users);
        let anchor = if place == points.len() - 1 {
            "end"
        } else {
            "middle"
        };
        put!(
            out,
            "<line x1=\"{at}\" x2=\"{at}\" y1=\"0\" y2=\"4\"/><text x=\"{at}\" y=\"16\" text-anchor=\"{anchor}\">{}</text>",
            grouped(u64::from(point.users))
        );
    }
    out.push_str("</svg></figure>");
}

/// The first, the last, and doublings between them that leave room for the numbers.
fn ticks(points: &[CurvePoint]) -> impl Iterator<Item = (usize, &CurvePoint)> {
    let last = points.len().saturating_sub(1);
    let every = points.len().div_ceil(6).max(1);
    let end = points.last().map_or(0, |point| point.users);
    points.iter().enumerate().filter(move |(place, point)| {
        let doubling =
            point.users.is_power_of_two() && (point.users.ilog2() as usize).is_multiple_of(every);
        *place == last || doubling && u64::from(point.users) * 2 <= u64::from(end)
    })
}

fn requests(users: u32) -> String {
    match users {
        1 => "1 request".to_owned(),
        users => format!("{} requests", grouped(u64::from(users))),
    }
}

/// The same in rows; each number is a link to it.
pub(in crate::configurator) fn table(answer: &Answer) -> String {
    let points = &answer.report.speed.curve;
    if points.is_empty() {
        return String::new();
    }
    let mut out = String::with_capacity(4_096);
    put!(
        out,
        "<table class=\"figures rates\"><thead><tr><th scope=\"col\">Requests at once</th><th scope=\"col\">Each stream, {RATE}</th>\
         <th scope=\"col\">All together, {RATE}</th></tr></thead><tbody>"
    );
    for point in points {
        let query = codec::encode(&Scenario {
            users: point.users,
            ..answer.scenario.clone()
        });
        let current = if point.chosen {
            " aria-current=\"true\""
        } else {
            ""
        };
        put!(
            out,
            "<tr><th scope=\"row\"><a href=\"{}\" data-key=\"users-{1}\"{current}>{2}</a></th><td>{3}</td><td>{4}</td></tr>",
            Text(address(&query)),
            point.users,
            grouped(u64::from(point.users)),
            about(point.stream_tokens_per_s),
            about(point.total_tokens_per_s)
        );
    }
    put!(
        out,
        "</tbody></table><p class=\"hint\">Each holding {}{THIN}tokens on average while it is answered.</p>",
        grouped(u64::from(answer.report.speed.context_tokens))
    );
    out
}

#[cfg(test)]
mod tests {
    use super::{doublings, tick};

    #[test]
    fn the_scale_of_requests_grows_evenly_by_doublings() {
        assert_eq!([1, 2, 4, 8].map(doublings), [0, 16, 32, 48]);
        assert!((1..200).all(|users| doublings(users) <= doublings(users + 1)));
    }

    #[test]
    fn at_most_four_round_steps_reach_the_top() {
        assert_eq!(
            [1, 4, 5, 31, 42, 248, 6_000].map(tick),
            [1, 1, 2, 10, 20, 100, 2_000]
        );
    }
}
