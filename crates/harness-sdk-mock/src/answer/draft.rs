//! Answers as the schema draws them, made to fit the request.

use serde_json::{Map, Value};

use super::asked::Asked;
use super::place::{self, digest, objects, put};
use super::scope::Scope;
use crate::catalogue::{Catalogue, Failure, Schemas};

/// How deep the members that tell an item from others are looked for.
const IDENTITY_DEPTH: usize = 2;

/// What an answer is drawn from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drafts<'a> {
    pub(super) catalogue: &'static Catalogue,
    pub(super) asked: &'a Asked<'a>,
    pub(super) scope: &'a Scope,
    pub(super) seed: u64,
}

impl Drafts<'_> {
    pub(super) fn schemas(&self) -> &'static Schemas {
        self.asked.found.module.schemas()
    }

    /// The schema of the whole answer.
    pub(super) fn schema(&self) -> &'static Value {
        static OPEN: Value = Value::Null;
        self.asked.operation().answer.schema.as_ref().unwrap_or(&OPEN)
    }

    /// A whole answer that says that all went well, about what the path names.
    pub(super) fn answer(&self) -> Value {
        let mut value = self.draw(self.schema(), self.asked.seen.path());
        self.succeed(&mut value);
        self.name(&mut value);
        self.settle(&mut value);
        value
    }

    /// A value of a schema, told from others by `key`.
    fn draw(&self, schema: &Value, key: &str) -> Value {
        let (scope, seed) = (self.scope.text(), self.seed.to_string());
        self.schemas().value(schema, digest([self.asked.operation().id.as_str(), &scope, &seed, key]))
    }

    /// An item of a list: the same index gives the same item, another one another.
    pub(super) fn item(&self, schema: &Value, index: u64, noun: &str) -> Value {
        let mut value = self.draw(schema, &index.to_string());
        self.distinguish(schema, &mut value, index, noun);
        self.settle(&mut value);
        value
    }

    /// Makes the item tell itself from the others, where its schema leaves that open.
    fn distinguish(&self, schema: &Value, value: &mut Value, index: u64, noun: &str) {
        match value {
            Value::String(_) if is_open_text(self.schemas().resolved(schema)) => {
                *value = format!("{noun}_{index}").into();
                return;
            }
            Value::Number(_) => {
                *value = index.into();
                return;
            }
            _ => {}
        }
        let names = self.catalogue.members("identity");
        let found = self.identity(names, schema, value, 0);
        let found = found.or_else(|| self.identity(&keys(value), schema, value, 0));
        // An object that declares nothing of the kind may have more members than it declares.
        let added = || Some((place::of(names.first().filter(|_| value.is_object())?), true));
        if let Some((place, is_text)) = found.or_else(added) {
            put(value, &place, if is_text { format!("{noun}_{index}").into() } else { (index + 1).into() });
        }
    }

    /// Where the value has one of the members, and whether it is a text; outer places first.
    fn identity(&self, names: &[String], schema: &Value, value: &Value, depth: usize) -> Option<(String, bool)> {
        let object = value.as_object()?;
        let own = names.iter().find_map(|name| {
            let place = place::of(name);
            let declared = self.schemas().resolved(self.schemas().at(schema, &place)?);
            match object.get(name)? {
                Value::String(_) if is_open_text(declared) => Some((place, true)),
                Value::Number(_) if declared.get("enum").is_none() => Some((place, false)),
                _ => None,
            }
        });
        own.or_else(|| {
            let inner = (depth < IDENTITY_DEPTH).then(|| object.iter())?;
            inner.into_iter().find_map(|(name, inner)| {
                let place = place::of(name);
                let (rest, is_text) = self.identity(names, self.schemas().at(schema, &place)?, inner, depth + 1)?;
                Some((place + &rest, is_text))
            })
        })
    }

    /// A whole answer that says that a policy forbade it, or what else tells the failure of the operation; nothing where no
    /// answer can.
    pub(super) fn denied(&self) -> Option<Value> {
        let mut value = self.answer();
        let depth = |failure: &&Failure| failure.at.matches('/').count();
        // A verdict lies inside of what was to be made; the status of the envelope is then that of a success.
        let mut signs: Vec<&Failure> = self.asked.operation().failures.iter().collect();
        signs.sort_by_key(|failure| std::cmp::Reverse(depth(failure)));
        signs.into_iter().any(|sign| fail(&mut value, sign)).then_some(value)
    }

    /// Takes back every sign of failure.
    fn succeed(&self, value: &mut Value) {
        for failure in &self.asked.operation().failures {
            let allowed = self.schemas().at(self.schema(), &failure.at).map(|schema| self.schemas().resolved(schema));
            let words = allowed.and_then(|schema| schema.get("enum")?.as_array());
            let good = words
                .into_iter()
                .flatten()
                .find(|word| word.as_str().is_some_and(|word| failure.values.iter().all(|bad| bad != word)));
            everywhere(value, failure.at.strip_prefix('/').unwrap_or_default(), &mut |found| {
                if let Some(is) = failure.is {
                    *found = (!is).into();
                } else if found.as_str().is_some_and(|text| failure.values.iter().any(|bad| bad == text)) {
                    *found = good.cloned().unwrap_or(Value::Null);
                }
            });
        }
    }

    /// Lets the answer be about what the path names.
    fn name(&self, value: &mut Value) {
        for (name, given) in self.asked.path() {
            let mut depths = Vec::new();
            objects(value, 0, &mut |depth, object| {
                if object.get(name).is_some_and(Value::is_string) {
                    depths.push(depth);
                }
            });
            let Some(least) = depths.into_iter().min() else { continue };
            objects(value, 0, &mut |depth, object| {
                if depth == least && object.get(name).is_some_and(Value::is_string) {
                    object.insert(name.clone(), given.as_str().into());
                }
            });
        }
    }

    /// Lets all members that carry the scope carry this one.
    pub(super) fn settle(&self, value: &mut Value) {
        let account = Some(&self.scope.account);
        let parts = [("account", account), ("org", self.scope.org.as_ref()), ("project", self.scope.project.as_ref())];
        objects(value, 0, &mut |_, object| {
            for (kind, part) in parts {
                let Some(part) = part else { continue };
                for name in self.catalogue.members(kind) {
                    if object.get(name).is_some_and(Value::is_string) {
                        object.insert(name.clone(), part.as_str().into());
                    }
                }
            }
        });
    }

    /// Writes what is known of a thing into its place in an answer. What the answer's schema does not declare, stays away;
    /// what the thing does not have and the schema does not require, too, if it is `whole`.
    pub(super) fn overlay(
        &self,
        target: &mut Value,
        place: &str,
        schema: &Value,
        thing: &Map<String, Value>,
        whole: bool,
    ) {
        let mut object = match target.pointer_mut(place).map(Value::take) {
            Some(Value::Object(object)) => object,
            _ => Map::new(),
        };
        let declared = self.schemas().at(schema, place);
        let knows = |name: &str| declared.is_none_or(|schema| self.schemas().at(schema, &place::of(name)).is_some());
        if whole {
            let requires = |name: &str| declared.is_some_and(|schema| self.schemas().requires(schema, name));
            let is_scope = |name: &String| {
                ["account", "org", "project"].iter().any(|kind| self.catalogue.members(kind).contains(name))
            };
            object.retain(|name, _| thing.contains_key(name) || requires(name) || is_scope(name));
        }
        for (name, value) in thing.iter().filter(|(name, _)| knows(name)) {
            object.insert(name.clone(), value.clone());
        }
        put(target, place, Value::Object(object));
    }
}

