//! Many charts, always the same ones: reasonable ones, empty ones and absurd ones.

use crate::{
    Band, Caption, Chart, Concurrency, Crossing, Front, Ink, Input, Labels, Limit, Line, Load,
    Outcome, Payback, Rate, Share, Shares, Size, Spot, Step, Theme, Tornado, Unit, Waterfall,
    concurrency, front, payback, shares, tornado, waterfall,
};

/// How many there are.
pub const COUNT: u32 = 768;
/// Samples from here on are of the kind that came last.
const LATER: u32 = 640;

/// Words around a sample.
const CAPTION: Caption<'_> = Caption {
    build: "Llama 3.1 405B in FP16 on 4 × RTX PRO 6000 Blackwell Max-Q",
    source: "Prices of the catalogue of 2026-11-22",
    address: "/?n=4&model=llama-3.1-405b&w=f16",
};

/// One chart with everything that belongs to it, as text. `seed` is taken modulo [`COUNT`].
///
/// A build for another target must give the same.
#[must_use]
pub fn all_for_conformance(seed: u32) -> String {
    let chart = sample(seed % COUNT);
    let mut out = chart.wide.svg.clone();
    out.push_str(&chart.picture(Size::Narrow, Theme::Auto, &CAPTION).svg);
    out.push_str(&chart.key_html());
    out.push_str(&chart.table.html());
    for drawing in [&chart.wide, &chart.narrow] {
        for stop in [None, Some(0), Some(drawing.stops.len() / 2)] {
            out.push_str(&drawing.marks(stop));
        }
    }
    for (name, reading) in &chart.readings {
        out.push_str(name);
        out.push_str(reading);
    }
    out
}

/// The chart of a seed; five kinds take turns, and a sixth follows.
#[must_use]
pub fn sample(seed: u32) -> Chart {
    let mut draw = Draw::new(seed);
    let labels = Labels {
        id: "sample",
        title: WORDS[draw.below(WORDS.len())],
        desc: "Drawn for a test.",
    };
    if seed >= LATER {
        return front(&labels, &some_front(&mut draw));
    }
    match seed % 5 {
        0 => payback(&labels, &some_payback(&mut draw)),
        1 => tornado(&labels, &some_tornado(&mut draw)),
        2 => waterfall(&labels, &some_waterfall(&mut draw)),
        3 => shares(&labels, &some_shares(&mut draw)),
        _ => concurrency(&labels, &some_concurrency(&mut draw)),
    }
}

const WORDS: [&str; 8] = [
    "GPU",
    "On demand",
    "Reserved for a year",
    "<b>&\"quotes\"'",
    "",
    "A name that is far longer than any column would ever have room for, and then some",
    "control\u{7}and\u{ffff}more",
    "日本語のラベル ÄÖÜ ½ € → ≈",
];
const UNITS: [Unit; 3] = [Unit::DOLLARS, Unit::WATTS, Unit::MONTHS];

fn some_payback(draw: &mut Draw) -> Payback {
    let lines = draw.size(8);
    let months = [0, 1, 2, 13, 37, 61, 700, 3_000][draw.below(8)];
    Payback {
        unit: Unit::DOLLARS,
        lines: (0..lines)
            .map(|_| {
                let first = draw.value();
                let monthly = draw.value() / 64;
                let length = if draw.below(8) == 0 {
                    months / 2
                } else {
                    months
                };
                Line {
                    ink: draw.ink(),
                    label: draw.word(),
                    cents: (0..length)
                        .map(|month| first.saturating_add(monthly.saturating_mul(month)))
                        .collect(),
                }
            })
            .collect(),
        crossings: (0..draw.below(4))
            .map(|_| Crossing {
                own: draw.below(2),
                line: draw.below(8),
                month: draw.below(70),
            })
            .collect(),
        band: (draw.below(3) > 0).then(|| {
            let (low, wide) = (draw.value() / 64, draw.value() / 64);
            let sums = |each: i64| {
                let months = 0..months.min(700);
                months.map(|month| each.saturating_mul(month)).collect()
            };
            Band {
                label: "Others".to_owned(),
                low: sums(low),
                high: sums(low.saturating_add(wide.saturating_abs())),
            }
        }),
    }
}

