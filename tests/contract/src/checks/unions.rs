//! Unions read each variant that a source tells as its type, and write it back: cases written by hand, that no document
//! takes part in.

use std::collections::BTreeSet;

use harness_sdk_core::model::{self, Content, Slot, SlotMut, SlotRef};
use serde_json::Value;

use crate::case::Type;
use crate::checks::verdict;
use crate::document::{Case, Facts, Union};

/// Reads and writes every case of a union.
pub(crate) fn cases(union: &Union, types: &[Type]) -> Result<(), String> {
    let find = |schema: &str| types.iter().find(|one| one.schema == schema).map(|one| (one.empty)());
    let mut problems = Vec::new();
    for case in &union.cases {
        let expected = case.schema.as_deref().map(|schema| find(schema).as_deref().and_then(shape_name));
        if expected == Some(None) {
            problems.push(format!("{:?}: there is no type for {:?}", case.value, case.schema));
            continue;
        }
        for text in [case.json.to_string(), turned(&case.json)] {
            let parent = find(&union.parent).ok_or("there is no type for the parent");
            let found = parent.map_err(str::to_owned);
            let found = found.and_then(|parent| read_and_write(union, case, expected.flatten(), &text, parent));
            problems.extend(found.err().map(|problem| format!("{:?}: {problem}: {text}", case.value)));
        }
    }
    verdict(&union.parent, &format!("{} at {:?}", union.base, union.at), &problems)
}

fn read_and_write(
    union: &Union,
    case: &Case,
    expected: Option<&str>,
    text: &str,
    mut parent: Box<dyn Slot>,
) -> Result<(), String> {
    model::read_into(parent.as_mut(), text.as_bytes()).map_err(|fault| fault.to_string())?;
    let unknown = model::unknown(parent.as_ref());
    if !unknown.is_empty() {
        return Err(format!("not known: {}", unknown.join(", ")));
    }
    is_told(union, case, expected, parent.as_ref())?;
    same(&case.json, parent.as_ref(), "written back")?;
    if union.at.is_empty() {
        return Ok(());
    }
    forget_tag(parent.as_mut(), &union.tag);
    match same(&case.json, parent.as_ref(), "with the tag left out, written") {
        // A type of several tags leaves open which is meant, and says so.
        Err(problem) if problem.contains("leaves open") && is_shared(union, case) => Ok(()),
        outcome => outcome,
    }
}

/// Whether other values tell the same schema.
fn is_shared(union: &Union, case: &Case) -> bool {
    union.cases.iter().filter(|other| other.schema == case.schema).count() > 1
}

fn same(expected: &Value, slot: &dyn Slot, what: &str) -> Result<(), String> {
    let bytes = model::write_out(slot).map_err(|fault| format!("{what}: {fault}"))?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|fault| format!("{what}: {fault}"))?;
    if value == *expected { Ok(()) } else { Err(format!("{what} as {value}")) }
}

fn is_told(union: &Union, case: &Case, expected: Option<&str>, parent: &dyn Slot) -> Result<(), String> {
    let mut steps = union.at.split('/').skip(1);
    let mut outcome = Err(format!("there is no union at {:?}", union.at));
    at(parent, &mut steps, &mut |slot| outcome = told(case, expected, slot));
    outcome
}

fn told(case: &Case, expected: Option<&str>, slot: &dyn Slot) -> Result<(), String> {
    let content = match slot.slot_ref() {
        SlotRef::Union(union) => union.content(),
        SlotRef::Maybe(Some(inner)) => return told(case, expected, inner),
        _ => return Err("it is no union, or holds nothing".to_owned()),
    };
    match (content, expected) {
        (Content::Known(tags, child), Some(name)) if tags.all.contains(&case.value.as_str()) => match shape_name(child)
        {
            Some(found) if found == name => Ok(()),
            found => Err(format!("it is read as {found:?}, not as {name}")),
        },
        (Content::Nothing(tags), None) if tags.all == [case.value.as_str()] => Ok(()),
        (other, _) => Err(format!("it is read as {other:?}")),
    }
}

/// The Rust name of a model, or of the union that a variant is itself.
fn shape_name(slot: &dyn Slot) -> Option<&'static str> {
    match slot.slot_ref() {
        SlotRef::Model(model) => Some(model.shape().name),
        _ => None,
    }
}

fn at<'p>(slot: &dyn Slot, steps: &mut dyn Iterator<Item = &'p str>, look: &mut dyn FnMut(&dyn Slot)) {
    if let SlotRef::Maybe(Some(inner)) = slot.slot_ref() {
        return at(inner, steps, look);
    }
    let Some(step) = steps.next() else { return look(slot) };
    if let SlotRef::Model(model) = slot.slot_ref() {
        let index = model.shape().wire.iter().position(|name| *name == step);
        model.parts(&mut |slots, _| {
            if let Some(slot) = index.and_then(|index| slots.get(index)) {
                at(*slot, steps, look);
            }
        });
    }
}

/// Empties the tag beside the union, as in a request that leaves it to the type.
fn forget_tag(parent: &mut dyn Slot, tag: &str) {
    if let SlotMut::Model(model) = parent.slot_mut() {
        let index = model.shape().wire.iter().position(|name| *name == tag);
        model.parts_mut(&mut |slots, _| {
            if let Some(slot) = index.and_then(|index| slots.get_mut(index)) {
                empty(&mut **slot);
            }
        });
    }
}

fn empty(slot: &mut dyn Slot) {
    match slot.slot_mut() {
        SlotMut::Text(text) => text.clear(),
        SlotMut::Enum(text) => text.set(""),
        SlotMut::Maybe(maybe) => maybe.clear(),
        _ => {}
    }
}

/// The JSON with its outermost members in the opposite order.
fn turned(value: &Value) -> String {
    let members = value.as_object().into_iter().flatten();
    let members: Vec<String> = members.map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
    format!("{{{}}}", members.into_iter().rev().collect::<Vec<_>>().join(","))
}

/// Every union of a module has cases, and every value that the data tells has one.
pub(crate) fn complete(facts: &Facts, types: &[Type]) -> Result<(), String> {
    let mut problems = Vec::new();
    for one in types.iter().filter(|one| matches!((one.empty)().slot_ref(), SlotRef::Union(_))) {
        let tested: BTreeSet<&String> = facts
            .unions
            .iter()
            .filter(|union| union.base == one.schema)
            .flat_map(|union| union.cases.iter().map(|case| &case.value))
            .collect();
        if tested.is_empty() {
            problems.push(format!("{}: no case in tests/contract/unions", one.schema));
        }
        let told = facts.variants.union.iter().filter(|union| union.base == one.schema);
        for value in told.flat_map(|union| union.values.keys().chain(&union.nothing)) {
            if !tested.contains(value) {
                problems.push(format!("{}: no case for {value:?}", one.schema));
            }
        }
    }
    verdict("unions", "their cases", &problems)
}
