//! What a document came as, where the value that was read from it has no place to keep that.

use super::json::Reader;
use super::kept::{Kept, Place};
use super::trail::Fault;
use super::{EncodeError, Slot, alike, write};

const NULL: &str = "null";

/// What a document came as, as far as the value that was read from it does not keep that itself: a list or map of scalars has
/// no object that could. Most documents leave nothing to keep.
///
/// [`from_slice_with_original`](super::from_slice_with_original) and
/// [`Response::original`](crate::Response::original) give it.
#[derive(Clone, Debug, Default)]
pub struct Original(Option<Box<Kept>>);

impl Original {
    /// Keeps the document that starts at `start`, and has just been read to its end.
    #[cold]
    pub(super) fn read(start: usize, reader: &mut Reader<'_>) -> Result<Self, Fault> {
        Ok(Self(Some(Box::new(Kept::read(Place::Whole, start, reader)?))))
    }

    /// Whether there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Writes a value as JSON: what of it is as it was read, as it came, and the rest as [`to_vec`](super::to_vec) does.
    ///
    /// # Errors
    /// [`EncodeError`] if a number in it is infinite or not a number.
    pub fn to_vec<T: Slot>(&self, value: &T) -> Result<Vec<u8>, EncodeError> {
        self.write_out(value)
    }

    /// As [`Original::to_vec`], a value whose type is not known here.
    ///
    /// # Errors
    /// As [`Original::to_vec`].
    #[doc(hidden)]
    pub fn write_out(&self, slot: &dyn Slot) -> Result<Vec<u8>, EncodeError> {
        let mut out = Vec::with_capacity(1024);
        let written = match self.0.as_deref() {
            Some(kept) if kept.text() == NULL && slot.slot_ref().is_empty() => {
                out.extend_from_slice(NULL.as_bytes());
                Ok(())
            }
            Some(kept) if kept.text() == NULL => write::write(slot, &mut out),
            Some(kept) if alike::stands_for(kept, &slot.slot_ref()) => {
                write::write_back(slot.slot_ref(), kept, &mut out)
            }
            _ => write::write(slot, &mut out),
        };
        written.map(|()| out).map_err(|fault| EncodeError::new(&fault))
    }
}
