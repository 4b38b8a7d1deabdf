//! The tools, described from the registry of keys.

use std::sync::{Arc, LazyLock};

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Map, Value, json};

use crate::api::{STRICT, parameters};

/// Names of the tools.
pub(super) const REPORT: &str = "report";
pub(super) const COMPARE: &str = "compare";
pub(super) const FIND_MODELS: &str = "find_models";
pub(super) const FIND_MACHINES: &str = "find_machines";
pub(super) const CHECK_CLAIM: &str = "check_claim";
pub(super) const IMPORT_MODEL: &str = "import_model";
pub(super) const CATALOG: &str = "catalog";

/// What a tool takes beside keys of the query.
pub(super) const QUERY: &str = "query";
pub(super) const FULL: &str = "full";
pub(super) const BUILDS: &str = "builds";
pub(super) const TEXT: &str = "text";
pub(super) const CONFIG: &str = "config";
pub(super) const NAME: &str = "name";
pub(super) const TABLE: &str = "table";
pub(super) const SEARCH: &str = "search";

/// Keys that a search or a comparison is mostly asked with; the others may be given as well.
const OFTEN: [&str; 14] = [
    "gpu", "n", "mem", "ram", "model", "w", "kv", "ctx", "users", "prompt", "out", "rate",
    "engine", "offload",
];

/// Every tool.
pub(super) fn all() -> &'static [Tool] {
    static TOOLS: LazyLock<Vec<Tool>> = LazyLock::new(write);
    &TOOLS
}

fn write() -> Vec<Tool> {
    let keys = parameters::query();
    let often = || { keys.iter() }.filter(|key| OFTEN.iter().any(|often| key["name"] == **often));
    let full = (
        FULL,
        json!({ "type": "boolean", "description": "Also everything that was calculated, as JSON." }),
    );
    let query = (
        QUERY,
        json!({
            "type": "string",
            "description": "A link to a build, or what follows the question mark in it. Other arguments replace its keys."
        }),
    );
    let builds = (
        BUILDS,
        json!({
            "type": "array",
            "items": { "type": "string" },
            "minItems": 2,
            "maxItems": 4,
            "description": "Links to builds, what follows the question mark in them, or names of known builds such as a16z-4gpu."
        }),
    );
    let text = (
        TEXT,
        json!({
            "type": "string",
            "description": "The claim: 405B FP16 on 384GB; 70B Q4 on 2x 3090 at 32k."
        }),
    );
    let config = (
        CONFIG,
        json!({
            "type": "string",
            "description": "The text of config.json."
        }),
    );
    let name = (
        NAME,
        json!({
            "type": "string",
            "description": "What the model is called, as owner/name."
        }),
    );
    let table = (
        TABLE,
        json!({
            "type": "string",
            "enum": super::asked::tables(),
            "description": "Which list."
        }),
    );
    let search = (
        SEARCH,
        json!({ "type": "string", "description": "Words that id or name holds." }),
    );
    let common = || [query.clone(), full.clone()];
    vec![
        tool(
            REPORT,
            "Whether a model runs on a machine",
            "Whether a model fits on given GPUs, how fast it answers, what it draws at the wall, what the machine costs and when it pays back against renting; for training with mode=train.",
            keys.iter().filter(|key| key["name"] != STRICT),
            common(),
            &[],
        ),
        tool(
            COMPARE,
            "Builds side by side",
            "Two to four builds in columns: what fits, rates, watts, price, payback. What is asked of all of them is given once, by any key of report.",
            often(),
            [builds, full.clone()],
            &[BUILDS],
        ),
        tool(
            FIND_MODELS,
            "What runs on a machine",
            "Every model of the catalogue on one machine: the best format that fits, its rate and the longest context. Any key of report may be given too.",
            often().chain(&parameters::finding()),
            common(),
            &[],
        ),
        tool(
            FIND_MACHINES,
            "Which machine does a job",
            "The machines that do a job and that no other beats in price and rate, within a budget, watts or a wait. Any key of report may be given too.",
            often().chain(&parameters::limits()),
            common(),
            &[],
        ),
        tool(
            CHECK_CLAIM,
            "Whether a claim is true",
            "Judges a claim in words about models and hardware: confirmed, refuted, depends or not understood, with the figures that decide.",
            [].iter(),
            [text, full.clone()],
            &[TEXT],
        ),
        tool(
            IMPORT_MODEL,
            "A model that is not listed",
            "Reads the config.json of a model on Hugging Face and gives the query that describes it, for report and the other tools. What cannot be counted is refused in a sentence.",
            [].iter(),
            [config, name, query.clone(), full],
            &[CONFIG],
        ),
        tool(
            CATALOG,
            "Names that may be used",
            "Ids and names of cards, models, formats, engines, parts, offers, circuits, tariffs and currencies.",
            [].iter(),
            [table, search],
            &[TABLE],
        ),
    ]
}

/// A tool that reads and changes nothing.
fn tool<'a, const N: usize>(
    name: &'static str,
    title: &str,
    description: &'static str,
    keys: impl Iterator<Item = &'a Value>,
    own: [(&str, Value); N],
    required: &[&str],
) -> Tool {
    let mut properties: Map<String, Value> = { own.into_iter() }
        .map(|(name, schema)| (name.to_owned(), schema))
        .collect();
    for key in keys {
        if let (Some(name), Value::Object(schema)) = (key["name"].as_str(), key["schema"].clone()) {
            let mut schema = schema;
            schema.insert("description".to_owned(), key["description"].clone());
            properties.insert(name.to_owned(), Value::Object(schema));
        }
    }
    let mut schema = JsonObject::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    schema.insert("required".to_owned(), json!(required));
    Tool::new(name, description, Arc::new(schema)).with_annotations(
        ToolAnnotations::with_title(title)
            .read_only(true)
            .open_world(false),
    )
}
