//! One profile from its two files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::credentials_file::{self, Section};
use super::file::{self, place};
use super::settings_file::{self, Profile, shown};
use super::sign_on::SignOn;
use super::sso::SsoSession;
use crate::config::layer::{Layer, Secret, Setting};
use crate::config::problem::{ConfigProblem, Place};

const SETTINGS_FILE: &str = "config.yaml";
const CREDENTIALS_FILE: &str = "credentials";

pub(super) fn exists(name: &str, folder: &Path) -> bool {
    match settings_file::open(&folder.join(SETTINGS_FILE)) {
        Ok(Some(entries)) => settings_file::names(&entries).any(|(found, _)| found == name),
        Ok(None) => false,
        Err(_) => true,
    }
}

pub(super) fn load(
    name: &Setting<String>,
    folder: Option<PathBuf>,
    sign_on: SignOn,
    credential_given: bool,
    problems: &mut Vec<ConfigProblem>,
) -> Layer {
    let Some(folder) = folder else {
        let text = "names a profile, but there is no home folder to look in; set HARNESS_CLI_HOME to the folder of the official CLI";
        problems.push(ConfigProblem::at(name.place.clone(), text));
        return Layer::default();
    };
    if name.value.is_empty() {
        problems.push(ConfigProblem::at(name.place.clone(), "the name of the profile is empty"));
        return Layer::default();
    }
    let Some(profile) = settings(name, &folder.join(SETTINGS_FILE), problems) else { return Layer::default() };
    let credential = if credential_given {
        None
    } else {
        let sign_on = profile.sso.then_some(sign_on);
        credential(&name.value, &folder.join(CREDENTIALS_FILE), sign_on, problems)
    };
    Layer {
        variables: None,
        credential,
        credential_reported: false,
        account: profile.account_id,
        host: profile.api_url,
        org: profile.org_id,
        project: profile.project_id,
        registry: profile.registry_url,
        plain_http: None,
    }
}

fn settings(name: &Setting<String>, path: &Path, problems: &mut Vec<ConfigProblem>) -> Option<Profile> {
    let entries = match settings_file::open(path) {
        Ok(Some(entries)) => entries,
        Ok(None) => {
            let text = format!(
                "the profile {} was asked for, but there is no such file; log in with the official CLI, or set HARNESS_CLI_HOME to its folder",
                shown(&name.value)
            );
            problems.push(file::problem(path, text));
            return None;
        }
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let profile = settings_file::profile(path, &entries, &name.value, problems);
    if settings_file::names(&entries).any(|(found, _)| found == name.value) {
        return Some(profile);
    }
    let known: Vec<String> = settings_file::names(&entries).map(|(found, _)| shown(found)).collect();
    let known = if known.is_empty() { "it has none".to_owned() } else { format!("it has {}", known.join(", ")) };
    let text = format!("has no profile {} (asked for by {}); {known}", shown(&name.value), name.place);
    problems.push(file::problem(path, text));
    None
}

fn credential(
    name: &str,
    path: &Path,
    sign_on: Option<SignOn>,
    problems: &mut Vec<ConfigProblem>,
) -> Option<Setting<Secret>> {
    let text = match file::read(path) {
        Ok(Some(text)) => text,
        Ok(None) => Zeroizing::default(),
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let before = problems.len();
    let section = credentials_file::section(path, &text, name, problems);
    let line = section.line;
    let sso = sign_on.is_some();
    let found = match sign_on {
        Some(sign_on) if section.refresh_token.is_some() => session(name, path, sign_on, section),
        Some(_) => bearer(section),
        None => key(section),
    };
    if found.is_none() && problems.len() == before {
        problems.push(missing(name, path, line, sso));
    }
    found
}

fn key(section: Section) -> Option<Setting<Secret>> {
    section.key.map(|given| Setting::new(Secret::ApiKey(given.value), given.place))
}

fn bearer(section: Section) -> Option<Setting<Secret>> {
    section.sso_token.map(|given| Setting::new(Secret::Bearer(given.value), given.place))
}

/// A session whose token is renewed; the first token is read when a call needs it.
fn session(name: &str, path: &Path, sign_on: SignOn, section: Section) -> Option<Setting<Secret>> {
    let place = section.sso_token?.place;
    Some(Setting::new(Secret::Provider(Arc::new(SsoSession::new(path, name, sign_on))), place))
}

fn missing(name: &str, path: &Path, line: Option<usize>, sso: bool) -> ConfigProblem {
    let wanted = if sso { credentials_file::SSO_TOKEN.to_owned() } else { credentials_file::KEYS.join(" or ") };
    let text =
        format!("no token for the profile {}: its section has no {wanted}; log in with the official CLI", shown(name));
    let place = line.map_or_else(|| Place::File { path: path.to_owned(), line: None }, |line| place(path, line));
    ConfigProblem::at(place, text)
}
