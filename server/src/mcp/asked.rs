//! From the arguments of a call to a question, and from its answer to words.

use std::sync::Arc;

use headroom_core::catalog::Catalog;
use headroom_core::claims::{self, Checked};
use headroom_core::codec::Query;
use headroom_core::find::{Job, MachinesFound, ModelsFound};
use headroom_core::import::{Answer, File};
use headroom_core::scenario::keys;
use headroom_core::units::{Currency, grouped, params, shown, with_unit};
use serde::Serialize;
use serde_json::{Map, Value};

use super::tools::{
    BUILDS, CATALOG, CHECK_CLAIM, COMPARE, CONFIG, FIND_MACHINES, FIND_MODELS, FULL, IMPORT_MODEL,
    NAME, QUERY, REPORT, SEARCH, TABLE, TEXT,
};
use crate::api;
use crate::api::parameters;
use crate::export::outline::Outline;
use crate::found::Swept;
use crate::question::Question;

/// Rows of a list that are told in words; the link leads to the rest.
const TOLD: usize = 20;
/// Entries of the catalogue that are listed at once.
const LISTED: usize = 100;

/// Why a call was not answered.
pub(super) enum Fault {
    /// There is no such tool.
    NoTool(String),
    /// An argument cannot be used; why.
    Argument(String),
}

/// What a call says.
pub(super) struct Said {
    /// In words, as Markdown.
    pub(super) text: String,
    /// Everything, where it was asked for.
    pub(super) whole: Option<Value>,
}

/// A call, understood.
pub(super) struct Asked {
    kind: Kind,
    full: bool,
}

enum Kind {
    Report(Question),
    Compare(Question),
    Models(Question),
    Machines(Box<Job>),
    Claim(String),
    Import {
        config: String,
        name: String,
        build: Question,
    },
    Catalog {
        table: String,
        search: String,
    },
}

impl Asked {
    /// Reads a call.
    pub(super) fn read(name: &str, arguments: Map<String, Value>) -> Result<Self, Fault> {
        let full = match arguments.get(FULL) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(full)) => *full,
            Some(_) => return Err(Fault::Argument(format!("“{FULL}” is true or false."))),
        };
        let kind = match name {
            REPORT => Kind::Report(question(&arguments, &[])?),
            COMPARE => Kind::Compare(comparison(&arguments)?),
            FIND_MODELS => Kind::Models(question(&arguments, &parameters::finding())?),
            FIND_MACHINES => {
                let question = question(&arguments, &parameters::limits())?;
                Kind::Machines(Box::new(question.job()))
            }
            CHECK_CLAIM => {
                known(&arguments, &[TEXT])?;
                Kind::Claim(text(&arguments, TEXT)?)
            }
            IMPORT_MODEL => {
                known(&arguments, &[CONFIG, NAME, QUERY])?;
                Kind::Import {
                    config: text(&arguments, CONFIG)?,
                    name: optional(&arguments, NAME)?,
                    build: base(&arguments)?,
                }
            }
            CATALOG => {
                known(&arguments, &[TABLE, SEARCH])?;
                Kind::Catalog {
                    table: text(&arguments, TABLE)?,
                    search: optional(&arguments, SEARCH)?,
                }
            }
            _ => return Err(Fault::NoTool(shown(name).chars().take(80).collect())),
        };
        Ok(Self { kind, full })
    }

    /// The search over all machines that it asks for.
    pub(super) fn job(&self) -> Option<&Job> {
        match &self.kind {
            Kind::Machines(job) => Some(job),
            _ => None,
        }
    }

    /// The answer. `found` is what the search over all machines found, where that was made before.
    pub(super) fn say(&self, found: Option<Swept>, origin: &str) -> Said {
        match &self.kind {
            Kind::Report(question) => {
                let report = question.report();
                let text = Outline::of(&report, Some(origin)).markdown();
                self.said(text, &report)
            }
            Kind::Compare(question) => {
                let comparison = question.comparison();
                let text = Outline::comparing(&comparison, origin).markdown();
                self.said(text, &comparison)
            }
            Kind::Models(question) => {
                let found = question.models();
                self.said(told_models(&found, origin), &found)
            }
            Kind::Machines(job) => {
                let found: Arc<MachinesFound> = Swept::or_sweep(found.as_ref(), job);
                let text = told_machines(&found, job.scenario().currency(), origin);
                self.said(text, &*found)
            }
            Kind::Claim(text) => {
                let checked = claims::check(text, Catalog::builtin());
                self.said(told_claim(&checked, origin), &checked)
            }
            Kind::Import {
                config,
                name,
                build,
            } => {
                let file = File {
                    name: "config.json",
                    bytes: config.as_bytes(),
                };
                let answer = Answer::to(&[file], name, &build.query, Catalog::builtin());
                self.said(told_import(&answer, origin), &answer)
            }
            Kind::Catalog { table, search } => Said {
                text: listed(table, search),
                whole: None,
            },
        }
    }

    fn said(&self, text: String, whole: &impl Serialize) -> Said {
        let whole = self.full.then(|| serde_json::to_value(whole).ok());
        Said {
            text,
            whole: whole.flatten(),
        }
    }
}

