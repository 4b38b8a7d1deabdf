//! Builds side by side: the same figures of each, in rows.
//!
//! Every figure is read off the report of its build; nothing is computed here but which one is the
//! best of its row.

mod asked;
mod figures;
mod fits;
mod rows;

use serde::Serialize;

use crate::catalog::{Catalog, preset, presets};
use crate::codec::Query;
use crate::evaluate::{self, Report};
use crate::model::quant::Quant;
use crate::report::Status;
use crate::scenario::keys;
use crate::units::{about, gb};

use asked::QUESTION;
pub use asked::{Asked, MOST};
pub use fits::{Fitting, WELL_KNOWN, best_format};
pub use rows::{Better, Cell, Group, Row};

/// Builds side by side.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// What was found, in a sentence or two.
    pub finding: String,
    /// The builds.
    pub columns: Vec<Column>,
    /// What is compared, in the order of reading; each with a cell for each build.
    pub rows: Vec<Row>,
    /// What was given and is not compared.
    pub notes: Vec<String>,
}

/// One of the builds.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Column {
    /// What it is called: the name of a known build, or its cards.
    pub name: String,
    /// The model and its format.
    pub runs: String,
    /// Canonical query of the build.
    pub query: String,
    /// Whether it runs, and how well.
    pub status: Status,
    /// The answer on this build alone.
    #[serde(skip)]
    pub report: Report,
}

/// Compares the builds.
///
/// ```
/// use headroom_core::{catalog::Catalog, compare::{Asked, compare}};
/// let catalog = Catalog::builtin();
/// let asked = Asked::read("b=one-gpu&b=a16z-4gpu&model=llama-3.1-405b&w=q4_k_m", catalog);
/// let comparison = compare(&asked, catalog);
/// assert!(!comparison.columns[0].status.runs());
/// assert!(comparison.columns[1].status.runs());
/// ```
#[must_use]
pub fn compare(asked: &Asked, catalog: &Catalog) -> Comparison {
    let columns: Vec<Column> = { asked.queries().iter() }
        .map(|query| column(query, catalog))
        .collect();
    let reports: Vec<&Report> = columns.iter().map(|column| &column.report).collect();
    let understood = reports.iter().all(|report| report.is_understood());
    Comparison {
        finding: finding(&columns),
        rows: if understood {
            fits::of(&reports, asks_the_same(&columns), catalog)
        } else {
            Vec::new()
        },
        columns,
        notes: asked.notes.clone(),
    }
}

fn column(query: &str, catalog: &Catalog) -> Column {
    let report = evaluate::report(query, catalog);
    let echo = report.scenario();
    let format = Quant::parse(echo.weights).map_or(echo.weights, Quant::name);
    Column {
        name: name(query, &report),
        runs: match report.training() {
            Some(training) => format!("training {}, {}", echo.model_name, training.method),
            None => format!("{} in {format}", echo.model_name),
        },
        query: query.to_owned(),
        status: report.finding().0,
        report,
    }
}

/// The name of a known build where the machine is that one, else the cards.
fn name(query: &str, report: &Report) -> String {
    let machine = |query: &str| {
        let mut query = Query::parse(query);
        for key in QUESTION
            .into_iter()
            .chain([keys::CURRENCY.key, keys::FX.key])
        {
            query.remove(key);
        }
        query.to_string()
    };
    let this = machine(query);
    let mut known = presets().iter();
    // A bare card is no build: only what says more than cards is known by its machine alone.
    if let Some(known) = known.find(|known| machine(known.query) == this)
        && (this.contains("part-") || known.query == query)
    {
        return known.short.to_owned();
    }
    report.scenario().cards()
}

/// What the comparison says, in a sentence or two.
fn finding(columns: &[Column]) -> String {
    let refused = columns.iter().find(|column| !column.report.is_understood());
    if let Some(refused) = refused {
        return refused.report.verdict().sentence.clone();
    }
    match columns {
        [] => "Nothing is compared yet: choose two to four builds.".to_owned(),
        [one] => format!(
            "{}: {} Choose a second build.",
            one.name,
            one.report.finding().1
        ),
        columns => of_several(columns),
    }
}

/// Whether every build is asked for the same model in the same format, by as many and as long.
fn asks_the_same(columns: &[Column]) -> bool {
    let asked = |column: &Column| {
        let echo = column.report.scenario();
        let of_model = (
            echo.model.clone(),
            echo.weights,
            echo.context_tokens,
            echo.users,
        );
        (
            of_model,
            column.report.training().map(|training| training.method),
        )
    };
    let mut all = columns.iter().map(asked);
    let first = all.next();
    all.all(|other| Some(other) == first)
}

