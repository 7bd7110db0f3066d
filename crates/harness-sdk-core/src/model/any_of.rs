//! Reading values of one of several types, with nothing that tells which.

use super::found::{Fate, Found};
use super::json::{Mark, Reader};
use super::slot::{AnyOf, Slot, Verdict};
use super::trail::Fault;

/// Reads a value into an empty place.
pub(super) type Read = fn(&mut dyn Slot, &mut Reader<'_>) -> Result<(), Fault>;

/// How well a type that can be read agrees with the JSON, from well to badly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It has all fields, and values were converted.
    AllConverted,
    /// It has all fields, and some have no place for their values.
    AllOrEmpty,
    /// There are fields left over.
    FieldsLeft,
    /// There are fields left over, and values were converted.
    FieldsLeftConverted,
    /// There are fields left over, and some have no place for their values.
    FieldsLeftOrEmpty,
}

impl Rank {
    fn of(met: &[Found], has_all: bool) -> Self {
        let is_typed = met.iter().all(|one| one.fate.is_typed());
        match (has_all, is_typed) {
            (true, true) => Self::AllConverted,
            (true, false) => Self::AllOrEmpty,
            (false, true) if !met.iter().any(|one| one.fate.is_of_another_type()) => Self::FieldsLeft,
            (false, true) => Self::FieldsLeftConverted,
            (false, false) => Self::FieldsLeftOrEmpty,
        }
    }
}

/// Reads a value as the first type that knows all of its fields and the types of all its values; else as the one that
/// comes nearest, fields before types; else, and where it is itself of another JSON type than all of them, as any JSON.
pub(super) fn read_any_of(any: &mut dyn AnyOf, reader: &mut Reader<'_>, read: Read) -> Result<(), Fault> {
    let kind = reader.kind()?;
    let start = reader.mark();
    let mut best: Option<(Rank, usize)> = None;
    let mut plain = None;
    let mut fits = false;
    let mut index = 0;
    let mut patient = true;
    let is_read = any.attempt(&mut |slot| {
        let this = index;
        index += 1;
        patient = patient && reader.undo_to(start);
        if !patient || read(slot, reader).is_err() {
            return Verdict::Fails;
        }
        let has_all = reader.fits_since(start);
        let met = reader.misfits_since(start);
        if !met.iter().any(|one| one.fate.is_of_another_type()) {
            if has_all || plain.is_none() {
                plain = Some(reader.checkpoint(start));
            }
            if has_all {
                fits = true;
                return Verdict::Fits;
            }
        } else if met.iter().any(|one| one.at == start.offset() && one.fate.is_of_another_type()) {
            return Verdict::Fails;
        }
        let rank = Rank::of(met, has_all);
        if best.is_none_or(|(best, _)| rank < best) {
            best = Some((rank, this));
        }
        if rank == Rank::FieldsLeft { Verdict::WillDo } else { Verdict::Fails }
    });
    if let Some((_, index)) = best.filter(|(rank, _)| !fits && *rank != Rank::FieldsLeft)
        && choose(any, reader, read, start, index)
    {
        return Ok(());
    }
    if let Some(checkpoint) = plain.filter(|_| is_read) {
        reader.go_on_from(start, checkpoint);
        return Ok(());
    }
    reader.undo_to(start);
    any.set_unknown(reader.value()?);
    reader.misfit(start.offset(), "one of the types of the document", kind.name(), Fate::Open);
    Ok(())
}

/// Reads the value as the type at an index, and says whether that went well.
fn choose(any: &mut dyn AnyOf, reader: &mut Reader<'_>, read: Read, start: Mark, chosen: usize) -> bool {
    if !reader.undo_to(start) {
        return false;
    }
    let mut index = 0;
    any.attempt(&mut |slot| {
        let this = index;
        index += 1;
        if this == chosen && read(slot, reader).is_ok() { Verdict::Fits } else { Verdict::Fails }
    })
}
