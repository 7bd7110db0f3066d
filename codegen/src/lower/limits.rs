//! What a schema says of its values, for the documentation of a setter.

use serde_json::Value;

use crate::document::Object;

/// Default, allowed values and bounds of a schema, one line each.
pub(super) fn limits(schema: &Object) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(default) = schema.get("default").filter(|default| !default.is_null()) {
        lines.push(format!("Default: `{}`.", plain(default)));
    }
    for key in ["enum", "x-harness-values"] {
        if let Some(values) = schema.get(key).and_then(Value::as_array) {
            let shown: Vec<_> = values.iter().take(12).map(|value| format!("`{}`", plain(value))).collect();
            let more = if values.len() > shown.len() {
                format!(" and {} more", values.len() - shown.len())
            } else {
                String::new()
            };
            lines.push(format!("One of {}{more}.", shown.join(", ")));
        }
    }
    for (key, word) in [
        ("minimum", "At least"),
        ("maximum", "At most"),
        ("minLength", "Shortest length:"),
        ("maxLength", "Longest length:"),
        ("minItems", "Fewest items:"),
        ("maxItems", "Most items:"),
    ] {
        if let Some(bound) = schema.get(key) {
            lines.push(format!("{word} {}.", plain(bound)));
        }
    }
    if schema.get("deprecated").and_then(Value::as_bool) == Some(true) {
        lines.push("Deprecated.".to_owned());
    }
    lines
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
