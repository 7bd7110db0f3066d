//! Whether every entry of `mock.toml` is of use, and every operation covered.

use std::collections::BTreeSet;

use serde_json::Value;

use super::wire::Wire;
use crate::data::mock::{MockData, Part, Target, target};
use crate::document::Object;
use crate::ir::{BodyKind, Location, Operation};

/// What was seen of `mock.toml` while the catalogue was written.
#[derive(Debug)]
pub(super) struct Checks<'a> {
    data: &'a MockData,
    wire: &'a Wire<'a>,
    problems: Vec<String>,
    prefixes: BTreeSet<String>,
    players: BTreeSet<String>,
    members: BTreeSet<String>,
    seen: BTreeSet<&'a str>,
}

impl<'a> Checks<'a> {
    pub(super) fn new(data: &'a MockData, wire: &'a Wire<'a>) -> Self {
        Self {
            data,
            wire,
            problems: data.problems(),
            prefixes: BTreeSet::new(),
            players: BTreeSet::new(),
            members: BTreeSet::new(),
            seen: BTreeSet::new(),
        }
    }

    /// Notes the members that answers of a schema declare.
    pub(super) fn members(&mut self, schema: &Value) {
        let mut reached = BTreeSet::new();
        self.wire.reach(schema, &mut reached);
        note_members(schema, &mut self.members);
        for name in reached {
            if self.seen.insert(name) {
                note_members(&self.wire.lean(name), &mut self.members);
            }
        }
    }

    /// Checks what `mock.toml` says of an operation.
    pub(super) fn operation(&mut self, operation: &Operation, declared: &Object, answer: Option<&Value>) {
        match self.data.family(&operation.path) {
            Some((_, prefix)) => {
                self.prefixes.insert(prefix.to_owned());
            }
            None => self
                .problems
                .push(format!("no [[family]] fits {} {}; add its path to mock.toml", operation.method, operation.path)),
        }
        let Some((_, _, part)) = self.data.part(&operation.id) else { return };
        self.players.insert(operation.id.clone());
        let items = operation.paging.as_ref().map(|paging| paging.items.as_str());
        for key in part.places.keys() {
            let Some(place) = part.at(key) else { continue };
            let found = match target(key) {
                Some(Target::Parameter) => has_parameter(operation, place),
                Some(Target::Asked) if !place.starts_with('/') => has_parameter(operation, place),
                Some(Target::Asked | Target::Body) => self.in_body(operation, declared, place),
                Some(Target::Answer) => answer.is_some_and(|schema| self.in_answer(part, schema, items, place)),
                Some(Target::Words) | None => true,
            };
            if !found {
                self.problems.push(format!(
                    "mock.toml: {} of {:?} is {place:?}, which the operation does not declare; correct it",
                    key, operation.id
                ));
            }
        }
    }

    fn in_body(&self, operation: &Operation, declared: &Object, place: &str) -> bool {
        let kind = operation.body.as_ref().map(|body| body.kind);
        if kind == Some(BodyKind::Yaml) {
            return true;
        }
        let content = declared.get("requestBody").and_then(|body| body.get("content")?.as_object()?.values().next());
        let schema = content.and_then(|media| media.get("schema"));
        // A part of a form may hold JSON though it is declared as text.
        let part = place.split('/').nth(1).filter(|_| kind == Some(BodyKind::Multipart)).map(|name| format!("/{name}"));
        let place = part.as_deref().unwrap_or(place);
        schema.is_some_and(|schema| !self.wire.at(schema, place).is_empty())
    }

    fn in_answer(&self, part: &Part, schema: &Value, items: Option<&str>, place: &str) -> bool {
        let in_items = matches!(part.does.as_str(), "list" | "approvals");
        let place = if in_items { format!("{}/*{place}", items.unwrap_or_default()) } else { place.to_owned() };
        !self.wire.at(schema, &place).is_empty()
    }

    /// All that was found.
    pub(super) fn problems(mut self) -> Vec<String> {
        let unused = |what: String| format!("mock.toml: {what} matches nothing in the document; delete it");
        for family in &self.data.family {
            let prefixes = family.paths.iter().filter(|prefix| !self.prefixes.contains(*prefix));
            self.problems.extend(prefixes.map(|prefix| unused(format!("path {prefix:?} of {:?}", family.name))));
        }
        let players = self.data.players().filter(|id| !self.players.contains(*id));
        self.problems.extend(players.map(|id| unused(format!("operation {id:?}"))));
        let members = self
            .data
            .members
            .values()
            .chain(self.data.page.values())
            .flatten()
            .filter(|name| !self.members.contains(*name));
        self.problems.extend(members.map(|name| unused(format!("member {name:?}"))));
        for add in &self.data.adds {
            let vain =
                |member: &&String| !self.seen.contains(add.schema.as_str()) || !self.wire.lacks(&add.schema, member);
            let vain: Vec<String> =
                add.members.keys().filter(vain).map(|name| format!("{}.{name}", add.schema)).collect();
            self.problems.extend(vain.into_iter().map(|member| {
                format!("mock.toml: [[adds]] {member}: no answer holds that schema, or the document has the member; delete it")
            }));
        }
        self.problems
    }
}

fn has_parameter(operation: &Operation, name: &str) -> bool {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.wire == name);
    parameters.into_iter().any(|parameter| matches!(parameter.location, Location::Path | Location::Query))
}

fn note_members(schema: &Value, members: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(properties) = object.get("properties").and_then(Value::as_object) {
                members.extend(properties.keys().cloned());
            }
            object.values().for_each(|inner| note_members(inner, members));
        }
        Value::Array(items) => items.iter().for_each(|item| note_members(item, members)),
        _ => {}
    }
}
