//! Types read and write back what their schemas allow.

use harness_sdk_core::model::{self, SlotRef};
use harness_sdk_mock::sample::{Draw, Extent};
use serde_json::{Value, json};

use crate::case::Type;
use crate::checks::answer::value_problems;
use crate::checks::verdict;
use crate::document::Facts;
use crate::expect::plan::seed;

/// How many seeds full values are drawn from.
const SEEDS: u64 = 3;

/// Full, minimal and empty values, each choice, and each optional property alone.
pub(crate) fn round_trip(facts: &'static Facts, one: &'static Type) -> Result<(), String> {
    let schema = json!({ "$ref": format!("#/components/schemas/{}", one.schema) });
    verdict(&format!("/components/schemas/{}", one.schema), "its kind", &kind_problems(facts, one, &schema))?;
    if facts.sampler.tag_beside(&schema).is_some() {
        // Alone it tells nothing: what it holds is tested where its tag stands beside it.
        return Ok(());
    }
    let first = seed(one.schema);
    let draw = |extent| Draw::new(first).extent(extent);
    for index in 0..SEEDS {
        check(facts, one, &schema, Draw::new(first.wrapping_add(index)).items(3), "a full value")?;
    }
    check(facts, one, &schema, draw(Extent::Minimal), "a minimal value")?;
    check(facts, one, &schema, draw(Extent::Nulls), "nulls")?;
    for index in 0..facts.sampler.choices(&schema) {
        check(facts, one, &schema, draw(Extent::Full).alternative(index), &format!("choice {index}"))?;
    }
    for (index, name) in facts.sampler.optional_properties(&schema).iter().enumerate() {
        let property = facts.sampler.property(&schema, name).unwrap_or(&Value::Null);
        for choice in 0..facts.sampler.choices(property) {
            let draw = draw(Extent::One(index)).alternative(choice);
            check(facts, one, &schema, draw, &format!("{name:?} alone, choice {choice}"))?;
        }
    }
    Ok(())
}

/// A type that is any JSON keeps everything and knows nothing: where the schema says more, the type must too.
fn kind_problems(facts: &Facts, one: &Type, schema: &Value) -> Vec<String> {
    let Some(resolved) = facts.sampler.resolve(schema) else { return Vec::new() };
    let says = |key: &str| resolved.get(key).is_some();
    let has_fields =
        !facts.sampler.optional_properties(schema).is_empty() || !facts.sampler.required_properties(schema).is_empty();
    let wanted = match () {
        () if facts.sampler.is_union(schema) => "a union",
        () if says("oneOf") || says("anyOf") => "one of several types",
        () if says("enum") && resolved.get("type").and_then(Value::as_str) == Some("string") => "an enum",
        () if has_fields => "a model",
        () => return Vec::new(),
    };
    let empty = (one.empty)();
    let got = kind((*empty).slot_ref());
    if got == wanted { Vec::new() } else { vec![format!("expected {wanted}, got {got}")] }
}

fn kind(slot: SlotRef<'_>) -> &'static str {
    match slot {
        SlotRef::Union(_) => "a union",
        SlotRef::AnyOf(_) => "one of several types",
        SlotRef::Enum(_) => "an enum",
        SlotRef::Model(_) => "a model",
        SlotRef::Value(_) | SlotRef::Object(_) => "any JSON",
        _ => "another type",
    }
}

fn check(facts: &Facts, one: &Type, schema: &Value, mut draw: Draw, what: &str) -> Result<(), String> {
    let value = facts.sampler.value(schema, &mut draw);
    let mut read = (one.empty)();
    let problems = match model::read_into(read.as_mut(), value.to_string().as_bytes()) {
        Ok(misfits) => {
            let mut problems = value_problems(&value, read.as_ref(), &[]);
            problems.extend(misfits.iter().map(ToString::to_string));
            problems
        }
        Err(fault) => vec![format!("{}: it cannot be read: {fault}", fault.path())],
    };
    verdict(&format!("/components/schemas/{}", one.schema), what, &problems)
}
