//! What is wrong with a configuration, and where.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;

/// Where a configuration value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A setter of [`SettingsBuilder`](super::SettingsBuilder), by its name.
    Setter(&'static str),
    /// An environment variable, by its name.
    Variable(&'static str),
    /// A file of the official CLI.
    File {
        /// The path of the file.
        path: PathBuf,
        /// The line, from 1; `None` when the file as a whole is meant.
        line: Option<usize>,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setter(name) => write!(f, "{name}(..)"),
            Self::Variable(name) => f.write_str(name),
            Self::File { path, line: Some(line) } => write!(f, "{}:{line}", path.display()),
            Self::File { path, line: None } => write!(f, "{}", path.display()),
        }
    }
}

/// One thing wrong with a configuration: where, what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    place: Option<Place>,
    text: String,
}

impl ConfigProblem {
    pub(super) fn at(place: Place, text: impl Into<String>) -> Self {
        Self { place: Some(place), text: text.into() }
    }

    pub(crate) fn missing(text: impl Into<String>) -> Self {
        Self { place: None, text: text.into() }
    }

    /// Where the faulty value stands; `None` when a value is missing everywhere.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{place}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// Everything wrong with a configuration, so that it can be put right in one go. It never holds a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<ConfigProblem>,
}

impl ConfigError {
    pub(crate) fn new(problems: Vec<ConfigProblem>) -> Self {
        Self { problems }
    }

    /// The problems; there is at least one.
    #[must_use]
    pub fn problems(&self) -> &[ConfigProblem] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.problems.as_slice() {
            return write!(f, "bad Harness configuration: {only}");
        }
        write!(f, "bad Harness configuration, {} problems:", self.problems.len())?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl Error for ConfigError {}
