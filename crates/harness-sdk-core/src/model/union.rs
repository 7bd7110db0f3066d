//! Objects whose type is told by a tag.

use std::fmt;

use super::json::{Kind, Reader};
use super::misfit::Fate;
use super::trail::Fault;
use super::{Slot, Value, read};

/// An object that is one of several types, told by the text in one of its fields or beside it; made by
/// [`union!`](crate::union!).
#[doc(hidden)]
pub trait Union: fmt::Debug {
    /// The name in JSON of the field that tells.
    fn tag(&self) -> &'static str;

    /// What it holds.
    fn content(&self) -> Content<'_>;

    /// Makes it an empty child of the type that `tag` tells and hands that out, if there is such a type.
    fn choose(&mut self, tag: &str) -> Option<&mut dyn Slot>;

    /// Makes it JSON of no known type.
    fn set_unknown(&mut self, value: Value);
}

/// What a union holds.
#[doc(hidden)]
#[derive(Debug)]
pub enum Content<'a> {
    /// A child, and the tag that stands for its type.
    Known(&'static str, &'a dyn Slot),
    /// JSON of no known type.
    Unknown(&'a Value),
}

impl<'a> Content<'a> {
    pub(super) fn unknown(&self) -> Option<&'a Value> {
        match self {
            Self::Known(..) => None,
            Self::Unknown(value) => Some(value),
        }
    }
}

/// Reads a union: as the type that its own tag tells, else as the one that the tag beside it tells, else as any JSON.
pub(super) fn read_union(union: &mut dyn Union, reader: &mut Reader<'_>, beside: Option<&str>) -> Result<(), Fault> {
    let kind = reader.kind()?;
    let start = reader.mark();
    if kind == Kind::Object {
        let own = reader.text_within(union.tag());
        for tag in own.as_deref().into_iter().chain(beside) {
            let Some(child) = union.choose(tag) else { continue };
            read::read(child, reader)?;
            if reader.lost_at != start.offset() {
                return Ok(());
            }
            if !reader.undo_to(start) {
                break;
            }
        }
    } else {
        reader.misfit(start.offset(), Kind::Object.name(), kind.name(), Fate::Open);
    }
    union.set_unknown(reader.value()?);
    Ok(())
}
