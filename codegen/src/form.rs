//! The form in which a document is kept: JSON, indented by one space, keys in a fixed order.

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Map, Value};

use crate::document::Document;

/// Keys of the document that come first, in this order; all other keys, at the root and below, are sorted.
const FIRST: [&str; 7] = ["openapi", "info", "servers", "security", "tags", "paths", "components"];

/// The document's text. The same document gives the same text, however its keys were ordered when it came.
///
/// # Errors
/// When the document holds what JSON cannot.
pub fn text(document: &Document) -> Result<String, String> {
    let mut out = Vec::new();
    let mut writer = Serializer::with_formatter(&mut out, PrettyFormatter::with_indent(b" "));
    let written = match &document.0 {
        Value::Object(root) => Root(root).serialize(&mut writer),
        other => other.serialize(&mut writer),
    };
    written.map_err(|error| error.to_string())?;
    out.push(b'\n');
    String::from_utf8(out).map_err(|error| error.to_string())
}

struct Root<'a>(&'a Map<String, Value>);

impl Serialize for Root<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let first = FIRST.iter().filter_map(|key| self.0.get_key_value(*key));
        let mut rest: Vec<_> = self.0.iter().filter(|(key, _)| !FIRST.contains(&key.as_str())).collect();
        rest.sort_by_key(|(key, _)| *key);
        serializer.collect_map(first.chain(rest).map(|(key, value)| (key, Sorted(value))))
    }
}

/// A value with the keys of all its objects sorted.
struct Sorted<'a>(&'a Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(object) => {
                let mut entries: Vec<_> = object.iter().collect();
                entries.sort_by_key(|(key, _)| *key);
                serializer.collect_map(entries.into_iter().map(|(key, value)| (key, Sorted(value))))
            }
            Value::Array(items) => serializer.collect_seq(items.iter().map(Sorted)),
            other => other.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_fixed_and_reads_back() {
        let read = |text: &str| Document(serde_json::from_str(text).unwrap());
        let one = read(
            r#"{"x-b": 1.0, "paths": {"/b": {}, "/a": {"z": [], "y": [{"d": 1, "c": "ä"}]}}, "openapi": "3.0.3"}"#,
        );
        let other = read(
            r#"{"openapi": "3.0.3", "paths": {"/a": {"y": [{"c": "ä", "d": 1}], "z": []}, "/b": {}}, "x-b": 1.0}"#,
        );
        let text = text(&one).unwrap();
        assert_eq!(text, super::text(&other).unwrap());
        assert!(text.starts_with("{\n \"openapi\": \"3.0.3\",\n \"paths\": {\n  \"/a\": {\n   \"y\""), "{text}");
        assert_eq!(read(&text), one);
    }
}
