//! The files a run wants to see in a tree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::commit::Commit;
use super::lock::{self, Lock};
use super::marker::{MARKER, is_marked};
use super::outcome::Outcome;
use super::path;
use super::survey::Survey;
use crate::defect::{Defect, Defects};

/// The files a run wants to see in a tree, by their paths relative to its root, with `/` between the parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    files: BTreeMap<String, String>,
    doubled: BTreeSet<String>,
    marked_only: bool,
}

impl Plan {
    /// A plan without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Plans a file. A path that is planned twice is a defect of the plan.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let path = path.into();
        if self.files.insert(path.clone(), text.into()).is_some() {
            self.doubled.insert(path);
        }
    }

    /// The same plan for a folder that may hold files of somebody's own: only files that carry [`MARKER`] are replaced.
    ///
    /// Every planned file has to carry it then, or the next run could not replace it.
    #[must_use]
    pub fn replacing_marked_only(mut self) -> Self {
        self.marked_only = true;
        self
    }

    /// Adds the files of another plan.
    pub fn extend(&mut self, other: Self) {
        self.doubled.extend(other.doubled);
        self.marked_only |= other.marked_only;
        for (path, text) in other.files {
            self.insert(path, text);
        }
    }

    /// The files with their texts, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Makes the tree below `root` as planned: writes the files whose text differs, and removes those files below the
    /// `owned` directories (relative to the root) that are not planned, with the directories this leaves empty.
    ///
    /// A root or directory that does not exist is created. While another run is at work in the tree, this one waits; what
    /// a killed run left of temporary files is removed.
    ///
    /// # Errors
    /// All that stands against the plan, in which case the tree is as it was before: paths that lead out of the root
    /// or cannot stand on every platform, symbolic links in the way, planned files in an owned directory without
    /// [`MARKER`], files there that are neither planned nor marked, and what the file system refuses. Should the file
    /// system even refuse to restore a file, the defects name that file, too.
    pub fn apply(&self, root: &Path, owned: &[impl AsRef<str>]) -> Result<Outcome, Vec<Defect>> {
        let owned: BTreeSet<&str> = owned.iter().map(AsRef::as_ref).collect();
        self.refuse_own_defects(&owned)?;
        let mut lock = Lock::take(root)?;
        let survey = self.survey(root, &owned)?;
        let commit = Commit::new(root, &survey.changes);
        lock.note(commit.temporaries())?;
        commit.run(&|from, to| std::fs::rename(from, to))?;
        Ok(survey.outcome)
    }

    /// What [`Plan::apply`] would do; writes nothing.
    ///
    /// # Errors
    /// As [`Plan::apply`], save for what only writing shows.
    pub fn check(&self, root: &Path, owned: &[impl AsRef<str>]) -> Result<Outcome, Vec<Defect>> {
        let owned: BTreeSet<&str> = owned.iter().map(AsRef::as_ref).collect();
        self.refuse_own_defects(&owned)?;
        Ok(self.survey(root, &owned)?.outcome)
    }

    fn refuse_own_defects(&self, owned: &BTreeSet<&str>) -> Result<(), Vec<Defect>> {
        let defects = self.own_defects(owned);
        if defects.is_empty() { Ok(()) } else { Err(in_order(defects)) }
    }

    fn survey(&self, root: &Path, owned: &BTreeSet<&str>) -> Result<Survey<'_>, Vec<Defect>> {
        let mut survey = Survey::passing_over(lock::left(root), self.marked_only);
        survey.take(root, &self.files, owned);
        if survey.defects.is_empty() { Ok(survey) } else { Err(in_order(survey.defects)) }
    }

    /// What is wrong with the plan whatever the tree.
    fn own_defects(&self, owned: &BTreeSet<&str>) -> Vec<Defect> {
        let paths = || self.files.keys().map(String::as_str);
        let mut defects: Vec<Defect> = paths().chain(owned.iter().copied()).filter_map(path::check).collect();
        defects.extend(path::check_together(paths().filter(|path| path::check(path).is_none())));
        for path in &self.doubled {
            let message = "the file is planned twice";
            let help = "give one of the two another name";
            defects.push(Defect::whole(message, help).in_file(path));
        }
        for (path, text) in &self.files {
            let needs_marker = self.marked_only || owned.iter().any(|owned| path::is_below(path, owned));
            if needs_marker && !is_marked(text.as_bytes()) {
                let message = format!("the file is planned in a generated directory without `{MARKER}`");
                let help = format!("let its first lines hold `{MARKER}`");
                defects.push(Defect::whole(message, help).in_file(path));
            }
        }
        defects
    }
}

fn in_order(defects: Vec<Defect>) -> Vec<Defect> {
    Defects::from(defects).into_iter().collect()
}
