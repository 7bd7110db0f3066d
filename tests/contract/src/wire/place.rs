//! What stands at a place of a typed value.

use harness_sdk_core::model::{Content, Slot, SlotRef, Tags};
use serde_json::Value;

/// Whether what stands at `pointer` in `value` is what a case expects: text, number or truth as the field's type has it,
/// `{is: Name}` for an object of that Rust type, `{of: tag}` for a union's child by its tag, `{count: n}` for a list or map.
///
/// # Errors
/// What was found instead.
pub(super) fn expect(value: &dyn Slot, pointer: &str, expected: &Value) -> Result<(), String> {
    let mut outcome = Err(format!("{pointer}: no field of a known type"));
    walk(value, &tokens(pointer), &mut |slot| {
        outcome = compare(slot, expected).map_err(|found| format!("{pointer}: {found}"))
    });
    outcome
}

/// Whether a field of the types stands at `pointer`.
pub(super) fn is_typed(value: &dyn Slot, pointer: &str) -> bool {
    let mut found = false;
    walk(value, &tokens(pointer), &mut |_| found = true);
    found
}

fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}

/// Shows the slot at the end of the way, if there is one.
fn walk(slot: &dyn Slot, tokens: &[String], seen: &mut dyn FnMut(&dyn Slot)) {
    let Some((token, rest)) = tokens.split_first() else { return seen(slot) };
    match slot.slot_ref() {
        SlotRef::Maybe(Some(inner)) => walk(inner, tokens, seen),
        SlotRef::List(list) => {
            token.parse().ok().and_then(|at| list.item(at)).into_iter().for_each(|item| walk(item, rest, seen))
        }
        SlotRef::Map(map) => map.value(token).into_iter().for_each(|item| walk(item, rest, seen)),
        SlotRef::Union(union) => child(union.content(), tokens, seen),
        SlotRef::AnyOf(any) => child(any.content(), tokens, seen),
        SlotRef::Model(model) => {
            let at = model.shape().wire.iter().position(|name| name == token);
            model.parts(&mut |slots, _| {
                at.and_then(|at| slots.get(at)).into_iter().for_each(|slot| walk(*slot, rest, seen))
            });
        }
        SlotRef::Value(value) => value.get(token).into_iter().for_each(|item| walk(item, rest, seen)),
        SlotRef::Object(object) => object.get(token).into_iter().for_each(|item| walk(item, rest, seen)),
        _ => {}
    }
}

fn child(content: Content<'_>, tokens: &[String], seen: &mut dyn FnMut(&dyn Slot)) {
    if let Content::Known(_, slot) = content {
        walk(slot, tokens, seen);
    }
}

fn compare(slot: &dyn Slot, expected: &Value) -> Result<(), String> {
    let wanted = |name: &str| expected.get(name).and_then(Value::as_str);
    let counted = expected.get("count").and_then(Value::as_u64);
    let fits = match slot.slot_ref() {
        SlotRef::Maybe(Some(inner)) => return compare(inner, expected),
        SlotRef::Maybe(None) | SlotRef::Unit => expected.is_null(),
        SlotRef::Text(text) => expected == text,
        SlotRef::Enum(text) => text.is_known() && expected == text.text(),
        SlotRef::Bool(flag) => *expected == flag,
        SlotRef::Integer(number) => *expected == number,
        SlotRef::Double(number) => expected.as_f64() == Some(number),
        SlotRef::Single(number) => expected.as_f64() == Some(f64::from(number)),
        SlotRef::Value(value) => value == expected,
        SlotRef::Object(object) => expected.as_object() == Some(object),
        SlotRef::List(list) => counted == Some(list.len() as u64),
        SlotRef::Map(map) => counted == Some(map.len() as u64),
        SlotRef::Model(model) => wanted("is") == Some(model.shape().name),
        SlotRef::Union(union) => return compare_child(union.content(), expected),
        SlotRef::AnyOf(any) => return compare_child(any.content(), expected),
    };
    if fits { Ok(()) } else { Err(format!("expected {expected}, found {slot:?}")) }
}

fn compare_child(content: Content<'_>, expected: &Value) -> Result<(), String> {
    let told = |tags: Tags| tags.all.iter().any(|tag| expected.get("of").and_then(Value::as_str) == Some(tag));
    match content {
        Content::Known(tags, _) | Content::Nothing(tags) if told(tags) => Ok(()),
        Content::Known(_, slot) => compare(slot, expected),
        Content::Nothing(_) => Err(format!("expected {expected}, found nothing")),
        Content::Unknown(value) => Err(format!("expected {expected}, found the unknown {value}")),
    }
}
