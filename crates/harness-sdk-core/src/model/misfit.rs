//! Values of another JSON type than their fields'.

use std::fmt;

use super::found::Found;
use super::json::{Kind, Reader};
use super::pointer::{push_token, unescaped};
use super::trail::Fault;
use super::{DecodeError, Slot, SlotRef};

/// How many misfits of a document are told.
const MOST: usize = 1000;

/// A value of a document that is not of the JSON type that its field has, and that the document was read in spite of.
///
/// It tells the place and the types, and never the value, which may be secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    pointer: String,
    expected: &'static str,
    found: &'static str,
    converted: bool,
    /// Bytes of the document before it.
    at: usize,
}

impl Misfit {
    /// A document of another type than the one asked for.
    pub(crate) fn of_root(expected: &'static str, found: &'static str) -> Self {
        Self { pointer: String::new(), expected, found, converted: false, at: 0 }
    }

    /// Where it is, as a JSON pointer from the root of the document: `/data/content/3/name`.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The JSON type of the field, as in `a number`.
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// The JSON type of the value, as in `a string`.
    pub fn found(&self) -> &'static str {
        self.found
    }

    /// Whether the field has the value all the same, for its type can hold it: a number from `"7"`, a text from `7`, a list
    /// of one from the one. Otherwise the field is empty, and what came is kept beside it:
    /// [`Model::kept`](super::Model::kept) shows it.
    pub fn is_converted(&self) -> bool {
        self.converted
    }

    /// The same as an error of reading `document`.
    pub(crate) fn refusal(&self, document: &[u8]) -> DecodeError {
        let mut fault = Fault::new(self.at, format!("expected {}, found {}", self.expected, self.found));
        for token in self.pointer.split('/').skip(1).collect::<Vec<_>>().into_iter().rev() {
            fault = match token.parse() {
                Ok(index) => fault.in_item(index),
                Err(_) => fault.in_field(&unescaped(token)),
            };
        }
        DecodeError::new(&fault, document)
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, expected, found, .. } = self;
        let place = if pointer.is_empty() { "the root" } else { pointer };
        write!(f, "expected {expected}, found {found} at {place}")
    }
}

/// The JSON type that a value is read from, as a misfit names it.
pub(crate) fn kind_name(slot: &dyn Slot) -> &'static str {
    match slot.slot_ref() {
        SlotRef::Maybe(Some(inner)) => kind_name(inner),
        SlotRef::Text(_) | SlotRef::Enum(_) => Kind::Text.name(),
        SlotRef::Bool(_) => Kind::Bool.name(),
        SlotRef::Integer(_) | SlotRef::Double(_) | SlotRef::Single(_) => Kind::Number.name(),
        SlotRef::List(_) => Kind::List.name(),
        SlotRef::Object(_) | SlotRef::Map(_) | SlotRef::Model(_) | SlotRef::Union(_) => Kind::Object.name(),
        SlotRef::Unit | SlotRef::Value(_) | SlotRef::Maybe(None) | SlotRef::AnyOf(_) => "a JSON value",
    }
}

/// Finds the places of misfits by a second walk over the document, so that reading need not know where it is. Gives the first
/// [`MOST`] in the order of the document, and how many there are.
pub(super) fn located(text: &str, mut found: Vec<Found>) -> (Vec<Misfit>, usize) {
    if found.is_empty() {
        return (Vec::new(), 0);
    }
    found.sort_by_key(|one| one.at);
    found.dedup_by_key(|one| one.at);
    let count = found.len();
    found.truncate(MOST);
    let mut search = Search { found: found.iter().peekable(), pointer: String::new(), misfits: Vec::new() };
    // The walk ends early, with an error, once all are found.
    let _ = search.value(&mut Reader::new(text));
    (search.misfits, count)
}

struct Search<'f> {
    found: std::iter::Peekable<std::slice::Iter<'f, Found>>,
    pointer: String,
    misfits: Vec<Misfit>,
}

impl Search<'_> {
    fn value(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let kind = reader.kind()?;
        self.take_up_to(reader.offset());
        match kind {
            _ if self.found.peek().is_none() => Err(reader.fault("all are found")),
            Kind::Object => reader.object(|reader, name| {
                reader.kind()?;
                let length = self.push(&name);
                let done = self.value(reader);
                self.pointer.truncate(length);
                done
            }),
            Kind::List => reader.list(|reader, index| {
                let length = self.push(&index.to_string());
                let done = self.value(reader);
                self.pointer.truncate(length);
                done
            }),
            _ => reader.skip(),
        }
    }

    /// Takes the misfits up to the start of a value: a field's name may be one, too.
    fn take_up_to(&mut self, at: usize) {
        while let Some(one) = self.found.next_if(|one| one.at <= at) {
            self.misfits.push(Misfit {
                pointer: self.pointer.clone(),
                expected: one.expected,
                found: one.found,
                converted: one.fate.is_typed(),
                at: one.at,
            });
        }
    }

    fn push(&mut self, name: &str) -> usize {
        let length = self.pointer.len();
        push_token(&mut self.pointer, name);
        length
    }
}
