//! Serde's traits for generated types: any format, by way of JSON.

use std::cell::RefCell;

use serde::de::Error as _;
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::codec::{from_value, write_document};
use super::json::{Kind, Reader};
use super::trail::Fault;
use super::{Slot, SlotRef, Value};

/// Reads a generated type from any self-describing format.
///
/// # Errors
/// The format's own, or that a value is of another type than `T` asks for.
pub fn deserialize<'de, T: Slot + Default, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    from_value(&value).map_err(|error| D::Error::custom(format_args!("{} at {}", error.message(), error.path())))
}

/// Writes a generated type in any format.
///
/// # Errors
/// The format's own, or that a number is infinite or not a number.
pub fn serialize<S: Serializer>(slot: &dyn Slot, serializer: S) -> Result<S::Ok, S::Error> {
    if let SlotRef::Enum(text) = slot.slot_ref() {
        return serializer.serialize_str(text.text());
    }
    serialize_document(&write_document(slot).map_err(S::Error::custom)?, serializer)
}

/// Writes JSON in any format.
pub(crate) fn serialize_document<S: Serializer>(document: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    let text = std::str::from_utf8(document).map_err(S::Error::custom)?;
    Rest(RefCell::new(&mut Reader::new(text))).serialize(serializer)
}

/// The value that a reader stands before.
struct Rest<'r, 'a>(RefCell<&'r mut Reader<'a>>);

impl Serialize for Rest<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reader = &mut **self.0.borrow_mut();
        match reader.kind().map_err(failed)? {
            Kind::List => write_list(reader, serializer),
            Kind::Object => write_object(reader, serializer),
            Kind::Text => serializer.serialize_str(&reader.string().map_err(failed)?),
            Kind::Null | Kind::Bool | Kind::Number => reader.value().map_err(failed)?.serialize(serializer),
        }
    }
}

fn write_list<S: Serializer>(reader: &mut Reader<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut list = serializer.serialize_seq(None)?;
    let mut result = Ok(());
    let read = reader.list(|reader, _| {
        result = list.serialize_element(&Rest(RefCell::new(reader)));
        stop_on(&result, reader)
    });
    result?;
    read.map_err(failed)?;
    list.end()
}

fn write_object<S: Serializer>(reader: &mut Reader<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(None)?;
    let mut result = Ok(());
    let read = reader.object(|reader, name| {
        result = object.serialize_entry(&name, &Rest(RefCell::new(reader)));
        stop_on(&result, reader)
    });
    result?;
    read.map_err(failed)?;
    object.end()
}

/// Ends the reading when the writing has failed; the reader's own failure is not looked at then.
fn stop_on<E>(result: &Result<(), E>, reader: &Reader<'_>) -> Result<(), Fault> {
    match result {
        Ok(()) => Ok(()),
        Err(_) => Err(reader.fault("the format refused a value")),
    }
}

fn failed<E: serde::ser::Error>(fault: Fault) -> E {
    E::custom(fault.message())
}
