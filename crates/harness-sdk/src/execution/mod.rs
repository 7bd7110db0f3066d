//! Running pipelines: start, follow, approve, answer, abort, retry.
//!
//! ```no_run
//! # #[cfg(feature = "pipelines")]
//! # async fn run(harness: harness_sdk::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk::execution::Event;
//!
//! let execution = harness
//!     .project("default", "shop")
//!     .execute("deploy")
//!     .input_sets(["production"])
//!     .inputs(&serde_json::json!({ "variables": [{ "name": "tag", "type": "String", "value": "1.4.2" }] }))
//!     .notes("nightly")
//!     .start()
//!     .await?;
//! println!("{}", execution.link().unwrap_or_default());
//!
//! let mut progress = execution.wait().events();
//! while let Some(event) = progress.try_next().await? {
//!     match event {
//!         Event::StageEnded(stage) => println!("{}: {}", stage.name, stage.status),
//!         Event::Waiting { on, .. } => println!("waits for {on:?}"),
//!         Event::Finished(finished) => println!("{finished}"),
//!         _ => {}
//!     }
//! }
//! # Ok(())
//! # }
//! ```

mod approvals;
mod events;
mod execute;
mod finished;
mod inputs;
mod interrupt;
mod merge;
mod retry;
mod snapshot;
mod start;
mod status;
mod wait;

use std::fmt;

use harness_sdk_core::{Error, ErrorKind, Scope};
use harness_sdk_pipelines::types::PlanExecution;

pub use self::approvals::{Approval, Decision};
pub use self::events::Event;
pub use self::execute::Execute;
pub use self::finished::{Finished, WaitError};
pub use self::interrupt::Interrupt;
pub use self::retry::Retry;
pub use self::snapshot::{Node, Snapshot};
pub use self::status::{Outcome, Status, Waiting, outcome, waiting};
pub use self::wait::{Progress, Wait};

use crate::Client;
use crate::link::{Link, LinkError, Target};

impl Client {
    /// A run of a pipeline, to be put together and started. Needs the feature `pipelines`.
    pub fn execute(&self, pipeline: impl Into<String>) -> Execute {
        Execute::new(self, pipeline.into())
    }

    /// An execution that was started before, by its identifier. Needs the feature `pipelines`.
    pub fn execution(&self, id: impl Into<String>) -> Execution {
        Execution { client: self.clone(), id: id.into(), pipeline: None }
    }

    /// The execution that a link of the web interface shows, in the link's own project. Needs the feature `pipelines`.
    ///
    /// # Errors
    /// When the link is none, shows something else, or belongs to another account than the client's.
    pub fn execution_of_link(&self, link: &str) -> Result<Execution, LinkError> {
        let link: Link = link.parse()?;
        let Target::Execution { pipeline, id } = link.target() else {
            return Err(LinkError::elsewhere("an execution"));
        };
        let (pipeline, id) = (pipeline.clone(), id.clone());
        if self.context().account().is_some_and(|account| account != link.account()) {
            return Err(LinkError::account(link.account()));
        }
        let scope = match (link.org(), link.project()) {
            (Some(org), Some(project)) => Scope::project(org, project),
            _ => return Err(LinkError::elsewhere("an execution of a project")),
        };
        Ok(Execution { client: self.with_scope(scope), id, pipeline: Some(pipeline) })
    }
}

/// An execution of a pipeline. A clone is cheap.
#[derive(Clone)]
pub struct Execution {
    client: Client,
    id: String,
    pipeline: Option<String>,
}

impl Execution {
    #[cfg(feature = "logs")]
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Its identifier, which the API calls `planExecutionId`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The identifier of the pipeline, when it is known: after a start, or from a link.
    pub fn pipeline(&self) -> Option<&str> {
        self.pipeline.as_deref()
    }

    /// Where people look at it; nothing when account, project or pipeline are not known.
    pub fn link(&self) -> Option<String> {
        self.link_to(self.pipeline.as_deref()?)
    }

    fn link_to(&self, pipeline: &str) -> Option<String> {
        let target = Target::Execution { pipeline: pipeline.to_owned(), id: self.id.clone() };
        self.client.link(target).ok().map(|link| link.to_url(self.client.context().host()))
    }

    /// Looks at it once.
    ///
    /// # Errors
    /// As any call.
    pub async fn snapshot(&self) -> Result<Snapshot, Error> {
        let call = self.client.pipelines().get_execution_detail_v2().plan_execution_id(&*self.id);
        let answer = call.render_full_bottom_graph(true).send().await?.into_inner();
        let detail = answer.data.filter(|detail| detail.pipeline_execution_summary.is_some());
        let detail = detail.ok_or_else(|| {
            Error::custom(ErrorKind::Decode, format!("the answer tells nothing of execution {}", self.id))
        })?;
        Ok(Snapshot::of(detail))
    }

    fn finished(&self, snapshot: Snapshot, outcome: Outcome) -> Finished {
        let told = snapshot.summary().and_then(|summary| summary.pipeline_identifier.clone());
        let pipeline = self.pipeline.clone().or(told);
        let link = pipeline.as_deref().and_then(|pipeline| self.link_to(pipeline));
        Finished { id: self.id.clone(), pipeline, link, snapshot, outcome }
    }

    /// The execution that an answer to a start tells of.
    fn started(client: &Client, pipeline: &str, plan: Option<PlanExecution>) -> Result<Execution, Error> {
        let plan = plan.unwrap_or_default();
        if let Some(verdict) = plan.governance_metadata.filter(|verdict| verdict.deny == Some(true)) {
            let why = verdict.message.unwrap_or_default();
            let what = format!("a governance policy denied the execution of pipeline `{pipeline}`: {why}");
            return Err(Error::custom(ErrorKind::Failure, what.trim_end_matches(": ")));
        }
        let id = plan.uuid.filter(|id| !id.is_empty()).ok_or_else(|| {
            let what = format!("the answer names no execution of pipeline `{pipeline}`; whether it runs is not known");
            Error::custom(ErrorKind::Decode, what)
        })?;
        Ok(Execution { client: client.clone(), id, pipeline: Some(pipeline.to_owned()) })
    }
}

impl fmt::Debug for Execution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Execution").field("id", &self.id).field("pipeline", &self.pipeline).finish_non_exhaustive()
    }
}
