//! Changes a tree, or leaves it as it was.
//!
//! All new texts are first written beside their targets; only then does the first file change. What is done from there
//! on is kept in a journal, which is undone from its end when a step fails.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::lock::temporary_in;
use super::survey::{Before, Changes, Removal, Write};
use crate::defect::Defect;

/// How a file takes the place of another.
type Rename<'a> = &'a dyn Fn(&Path, &Path) -> io::Result<()>;

/// One run over a tree.
pub(super) struct Commit<'a> {
    root: &'a Path,
    changes: &'a Changes<'a>,
    temporaries: Vec<PathBuf>,
    journal: Vec<Step<'a>>,
}

/// What was done, with what undoes it.
enum Step<'a> {
    DirectoryCreated(PathBuf),
    DirectoryRemoved(PathBuf),
    FileCreated(&'a Path),
    FileChanged(&'a Path, &'a Before),
}

/// A step that failed, and where.
struct Failure {
    path: PathBuf,
    error: io::Error,
}

impl<'a> Commit<'a> {
    pub(super) fn new(root: &'a Path, changes: &'a Changes<'a>) -> Self {
        Self { root, changes, temporaries: Vec::new(), journal: Vec::new() }
    }

    /// Every temporary file that the run may write, also those with which it puts back what was there.
    pub(super) fn temporaries(&self) -> BTreeSet<PathBuf> {
        let directory = |path: &'a Path| path.parent().unwrap_or(self.root);
        let writes = self.changes.writes.iter().map(|write| directory(&write.path));
        let removals = self.changes.removals.iter().map(|removal| directory(&removal.path));
        let staged = writes.clone().enumerate().map(|(index, directory)| temporary_in(directory, index));
        staged.chain(writes.chain(removals).map(|directory| temporary_in(directory, 0))).collect()
    }

    /// Makes the changes; on the defects it gives, the tree is as before, save for files that the defects name.
    pub(super) fn run(mut self, rename: Rename<'_>) -> Result<(), Vec<Defect>> {
        self.forward(rename).map_err(|failure| {
            let mut defects = self.undo();
            let rest = match defects.is_empty() {
                true => "nothing was changed",
                false => "not everything could be put back",
            };
            let message = format!("the path cannot be changed: {}; {rest}", failure.error);
            let help = "check the room on the disk and the rights on the directory, then run again";
            let defect = Defect::whole(message, help);
            defects.insert(0, defect.in_file(failure.path.display().to_string()));
            defects
        })
    }

    fn forward(&mut self, rename: Rename<'_>) -> Result<(), Failure> {
        let changes = self.changes;
        for (index, write) in changes.writes.iter().enumerate() {
            self.stage(index, write).map_err(at(&write.path))?;
        }
        for (temporary, write) in self.temporaries.iter().zip(&changes.writes) {
            rename(temporary, &write.path).map_err(at(&write.path))?;
            self.journal.push(match &write.before {
                None => Step::FileCreated(&write.path),
                Some(before) => Step::FileChanged(&write.path, before),
            });
        }
        for removal in &changes.removals {
            fs::remove_file(&removal.path).map_err(at(&removal.path))?;
            let step = Step::FileChanged(&removal.path, &removal.before);
            self.journal.push(step);
            self.remove_empty(removal)?;
        }
        Ok(())
    }

    fn stage(&mut self, index: usize, write: &Write<'_>) -> io::Result<()> {
        let directory = write.path.parent().unwrap_or(self.root);
        self.create_directory(directory)?;
        let temporary = temporary_in(directory, index);
        self.temporaries.push(temporary.clone());
        fs::write(&temporary, write.text)?;
        match &write.before {
            Some(before) => fs::set_permissions(&temporary, before.permissions.clone()),
            None => Ok(()),
        }
    }

    fn create_directory(&mut self, directory: &Path) -> io::Result<()> {
        if directory.as_os_str().is_empty() || directory.is_dir() {
            return Ok(());
        }
        if let Some(parent) = directory.parent() {
            self.create_directory(parent)?;
        }
        fs::create_dir(directory)?;
        let step = Step::DirectoryCreated(directory.to_owned());
        self.journal.push(step);
        Ok(())
    }

    /// Removes the directories that the removal of a file left empty, up to the owned one.
    fn remove_empty(&mut self, removal: &Removal) -> Result<(), Failure> {
        let directories = removal.path.ancestors().skip(1);
        for directory in directories.take_while(|directory| directory.starts_with(&removal.owned)) {
            let mut entries = fs::read_dir(directory).map_err(at(directory))?;
            if entries.next().is_some() {
                break;
            }
            fs::remove_dir(directory).map_err(at(directory))?;
            let step = Step::DirectoryRemoved(directory.to_owned());
            self.journal.push(step);
        }
        Ok(())
    }

    /// Undoes the journal from its end; gives what could not be undone.
    fn undo(&mut self) -> Vec<Defect> {
        let mut defects = Vec::new();
        for temporary in &self.temporaries {
            // Those that took their places are gone, and one left behind does no harm.
            let _ = fs::remove_file(temporary);
        }
        while let Some(step) = self.journal.pop() {
            let (path, outcome) = match &step {
                Step::DirectoryCreated(path) => (path.as_path(), fs::remove_dir(path)),
                Step::DirectoryRemoved(path) => (path.as_path(), fs::create_dir(path)),
                Step::FileCreated(path) => (*path, fs::remove_file(path)),
                Step::FileChanged(path, before) => (*path, restore(path, before)),
            };
            if let Err(error) = outcome {
                let message = format!("the path could not be put back as it was: {error}");
                let help = "restore it from version control";
                defects.push(Defect::whole(message, help).in_file(path.display().to_string()));
            }
        }
        defects
    }
}

