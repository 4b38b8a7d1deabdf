//! The answer in the order in which people read it: as Markdown, or as plain text for a terminal.

mod plan;
mod power;
mod speed;

use headroom_app::{about, gpu_name, question};
use headroom_core::catalog::Catalog;
use headroom_core::compare::{Asked, Comparison, Group};
use headroom_core::evaluate::Report;
use headroom_core::report::{Cost, GpuUse, Together, Training};
use headroom_core::scenario::Exchange;
use headroom_core::units::{Cents, Currency, GB, grouped, ratio};

/// What is said, without a way of writing it.
#[derive(Clone, Debug)]
pub struct Outline {
    question: String,
    verdict: String,
    sections: Vec<Section>,
    /// Where the answer can be read in full.
    link: String,
    catalog: &'static str,
    /// What amounts were converted at; `None` where they are US dollars.
    rate: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Section {
    title: &'static str,
    text: String,
    /// The first row is the head; the first column holds words.
    rows: Vec<Vec<String>>,
    list: Vec<String>,
    /// What leads on: a label, and the query that is asked instead.
    queries: Vec<(String, String)>,
}

impl Outline {
    /// Reads a report. `origin` is scheme and authority; without it, the link is a query alone.
    #[must_use]
    pub fn of(report: &Report, origin: Option<&str>) -> Self {
        let query = report.query();
        let exchange = &report.asked().exchange;
        let money = exchange.currency();
        let sections = if report.is_understood() {
            Vec::from([
                notices(report),
                match (report.training(), report.together()) {
                    (Some(training), _) => training_memory(training),
                    (None, Some(together)) => side_by_side(together),
                    (None, None) => memory(&report.memory().per_gpu),
                },
                ways_out(report),
                match report.training() {
                    Some(training) => run(training, money),
                    None => speed::section(report.speed()),
                },
                power::section(report.power()),
                cost(report.cost(), money),
                payback(report),
            ])
        } else {
            // Nothing was calculated.
            Vec::from([notices(report), suggestions(report)])
        };
        Self {
            question: question(report),
            verdict: report.finding().1.to_owned(),
            sections: sections.into_iter().filter(Section::says).collect(),
            link: match origin {
                Some(origin) if query.is_empty() => format!("{origin}/"),
                Some(origin) => format!("{origin}/?{query}"),
                None => query.to_owned(),
            },
            catalog: report.catalog().date,
            rate: converted(exchange),
        }
    }

    /// Builds side by side. `origin` is scheme and authority.
    #[must_use]
    pub fn comparing(comparison: &Comparison, origin: &str) -> Self {
        let names = comparison.columns.iter().map(|column| column.name.clone());
        let head: Vec<String> = std::iter::once(String::new()).chain(names).collect();
        let rows = |group: Group| {
            let rows = comparison.rows.iter().filter(|row| row.group == group);
            let rows = rows.map(|row| {
                let cells = row.cells.iter().map(|cell| match cell.range.as_str() {
                    "" => cell.text.clone(),
                    range => format!("{} ({range})", cell.text),
                });
                std::iter::once(row.label.clone()).chain(cells).collect()
            });
            std::iter::once(head.clone())
                .chain(rows)
                .collect::<Vec<_>>()
        };
        let sections = Group::ALL.map(|group| Section {
            title: group.name(),
            rows: rows(group),
            ..Section::default()
        });
        let queries = comparison.columns.iter().map(|column| column.query.clone());
        let query = Asked::of(queries).query();
        Self {
            question: "Builds compared".to_owned(),
            verdict: comparison.finding.clone(),
            sections: { sections.into_iter() }
                .filter(|section| section.rows.len() > 1)
                .collect(),
            link: format!("{origin}/compare?{query}"),
            catalog: Catalog::builtin().date,
            rate: { comparison.columns.first() }
                .and_then(|first| converted(&first.report.asked().exchange)),
        }
    }

