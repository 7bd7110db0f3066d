//! A failure inside a document and the way to it, gathered while it is handed up.

use std::fmt;

/// A failure while reading or writing: where it is and what it is. Small, since every step of reading hands one on.
#[derive(Debug)]
pub(super) struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    message: String,
    /// Bytes of input before the place.
    offset: usize,
    /// From the place outward.
    steps: Vec<Step>,
}

/// One step of the way from the outermost value inward.
#[derive(Debug)]
enum Step {
    Field(String),
    Item(usize),
}

impl Fault {
    /// A failure at `offset` bytes of the input.
    #[cold]
    pub(super) fn new(offset: usize, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { message: message.into(), offset, steps: Vec::new() }))
    }

    /// Adds that the place lies in the field `name`.
    #[cold]
    pub(super) fn in_field(mut self, name: &str) -> Self {
        self.0.steps.push(Step::Field(name.to_owned()));
        self
    }

    /// Adds that the place lies in the list's item `index`.
    #[cold]
    pub(super) fn in_item(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Item(index));
        self
    }

    /// What is wrong.
    pub(super) fn message(&self) -> &str {
        &self.0.message
    }

    /// How many bytes of the input lie before the place.
    pub(super) fn offset(&self) -> usize {
        self.0.offset
    }

    /// The way to the place: `$.data.content[3].name`.
    pub(super) fn path(&self) -> String {
        let steps = self.0.steps.iter().rev().map(ToString::to_string);
        std::iter::once("$".to_owned()).chain(steps).collect()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item(index) => write!(f, "[{index}]"),
            Self::Field(name) if is_plain(name) => write!(f, ".{name}"),
            Self::Field(name) => write!(f, "[{name:?}]"),
        }
    }
}

/// Whether a name needs no quotes in a path.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "_-$".contains(letter))
}
