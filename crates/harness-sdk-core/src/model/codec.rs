//! The ways from JSON to a value and back.

use super::found::Found;
use super::json::Reader;
use super::misfit::Misfit;
use super::odds::Odds;
use super::original::Original;
use super::trail::Fault;
use super::{DecodeError, EncodeError, Slot, Value, read, write};

/// Reads one JSON document. Values of another JSON type than their fields' are passed over, as the [module](super) says;
/// [`from_slice_with_misfits`] tells of them.
///
/// # Errors
/// [`DecodeError`] if the document is not JSON (anything but white space after it included), is nested deeper than 127
/// lists and objects, or is itself of another JSON type than `T`.
pub fn from_slice<T: Slot + Default>(document: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::default();
    match read_document(&mut value, document, Root::OfType, None) {
        Ok(_) => Ok(value),
        Err(fault) => Err(DecodeError::new(&fault, document)),
    }
}

/// Reads one JSON document, and tells which of its values are of another JSON type than their fields: the first 1,000 of
/// them, in their order.
///
/// # Errors
/// As [`from_slice`].
///
/// ```
/// use harness_sdk_core::model;
///
/// harness_sdk_core::model! {
///     /// A run.
///     pub struct Run { "ended" => pub ended: Option<i64>, "output" => pub output: Option<String> }
/// }
///
/// let (run, misfits) = model::from_slice_with_misfits::<Run>(br#"{"ended":"1664436857059","output":{}}"#)?;
/// assert_eq!((run.ended, run.output), (Some(1_664_436_857_059), None));
/// assert_eq!(misfits[0].to_string(), "expected a number, found a string at /ended");
/// assert!(misfits[0].is_converted() && !misfits[1].is_converted());
/// # Ok::<(), model::DecodeError>(())
/// ```
pub fn from_slice_with_misfits<T: Slot + Default>(document: &[u8]) -> Result<(T, Vec<Misfit>), DecodeError> {
    let mut value = T::default();
    let misfits = read_into(&mut value, document)?;
    Ok((value, misfits))
}

/// As [`from_slice_with_misfits`], with what the value cannot keep of the document itself: the odd items of a bare list of
/// scalars, say. [`Original::to_vec`] writes the value back with it.
///
/// # Errors
/// As [`from_slice`].
///
/// ```
/// use harness_sdk_core::model;
///
/// let (mut counts, misfits, original) = model::from_slice_with_original::<Vec<i64>>(br#"[1,"2",{"soon":true}]"#)?;
/// assert_eq!((counts.as_slice(), misfits.len()), ([1, 2, 0].as_slice(), 2));
/// counts.push(4);
/// assert_eq!(original.to_vec(&counts)?, br#"[1,"2",{"soon":true},4]"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_slice_with_original<T: Slot + Default>(document: &[u8]) -> Result<(T, Vec<Misfit>, Original), DecodeError> {
    let mut value = T::default();
    let (misfits, original) = read_into_with_original(&mut value, document)?;
    Ok((value, misfits, original))
}

/// As [`from_slice_with_original`], into a value whose type is not known here.
///
/// # Errors
/// As [`from_slice`].
#[doc(hidden)]
pub fn read_into_with_original(slot: &mut dyn Slot, document: &[u8]) -> Result<(Vec<Misfit>, Original), DecodeError> {
    read_told(slot, document, Root::OfType).map(|odds| (odds.misfits, odds.original))
}

/// Reads one JSON document into a value whose type is not known here.
///
/// # Errors
/// As [`from_slice`].
#[doc(hidden)]
pub fn read_into(slot: &mut dyn Slot, document: &[u8]) -> Result<Vec<Misfit>, DecodeError> {
    read_told(slot, document, Root::OfType).map(|odds| odds.misfits)
}

/// Of which JSON type a document must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Root {
    /// That of the type asked for.
    OfType,
    /// Any.
    Any,
}

/// Reads one JSON document, and tells what was odd about it.
pub(crate) fn read_told(slot: &mut dyn Slot, document: &[u8], root: Root) -> Result<Odds, DecodeError> {
    let mut original = Original::default();
    let found = read_document(slot, document, root, Some(&mut original));
    let found = found.map_err(|fault| DecodeError::new(&fault, document))?;
    let odds = std::str::from_utf8(document).map(|text| Odds::of(text, found)).unwrap_or_default();
    Ok(Odds { original, ..odds })
}

fn read_document(
    slot: &mut dyn Slot,
    document: &[u8],
    root: Root,
    original: Option<&mut Original>,
) -> Result<Vec<Found>, Fault> {
    let mut reader = Reader::new(text_of(document)?);
    reader.kind()?;
    let start = reader.offset();
    read::read(slot, &mut reader)?;
    if reader.unkept
        && let Some(original) = original
    {
        *original = Original::read(start, &mut reader)?;
    }
    reader.end()?;
    let misfit = reader.misfits.iter().find(|one| one.at == start && one.fate.refuses_root());
    match misfit.filter(|_| root == Root::OfType) {
        None => Ok(reader.misfits),
        Some(one) => Err(Fault::new(start, format!("expected {}, found {}", one.expected, one.found))),
    }
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
/// [`DecodeError`] if it is of another JSON type than `T`. Its line and column are those of the tree written on one line.
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
/// [`DecodeError`] if it is of another JSON type than `T`, or a number is infinite or not a number.
pub fn decode_as<T: Slot + Default>(slot: &dyn Slot) -> Result<T, DecodeError> {
    let mut document = Vec::new();
    write::write(slot, &mut document).map_err(|fault| DecodeError::new(&fault, &[]))?;
    from_slice(&document)
}
