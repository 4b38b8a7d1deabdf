//! The picture that a link unfolds into: question, finding, bars and figures on one sheet.

mod canvas;
mod figures;
mod palette;

use headroom_core::catalog::Catalog;
use headroom_core::claims::{Checked, check};
use headroom_core::codec::Query;
use headroom_core::units::gb;

use crate::embed;
use crate::look::look;
use crate::markup::encoded;
use crate::page::claims;
use crate::stack::{self, Stack};
use crate::state::Answer;
use canvas::{Canvas, Type, width, wrap};
use figures::figures;

/// The size of a picture. There are no others, so nobody can ask for a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// 1200 × 630, for Open Graph.
    OpenGraph,
    /// 1200 × 600.
    TwoToOne,
    /// 1200 × 1200.
    Square,
}

impl Shape {
    fn named(name: &str) -> Self {
        match name {
            "2x1" => Self::TwoToOne,
            "square" => Self::Square,
            _ => Self::OpenGraph,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::OpenGraph => "og",
            Self::TwoToOne => "2x1",
            Self::Square => "square",
        }
    }

    /// Width and height in pixels.
    #[must_use]
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Self::OpenGraph => (1_200, 630),
            Self::TwoToOne => (1_200, 600),
            Self::Square => (1_200, 1_200),
        }
    }
}

/// What the pictures of pages say that hold no answer: address, heading and a sentence.
pub(crate) const PAGES: [(&str, &str, &str); 14] = [
    (
        "headroom",
        "Will it fit?",
        "Which AI models run on which GPUs: memory worked out tensor by tensor, every figure with its source.",
    ),
    (
        "models",
        "Models",
        "Open-weight models with their architectures, counted tensor by tensor, each with its source.",
    ),
    (
        "gpus",
        "GPUs",
        "What each card holds, moves and draws, with source and date for every figure.",
    ),
    (
        "clouds",
        "Rented GPUs",
        "Prices by the hour of rented GPUs, each with its day and its source.",
    ),
    (
        "apis",
        "Models behind an API",
        "Prices for a million tokens, each with its day and its source.",
    ),
    (
        "builds",
        "Builds",
        "Machines that people buy: what each runs, draws and costs, and whether what is claimed of it is so.",
    ),
    (
        "claims",
        "Is this claim true?",
        "What people say about models and machines, checked: confirmed, refuted, or on what it depends.",
    ),
    (
        "import",
        "Import a model",
        "From its configuration or the header of its file to the answer for that very model, read in the browser.",
    ),
    (
        "compare",
        "Compare builds",
        "Two to four builds side by side: memory, speed, watts, price and payback.",
    ),
    (
        "upgrade",
        "Upgrade path",
        "A machine that is bought in steps: what each step unlocks, and whether its order is right.",
    ),
    (
        "find",
        "Find",
        "What runs on a machine, and which machine runs a model: every one of the catalogue, asked one by one.",
    ),
    (
        "method",
        "Method",
        "Every formula with its source, and how far predictions are from published figures.",
    ),
    (
        "api",
        "API and files",
        "The same answers for programs, spreadsheets and forums: JSON, CSV, Markdown, SVG and PNG.",
    ),
    (
        "saved",
        "Saved builds",
        "Machines and models kept by name in your own browser, each of them a link.",
    ),
];

/// Where the pages are that have a picture of their own: all that search engines may list.
pub fn paths() -> impl Iterator<Item = String> {
    PAGES.into_iter().map(|(id, ..)| match id {
        "headroom" => "/".to_owned(),
        id => format!("/{id}"),
    })
}

/// What is said of the page at a path, where it has a picture of its own.
pub(crate) fn about(path: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let id = path.trim_start_matches('/');
    PAGES.into_iter().find(|(known, ..)| *known == id)
}

/// A picture that was asked for.
#[derive(Clone, Debug)]
pub struct Card {
    content: Content,
    shape: Shape,
    dark: bool,
}

#[derive(Clone, Debug)]
enum Content {
    Answer(Box<Answer>),
    Claim(Box<Checked>),
    Page(usize),
}

impl Card {
    /// Reads a raw query: a question, and beside it `size`, `theme` and `about`.
    #[must_use]
    pub fn new(raw: &str) -> Self {
        let mut query = Query::parse(raw);
        let mut own = |key: &str| {
            let value = query.get(key).unwrap_or_default().to_owned();
            query.remove(key);
            value
        };
        let (shape, dark, about, claim) = (
            Shape::named(&own("size")),
            own("theme") == "dark",
            own("about"),
            own(CLAIM),
        );
        for key in embed::KEYS {
            own(key);
        }
        let content = match PAGES.iter().position(|(id, ..)| *id == about) {
            Some(page) => Content::Page(page),
            None if !claim.trim().is_empty() => {
                Content::Claim(Box::new(check(claim.trim(), Catalog::builtin())))
            }
            None => Content::Answer(Box::new(Answer::to(&query.to_string()))),
        };
        Self {
            content,
            shape,
            dark,
        }
    }

