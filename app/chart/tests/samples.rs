//! What must hold for every chart, checked on hundreds of them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its input has failed"
)]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use headroom_chart::{
    COUNT, Caption, Chart, Drawing, Ink, Size, Theme, all_for_conformance, sample,
};
use roxmltree::{Document, Node};

fn charts() -> impl Iterator<Item = (u32, Chart)> {
    (0..COUNT).map(|seed| (seed, sample(seed)))
}

fn drawings(chart: &Chart) -> [&Drawing; 2] {
    [&chart.wide, &chart.narrow]
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for seed in (0..COUNT).step_by(8) {
        assert_eq!(all_for_conformance(seed), all_for_conformance(seed));
    }
}

#[test]
fn every_drawing_is_well_formed_and_says_what_it_is() {
    for (seed, chart) in charts() {
        for drawing in drawings(&chart) {
            for svg in [
                drawing.svg.clone(),
                drawing.marks(Some(0)).replacen(
                    "<svg",
                    "<svg xmlns=\"http://www.w3.org/2000/svg\"",
                    1,
                ),
            ] {
                let document = Document::parse(&svg);
                assert!(document.is_ok(), "{seed}: {document:?}\n{svg}");
            }
            let document = Document::parse(&drawing.svg).unwrap();
            let root = document.root_element();
            let named = root.attribute("aria-labelledby").unwrap();
            for (id, tag) in named.split(' ').zip(["title", "desc"]) {
                let found = root
                    .children()
                    .find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", tag)));
                assert_eq!(
                    found.and_then(|node| node.attribute("id")),
                    Some(id),
                    "{seed}"
                );
            }
        }
        let table = chart.table.html();
        assert!(Document::parse(&table).is_ok(), "{seed}: {table}");
        for (name, reading) in &chart.readings {
            assert!(
                Document::parse(&format!("<p>{reading}</p>")).is_ok(),
                "{name}: {reading}"
            );
        }
    }
}

#[test]
fn nothing_is_styled_inline_or_written_as_a_number_that_is_none() {
    for (seed, chart) in charts() {
        for drawing in drawings(&chart) {
            for word in ["style=", "NaN", "inf", "fill=\"", "stroke=\""] {
                assert!(
                    !drawing.svg.contains(word),
                    "{seed}: {word}\n{}",
                    drawing.svg
                );
            }
        }
    }
}

/// An attribute of whole units.
fn number(node: Node<'_, '_>, name: &str) -> i64 {
    node.attribute(name).unwrap().parse().unwrap()
}

fn assert_inside(seed: u32, drawing: &Drawing, x: i64, y: i64, what: &str) {
    // A stroke's half, at the edges.
    let (width, height) = (i64::from(drawing.width), i64::from(drawing.height));
    assert!(
        (-4..=width + 4).contains(&x) && (-4..=height + 4).contains(&y),
        "{seed}: {what} at {x} {y} of {width} {height}\n{}",
        drawing.svg
    );
}