    /// For forums and READMEs.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!(
            "## {}\n\n**{}**\n",
            escaped(&self.question),
            escaped(&self.verdict)
        );
        for section in &self.sections {
            out.push_str(&format!("\n### {}\n", section.title));
            if !section.text.is_empty() {
                out.push_str(&format!("\n{}\n", escaped(&section.text)));
            }
            for (index, row) in section.rows.iter().enumerate() {
                let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
                let lead = if index == 0 { "\n" } else { "" };
                out.push_str(&format!("{lead}| {} |\n", cells.join(" | ")));
                if index == 0 {
                    out.push_str(&format!("|---|{}\n", "--:|".repeat(row.len() - 1)));
                }
            }
            let listed = !section.list.is_empty() || !section.queries.is_empty();
            out.push_str(if listed { "\n" } else { "" });
            for line in &section.list {
                out.push_str(&format!("- {}\n", escaped(line)));
            }
            for (label, query) in &section.queries {
                // To be copied as it is: nothing in it is markup, nor is anything escaped.
                let query = query.replace('`', "%60");
                out.push_str(&format!("- {}: `{query}`\n", escaped(label)));
            }
        }
        out.push_str(&format!(
            "\n<{}>, catalogue of {}{}\n",
            self.link,
            self.catalog,
            self.rate_behind()
        ));
        out
    }

    /// For a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n{}\n", self.question, self.verdict);
        for section in &self.sections {
            out.push_str(&format!("\n{}\n", section.title.to_uppercase()));
            if !section.text.is_empty() {
                out.push_str(&format!("{}\n", section.text));
            }
            let widths = section.widths();
            for row in &section.rows {
                let mut line = String::new();
                for (index, (cell, &width)) in row.iter().zip(&widths).enumerate() {
                    line.push_str(&match index {
                        0 => format!("{cell:<width$}"),
                        _ => format!("  {cell:>width$}"),
                    });
                }
                out.push_str(&format!("{}\n", line.trim_end()));
            }
            for line in &section.list {
                out.push_str(&format!("- {line}\n"));
            }
            for (label, query) in &section.queries {
                out.push_str(&format!("- {label}: {query}\n"));
            }
        }
        out.push_str(&format!(
            "\n{} (catalogue of {}{})\n",
            self.link,
            self.catalog,
            self.rate_behind()
        ));
        out
    }

    /// What amounts were converted at, behind something else.
    fn rate_behind(&self) -> String {
        let rate = self.rate.as_ref();
        rate.map_or(String::new(), |rate| format!(", {rate}"))
    }
}

/// The rate of an exchange, where there is anything to convert.
fn converted(exchange: &Exchange) -> Option<String> {
    (!exchange.currency().is_usd()).then(|| exchange.told())
}

impl Section {
    fn says(&self) -> bool {
        let listed = !self.list.is_empty() || !self.queries.is_empty();
        !self.text.is_empty() || self.rows.len() > 1 || listed
    }

    /// Characters of the widest cell of each column.
    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.first().map_or(0, Vec::len);
        (0..columns)
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
            })
            .collect()
    }
}

/// Text that Markdown shows as it is. Forums read more out of plain text than Markdown does: somebody's name is told of
/// it, and an address becomes a link. A wide `＠` is nobody's, and a colon or dot behind a backslash begins no address.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some((www, more)) = rest.split_at_checked(4)
            && www.eq_ignore_ascii_case("www.")
        {
            out.push_str(&www.replace('.', "\\."));
            rest = more;
            continue;
        }
        match letter {
            '@' => out.push('＠'),
            ':' if rest.starts_with("://") => out.push_str("\\:"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' => {
                out.push('\\');
                out.push(letter);
            }
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
        rest = &rest[letter.len_utf8()..];
    }
    out
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn notices(report: &Report) -> Section {
    Section {
        title: "Not used as given",
        list: report
            .notices()
            .iter()
            .map(|notice| format!("{}: {}", notice.key, notice.message))
            .collect(),
        ..Section::default()
    }
}

fn suggestions(report: &Report) -> Section {
    let all = report
        .notices()
        .iter()
        .flat_map(|notice| &notice.suggestions);
    Section {
        title: "Names like that",
        queries: all
            .map(|one| (one.label.clone(), one.query.clone()))
            .collect(),
        ..Section::default()
    }
}

