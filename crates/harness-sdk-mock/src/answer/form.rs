//! Forms, read as far as answering needs it.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// The boundary that a content type names.
pub(super) fn boundary(content_type: &str) -> Option<&str> {
    let value = content_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    Some(value.trim_matches('"')).filter(|value| !value.is_empty())
}

/// The parts of a form by name: files as their names, JSON as what it says, all else as text. Bytes that are no UTF-8 do
/// not matter, since no content of a file is looked at.
pub(super) fn parts(text: &str, boundary: &str) -> Value {
    let mark = format!("--{boundary}");
    let parts = text.split(mark.as_str()).filter_map(part);
    Value::Object(parts.collect::<Map<_, _>>())
}

fn part(text: &str) -> Option<(String, Value)> {
    let (head, content) = text.split_once("\r\n\r\n")?;
    let name = quoted(head, " name=")?;
    if let Some(file) = quoted(head, "filename=") {
        return Some((name, file.into()));
    }
    let content = content.strip_suffix("\r\n").unwrap_or(content);
    Some((name, serde_json::from_str(content).unwrap_or_else(|_| content.into())))
}

/// The quoted text behind a key.
fn quoted(head: &str, key: &str) -> Option<String> {
    let value = head.split_once(key)?.1.strip_prefix('"')?.split_once('"')?.0;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}
