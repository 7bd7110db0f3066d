//! Compares a plan with a tree, without writing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata, Permissions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::marker::{MARKER, is_marked};
use super::outcome::Outcome;
use super::path::is_below;
use crate::defect::Defect;

/// What a plan means for a tree.
#[derive(Debug, Default)]
pub(super) struct Survey<'p> {
    pub(super) changes: Changes<'p>,
    pub(super) outcome: Outcome,
    pub(super) defects: Vec<Defect>,
    /// Temporary files of a killed run, which the next run that writes removes.
    left: BTreeSet<PathBuf>,
    /// Whether only files that carry the marker may be replaced.
    marked_only: bool,
    /// Directories known to be such, or to be missing.
    sound: BTreeSet<PathBuf>,
}

/// What has to change in a tree.
#[derive(Debug, Default)]
pub(super) struct Changes<'p> {
    pub(super) writes: Vec<Write<'p>>,
    pub(super) removals: Vec<Removal>,
}

/// A file to write.
#[derive(Debug)]
pub(super) struct Write<'p> {
    pub(super) path: PathBuf,
    pub(super) text: &'p str,
    pub(super) before: Option<Before>,
}

/// A file to remove, with the directory that is removed at the most once it is empty.
#[derive(Debug)]
pub(super) struct Removal {
    pub(super) path: PathBuf,
    pub(super) owned: PathBuf,
    pub(super) before: Before,
}

/// A file as it was.
#[derive(Debug, Clone)]
pub(super) struct Before {
    pub(super) bytes: Vec<u8>,
    pub(super) permissions: Permissions,
}

impl<'p> Survey<'p> {
    pub(super) fn passing_over(left: BTreeSet<PathBuf>, marked_only: bool) -> Self {
        Self { left, marked_only, ..Self::default() }
    }

    pub(super) fn take(&mut self, root: &Path, files: &'p BTreeMap<String, String>, owned: &BTreeSet<&str>) {
        for (relative, text) in files {
            let path = root.join(relative);
            if self.ancestors_are_directories(root, relative)
                && let Err(error) = self.planned(relative, path.clone(), text)
            {
                self.refused(&path, &error);
            }
        }
        for directory in owned {
            // A directory inside of another owned one is surveyed with that one.
            let covered = owned.iter().any(|outer| is_below(directory, outer));
            let path = root.join(directory);
            if !covered && self.ancestors_are_directories(root, directory) {
                self.owned(directory, &path, &path, files);
            }
        }
        self.outcome.removed.sort();
    }

    fn planned(&mut self, relative: &str, path: PathBuf, text: &'p str) -> io::Result<()> {
        let before = match metadata(&path)? {
            None => None,
            Some(found) if found.is_file() => {
                Some(Before { bytes: fs::read(&path)?, permissions: found.permissions() })
            }
            Some(found) => {
                let message = format!("{} stands where a generated file belongs", kind(&found));
                self.defect(&path, message, "move it away");
                return Ok(());
            }
        };
        let is_own = |before: &Before| before.bytes == text.as_bytes() || is_marked(&before.bytes);
        if self.marked_only && !before.as_ref().is_none_or(is_own) {
            let message = format!("a file without `{MARKER}`, so not a generated one, stands where one belongs");
            self.defect(&path, message, "move it away, or choose another directory");
            return Ok(());
        }
        let outcome = &mut self.outcome;
        match &before {
            Some(before) if before.bytes == text.as_bytes() => {
                outcome.unchanged.push(relative.to_owned());
                return Ok(());
            }
            Some(_) => {}
            None => outcome.created.push(relative.to_owned()),
        }
        outcome.written.push(relative.to_owned());
        self.changes.writes.push(Write { path, text, before });
        Ok(())
    }

    /// Surveys `directory`, which is, or lies below, the owned directory `owned`.
    fn owned(&mut self, relative: &str, directory: &Path, owned: &Path, files: &BTreeMap<String, String>) {
        let entries = match metadata(directory) {
            Ok(None) => return,
            Ok(Some(found)) if found.is_dir() => fs::read_dir(directory),
            Ok(Some(found)) => {
                let message = format!("{} stands where a directory of generated files belongs", kind(&found));
                return self.defect(directory, message, "move it away");
            }
            Err(error) => Err(error),
        };
        let entries = entries.and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.refused(directory, &error),
        };
        for entry in entries {
            let path = entry.path();
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                self.defect(&path, "the name is not UTF-8, so the file is not a generated one", "move it away");
                continue;
            };
            let relative = format!("{relative}/{name}");
            match metadata(&path) {
                Ok(None) => {}
                Ok(Some(_)) if self.left.contains(&path) => {}
                Ok(Some(found)) if found.is_dir() => self.owned(&relative, &path, owned, files),
                Ok(Some(_)) if files.contains_key(&relative) => {}
                Ok(Some(found)) => self.unplanned(relative, path, &found, owned),
                Err(error) => self.refused(&path, &error),
            }
        }
    }

    fn unplanned(&mut self, relative: String, path: PathBuf, found: &Metadata, owned: &Path) {
        if !found.is_file() {
            let message = format!("{} stands in a directory of generated files", kind(found));
            return self.defect(&path, message, "move it away");
        }
        match fs::read(&path) {
            Ok(bytes) if is_marked(&bytes) => {
                self.outcome.removed.push(relative);
                let permissions = found.permissions();
                self.changes.removals.push(Removal {
                    path,
                    owned: owned.to_owned(),
                    before: Before { bytes, permissions },
                });
            }
            Ok(_) => {
                let message = format!("the file stands in a directory of generated files without `{MARKER}`");
                self.defect(&path, message, "move it away, as everything there is generated");
            }
            Err(error) => self.refused(&path, &error),
        }
    }

    /// Whether all directories between the root and a relative path are missing or directories, and no links.
    fn ancestors_are_directories(&mut self, root: &Path, relative: &str) -> bool {
        let parts = relative.rsplit_once('/').map_or("", |(parents, _)| parents);
        let mut directory = root.to_owned();
        for part in parts.split('/').filter(|part| !part.is_empty()) {
            directory.push(part);
            if self.sound.contains(&directory) {
                continue;
            }
            match metadata(&directory) {
                Ok(None) => return true,
                Ok(Some(found)) if found.is_dir() => {
                    self.sound.insert(directory.clone());
                }
                Ok(Some(found)) => {
                    let message = format!("{} stands where a directory belongs", kind(&found));
                    self.defect(&directory, message, "move it away: links are not followed");
                    return false;
                }
                Err(error) => {
                    self.refused(&directory, &error);
                    return false;
                }
            }
        }
        true
    }

    fn refused(&mut self, path: &Path, error: &io::Error) {
        let message = format!("the path cannot be read: {error}");
        self.defect(path, message, "make it readable, or choose another directory");
    }

    fn defect(&mut self, path: &Path, message: impl Into<String>, help: &str) {
        let defect = Defect::whole(message, help);
        self.defects.push(defect.in_file(path.display().to_string()));
    }
}

/// What stands at a path, links not followed; nothing when there is nothing.
fn metadata(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn kind(found: &Metadata) -> &'static str {
    if found.is_symlink() {
        "a symbolic link"
    } else if found.is_dir() {
        "a directory"
    } else if found.is_file() {
        "a file"
    } else {
        "a device, pipe or socket"
    }
}