    /// The same for pictures that are the same, whatever way they were asked for.
    #[must_use]
    pub fn key(&self) -> String {
        let what = match &self.content {
            Content::Answer(answer) => answer.report.query(),
            // No query of a build begins so.
            Content::Claim(checked) => {
                return format!("{}|{}|“{}", self.shape.id(), self.dark, checked.text);
            }
            Content::Page(page) => PAGES.get(*page).map_or("", |(id, ..)| *id),
        };
        let theme = if self.dark { "dark" } else { "light" };
        format!("{}|{theme}|{what}", self.shape.id())
    }

    /// The size.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let (width, height) = self.shape.pixels();
        let (width, height) = (width as i32, height as i32);
        match &self.content {
            Content::Answer(answer) => {
                let title = format!("{}: {}", answer.question(), answer.report.finding().1);
                let mut canvas = Canvas::new(width, height, self.dark, &title);
                draw_answer(&mut canvas, Sheet::of(self.shape), answer);
                canvas.finish()
            }
            Content::Claim(checked) => {
                let mut canvas = Canvas::new(width, height, self.dark, &claims::described(checked));
                draw_claim(&mut canvas, Sheet::of(self.shape), checked);
                canvas.finish()
            }
            Content::Page(page) => {
                let (_, heading, text) = PAGES.get(*page).copied().unwrap_or(("", "Headroom", ""));
                let mut canvas = Canvas::new(width, height, self.dark, heading);
                draw_page(&mut canvas, Sheet::of(self.shape), heading, text);
                canvas.finish()
            }
        }
    }
}

/// Where things stand on a sheet, in pixels.
#[derive(Clone, Copy)]
struct Sheet {
    right: i32,
    bottom: i32,
    /// Tenths by which type and bars are larger than on the smallest sheet.
    scale: i32,
}

/// Empty edge.
const EDGE: i32 = 64;

impl Sheet {
    fn of(shape: Shape) -> Self {
        let (width, height) = shape.pixels();
        Self {
            right: width as i32 - EDGE,
            bottom: height as i32 - EDGE + 12,
            scale: if shape == Shape::Square { 13 } else { 10 },
        }
    }

    fn size(self, pixels: i32) -> i32 {
        pixels * self.scale / 10
    }

    fn room(self) -> i32 {
        self.right - EDGE
    }

    fn quiet(self, size: i32) -> Type {
        Type {
            size: self.size(size),
            strong: false,
            ink: "ink-2",
        }
    }

    fn strong(self, size: i32) -> Type {
        Type {
            size: self.size(size),
            strong: true,
            ink: "ink",
        }
    }
}

fn masthead(canvas: &mut Canvas, sheet: Sheet, figures: &Catalog) -> i32 {
    let size = sheet.size(36);
    canvas.brand(EDGE - size / 8, EDGE - 12, size);
    let baseline = EDGE - 12 + size * 13 / 16;
    canvas.text(EDGE + size + 6, baseline, sheet.strong(30), "Headroom");
    let date = format!("Figures of {}", figures.date);
    canvas.text_to(sheet.right, baseline, sheet.quiet(24), &date);
    EDGE - 12 + size
}

fn draw_page(canvas: &mut Canvas, sheet: Sheet, heading: &str, text: &str) {
    let top = masthead(canvas, sheet, Catalog::builtin());
    let kind = sheet.quiet(38);
    let lines = wrap(text, sheet.room(), kind, 4);
    let mut y = (top + sheet.bottom) / 2 - sheet.size(20);
    canvas.text(EDGE, y, sheet.strong(84), heading);
    for line in lines {
        y += sheet.size(if y < sheet.bottom / 2 { 72 } else { 52 });
        canvas.text(EDGE, y, kind, &line);
    }
}

fn draw_answer(canvas: &mut Canvas, sheet: Sheet, answer: &Answer) {
    let mut y = masthead(canvas, sheet, answer.figures()) + sheet.size(22);
    let question = sheet.quiet(34);
    for line in wrap(&answer.question(), sheet.room(), question, 2) {
        y += sheet.size(44);
        canvas.text(EDGE, y, question, &line);
    }
    y += sheet.size(20);
    let (status, sentence) = answer.report.finding();
    y = finding(canvas, sheet, (look(status).class, sentence), y) + sheet.size(26);
    // Nothing was calculated where a word is not known.
    if !answer.report.is_understood() {
        return;
    }
    let figures_top = sheet.bottom - sheet.size(86);
    bars(canvas, sheet, answer, y, figures_top - sheet.size(16));
    figures(canvas, sheet, answer, figures_top);
}

