//! Writes a page with one chart of each kind, to look at while drawing is changed:
//! `cargo run --package headroom-chart --example gallery > style/gallery.html`, then open it.

use std::io::{Write, stdout};

use headroom_chart::{
    Band, Chart, Crossing, Ink, Input, Labels, Limit, Line, Outcome, Payback, Share, Shares, Step,
    Tornado, Unit, Waterfall, payback, shares, tornado, waterfall,
};

fn main() -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(
        out,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Charts</title><link rel=\"stylesheet\" href=\"main.css\"><main>"
    )?;
    for chart in [
        lines(),
        never(),
        inputs(),
        watts(),
        dollars(),
        payback(&LABELS, &Payback::default()),
    ] {
        show(&mut out, &chart)?;
    }
    writeln!(out, "</main>")
}

const LABELS: Labels<'_> = Labels {
    id: "sample",
    title: "A sample",
    desc: "Figures made up for looking at.",
};

fn show(out: &mut impl Write, chart: &Chart) -> std::io::Result<()> {
    let middle = chart.wide.stops.len() / 2;
    write!(out, "<figure class=\"chart-box\">")?;
    for (class, drawing) in [("wide", &chart.wide), ("narrow", &chart.narrow)] {
        write!(
            out,
            "<div class=\"chart-view chart-{class}\"><div class=\"chart-host\">{}</div><div class=\"chart-over\" tabindex=\"0\">{}</div></div>",
            drawing.svg,
            drawing.marks(Some(middle))
        )?;
    }
    write!(out, "{}", chart.key_html())?;
    if let Some((name, values)) = chart.readings.get(middle) {
        write!(out, "<p class=\"chart-reading\"><b>{name}</b> {values}</p>")?;
    }
    write!(
        out,
        "<details class=\"more\"><summary>The data</summary>{}</details></figure><br>",
        chart.table.html()
    )
}

fn line(ink: Ink, label: &str, first: i64, monthly: i64, months: i64) -> Line {
    Line {
        ink,
        label: label.to_owned(),
        cents: (0..=months).map(|month| first + monthly * month).collect(),
    }
}

fn lines() -> Chart {
    let input = Payback {
        unit: Unit::DOLLARS,
        lines: vec![
            line(Ink::Own, "Own", 4_200_000, 42_000, 36),
            line(Ink::Net, "Own, less resale", 840_000, 95_000, 36),
            line(Ink::OnDemand, "The same cards", 0, 214_000, 36),
        ],
        crossings: vec![
            Crossing {
                own: 1,
                line: 2,
                month: 8,
            },
            Crossing {
                own: 0,
                line: 2,
                month: 25,
            },
        ],
        band: Some(Band {
            label: "Other rivals".to_owned(),
            low: (0..=36).map(|month| month * 171_000).collect(),
            high: (0..=36).map(|month| month * 318_000).collect(),
        }),
    };
    payback(&LABELS, &input)
}

fn never() -> Chart {
    let input = Payback {
        unit: Unit::DOLLARS,
        lines: vec![
            line(Ink::Own, "Own", 11_830_000, 190_000, 60),
            line(Ink::OnDemand, "On demand", 0, 100_000, 60),
            line(Ink::Spot, "Spot", 0, 95_000, 60),
        ],
        crossings: Vec::new(),
        band: None,
    };
    payback(&LABELS, &input)
}

fn inputs() -> Chart {
    let row = |label: &str, low: (&str, Option<i64>), high: (&str, Option<i64>)| Input {
        label: label.to_owned(),
        low: Outcome {
            given: low.0.to_owned(),
            answer: low.1,
        },
        high: Outcome {
            given: high.0.to_owned(),
            answer: high.1,
        },
    };
    let input = Tornado {
        unit: Unit::MONTHS,
        base: Some(160),
        rows: vec![
            row("Hours a day", ("4", None), ("24", Some(62))),
            row(
                "Rent per GPU-hour",
                ("$1.20", Some(310)),
                ("$2.40", Some(110)),
            ),
            row(
                "Price of the machine",
                ("$31 000", Some(121)),
                ("$49 000", Some(203)),
            ),
            row(
                "Electricity per kWh",
                ("$0.08", Some(152)),
                ("$0.38", Some(188)),
            ),
            row(
                "Price decline of rents",
                ("0 %", Some(151)),
                ("25 %", Some(176)),
            ),
            row(
                "Resale after three years",
                ("20 %", Some(166)),
                ("60 %", Some(150)),
            ),
            row("Upkeep", ("0 %", Some(160)), ("4 %", Some(160))),
        ],
    };
    tornado(&LABELS, &input)
}

fn watts() -> Chart {
    let step = |ink, label: &str, value, aside: &str| Step {
        ink,
        label: label.to_owned(),
        value,
        sum: ink == Ink::Sum,
        aside: aside.to_owned(),
    };
    let input = Waterfall {
        unit: Unit::WATTS,
        steps: vec![
            step(Ink::Gpu, "4 × RTX PRO 6000", 1_200, ""),
            step(Ink::Cpu, "Threadripper PRO 9975WX", 350, ""),
            step(Ink::Rest, "Board", 50, ""),
            step(Ink::Memory, "8 memory modules", 30, ""),
            step(Ink::Cooling, "Fans and pump", 20, ""),
            step(Ink::Sum, "From the power supply", 1_650, ""),
            step(Ink::Power, "Lost in conversion", 143, ""),
            step(Ink::Sum, "From the wall", 1_793, "14.9 A"),
        ],
        limits: vec![
            Limit {
                label: "15 A circuit for hours".to_owned(),
                value: 1_440,
            },
            Limit {
                label: "15 A breaker".to_owned(),
                value: 1_800,
            },
        ],
    };
    waterfall(&LABELS, &input)
}

fn dollars() -> Chart {
    let item = |ink, label: &str, value| Share {
        ink,
        label: label.to_owned(),
        value,
    };
    let input = Shares {
        unit: Unit::DOLLARS,
        items: vec![
            item(Ink::Gpu, "4 × RTX PRO 6000", 3_320_000),
            item(Ink::Cpu, "Threadripper PRO 9975WX", 410_000),
            item(Ink::Rest, "Board", 130_000),
            item(Ink::Memory, "8 × 64 GB ECC", 544_000),
            item(Ink::Storage, "2 × 4 TB NVMe", 69_800),
            item(Ink::Power, "Power supply 2 050 W", 59_900),
            item(Ink::Cooling, "Cooling", 39_900),
            item(Ink::Rest, "Case", 28_900),
        ],
    };
    shares(&LABELS, &input)
}
