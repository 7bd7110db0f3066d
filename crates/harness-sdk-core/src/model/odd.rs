//! Reading values of another JSON type than their place's: converted where that loses nothing, else passed over.

use super::found::Fate;
use super::json::{Kind, Reader};
use super::kept::{Kept, Place};
use super::slot::Record;
use super::trail::Fault;
use super::{Residue, SlotMut};

/// Reads a `null` that is no field's value but an item or the document.
#[cold]
pub(super) fn null(slot: SlotMut<'_>, reader: &mut Reader<'_>) -> Result<(), Fault> {
    match slot {
        SlotMut::Model(model) => return whole(model, reader),
        SlotMut::Unit | SlotMut::Maybe(_) | SlotMut::Value(_) | SlotMut::Union(_) | SlotMut::AnyOf(_) => slot.clear(),
        slot => {
            slot.clear();
            reader.unkept = true;
        }
    }
    reader.skip()
}

/// Reads a value of the JSON type `kind`, which `slot`, no list, does not read of itself.
#[cold]
pub(super) fn misfit(slot: SlotMut<'_>, kind: Kind, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let at = reader.offset();
    let (expected, found) = words(&slot, kind);
    let read = match (slot, kind) {
        (SlotMut::Model(model), _) => {
            reader.misfit(at, expected, found, Fate::Lost);
            return whole(model, reader);
        }
        (SlotMut::Text(text), Kind::Number | Kind::Bool) => put(text, Some(scalar(kind, reader)?)),
        (SlotMut::Enum(text), Kind::Number | Kind::Bool) => {
            text.set(&scalar(kind, reader)?);
            true
        }
        (SlotMut::Bool(flag), Kind::Text) => put(flag, flag_of(&reader.string()?)),
        (SlotMut::Long(number), Kind::Text) => put(number, number_of(&reader.string()?, |text| text.long())),
        (SlotMut::Int(number), Kind::Text) => put(number, number_of(&reader.string()?, |text| text.int())),
        (SlotMut::Double(number), Kind::Text) => put(number, any_double_of(&reader.string()?)),
        (SlotMut::Single(number), Kind::Text) => put(number, any_double_of(&reader.string()?).and_then(narrow)),
        (SlotMut::Double(number), Kind::Number) => put_or_skip(number, reader.no_finite_number()?, reader)?,
        (SlotMut::Single(number), Kind::Number) => {
            let double = reader.no_finite_number()?;
            put_or_skip(number, double.and_then(narrow), reader)?
        }
        _ => {
            reader.skip()?;
            false
        }
    };
    reader.misfit(at, expected, found, if read { Fate::Converted } else { Fate::Lost });
    reader.unkept = true;
    Ok(())
}

fn put<T>(place: &mut T, value: Option<T>) -> bool {
    value.map(|value| *place = value).is_some()
}

fn put_or_skip<T>(place: &mut T, value: Option<T>, reader: &mut Reader<'_>) -> Result<bool, Fault> {
    if value.is_none() {
        reader.skip()?;
    }
    Ok(put(place, value))
}

/// The types as a misfit names them.
fn words(slot: &SlotMut<'_>, kind: Kind) -> (&'static str, &'static str) {
    match (slot, kind) {
        (SlotMut::Long(_), Kind::Number) => ("an integer of at most 64 bits", "another number"),
        (SlotMut::Int(_), Kind::Number) => ("an integer of at most 32 bits", "another number"),
        (SlotMut::Double(_), Kind::Number) => ("a number of double precision", "a larger number, or none"),
        (SlotMut::Single(_), Kind::Number) => ("a number of single precision", "a larger number, or none"),
        (SlotMut::Text(_) | SlotMut::Enum(_), _) => (Kind::Text.name(), kind.name()),
        (SlotMut::Bool(_), _) => (Kind::Bool.name(), kind.name()),
        (SlotMut::Map(_) | SlotMut::Object(_) | SlotMut::Model(_), _) => (Kind::Object.name(), kind.name()),
        _ => (Kind::Number.name(), kind.name()),
    }
}

/// The text that a number or boolean is.
fn scalar(kind: Kind, reader: &mut Reader<'_>) -> Result<String, Fault> {
    Ok(match kind {
        Kind::Bool => reader.bool()?.to_string(),
        _ => reader.number_text()?.to_owned(),
    })
}

fn flag_of(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    is("true").then_some(true).or_else(|| is("false").then_some(false))
}

/// The number that a text is, in JSON's spelling.
fn number_of<T>(text: &str, read: impl FnOnce(&mut Reader<'_>) -> Result<Option<T>, Fault>) -> Option<T> {
    let reader = &mut Reader::new(text);
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let number = is_number.then(|| read(reader).ok().flatten()).flatten();
    number.filter(|_| reader.offset() == text.len())
}

/// As [`number_of`], and what servers write for numbers that JSON has no words for.
fn any_double_of(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        _ => number_of(text, |text| text.double()),
    }
}

/// The same number with single precision, if that can hold one of its size.
#[allow(clippy::cast_possible_truncation, reason = "single precision is what was asked for")]
fn narrow(double: f64) -> Option<f32> {
    let single = double as f32;
    (single.is_finite() || !double.is_finite()).then_some(single)
}

/// Keeps JSON that is no object in the model that should have been read from it, which stays empty.
fn whole(model: &mut dyn Record, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let start = reader.offset();
    let around = reader.unkept;
    reader.skip()?;
    let mut kept = Some(Kept::read(Place::Whole, start, reader)?);
    reader.unkept = around;
    SlotMut::Model(model).clear();
    model.parts_mut(&mut |slots, residue| {
        *residue = Residue::of_missing(slots.len());
        kept.take().into_iter().for_each(|kept| residue.keep(kept));
    });
    Ok(())
}