/// A claim with what comes of it.
fn draw_claim(canvas: &mut Canvas, sheet: Sheet, checked: &Checked) {
    let mut y = masthead(canvas, sheet, Catalog::builtin()) + sheet.size(40);
    let claim = sheet.quiet(44);
    for line in wrap(&format!("“{}”", checked.text), sheet.room(), claim, 3) {
        y += sheet.size(58);
        canvas.text(EDGE, y, claim, &line);
    }
    let (class, _) = claims::look_of(checked.verdict);
    let word = claims::capital(checked.verdict.word());
    y = finding(canvas, sheet, (class, &word), y + sheet.size(28)) + sheet.size(20);
    let kind = sheet.quiet(34);
    for line in wrap(&checked.sentence, sheet.room(), kind, 4) {
        y += sheet.size(46);
        canvas.text(EDGE, y, kind, &line);
    }
}

/// Key of a claim to be drawn.
const CLAIM: &str = "claim";

/// What of an address picks the picture of a claim.
pub(crate) fn query_of_claim(text: &str) -> String {
    format!("{CLAIM}={}", encoded(text))
}

/// Address of the picture of a claim.
pub(crate) fn address_of_claim(text: &str) -> String {
    format!("/og.png?{}", query_of_claim(text))
}

/// Sign and sentence from `top` on; gives where they end.
fn finding(canvas: &mut Canvas, sheet: Sheet, (class, sentence): (&str, &str), top: i32) -> i32 {
    let indent = sheet.size(66);
    // The longer the sentence, the smaller it is set.
    let (kind, lines) = [54, 48, 42, 36]
        .into_iter()
        .map(|size| {
            let kind = sheet.strong(size);
            (kind, wrap(sentence, sheet.room() - indent, kind, 3))
        })
        .find(|(_, lines)| lines.len() <= 2)
        .unwrap_or_else(|| {
            let kind = sheet.strong(36);
            (kind, wrap(sentence, sheet.room() - indent, kind, 3))
        });
    let radius = sheet.size(23);
    let mut y = top;
    for (index, line) in lines.iter().enumerate() {
        y += kind.size * 118 / 100;
        canvas.text(EDGE + indent, y, kind, line);
        if index == 0 {
            canvas.sign([EDGE + radius, y - kind.size * 36 / 100], radius, class);
        }
    }
    y
}

/// As many bars as there is room for between `top` and `bottom`.
fn bars(canvas: &mut Canvas, sheet: Sheet, answer: &Answer, top: i32, bottom: i32) {
    let least = sheet.size(76);
    let most = usize::try_from((bottom - top) / least)
        .unwrap_or(0)
        .clamp(1, 4);
    let runs = stack::brief(&answer.report, most);
    let cards = answer.scenario().machine.gpu_count();
    let all = stack::of(&answer.report);
    let widest = all.iter().map(Stack::reach).max().unwrap_or(1).max(1);
    let slot =
        ((bottom - top) / i32::try_from(runs.len().max(1)).unwrap_or(1)).min(sheet.size(150));
    let drawn: u32 = runs.iter().map(|run| run.count).sum();
    // What stays empty is shared, a little more of it below.
    let rows = i32::try_from(runs.len()).unwrap_or(1);
    let mut y = top + (bottom - top - rows * slot) * 2 / 5;
    for run in &runs {
        let mut name = run.name();
        if drawn < cards {
            name = format!("{name}, the fullest of {cards}");
        }
        bar(canvas, sheet, (&name, run), widest, [y, slot]);
        y += slot;
    }
}

