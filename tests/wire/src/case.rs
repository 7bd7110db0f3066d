//! The format of the cases.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

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

/// All cases, by file.
///
/// # Errors
///
/// A file that cannot be read or does not fit the format, told with its name.
pub fn all() -> Result<Vec<(String, Case)>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let entries = std::fs::read_dir(&folder).map_err(|fault| fault.to_string())?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let subject = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).map_err(|fault| fault.to_string())?;
        let read: Vec<Case> = serde_saphyr::from_str(&text).map_err(|fault| format!("{subject}.yaml: {fault}"))?;
        cases.extend(read.into_iter().map(|case| (subject.clone(), case)));
    }
    Ok(cases)
}

/// What is wrong with the cases as a whole: names that are used twice, and sources that name no file or symbol.
pub(crate) fn faults(cases: &[(String, Case)]) -> Vec<String> {
    let mut names = BTreeSet::new();
    let twice = cases
        .iter()
        .filter(|(_, case)| !names.insert(&case.name))
        .map(|(_, case)| format!("{:?} is there twice", case.name));
    let unsourced = cases.iter().filter(|(_, case)| case.source.split_whitespace().count() < 2);
    let unsourced = unsourced.map(|(_, case)| format!("{:?} names no source", case.name));
    twice.chain(unsourced).collect()
}
