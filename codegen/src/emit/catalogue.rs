//! The mock server's catalogue: what answering needs to know of every operation, one JSON text a line.

mod check;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::data::mock::MockData;
use crate::document::{Document, Object, Place};
use crate::ir::{
    Advance, Base, Body, BodyKind, Encoding, Failure, Location, Login, Module, Operation, Paging, Parameter, Role,
    Style,
};
use check::Checks;
use wire::Wire;

/// Where the files stand.
pub const FOLDER: &str = "crates/harness-sdk-mock/catalogue";

/// First line of every file.
const HEAD: &str = "{\"@generated\":\"by `cargo xtask codegen`; edits are lost\"}\n";

/// The line between operations and schemas, so that a reader can leave the schemas for later.
const SCHEMAS: &str = "\"schemas\"\n";

/// The files of all modules, and one with what they share.
///
/// `document` is the document as it travels: operations normalised, schemas as they were published.
///
/// # Errors
/// Entries of `mock.toml` that match nothing, and operations that it does not cover.
pub fn files(
    modules: &[Module],
    document: &Document,
    data: &MockData,
) -> Result<BTreeMap<PathBuf, String>, Vec<String>> {
    let empty = Object::new();
    let wire = Wire::new(document.schemas().unwrap_or(&empty), &data.adds);
    let mut checks = Checks::new(data, &wire);
    let folder = PathBuf::from(FOLDER);
    let mut files = BTreeMap::from([(folder.join("common.jsonl"), format!("{HEAD}{}\n", data.common()))]);
    for module in modules {
        let mut text = HEAD.to_owned();
        let mut reached = BTreeSet::new();
        for operation in &module.operations {
            let place = Place { path: &operation.path, method: &operation.method.to_lowercase() }.pointer();
            let declared = document.0.pointer(&place).and_then(Value::as_object).unwrap_or(&empty);
            let answer = wire::answer(operation, declared);
            if let Some(schema) = answer.get("schema") {
                wire.reach(schema, &mut reached);
                checks.members(schema);
            }
            checks.operation(operation, declared, answer.get("schema"));
            text.push_str(&format!("{}\n", line(operation, answer, data)));
        }
        text.push_str(SCHEMAS);
        for name in reached {
            text.push_str(&format!("{}\n", json!({"schema": name, "is": wire.lean(name)})));
        }
        files.insert(folder.join(format!("{}.jsonl", module.name)), text);
    }
    let problems = checks.problems();
    if problems.is_empty() { Ok(files) } else { Err(problems) }
}

fn line(operation: &Operation, answer: Map<String, Value>, data: &MockData) -> Value {
    let parameters: Vec<Value> = operation.parameters.iter().filter(|one| counts(one)).map(parameter).collect();
    let mut line = json!({
        "id": operation.id, "method": operation.method, "path": operation.sent_path(), "parameters": parameters,
        "answer": answer, "family": data.family(&operation.path).map(|(index, _)| index),
    });
    let scope: Vec<Value> =
        operation.body_scope.iter().map(|(at, role)| json!({"at": at, "role": role_word(*role)})).collect();
    let optional = [
        ("body", operation.body.as_ref().map(body)),
        ("base", operation.base.as_ref().map(base)),
        ("scope", (!scope.is_empty()).then_some(Value::Array(scope))),
        ("paging", operation.paging.as_ref().map(paging)),
        ("failures", (!operation.failures.is_empty()).then(|| operation.failures.iter().map(failure).collect())),
        ("part", data.part(&operation.id).map(|(story, _, part)| part.json(story))),
    ];
    for (key, value) in optional {
        if let Some(value) = value {
            line[key] = value;
        }
    }
    line
}

/// Whether a parameter decides anything: it is required, carries the scope or stands in the path.
fn counts(parameter: &Parameter) -> bool {
    parameter.required || parameter.role != Role::None || parameter.location == Location::Path
}

