//! One run at a time in a tree, and what a run that was killed left there.
//!
//! The lock is a file in the root of the tree. It names the temporary files of the run that holds it; a run that finds
//! names in it holds the lock now, so whoever wrote them is gone, and the files are its leavings.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::path;
use crate::defect::Defect;

/// The file's name; it never is in a commit.
const NAME: &str = ".generated.lock";

/// How often the file is opened again because the run that held it took it away.
const TRIES: usize = 1_000;

/// The right to change a tree, until it is dropped.
pub(super) struct Lock {
    root: PathBuf,
    file: File,
    /// Directories made for the sake of the file, the outermost first.
    made: Vec<PathBuf>,
    temporaries: BTreeSet<PathBuf>,
}

impl Lock {
    /// Waits until no other run is at work in the tree, and removes what a killed one left.
    pub(super) fn take(root: &Path) -> Result<Lock, Vec<Defect>> {
        let mut made = Vec::new();
        let taken = open(root, &mut made);
        let file = taken.map_err(|error| {
            remove_made(&made);
            vec![unusable(&root.join(NAME), &error)]
        })?;
        let mut lock = Lock { root: root.to_owned(), file, made, temporaries: BTreeSet::new() };
        lock.clean_up().map_err(|error| vec![unusable(&root.join(NAME), &error)])?;
        Ok(lock)
    }

    /// Notes the temporary files that the run is about to write.
    pub(super) fn note(&mut self, temporaries: BTreeSet<PathBuf>) -> Result<(), Vec<Defect>> {
        let lines = temporaries.iter().filter_map(|path| Some(relative(path, &self.root)? + "\n"));
        let text: String = lines.collect();
        self.temporaries = temporaries;
        self.rewrite(&text).map_err(|error| vec![unusable(&self.root.join(NAME), &error)])
    }

    fn rewrite(&mut self, text: &str) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())?;
        self.file.sync_data()
    }

    fn clean_up(&mut self) -> io::Result<()> {
        let mut text = String::new();
        // What is no text, no run has written.
        if self.file.read_to_string(&mut text).is_ok() {
            for path in leavings(&self.root, &text) {
                fs::remove_file(path)?;
            }
        }
        self.file.set_len(0)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.temporaries.iter().any(|path| fs::symlink_metadata(path).is_ok()) {
            // The next run cleans up.
            return;
        }
        if cfg!(unix) {
            // Still locked: whoever waits for it finds it gone, and opens the file of that time.
            let _ = fs::remove_file(self.root.join(NAME));
            remove_made(&self.made);
        } else {
            let _ = self.file.set_len(0);
        }
    }
}

/// The temporary files of a killed run, if one left a lock; whether it still runs is not asked.
pub(super) fn left(root: &Path) -> BTreeSet<PathBuf> {
    let text = fs::read_to_string(root.join(NAME)).unwrap_or_default();
    leavings(root, &text).collect()
}

/// Names a temporary file; the number of the process keeps runs side by side apart.
pub(super) fn temporary_in(directory: &Path, index: usize) -> PathBuf {
    directory.join(format!(".generated-{}-{index}.tmp", std::process::id()))
}

/// Those of the named files that are there, and that a run can have made: no path leads elsewhere, through no link.
fn leavings<'a>(root: &'a Path, text: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
    let named = text.lines().filter(|line| path::check(line).is_none() && is_temporary(line));
    named.filter(|line| is_reached(root, line)).map(|line| root.join(line))
}

fn is_temporary(relative: &str) -> bool {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let numbers = name.strip_prefix(".generated-").and_then(|rest| rest.strip_suffix(".tmp"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.and_then(|numbers| numbers.split_once('-')).is_some_and(|(a, b)| is_number(a) && is_number(b))
}

fn is_reached(root: &Path, relative: &str) -> bool {
    let mut path = root.to_owned();
    let mut parts = relative.split('/').peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        let is_last = parts.peek().is_none();
        let Ok(found) = fs::symlink_metadata(&path) else { return false };
        if (is_last && !found.is_file()) || (!is_last && !found.is_dir()) {
            return false;
        }
    }
    true
}

fn open(root: &Path, made: &mut Vec<PathBuf>) -> io::Result<File> {
    let path = root.join(NAME);
    for _ in 0..TRIES {
        make(root, made)?;
        match fs::symlink_metadata(&path) {
            Ok(found) if !found.is_file() => return Err(io::Error::other("it is no file")),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = match File::options().read(true).write(true).create(true).truncate(false).open(&path) {
            Ok(file) => file,
            // The run before made the root, and took it away again.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        match file.lock() {
            // A file system without locks has none to wait for.
            Err(error) if error.kind() == ErrorKind::Unsupported => {}
            outcome => outcome?,
        }
        if is_at(&file, &path) {
            return Ok(file);
        }
    }
    Err(io::Error::other("other runs keep taking it away"))
}

/// Whether the file is still the one at the path: the run that held it before may have removed it.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same = |a: &fs::Metadata, b: &fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    matches!((file.metadata(), fs::symlink_metadata(path)), (Ok(a), Ok(b)) if same(&a, &b))
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

/// Makes a directory and those above it; those that were made are added to `made`.
fn make(directory: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    if directory.as_os_str().is_empty() || directory.is_dir() {
        return Ok(());
    }
    if let Some(parent) = directory.parent() {
        make(parent, made)?;
    }
    match fs::create_dir(directory) {
        Ok(()) => made.push(directory.to_owned()),
        // Another run was quicker.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && directory.is_dir() => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Removes those that nothing was put into.
fn remove_made(made: &[PathBuf]) {
    for directory in made.iter().rev() {
        let _ = fs::remove_dir(directory);
    }
}

fn relative(path: &Path, root: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

fn unusable(path: &Path, error: &io::Error) -> Defect {
    let message = format!("the file that keeps two runs apart cannot be used: {error}; nothing was changed");
    let help = "check the rights on the directory, or remove the file when no run is at work";
    Defect::whole(message, help).in_file(path.display().to_string())
}
