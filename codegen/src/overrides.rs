//! `spec/overrides/`: one upstream defect a file, mended before anything else looks at the document.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::document::Document;
use crate::report::Report;

/// Name of the rule in the report.
pub const RULE: &str = "override";

/// What `was` says where the place must not be there yet.
const ABSENT: &str = "absent";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Override {
    /// What is wrong upstream, and where the right form is known from.
    why: String,
    /// How many patches follow.
    expect: usize,
    patch: Vec<Patch>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    /// JSON pointer; the last token may be new.
    pointer: String,
    /// JSON text found there, or `absent`.
    was: String,
    /// JSON text put there; without it the place is removed.
    set: Option<String>,
}

/// Applies every file of the folder, in name order. A folder that does not exist holds none.
///
/// # Errors
/// One text for every file that cannot be read, is malformed, or whose patches do not find what they expect.
pub fn apply(folder: &Path, document: &mut Document, report: &mut Report) -> Result<(), Vec<String>> {
    let mut files: Vec<_> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect(),
        Err(_) => return Ok(()),
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut problems = Vec::new();
    for path in files {
        if let Err(problem) = apply_file(&path, document, report) {
            problems.push(format!("{}: {problem}", path.display()));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn apply_file(path: &Path, document: &mut Document, report: &mut Report) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let data: Override = toml::from_str(&text).map_err(|error| error.to_string())?;
    if data.why.trim().is_empty() {
        return Err("say in `why` what is wrong upstream".to_owned());
    }
    let mut problems = Vec::new();
    if data.patch.len() != data.expect {
        problems.push(format!("holds {} patches, `expect` says {}", data.patch.len(), data.expect));
    }
    for patch in &data.patch {
        match apply_patch(patch, document) {
            Ok(()) => report.hit(RULE, patch.pointer.clone(), data.why.trim().lines().next().unwrap_or_default()),
            Err(problem) => problems.push(format!("{}: {problem}", patch.pointer)),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n    ")) }
}

fn apply_patch(patch: &Patch, document: &mut Document) -> Result<(), String> {
    let was = if patch.was == ABSENT { None } else { Some(parse("was", &patch.was)?) };
    let set = patch.set.as_deref().map(|text| parse("set", text)).transpose()?;
    let found = document.0.pointer(&patch.pointer);
    if found != was.as_ref() {
        let found = found.map_or_else(|| ABSENT.to_owned(), Value::to_string);
        return Err(format!(
            "is {found}, not what `was` says; look whether upstream has changed, then correct the patch or delete it"
        ));
    }
    let (parent, token) = patch.pointer.rsplit_once('/').ok_or("the pointer names no place")?;
    let token = token.replace("~1", "/").replace("~0", "~");
    match (document.0.pointer_mut(parent), set) {
        (Some(Value::Object(object)), Some(set)) => {
            object.insert(token, set);
        }
        (Some(Value::Object(object)), None) => {
            object.remove(&token);
        }
        (Some(Value::Array(items)), set) => {
            let index = token.parse::<usize>().ok().filter(|index| *index < items.len());
            let index = index.ok_or("the pointer names no item of the array")?;
            match set {
                Some(set) => items[index] = set,
                None => drop(items.remove(index)),
            }
        }
        _ => return Err(format!("nothing at {parent} to put it into")),
    }
    Ok(())
}

fn parse(key: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("`{key}` is no JSON: {error}"))
}
