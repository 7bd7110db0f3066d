//! `verbs.toml`: methods begin with the verb by which people look for them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde::Deserialize;

use crate::data::entry::Entry;

const FILE: &str = "verbs.toml";

/// The group of a pattern whose last word becomes plural.
const NOUN: &str = "noun";

/// `verbs.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Verbs {
    /// Rules, in order; the first that fits decides.
    pub rule: Vec<Rule>,
    /// Patterns of names that say nothing of what a method does; a name that still fits one stops the run.
    pub refused: Vec<String>,
    /// Method names by operationId, where no rule tells; they may fit a refused pattern.
    pub methods: BTreeMap<String, String>,
}

/// One rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// HTTP methods it is for, upper case.
    pub http: Vec<String>,
    /// What the name must look like, as `names.toml` makes it.
    pub name: String,
    /// What the summary must look like; any will do when absent.
    pub summary: Option<String>,
    /// The new name; `${group}` is a group of the pattern, `${noun}` in the plural.
    pub with: String,
}

/// What is known of an operation when its method gets a name.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// `operationId`.
    pub id: &'a str,
    /// HTTP method, in any case.
    pub http: &'a str,
    /// One line about it.
    pub summary: &'a str,
}

/// Applies `verbs.toml` and remembers which entries were of use.
#[derive(Debug)]
pub struct VerbRules<'a> {
    verbs: &'a Verbs,
    rules: Vec<(Regex, Option<Regex>)>,
    refused: Vec<Regex>,
    used: RefCell<BTreeSet<String>>,
}

impl<'a> VerbRules<'a> {
    /// Compiles the patterns.
    ///
    /// # Errors
    /// One text for every pattern that is no regular expression.
    pub fn new(verbs: &'a Verbs) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let mut compile = |pattern: &str| {
            let compiled = Regex::new(pattern);
            compiled.map_err(|error| problems.push(format!("{FILE}: pattern {pattern:?}: {error}"))).ok()
        };
        let mut rules = Vec::new();
        for rule in &verbs.rule {
            let summary = rule.summary.as_deref().map(&mut compile);
            if let (Some(name), Some(summary)) =
                (compile(&rule.name), summary.map_or(Some(None), |found| found.map(Some)))
            {
                rules.push((name, summary));
            }
        }
        let refused = verbs.refused.iter().filter_map(|pattern| compile(pattern)).collect();
        if problems.is_empty() { Ok(Self { verbs, rules, refused, used: RefCell::default() }) } else { Err(problems) }
    }

    /// The new name of a method that is called `name` so far; nothing where that name stands.
    pub fn rename(&self, subject: &Subject<'_>, name: &str) -> Option<String> {
        if let Some(chosen) = self.verbs.methods.get(subject.id) {
            if chosen != name || self.is_refused(name) {
                self.note(format!("methods {}", subject.id));
            }
            return Some(chosen.clone()).filter(|chosen| chosen != name);
        }
        for (index, (rule, (pattern, summary))) in self.verbs.rule.iter().zip(&self.rules).enumerate() {
            let fits = rule.http.iter().any(|http| http.eq_ignore_ascii_case(subject.http))
                && summary.as_ref().is_none_or(|summary| summary.is_match(subject.summary));
            if let Some(groups) = pattern.captures(name).filter(|_| fits) {
                self.note(format!("rule {index}"));
                let noun = groups.name(NOUN).map(|noun| plural(noun.as_str())).unwrap_or_default();
                let mut renamed = String::new();
                groups.expand(&rule.with.replace("${noun}", &noun), &mut renamed);
                return Some(renamed).filter(|renamed| renamed != name);
            }
        }
        None
    }

    /// What is wrong with the name that a method has in the end.
    pub fn problem(&self, subject: &Subject<'_>, name: &str) -> Option<String> {
        let id = subject.id;
        if self.verbs.methods.contains_key(id) || !self.is_refused(name) {
            return None;
        }
        let (http, summary) = (subject.http.to_uppercase(), subject.summary);
        Some(format!(
            "{id:?} ({http}, {summary:?}) is called {name}, which is no verb for what it does; add {FILE}: [methods] {id:?} = \"...\""
        ))
    }

    /// Entries that matched nothing.
    pub fn unused(&self) -> Vec<Entry> {
        let used = self.used.borrow();
        let methods = self.verbs.methods.keys().filter(|id| !used.contains(&format!("methods {id}")));
        let methods = methods.map(|id| Entry::new(FILE, format!("[methods] {id:?}")).key("methods").key(id));
        let rules = self.verbs.rule.iter().enumerate().filter(|(index, _)| !used.contains(&format!("rule {index}")));
        let rules =
            rules.map(|(index, rule)| Entry::new(FILE, format!("[[rule]] {:?}", rule.name)).key("rule").index(index));
        methods.chain(rules).collect()
    }

    fn is_refused(&self, name: &str) -> bool {
        self.refused.iter().any(|pattern| pattern.is_match(name))
    }

    fn note(&self, entry: String) {
        self.used.borrow_mut().insert(entry);
    }
}

/// The plural of a name's last word; one that ends in `s`, or counts nothing, stays.
fn plural(name: &str) -> String {
    let vowel_before_y = ["ay", "ey", "oy", "uy"].iter().any(|end| name.ends_with(end));
    match name.strip_suffix('y').filter(|_| !vowel_before_y) {
        Some(stem) => format!("{stem}ies"),
        None if name.ends_with('s') || name.ends_with("data") => name.to_owned(),
        None if ["ch", "sh", "x"].iter().any(|end| name.ends_with(end)) => format!("{name}es"),
        None => format!("{name}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn nouns_become_plural_once() {
        for (one, many) in [
            ("role", "roles"),
            ("anomaly", "anomalies"),
            ("key", "keys"),
            ("settings", "settings"),
            ("branch", "branches"),
            ("template_metadata", "template_metadata"),
        ] {
            assert_eq!(plural(one), many);
        }
    }
}
