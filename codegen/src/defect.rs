//! What is wrong with an input: what, where, and what to do about it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

mod trail;

pub(crate) use trail::Trail;

/// One reason why an input cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Defect {
    /// The file, as the user named it; absent for text that came from no file.
    pub file: Option<String>,
    /// The place in the file.
    pub place: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it, in one sentence without a full stop.
    pub help: String,
}

/// A place in an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The input as a whole.
    Whole,
    /// A position in the text.
    Line {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// A JSON pointer (RFC 6901), without `#`.
    Pointer(String),
}

impl Defect {
    /// A defect of an input as a whole.
    pub fn whole(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Place::Whole, message, help)
    }

    /// A defect at a position of the text, `line` and `column` from 1.
    pub fn at_line(line: usize, column: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Place::Line { line, column }, message, help)
    }

    /// A defect at the byte `offset` of `text`; an offset outside of the text means its end.
    pub fn at_offset(text: &str, offset: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[line_start..].chars().count() + 1;
        Self::at_line(line, column, message, help)
    }

    /// A defect at a JSON pointer, which is written without `#`.
    pub fn at_pointer(pointer: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::new(Place::Pointer(pointer.into()), message, help)
    }

    /// The same defect, of `file`; a file that is already named stays.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file.get_or_insert_with(|| file.into());
        self
    }

    fn new(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { file: None, place, message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.as_deref().unwrap_or_default();
        match &self.place {
            Place::Whole if file.is_empty() => {}
            Place::Whole => write!(f, "{file}: ")?,
            Place::Line { line, column } if file.is_empty() => {
                write!(f, "line {line}, column {column}: ")?;
            }
            Place::Line { line, column } => write!(f, "{file}:{line}:{column}: ")?,
            Place::Pointer(pointer) => write!(f, "{file}#{pointer}: ")?,
        }
        write!(f, "{}; {}", self.message, self.help)
    }
}

impl std::error::Error for Defect {}

impl Ord for Place {
    /// Whole inputs first, then positions, then pointers; numbers inside a pointer count as numbers.
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Whole, Self::Whole) => Ordering::Equal,
            (Self::Line { line, column }, Self::Line { line: other_line, column: other_column }) => {
                (line, column).cmp(&(other_line, other_column))
            }
            (Self::Pointer(pointer), Self::Pointer(other)) => compare_pointers(pointer, other),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Place {
    fn rank(&self) -> u8 {
        match self {
            Self::Whole => 0,
            Self::Line { .. } => 1,
            Self::Pointer(_) => 2,
        }
    }
}

fn compare_pointers(left: &str, right: &str) -> Ordering {
    let tokens = |pointer: &'_ str| -> Vec<(Option<usize>, String)> {
        let tokens = pointer.split('/');
        tokens.map(|token| (token.parse().ok(), token.to_owned())).collect()
    };
    tokens(left).cmp(&tokens(right)).then_with(|| left.cmp(right))
}

/// All that is wrong with the inputs of a run: sorted by file and place, each defect once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defects(Vec<Defect>);

impl Defects {
    /// Nothing when the list is empty, else all of it as an error.
    ///
    /// # Errors
    /// When there is a defect in the list.
    pub fn none_of(defects: Vec<Defect>) -> Result<(), Self> {
        if defects.is_empty() { Ok(()) } else { Err(Self::from(defects)) }
    }

    /// The same defects, those without a file now of `file`.
    #[must_use]
    pub fn in_file(self, file: &str) -> Self {
        let named = self.0.into_iter().map(|defect| defect.in_file(file));
        Self::from(named.collect::<Vec<_>>())
    }

    /// The defects in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Defect> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Defect>> for Defects {
    fn from(mut defects: Vec<Defect>) -> Self {
        defects.sort();
        defects.dedup();
        Self(defects)
    }
}

impl From<Defect> for Defects {
    fn from(defect: Defect) -> Self {
        Self(vec![defect])
    }
}

impl IntoIterator for Defects {
    type Item = Defect;
    type IntoIter = std::vec::IntoIter<Defect>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Defects {
    type Item = &'a Defect;
    type IntoIter = std::slice::Iter<'a, Defect>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Display for Defects {
    /// A line with the count, then a block of lines for each file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut files: BTreeMap<Option<&str>, Vec<&Defect>> = BTreeMap::new();
        for defect in &self.0 {
            files.entry(defect.file.as_deref()).or_default().push(defect);
        }
        match (self.0.len(), files.len()) {
            (1, _) => write!(f, "1 defect")?,
            (count, 0 | 1) => write!(f, "{count} defects")?,
            (count, files) => write!(f, "{count} defects in {files} files")?,
        }
        for defects in files.values() {
            writeln!(f)?;
            for defect in defects {
                write!(f, "\n  {defect}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Defects {}

/// The problems as defects; what follows the last `; ` is what to do.
pub(crate) fn of_data(problems: Vec<String>) -> Vec<Defect> {
    problems
        .into_iter()
        .map(|problem| match problem.rsplit_once("; ") {
            Some((message, help)) => Defect::whole(message, help),
            None => Defect::whole(problem, "correct the data file"),
        })
        .collect()
}
