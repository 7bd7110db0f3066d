//! Writing a value as JSON.

use serde::Serialize;

use super::alike;
use super::json::{EXACT, quote};
use super::kept::{Kept, Place};
use super::residue::{Origin, Residue};
use super::restore::write_kept;
use super::slot::{Absence, Dictionary, List, Record};
use super::told::{Own, Told, told};
use super::trail::Fault;
use super::{Content, Map, Shape, Slot, SlotRef};

/// Writes a value at the end of `out`.
pub(super) fn write(slot: &dyn Slot, out: &mut Vec<u8>) -> Result<(), Fault> {
    write_slot(slot.slot_ref(), out, None)
}

/// Writes a value: what of it is as it was read from `kept`, as it came, and the rest as it is.
pub(super) fn write_back(slot: SlotRef<'_>, kept: &Kept, out: &mut Vec<u8>) -> Result<(), Fault> {
    write_kept(slot, kept, out, |slot, out| write_slot(slot, out, None))
}

fn write_slot(slot: SlotRef<'_>, out: &mut Vec<u8>, tag: Option<Own>) -> Result<(), Fault> {
    match slot {
        SlotRef::Unit | SlotRef::Maybe(None) => out.extend_from_slice(b"null"),
        SlotRef::Maybe(Some(slot)) => return write_slot(slot.slot_ref(), out, tag),
        SlotRef::Text(text) => quote(text, out),
        SlotRef::Enum(text) => quote(text.text(), out),
        SlotRef::Bool(flag) => out.extend_from_slice(if flag { b"true" } else { b"false" }),
        SlotRef::Integer(number) => return plain(&number, out),
        SlotRef::Double(number) => return double(number, number, out),
        SlotRef::Single(number) => return double(number.into(), number, out),
        SlotRef::Value(value) => return plain(value, out),
        SlotRef::Object(object) => return plain(object, out),
        SlotRef::List(list) => return write_list(list, out),
        SlotRef::Map(map) => return write_map(map, out),
        SlotRef::Model(model) => return write_model(model, out, tag),
        SlotRef::Union(union) => return write_content(&union.content(), out, union.tag()),
        SlotRef::AnyOf(any) => return write_content(&any.content(), out, None),
    }
    Ok(())
}