/// The lists of the catalogue.
pub(super) fn tables() -> Vec<String> {
    let Value::Object(ids) = api::ids() else {
        return Vec::new();
    };
    let lists = ids.into_iter().filter(|(_, rows)| rows.is_array());
    lists.map(|(name, _)| name).collect()
}

/// A question of keys: those of a link that was given, with the others in their place.
fn question(arguments: &Map<String, Value>, own: &[Value]) -> Result<Question, Fault> {
    let mut query = Query::parse(&base(arguments)?.query);
    set_keys(&mut query, arguments, &[QUERY, FULL], own)?;
    bounded(&query.to_string())
}

/// The link that was given; nothing where none was.
fn base(arguments: &Map<String, Value>) -> Result<Question, Fault> {
    let address = optional(arguments, QUERY)?;
    Question::of_address(&address).map_err(|refusal| Fault::Argument(refusal.to_string()))
}

/// The builds of a comparison, with what is asked of all of them.
fn comparison(arguments: &Map<String, Value>) -> Result<Question, Fault> {
    let builds = arguments.get(BUILDS).and_then(Value::as_array);
    let builds = builds
        .ok_or_else(|| Fault::Argument(format!("“{BUILDS}” is a list of two to four builds.")))?;
    let mut pairs = Vec::with_capacity(builds.len() + 1);
    for build in builds {
        let build = build
            .as_str()
            .ok_or_else(|| Fault::Argument(format!("A build in “{BUILDS}” is a text.")))?;
        let mut pair = Query::default();
        pair.set("b", build);
        pairs.push(pair.to_string());
    }
    let mut query = Query::default();
    set_keys(&mut query, arguments, &[BUILDS, FULL], &[])?;
    let asked = query.to_string();
    if !asked.is_empty() {
        pairs.push(asked);
    }
    bounded(&pairs.join("&"))
}

fn bounded(query: &str) -> Result<Question, Fault> {
    Question::new(query).map_err(|refusal| Fault::Argument(refusal.to_string()))
}

/// Sets what was given of the registry's keys and of a tool's own.
fn set_keys(
    query: &mut Query,
    arguments: &Map<String, Value>,
    apart: &[&str],
    own: &[Value],
) -> Result<(), Fault> {
    for (name, value) in arguments {
        if apart.contains(&name.as_str()) {
            continue;
        }
        let of_its_own = own.iter().any(|parameter| parameter["name"] == **name);
        if !of_its_own && !keys::all().any(|key| key.name() == name) {
            return Err(unknown(name));
        }
        let value = match value {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(yes) => u8::from(*yes).to_string(),
            Value::Array(_) | Value::Object(_) => {
                let name = shown(name);
                return Err(Fault::Argument(format!("“{name}” is a text or a number.")));
            }
        };
        query.set(name, value);
    }
    Ok(())
}

/// Refuses arguments that a tool does not have.
fn known(arguments: &Map<String, Value>, names: &[&str]) -> Result<(), Fault> {
    let mut given = arguments.keys().filter(|name| *name != FULL);
    match given.find(|name| !names.contains(&name.as_str())) {
        Some(name) => Err(unknown(name)),
        None => Ok(()),
    }
}

fn unknown(name: &str) -> Fault {
    let name: String = shown(name).chars().take(80).collect();
    Fault::Argument(format!(
        "There is no argument “{name}”; the tool’s schema lists what there is."
    ))
}

fn text(arguments: &Map<String, Value>, name: &str) -> Result<String, Fault> {
    let text = arguments.get(name).and_then(Value::as_str);
    text.map(str::to_owned)
        .ok_or_else(|| Fault::Argument(format!("“{name}” has to be given as a text.")))
}

fn optional(arguments: &Map<String, Value>, name: &str) -> Result<String, Fault> {
    match arguments.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(_) => text(arguments, name),
    }
}

