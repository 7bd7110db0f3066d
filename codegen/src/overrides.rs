//! `spec/overrides/`: one upstream defect a file, mended before anything else looks at the document.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::data::deletion;
use crate::data::entry::Entry;
use crate::defect::Defect;
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

/// Applies every file of the folder, in name order, as far as their patches find what they expect. A folder that does
/// not exist holds none.
///
/// What is given is everything that is wrong: files that cannot be read or are malformed, and patches that no longer
/// bite, with the lines to delete.
pub fn apply(folder: &Path, document: &mut Document, report: &mut Report) -> Vec<Defect> {
    let mut files: Vec<_> = match std::fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect(),
        Err(_) => return Vec::new(),
    };
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut defects = Vec::new();
    for path in files {
        match read(&path) {
            Ok(data) => defects.extend(apply_file(&path, &data, document, report)),
            Err(defect) => defects.push(defect.in_file(path.display().to_string())),
        }
    }
    defects
}

fn read(path: &Path) -> Result<Override, Defect> {
    let help = "correct the file";
    let text = std::fs::read_to_string(path).map_err(|error| Defect::whole(error.to_string(), help))?;
    let data: Override = toml::from_str(&text).map_err(|error| match error.span() {
        Some(span) => Defect::at_offset(&text, span.start, error.message(), help),
        None => Defect::whole(error.message(), help),
    })?;
    if data.why.trim().is_empty() {
        return Err(Defect::whole("the file does not say what is wrong upstream", "say it in `why`"));
    }
    Ok(data)
}

fn apply_file(path: &Path, data: &Override, document: &mut Document, report: &mut Report) -> Vec<Defect> {
    let mut defects = Vec::new();
    let file = path.display().to_string();
    if data.patch.len() != data.expect {
        let message = format!("the file holds {} patches, `expect` says {}", data.patch.len(), data.expect);
        defects.push(Defect::whole(message, "correct the one or the other").in_file(&file));
    }
    let mut vain = Vec::new();
    for (index, patch) in data.patch.iter().enumerate() {
        match apply_patch(patch, document) {
            Ok(()) => report.hit(RULE, patch.pointer.clone(), data.why.trim().lines().next().unwrap_or_default()),
            Err(problem) => vain.push((index, format!("the patch of {} {problem}", patch.pointer))),
        }
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let left = data.patch.len() - vain.len();
    for (index, problem) in vain {
        let entry = Entry::new(name.clone(), problem.clone()).key("patch").index(index);
        let found = deletion::locate(folder, &[entry]);
        match found.first() {
            Some(deletion) => {
                let advice = match left {
                    0 => "delete the file, of which no patch is left".to_owned(),
                    _ => format!("set `expect = {left}`, and {}", deletion.advice()),
                };
                defects.push(Defect::at_line(deletion.first, 1, problem, advice).in_file(&file));
            }
            None => defects.push(Defect::whole(problem, "delete the patch").in_file(&file)),
        }
    }
    defects
}

fn apply_patch(patch: &Patch, document: &mut Document) -> Result<(), String> {
    let was = if patch.was == ABSENT { None } else { Some(parse("was", &patch.was)?) };
    let set = patch.set.as_deref().map(|text| parse("set", text)).transpose()?;
    let found = document.0.pointer(&patch.pointer);
    if found != was.as_ref() {
        if found == set.as_ref() {
            return Err("finds what it would make: upstream has mended it".to_owned());
        }
        let found = found.map_or_else(|| ABSENT.to_owned(), |value| shortened(&value.to_string()));
        return Err(format!(
            "finds {found}, not what `was` says: look whether upstream has changed, and correct the patch unless it is \
             needed no more"
        ));
    }
    let (parent, token) = patch.pointer.rsplit_once('/').ok_or("names no place")?;
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
            let index = index.ok_or("names no item of the array")?;
            match set {
                Some(set) => items[index] = set,
                None => drop(items.remove(index)),
            }
        }
        _ => return Err(format!("finds nothing at {parent} to put it into")),
    }
    Ok(())
}

fn shortened(text: &str) -> String {
    const MOST: usize = 200;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain("...".chars()).collect()
}

fn parse(key: &str, text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("has a `{key}` that is no JSON: {error}"))
}
