//! `spec/supplement/`: endpoints that exist but are missing from the document, as OpenAPI.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::closure::References;
use crate::defect::{Defect, Place as Whereabouts};
use crate::document::{Document, METHODS, Object, Place, escape};
use crate::load;
use crate::report::Report;

pub mod keys;
mod lines;

use lines::Lines;

/// Name of the rule in the report.
pub const RULE: &str = "supplement";

/// The folder of the supplements, below the folder of data files.
pub const FOLDER: &str = "supplement";

/// Where the added operations and schemas come from.
#[derive(Debug, Default)]
pub struct Added {
    /// Files by JSON pointer into the document.
    files: BTreeMap<String, String>,
}

impl Added {
    /// The defect with the file it is in: one of the supplement's, or the document.
    pub fn place(&self, defect: Defect, document: &str) -> Defect {
        let Whereabouts::Pointer(pointer) = &defect.place else { return defect.in_file(document) };
        let inside =
            |added: &str| pointer.strip_prefix(added).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let file = self.files.iter().find(|(added, _)| inside(added)).map_or(document, |(_, file)| file.as_str());
        defect.in_file(file)
    }
}

/// Adds the operations and schemas of every file of the folder, in name order. A folder that does not exist holds none.
///
/// # Errors
/// Everything that cannot be added: files that cannot be read or hold something else than paths and
/// schemas, operations that do not say where they are known from, and what the document has already.
pub fn apply(folder: &Path, document: &mut Document, report: &mut Report) -> Result<Added, Vec<Defect>> {
    let mut files: Vec<PathBuf> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect(),
        Err(_) => return Ok(Added::default()),
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "json"));
    files.sort();
    let mut problems = Vec::new();
    let mut taken = Taken::of(document);
    let mut added = Added::default();
    // Reading takes most of the time; what is added is added in name order all the same.
    let parts: Vec<_> = files.par_iter().map(|path| load::document(path)).collect();
    for (path, part) in files.iter().zip(parts) {
        match part {
            Ok(part) => {
                let file = path.display().to_string();
                let lines = Lines::new(path);
                let found = add(&part, document, &mut taken, &lines, &mut |pointer| {
                    report.hit(RULE, pointer.clone(), "added");
                    added.files.insert(pointer, file.clone());
                });
                problems.extend(found.into_iter().map(|defect| defect.in_file(&file)));
            }
            Err(found) => problems.extend(found),
        }
    }
    problems.extend(taken.wrong_twins());
    if problems.is_empty() { Ok(added) } else { Err(problems) }
}

/// What stands in the document, by the names that must differ.
#[derive(Default)]
struct Taken {
    /// Methods and paths, whatever the path's parameters are called.
    endpoints: BTreeSet<(String, &'static str)>,
    /// Operation ids, and where they are.
    ids: BTreeMap<String, String>,
    /// Operations of which an added one is probably another spelling: their ids, and who says so.
    twins: Vec<(String, Defect)>,
}

impl Taken {
    fn of(document: &Document) -> Self {
        let mut taken = Self::default();
        document.operations(|place, operation| {
            taken.endpoints.insert(endpoint(place));
            taken.ids.insert(id(operation).to_owned(), place.path.to_owned());
        });
        taken
    }

