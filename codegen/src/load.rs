//! Reads an OpenAPI document, JSON or YAML, into JSON.
//!
//! Both forms give the same document: objects are sorted by key, so that the order of keys in the input never reaches
//! the generated code. What the common parsers let pass silently is a defect here, most of all a key that stands twice.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use serde_json::Value;

use crate::defect::Defect;
use crate::document::Document;

mod json;
mod kind;
pub mod limits;
mod scalar;
mod yaml;

pub(crate) use kind::kind_of;

/// Reads the document at `path`, whose text decides whether it is JSON or YAML.
///
/// # Errors
/// Everything that keeps the text from being a JSON object, each with its line and column: a file that is missing, not
/// UTF-8 or too large, malformed text, keys that stand twice, and texts beyond the [`limits`].
pub fn document(path: &Path) -> Result<Document, Vec<Defect>> {
    let file = path.display().to_string();
    let in_file = |defects: Vec<Defect>| -> Vec<Defect> {
        let named = defects.into_iter().map(|defect| defect.in_file(&file));
        named.collect()
    };
    let bytes = read(path).map_err(|defect| in_file(vec![defect]))?;
    let value = value(&bytes, has_yaml_extension(path)).map_err(in_file)?;
    if value.is_object() {
        return Ok(Document(value));
    }
    let message = format!("the document is {}, not an object", kind_of(&value));
    let help = "pass an OpenAPI document, an object that begins with the key `openapi`";
    Err(in_file(vec![Defect::whole(message, help)]))
}

/// Reads a JSON or YAML text; `prefer_yaml` says how to take a text that begins like JSON and is none.
///
/// # Errors
/// As [`document`], without the name of a file.
pub fn value(bytes: &[u8], prefer_yaml: bool) -> Result<Value, Vec<Defect>> {
    let text = utf8(bytes).map_err(|defect| vec![defect])?;
    let content = text.trim_start();
    if content.is_empty() {
        let help = "write an OpenAPI document in JSON or YAML into it";
        return Err(vec![Defect::whole("the file is empty", help)]);
    }
    if !content.starts_with(['{', '[']) {
        return yaml::value(text);
    }
    match json::value(text) {
        Err(_) if prefer_yaml => yaml::value(text),
        outcome => outcome,
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Defect> {
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Defect::whole("there is no such file", "check the path"),
        _ => Defect::whole(format!("the file cannot be read: {error}"), "pass a file that you may read"),
    };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        let help = "pass the document, a JSON or YAML file";
        return Err(Defect::whole("this is a directory", help));
    }
    let mut bytes = Vec::new();
    let beyond = limits::MAX_BYTES as u64 + 1;
    let mut bounded = file.take(beyond);
    bounded.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > limits::MAX_BYTES {
        return Err(limits::too_large());
    }
    Ok(bytes)
}

fn utf8(bytes: &[u8]) -> Result<&str, Defect> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let help = "save the file as UTF-8";
        Defect::at_offset(&valid, valid.len(), "the text is not UTF-8", help)
    })
}

fn has_yaml_extension(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"))
}
