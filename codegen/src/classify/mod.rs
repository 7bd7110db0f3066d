//! What the data files in `spec/` say of each operation: scope, encodings, secrets, retries, answers.

mod bases;
mod excused;
mod failures;
mod git;
mod limits;
pub mod pagination;
mod repetition;
mod replies;
mod scope;
mod secrets;
mod used;
mod wire;

use std::path::Path;

use crate::data;
use crate::data::entry::Entry;

pub use bases::Bases;
pub use excused::Excused;
pub use failures::Failures;
pub use git::Git;
pub use limits::Limits;
pub use pagination::Pagination;
pub use repetition::{Declared, Repetition};
pub use replies::Replies;
pub use scope::Scope;
pub use secrets::Secrets;
pub use wire::Wire;

/// Applies the data files and remembers which entries were of use.
#[derive(Debug, Default)]
pub struct Classifier {
    /// What carries the account, the organisation and the project.
    pub scope: Scope,
    /// How parameters travel.
    pub wire: Wire,
    /// What holds secrets.
    pub secrets: Secrets,
    /// What a request need not give though the document requires it.
    pub excused: Excused,
    /// Which operations may be repeated.
    pub repetition: Repetition,
    /// What operations answer.
    pub replies: Replies,
    /// How a success says that it is none.
    pub failures: Failures,
    /// Which parameters and body members are Git options.
    pub git: Git,
    /// Which operations live elsewhere, or take a key of their own.
    pub bases: Bases,
    /// Which operations have a request limit of their own.
    pub limits: Limits,
    /// Which operations page, and how.
    pub pagination: Pagination,
}

impl Classifier {
    /// Reads the data files of a folder.
    ///
    /// # Errors
    /// One text for every file that cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Vec<String>> {
        let mut problems = Vec::new();
        let scope = taken(data::read(&folder.join("scope.toml")), &mut problems);
        let headers = taken(data::read(&folder.join("headers.toml")), &mut problems);
        let paths = taken(data::read(&folder.join("paths.toml")), &mut problems);
        let parameters = taken(data::read(&folder.join("parameters.toml")), &mut problems);
        let sensitive = taken(data::read(&folder.join("sensitive.toml")), &mut problems);
        let required = taken(data::read(&folder.join("required.toml")), &mut problems);
        let retry = taken(data::read(&folder.join("retry.toml")), &mut problems);
        let failures = taken(data::read(&folder.join("failures.toml")), &mut problems);
        let answers = taken(data::read(&folder.join("answers.toml")), &mut problems);
        let git = taken(data::read(&folder.join("git.toml")), &mut problems);
        let bases = taken(data::read(&folder.join("bases.toml")), &mut problems);
        let limits = taken(data::read(&folder.join("limits.toml")), &mut problems);
        let pagination = taken(data::read(&folder.join("pagination.toml")), &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            scope: Scope::new(scope),
            wire: Wire::new(headers, paths, parameters),
            secrets: Secrets::new(sensitive),
            excused: Excused::new(required),
            repetition: Repetition::new(retry),
            replies: Replies::new(answers),
            failures: Failures::new(failures),
            git: Git::new(git),
            bases: Bases::new(bases),
            limits: Limits::new(limits),
            pagination: Pagination::new(pagination),
        })
    }

    /// Entries that contradict themselves or others.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = self.scope.problems();
        problems.extend(self.excused.problems());
        problems.extend(self.git.problems());
        problems.extend(self.bases.problems());
        problems.extend(self.limits.problems());
        problems.extend(self.pagination.problems());
        problems
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let mut entries = self.scope.unused();
        entries.extend(self.wire.unused());
        entries.extend(self.secrets.unused());
        entries.extend(self.excused.unused());
        entries.extend(self.repetition.unused());
        entries.extend(self.replies.unused());
        entries.extend(self.failures.unused());
        entries.extend(self.git.unused());
        entries.extend(self.bases.unused());
        entries.extend(self.limits.unused());
        entries.extend(self.pagination.unused());
        entries
    }
}

fn taken<T: Default>(outcome: Result<T, String>, problems: &mut Vec<String>) -> T {
    outcome.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}
