//! `config.yaml`: the profiles without their secrets.

use std::path::Path;

use super::file::{self, place};
use super::yaml::{Entry, Value, entries};
use crate::auth::looks_like_credential;
use crate::config::layer::Setting;
use crate::config::problem::ConfigProblem;

const PROFILES: &str = "profiles";

/// One profile as the file has it.
#[derive(Default)]
pub(super) struct Profile {
    pub(super) api_url: Option<Setting<String>>,
    pub(super) account_id: Option<Setting<String>>,
    pub(super) org_id: Option<Setting<String>>,
    pub(super) project_id: Option<Setting<String>>,
    pub(super) registry_url: Option<Setting<String>>,
    /// Whether the token comes from single sign-on.
    pub(super) sso: bool,
}

/// The entries of the file; `None` when there is no file.
pub(super) fn open(path: &Path) -> Result<Option<Vec<Entry>>, ConfigProblem> {
    let Some(text) = file::read(path)? else { return Ok(None) };
    match entries(&text) {
        Ok(entries) => Ok(Some(entries)),
        Err(fault) => Err(ConfigProblem::at(place(path, fault.line), format!("is not valid YAML: {}", fault.text))),
    }
}

/// The profiles that the file names, with their lines.
pub(super) fn names(entries: &[Entry]) -> impl Iterator<Item = (&str, usize)> {
    entries.iter().filter_map(|entry| match entry.path.as_slice() {
        [top, name] if top == PROFILES => Some((name.as_str(), entry.line)),
        _ => None,
    })
}

/// Reads one profile; fields of the CLI that a client has no use for are passed over.
pub(super) fn profile(path: &Path, entries: &[Entry], name: &str, problems: &mut Vec<ConfigProblem>) -> Profile {
    let mut profile = Profile::default();
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for entry in entries {
        match entry.path.as_slice() {
            [top] if top == PROFILES && !matches!(entry.value, Value::Mapping | Value::Null) => {
                problems.push(ConfigProblem::at(
                    place(path, entry.line),
                    "`profiles` is not a mapping of names to profiles",
                ));
            }
            [top, found] if top == PROFILES && found == name && !matches!(entry.value, Value::Mapping) => {
                problems.push(ConfigProblem::at(place(path, entry.line), "the profile is not a mapping of settings"));
            }
            [top, found, field] if top == PROFILES && found == name => {
                if let Some((_, first)) = seen.iter().find(|(earlier, _)| earlier == field) {
                    let text = format!("`{field}` stands twice, first in line {first}; keep one");
                    problems.push(ConfigProblem::at(place(path, entry.line), text));
                }
                seen.push((field, entry.line));
                set(&mut profile, path, field, entry, problems);
            }
            _ => {}
        }
    }
    profile
}

fn set(profile: &mut Profile, path: &Path, field: &str, entry: &Entry, problems: &mut Vec<ConfigProblem>) {
    let slot = match field {
        "api_url" => &mut profile.api_url,
        "account_id" => &mut profile.account_id,
        "org_id" => &mut profile.org_id,
        "project_id" => &mut profile.project_id,
        "registry_url" => &mut profile.registry_url,
        "auth_type" => return set_kind(profile, path, entry, problems),
        _ => return,
    };
    match &entry.value {
        Value::Null => {}
        // The CLI writes an empty text for what is not set.
        Value::Text(text) if text.is_empty() => {}
        Value::Text(text) => *slot = Some(Setting::new(text.clone(), place(path, entry.line))),
        Value::Mapping | Value::Other => {
            problems.push(ConfigProblem::at(place(path, entry.line), format!("`{field}` is not a text")));
        }
    }
}

fn set_kind(profile: &mut Profile, path: &Path, entry: &Entry, problems: &mut Vec<ConfigProblem>) {
    match &entry.value {
        Value::Null => {}
        Value::Text(text) if matches!(text.as_str(), "" | "pat") => {}
        Value::Text(text) if text == "sso" => profile.sso = true,
        _ => {
            let text = "`auth_type` is neither `pat` nor `sso`, the kinds this client knows";
            problems.push(ConfigProblem::at(place(path, entry.line), text));
        }
    }
}

/// A name as a message may show it: a key that was given as a name is not repeated.
pub(super) fn shown(name: &str) -> String {
    if looks_like_credential(name) { "(withheld, it looks like a credential)".to_owned() } else { format!("`{name}`") }
}
