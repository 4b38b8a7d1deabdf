//! Holding what was sent against what is described.

use headroom_server::api;
use serde_json::Value;

/// Holds a value against a schema, in the part of JSON Schema that the description uses. A field
/// that the schema does not name is a fault: what is sent must be described.
pub(crate) fn conforms(value: &Value, schema: &Value, place: &str) -> Result<(), String> {
    let fault = |what: &str| Err(format!("{place}: {what}: {value} against {schema}"));
    if let Some(name) = schema["$ref"].as_str() {
        let pointer = name.strip_prefix('#').unwrap();
        let target = api::openapi_document().pointer(pointer);
        return conforms(
            value,
            target.ok_or(format!("{name} is not described"))?,
            place,
        );
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[key].as_array() {
            return match choices
                .iter()
                .any(|one| conforms(value, one, place).is_ok())
            {
                true => Ok(()),
                false => fault("is none of these"),
            };
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return if values.contains(value) {
            Ok(())
        } else {
            fault("is not listed")
        };
    }
    if let Some(only) = schema.get("const") {
        return if value == only {
            Ok(())
        } else {
            fault("is another")
        };
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return fault("has no type"),
    };
    let is = |kind: &&str| match *kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    if !kinds.iter().any(is) {
        return fault("is of another type");
    }
    if let (Some(least), Some(number)) = (schema["minimum"].as_f64(), value.as_f64())
        && number < least
    {
        return fault("is too small");
    }
    if let Some(items) = value.as_array() {
        for (index, item) in items.iter().enumerate() {
            conforms(item, &schema["items"], &format!("{place}[{index}]"))?;
        }
    }
    if let Some(fields) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten() {
            if !fields.contains_key(name.as_str().unwrap()) {
                return fault(&format!("{name} is missing"));
            }
        }
        for (name, field) in fields {
            match schema["properties"].get(name) {
                Some(schema) => conforms(field, schema, &format!("{place}.{name}"))?,
                None => return fault(&format!("{name} is not described")),
            }
        }
    }
    Ok(())
}
