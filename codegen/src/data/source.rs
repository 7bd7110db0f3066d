//! `SOURCE.toml`: what the document is.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use toml_edit::{DocumentMut, value};

use crate::document::{Document, METHODS};

/// `SOURCE.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document's own title.
    pub title: String,
    /// File name beside `SOURCE.toml`.
    pub file: String,
    /// When it was made or imported, year and month at least.
    pub date: String,
    /// Where it comes from.
    pub origin: String,
    /// Digest of the file.
    pub sha256: String,
    /// What it holds.
    pub counts: Counts,
}

/// The document must be the one that the data files of a folder were written for, where they say which.
///
/// # Errors
/// What differs, or why it cannot be told.
pub fn check(folder: &Path, path: &Path, document: &Document) -> Result<(), Vec<String>> {
    let named = folder.join("SOURCE.toml");
    if !named.exists() {
        return Ok(());
    }
    let fault = |error: &dyn std::fmt::Display| vec![format!("{}: {error}", named.display())];
    let text = std::fs::read_to_string(&named).map_err(|error| fault(&error))?;
    let source = toml::from_str::<Source>(&text).map_err(|error| fault(&error))?;
    let bytes = std::fs::read(path).map_err(|error| vec![format!("{}: {error}", path.display())])?;
    let problems = source.problems(&bytes, document);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// What a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Paths.
    pub paths: usize,
    /// Operations.
    pub operations: usize,
    /// Tags.
    pub tags: usize,
    /// Named schemas.
    pub schemas: usize,
    /// Operations marked `x-response-schema-unknown`.
    pub unknown_answers: usize,
}

impl Counts {
    /// Counts a document.
    pub fn of(document: &Document) -> Self {
        let paths = document.0.get("paths").and_then(Value::as_object);
        let operations: Vec<&Value> = paths
            .into_iter()
            .flat_map(|paths| paths.values())
            .flat_map(|item| METHODS.iter().filter_map(|method| item.get(*method)))
            .collect();
        let unknown = |operation: &&&Value| operation.get("x-response-schema-unknown") == Some(&Value::Bool(true));
        Self {
            paths: paths.map_or(0, serde_json::Map::len),
            operations: operations.len(),
            tags: document.0.get("tags").and_then(Value::as_array).map_or(0, Vec::len),
            schemas: document.schemas().map_or(0, serde_json::Map::len),
            unknown_answers: operations.iter().filter(unknown).count(),
        }
    }
}

impl Source {
    /// Where the document's bytes and counts differ from what is written.
    pub fn problems(&self, bytes: &[u8], document: &Document) -> Vec<String> {
        let mut problems = Vec::new();
        let digest = digest(bytes);
        if digest != self.sha256 {
            problems.push(format!("SOURCE.toml: sha256 is {:?}, the document's is {digest:?}", self.sha256));
        }
        let counts = Counts::of(document);
        if counts != self.counts {
            problems.push(format!("SOURCE.toml: [counts] says {:?}, the document holds {counts:?}", self.counts));
        }
        problems
    }
}

/// The text of `SOURCE.toml` for another document, comments kept; `bytes` are the document's file.
///
/// # Errors
/// When `text` is no TOML.
pub fn updated(text: &str, bytes: &[u8], document: &Document, date: &str, origin: &str) -> Result<String, String> {
    let mut file: DocumentMut = text.parse().map_err(|error| format!("SOURCE.toml: {error}"))?;
    let counts = Counts::of(document);
    let title = document.0.pointer("/info/title").and_then(Value::as_str).unwrap_or_default();
    for (key, text) in [("title", title), ("date", date), ("origin", origin), ("sha256", &digest(bytes))] {
        put(&mut file[key], text);
    }
    for (key, count) in [
        ("paths", counts.paths),
        ("operations", counts.operations),
        ("tags", counts.tags),
        ("schemas", counts.schemas),
        ("unknown_answers", counts.unknown_answers),
    ] {
        file["counts"][key] = value(i64::try_from(count).unwrap_or(i64::MAX));
    }
    Ok(file.to_string())
}

/// Changes a value and keeps the comment behind it.
fn put(item: &mut toml_edit::Item, text: &str) {
    let decor = item.as_value().map(|value| value.decor().clone());
    *item = value(text);
    if let (Some(decor), Some(value)) = (decor, item.as_value_mut()) {
        *value.decor_mut() = decor;
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