#[test]
fn every_mark_and_every_label_is_inside_the_drawing() {
    for (seed, chart) in charts() {
        for drawing in drawings(&chart) {
            let document = Document::parse(&drawing.svg).unwrap();
            for node in document.descendants().filter(Node::is_element) {
                let at = |x, y| assert_inside(seed, drawing, x, y, node.tag_name().name());
                match node.tag_name().name() {
                    "rect" => {
                        let (x, y) = (number(node, "x"), number(node, "y"));
                        at(x, y);
                        at(x + number(node, "width"), y + number(node, "height"));
                    }
                    "circle" => {
                        at(number(node, "cx"), number(node, "cy"));
                    }
                    "path" => {
                        let path = node.attribute("d").unwrap().replace(['M', 'L', 'Z'], " ");
                        let places: Vec<i64> = path
                            .split_whitespace()
                            .map(|number| number.parse().unwrap())
                            .collect();
                        for place in places.chunks(2) {
                            at(place[0], place[1]);
                        }
                    }
                    "text" => {
                        let (x, y) = (number(node, "x"), number(node, "y"));
                        let strong = node.attribute("class").unwrap().contains("c-strong");
                        let text = node.text().unwrap_or_default();
                        let width = i64::from(headroom_chart::text_width(text, strong));
                        let left = match node.attribute("text-anchor") {
                            Some("end") => x - width,
                            Some("middle") => x - width / 2,
                            _ => x,
                        };
                        assert_inside(seed, drawing, left, y - 20, text);
                        assert_inside(seed, drawing, left + width, y + 6, text);
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Left, top, right and bottom of a text, `across` and `down` from where it is written.
fn written(node: Node<'_, '_>, across: i64, down: i64) -> [i64; 4] {
    let (x, y) = (number(node, "x") + across, number(node, "y") + down);
    let size = node
        .attribute("font-size")
        .map_or(26, |size| size.parse().unwrap());
    let strong = node.attribute("class").unwrap().contains("c-strong");
    let width = headroom_chart::text_width(node.text().unwrap_or_default(), strong);
    [
        x,
        y - size * 3 / 4,
        x + i64::from(width) * size / 26,
        y + size / 4,
    ]
}

#[test]
fn a_picture_says_what_it_shows_and_where_it_is_from() {
    let long = format!("/?model=custom{}", "&price-gpu=1200".repeat(80));
    for (seed, chart) in charts() {
        for (size, theme, address) in [
            (Size::Wide, Theme::Light, "/?n=4&model=llama-3.1-405b&w=f16"),
            (Size::Narrow, Theme::Dark, "/"),
            (Size::Narrow, Theme::Auto, long.as_str()),
        ] {
            let build = "2 × Llama 3.1 405B in FP16 + Qwen3 30B A3B in Q4_K_M on 4 × RTX PRO 6000 Blackwell Max-Q";
            let source = "Prices and rents of the catalogue of 2026-11-22";
            let caption = Caption {
                build,
                source,
                address,
            };
            let picture = chart.picture(size, theme, &caption);
            let document = Document::parse(&picture.svg);
            assert!(document.is_ok(), "{seed}: {document:?}\n{}", picture.svg);
            let document = document.unwrap();
            let parts: Vec<_> = { document.root_element().children() }
                .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "g")))
                .collect();
            let [above, marks, below] = parts.as_slice() else {
                panic!("{seed}: {} parts", parts.len());
            };
            let moved = |part: &Node<'_, '_>| {
                let place = part.attribute("transform").unwrap();
                let place = place.trim_start_matches("translate(").trim_end_matches(')');
                let (x, y) = place.split_once(' ').unwrap();
                (x.parse().unwrap(), y.parse().unwrap())
            };
            let texts = |part: &Node<'_, '_>| {
                let (x, y) = moved(part);
                let texts = part
                    .children()
                    .filter(|node| node.tag_name().name() == "text");
                texts.map(|node| written(node, x, y)).collect::<Vec<_>>()
            };
            // Lines are broken where they must be.
            let joined = |text: &str| text.replace([' ', '\u{7}', '\u{ffff}'], "");
            let words = |part: &Node<'_, '_>| {
                let words = part.descendants().filter(Node::is_text);
                let words = words.filter_map(|node| node.text());
                joined(&words.collect::<String>())
            };
            for said in [&chart.table.caption, build] {
                assert!(words(above).contains(&joined(said)), "{seed}: {said}");
            }
            for key in &chart.key {
                assert!(words(above).contains(&joined(&key.label)), "{seed}");
            }
            assert!(words(below).starts_with(&joined(source)), "{seed}");
            assert!(words(below).contains("Headroom/"), "{seed}");
            assert!(words(below).ends_with(address) || words(below).ends_with('…'));

            let drawing = chart.drawing(size);
            let (left, top) = moved(marks);
            let drawn = [
                left,
                top,
                left + i64::from(drawing.width),
                top + i64::from(drawing.height),
            ];
            let mut boxes = texts(above);
            boxes.extend(texts(below));
            boxes.push(drawn);
            let paper = [i64::from(picture.width), i64::from(picture.height)];
            for (index, one) in boxes.iter().enumerate() {
                assert!(one[0] >= 16 && one[1] >= 16, "{seed}: {one:?}");
                assert!(
                    one[2] <= paper[0] - 16 && one[3] <= paper[1] - 16,
                    "{seed}: {one:?} of {paper:?}"
                );
                let over = |other: &&[i64; 4]| {
                    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
                };
                let other = boxes[index + 1..].iter().find(over);
                assert!(
                    other.is_none(),
                    "{seed}: {one:?} lies over {other:?}\n{}",
                    picture.svg
                );
            }
        }
    }
}

#[test]
fn every_stop_can_be_read_and_reached() {
    for (seed, chart) in charts() {
        for drawing in drawings(&chart) {
            assert!(
                drawing.stops.is_empty() || drawing.stops.len() == chart.readings.len(),
                "{seed}: {} stops, {} readings",
                drawing.stops.len(),
                chart.readings.len()
            );
            assert_eq!(
                drawing.nearest(5_000, 5_000).is_some(),
                !drawing.stops.is_empty()
            );
        }
    }
}

#[test]
fn drawings_stay_small() {
    for (seed, chart) in charts() {
        for drawing in drawings(&chart) {
            assert!(
                drawing.svg.len() < 32_000,
                "{seed}: {} bytes",
                drawing.svg.len()
            );
        }
    }
}

/// What was drawn last, as one hash for each seed. A change shows here, and is looked at in the
/// gallery (`cargo run --package headroom-chart --example gallery`) before it is accepted with
/// `UPDATE_GOLDEN=1 cargo test --package headroom-chart`.
#[test]
fn drawings_are_as_they_were_when_last_looked_at() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden.txt");
    let now = (0..COUNT).fold(String::new(), |mut out, seed| {
        writeln!(
            out,
            "{seed} {:016x}",
            fnv(all_for_conformance(seed).as_bytes())
        )
        .unwrap();
        out
    });
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let before = fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<&str> = now
        .lines()
        .zip(before.lines().chain(std::iter::repeat("")))
        .filter(|(now, before)| now != before)
        .map(|(now, _)| now)
        .collect();
    assert!(
        changed.is_empty(),
        "{} drawings changed: {changed:?}",
        changed.len()
    );
}

/// FNV-1a (Fowler, Noll and Vo; RFC 9923).
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The pages' style sheets, and the colours that drawings carry outside the pages, agree.
#[test]
fn colours_are_those_of_the_style_sheets() {
    let styles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style");
    let tokens = fs::read_to_string(styles.join("tokens.css")).unwrap();
    let charts = fs::read_to_string(styles.join("charts.css")).unwrap();
    let token: HashMap<&str, &str> = tokens
        .lines()
        .filter_map(|line| line.trim().strip_suffix(';')?.split_once(": "))
        .collect();
    let resolve = |name: &str| {
        let mut value = token.get(name).copied().unwrap();
        while let Some(other) = value.strip_prefix("var(").and_then(|v| v.strip_suffix(')')) {
            value = token.get(other).copied().unwrap();
        }
        value
    };
    for ink in Ink::ALL {
        let rule = charts
            .split('}')
            .find(|rule| {
                let Some((selectors, body)) = rule.split_once('{') else {
                    return false;
                };
                body.contains("--c:")
                    && selectors
                        .split(',')
                        .any(|selector| selector.trim() == format!(".{}", ink.class()))
            })
            .unwrap_or_else(|| panic!("charts.css does not colour {}", ink.class()));
        let name = rule
            .split("var(")
            .nth(1)
            .and_then(|rest| rest.split(')').next());
        assert_eq!(
            resolve(name.unwrap()),
            format!("light-dark({}, {})", ink.light(), ink.dark()),
            "{ink:?}"
        );
        if let Some(dashes) = ink.dashes() {
            assert!(
                charts.contains(&format!("stroke-dasharray: {dashes};")),
                "{ink:?}"
            );
        }
    }
}
