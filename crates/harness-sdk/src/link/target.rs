//! What pages show, and where they lie below their scope.

use std::borrow::Cow;

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the fields are identifiers of what the variant names")]
pub enum Target {
    /// The scope itself.
    Overview,
    /// A pipeline.
    Pipeline { id: String },
    /// An execution of a pipeline.
    Execution { pipeline: String, id: String },
    /// An input set of a pipeline.
    InputSet { pipeline: String, id: String },
    /// The triggers of a pipeline.
    Triggers { pipeline: String },
    /// A trigger of a pipeline.
    Trigger { pipeline: String, id: String },
    /// A service.
    Service { id: String },
    /// An environment.
    Environment { id: String },
    /// A connector.
    Connector { id: String },
    /// A secret.
    Secret { id: String },
    /// A template.
    Template { id: String },
    /// A repository of Harness Code.
    Repository { id: String },
    /// A pull request of a repository of Harness Code.
    PullRequest { repository: String, number: u64 },
    /// Any other page: the segments of its path below the scope.
    Other(Vec<String>),
}

impl Target {
    /// The segments of the path below the scope.
    pub(super) fn segments(&self) -> Vec<Cow<'_, str>> {
        let id = |id: &'_ String| Cow::Owned(id.clone());
        let fixed = Cow::Borrowed;
        match self {
            Target::Overview => vec![],
            Target::Pipeline { id: pipeline } => vec![fixed("pipelines"), id(pipeline), fixed("pipeline-studio")],
            Target::Execution { pipeline, id: execution } => {
                vec![fixed("pipelines"), id(pipeline), fixed("deployments"), id(execution), fixed("pipeline")]
            }
            Target::InputSet { pipeline, id: set } => {
                vec![fixed("pipelines"), id(pipeline), fixed("input-sets"), id(set)]
            }
            Target::Triggers { pipeline } => vec![fixed("pipelines"), id(pipeline), fixed("triggers")],
            Target::Trigger { pipeline, id: trigger } => {
                vec![fixed("pipelines"), id(pipeline), fixed("triggers"), id(trigger)]
            }
            Target::Service { id: service } => vec![fixed("settings"), fixed("services"), id(service)],
            Target::Environment { id: environment } => {
                vec![fixed("settings"), fixed("environments"), id(environment), fixed("details")]
            }
            Target::Connector { id: connector } => vec![fixed("settings"), fixed("connectors"), id(connector)],
            Target::Secret { id: secret } => vec![fixed("settings"), fixed("secrets"), id(secret), fixed("overview")],
            Target::Template { id: template } => vec![fixed("settings"), fixed("templates"), id(template)],
            Target::Repository { id: repository } => vec![fixed("repos"), id(repository)],
            Target::PullRequest { repository, number } => {
                vec![fixed("repos"), id(repository), fixed("pulls"), Cow::Owned(number.to_string())]
            }
            Target::Other(segments) => segments.iter().map(|segment| fixed(segment.as_str())).collect(),
        }
    }

    /// What the segments of a path below the scope show, in any of the spellings the web interface has had.
    pub(super) fn of(segments: Vec<String>) -> Target {
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        let own = |text: &str| text.to_owned();
        let known = match below_settings(&parts) {
            [] => Some(Target::Overview),
            ["pipelines", pipeline, "executions" | "deployments", id, ..] => {
                Some(Target::Execution { pipeline: own(pipeline), id: own(id) })
            }
            ["pipelines", pipeline, "input-sets", id, ..] => {
                Some(Target::InputSet { pipeline: own(pipeline), id: own(id) })
            }
            ["pipelines", pipeline, "triggers"] => Some(Target::Triggers { pipeline: own(pipeline) }),
            ["pipelines", pipeline, "triggers", id, ..] => {
                Some(Target::Trigger { pipeline: own(pipeline), id: own(id) })
            }
            ["pipelines", id, ..] => Some(Target::Pipeline { id: own(id) }),
            ["services", id, ..] => Some(Target::Service { id: own(id) }),
            ["environments", id, ..] => Some(Target::Environment { id: own(id) }),
            ["connectors", id, ..] => Some(Target::Connector { id: own(id) }),
            ["secrets", id, ..] => Some(Target::Secret { id: own(id) }),
            ["templates", id, ..] => Some(Target::Template { id: own(id) }),
            ["repos" | "repositories", repository, "pulls" | "pull-requests" | "pullrequests", number, ..] => {
                let number = number.parse().ok();
                number.map(|number| Target::PullRequest { repository: own(repository), number })
            }
            ["repos" | "repositories", id, ..] => Some(Target::Repository { id: own(id) }),
            _ => None,
        };
        known.unwrap_or(Target::Other(segments))
    }

    /// Whether only projects have such a page.
    pub(super) fn needs_project(&self) -> bool {
        matches!(
            self,
            Target::Pipeline { .. }
                | Target::Execution { .. }
                | Target::InputSet { .. }
                | Target::Triggers { .. }
                | Target::Trigger { .. }
        )
    }

    /// The product that alone has such a page.
    pub(super) fn module(&self) -> Option<&'static str> {
        matches!(self, Target::Repository { .. } | Target::PullRequest { .. }).then_some("code")
    }
}

/// The path without the section of settings it may stand in.
fn below_settings<'s, 't>(parts: &'s [&'t str]) -> &'s [&'t str] {
    match parts {
        ["settings", rest @ ..] if !rest.is_empty() => rest,
        ["setup", "resources", rest @ ..] if !rest.is_empty() => rest,
        ["setup", rest @ ..] if !rest.is_empty() => rest,
        _ => parts,
    }
}
