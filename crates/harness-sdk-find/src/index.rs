//! The index that is part of this crate: every operation, by module.

use std::collections::BTreeMap;

use crate::generated::{MODULES, SYNONYMS};

/// Where most of the published documentation is; links to it are written without.
const DOCS: &str = "https://apidocs.harness.io/";

/// A client crate with its operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The module, which is also the feature of `harness-sdk`.
    pub name: &'static str,
    /// The product, for people.
    pub title: &'static str,
    /// The crate.
    pub package: &'static str,
    /// The method of the facade that gives the module's client.
    pub accessor: &'static str,
    /// Its operations, by tag and then by method.
    pub operations: Vec<Operation>,
}

/// What is known of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// `operationId` of the document.
    pub id: &'static str,
    /// Method of the module's client.
    pub name: &'static str,
    /// What the method would be called by its operationId, where its verb says something else.
    pub former: Option<&'static str>,
    /// One line about it.
    pub summary: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path template.
    pub path: &'static str,
    /// Tag of the document.
    pub tag: &'static str,
    /// Setters that a caller must call.
    pub needs: Vec<&'static str>,
    /// Named types of request and response.
    pub types: Vec<&'static str>,
    /// Whether it is a list that comes in pages.
    pub paged: bool,
    /// Whether the document marks it deprecated.
    pub deprecated: bool,
    /// The published documentation.
    pub docs: Option<String>,
}

impl Module {
    /// The line for `Cargo.toml`.
    pub fn dependency(&self) -> String {
        let version = env!("CARGO_PKG_VERSION").rsplit_once('.').map_or("*", |(version, _)| version);
        format!("harness-sdk = {{ version = \"{version}\", features = [\"{}\"] }}", self.name)
    }

    /// The call, ready to be filled in.
    pub fn call(&self, operation: &Operation) -> String {
        let setters: String = operation.needs.iter().map(|setter| format!(".{setter}(..)")).collect();
        let end = if operation.paged { ".items()" } else { ".send().await?" };
        format!("client.{}().{}(){setters}{end}", self.accessor, operation.name)
    }

    /// Where the rustdoc of one of its methods is published.
    pub fn rustdoc(&self, operation: &Operation) -> String {
        let (package, library) = (self.package, self.package.replace('-', "_"));
        let name = operation.name.trim_start_matches("r#");
        format!("https://docs.rs/{package}/latest/{library}/struct.Client.html#method.{name}")
    }
}

/// All modules, by name.
pub fn modules() -> Vec<Module> {
    MODULES.iter().filter_map(|text| module(text)).collect()
}

/// A word that is asked for, and the words that the index has for it.
pub fn synonyms() -> BTreeMap<&'static str, Vec<&'static str>> {
    let lines = SYNONYMS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t')).map(|(asked, meant)| (asked, list(meant))).collect()
}

/// A mark, the module, then its operations: a line `=TAG` stands before those of a tag.
fn module(text: &'static str) -> Option<Module> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let mut head = lines.next()?.split('\t');
    let mut next = || head.next();
    let mut module =
        Module { name: next()?, title: next()?, package: next()?, accessor: next()?, operations: Vec::new() };
    let mut tag = "";
    for line in lines {
        match line.strip_prefix('=') {
            Some(next) => tag = next,
            None => module.operations.extend(operation(line, tag)),
        }
    }
    Some(module)
}

fn operation(line: &'static str, tag: &'static str) -> Option<Operation> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(Operation {
        name: next()?,
        id: next()?,
        former: next().filter(|former| !former.is_empty()),
        method: next()?,
        path: next()?,
        summary: next()?,
        needs: list(next()?),
        types: list(next()?),
        paged: next()? == "p",
        deprecated: next()? == "d",
        docs: next().filter(|docs| !docs.is_empty()).map(docs),
        tag,
    })
}

fn docs(text: &str) -> String {
    text.strip_prefix('~').map_or_else(|| text.to_owned(), |rest| format!("{DOCS}{rest}"))
}

fn list(text: &'static str) -> Vec<&'static str> {
    text.split(',').filter(|word| !word.is_empty()).collect()
}
