//! What a schema says of its values, for the documentation of a setter.

use serde_json::Value;

use crate::document::Object;

/// Default, allowed values and bounds of a schema, one line each.
pub(super) fn limits(schema: &Object) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(default) = schema.get("default").filter(|default| !default.is_null()) {
        lines.push(format!("Default: {}.", shown(default)));
    }
    for key in ["enum", "x-harness-values"] {
        if let Some(values) = schema.get(key).and_then(Value::as_array) {
            let shown: Vec<_> = values.iter().take(12).map(shown).collect();
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

/// A value as code in one line, cut off where it is long.
fn shown(value: &Value) -> String {
    const LONGEST: usize = 200;
    let text = match plain(value) {
        text if text.trim().is_empty() => format!("{text:?}"),
        text => text.replace(['\n', '\r'], " ").replace('`', "'"),
    };
    let cut = text.char_indices().nth(LONGEST).map(|(end, _)| format!("{}…", &text[..end]));
    format!("`{}`", cut.unwrap_or(text))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