fn bar(
    canvas: &mut Canvas,
    sheet: Sheet,
    (index, card): (&str, &Stack),
    widest: u64,
    [top, slot]: [i32; 2],
) {
    let label = top + sheet.size(26);
    let strong = sheet.strong(25);
    let name = format!("\u{a0}\u{a0}{}", card.card());
    canvas.spans(EDGE, label, &[(strong, index), (sheet.quiet(25), &name)]);
    let bytes = gb(card.free_bytes.unsigned_abs());
    let (end, kind) = if card.free_bytes < 0 {
        (
            format!("short by {bytes}"),
            Type {
                ink: "no",
                ..strong
            },
        )
    } else {
        (format!("{bytes} free"), sheet.quiet(25))
    };
    canvas.text_to(sheet.right, label, kind, &end);

    let y = label + sheet.size(11);
    let height = (slot - sheet.size(26 + 11 + 14)).clamp(sheet.size(20), sheet.size(84));
    let at = |bytes: u64| {
        let room = u128::from(sheet.room().unsigned_abs());
        EDGE + i32::try_from(u128::from(bytes) * room / u128::from(widest)).unwrap_or(0)
    };
    canvas.rect([EDGE, y, at(card.capacity_bytes) - EDGE, height], "ground");
    segments(canvas, sheet, card, [y, height], at);
    if card.used_bytes > card.capacity_bytes {
        let from = at(card.capacity_bytes);
        canvas.over([from, y, at(card.used_bytes) - from, height]);
    }
    let limit = at(card.capacity_bytes).min(sheet.right - 1);
    canvas.stroke(
        &format!("M{limit} {}V{}", y - sheet.size(6), y + height),
        4,
        "ink",
    );
    let (low, high, middle) = (
        at(card.used_low_bytes),
        at(card.used_high_bytes),
        y + height / 2,
    );
    if low == high {
        return;
    }
    let (upper, lower) = (middle - sheet.size(7), middle + sheet.size(7));
    canvas.stroke(
        &format!("M{low} {upper}V{lower}M{high} {upper}V{lower}M{low} {middle}H{high}"),
        3,
        "ink",
    );
}

fn segments(
    canvas: &mut Canvas,
    sheet: Sheet,
    card: &Stack,
    [y, height]: [i32; 2],
    at: impl Fn(u64) -> i32,
) {
    let mut from = 0;
    for part in &card.pieces {
        let (left, right) = (at(from), at(from + part.bytes));
        from += part.bytes;
        if right <= left {
            continue;
        }
        canvas.rect(
            [left, y, right - left, height],
            &format!("part-{}", part.id),
        );
        let ink = if matches!(part.id, "activations" | "reserve") {
            "part-ink-2"
        } else {
            "part-ink"
        };
        let kind = Type {
            ink,
            ..sheet.quiet(24)
        };
        let end = left + sheet.size(16) + width(&part.short, kind);
        // Words give way to the range of overheads that is drawn across.
        let free = right.min(at(card.used_low_bytes)) - sheet.size(8);
        // Under the hatching of what is too much they could not be read.
        let plain = from <= card.capacity_bytes;
        if plain && end <= free && height >= sheet.size(28) {
            canvas.text(
                left + sheet.size(16),
                y + height / 2 + kind.size * 35 / 100,
                kind,
                &part.short,
            );
        }
        // A hair of paper between one part and the next.
        if left > EDGE {
            canvas.stroke(&format!("M{left} {y}v{height}"), 2, "paper");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Card, PAGES, Shape};

    #[test]
    fn a_picture_says_what_the_page_says() {
        let svg = Card::new("n=4&model=llama-3.1-405b&w=f16").svg();
        for part in [
            "Does not fit.",
            "short by 103.5",
            "811.7",
            "Llama 3.1 405B",
            "1200",
            "630",
        ] {
            assert!(svg.contains(part), "{part}");
        }
    }

    #[test]
    fn whatever_is_asked_is_drawn_in_one_of_three_sizes() {
        for (query, shape) in [
            ("", Shape::OpenGraph),
            ("size=99999x99999&n=0&model=nope", Shape::OpenGraph),
            (
                "size=2x1&gpu=rtx-4090*3+rtx-3090*5&theme=dark",
                Shape::TwoToOne,
            ),
            ("size=square&n=64&model=deepseek-v3", Shape::Square),
        ] {
            let card = Card::new(query);
            assert_eq!(card.shape(), shape, "{query}");
            assert!(card.svg().ends_with("</svg>"));
        }
    }

    #[test]
    fn watts_are_those_of_the_load_with_the_most_beside_them() {
        for query in ["n=4", "n=4&users=32", "n=4&mode=train&model=llama-3.1-8b"] {
            let answer = crate::state::Answer::to(query);
            let power = answer.report.power();
            let load = power.asked().map_or(0.0, |load| load.wall_w);
            let svg = Card::new(query).svg();
            let said = headroom_core::units::about(load);
            assert!(svg.contains(&format!(">{said}<")), "{query}: {said}");
            assert!(svg.contains("W, ≤"), "{query}");
        }
    }

    #[test]
    fn pictures_that_are_the_same_share_a_key() {
        let key = |query| Card::new(query).key();
        assert_eq!(
            key("n=4&w=f16"),
            key("w=f16&theme=light&n=4&utm_source=x&panels=power")
        );
        assert_ne!(key("n=4"), key("n=4&theme=dark"));
        assert_ne!(key("n=4"), key("n=4&size=square"));
    }

    #[test]
    fn pages_without_an_answer_have_pictures() {
        for (id, heading, _) in PAGES {
            assert!(
                Card::new(&format!("about={id}")).svg().contains(heading),
                "{id}"
            );
        }
    }
}
