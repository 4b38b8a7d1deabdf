//! TypeScript from the description of the API: the types of what the module answers.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// Declarations of every schema of an OpenAPI document.
pub(crate) fn of(description: &Value) -> String {
    let mut text = String::from("// Written from the description of the API: not to be edited.\n");
    let schemas = description.pointer("/components/schemas");
    for (name, schema) in schemas.and_then(Value::as_object).into_iter().flatten() {
        text.push('\n');
        describe(&mut text, "", schema);
        match schema.get("properties").and_then(Value::as_object) {
            Some(fields) => interface(&mut text, name, schema, fields),
            None => {
                let _ = writeln!(text, "export type {name} = {};", written(schema));
            }
        }
    }
    text
}

fn interface(text: &mut String, name: &str, schema: &Value, fields: &Map<String, Value>) {
    let required: Vec<&str> = { schema.get("required").and_then(Value::as_array) }
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let _ = writeln!(text, "export interface {name} {{");
    for (field, schema) in fields {
        describe(text, "  ", schema);
        let optional = if required.contains(&field.as_str()) {
            ""
        } else {
            "?"
        };
        let _ = writeln!(text, "  {field}{optional}: {};", written(schema));
    }
    text.push_str("}\n");
}

fn describe(text: &mut String, margin: &str, schema: &Value) {
    if let Some(about) = schema.get("description").and_then(Value::as_str) {
        let about = about.replace('\n', " ").replace("*/", "");
        let _ = writeln!(text, "{margin}/** {about} */");
    }
}

/// A schema as a type.
fn written(schema: &Value) -> String {
    let of = |key: &str| schema.get(key);
    if let Some(name) = of("$ref").and_then(Value::as_str) {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    if let Some(value) = of("const") {
        return value.to_string();
    }
    let either = |types: &mut dyn Iterator<Item = String>| types.collect::<Vec<_>>().join(" | ");
    for several in ["enum", "oneOf", "anyOf"] {
        if let Some(Value::Array(all)) = of(several) {
            return match several {
                "enum" => either(&mut all.iter().map(Value::to_string)),
                _ => either(&mut all.iter().map(written)),
            };
        }
    }
    match of("type") {
        Some(Value::Array(kinds)) => either(&mut kinds.iter().map(|kind| kind_of(kind, schema))),
        Some(kind) => kind_of(kind, schema),
        None => "unknown".to_owned(),
    }
}

fn kind_of(kind: &Value, schema: &Value) -> String {
    match kind.as_str() {
        Some("integer" | "number") => "number".to_owned(),
        Some("array") => match schema.get("items").map(written) {
            Some(one) if one.contains(' ') => format!("({one})[]"),
            Some(one) => format!("{one}[]"),
            None => "unknown[]".to_owned(),
        },
        Some("object") => "{ [key: string]: unknown }".to_owned(),
        Some(plain @ ("string" | "boolean" | "null")) => plain.to_owned(),
        _ => "unknown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;

    #[test]
    fn schemas_become_declarations() {
        let text = of(&json!({ "components": { "schemas": {
            "Status": { "oneOf": [{ "type": "string", "const": "fits" }, { "type": "string", "const": "tight" }] },
            "Verdict": {
                "description": "What is found.",
                "type": "object",
                "required": ["fits", "gpus"],
                "properties": {
                    "fits": { "type": "boolean", "description": "Whether it runs." },
                    "gpus": { "type": "array", "items": { "$ref": "#/components/schemas/Status" } },
                    "rate": { "type": ["number", "null"] },
                    "way": { "anyOf": [{ "$ref": "#/components/schemas/Status" }, { "type": "null" }] },
                },
            },
        } } }));
        assert_eq!(
            text,
            "// Written from the description of the API: not to be edited.\n\n\
             export type Status = \"fits\" | \"tight\";\n\n\
             /** What is found. */\n\
             export interface Verdict {\n  /** Whether it runs. */\n  fits: boolean;\n  gpus: Status[];\n  \
             rate?: number | null;\n  way?: Status | null;\n}\n"
        );
    }
}
