//! JSON that a model keeps beside its fields, to write it back as it came.

use std::fmt;

use zeroize::Zeroizing;

use super::found::Fate;
use super::json::Reader;
use super::trail::Fault;
use super::{Shape, Value};

/// The JSON of a field that holds what its type cannot: whole, for only whole can it be compared with what the field has
/// become.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) place: Place,
    /// The value, of an unknown field with its name; without white space. It may be secret as the field may.
    text: Zeroizing<String>,
    /// Where in the text the values start that nothing in the field stands for.
    lost: Vec<usize>,
}

/// Whose JSON is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The model's, which came as no object.
    Whole,
    /// That of the field at an index.
    Field(usize),
    /// That of a field that the model does not know.
    Unknown(String),
}

impl Kept {
    /// Keeps the value that starts at `start`, and has just been read to its end.
    #[cold]
    pub(super) fn read(place: Place, start: usize, reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let inside = reader.misfits.iter().rev().take_while(|one| one.at >= start);
        let mut lost: Vec<usize> = inside.filter(|one| one.fate == Fate::Lost).map(|one| one.at).collect();
        lost.sort_unstable();
        let copy = reader.again(start).copy(&lost)?;
        let value = String::from_utf8(copy.text).map_err(|_| reader.fault("what was read is not UTF-8 text"))?;
        let text = match &place {
            Place::Unknown(name) => format!("{}:{value}", reader.name_before(start, name)),
            Place::Whole | Place::Field(_) => value,
        };
        reader.unkept = false;
        Ok(Self { place, text: Zeroizing::new(text), lost: copy.places })
    }

    /// What a person calls the place.
    pub(super) fn name(&self, shape: &'static Shape) -> &str {
        match &self.place {
            Place::Whole => "",
            Place::Field(index) => shape.wire.get(*index).copied().unwrap_or_default(),
            Place::Unknown(name) => name,
        }
    }

    /// The name of the unknown field whose JSON it is.
    pub(super) fn unknown_name(&self) -> Option<String> {
        match &self.place {
            Place::Unknown(name) => Some(name.clone()),
            Place::Whole | Place::Field(_) => None,
        }
    }

    /// The JSON; of an unknown field with its name before it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing stands for the value that starts at `at` in the text.
    pub(super) fn is_lost(&self, at: usize) -> bool {
        self.lost.binary_search(&at).is_ok()
    }

    /// Whether there is something that nothing in the field stands for.
    pub(super) fn holds_lost(&self) -> bool {
        match self.place {
            Place::Whole => &**self.text != "null",
            Place::Field(_) | Place::Unknown(_) => !self.lost.is_empty(),
        }
    }

    /// The JSON as a tree.
    pub(super) fn tree(&self) -> Option<Value> {
        Reader::new(&self.text).value().ok()
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("place", &self.place).finish_non_exhaustive()
    }
}
