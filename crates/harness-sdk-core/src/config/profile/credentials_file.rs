//! `credentials`: the tokens of the profiles, in the part of TOML that the official CLI writes and reads.
//!
//! A section header is taken as a whole for the profile's name, as the CLI does, so `[eu.staging]` is the profile
//! `eu.staging` and not a table in a table.

use std::path::Path;

use zeroize::Zeroizing;

use super::file::place;
use crate::config::layer::Setting;
use crate::config::problem::ConfigProblem;

/// The spellings of an API key; the CLI writes `pat_token` for both kinds of key.
pub(super) const KEYS: [&str; 3] = ["token", "pat_token", "sat_token"];

/// The access token of single sign-on.
pub(super) const SSO_TOKEN: &str = "sso_token";

/// What a new access token is had for.
pub(super) const REFRESH_TOKEN: &str = "refresh_token";

/// The secrets of one section.
#[derive(Default)]
pub(super) struct Section {
    /// Where the section starts; `None` when the file has none of that name.
    pub(super) line: Option<usize>,
    pub(super) key: Option<Setting<Zeroizing<String>>>,
    pub(super) sso_token: Option<Setting<Zeroizing<String>>>,
    pub(super) refresh_token: Option<Setting<Zeroizing<String>>>,
}

/// Reads one section. Lines of other sections are not looked at, except for broken headers, which would hide where a
/// section ends.
pub(super) fn section(path: &Path, text: &str, name: &str, problems: &mut Vec<ConfigProblem>) -> Section {
    let mut section = Section::default();
    let mut inside = false;
    for (index, raw) in text.lines().enumerate() {
        let (line, number) = (raw.trim(), index + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let problem = if line.starts_with('[') {
            match header(line) {
                Some(found) => {
                    inside = found == name;
                    if inside { open(&mut section, number) } else { Ok(()) }
                }
                None => Err("the section header is not closed; write it as [name]".to_owned()),
            }
        } else if inside {
            assign(&mut section, path, line, number)
        } else {
            Ok(())
        };
        problems.extend(problem.err().map(|text| ConfigProblem::at(place(path, number), text)));
    }
    section
}

fn open(section: &mut Section, number: usize) -> Result<(), String> {
    match section.line.replace(number) {
        None => Ok(()),
        Some(first) => Err(format!("the section stands twice, first in line {first}; keep one")),
    }
}

fn assign(section: &mut Section, path: &Path, line: &str, number: usize) -> Result<(), String> {
    let Some((name, rest)) = line.split_once('=') else {
        return Err("is not of the form name = \"value\"".to_owned());
    };
    let name = name.trim();
    let slot = if KEYS.contains(&name) {
        &mut section.key
    } else if name == SSO_TOKEN {
        &mut section.sso_token
    } else if name == REFRESH_TOKEN {
        &mut section.refresh_token
    } else {
        return Ok(());
    };
    let Some(value) = value(rest.trim()) else {
        return Err(format!("the value of `{name}` is not one text in quotes; write {name} = \"…\""));
    };
    if value.is_empty() {
        return Ok(());
    }
    if slot.is_some() {
        return Err(format!("`{name}` gives a second token of its kind to the same profile; keep one"));
    }
    *slot = Some(Setting::new(Zeroizing::new(value.to_owned()), place(path, number)));
    Ok(())
}

/// The text with other values of single sign-on in one section; all else stays as it stands.
pub(super) fn with_tokens(text: &str, name: &str, access: &str, refresh: &str) -> Zeroizing<String> {
    let mut inside = false;
    let mut written = Zeroizing::new(String::with_capacity(text.len() + access.len() + refresh.len() + 64));
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        if let Some(found) = header(bare) {
            inside = found == name;
        }
        let value = match bare.split_once('=').map(|(key, _)| key.trim()) {
            Some(SSO_TOKEN) if inside => Some((SSO_TOKEN, access)),
            Some(REFRESH_TOKEN) if inside => Some((REFRESH_TOKEN, refresh)),
            _ => None,
        };
        match value {
            Some((key, value)) => written.extend([key, " = \"", value, "\"\n"]),
            None => written.push_str(line),
        }
    }
    written
}

/// The name in a section header, without the quotes that TOML needs around some names.
fn header(line: &str) -> Option<&str> {
    let (name, rest) = line.strip_prefix('[')?.rsplit_once(']')?;
    if !is_comment(rest) {
        return None;
    }
    let name = name.trim();
    ['"', '\''].iter().find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote)).or(Some(name))
}

/// A quoted text with nothing but a comment after it, or an unquoted word, which the CLI reads as well. A token has no
/// characters that would need an escape.
fn value(text: &str) -> Option<&str> {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let (value, rest) = text.get(1..)?.split_once(quote)?;
            (is_comment(rest) && !value.contains('\\')).then_some(value)
        }
        _ => {
            let word = text.split('#').next().unwrap_or(text).trim();
            (!word.contains(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))).then_some(word)
        }
    }
}

fn is_comment(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with('#')
}