fn restore(path: &Path, before: &Before) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new(""));
    let temporary = temporary_in(directory, 0);
    let outcome = fs::write(&temporary, &before.bytes)
        .and_then(|()| fs::set_permissions(&temporary, before.permissions.clone()))
        .and_then(|()| fs::rename(&temporary, path));
    if outcome.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    outcome
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Failure {
    let path = path.to_owned();
    move |error| Failure { path, error }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeMap;

    use super::*;

    type Tree = BTreeMap<String, Option<String>>;

    /// Every path below `root`: directories with nothing, files with their text.
    fn tree(root: &Path) -> Tree {
        let mut found = Tree::new();
        let mut open = vec![root.to_owned()];
        while let Some(directory) = open.pop() {
            for entry in fs::read_dir(&directory).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(root).unwrap().display().to_string();
                if path.is_dir() {
                    found.insert(name, None);
                    open.push(path);
                } else {
                    found.insert(name, Some(fs::read_to_string(&path).unwrap()));
                }
            }
        }
        found
    }

    fn before(path: &Path) -> Before {
        Before { bytes: fs::read(path).unwrap(), permissions: fs::metadata(path).unwrap().permissions() }
    }

    fn write(path: PathBuf, text: &str) -> Write<'_> {
        let before = path.exists().then(|| before(&path));
        Write { path, text, before }
    }

    /// A tree with two files to change, one to add in a new directory, and one to remove.
    fn prepared(root: &Path) -> Changes<'static> {
        fs::create_dir_all(root.join("old/deep")).unwrap();
        for (path, text) in [("a", "a before"), ("b", "b before"), ("old/deep/gone", "gone before")] {
            fs::write(root.join(path), text).unwrap();
        }
        let gone = root.join("old/deep/gone");
        Changes {
            writes: vec![
                write(root.join("a"), "a after"),
                write(root.join("b"), "b after"),
                write(root.join("new/deep/c"), "c after"),
            ],
            removals: vec![Removal { before: before(&gone), path: gone, owned: root.join("old") }],
        }
    }

    #[test]
    fn a_failing_rename_leaves_the_tree_as_it_was() {
        for failing in 0..3 {
            let root = tempfile::tempdir().unwrap();
            let changes = prepared(root.path());
            let expected = tree(root.path());
            let done = Cell::new(0);
            let outcome = Commit::new(root.path(), &changes).run(&|from, to| {
                if done.replace(done.get() + 1) == failing {
                    return Err(io::Error::other("the disk is gone"));
                }
                fs::rename(from, to)
            });
            let defects = outcome.unwrap_err();
            assert_eq!(defects.len(), 1, "{defects:?}");
            assert!(defects[0].to_string().contains("the disk is gone; nothing was changed"));
            assert_eq!(tree(root.path()), expected, "failing at {failing}");
        }
    }

    #[test]
    fn a_file_that_cannot_be_staged_leaves_the_tree_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let mut changes = prepared(root.path());
        changes.writes.push(write(root.path().join("a/below/a/file"), "never"));
        let expected = tree(root.path());
        let outcome = Commit::new(root.path(), &changes).run(&|_, _| panic!("nothing may be renamed"));
        assert!(outcome.is_err());
        assert_eq!(tree(root.path()), expected);
    }

    #[test]
    fn a_file_that_cannot_be_removed_leaves_the_tree_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let mut changes = prepared(root.path());
        let path = root.path().join("old/missing");
        let before = before(&root.path().join("a"));
        let owned = root.path().to_owned();
        changes.removals.push(Removal { path, owned, before });
        let expected = tree(root.path());
        let outcome = Commit::new(root.path(), &changes).run(&|from, to| fs::rename(from, to));
        assert!(outcome.is_err());
        assert_eq!(tree(root.path()), expected);
    }

    #[test]
    fn what_cannot_be_put_back_is_named() {
        let root = tempfile::tempdir().unwrap();
        let changes = prepared(root.path());
        let outcome = Commit::new(root.path(), &changes).run(&|from, to| {
            if to.ends_with("c") {
                // A directory takes the place of a file that was changed before.
                fs::remove_file(root.path().join("a")).unwrap();
                fs::create_dir(root.path().join("a")).unwrap();
                return Err(io::Error::other("the disk is gone"));
            }
            fs::rename(from, to)
        });
        let defects = outcome.unwrap_err();
        assert_eq!(defects.len(), 2, "{defects:?}");
        assert!(defects[0].message.contains("not everything could be put back"));
        assert!(defects[1].file.as_deref().unwrap().ends_with('a'));
        let mut found = tree(root.path());
        assert_eq!(found.remove("b"), Some(Some("b before".to_owned())));
        let rest: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(rest, ["a", "old", "old/deep", "old/deep/gone"]);
    }

    #[test]
    fn all_changes_are_made() {
        let root = tempfile::tempdir().unwrap();
        let changes = prepared(root.path());
        Commit::new(root.path(), &changes).run(&|from, to| fs::rename(from, to)).unwrap();
        let text = |text: &str| Some(text.to_owned());
        let expected = [
            ("a", text("a after")),
            ("b", text("b after")),
            ("new", None),
            ("new/deep", None),
            ("new/deep/c", text("c after")),
        ];
        let expected: Tree = expected.map(|(path, text)| (path.to_owned(), text)).into();
        assert_eq!(tree(root.path()), expected);
    }
}
