//! The data files in `spec/` that steer generation.

pub mod answers;
pub mod bases;
pub mod deletion;
pub mod entry;
pub mod failures;
pub mod frameworks;
pub mod git;
pub mod glossary;
pub mod gone;
pub mod leaks;
pub mod limits;
pub mod mock;
pub mod modules;
pub mod names;
pub mod pagination;
pub mod preferred;
pub mod required;
pub mod retry;
pub mod scope;
pub mod sensitive;
pub mod source;
pub mod synonyms;
pub mod variants;
pub mod verbs;
pub mod wire;

use std::path::Path;

use serde::de::DeserializeOwned;

/// Reads one data file. A file that does not exist steers nothing and gives the empty value.
///
/// # Errors
/// A text that names the file, the line and the unknown key or wrong value.
pub fn read<T: DeserializeOwned + Default>(path: &Path) -> Result<T, String> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(T::default()),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
