//! What a schema says of its values, for the documentation of a setter or a field.

use serde_json::Value;

use crate::document::Object;

/// Default, allowed values and bounds of a schema, one line each.
pub(super) fn limits(schema: &Object) -> Vec<String> {
    let mut lines: Vec<String> = form(schema).into_iter().map(str::to_owned).collect();
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
    lines.extend(range(schema));
    for (few, many, what) in [("minLength", "maxLength", "character"), ("minItems", "maxItems", "item")] {
        lines.extend(count(schema.get(few), schema.get(many), what));
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str).filter(|pattern| !pattern.is_empty()) {
        lines.push(format!("Pattern: {}.", shown(&Value::from(pattern))));
    }
    if schema.get("deprecated").and_then(Value::as_bool) == Some(true) {
        lines.push("Deprecated.".to_owned());
    }
    lines
}

/// How the text is written, where a format says more than the type.
fn form(schema: &Object) -> Option<&'static str> {
    Some(match schema.get("format").and_then(Value::as_str)? {
        "date-time" => "A time, as RFC 3339 writes it.",
        "date" => "A date, `YYYY-MM-DD`.",
        "uuid" => "A UUID.",
        "email" => "An e-mail address.",
        "uri" | "url" => "A URL.",
        "byte" => "Base64.",
        _ => return None,
    })
}

/// The bounds of a number. OpenAPI 3.0 says by a flag that a bound itself is not allowed, 3.1 by a number.
fn range(schema: &Object) -> Option<String> {
    let bound = |key: &str, outside: &str| {
        let stated = schema.get(key).filter(|bound| bound.is_number());
        let other = schema.get(outside).filter(|bound| bound.is_number());
        let is_outside = other.is_some() || schema.get(outside).and_then(Value::as_bool) == Some(true);
        other.or(stated).map(|bound| (bound, is_outside))
    };
    Some(match (bound("minimum", "exclusiveMinimum"), bound("maximum", "exclusiveMaximum")) {
        (Some((least, false)), Some((most, false))) => format!("{least} to {most}."),
        (Some((least, below)), None) => format!("{} {least}.", if below { "More than" } else { "At least" }),
        (None, Some((most, above))) => format!("{} {most}.", if above { "Less than" } else { "At most" }),
        (Some((least, below)), Some((most, above))) => {
            let (below, above) =
                (if below { "More than" } else { "At least" }, if above { "less than" } else { "at most" });
            format!("{below} {least}, {above} {most}.")
        }
        (None, None) => return None,
    })
}

/// How many characters or items there may be.
fn count(few: Option<&Value>, many: Option<&Value>, what: &str) -> Option<String> {
    let named = |number: &Value| if number.as_u64() == Some(1) { what.to_owned() } else { format!("{what}s") };
    let few = few.filter(|few| few.as_u64() != Some(0));
    Some(match (few, many) {
        (Some(few), Some(many)) if few == many => format!("Exactly {few} {}.", named(few)),
        (Some(few), Some(many)) => format!("{few} to {many} {}.", named(many)),
        (Some(few), None) => format!("At least {few} {}.", named(few)),
        (None, Some(many)) => format!("At most {many} {}.", named(many)),
        (None, None) => return None,
    })
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::limits;

    #[test]
    fn bounds_are_told_as_people_say_them() {
        for (schema, told) in [
            (json!({"default": 30, "minimum": 1, "maximum": 1000}), vec!["Default: `30`.", "1 to 1000."]),
            (json!({"minimum": 0}), vec!["At least 0."]),
            (json!({"maximum": 1.5, "exclusiveMaximum": true}), vec!["Less than 1.5."]),
            (json!({"exclusiveMinimum": 0, "maximum": 9}), vec!["More than 0, at most 9."]),
            (
                json!({"minLength": 0, "maxLength": 128, "pattern": "^[a-z]$"}),
                vec!["At most 128 characters.", "Pattern: `^[a-z]$`."],
            ),
            (json!({"minLength": 22, "maxLength": 22}), vec!["Exactly 22 characters."]),
            (json!({"minItems": 1}), vec!["At least 1 item."]),
            (json!({"type": "string", "format": "date"}), vec!["A date, `YYYY-MM-DD`."]),
            (json!({"type": "string", "format": "int64"}), vec![]),
            (json!({"type": "string"}), vec![]),
        ] {
            assert_eq!(limits(schema.as_object().unwrap()), told, "{schema}");
        }
    }
}
