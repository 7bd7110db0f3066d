//! The contract tests' tables: how each operation is called, and which type each schema became.
//!
//! Nothing of what a request should look like stands here: that is worked out from the document, elsewhere. These tables
//! only say which setter of which builder takes what.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::emit::package::crate_name;
use crate::emit::{MARKER, docs};
use crate::ir::{Answer, Body, BodyKind, Location, Module, Operation, Parameter, Type};
use crate::rust_name::{escape_keyword, snake};

/// Where the files stand.
pub const FOLDER: &str = "tests/contract/tests";

/// What is tested of every operation; `pages` where it pages.
const KINDS: [&str; 7] = ["request", "required", "scope", "answer", "misfits", "error", "pages"];

/// What is tested of an operation. The tests themselves check that this is so.
pub fn kinds(operation: &Operation) -> &'static [&'static str] {
    if operation.paging.is_some() { &KINDS } else { KINDS.split_last().map_or(&[], |(_, others)| others) }
}

/// The test target of one module.
pub fn files(module: &Module) -> BTreeMap<PathBuf, String> {
    let folder = PathBuf::from(FOLDER).join(snake(&module.name));
    BTreeMap::from([
        (folder.join("main.rs"), main_rs(module)),
        (folder.join("calls.rs"), calls_rs(module)),
        (folder.join("types.rs"), types_rs(module)),
    ])
}

/// The package's manifest.
pub fn cargo_toml(modules: &[Module]) -> String {
    let mut dependencies = String::new();
    let mut targets = String::new();
    for module in modules {
        let (package, target) = (crate_name(&module.name), snake(&module.name));
        dependencies.push_str(&format!("{package} = {{ path = \"../../crates/{package}\" }}\n"));
        targets.push_str(&format!("\n[[test]]\nname = \"{target}\"\nharness = false\n"));
    }
    format!(
        "{marker}
[package]
name = \"contract\"
description = \"A contract test for every operation: what is sent and read, against the document as it was published.\"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
repository.workspace = true
publish = false
autotests = false

[dependencies]
futures-core.workspace = true
harness-sdk-core.workspace = true
harness-sdk-mock = {{ path = \"../../crates/harness-sdk-mock\", default-features = false }}
httpmock.workspace = true
libtest-mimic.workspace = true
percent-encoding.workspace = true
saphyr.workspace = true
serde.workspace = true
serde-saphyr.workspace = true
serde_json.workspace = true
tokio = {{ workspace = true, features = [\"net\", \"rt\", \"time\"] }}
toml.workspace = true

[dev-dependencies]
{dependencies}{targets}
[lib]
test = false
doctest = false

[lints]
workspace = true
",
        marker = MARKER.replace("//", "#"),
    )
}

fn main_rs(module: &Module) -> String {
    format!(
        "{MARKER}
//! Contract tests of `{package}`.

#[rustfmt::skip]
mod calls;
#[rustfmt::skip]
mod types;

fn main() -> std::process::ExitCode {{
    contract::run({name}, calls::CASES, types::TYPES)
}}
",
        package = crate_name(&module.name),
        name = docs::literal(&module.name),
    )
}

fn calls_rs(module: &Module) -> String {
    let package = snake(&crate_name(&module.name));
    let mut text = format!(
        "{MARKER}
#![allow(unused_imports, reason = \"not every module uses all of them\")]

use harness_sdk_core::FilePart;
use harness_sdk_core::model::{{JsonObject, Map, Sensitive, Value}};
use {package}::{{Client, builder, types}};

contract::cases! {{
"
    );
    for operation in &module.operations {
        text.push_str(&case(operation));
    }
    text.push_str("}\n");
    text
}

fn case(operation: &Operation) -> String {
    let pages = if operation.paging.is_some() { " paged" } else { "" };
    let mut text = format!(
        "    {} {}: {} => {}{pages} {{\n",
        docs::literal(&operation.id),
        escape_keyword(&operation.name),
        operation.builder,
        answer(&operation.answer),
    );
    let setters = operation.parameters.iter().filter(|parameter| !parameter.client).map(setter);
    for line in setters.chain(operation.body.iter().flat_map(body_setters)) {
        text.push_str(&format!("        {line};\n"));
    }
    text.push_str("    }\n");
    text
}

/// The answer's kind and type, in the words of the test kits' macros.
pub(super) fn answer(answer: &Answer) -> String {
    match answer {
        Answer::Json(ty) => format!("json({})", ty.rust("types::")),
        Answer::Text => "text()".to_owned(),
        Answer::Bytes => "bytes()".to_owned(),
        Answer::JsonLines(ty) => format!("lines({})", ty.rust("types::")),
        Answer::Events => "events()".to_owned(),
        Answer::None => "nothing()".to_owned(),
    }
}

fn setter(parameter: &Parameter) -> String {
    let (name, wire) = (escape_keyword(&parameter.setter), docs::literal(&parameter.wire));
    let place = match (parameter.location, &parameter.ty) {
        (Location::Path, _) => "path",
        (Location::Query, _) => "query",
        (Location::Header, _) => "header",
        (Location::Form, Type::File) => "file",
        (Location::Form, Type::List(inner)) if **inner == Type::File => "files",
        (Location::Form, _) => "form",
    };
    format!("{place} {wire} {name}: {}", parameter.ty.rust("types::"))
}

fn body_setters(body: &Body) -> Vec<String> {
    let json = format!("json \"body\" body: {}", body.ty.rust("types::"));
    let yaml = "text \"yaml\" yaml: String".to_owned();
    match body.kind {
        BodyKind::Json => vec![json],
        BodyKind::JsonOrYaml => vec![json, yaml],
        BodyKind::Yaml => vec![yaml],
        BodyKind::Text | BodyKind::Bytes => vec!["text \"body\" body: String".to_owned()],
        BodyKind::Multipart | BodyKind::UrlEncoded => Vec::new(),
    }
}

fn types_rs(module: &Module) -> String {
    let package = snake(&crate_name(&module.name));
    let mut text = format!("{MARKER}\nuse {package}::types;\n\ncontract::types! {{\n");
    for def in &module.types {
        text.push_str(&format!("    {} => types::{},\n", docs::literal(&def.schema), def.name));
    }
    text.push_str("}\n");
    text
}
