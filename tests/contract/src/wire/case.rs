//! The format of the cases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::files::{entries, read};

/// A request and its answer; the crate's page says what each field means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "told on the crate's page")]
pub struct Case {
    pub name: String,
    pub operation: String,
    pub source: String,
    #[serde(default)]
    pub scope: Option<String>,
    #[serde(default)]
    pub keys: BTreeMap<String, String>,
    #[serde(default)]
    pub path: BTreeMap<String, Value>,
    #[serde(default)]
    pub query: BTreeMap<String, Value>,
    #[serde(default)]
    pub header: BTreeMap<String, Value>,
    #[serde(default)]
    pub form: BTreeMap<String, Value>,
    #[serde(default)]
    pub file: BTreeMap<String, String>,
    #[serde(default)]
    pub body: Option<Value>,
    #[serde(default)]
    pub beyond: Vec<String>,
    #[serde(default)]
    pub text: Option<String>,
    #[serde(default)]
    pub raw: Option<String>,
    pub sends: String,
    #[serde(default)]
    pub unsent: bool,
    #[serde(default)]
    pub headers: BTreeMap<String, Option<String>>,
    #[serde(default)]
    pub fills: BTreeMap<String, Value>,
    #[serde(default)]
    pub arrives: Option<Value>,
    #[serde(default)]
    pub status: Option<u16>,
    #[serde(default)]
    pub answers: Option<Value>,
    #[serde(default)]
    pub reads: BTreeMap<String, Value>,
    #[serde(default)]
    pub undocumented: Vec<String>,
    #[serde(default)]
    pub misfits: Vec<String>,
    #[serde(default)]
    pub fails: Option<Fails>,
}

/// How a call fails.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fails {
    /// The kind, as [`harness_sdk_core::ErrorKind::as_str`] has it.
    pub kind: String,
    /// What the error means: `conflict`, `not_found`, `permission_denied`, `rate_limited`, `invalid`, `auth`.
    #[serde(default)]
    pub is: Vec<String>,
    /// Words that its one line must hold.
    #[serde(default)]
    pub says: Vec<String>,
}

impl Case {
    /// The body that must arrive.
    pub fn arriving(&self) -> Value {
        let text = self.text.clone().or_else(|| self.raw.clone()).map(Value::String);
        let mut body = self.arrives.clone().or_else(|| self.body.clone()).or(text).unwrap_or(Value::Null);
        for (pointer, value) in &self.fills {
            let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
            if let Some(object) = body.pointer_mut(parent).and_then(Value::as_object_mut) {
                object.insert(name.to_owned(), value.clone());
            }
        }
        body
    }
}

/// The folder of the cases, which has a folder a module and in it a file a subject.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../wire/cases")
}

/// All cases.
///
/// # Errors
/// A file that cannot be read or does not fit the format, told with its name.
pub fn all() -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for module in modules()? {
        cases.extend(of(&module)?.into_iter().map(|(_, case)| case));
    }
    Ok(cases)
}

/// The cases of a module, by subject.
pub(crate) fn of(module: &str) -> Result<Vec<(String, Case)>, String> {
    let folder = folder().join(module);
    let mut cases = Vec::new();
    for file in if folder.exists() { entries(&folder)? } else { Vec::new() } {
        let subject = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = read(&file)?;
        let read: Vec<Case> = serde_saphyr::from_str(&text).map_err(|fault| format!("{}: {fault}", file.display()))?;
        cases.extend(read.into_iter().map(|case| (subject.clone(), case)));
    }
    Ok(cases)
}

fn modules() -> Result<Vec<String>, String> {
    let names = |path: &PathBuf| Some(path.file_name()?.to_string_lossy().into_owned());
    Ok(entries(&folder())?.iter().filter_map(names).collect())
}

/// What is wrong with the cases as a whole: folders of no module, names that are used twice, and sources that name no file
/// or symbol.
///
/// # Errors
/// As [`all`].
pub fn faults() -> Result<Vec<String>, String> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let is_run = |module: &String| tests.join(module.replace('-', "_")).exists();
    let astray = modules()?.into_iter().filter(|module| !is_run(module)).map(|module| format!("there is no {module}"));
    let cases = all()?;
    let mut names = BTreeSet::new();
    let twice = cases.iter().filter(|case| !names.insert(&case.name));
    let twice = twice.map(|case| format!("{:?} is there twice", case.name));
    let unsourced = cases.iter().filter(|case| case.source.split_whitespace().count() < 2);
    let unsourced = unsourced.map(|case| format!("{:?} names no source", case.name));
    Ok(astray.chain(twice).chain(unsourced).collect())
}