fn parameter(parameter: &Parameter) -> Value {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Form => "form",
    };
    let encoding = match parameter.encoding {
        Encoding::Segment => None,
        Encoding::Slashes => Some("slashes"),
        Encoding::Reference => Some("reference"),
        Encoding::Terminated => Some("terminated"),
    };
    compact([
        ("in", Some(json!(place))),
        ("name", Some(json!(parameter.wire))),
        ("required", (parameter.required && parameter.location != Location::Path).then_some(json!(true))),
        ("role", role_word(parameter.role).map(Value::from)),
        ("encoding", encoding.map(Value::from)),
        ("deep", (parameter.style == Style::Deep).then_some(json!(true))),
        // Set by the client alone: asking for it would refuse callers that the server does not refuse.
        ("client", parameter.client.then_some(json!(true))),
    ])
}

fn role_word(role: Role) -> Option<&'static str> {
    match role {
        Role::None | Role::InSpace => None,
        Role::Account => Some("account"),
        Role::Org => Some("org"),
        Role::Project => Some("project"),
        Role::ScopeRef | Role::Space => Some("scope"),
    }
}

fn body(body: &Body) -> Value {
    let kind = match body.kind {
        BodyKind::Json => "json",
        BodyKind::Yaml => "yaml",
        BodyKind::JsonOrYaml => "json_or_yaml",
        BodyKind::Text => "text",
        BodyKind::Bytes => "bytes",
        BodyKind::Multipart => "multipart",
        BodyKind::UrlEncoded => "urlencoded",
    };
    compact([
        ("kind", Some(json!(kind))),
        ("required", body.required.then_some(json!(true))),
        ("form", body.form.then_some(json!(true))),
    ])
}

fn base(base: &Base) -> Value {
    let scheme = match &base.login {
        Login::Platform => None,
        Login::Own(scheme) => Some(json!(scheme)),
    };
    compact([("name", Some(json!(base.name))), ("scheme", scheme)])
}

fn failure(failure: &Failure) -> Value {
    match failure {
        Failure::OneOf(place, values) => json!({"at": place, "values": values}),
        Failure::Is(place, is) => json!({"at": place, "is": is}),
    }
}

fn paging(paging: &Paging) -> Value {
    let (first, to, next, carry) = match &paging.advance {
        Advance::Page { to, first } => (Some(*first), Some(to), None, None),
        Advance::Offset { to } => (None, Some(to), None, None),
        Advance::Cursor { to, next } => (None, Some(to), Some(next), None),
        Advance::Keyset(pairs) => (None, None, None, Some(pairs)),
    };
    compact([
        ("style", Some(json!(paging.advance.style()))),
        ("to", to.map(|text| json!(text))),
        ("first", first.map(Value::from)),
        ("next", next.map(|text| json!(text))),
        ("carry", carry.map(|pairs| json!(pairs))),
        ("items", Some(json!(paging.items))),
        ("size", paging.size.as_ref().map(|text| json!(text))),
        ("default_size", paging.default_size.map(Value::from)),
        ("max", paging.max.map(Value::from)),
        ("send_size", paging.send_size.then_some(json!(true))),
        ("total", paging.total.as_ref().map(|text| json!(text))),
        ("pages", paging.pages.as_ref().map(|text| json!(text))),
        ("last", paging.last.as_ref().map(|text| json!(text))),
        ("more", paging.more.as_ref().map(|text| json!(text))),
        ("token", paging.token.as_ref().map(|pair| json!(pair))),
        ("total_header", paging.total_header.as_ref().map(|text| json!(text))),
        ("pages_header", paging.pages_header.as_ref().map(|text| json!(text))),
        ("next_header", paging.next_header.as_ref().map(|text| json!(text))),
        ("only_without", paging.only_without.as_ref().map(|text| json!(text))),
    ])
}

fn compact<const N: usize>(pairs: [(&str, Option<Value>); N]) -> Value {
    pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect::<Map<_, _>>().into()
}
