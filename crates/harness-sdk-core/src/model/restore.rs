//! Writing back JSON that was kept, as far as the value that was read from it is still the same.

use super::json::{Kind, Reader};
use super::kept::{Kept, Place};
use super::slot::{Dictionary, List};
use super::trail::Fault;
use super::{Content, JsonObject, Map, Residue, Sensitive, Slot, SlotRef, Value, read, write};

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

/// Writes a value: what of it is as it was read from `kept`, as it came, and the rest as it is.
pub(super) fn write_kept(slot: SlotRef<'_>, kept: &Kept, out: &mut Vec<u8>) -> Result<(), Fault> {
    Restored { kept }.write(slot, &mut Reader::new(kept.text()), out)
}

/// Whether an unknown field still has the value that was read from what is kept.
pub(super) fn is_unchanged(kept: &Kept, value: &Value) -> bool {
    let mut raw = Reader::new(kept.text());
    raw.field_name().and_then(|()| raw.value()).is_ok_and(|came| came == *value)
}

/// Whether the field or model of what is kept still is as it was read.
pub(super) fn is_live(kept: &Kept, slot: SlotRef<'_>) -> bool {
    stands_for(kept, &slot) && Restored { kept }.agrees(slot, &mut Reader::new(kept.text()))
}

/// What a model came as, in place of an object.
pub(super) fn whole<'r>(residue: &'r Residue, slots: &[&dyn Slot]) -> Option<&'r Kept> {
    let whole = residue.kept_of(&Place::Whole)?;
    (residue.unknown().is_empty() && slots.iter().all(|slot| slot.slot_ref().is_empty())).then_some(whole)
}

struct Restored<'k> {
    kept: &'k Kept,
}

