//! `git.toml`: which parameters and body members are Git options.

use serde::Deserialize;

/// `git.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GitData {
    /// The options and their spellings.
    pub option: Vec<Spellings>,
    /// Operations where such names mean something else.
    pub never: Vec<Never>,
}

/// The spellings of one option.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spellings {
    /// The option.
    pub part: GitPart,
    /// Names of query parameters.
    #[serde(default)]
    pub query: Vec<String>,
    /// Pointers to members of JSON bodies.
    #[serde(default)]
    pub body: Vec<String>,
}

/// Operations where such names mean something else.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Never {
    /// The reason.
    pub why: String,
    /// The operations.
    pub operations: Vec<String>,
}

/// A Git option, spelt as the runtime spells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[allow(missing_docs, reason = "the runtime says what each means")]
pub enum GitPart {
    Branch,
    Repo,
    RepoIdentifier,
    Connector,
    FilePath,
    RootFolder,
    CommitMessage,
    NewBranch,
    BaseBranch,
    StoreType,
    HarnessCode,
    LastObjectId,
    LastCommitId,
    ResolvedCommitId,
    OtherRepo,
    FallbackBranch,
    ParentConnector,
    ParentRepo,
    PipelineBranch,
    PipelineRepo,
}