fn memory(cards: &[GpuUse]) -> Section {
    let mut rows = vec![row([
        "GB on each GPU",
        "Weights",
        "KV cache",
        "Buffers",
        "Runtime",
        "Reserve",
        "Needed",
        "Capacity",
        "Free",
    ])];
    let alike = |one: &GpuUse, other: &GpuUse| {
        GpuUse {
            index: 0,
            ..one.clone()
        } == GpuUse {
            index: 0,
            ..other.clone()
        }
    };
    for run in cards.chunk_by(alike) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let name = gpu_name(first.gpu);
        let mut cells = vec![if run.len() == 1 {
            format!("{}: {name}", first.index)
        } else {
            format!("{} to {}: {name}", first.index, last.index)
        }];
        let parts = [
            first.weights_bytes,
            first.kv_cache_bytes,
            first.activations_bytes,
            first.runtime_bytes,
            first.reserve_bytes,
            first.used_bytes,
            first.capacity_bytes,
        ];
        cells.extend(parts.map(|bytes| ratio(bytes, GB, 2)));
        let sign = if first.free_bytes < 0 { "−" } else { "" };
        cells.push(format!(
            "{sign}{}",
            ratio(first.free_bytes.unsigned_abs(), GB, 2)
        ));
        rows.push(cells);
    }
    Section {
        title: "Memory",
        rows,
        ..Section::default()
    }
}

/// Where each model stands, and what it takes there.
fn side_by_side(together: &Together) -> Section {
    let mut rows = vec![row(["Model", "GPUs", "GB"])];
    rows.extend(together.instances.iter().map(|one| {
        let gpus: Vec<String> = one.gpus.iter().map(u32::to_string).collect();
        let place = match gpus.as_slice() {
            [] => "no place".to_owned(),
            _ => gpus.join(", "),
        };
        let name = format!("{} {}", one.model_name, one.weights);
        vec![name, place, ratio(one.used_bytes, GB, 2)]
    }));
    Section {
        title: "Memory",
        rows,
        ..Section::default()
    }
}

/// The fullest card of a training run; the others hold the same.
fn training_memory(training: &Training) -> Section {
    let fullest = usize::try_from(training.deciding_gpu).unwrap_or(0);
    let Some(card) = training.per_gpu.get(fullest) else {
        return Section::default();
    };
    let amount = |bytes: u64| ratio(bytes, GB, 2);
    let line = |name: &str, low: u64, typical: u64, high: u64| {
        vec![name.to_owned(), amount(low), amount(typical), amount(high)]
    };
    let name = format!("GB on GPU {}: {}", card.index, gpu_name(card.gpu));
    let mut rows = vec![row([&name, "At least", "Typical", "At most"])];
    rows.extend(
        card.items
            .iter()
            .map(|item| line(item.label, item.low_bytes, item.bytes, item.high_bytes)),
    );
    let (low, high) = (card.used_low_bytes, card.used_high_bytes);
    rows.push(line("Needed", low, card.used_bytes, high));
    let blank = String::new;
    let capacity = amount(card.capacity_bytes);
    rows.push(vec!["Capacity".to_owned(), blank(), capacity, blank()]);
    Section {
        title: "Memory",
        rows,
        ..Section::default()
    }
}

/// What the run takes, where it fits.
fn run(training: &Training, money: Currency) -> Section {
    let known = |value: Option<f64>| value.map(about);
    let paid = |usd: Option<f64>| usd.map(|usd| about(money.of(usd)));
    let rows = [
        ("Tokens a second", known(training.tokens_per_s)),
        ("at least", known(training.tokens_per_s_low)),
        ("at most", known(training.tokens_per_s_high)),
        ("Hours for an epoch", known(training.hours_per_epoch)),
        ("kWh for an epoch", known(training.kwh_per_epoch)),
    ];
    let paid = [
        ("of electricity for an epoch", training.usd_per_epoch),
        ("to rent for an epoch", training.rent_usd_per_epoch),
    ]
    .map(|(what, usd)| (format!("{} {what}", money.code), paid(usd)));
    let rows = { rows.into_iter() }
        .map(|(name, value)| (name.to_owned(), value))
        .chain(paid);
    let rows = rows.filter_map(|(name, value)| Some(vec![name, value?]));
    Section {
        title: "Training, estimated",
        rows: std::iter::once(row(["What", "Value"]))
            .chain(rows)
            .collect(),
        list: training.warnings.clone(),
        ..Section::default()
    }
}

fn ways_out(report: &Report) -> Section {
    Section {
        title: "What would make it fit",
        list: report
            .ways_out()
            .iter()
            .map(|way| format!("{}: {}", way.action, way.effect))
            .chain(report.ways_out_note().map(str::to_owned))
            .collect(),
        ..Section::default()
    }
}

