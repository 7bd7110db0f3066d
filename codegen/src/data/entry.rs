//! Entries of data files: how a message names one, and where it stands.

use std::borrow::Cow;
use std::fmt;

/// One entry of a data file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Name of the file, below the folder of data files.
    pub file: Cow<'static, str>,
    /// What the entry is called in messages, such as `[methods] "getThing"`.
    pub label: String,
    /// The way to it from the root of the file.
    pub steps: Vec<Step>,
    /// How many of the steps lead to what is pointless once all its entries are gone.
    pub whole: Option<usize>,
}

/// One step down in a TOML file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// The item at an index, from 0.
    Index(usize),
    /// The item that is this text.
    Item(String),
}

impl Entry {
    /// An entry at the root of a file; the steps follow.
    pub fn new(file: impl Into<Cow<'static, str>>, label: impl Into<String>) -> Self {
        Self { file: file.into(), label: label.into(), steps: Vec::new(), whole: None }
    }

    /// Goes to the value of a key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.steps.push(Step::Key(key.into()));
        self
    }

    /// Goes to the item at an index, from 0.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.steps.push(Step::Index(index));
        self
    }

    /// Goes to the item that is this text.
    #[must_use]
    pub fn item(mut self, text: impl Into<String>) -> Self {
        self.steps.push(Step::Item(text.into()));
        self
    }

    /// What the steps lead to so far goes, too, when all that stands beside the entry in it goes.
    #[must_use]
    pub fn or_all_of_it(mut self) -> Self {
        self.whole = Some(self.steps.len());
        self
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.label)
    }
}