fn some_tornado(draw: &mut Draw) -> Tornado {
    let answer = |draw: &mut Draw| (draw.below(6) > 0).then(|| draw.value());
    let effect = |draw: &mut Draw| Outcome {
        given: draw.word(),
        answer: answer(draw),
    };
    Tornado {
        unit: UNITS[draw.below(3)],
        base: answer(draw),
        rows: (0..draw.size(30))
            .map(|_| Input {
                label: draw.word(),
                low: effect(draw),
                high: effect(draw),
            })
            .collect(),
    }
}

fn some_waterfall(draw: &mut Draw) -> Waterfall {
    Waterfall {
        unit: UNITS[draw.below(3)],
        steps: (0..draw.size(40))
            .map(|_| Step {
                ink: draw.ink(),
                label: draw.word(),
                value: draw.value(),
                sum: draw.below(4) == 0,
                aside: if draw.below(3) == 0 {
                    draw.word()
                } else {
                    String::new()
                },
            })
            .collect(),
        limits: (0..draw.below(6))
            .map(|_| Limit {
                label: draw.word(),
                value: draw.value(),
            })
            .collect(),
    }
}

fn some_shares(draw: &mut Draw) -> Shares {
    Shares {
        unit: UNITS[draw.below(3)],
        items: (0..draw.size(40))
            .map(|_| Share {
                ink: draw.ink(),
                label: draw.word(),
                value: draw.value(),
            })
            .collect(),
    }
}

fn some_front(draw: &mut Draw) -> Front {
    let mut spots: Vec<Spot> = (0..draw.size(40))
        .map(|_| {
            let tenths = draw.value();
            Spot {
                name: WORDS[draw.below(WORDS.len())].to_owned(),
                cents: draw.value(),
                tenths,
                said: tenths.to_string(),
                unbeaten: draw.below(3) == 0,
            }
        })
        .collect();
    spots.sort_by_key(|spot| spot.cents);
    Front {
        unit: Unit::DOLLARS,
        of: WORDS[draw.below(WORDS.len())].to_owned(),
        spots,
        budget: (draw.below(2) == 0).then(|| draw.value()),
    }
}

fn some_concurrency(draw: &mut Draw) -> Concurrency {
    let rate = |draw: &mut Draw| Rate {
        tenths: draw.value(),
        said: draw.word(),
    };
    let chosen = draw.below(12);
    let most = draw.size(80);
    Concurrency {
        points: (0..most)
            .map(|place| Load {
                requests: match draw.below(40) {
                    0 => u32::MAX,
                    _ => 1 << place.min(30),
                },
                each: rate(draw),
                all: rate(draw),
                chosen: place == chosen,
            })
            .collect(),
        wanted: (draw.below(3) == 0).then(|| draw.value()),
    }
}

/// Numbers that look random and are not (xorshift64*; Vigna 2016, arXiv:1402.6246).
struct Draw(u64);

impl Draw {
    fn new(seed: u32) -> Self {
        let mut draw = Self((u64::from(seed) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for _ in 0..4 {
            draw.next();
        }
        draw
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    // The upper half: a usize has 32 bits in the browser.
    fn below(&mut self, bound: usize) -> usize {
        ((self.next() >> 32) % bound.max(1) as u64) as usize
    }

    /// None, one or some.
    fn size(&mut self, most: usize) -> usize {
        match self.below(8) {
            0 => 0,
            1 => 1,
            _ => self.below(most),
        }
    }

    /// From nothing to the ends of the type, more often of a size that could be.
    fn value(&mut self) -> i64 {
        let value = self.next() as i64;
        match self.below(10) {
            0 => value,
            1 => [0, 1, -1, i64::MIN, i64::MAX][self.below(5)],
            2 => -(value & 0xf_ffff),
            3 => 250_000,
            _ => value & (0xfff << self.below(20)),
        }
    }

    fn ink(&mut self) -> Ink {
        Ink::ALL[self.below(Ink::ALL.len())]
    }

    fn word(&mut self) -> String {
        WORDS[self.below(WORDS.len())].to_owned()
    }
}