/// Writes what `serde_json` has words for.
fn plain(value: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Fault> {
    serde_json::to_writer(out, value).map_err(|error| Fault::new(0, error.to_string()))
}

/// Writes a number, and a whole one as an integer: servers refuse `1.0` where they take an integer.
#[allow(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
fn double(number: f64, as_is: impl Serialize, out: &mut Vec<u8>) -> Result<(), Fault> {
    if number.fract() == 0.0 && number.abs() < EXACT {
        return plain(&(number as i64), out);
    }
    if !number.is_finite() {
        return Err(Fault::new(0, format!("JSON has no number {number}")));
    }
    plain(&as_is, out)
}

fn write_list(list: &dyn List, out: &mut Vec<u8>) -> Result<(), Fault> {
    out.push(b'[');
    for index in 0..list.len() {
        let Some(item) = list.item(index) else { break };
        if index > 0 {
            out.push(b',');
        }
        write(item, out).map_err(|fault| fault.in_item(index))?;
    }
    out.push(b']');
    Ok(())
}

fn write_map(map: &dyn Dictionary, out: &mut Vec<u8>) -> Result<(), Fault> {
    let mut object = Object::open(out);
    let mut done = Ok(());
    map.each(&mut |name, value| {
        done = write(value, object.field(name)).map_err(|fault| fault.in_field(name));
        done.is_ok()
    });
    done?;
    object.close();
    Ok(())
}

fn write_content(content: &Content<'_>, out: &mut Vec<u8>, tag: Option<&'static str>) -> Result<(), Fault> {
    match content {
        Content::Known(tags, child) => write_slot(child.slot_ref(), out, tag.map(|tag| (tag, *tags))),
        Content::Nothing(_) => {
            out.extend_from_slice(b"{}");
            Ok(())
        }
        Content::Unknown(value) => plain(value, out),
    }
}

fn write_model(model: &dyn Record, out: &mut Vec<u8>, tag: Option<Own>) -> Result<(), Fault> {
    let shape = model.shape();
    let mut done = Ok(());
    model.parts(&mut |slots, residue| done = write_fields(shape, slots, residue, tag, out));
    done
}

fn write_fields(
    shape: &Shape,
    slots: &[&dyn Slot],
    residue: &Residue,
    tag: Option<Own>,
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    let keeps = !residue.kept().is_empty();
    if keeps && let Some(whole) = alike::whole(residue, slots) {
        out.extend_from_slice(whole.text().as_bytes());
        return Ok(());
    }
    let mut object = Object::open(out);
    let is_special = keeps || tag.is_some() || !shape.tagged.is_empty();
    for (index, (slot, name)) in slots.iter().zip(shape.wire).enumerate() {
        let slot = slot.slot_ref();
        let origin = residue.origin(index);
        if is_special {
            if keeps && write_field_back(slot, index, name, residue, &mut object)? {
                continue;
            }
            match told(shape, slots, index, residue, tag).map_err(|fault| fault.in_field(name))? {
                Told::Tag(value) => {
                    quote(value, object.known_field(name));
                    continue;
                }
                Told::Nothing if origin == Origin::Null => {
                    object.known_field(name).extend_from_slice(b"null");
                    continue;
                }
                Told::Nothing => continue,
                Told::No => {}
            }
        }
        match Form::of(&slot, origin) {
            Form::Left => {}
            Form::Null => object.known_field(name).extend_from_slice(b"null"),
            Form::Value => write_slot(slot, object.known_field(name), None).map_err(|fault| fault.in_field(name))?,
        }
    }
    write_unknown(residue, &mut object)?;
    object.close();
    Ok(())
}

/// Writes a field as it came, as far as it still is that, and says whether it did.
#[cold]
fn write_field_back(
    slot: SlotRef<'_>,
    index: usize,
    name: &str,
    residue: &Residue,
    object: &mut Object<'_>,
) -> Result<bool, Fault> {
    let Some(kept) = residue.kept_of(&Place::Field(index)).filter(|kept| alike::stands_for(kept, &slot)) else {
        return Ok(false);
    };
    write_back(slot, kept, object.known_field(name)).map_err(|fault| fault.in_field(name))?;
    Ok(true)
}

fn write_unknown(residue: &Residue, object: &mut Object<'_>) -> Result<(), Fault> {
    let unknown = residue.unknown();
    if unknown.is_empty() {
        return Ok(());
    }
    let kept: Map<&Kept> = residue.kept().iter().filter_map(|kept| Some((kept.unknown_name()?, kept))).collect();
    for (name, value) in unknown {
        match kept.get(name) {
            Some(kept) if alike::is_unchanged(kept, value) => object.whole_field(kept.text()),
            _ => plain(value, object.field(name))?,
        }
    }
    Ok(())
}

/// Whether a field holds what it holds when nothing was put there, and a setter of a model in it was not called either.
pub(super) fn is_unset(slot: &SlotRef<'_>) -> bool {
    match slot {
        SlotRef::Model(model) => {
            let mut unset = false;
            model.parts(&mut |slots, residue| {
                unset = residue.is_untouched() && slots.iter().all(|slot| is_unset(&slot.slot_ref()));
            });
            unset
        }
        other => other.is_empty(),
    }
}

/// How a field is written.
enum Form {
    Left,
    Null,
    Value,
}

impl Form {
    /// A value that is not empty is always written; an empty one as it stood in the JSON that the model came from, and in a
    /// new model if a setter gave it.
    fn of(slot: &SlotRef<'_>, origin: Origin) -> Self {
        match (slot.absence(), origin) {
            (Absence::None | Absence::Bare, Origin::Null) => Self::Null,
            (Absence::None, _) | (Absence::Bare, Origin::Fresh | Origin::Missing) => Self::Left,
            (Absence::No, Origin::Null) if is_unset(slot) => Self::Null,
            (Absence::No, Origin::Fresh | Origin::Missing) if is_unset(slot) => Self::Left,
            (Absence::Bare | Absence::No, _) => Self::Value,
        }
    }
}

/// A JSON object while it is written.
struct Object<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl<'o> Object<'o> {
    fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, first: true }
    }

    /// Writes a name and its value, which are JSON already.
    fn whole_field(&mut self, text: &str) {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Writes a name and hands out the place of its value.
    fn field(&mut self, name: &str) -> &mut Vec<u8> {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        quote(name, self.out);
        self.out.push(b':');
        self.out
    }

    /// Writes a name that needs no escapes, as those of known fields are, and hands out the place of its value.
    #[inline]
    fn known_field(&mut self, name: &str) -> &mut Vec<u8> {
        let start: &[u8] = if std::mem::take(&mut self.first) { b"\"" } else { b",\"" };
        self.out.extend_from_slice(start);
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    fn close(self) {
        self.out.push(b'}');
    }
}