/// What is said where each runs a model of its own.
fn each_its_own(columns: &[Column]) -> String {
    let parts = columns.iter().map(|one| match pace(one) {
        _ if !one.status.runs() => format!("{} does not run {}", one.name, one.runs),
        Some(pace) if one.report.training().is_none() => {
            format!(
                "{} answers with {} at about {} tokens/s",
                one.name,
                one.runs,
                about(pace)
            )
        }
        _ => format!("{} runs {}", one.name, one.runs),
    });
    let parts: Vec<String> = parts.collect();
    format!(
        "Each is asked something else: {}. Ask all of them the same to compare.",
        parts.join("; ")
    )
}

fn of_several(columns: &[Column]) -> String {
    if !asks_the_same(columns) {
        return each_its_own(columns);
    }
    let runs: Vec<&Column> = columns.iter().filter(|one| one.status.runs()).collect();
    let (Some(fastest), Some(cheapest)) = (
        best(&runs, |one| pace(one).map(|pace| -pace)),
        best(&runs, price),
    ) else {
        return nobody(columns);
    };
    let rate = |one: &Column| match (one.report.training(), pace(one)) {
        (Some(training), _) => training.hours_per_epoch.map_or_else(
            || "at a rate that is not known".to_owned(),
            |hours| format!("with about {} hours an epoch", about(hours)),
        ),
        (None, Some(pace)) => format!("with about {} tokens/s", about(pace)),
        (None, None) => "at a rate that is not known".to_owned(),
    };
    let cost = |one: &Column| {
        let money = one.report.asked().currency();
        money.whole(one.report.cost().total_usd)
    };
    let mut said = if std::ptr::eq(fastest, cheapest) {
        format!(
            "{} is the fastest that runs it, {}, and the cheapest, at {}.",
            fastest.name,
            rate(fastest),
            cost(fastest)
        )
    } else {
        format!(
            "{} is the fastest, {}, for {}; {} is the cheapest, at {}, {}.",
            fastest.name,
            rate(fastest),
            cost(fastest),
            cheapest.name,
            cost(cheapest),
            rate(cheapest)
        )
    };
    let others: Vec<&str> = { columns.iter() }
        .filter(|one| !one.status.runs())
        .map(|one| one.name.as_str())
        .collect();
    if !others.is_empty() {
        let verb = if others.len() == 1 { "does" } else { "do" };
        said.push_str(&format!(" {} {verb} not run it.", others.join(" and ")));
    }
    said
}

/// What is said where none of them runs it.
fn nobody(columns: &[Column]) -> String {
    let nearest = columns.iter().max_by_key(|one| margin(one));
    let short = nearest.map_or_else(String::new, |one| match margin(one) {
        short @ ..0 => format!(
            " {} comes nearest: short by {} on its fullest GPU.",
            one.name,
            gb(short.unsigned_abs())
        ),
        _ => String::new(),
    });
    format!("None of them runs it.{short}")
}

fn margin(one: &Column) -> i64 {
    match one.report.training() {
        Some(training) => training.margin_bytes,
        None => one.report.verdict().margin_bytes,
    }
}

/// How fast it is: tokens a second of a stream, or of a training run.
fn pace(one: &Column) -> Option<f64> {
    match one.report.training() {
        Some(training) => training.tokens_per_s,
        None => one.report.speed().decode_tokens_per_s,
    }
}

fn price(one: &Column) -> Option<f64> {
    let cost = one.report.cost();
    (cost.total_usd.0 > 0).then(|| cost.total_usd.usd())
}

/// The one for which the figure is least; the first of equals.
fn best<'a>(columns: &[&'a Column], of: impl Fn(&Column) -> Option<f64>) -> Option<&'a Column> {
    let mut least: Option<(f64, &Column)> = None;
    for column in columns {
        if let Some(figure) = of(column)
            && least.is_none_or(|(least, _)| figure < least)
        {
            least = Some((figure, column));
        }
    }
    least.map(|(_, column)| column)
}

/// Comparisons that answer a question many ask: what it is called, and its query.
#[must_use]
pub fn examples() -> [(&'static str, String); 3] {
    let known = |id: &str| preset(id).map_or(String::new(), |known| known.query.to_owned());
    let with = |id: &str, count: &str| {
        let mut query = Query::parse(&known(id));
        query.set("n", count);
        query.to_string()
    };
    let matrix = ["1", "2", "4"].map(|count| with("one-gpu", count));
    let references = ["one-gpu", "a16z-4gpu"].map(|id| {
        let mut query = Query::parse(&known(id));
        query.set("model", "llama-3.1-70b");
        query.set("w", "q8_0");
        query.to_string()
    });
    let small = ["dgx-spark", "strix-halo", "mac-studio", "one-5090"].map(|id| {
        let mut query = Query::parse(&known(id));
        query.set("model", "gpt-oss-120b");
        query.set("w", "mxfp4");
        query.to_string()
    });
    [
        (
            "The one-GPU build beside a16z’s",
            Asked::of(references).query(),
        ),
        ("One, two or four cards in it", Asked::of(matrix).query()),
        (
            "Small boxes for a 120-billion mixture",
            Asked::of(small).query(),
        ),
    ]
}