fn cost(cost: &Cost, money: Currency) -> Section {
    let told =
        |amount: Option<Cents>| amount.map_or("no price".to_owned(), |amount| money.exact(amount));
    let mut rows = vec![row(["Item", "Count", "Each", "All", "As of"])];
    rows.extend(cost.items.iter().map(|item| {
        vec![
            item.name.clone(),
            grouped(item.quantity.into()),
            told(item.unit_usd),
            told(item.total_usd),
            if item.own { "own price" } else { item.date }.to_owned(),
        ]
    }));
    let sum = |name: String, amount: Cents| {
        let blank = String::new;
        vec![name, blank(), blank(), money.exact(amount), blank()]
    };
    rows.push(sum(format!("Tax, {} %", cost.tax_percent), cost.tax_usd));
    rows.push(sum("Total".to_owned(), cost.total_usd));
    Section {
        title: "Cost",
        text: if cost.complete {
            String::new()
        } else {
            format!("Without a price: {}.", cost.missing.join(", "))
        },
        rows,
        list: cost.notes.clone(),
        ..Section::default()
    }
}

fn payback(report: &Report) -> Section {
    let payback = report.payback();
    let money = report.asked().currency();
    let mut rows = vec![row(["What", money.code])];
    if payback.compared {
        for (name, amount) in [
            ("The machine, once", payback.capex_usd),
            ("Electricity a month", payback.energy_usd_per_month),
            ("Upkeep a month", payback.upkeep_usd_per_month),
            ("Rent of the first month", payback.rent_usd_per_month),
            ("Cloud storage a month", payback.storage_usd_per_month),
        ] {
            rows.push(vec![name.to_owned(), money.exact(amount)]);
        }
        for rival in report.rivals().iter().filter(|rival| !rival.chosen) {
            let what = match &rival.rental {
                Some(rental) => format!(
                    "{} × {}, {}",
                    rental.gpus,
                    rental.gpu_name,
                    rental.term.name()
                ),
                None => "by the token".to_owned(),
            };
            let name = format!("A month at {} instead, {what}", rival.provider);
            rows.push(vec![name, money.exact(rival.usd_per_month)]);
        }
    }
    Section {
        title: "Payback",
        text: payback.sentence.clone(),
        rows,
        list: payback.assumptions.clone(),
        ..Section::default()
    }
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::evaluate;
    use headroom_core::units::Currency;

    use super::{Outline, escaped};

    const QUERY: &str = "n=4&model=llama-3.1-405b&w=f16";

    #[test]
    fn both_forms_say_what_the_report_says() {
        let report = evaluate::report(QUERY, Catalog::builtin());
        let outline = Outline::of(&report, Some("https://example.org"));
        let markdown = outline.markdown();
        let text = outline.text();
        for said in [
            Currency::USD.exact(report.cost().total_usd),
            report.power().wall_w.to_string(),
            format!("https://example.org/?{}", report.query()),
        ] {
            assert!(markdown.contains(&said), "{said}\n{markdown}");
            assert!(text.contains(&said), "{said}\n{text}");
        }
        for sentence in [&report.verdict().sentence, &report.payback().sentence] {
            assert!(markdown.contains(&escaped(sentence)), "{markdown}");
            assert!(text.contains(sentence.as_str()), "{text}");
        }
        assert!(text.contains("0 to 2: RTX PRO 6000"), "{text}");
    }

    #[test]
    fn a_run_is_told_by_the_rules_of_training() {
        // The model would fit, the run does not.
        let query = "gpu=rtx-4090&model=llama-3.1-8b&mode=train&method=full";
        let report = evaluate::report(query, Catalog::builtin());
        assert!(report.verdict().fits);
        let text = Outline::of(&report, None).text();
        let (status, sentence) = report.finding();
        assert!(!status.runs());
        assert!(text.contains(sentence), "{text}");
        assert!(!report.ways_out().is_empty());
        for way in report.ways_out() {
            assert!(text.contains(&way.action), "{text}");
        }
        assert!(!text.contains(&report.verdict().sentence), "{text}");
    }

    #[test]
    fn tables_keep_their_columns_whatever_was_given() {
        let query = "n=9999&model=%7C%60%3Cb%3E&w=%2A&price-gpu=1&gpu=rtx-4090*2%2Brtx-3090";
        let report = evaluate::report(query, Catalog::builtin());
        let markdown = Outline::of(&report, None).markdown();
        let mut columns = 0;
        for line in markdown.lines() {
            let bars = line.replace("\\|", "").matches('|').count();
            assert!(bars == 0 || columns == 0 || bars == columns, "{markdown}");
            columns = bars;
        }
        assert!(!markdown.contains("<b>"), "{markdown}");
    }
}
