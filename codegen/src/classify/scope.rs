//! What of the scope a parameter or a body member carries.

use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::scope::{Always, BodyMembers, Reference, ScopeData, Spelling};
use crate::ir::{Location, Role};

const FILE: &str = "scope.toml";

/// Answers for `scope.toml`.
#[derive(Debug, Default)]
pub struct Scope {
    data: ScopeData,
    used: Used,
}

impl Scope {
    /// Takes the data.
    pub fn new(data: ScopeData) -> Self {
        Self { data, used: Used::default() }
    }

    /// The data.
    pub fn data(&self) -> &ScopeData {
        &self.data
    }

    /// The part of the scope that a parameter carries.
    pub fn role(&self, id: &str, path: &str, location: Location, wire: &str) -> Role {
        let place = place(location);
        for (level, role, spellings) in self.levels() {
            for (index, spelling) in spellings.iter().enumerate() {
                if spelling.location != place || !same_name(location, &spelling.name, wire) {
                    continue;
                }
                if spelling.except.iter().any(|except| except == id) {
                    self.used.note(except_entry(level, index, spelling, id));
                } else if within(&spelling.only, path) {
                    self.used.note(entry(level, index, spelling));
                    return role;
                }
            }
        }
        for (index, reference) in self.data.reference.iter().enumerate() {
            if reference.location == place && reference.name == wire && within(&reference.only, path) {
                self.used.note(reference_entry(index, reference));
                return reference_role(reference);
            }
        }
        self.note_never(location, wire);
        Role::None
    }

    /// What is sent although the operation does not declare it: location, name and role.
    pub fn undeclared(&self, path: &str, declared: &[(Location, String, Role)]) -> Vec<(Location, String, Role)> {
        let mut added = Vec::new();
        for (index, always) in self.data.always.iter().enumerate() {
            let location = if always.location == "header" { Location::Header } else { Location::Query };
            let is_declared = |location: Location, name: &str| {
                declared.iter().any(|(other, wire, _)| *other == location && same_name(location, wire, name))
            };
            if is_declared(location, &always.name) {
                continue;
            }
            let with = always.with.is_empty() || always.with.iter().any(|name| is_declared(Location::Query, name));
            let has_account = declared.iter().any(|(_, _, role)| *role == Role::Account);
            if with && within(&always.prefixes, path) && !(always.undeclared && has_account) {
                self.used.note(always_entry(index, always));
                added.push((location, always.name.clone(), role(&always.level)));
            }
        }
        added
    }

    /// The body members that carry the scope, as JSON pointers; `declares` tells whether the body has a text there.
    pub fn body(&self, path: &str, declares: &dyn Fn(&str) -> bool) -> Vec<(String, Role)> {
        let mut members = Vec::new();
        for (index, body) in self.data.body.iter().enumerate().filter(|(_, body)| within(&body.prefixes, path)) {
            for at in &body.at {
                for (names, role) in
                    [(&body.account, Role::Account), (&body.org, Role::Org), (&body.project, Role::Project)]
                {
                    for name in names {
                        let pointer = format!("{at}/{name}");
                        if declares(&pointer) && !members.iter().any(|(other, _)| *other == pointer) {
                            self.used.note(body_entry(index, body));
                            members.push((pointer, role));
                        }
                    }
                }
            }
        }
        members
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (level, _, spellings) in self.levels() {
            for (index, spelling) in spellings.iter().enumerate() {
                entries.push(entry(level, index, spelling));
                entries.extend(spelling.except.iter().map(|id| except_entry(level, index, spelling, id)));
            }
        }
        entries.extend(self.data.reference.iter().enumerate().map(|(index, one)| reference_entry(index, one)));
        entries.extend(self.data.always.iter().enumerate().map(|(index, always)| always_entry(index, always)));
        entries.extend(self.data.body.iter().enumerate().map(|(index, body)| body_entry(index, body)));
        entries.extend(self.data.never.query.iter().map(|name| never_entry("query", name)));
        entries.extend(self.data.never.path.iter().map(|name| never_entry("path", name)));
        self.used.unused(entries)
    }

