//! Objects whose type is told by a tag.

use std::fmt;

use super::json::{Kind, Reader};
use super::misfit::Fate;
use super::trail::Fault;
use super::{Slot, SlotMut, Value, read};

/// An object that is one of several types, told by the text in one of its fields or beside it; made by
/// [`union!`](crate::union!).
#[doc(hidden)]
pub trait Union: fmt::Debug {
    /// The name in JSON of the field of its own that tells; none if only a field beside it does.
    fn tag(&self) -> Option<&'static str>;

    /// What it holds.
    fn content(&self) -> Content<'_>;

    /// Makes it an empty child of the type that `tag` tells and hands that out, if there is such a type.
    fn choose(&mut self, tag: &str) -> Chosen<'_>;

    /// Makes it JSON of no known type.
    fn set_unknown(&mut self, value: Value);
}

/// What a union became.
#[doc(hidden)]
#[derive(Debug)]
pub enum Chosen<'a> {
    /// An empty child, to be filled.
    Child(&'a mut dyn Slot),
    /// A tag beside which nothing stands.
    Nothing,
    /// The tag is unknown; it is what it was.
    Unknown,
}

/// What a union holds.
#[doc(hidden)]
#[derive(Debug)]
pub enum Content<'a> {
    /// A child, and the tags that stand for its type.
    Known(Tags, &'a dyn Slot),
    /// A tag beside which nothing stands.
    Nothing(Tags),
    /// JSON of no known type.
    Unknown(&'a Value),
}

/// The tags that stand for a type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tags {
    /// All of them.
    pub all: &'static [&'static str],
    /// The one that is sent; none if the type leaves open which.
    pub sent: Option<&'static str>,
}

impl Tags {
    /// Those of a type that no tag tells.
    pub const UNTOLD: Self = Self { all: &[], sent: None };
}

impl<'a> Content<'a> {
    pub(super) fn unknown(&self) -> Option<&'a Value> {
        match self {
            Self::Known(..) | Self::Nothing(_) => None,
            Self::Unknown(value) => Some(value),
        }
    }
}

/// Reads a union: as the type that its own tag tells, else as the one that the tag beside it tells, else as any JSON.
///
/// A union that only a tag beside it tells is never asked for one of its own: its types may have a field of that name that
/// means something else.
pub(super) fn read_union(union: &mut dyn Union, reader: &mut Reader<'_>, beside: Option<&str>) -> Result<(), Fault> {
    let kind = reader.kind()?;
    let start = reader.mark();
    if kind == Kind::Object {
        let own = union.tag().and_then(|tag| reader.text_within(tag));
        for tag in own.as_deref().into_iter().chain(beside) {
            match union.choose(tag) {
                Chosen::Child(child) => {
                    read::read(child, reader)?;
                    if reader.lost_at != start.offset() {
                        return Ok(());
                    }
                    if !reader.undo_to(start) {
                        break;
                    }
                }
                Chosen::Nothing => return read_nothing(union, reader),
                Chosen::Unknown => {}
            }
        }
    } else {
        reader.misfit(start.offset(), Kind::Object.name(), kind.name(), Fate::Open);
    }
    union.set_unknown(reader.value()?);
    Ok(())
}

/// Reads what stands beside a tag that wants nothing: an empty object adds nothing, anything else is kept as JSON.
fn read_nothing(union: &mut dyn Union, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let value = reader.value()?;
    if value.as_object().is_none_or(|object| !object.is_empty()) {
        union.set_unknown(value);
    }
    Ok(())
}

/// Tells a union that does not stand in the JSON by the tag beside it, if beside that tag nothing is to stand.
pub(super) fn tell_absent(slot: &mut dyn Slot, tag: &str) {
    if !wants_nothing(slot, tag) {
        slot.slot_mut().clear();
    }
}

fn wants_nothing(slot: &mut dyn Slot, tag: &str) -> bool {
    match slot.slot_mut() {
        SlotMut::Maybe(maybe) => wants_nothing(maybe.grow(), tag),
        SlotMut::Union(union) => matches!(union.choose(tag), Chosen::Nothing),
        _ => false,
    }
}
