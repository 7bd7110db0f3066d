//! Answers of which one value is of another JSON type than the document says: each value in turn, each other type in turn;
//! in an answer of very many values one other type a value.

use harness_sdk_core::model::{self, Misfit};
use harness_sdk_core::{Context, Error};
use harness_sdk_mock::sample::{Draw, Sampler};
use serde_json::{Value, json};

use crate::case::Arguments;
use crate::checks::{Subject, verdict};
use crate::document::Answer;
use crate::expect::json::differences;
use crate::expect::plan::{Form, Setting, plan, seed};
use crate::sending::{Content, Empty, Pending, Received};
use crate::worker::{self, PROJECT};

/// A value of a drawn answer.
struct Place {
    pointer: String,
    /// What the document says of it; nothing inside of what may be one of several types.
    schema: Option<Value>,
}

/// The call succeeds, the rest is intact, the misfit is told, and all goes back as it came.
pub(crate) fn reads(subject: Subject) -> Result<(), String> {
    let Answer::Json(schema) = subject.operation.answer else { return Ok(()) };
    let sampler = &subject.facts.sampler;
    let mut draw = Draw::new(seed(subject.operation.id)).items(1);
    let mut value = sampler.value(schema, &mut draw);
    subject.operation.signs.iter().for_each(|sign| subject.set_sign(sign, &mut value, false));
    subject.facts.verdicts.iter().for_each(|verdict| verdict.pass(&mut value));
    let mut places = Vec::new();
    collect(sampler, Some(schema), &value, &mut String::new(), &mut places);
    // What tells that the operation failed is another test's.
    places.retain(|place| !subject.operation.signs.iter().any(|sign| sign.place.starts_with(&place.pointer)));
    let empty = match by_call(subject, &value)? {
        Ok(Received { empty: Some(empty), misfits, .. }) if misfits.is_empty() => empty,
        other => return Err(format!("{}: expected a value without misfits, got {other:?}", subject.operation.title())),
    };
    let mut problems = Vec::new();
    let mut last = None;
    let all = places.len() <= MANY;
    for (index, place) in places.iter().enumerate() {
        let Some(before) = value.pointer_mut(&place.pointer).map(Value::take) else { continue };
        let others = others(&before).enumerate().filter(|(kind, _)| all || *kind == index % OTHERS);
        for (_, other) in others {
            if let Some(slot) = value.pointer_mut(&place.pointer) {
                *slot = other;
            }
            problems
                .extend(problem(sampler, place, &value, empty).map(|problem| format!("{}: {problem}", place.pointer)));
            last = Some((place, value.clone()));
        }
        if let Some(slot) = value.pointer_mut(&place.pointer) {
            *slot = before;
        }
    }
    if let Some((place, value)) = last {
        problems.extend(call_problem(subject, place, &value)?);
    }
    verdict(&subject.operation.title(), "a value of another JSON type", &problems)
}

/// More values than this in one answer take one other type each: every one is read whole again.
const MANY: usize = 1_000;

/// How many other types a value that is not null has.
const OTHERS: usize = 4;

/// One value of each other JSON type, `null` aside, which stands for a missing one.
fn others(value: &Value) -> impl Iterator<Item = Value> + use<> {
    let kind = std::mem::discriminant(value);
    let all = [json!(true), json!(7), json!("odd"), json!([{ "odd": 1 }]), json!({ "odd": [1] })];
    all.into_iter().filter(move |other| std::mem::discriminant(other) != kind)
}

/// All values inside of `value`.
fn collect(
    sampler: &Sampler<'static>,
    schema: Option<&Value>,
    value: &Value,
    pointer: &mut String,
    places: &mut Vec<Place>,
) {
    if !pointer.is_empty() {
        places.push(Place { pointer: pointer.clone(), schema: schema.cloned() });
    }
    let known = schema.filter(|schema| is_plain(sampler, schema));
    let length = pointer.len();
    let mut below = |name: &str, schema: Option<&Value>, value: &Value| {
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        collect(sampler, schema, value, pointer, places);
        pointer.truncate(length);
    };
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let entry =
                    |schema| sampler.resolve(schema)?.get("additionalProperties").filter(|entry| entry.is_object());
                below(name, known.and_then(|schema| sampler.property(schema, name).or_else(|| entry(schema))), value);
            }
        }
        Value::Array(items) => {
            let item = known.and_then(|schema| sampler.resolve(schema)?.get("items"));
            for (index, value) in items.iter().enumerate() {
                below(&index.to_string(), item, value);
            }
        }
        _ => {}
    }
}

/// Whether a schema stands for one type alone.
fn is_plain(sampler: &Sampler<'static>, schema: &Value) -> bool {
    let one_of_several = |schema: &Value| ["oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some());
    !sampler.is_union(schema) && sampler.resolve(schema).is_some_and(|schema| !one_of_several(schema))
}

/// Whether values of other JSON types than the schema's are misfits.
fn is_told(sampler: &Sampler<'static>, place: &Place) -> bool {
    place.schema.as_ref().is_some_and(|schema| {
        let kind = sampler.resolve(schema).and_then(|schema| schema.get("type"));
        is_plain(sampler, schema) && kind.is_some_and(|kind| kind.is_string())
    })
}

/// What is wrong when the value is read and written back.
fn problem(sampler: &Sampler<'static>, place: &Place, value: &Value, empty: Empty) -> Option<String> {
    let mut read = empty();
    let (misfits, original) = match model::read_into_with_original(read.as_mut(), value.to_string().as_bytes()) {
        Ok(read) => read,
        Err(fault) => return Some(format!("it cannot be read: {fault}")),
    };
    let written = match original.write_out(read.as_ref()) {
        Ok(written) => serde_json::from_slice::<Value>(&written).unwrap_or_default(),
        Err(fault) => return Some(format!("it cannot be written back: {fault}")),
    };
    if written != *value {
        return differences(value, &written).into_iter().next();
    }
    let found = value.pointer(&place.pointer);
    told_problem(sampler, place, &misfits).map(|problem| format!("{} {problem}", found.unwrap_or(&Value::Null)))
}

fn told_problem(sampler: &Sampler<'static>, place: &Place, misfits: &[Misfit]) -> Option<String> {
    if !is_told(sampler, place) {
        return None;
    }
    if let Some(elsewhere) = misfits.iter().find(|one| !one.pointer().starts_with(&place.pointer)) {
        return Some(format!("costs another value: {elsewhere}"));
    }
    let is_there = misfits.iter().any(|one| one.pointer() == place.pointer);
    (!is_there).then(|| format!("is not told: {misfits:?}"))
}

fn call_problem(subject: Subject, place: &Place, value: &Value) -> Result<Option<String>, String> {
    Ok(match by_call(subject, value)? {
        Ok(Received { content: Content::Value(_), misfits, .. }) => {
            told_problem(&subject.facts.sampler, place, &misfits).map(|problem| format!("by a call, {problem}"))
        }
        other => Some(format!("by a call, expected JSON, got {other:?}")),
    })
}

fn by_call(subject: Subject, value: &Value) -> Result<Result<Received, Error>, String> {
    let mut plan = plan(subject.facts, subject.operation, PROJECT, Setting::Required, Form::Main);
    let call: fn(&Context, &mut Arguments) -> Pending = subject.case.send;
    worker::with(|worker| {
        worker.server.answer(subject.json(value));
        Ok(worker.send_leniently(PROJECT, &mut plan.arguments, call))
    })
}
