//! Answers of which a value is of another JSON type than the document says: each value in turn, each other type in turn; in
//! an answer of many values several at once, none inside of another.

use std::collections::BTreeMap;

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
    for batch in batches(sampler, &places) {
        let before: Vec<Value> = batch.iter().map(|place| replace(&mut value, place, Value::Null)).collect();
        for kind in 0..=OTHERS {
            let mut odd = Vec::new();
            for (place, before) in batch.iter().zip(&before) {
                let other = others(before).nth(kind);
                odd.extend(other.is_some().then_some(*place));
                replace(&mut value, place, other.unwrap_or_else(|| before.clone()));
            }
            if !odd.is_empty() {
                problems.extend(problem(sampler, &odd, &value, empty));
                last = Some((odd, value.clone()));
            }
        }
        batch.iter().zip(before).for_each(|(place, before)| _ = replace(&mut value, place, before));
    }
    if let Some((odd, value)) = last {
        problems.extend(call_problem(subject, &odd, &value)?);
    }
    verdict(&subject.operation.title(), "a value of another JSON type", &problems)
}

/// The values of an answer of up to so many are each made odd alone: in a larger one each costs reading more.
const FEW: usize = 64;

/// How many values of a larger answer are odd at once.
const BATCH: usize = 32;

/// How many other types a value that is not null has.
const OTHERS: usize = 4;

/// Places to be odd at once: none is inside of another, and all are told or none.
fn batches<'a>(sampler: &Sampler<'static>, places: &'a [Place]) -> Vec<Vec<&'a Place>> {
    let mut alike: BTreeMap<(usize, bool), Vec<&Place>> = BTreeMap::new();
    for place in places {
        let depth = place.pointer.matches('/').count();
        alike.entry((depth, is_told(sampler, place))).or_default().push(place);
    }
    let size = if places.len() > FEW { BATCH } else { 1 };
    alike.values().flat_map(|places| places.chunks(size).map(<[_]>::to_vec)).collect()
}

/// Puts a value where another is, and returns that.
fn replace(answer: &mut Value, place: &Place, value: Value) -> Value {
    answer.pointer_mut(&place.pointer).map(|slot| std::mem::replace(slot, value)).unwrap_or_default()
}

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
fn problem(sampler: &Sampler<'static>, odd: &[&Place], value: &Value, empty: Empty) -> Option<String> {
    let mut read = empty();
    let (misfits, original) = match model::read_into_with_original(read.as_mut(), value.to_string().as_bytes()) {
        Ok(read) => read,
        Err(fault) => return Some(format!("{}: it cannot be read: {fault}", named(odd))),
    };
    let written = match original.write_out(read.as_ref()) {
        Ok(written) => serde_json::from_slice::<Value>(&written).unwrap_or_default(),
        Err(fault) => return Some(format!("{}: it cannot be written back: {fault}", named(odd))),
    };
    if written != *value {
        return differences(value, &written).into_iter().next();
    }
    told_problem(sampler, odd, &misfits)
}

fn named(odd: &[&Place]) -> String {
    odd.iter().map(|place| place.pointer.as_str()).collect::<Vec<_>>().join(", ")
}

fn told_problem(sampler: &Sampler<'static>, odd: &[&Place], misfits: &[Misfit]) -> Option<String> {
    if !odd.iter().all(|place| is_told(sampler, place)) {
        return None;
    }
    let is_odd = |misfit: &&Misfit| odd.iter().any(|place| misfit.pointer().starts_with(&place.pointer));
    if let Some(elsewhere) = misfits.iter().find(|misfit| !is_odd(misfit)) {
        return Some(format!("{}: costs another value: {elsewhere}", named(odd)));
    }
    let untold = odd.iter().find(|place| !misfits.iter().any(|misfit| misfit.pointer() == place.pointer))?;
    Some(format!("{} is not told: {misfits:?}", untold.pointer))
}

fn call_problem(subject: Subject, odd: &[&Place], value: &Value) -> Result<Option<String>, String> {
    Ok(match by_call(subject, value)? {
        Ok(Received { content: Content::Value(_), misfits, .. }) => {
            told_problem(&subject.facts.sampler, odd, &misfits).map(|problem| format!("by a call, {problem}"))
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
