//! The ways from JSON to a value and back.

use super::json::Reader;
use super::trail::Fault;
use super::{DecodeError, EncodeError, Slot, Value, read, write};

/// Reads one JSON document.
///
/// # Errors
/// [`DecodeError`] if the document is not JSON (anything but white space after it included), is nested deeper than 127
/// lists and objects, or has a value of another type than `T` asks for.
pub fn from_slice<T: Slot + Default>(document: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::default();
    match read_document(&mut value, document) {
        Ok(()) => Ok(value),
        Err(fault) => Err(DecodeError::new(&fault, document)),
    }
}

/// Reads one JSON document into a value whose type is not known here.
///
/// # Errors
/// As [`from_slice`].
#[doc(hidden)]
pub fn read_into(slot: &mut dyn Slot, document: &[u8]) -> Result<(), DecodeError> {
    read_document(slot, document).map_err(|fault| DecodeError::new(&fault, document))
}

fn read_document(slot: &mut dyn Slot, document: &[u8]) -> Result<(), Fault> {
    let mut reader = Reader::new(text_of(document)?);
    read::read(slot, &mut reader)?;
    reader.end()
}

/// The text of a document.
pub(super) fn text_of(document: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(document).map_err(|error| Fault::new(error.valid_up_to(), "the document is not UTF-8 text"))
}

/// Writes a value as JSON, without white space.
///
/// # Errors
/// [`EncodeError`] if a number in it is infinite or not a number.
pub fn to_vec<T: Slot>(value: &T) -> Result<Vec<u8>, EncodeError> {
    write_document(value)
}

/// Writes a value whose type is not known here.
///
/// # Errors
/// As [`to_vec`].
#[doc(hidden)]
pub fn write_out(slot: &dyn Slot) -> Result<Vec<u8>, EncodeError> {
    write_document(slot)
}

/// Writes a value of any type.
pub(super) fn write_document(slot: &dyn Slot) -> Result<Vec<u8>, EncodeError> {
    // Room for most bodies: growing copies.
    let mut out = Vec::with_capacity(1024);
    write::write(slot, &mut out).map_err(|fault| EncodeError::new(&fault))?;
    Ok(out)
}

/// Reads a value from JSON that is a tree already, such as an unknown field or the unknown child of a union.
///
/// # Errors
/// [`DecodeError`] if a value is of another type than `T` asks for. Its line and column are those of the tree written on
/// one line.
pub fn from_value<T: Slot + Default>(value: &Value) -> Result<T, DecodeError> {
    from_slice(value.to_string().as_bytes())
}

/// Makes a JSON tree of a value.
///
/// # Errors
/// [`EncodeError`] if a number in it is infinite or not a number.
pub fn to_value<T: Slot>(value: &T) -> Result<Value, EncodeError> {
    let document = write_document(value)?;
    let tree = std::str::from_utf8(&document).ok().map(|text| Reader::new(text).value());
    match tree {
        Some(Ok(tree)) => Ok(tree),
        Some(Err(fault)) => Err(EncodeError::new(&fault)),
        None => Err(EncodeError::new(&Fault::new(0, "what was written is not UTF-8 text"))),
    }
}

/// Reads the JSON of a value as another type.
///
/// # Errors
/// [`DecodeError`] if a value is of another type than `T` asks for, or a number is infinite or not a number.
pub fn decode_as<T: Slot + Default>(slot: &dyn Slot) -> Result<T, DecodeError> {
    let mut document = Vec::new();
    write::write(slot, &mut document).map_err(|fault| DecodeError::new(&fault, &[]))?;
    from_slice(&document)
}
