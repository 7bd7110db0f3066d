//! Which operations live elsewhere than the others, or take a key of their own.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::classify::used::Used;
use crate::data::bases::{BaseData, BaseEntry};
use crate::data::entry::Entry;
use crate::document::{Document, Object};
use crate::ir::{Base, Legacy, Login};

const FILE: &str = "bases.toml";
/// The word for the platform's own credentials.
const PLATFORM: &str = "platform";

/// Answers for `bases.toml`.
#[derive(Debug, Default)]
pub struct Bases {
    data: BaseData,
    used: Used,
}

/// An operation, as entries tell it.
#[derive(Debug, Clone, Copy)]
struct Subject<'a> {
    id: &'a str,
    tag: &'a str,
    path: &'a str,
}

impl Bases {
    /// Takes the data.
    pub fn new(data: BaseData) -> Self {
        Self { data, used: Used::default() }
    }

    /// The family of an operation, by its tag and the document's path.
    pub fn of(&self, id: &str, tag: &str, path: &str) -> Option<Base> {
        let mut found = None;
        for (index, base) in self.data.base.iter().enumerate() {
            for entry in base.claims(index, Subject { id, tag, path }) {
                self.used.note(entry);
                found = found.or(Some(base));
            }
        }
        found.map(BaseEntry::base)
    }

    /// Where the document and the data disagree: on the address by `servers` and on the login by `security`; and operations
    /// that two entries claim.
    pub fn disagreements(&self, document: &Document) -> Vec<String> {
        let root = servers(document.0.as_object());
        let mut problems = Vec::new();
        document.operations(|place, operation| {
            let tag = operation.get("tags").and_then(|tags| tags.get(0)).and_then(Value::as_str).unwrap_or_default();
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            let subject = Subject { id, tag, path: place.path };
            let claims = |(index, base): &(usize, &BaseEntry)| !base.claims(*index, subject).is_empty();
            let bases: Vec<&BaseEntry> =
                self.data.base.iter().enumerate().filter(claims).map(|(_, base)| base).collect();
            let name = format!("{} {}", place.method.to_uppercase(), place.path);
            if let [one, other, ..] = bases.as_slice() {
                problems.push(format!("{FILE}: {name} belongs to {:?} and {:?}; keep one", one.name, other.name));
            }
            let base = bases.first().copied();
            let item = document.0.get("paths").and_then(|paths| paths.get(place.path)).and_then(Value::as_object);
            let own = [servers(Some(operation)), servers(item)].into_iter().find(|own| !own.is_empty());
            problems.extend(own.and_then(|own| address(&name, base, &own, &root)));
            problems.extend(login(&name, base, document, operation));
        });
        problems
    }

    /// Entries that contradict themselves or others.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut names = BTreeSet::from([PLATFORM]);
        for base in &self.data.base {
            let mut expect = |fits: bool, what: &str| {
                if !fits {
                    problems.push(format!("{FILE}: [[base]] {:?}: {what}", base.name));
                }
            };
            expect(names.insert(&base.name), "the name is taken; give it another one");
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            expect(!base.name.is_empty() && base.name.chars().all(plain), "the name; use small letters, digits and -");
            let path_fits = base.path.is_empty() || (base.path.starts_with('/') && !base.path.ends_with('/'));
            expect(path_fits, "`path` begins with a slash and ends without one; correct it");
            let legacy = base.legacy.as_ref();
            let hosts = base.host.iter().chain(legacy.map(|legacy| &legacy.host));
            expect(hosts.into_iter().all(|host| is_host(host)), "a host is `https://` and a name; correct it");
            let logins = std::iter::once(&base.login).chain(legacy.map(|legacy| &legacy.login));
            let is_word = |login: &String| !login.is_empty() && login.chars().all(|c| c.is_ascii_alphanumeric());
            expect(logins.into_iter().all(is_word), "`login` is \"platform\" or one word; correct it");
            let sourced = !base.source.is_empty() && legacy.is_none_or(|legacy| !legacy.source.is_empty());
            expect(sourced, "`source` is empty; say who says so");
            let claims = base.tags.len() + base.prefixes.len() + base.operations.len();
            expect(claims > 0, "it claims nothing; give tags, prefixes or operations");
        }
        problems
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let bases = self.data.base.iter().enumerate();
        self.used.unused(bases.flat_map(|(index, base)| base.entries(index).into_iter().map(|(_, _, entry)| entry)))
    }
}

