//! Where an entity lies in Git and how a change of it is committed: one set of options for all operations.

use std::collections::BTreeMap;

use crate::operation::{GitCarrier, GitPart, GitPlace, Operation};

/// Where an entity lies in Git, and how a change of it is committed.
///
/// Operations know these options under two dozen names; [`Request::with_git`](crate::Request::with_git) writes each under
/// the name its operation has for it. An option that the operation cannot carry is an error before anything is sent, for
/// the server would ignore it. A value that a setter of the call gave wins.
///
/// ```
/// use harness_sdk_core::GitOptions;
///
/// let git = GitOptions::branch("release").repo("pipelines").commit_message("Raise the replicas");
/// assert_eq!(git.to_string(), "branch, repository, commit message");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GitOptions {
    parts: BTreeMap<GitPart, String>,
}

impl GitOptions {
    /// No options.
    pub fn new() -> GitOptions {
        GitOptions::default()
    }

    /// The branch that is read, or that a change is committed to.
    pub fn branch(branch: impl Into<String>) -> GitOptions {
        GitOptions::new().with(GitPart::Branch, branch)
    }

    /// A branch that the change begins, and the branch it starts from.
    pub fn new_branch(branch: impl Into<String>, base: impl Into<String>) -> GitOptions {
        GitOptions::branch(branch).with(GitPart::BaseBranch, base)
    }

    /// Sets one option, for those that have no setter of their own.
    #[must_use]
    pub fn with(mut self, part: GitPart, value: impl Into<String>) -> GitOptions {
        self.parts.insert(part, value.into());
        self
    }

    /// The repository, by its name.
    #[must_use]
    pub fn repo(self, name: impl Into<String>) -> GitOptions {
        self.with(GitPart::Repo, name)
    }

    /// The connector to the Git provider, such as `account.github`.
    #[must_use]
    pub fn connector(self, reference: impl Into<String>) -> GitOptions {
        self.with(GitPart::Connector, reference)
    }

    /// The file in the repository, such as `.harness/deploy.yaml`.
    #[must_use]
    pub fn file_path(self, path: impl Into<String>) -> GitOptions {
        self.with(GitPart::FilePath, path)
    }

    /// The message of the commit.
    #[must_use]
    pub fn commit_message(self, message: impl Into<String>) -> GitOptions {
        self.with(GitPart::CommitMessage, message)
    }

    /// Keeps the entity in Git.
    #[must_use]
    pub fn remote(self) -> GitOptions {
        self.with(GitPart::StoreType, "REMOTE")
    }

    /// Keeps the entity in Harness.
    #[must_use]
    pub fn inline(self) -> GitOptions {
        self.with(GitPart::StoreType, "INLINE")
    }

    /// The repository is one of Harness Code; no connector is needed.
    #[must_use]
    pub fn harness_code(self) -> GitOptions {
        self.with(GitPart::HarnessCode, "true")
    }

    /// What was read before the change: the server refuses the change when the file is another by now.
    #[must_use]
    pub fn last_seen(self, object_id: impl Into<String>, commit_id: impl Into<String>) -> GitOptions {
        self.with(GitPart::LastObjectId, object_id).with(GitPart::LastCommitId, commit_id)
    }

    /// Reads the branch the entity was made on when the branch asked for has none.
    #[must_use]
    pub fn fallback_branch(self) -> GitOptions {
        self.with(GitPart::FallbackBranch, "true")
    }

    /// The value of an option.
    pub fn get(&self, part: GitPart) -> Option<&str> {
        match self.parts.get(&part) {
            Some(value) => Some(value),
            // A base is what makes a branch a new one.
            None if part == GitPart::NewBranch => self.parts.contains_key(&GitPart::BaseBranch).then_some("true"),
            None => None,
        }
    }

    /// Whether no option is set.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The options that are set.
    pub fn parts(&self) -> impl Iterator<Item = (GitPart, &str)> {
        self.parts.iter().map(|(part, value)| (*part, value.as_str()))
    }

    /// Those of the options that the operation can carry.
    #[must_use]
    pub fn fitting(&self, operation: &Operation) -> GitOptions {
        let parts = self.parts.iter().filter(|(part, _)| carries(operation, **part));
        GitOptions { parts: parts.map(|(part, value)| (*part, value.clone())).collect() }
    }

    /// The value for a query parameter.
    pub(crate) fn for_query(&self, carriers: &[GitCarrier], name: &str) -> Option<&str> {
        let carrier =
            carriers.iter().find(|carrier| matches!(carrier.place, GitPlace::Query(carried) if carried == name))?;
        self.get(carrier.part)
    }

    /// What to say of the options that an operation cannot carry.
    pub(crate) fn complaints(&self, operation: &Operation) -> Option<String> {
        let lost: Vec<&str> =
            self.parts.keys().filter(|part| !carries(operation, **part)).map(|part| part.as_str()).collect();
        if lost.is_empty() {
            return None;
        }
        let mut carried: Vec<&str> = operation.git.iter().map(|carrier| carrier.part.as_str()).collect();
        carried.dedup();
        let known = match carried.is_empty() {
            true => "it knows no Git options".to_owned(),
            false => format!("it carries {}", carried.join(", ")),
        };
        Some(format!("`{}` cannot carry these Git options: {}; {known}", operation.id, lost.join(", ")))
    }
}

fn carries(operation: &Operation, part: GitPart) -> bool {
    operation.git.iter().any(|carrier| carrier.part == part)
}

impl std::fmt::Display for GitOptions {
    /// The names of what is set.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.parts.keys().map(|part| part.as_str()).collect();
        f.write_str(&names.join(", "))
    }
}
