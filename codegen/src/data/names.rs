//! `names.toml`: what operations, types, parameters, fields and variants are called.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde::Deserialize;

use crate::data::entry::Entry;
use crate::rust_name;

/// `names.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// Method names by operationId.
    pub methods: BTreeMap<String, String>,
    /// Rewrites of operationIds, before they become method names.
    pub replace: Vec<Replace>,
    /// Type names by schema.
    pub types: BTreeMap<String, String>,
    /// Rewrites of schema names, before they become type names.
    pub type_replace: Vec<Replace>,
    /// Parameter names.
    pub parameters: Parameters,
    /// Field names by schema and property.
    pub fields: BTreeMap<String, BTreeMap<String, String>>,
    /// Variant names by schema and value.
    pub variants: BTreeMap<String, BTreeMap<String, String>>,
}

/// A rewrite by regular expression.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replace {
    /// The module it is for; every module when absent.
    pub module: Option<String>,
    /// What to look for, in the syntax of the `regex` crate.
    pub pattern: String,
    /// What to put there; `${1}` is the first group.
    pub with: String,
}

/// What parameters are called.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Parameters {
    /// Prefixes of wire names to drop.
    pub strip_prefixes: Vec<String>,
    /// Names no setter may have.
    pub reserved: Vec<String>,
    /// Setter names by operationId and wire name; `query:name` names a place where one name stands in two.
    pub overrides: BTreeMap<String, BTreeMap<String, String>>,
}

/// Applies `names.toml` and remembers which entries were of use.
#[derive(Debug)]
pub struct Namer<'a> {
    names: &'a Names,
    replace: Vec<Rule<'a>>,
    type_replace: Vec<Rule<'a>>,
    used: RefCell<BTreeSet<String>>,
}

#[derive(Debug)]
struct Rule<'a> {
    entry: &'a Replace,
    pattern: Regex,
}

