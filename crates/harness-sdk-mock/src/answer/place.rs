//! Places in JSON values.

use harness_sdk_core::model::pointer::{push_token, unescaped};
use serde_json::{Map, Value};

/// The pointer to a member.
pub(super) fn of(member: &str) -> String {
    let mut pointer = String::with_capacity(member.len() + 1);
    push_token(&mut pointer, member);
    pointer
}

/// Puts a value at a JSON pointer; objects on the way are made, what else stands in the way is replaced.
pub(super) fn put(target: &mut Value, pointer: &str, value: Value) {
    let mut current = target;
    for token in pointer.split('/').skip(1) {
        if !current.is_object() {
            *current = Value::Object(Map::new());
        }
        let Some(object) = current.as_object_mut() else { return };
        current = object.entry(unescaped(token)).or_insert(Value::Null);
    }
    *current = value;
}

/// Puts a number at a place; as text where a text stood.
pub(super) fn put_number(target: &mut Value, pointer: &str, number: u64) {
    let as_text = target.pointer(pointer).is_some_and(Value::is_string);
    put(target, pointer, if as_text { number.to_string().into() } else { number.into() });
}

/// Puts a flag at a place; where a text stood, in words.
pub(super) fn put_flag(target: &mut Value, pointer: &str, flag: bool) {
    let as_text = target.pointer(pointer).is_some_and(Value::is_string);
    put(target, pointer, if as_text { flag.to_string().into() } else { flag.into() });
}

/// The pointer to what holds the place.
pub(super) fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Visits all objects, outer before inner, with their depth.
pub(super) fn objects(value: &mut Value, depth: usize, visit: &mut dyn FnMut(usize, &mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(depth, object);
            object.values_mut().for_each(|inner| objects(inner, depth + 1, visit));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| objects(item, depth + 1, visit)),
        _ => {}
    }
}

/// A digest of texts, the same on every machine (FNV-1a); it seeds what is drawn.
pub(super) fn digest<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let bytes = texts.into_iter().flat_map(|text| text.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
