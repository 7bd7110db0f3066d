//! Values of one of several types, with nothing that tells which.

use std::fmt;

use super::json::Reader;
use super::trail::Fault;
use super::{Content, Slot, Value, read};

/// A value that is one of several types, tried in their order; made by [`any_of!`](crate::any_of!).
#[doc(hidden)]
pub trait AnyOf: fmt::Debug {
    /// What it holds.
    fn content(&self) -> Content<'_>;

    /// Shows an empty value of each type to `attempt` and becomes the first that fits, else the first that will do. Says
    /// whether there is one.
    fn attempt(&mut self, attempt: &mut dyn FnMut(&mut dyn Slot) -> Verdict) -> bool;

    /// Makes it JSON of no known type.
    fn set_unknown(&mut self, value: Value);
}

/// How well JSON agrees with a type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It has all fields of the JSON.
    Fits,
    /// It can be read, with fields left over.
    WillDo,
    /// It cannot be read.
    Fails,
}

/// Reads a value as the first type that knows all of its fields, else as the first that can be read, else as any JSON.
pub(super) fn read_any_of(any: &mut dyn AnyOf, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let start = reader.mark();
    let mut end = start;
    let mut patient = true;
    let read = any.attempt(&mut |slot| {
        patient = patient && reader.go_to(start);
        if !patient || read::read(slot, reader).is_err() {
            return Verdict::Fails;
        }
        if reader.fits_since(start) {
            end = reader.mark();
            return Verdict::Fits;
        }
        if end == start {
            end = reader.mark();
        }
        Verdict::WillDo
    });
    if read {
        reader.go_to(end);
        return Ok(());
    }
    reader.go_to(start);
    any.set_unknown(reader.value()?);
    Ok(())
}