/// Puts a sign of failure where it is looked for, and into what lies around it; whether there is such a place.
fn fail(value: &mut Value, sign: &Failure) -> bool {
    let bad = match sign.is {
        Some(is) => Some(Value::Bool(is)),
        None => sign.values.first().map(|word| word.as_str().into()),
    };
    let (around, last) = sign.at.rsplit_once('/').unwrap_or_default();
    let Some(bad) = bad else { return false };
    let mut found = false;
    everywhere(value, around.strip_prefix('/').unwrap_or_default(), &mut |verdict| {
        // What a verdict consists of is judged as the whole is; an envelope is judged alone.
        objects(verdict, 0, &mut |depth, object| {
            if let Some(place) = object.get_mut(last).filter(|_| depth == 0 || !around.is_empty()) {
                *place = bad.clone();
                found = true;
            }
        });
    });
    found
}

fn keys(value: &Value) -> Vec<String> {
    value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
}

/// Whether any text will do.
fn is_open_text(schema: &Value) -> bool {
    ["enum", "format", "pattern", "maxLength"].iter().all(|key| schema.get(*key).is_none())
}

/// Every value at a place, in which `*` stands for every item and member, and lists are looked through.
fn everywhere(value: &mut Value, place: &str, change: &mut dyn FnMut(&mut Value)) {
    if place.is_empty() {
        return change(value);
    }
    let (first, rest) = place.split_once('/').unwrap_or((place, ""));
    match value {
        Value::Object(members) if first == "*" => {
            members.values_mut().for_each(|member| everywhere(member, rest, change));
        }
        Value::Object(members) => {
            if let Some(member) = members.get_mut(first) {
                everywhere(member, rest, change);
            }
        }
        Value::Array(items) => {
            let below = if first == "*" { rest } else { place };
            items.iter_mut().for_each(|item| everywhere(item, below, change));
        }
        _ => {}
    }
}
