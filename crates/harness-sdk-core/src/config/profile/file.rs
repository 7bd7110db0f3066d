//! Reading a small text file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::config::problem::{ConfigProblem, Place};

/// Larger than any such file, and small enough to read at once: one mebibyte.
const LIMIT: u64 = 1 << 20;

/// The text of a file, wiped after use; `None` when there is no such file.
pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<String>>, ConfigProblem> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(problem(path, format!("cannot be opened: {error}"))),
    };
    // Room for the whole file keeps the buffer from growing, which would leave an unwiped copy behind.
    let length = file.metadata().map_or(LIMIT, |metadata| metadata.len()).min(LIMIT);
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(length + 2).unwrap_or(0)));
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| problem(path, format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > LIMIT {
        return Err(problem(path, "is larger than 1 MiB; it cannot be a file of the official CLI"));
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Some(Zeroizing::new(text.trim_start_matches('\u{feff}').to_owned()))),
        Err(error) => {
            let line = 1 + bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
            Err(ConfigProblem::at(place(path, line), "is not UTF-8 text; save it as UTF-8"))
        }
    }
}

pub(super) fn place(path: &Path, line: usize) -> Place {
    Place::File { path: path.to_owned(), line: Some(line) }
}

pub(super) fn problem(path: &Path, text: impl Into<String>) -> ConfigProblem {
    ConfigProblem::at(Place::File { path: path.to_owned(), line: None }, text)
}