impl BaseEntry {
    /// Kind, text and place of all that it claims by.
    fn entries(&self, index: usize) -> Vec<(&'static str, &str, Entry)> {
        let lists = [("tags", &self.tags), ("prefixes", &self.prefixes), ("operations", &self.operations)];
        let mut found = Vec::new();
        for (kind, list) in lists {
            for text in list {
                let label = format!("[[base]] {:?}: {kind} {text:?}", self.name);
                let entry = Entry::new(FILE, label).key("base").index(index).key(kind).item(text);
                found.push((kind, text.as_str(), entry));
            }
        }
        found
    }

    /// The entries by which it claims an operation.
    fn claims(&self, index: usize, subject: Subject<'_>) -> Vec<Entry> {
        let claims = |kind: &str, text: &str| match kind {
            "tags" => subject.tag == text,
            "prefixes" => subject.path.starts_with(text),
            _ => subject.id == text,
        };
        let entries = self.entries(index).into_iter();
        entries.filter(|(kind, text, _)| claims(kind, text)).map(|(_, _, entry)| entry).collect()
    }

    fn base(&self) -> Base {
        Base {
            name: self.name.clone(),
            title: self.title.clone(),
            host: self.host.clone(),
            prefix: self.path.clone(),
            login: login_of(&self.login),
            legacy: self.legacy.as_ref().map(|legacy| Legacy {
                host: legacy.host.clone(),
                cut: legacy.cut.clone(),
                login: login_of(&legacy.login),
            }),
        }
    }
}

fn login_of(word: &str) -> Login {
    if word == PLATFORM { Login::Platform } else { Login::Own(word.to_owned()) }
}

fn is_host(host: &str) -> bool {
    host.strip_prefix("https://").is_some_and(|name| !name.is_empty() && !name.contains(['/', '?', '#', '@']))
}

/// The URLs of the servers that a document, a path or an operation declares.
fn servers(holder: Option<&Object>) -> Vec<String> {
    let list = holder.and_then(|holder| holder.get("servers")).and_then(Value::as_array);
    let urls = list.into_iter().flatten().filter_map(|server| server.get("url").and_then(Value::as_str));
    urls.map(|url| url.trim_end_matches('/').to_owned()).collect()
}

fn address(name: &str, base: Option<&BaseEntry>, own: &[String], root: &[String]) -> Option<String> {
    let hosts: Vec<String> = match base.and_then(|base| base.host.as_ref()) {
        Some(host) => vec![host.clone()],
        None => root.to_vec(),
    };
    let prefix = base.map_or("", |base| base.path.as_str());
    let fits = hosts.iter().any(|host| own.contains(&format!("{host}{prefix}"))) || own.iter().all(|url| url == prefix);
    (!fits).then(|| {
        let said = own.join(", ");
        match base {
            Some(base) => format!(
                "{FILE}: {name} is at {said} by the document, and not where {:?} has it; correct its `host` and `path`",
                base.name
            ),
            None => format!(
                "{FILE}: {name} is at {said} by the document, and no entry says so; add [[base]] with its `host` or `path`"
            ),
        }
    })
}

/// How the document says that a key is sent.
#[derive(PartialEq)]
enum Scheme {
    /// A key in `Authorization`.
    Authorization,
    /// A bearer token there.
    Bearer,
    Other,
}

fn login(name: &str, base: Option<&BaseEntry>, document: &Document, operation: &Object) -> Option<String> {
    let demands = operation.get("security").and_then(Value::as_array)?;
    let names = demands.iter().filter_map(Value::as_object).flat_map(Object::keys);
    let schemes: Vec<Scheme> = names.map(|name| scheme(document, name)).collect();
    let has_own = base.is_some_and(|base| base.login != PLATFORM);
    if schemes.contains(&Scheme::Authorization) && !has_own {
        return Some(format!(
            "{FILE}: {name} takes a key in `Authorization` by the document, and no entry says so; add [[base]] with its \
             `login`"
        ));
    }
    let fits = schemes.iter().any(|scheme| *scheme != Scheme::Other);
    (has_own && !schemes.is_empty() && !fits).then(|| {
        format!("{FILE}: {name} takes no key in `Authorization` by the document; correct the `login` of its entry")
    })
}

fn scheme(document: &Document, name: &str) -> Scheme {
    let schemes = document.0.pointer("/components/securitySchemes");
    let scheme = schemes.and_then(|schemes| schemes.get(name)).unwrap_or(&Value::Null);
    let says = |key: &str, text: &str| {
        scheme.get(key).and_then(Value::as_str).is_some_and(|value| value.eq_ignore_ascii_case(text))
    };
    if says("type", "apiKey") && says("in", "header") && says("name", "authorization") {
        Scheme::Authorization
    } else if says("type", "http") && says("scheme", "bearer") {
        Scheme::Bearer
    } else {
        Scheme::Other
    }
}
