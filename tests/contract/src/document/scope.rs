//! What of a request carries the account, the organisation and the project.

use serde_json::Value;

use super::data::{Data, Reference, Spelling};
use super::place::Place;
use harness_sdk_mock::sample::Sampler;

/// A level of the hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    Account,
    Org,
    Project,
}

/// What a parameter carries of the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The identifier of one level.
    Level(Level),
    /// The whole scope in one value: its forms in an account, an organisation, a project.
    Whole([&'static str; 3]),
    /// A value without a slash is prefixed with the whole scope.
    Prefix([&'static str; 3]),
}

/// A member of a JSON body that is filled from the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BodyFill {
    /// Pointer to the object that holds it, which is never made.
    pub(crate) at: String,
    pub(crate) name: String,
    pub(crate) level: Level,
}

/// The scope a client is bound to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub(crate) account: &'static str,
    pub(crate) org: Option<&'static str>,
    pub(crate) project: Option<&'static str>,
}

impl Bound {
    pub(crate) fn level(&self, level: Level) -> Option<&'static str> {
        match level {
            Level::Account => Some(self.account),
            Level::Org => self.org,
            Level::Project => self.project,
        }
    }

    /// The form of the whole scope for the level that is bound.
    pub(crate) fn whole(&self, forms: &[&str; 3]) -> String {
        let form = match (self.org, self.project) {
            (Some(_), Some(_)) => forms[2],
            (Some(_), None) => forms[1],
            _ => forms[0],
        };
        form.replace("{account}", self.account)
            .replace("{org}", self.org.unwrap_or_default())
            .replace("{project}", self.project.unwrap_or_default())
    }
}

/// The part of the scope that a parameter of an operation carries.
pub(super) fn role(data: &'static Data, id: &str, path: &str, place: Place, name: &str) -> Option<Role> {
    let levels =
        [(Level::Account, &data.scope.account), (Level::Org, &data.scope.org), (Level::Project, &data.scope.project)];
    let level =
        levels.into_iter().find(|(_, spellings)| spellings.iter().any(|one| spells(one, id, path, place, name)));
    if let Some((level, _)) = level {
        return Some(Role::Level(level));
    }
    let whole = data
        .scope
        .reference
        .iter()
        .find(|one| one.place == place.word() && one.name == name && within(&one.only, path));
    whole.map(|one| if one.prefix_of_value { Role::Prefix(forms(one)) } else { Role::Whole(forms(one)) })
}

fn forms(reference: &'static Reference) -> [&'static str; 3] {
    [&reference.account, &reference.org, &reference.project]
}

fn spells(spelling: &Spelling, id: &str, path: &str, place: Place, name: &str) -> bool {
    spelling.place == place.word()
        && place.same_name(&spelling.name, name)
        && within(&spelling.only, path)
        && !spelling.except.iter().any(|other| other == id)
}

/// The members of a JSON body that are filled.
pub(super) fn body(data: &Data, sampler: &Sampler<'_>, path: &str, schema: &Value) -> Vec<BodyFill> {
    let mut fills: Vec<BodyFill> = Vec::new();
    for entry in data.scope.body.iter().filter(|entry| within(&entry.prefixes, path)) {
        let levels = [(Level::Account, &entry.account), (Level::Org, &entry.org), (Level::Project, &entry.project)];
        for at in &entry.at {
            for (level, names) in &levels {
                for name in names.iter().filter(|name| is_text(sampler, schema, at, name)) {
                    let fill = BodyFill { at: at.clone(), name: name.clone(), level: *level };
                    if !fills.iter().any(|other| other.at == fill.at && other.name == fill.name) {
                        fills.push(fill);
                    }
                }
            }
        }
    }
    fills
}

/// Whether the schema declares a text at a place of the body.
fn is_text(sampler: &Sampler<'_>, schema: &Value, at: &str, name: &str) -> bool {
    let mut current = schema;
    for token in at.split('/').skip(1).chain([name]) {
        match sampler.property(current, token).filter(|_| !sampler.is_union(current)) {
            Some(property) => current = property,
            None => return false,
        }
    }
    sampler.resolve(current).is_some_and(|schema| {
        schema.get("type").and_then(Value::as_str) == Some("string") && schema.get("enum").is_none()
    })
}

/// Whether a path starts with one of the prefixes; none means every path.
pub(super) fn within(prefixes: &[String], path: &str) -> bool {
    prefixes.is_empty() || prefixes.iter().any(|prefix| path.starts_with(prefix.as_str()))
}