impl Restored<'_> {
    /// `raw` stands before what `slot` was read from, and may be left anywhere.
    fn write(&self, slot: SlotRef<'_>, raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
        match (slot, raw.kind()?) {
            (SlotRef::Maybe(Some(slot)), _) if self.kept.is_lost(raw.offset()) => write::write(slot, out),
            (SlotRef::Maybe(Some(slot)), _) => self.write(slot.slot_ref(), raw, out),
            (SlotRef::List(list), Kind::List) => self.write_list(list, raw, out),
            (SlotRef::List(list), _) => match list.item(0) {
                Some(item) if list.len() == 1 => self.write(item.slot_ref(), raw, out),
                None if self.kept.is_lost(raw.offset()) => copy(raw, out),
                None if raw.kind()? == Kind::Null => copy(raw, out),
                _ => write::write_slot(SlotRef::List(list), out, None),
            },
            (SlotRef::Map(map), Kind::Object) => self.write_map(map, raw, out),
            (SlotRef::AnyOf(any), _) => match any.content() {
                Content::Known(_, child) if !matches!(child.slot_ref(), SlotRef::Model(_)) => {
                    self.write(child.slot_ref(), raw, out)
                }
                _ => self.write_leaf(SlotRef::AnyOf(any), raw, out),
            },
            (slot, _) => self.write_leaf(slot, raw, out),
        }
    }

    fn write_leaf(&self, slot: SlotRef<'_>, raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
        let start = raw.mark();
        let keeps_itself = match &slot {
            SlotRef::Model(_) => true,
            SlotRef::Union(union) => union.content().unknown().is_none(),
            SlotRef::AnyOf(any) => any.content().unknown().is_none(),
            _ => false,
        };
        if keeps_itself || !self.agrees(slot, raw) {
            return write::write_slot(slot, out, None);
        }
        raw.jump_to(start);
        copy(raw, out)
    }

    fn write_list(&self, list: &dyn List, raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
        let came = places(raw)?;
        let same = self.alignment(list, raw, &came);
        out.push(b'[');
        for index in 0..list.len() {
            let Some(item) = list.item(index) else { break };
            if index > 0 {
                out.push(b',');
            }
            let written = match same(index) {
                Some(at) => self.write(item.slot_ref(), &mut raw.again(at), out),
                None => write::write(item, out),
            };
            written.map_err(|fault| fault.in_item(index))?;
        }
        out.push(b']');
        Ok(())
    }

    /// Which items are those that came: from the first and from the last on, as long as they agree.
    fn alignment<'c>(
        &self,
        list: &dyn List,
        raw: &Reader<'_>,
        came: &'c [usize],
    ) -> impl Fn(usize) -> Option<usize> + use<'c> {
        let (now, then) = (list.len(), came.len());
        let least = now.min(then);
        let agree = |index: usize, origin: usize| {
            let at = came.get(origin).copied().unwrap_or_default();
            list.item(index).is_some_and(|item| self.agrees(item.slot_ref(), &mut raw.again(at)))
        };
        let head = if now == then { now } else { (0..least).take_while(|index| agree(*index, *index)).count() };
        let tail = (1..=least - head).take_while(|back| agree(now - back, then - back)).count();
        move |index| match index {
            index if index < head => came.get(index).copied(),
            index if index + tail >= now => came.get(index + then - now).copied(),
            _ => None,
        }
    }

    fn write_map(&self, map: &dyn Dictionary, raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
        let came = entries(raw)?;
        out.push(b'{');
        let mut first = true;
        let mut done = Ok(());
        map.each(&mut |name, value| {
            if !std::mem::take(&mut first) {
                out.push(b',');
            }
            let written = match came.get(name) {
                Some((quoted, at)) => {
                    out.extend_from_slice(quoted.as_bytes());
                    out.push(b':');
                    self.write(value.slot_ref(), &mut raw.again(*at), out)
                }
                None => {
                    super::json::quote(name, out);
                    out.push(b':');
                    write::write(value, out)
                }
            };
            done = written.map_err(|fault| fault.in_field(name));
            done.is_ok()
        });
        out.push(b'}');
        done
    }

    /// Whether the value is what was read from the JSON. Models and their like look after themselves.
    fn agrees(&self, slot: SlotRef<'_>, raw: &mut Reader<'_>) -> bool {
        let Ok(kind) = raw.kind() else { return false };
        if self.kept.is_lost(raw.offset()) {
            return slot.is_empty();
        }
        match slot {
            SlotRef::Maybe(Some(slot)) => self.agrees(slot.slot_ref(), raw),
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
            SlotRef::Union(union) => {
                union.content().unknown().is_none_or(|value| same(raw, |read: &Value| read == value))
            }
            SlotRef::AnyOf(any) => match any.content() {
                Content::Known(_, child) => self.agrees(child.slot_ref(), raw),
                Content::Nothing(_) => true,
                Content::Unknown(value) => same(raw, |read: &Value| read == value),
            },
            SlotRef::List(list) if kind == Kind::List => places(raw).is_ok_and(|came| {
                came.len() == list.len()
                    && came.iter().enumerate().all(|(index, at)| {
                        list.item(index).is_some_and(|item| self.agrees(item.slot_ref(), &mut raw.again(*at)))
                    })
            }),
            SlotRef::List(list) if list.len() == 0 => kind == Kind::Null,
            SlotRef::List(list) => {
                list.len() == 1 && list.item(0).is_some_and(|item| self.agrees(item.slot_ref(), raw))
            }
            SlotRef::Map(map) => self.agree(map, raw),
        }
    }

    fn agree(&self, map: &dyn Dictionary, raw: &mut Reader<'_>) -> bool {
        if raw.null().unwrap_or_default() {
            return map.len() == 0;
        }
        entries(raw).is_ok_and(|came| {
            let mut all = came.len() == map.len();
            map.each(&mut |name, value| {
                all = all && came.get(name).is_some_and(|(_, at)| self.agrees(value.slot_ref(), &mut raw.again(*at)));
                all
            });
            all
        })
    }
}

fn copy(raw: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), Fault> {
    out.extend_from_slice(&raw.copy(&[])?.text);
    Ok(())
}

/// Whether what is read from the JSON passes a look.
fn same<T: Slot + Default>(raw: &mut Reader<'_>, look: impl FnOnce(&T) -> bool) -> bool {
    let mut scratch = T::default();
    read::read(&mut scratch, raw).is_ok() && look(&scratch)
}

/// Where the items of a list start.
fn places(raw: &mut Reader<'_>) -> Result<Vec<usize>, Fault> {
    let mut places = Vec::new();
    raw.list(|raw, _| {
        raw.kind()?;
        places.push(raw.offset());
        raw.skip()
    })?;
    Ok(places)
}

/// The entries of an object by what is read of their names: the name as it stands, and where the value starts.
fn entries(raw: &mut Reader<'_>) -> Result<Map<(String, usize)>, Fault> {
    let mut entries = Map::new();
    raw.named(|raw, quoted| {
        raw.kind()?;
        let name = Reader::new(quoted).string()?.into_owned();
        entries.insert(name, (quoted.to_owned(), raw.offset()));
        raw.skip()
    })?;
    Ok(entries)
}
