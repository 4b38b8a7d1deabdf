//! `/export`: the answer as a file, for forums, spreadsheets and programs.
//!
//! Everything here reads the report and computes nothing.

pub mod csv;
pub mod outline;
pub mod table;

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use headroom_core::catalog::Catalog;
use headroom_core::evaluate::Report;

use crate::api;
use crate::command::{Form, Search};
use crate::found::Swept;
use crate::names::Asker;
use crate::question::Question;
use outline::Outline;
use table::TABLES;

const CSV: &str = "text/csv; charset=utf-8; header=present";
const MARKDOWN: &str = "text/markdown; charset=utf-8";

/// `GET /export/{file}?<query>`.
pub async fn export(
    Extension(asker): Extension<Asker>,
    swept: Option<Extension<Swept>>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let question = match Question::new(query.as_deref().unwrap_or_default()) {
        Ok(question) => question,
        Err(refusal) => {
            return (StatusCode::URI_TOO_LONG, format!("{refusal}\n")).into_response();
        }
    };
    let named = |disposition: &str| format!("{disposition}; filename=\"headroom-{file}\"");
    match file.as_str() {
        "report.md" => {
            let text = Outline::of(&question.report(), Some(&asker.origin)).markdown();
            // Shown, so that it can be copied from the window.
            sent(MARKDOWN, named("inline"), text)
        }
        "report.json" => {
            let text = api::line(&question.report());
            sent("application/json", named("attachment"), text)
        }
        "compare.csv" => {
            let text = csv::csv(&table::comparison(&question.comparison()));
            sent(CSV, named("attachment"), text)
        }
        "compare.md" => {
            let text = Outline::comparing(&question.comparison(), &asker.origin).markdown();
            sent(MARKDOWN, named("inline"), text)
        }
        "upgrade.md" => {
            let (asked, plan) = question.plan();
            let text = Outline::planning(&plan, &asked, &asker.origin).markdown();
            sent(MARKDOWN, named("inline"), text)
        }
        "upgrade.csv" => {
            let (asked, plan) = question.plan();
            let text = csv::csv(&table::stages(&plan, asked.currency(Catalog::builtin())));
            sent(CSV, named("attachment"), text)
        }
        "find-models.csv" => {
            let text = csv::csv(&table::models(&question.models()));
            sent(CSV, named("attachment"), text)
        }
        "find-machines.csv" => {
            let job = question.job();
            let found = Swept::or_sweep(swept.as_deref(), &job);
            let text = csv::csv(&table::machines(&found, job.scenario().currency()));
            sent(CSV, named("attachment"), text)
        }
        _ => match file.strip_suffix(".csv").and_then(table::named) {
            Some(read) => {
                let report = question.report();
                if !report.is_understood() {
                    return not_understood(&report);
                }
                let text = csv::csv(&read(&report));
                sent(CSV, named("attachment"), text)
            }
            None => (StatusCode::NOT_FOUND, known()).into_response(),
        },
    }
}

/// Where there are no figures there is neither a table nor a chart of them.
pub(crate) fn not_understood(report: &Report) -> Response {
    let text = format!("{}\n", report.verdict().sentence);
    (StatusCode::UNPROCESSABLE_ENTITY, text).into_response()
}

/// The answer to one question as the command line prints it.
///
/// # Errors
/// A sentence that says what is wrong with the question or the form.
pub fn print(address: &str, form: &Form, origin: Option<&str>) -> Result<String, String> {
    let question = Question::of_address(address).map_err(|refusal| refusal.to_string())?;
    let report = question.report();
    match form {
        Form::Json => Ok(api::line(&report)),
        Form::Table => Ok(Outline::of(&report, origin).text()),
        Form::Markdown => Ok(Outline::of(&report, origin).markdown()),
        Form::Csv(_) if !report.is_understood() => Err(report.verdict().sentence.clone()),
        Form::Csv(name) => table::named(name)
            .map(|read| csv::csv(&read(&report)))
            .ok_or_else(|| {
                let names = TABLES.map(|(name, _)| name);
                format!(
                    "There is no table '{name}'; there are {}.",
                    names.join(", ")
                )
            }),
    }
}

/// What a search finds, as the command line prints it.
///
/// # Errors
/// If the query is too long to be read.
pub fn print_found(search: Search, address: &str, as_csv: bool) -> Result<String, String> {
    let question = Question::of_address(address).map_err(|refusal| refusal.to_string())?;
    Ok(match (search, as_csv) {
        (Search::Models, true) => csv::csv(&table::models(&question.models())),
        (Search::Models, false) => api::line(&question.models()),
        (Search::Machines, true) => {
            let job = question.job();
            let found = Swept::or_sweep(None, &job);
            csv::csv(&table::machines(&found, job.scenario().currency()))
        }
        (Search::Machines, false) => api::line(&*Swept::or_sweep(None, &question.job())),
    })
}

fn sent(kind: &'static str, disposition: String, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, text).into_response()
}

fn known() -> String {
    let tables = TABLES.map(|(name, _)| format!("/export/{name}.csv"));
    format!(
        "There is /export/report.md, /export/report.json, /export/compare.csv, /export/compare.md, \
         /export/upgrade.csv, /export/upgrade.md, /export/find-models.csv, /export/find-machines.csv, {}.\n",
        tables.join(", ")
    )
}