fn told_import(answer: &Answer, origin: &str) -> String {
    if let Some(refused) = &answer.refused {
        return format!("**{refused}**\n");
    }
    let count = params(answer.params);
    let notes = notes(answer.notes.iter().map(String::as_str));
    let query = &answer.query;
    format!(
        "**{}: {count} parameters**\n{notes}- Query: {query}\n\n<{origin}/?{query}>\n",
        answer.model
    )
}

fn told_models(found: &ModelsFound, origin: &str) -> String {
    let mut out = format!("**{}**\n\n", found.finding);
    for model in found.models.iter().take(TOLD) {
        let rate = model.decode_tokens_per_s;
        let rate = rate.map_or_else(String::new, |rate| {
            format!(", {} a stream", with_unit(rate, "tokens/s"))
        });
        let context = model
            .max_context_tokens
            .map(|most| grouped(u64::from(most)));
        let context =
            context.map_or_else(String::new, |most| format!(", context up to {most} tokens"));
        let format = model.format_name.unwrap_or("no format");
        out.push_str(&format!(
            "- {} in {format}{rate}{context}: {}\n",
            model.name,
            model.how.name()
        ));
    }
    out.push_str(&rest(found.models.len()));
    let told = found.told.iter().map(|told| told.message.as_str());
    out.push_str(&notes(told));
    out.push_str(&format!("\n<{origin}/find?{}>\n", found.query));
    out
}

fn told_machines(found: &MachinesFound, money: Currency, origin: &str) -> String {
    let mut out = format!("**{}**\n\n", found.finding);
    for build in found.front.iter().take(TOLD) {
        let cost = money.whole(build.cost_usd);
        let rate = with_unit(build.tokens_per_s, "tokens/s");
        out.push_str(&format!(
            "- {cost}: {}, {} on {}, {rate}. {} <{origin}/?{}>\n",
            build.name,
            build.format_name,
            build.engine_name,
            build.reasons.join(" "),
            build.query
        ));
    }
    out.push_str(&rest(found.front.len()));
    let told = found.told.iter().map(|told| told.message.as_str());
    out.push_str(&notes(told));
    out.push_str(&format!("\n<{origin}/find?{}>\n", found.query));
    out
}

fn told_claim(checked: &Checked, origin: &str) -> String {
    let mut out = format!("**{}: {}**\n", checked.verdict.word(), checked.sentence);
    for case in &checked.cases {
        let label = match case.label.as_str() {
            "" => String::new(),
            label => format!("{label}: "),
        };
        out.push_str(&format!(
            "- {label}{} <{origin}/?{}>\n",
            case.reason, case.query
        ));
    }
    let assumed = checked.assumed.iter().map(String::as_str);
    out.push_str(&notes(assumed));
    if !checked.suggestions.is_empty() {
        out.push_str(&format!(
            "- Meant, perhaps: {}\n",
            checked.suggestions.join("; ")
        ));
    }
    out
}

/// How many of so many rows are not told.
fn rest(rows: usize) -> String {
    match rows.saturating_sub(TOLD) {
        0 => String::new(),
        more => format!("- {more} more behind the link\n"),
    }
}

fn notes<'a>(notes: impl Iterator<Item = &'a str>) -> String {
    notes.map(|note| format!("- Note: {note}\n")).collect()
}

/// Entries of a list of the catalogue whose id or name holds all words.
fn listed(table: &str, search: &str) -> String {
    let ids = api::ids();
    let Some(rows) = ids[table].as_array() else {
        let names = tables().join(", ");
        let table: String = shown(table).chars().take(80).collect();
        return format!("There is no list “{table}”; there are {names}.");
    };
    let search = search.to_lowercase();
    let words: Vec<&str> = search.split_whitespace().collect();
    let line = |row: &Value| {
        let values = row.as_object().into_iter().flat_map(Map::values);
        let values = values.filter_map(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        });
        values.collect::<Vec<_>>().join(" · ")
    };
    let holds = |line: &String| {
        let line = line.to_lowercase();
        words.iter().all(|word| line.contains(word))
    };
    let lines: Vec<String> = rows.iter().map(line).filter(holds).collect();
    let mut out: String = lines
        .iter()
        .take(LISTED)
        .map(|line| format!("- {line}\n"))
        .collect();
    match lines.len() {
        0 => out.push_str("Nothing is called so.\n"),
        found if found > LISTED => {
            out.push_str(&format!("{} more: search for words.\n", found - LISTED))
        }
        _ => {}
    }
    out
}