impl<'a> Namer<'a> {
    /// Compiles the patterns.
    ///
    /// # Errors
    /// One text for every pattern that is no regular expression.
    pub fn new(names: &'a Names) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut compile = |entries: &'a [Replace]| {
            let mut rules = Vec::new();
            for entry in entries {
                match Regex::new(&entry.pattern) {
                    Ok(pattern) => rules.push(Rule { entry, pattern }),
                    Err(error) => problems.push(format!("names.toml: pattern {:?}: {error}", entry.pattern)),
                }
            }
            rules
        };
        let (replace, type_replace) = (compile(&names.replace), compile(&names.type_replace));
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { names, replace, type_replace, used: RefCell::default() })
    }

    /// The method name of an operation.
    pub fn method(&self, module: &str, id: &str) -> String {
        if let Some(name) = self.names.methods.get(id) {
            self.note("methods", id);
            return name.clone();
        }
        let mut text = self.rewrite("replace", &self.replace, module, id);
        if let Some((_, after)) = text.rsplit_once('#') {
            text = after.to_owned();
        }
        rust_name::snake(strip_number(&text))
    }

    /// The type name of a schema.
    pub fn type_name(&self, module: &str, schema: &str) -> String {
        if let Some(name) = self.names.types.get(schema) {
            self.note("types", schema);
            return name.clone();
        }
        rust_name::camel(&self.rewrite("type_replace", &self.type_replace, module, schema))
    }

    /// Whether [`Namer::type_name`] is what somebody wrote for the schema.
    pub fn is_named(&self, schema: &str) -> bool {
        self.names.types.contains_key(schema)
    }

    /// The setter name of a parameter; `place` is `path`, `query`, `header` or `form`.
    pub fn parameter(&self, operation: &str, place: &str, wire: &str) -> String {
        if let Some(names) = self.names.parameters.overrides.get(operation) {
            let placed = format!("{place}:{wire}");
            for key in [placed.as_str(), wire] {
                if let Some(name) = names.get(key) {
                    self.note("parameters.overrides", &format!("{operation}.{key}"));
                    return name.clone();
                }
            }
        }
        for prefix in &self.names.parameters.strip_prefixes {
            if let Some(rest) = wire.strip_prefix(prefix.as_str()) {
                self.note("parameters.strip_prefixes", prefix);
                return rust_name::snake(rest);
            }
        }
        rust_name::snake(wire)
    }

    /// Whether no setter may have this name.
    pub fn is_reserved(&self, setter: &str) -> bool {
        self.names.parameters.reserved.iter().any(|name| name == setter)
    }

    /// The field name of a property.
    pub fn field(&self, schema: &str, wire: &str) -> String {
        match self.names.fields.get(schema).and_then(|names| names.get(wire)) {
            Some(name) => {
                self.note("fields", &format!("{schema}.{wire}"));
                name.clone()
            }
            None => rust_name::snake(wire),
        }
    }

    /// The variant name of an enum value.
    pub fn variant(&self, schema: &str, value: &str) -> String {
        match self.names.variants.get(schema).and_then(|names| names.get(value)) {
            Some(name) => {
                self.note("variants", &format!("{schema}.{value}"));
                name.clone()
            }
            None => rust_name::camel(value),
        }
    }

    /// Entries that matched nothing.
    pub fn unused(&self) -> Vec<Entry> {
        let names = self.names;
        let mut entries = Vec::new();
        for (group, map) in [("methods", &names.methods), ("types", &names.types)] {
            entries.extend(map.keys().map(|key| (group, key.clone(), named(group, key).key(group).key(key))));
        }
        for (group, rules) in [("replace", &names.replace), ("type_replace", &names.type_replace)] {
            let rules = rules.iter().enumerate();
            entries.extend(rules.map(|(index, rule)| {
                (group, rule.pattern.clone(), named(group, &rule.pattern).key(group).index(index))
            }));
        }
        let group = "parameters.strip_prefixes";
        entries.extend(names.parameters.strip_prefixes.iter().map(|prefix| {
            let entry = named(group, prefix).key("parameters").key("strip_prefixes");
            (group, prefix.clone(), entry.or_all_of_it().item(prefix))
        }));
        let nested = [
            ("parameters.overrides", &names.parameters.overrides),
            ("fields", &names.fields),
            ("variants", &names.variants),
        ];
        for (group, outer) in nested {
            for (name, inner) in outer {
                entries.extend(inner.keys().map(|key| {
                    let text = format!("{name}.{key}");
                    let entry = group.split('.').fold(named(group, &text), Entry::key);
                    (group, text, entry.key(name).or_all_of_it().key(key))
                }));
            }
        }
        let used = self.used.borrow();
        let unused = entries.into_iter().filter(|(group, key, _)| !used.contains(&entry(group, key)));
        unused.map(|(_, _, entry)| entry).collect()
    }

    fn rewrite(&self, group: &str, rules: &[Rule<'_>], module: &str, text: &str) -> String {
        let mut text = text.to_owned();
        for rule in rules {
            if rule.entry.module.as_deref().is_some_and(|only| only != module) {
                continue;
            }
            if rule.pattern.is_match(&text) {
                self.note(group, &rule.entry.pattern);
                text = rule.pattern.replace_all(&text, rule.entry.with.as_str()).into_owned();
            }
        }
        text
    }

    fn note(&self, group: &str, key: &str) {
        self.used.borrow_mut().insert(entry(group, key));
    }
}

fn named(group: &str, key: &str) -> Entry {
    Entry::new("names.toml", format!("[{group}] {key:?}"))
}

fn entry(group: &str, key: &str) -> String {
    format!("{group}\u{0}{key}")
}

/// Drops the `_1` that server frameworks add to tell overloads apart.
fn strip_number(id: &str) -> &str {
    match id.rsplit_once('_') {
        Some((rest, digits)) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => id,
    }
}
