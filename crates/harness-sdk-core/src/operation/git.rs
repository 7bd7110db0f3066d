//! Which parameters and body members of an operation are Git options.

/// One Git option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GitPart {
    /// The branch.
    Branch,
    /// The repository, by its name.
    Repo,
    /// The repository, by its identifier in the older Git sync.
    RepoIdentifier,
    /// The connector to the Git provider.
    Connector,
    /// The file in the repository.
    FilePath,
    /// The folder of the older Git sync.
    RootFolder,
    /// The message of the commit.
    CommitMessage,
    /// Whether the branch is a new one: `true` or `false`.
    NewBranch,
    /// The branch that a new one starts from.
    BaseBranch,
    /// `INLINE` or `REMOTE`.
    StoreType,
    /// Whether the repository is one of Harness Code: `true` or `false`.
    HarnessCode,
    /// The object that was read before the change.
    LastObjectId,
    /// The commit that was read before the change.
    LastCommitId,
    /// The commit in which a conflict was resolved.
    ResolvedCommitId,
    /// Whether the default branch of another repository is read: `true` or `false`.
    OtherRepo,
    /// Whether the branch the entity was made on is read instead: `true` or `false`.
    FallbackBranch,
    /// The connector of the entity that this one belongs to.
    ParentConnector,
    /// The repository of the entity that this one belongs to.
    ParentRepo,
    /// The branch of the pipeline that an input set belongs to.
    PipelineBranch,
    /// The repository of the pipeline that an input set belongs to.
    PipelineRepo,
}

impl GitPart {
    /// The words for it in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            GitPart::Branch => "branch",
            GitPart::Repo => "repository",
            GitPart::RepoIdentifier => "repository identifier",
            GitPart::Connector => "connector",
            GitPart::FilePath => "file path",
            GitPart::RootFolder => "root folder",
            GitPart::CommitMessage => "commit message",
            GitPart::NewBranch => "new branch",
            GitPart::BaseBranch => "base branch",
            GitPart::StoreType => "store type",
            GitPart::HarnessCode => "Harness Code",
            GitPart::LastObjectId => "last object",
            GitPart::LastCommitId => "last commit",
            GitPart::ResolvedCommitId => "resolved commit",
            GitPart::OtherRepo => "default of another repository",
            GitPart::FallbackBranch => "fallback branch",
            GitPart::ParentConnector => "parent's connector",
            GitPart::ParentRepo => "parent's repository",
            GitPart::PipelineBranch => "pipeline's branch",
            GitPart::PipelineRepo => "pipeline's repository",
        }
    }

    /// Whether its value is `true` or `false`.
    pub const fn is_flag(self) -> bool {
        matches!(self, GitPart::NewBranch | GitPart::HarnessCode | GitPart::OtherRepo | GitPart::FallbackBranch)
    }
}

/// Where a Git option travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GitPlace {
    /// The query parameter of that name.
    Query(&'static str),
    /// The member of the JSON body at that pointer.
    Body(&'static str),
}

/// A Git option that an operation can carry, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GitCarrier {
    /// The option.
    pub part: GitPart,
    /// Where it travels.
    pub place: GitPlace,
}

impl GitCarrier {
    /// In the query.
    pub const fn query(name: &'static str, part: GitPart) -> GitCarrier {
        GitCarrier { part, place: GitPlace::Query(name) }
    }

    /// In the JSON body.
    pub const fn body(pointer: &'static str, part: GitPart) -> GitCarrier {
        GitCarrier { part, place: GitPlace::Body(pointer) }
    }
}