    /// What contradicts itself: forms nobody writes, and names that both are scope and never are.
    pub fn problems(&self) -> Vec<String> {
        let unknown = self.data.reference.iter().enumerate().filter(|(_, reference)| {
            let is_dotted = form(reference) == DOTTED && !reference.prefix_of_value;
            !is_dotted && form(reference) != SLASHED
        });
        let mut problems: Vec<String> = unknown
            .map(|(index, reference)| {
                let entry = reference_entry(index, reference);
                format!(
                    "{entry} has a form that the runtime does not write; use {DOTTED:?}, or {SLASHED:?}, which a value can \
                     follow too"
                )
            })
            .collect();
        for (level, _, spellings) in self.levels() {
            for (index, spelling) in spellings.iter().enumerate() {
                let never = if spelling.location == "path" { &self.data.never.path } else { &self.data.never.query };
                if never.contains(&spelling.name) {
                    problems.push(format!("{} stands under [never] too", entry(level, index, spelling)));
                }
            }
        }
        problems
    }

    fn levels(&self) -> [(&'static str, Role, &[Spelling]); 3] {
        [
            ("account", Role::Account, &self.data.account),
            ("org", Role::Org, &self.data.org),
            ("project", Role::Project, &self.data.project),
        ]
    }

    fn note_never(&self, location: Location, wire: &str) {
        let (place, names) = match location {
            Location::Path => ("path", &self.data.never.path),
            Location::Query => ("query", &self.data.never.query),
            _ => return,
        };
        if names.iter().any(|name| name == wire) {
            self.used.note(never_entry(place, wire));
        }
    }
}

// The forms of a whole scope that the runtime writes: in an account, an organisation and a project.
const DOTTED: [&str; 3] = ["account", "account.{org}", "account.{org}.{project}"];
const SLASHED: [&str; 3] = ["{account}", "{account}/{org}", "{account}/{org}/{project}"];

fn reference_role(reference: &Reference) -> Role {
    match form(reference) == DOTTED {
        true => Role::ScopeRef,
        false if reference.prefix_of_value => Role::InSpace,
        false => Role::Space,
    }
}

fn form(reference: &Reference) -> [&str; 3] {
    [&reference.account, &reference.org, &reference.project]
}

/// Whether a path starts with one of the prefixes; no prefixes mean every path.
pub(crate) fn within(prefixes: &[String], path: &str) -> bool {
    prefixes.is_empty() || prefixes.iter().any(|prefix| path.starts_with(prefix.as_str()))
}

fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Form => "form",
    }
}

fn same_name(location: Location, a: &str, b: &str) -> bool {
    if location == Location::Header { a.eq_ignore_ascii_case(b) } else { a == b }
}

fn role(level: &str) -> Role {
    match level {
        "account" => Role::Account,
        "org" => Role::Org,
        "project" => Role::Project,
        _ => Role::None,
    }
}

fn entry(level: &str, index: usize, spelling: &Spelling) -> Entry {
    let label = format!("[[{level}]] {} {:?} {:?}", spelling.location, spelling.name, spelling.only);
    Entry::new(FILE, label).key(level).index(index)
}

fn except_entry(level: &str, index: usize, spelling: &Spelling, id: &str) -> Entry {
    let label = format!("[[{level}]] {} {:?}: except {id:?}", spelling.location, spelling.name);
    Entry::new(FILE, label).key(level).index(index).key("except").or_all_of_it().item(id)
}

fn reference_entry(index: usize, reference: &Reference) -> Entry {
    let label = format!("[[reference]] {} {:?}", reference.location, reference.name);
    Entry::new(FILE, label).key("reference").index(index)
}

fn always_entry(index: usize, always: &Always) -> Entry {
    let label = format!("[[always]] number {} ({:?})", index + 1, always.name);
    Entry::new(FILE, label).key("always").index(index)
}

fn body_entry(index: usize, body: &BodyMembers) -> Entry {
    let label = format!("[[body]] number {} ({:?})", index + 1, body.prefixes);
    Entry::new(FILE, label).key("body").index(index)
}

fn never_entry(place: &str, name: &str) -> Entry {
    Entry::new(FILE, format!("[never] {place} {name:?}")).key("never").key(place).or_all_of_it().item(name)
}
