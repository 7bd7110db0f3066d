//! Small pieces of reading error bodies, in which nothing is certain.

use super::html;
use super::line::one_line;
use crate::model::{JsonObject, Value};

/// The longest text that is kept of one member.
const KEPT: usize = 2000;

/// The member as one line, when it is a text.
pub(super) fn text(members: &JsonObject, name: &str) -> Option<String> {
    clean(members.get(name)?.as_str()?)
}

/// The first of these members that is a text.
pub(super) fn first_text(members: &JsonObject, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(members, name))
}

/// A text or a number.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => clean(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A text, or any other value as JSON with secret members blanked out; nothing of what is empty.
pub(super) fn any(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => clean(text),
        Value::Array(items) if items.is_empty() => None,
        Value::Object(members) if members.is_empty() => None,
        Value::Array(items) if items.iter().all(Value::is_string) => {
            clean(&items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "))
        }
        other => clean(&crate::redact::body(other.to_string().as_bytes())),
    }
}

/// The items of a list, or the value itself.
pub(super) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        other => std::slice::from_ref(other),
    }
}

/// One bounded line; an HTML page inside a message becomes its title.
pub(super) fn clean(text: &str) -> Option<String> {
    if html::starts_like_html(text.as_bytes()) {
        return Some(html::title(text.as_bytes()).unwrap_or_else(|| "an HTML page".to_owned()));
    }
    let line = one_line(text, KEPT);
    (!line.is_empty()).then_some(line)
}