    /// Twins that nobody has.
    fn wrong_twins(&self) -> Vec<Defect> {
        let gone = self.twins.iter().filter(|(id, _)| !self.ids.contains_key(id));
        gone.map(|(_, defect)| defect.clone()).collect()
    }
}

fn add(
    part: &Document,
    document: &mut Document,
    taken: &mut Taken,
    lines: &Lines<'_>,
    note: &mut dyn FnMut(String),
) -> Vec<Defect> {
    let mut problems = unknown_keys(part);
    let (mut kept, mut outdated_ones) = (Vec::new(), Vec::new());
    part.operations(|place, operation| {
        let (name, id) = (format!("{} {}", place.method.to_uppercase(), place.path), id(operation));
        problems.extend(keys::problems(&name, operation));
        if let Some(twin) = operation.get(keys::SAME_AS).and_then(Value::as_str) {
            let message = format!("{name} is said to be probably the same as {twin:?}, which is no operation");
            let help = format!("correct `{}`, or delete it", keys::SAME_AS);
            taken.twins.push((twin.to_owned(), Defect::whole(message, help).in_file(lines.file())));
        }
        let is_new = taken.endpoints.insert(endpoint(place));
        if is_new { &mut kept } else { &mut outdated_ones }.push(Value::Object(operation.clone()));
        if !is_new {
            let message = format!("{name} is in the document already");
            let range = lines.of(&["paths", place.path, place.method]);
            problems.push(outdated(message, "the document caught up: delete the entry", range));
        } else if let Some(path) = taken.ids.get(id) {
            let message = format!("{name}: the operationId {id:?} belongs to {path}");
            problems.push(Defect::whole(message, "choose another"));
        }
        taken.ids.insert(id.to_owned(), place.path.to_owned());
        note(place.pointer());
    });
    if !outdated_ones.is_empty() {
        problems.extend(left_over(part, &kept, &outdated_ones, lines));
    }
    let own = part.schemas().cloned().unwrap_or_default();
    let schemas = document.schemas_mut();
    for (name, schema) in own {
        if schemas.contains_key(&name) {
            let help = "delete the entry and refer to that one, or rename the entry if it is another one";
            let message = format!("the schema {name:?} is in the document already");
            problems.push(outdated(message, help, lines.of(&["components", "schemas", &name])));
        }
        note(format!("/components/schemas/{}", escape(&name)));
        schemas.insert(name, schema);
    }
    if let (Some(paths), Some(all)) = (part.0.get("paths").and_then(Value::as_object), paths_mut(document)) {
        for (path, item) in paths {
            let there = all.entry(path.clone()).or_insert_with(|| json!({}));
            if let (Some(there), Some(item)) = (there.as_object_mut(), item.as_object()) {
                there.extend(item.clone());
            }
        }
    }
    problems
}

/// Schemas that nothing but outdated operations needs.
fn left_over(part: &Document, kept: &[Value], outdated_ones: &[Value], lines: &Lines<'_>) -> Vec<Defect> {
    let Some(schemas) = part.schemas() else { return Vec::new() };
    let references = References::of(schemas);
    let (needed, gone) = (references.reached_from(kept), references.reached_from(outdated_ones));
    let vain = gone.difference(&needed);
    vain.map(|name| {
        let message = format!("the schema {name:?} serves only what is in the document already");
        outdated(message, "delete the entry, too", lines.of(&["components", "schemas", name]))
    })
    .collect()
}

/// What is to be deleted, with the lines where the text tells them.
fn outdated(message: String, help: &str, lines: Option<(usize, usize)>) -> Defect {
    match lines {
        Some((first, last)) => Defect::at_line(first, 1, message, format!("{help} (lines {first} to {last})")),
        None => Defect::whole(message, help),
    }
}

/// Keys that would be lost: a file adds operations and schemas, nothing else.
fn unknown_keys(part: &Document) -> Vec<Defect> {
    let mut problems = Vec::new();
    let mut look = |pointer: &str, known: &[&str]| {
        for key in part.0.pointer(pointer).and_then(Value::as_object).into_iter().flat_map(Object::keys) {
            if !known.contains(&key.as_str()) {
                let help = "delete it: a supplement holds paths and components/schemas, nothing else";
                problems.push(Defect::whole(format!("{pointer}/{key} would be lost"), help));
            }
        }
    };
    look("", &["openapi", "info", "paths", "components"]);
    look("/components", &["schemas"]);
    let paths = part.0.get("paths").and_then(Value::as_object);
    for path in paths.into_iter().flat_map(Object::keys) {
        look(&format!("/paths/{}", escape(path)), &METHODS);
    }
    problems
}

fn paths_mut(document: &mut Document) -> Option<&mut Object> {
    document.0.as_object_mut()?.entry("paths").or_insert_with(|| json!({})).as_object_mut()
}

fn id(operation: &Object) -> &str {
    operation.get("operationId").and_then(Value::as_str).unwrap_or_default()
}

fn endpoint(place: &Place<'_>) -> (String, &'static str) {
    let mut template = String::new();
    let mut inside = false;
    for c in place.path.chars() {
        inside &= c != '}';
        if !inside {
            template.push(c);
        }
        inside |= c == '{';
    }
    let method = METHODS.iter().find(|method| **method == place.method).copied().unwrap_or_default();
    (template, method)
}
