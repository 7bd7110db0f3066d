//! Whether a value still is what was read from JSON that was kept.

use super::json::{Kind, Reader};
use super::kept::{Kept, Place};
use super::slot::Dictionary;
use super::trail::Fault;
use super::{Content, JsonObject, Map, Residue, Sensitive, Slot, SlotRef, Value, read};

/// Whether what a field came as is to be written in its place. A field that was emptied since, or filled, is written as
/// any other.
pub(super) fn stands_for(kept: &Kept, slot: &SlotRef<'_>) -> bool {
    let mut raw = Reader::new(kept.text());
    let Ok(kind) = raw.kind() else { return false };
    let is_lost = kept.is_lost(raw.offset());
    match slot {
        SlotRef::Maybe(None) => is_lost,
        SlotRef::List(list) if list.len() == 0 => is_lost || kind == Kind::List,
        SlotRef::Map(map) if map.len() == 0 => is_lost,
        _ => true,
    }
}

/// Whether an unknown field still has the value that was read from what is kept.
pub(super) fn is_unchanged(kept: &Kept, value: &Value) -> bool {
    let mut raw = Reader::new(kept.text());
    raw.field_name().and_then(|()| raw.value()).is_ok_and(|came| came == *value)
}

/// Whether the field or model of what is kept still is as it was read.
pub(super) fn is_live(kept: &Kept, slot: SlotRef<'_>) -> bool {
    stands_for(kept, &slot) && agrees(kept, slot, &mut Reader::new(kept.text()))
}

/// What a model came as, in place of an object.
pub(super) fn whole<'r>(residue: &'r Residue, slots: &[&dyn Slot]) -> Option<&'r Kept> {
    let whole = residue.kept_of(&Place::Whole)?;
    (residue.unknown().is_empty() && slots.iter().all(|slot| slot.slot_ref().is_empty())).then_some(whole)
}

/// Whether the value is what was read from the JSON. Models and their like look after themselves.
pub(super) fn agrees(kept: &Kept, slot: SlotRef<'_>, raw: &mut Reader<'_>) -> bool {
    let Ok(kind) = raw.kind() else { return false };
    if kept.is_lost(raw.offset()) {
        return slot.is_empty();
    }
    match slot {
        SlotRef::Maybe(Some(slot)) => agrees(kept, slot.slot_ref(), raw),
        SlotRef::Unit | SlotRef::Model(_) => true,
        SlotRef::Maybe(None) => kind == Kind::Null,
        SlotRef::Text(text) => same(raw, |read: &Sensitive<String>| read.expose() == text),
        SlotRef::Enum(text) => same(raw, |read: &String| read == text.text()),
        SlotRef::Bool(flag) => same(raw, |read: &bool| *read == flag),
        SlotRef::Integer(number) => same(raw, |read: &i64| *read == number),
        SlotRef::Double(number) => same(raw, |read: &f64| read.to_bits() == number.to_bits()),
        SlotRef::Single(number) => same(raw, |read: &f32| read.to_bits() == number.to_bits()),
        SlotRef::Value(value) => same(raw, |read: &Value| read == value),
        SlotRef::Object(object) => same(raw, |read: &JsonObject| read == object),
        SlotRef::Union(union) => union.content().unknown().is_none_or(|value| same(raw, |read: &Value| read == value)),
        SlotRef::AnyOf(any) => match any.content() {
            Content::Known(_, child) => agrees(kept, child.slot_ref(), raw),
            Content::Nothing(_) => true,
            Content::Unknown(value) => same(raw, |read: &Value| read == value),
        },
        SlotRef::List(list) if kind == Kind::List => places(raw).is_ok_and(|came| {
            came.len() == list.len()
                && came.iter().enumerate().all(|(index, at)| {
                    list.item(index).is_some_and(|item| agrees(kept, item.slot_ref(), &mut raw.again(*at)))
                })
        }),
        SlotRef::List(list) if list.len() == 0 => kind == Kind::Null,
        SlotRef::List(list) => list.len() == 1 && list.item(0).is_some_and(|item| agrees(kept, item.slot_ref(), raw)),
        SlotRef::Map(map) => agree(kept, map, raw),
    }
}

fn agree(kept: &Kept, map: &dyn Dictionary, raw: &mut Reader<'_>) -> bool {
    if raw.null().unwrap_or_default() {
        return map.len() == 0;
    }
    entries(raw).is_ok_and(|came| {
        let mut all = came.len() == map.len();
        map.each(&mut |name, value| {
            all = all && came.get(name).is_some_and(|(_, at)| agrees(kept, value.slot_ref(), &mut raw.again(*at)));
            all
        });
        all
    })
}

/// Whether what is read from the JSON passes a look.
fn same<T: Slot + Default>(raw: &mut Reader<'_>, look: impl FnOnce(&T) -> bool) -> bool {
    let mut scratch = T::default();
    read::read(&mut scratch, raw).is_ok() && look(&scratch)
}

/// Where the items of a list start.
pub(super) fn places(raw: &mut Reader<'_>) -> Result<Vec<usize>, Fault> {
    let mut places = Vec::new();
    raw.list(|raw, _| {
        raw.kind()?;
        places.push(raw.offset());
        raw.skip()
    })?;
    Ok(places)
}

/// The entries of an object by what is read of their names: the name as it stands, and where the value starts.
pub(super) fn entries(raw: &mut Reader<'_>) -> Result<Map<(String, usize)>, Fault> {
    let mut entries = Map::new();
    raw.named(|raw, quoted| {
        raw.kind()?;
        let name = Reader::new(quoted).string()?.into_owned();
        entries.insert(name, (quoted.to_owned(), raw.offset()));
        raw.skip()
    })?;
    Ok(entries)
}
