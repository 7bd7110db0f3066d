//! Entities as files: create what is not there, update what differs, leave alone what is as it should be.
//!
//! The key at the top of the YAML tells what it is: `pipeline`, `inputSet`, `overlayInputSet` and `trigger` (feature
//! `pipelines`), `service`, `environment` and `infrastructureDefinition` (feature `cd`), `connector` and `secret` (feature
//! `connectors`). The identifier comes from the YAML, and so do organisation and project where the client has none. A project
//! without an organisation, an expression where the client has nothing that it could stand for, and an identifier that is no
//! text (`orgIdentifier: 12`) are errors: with less said, the entity would be made at another level.

#[cfg(feature = "connectors")]
mod connectors;
#[cfg(feature = "cd")]
mod delivery;
mod entity;
#[cfg(feature = "pipelines")]
mod pipelines;
mod store;

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use harness_sdk_core::{Error, ErrorKind, GitOptions};

use self::entity::Entity;
use self::store::Store;
use crate::Client;
use crate::backoff::Conflicts;
use crate::yaml::Yaml;

impl Client {
    /// Makes an entity be as its YAML says: creates it, updates it, or leaves it alone when it is so already.
    ///
    /// Needs one of the features `pipelines`, `cd` and `connectors`, the one that knows the entity.
    ///
    /// ```no_run
    /// # #[cfg(feature = "pipelines")]
    /// # async fn run(harness: harness_sdk::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use harness_sdk::GitOptions;
    ///
    /// let yaml = std::fs::read_to_string("deploy.yaml")?;
    /// let applied = harness
    ///     .project("default", "shop")
    ///     .apply(yaml)
    ///     .git(GitOptions::branch("main").commit_message("Deploy twice a day"))
    ///     .await?;
    /// println!("{} {}: {:?}", applied.kind, applied.identifier, applied.change);
    /// # Ok(())
    /// # }
    /// ```
    pub fn apply(&self, yaml: impl Into<Yaml>) -> Apply {
        Apply { client: self.clone(), yaml: yaml.into(), git: GitOptions::new(), conflicts: 0 }
    }
}

/// An entity to be made as its YAML says; await it. It comes from [`Client::apply`].
#[derive(Clone, Debug)]
#[must_use = "nothing is changed until it is awaited"]
pub struct Apply {
    client: Client,
    yaml: Yaml,
    git: GitOptions,
    conflicts: u32,
}

/// What became of an applied entity.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// What it is: the key at the top of its YAML.
    pub kind: String,
    /// Its identifier.
    pub identifier: String,
    /// What was done.
    pub change: Change,
}

/// What was done to an applied entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// It was not there.
    Created,
    /// It was other than its YAML.
    Updated,
    /// It was as its YAML says; nothing was written.
    Unchanged,
}

impl Apply {
    /// Where the entity lies in Git, and how the change is committed. Options for a create count for a create only; one
    /// that neither the create nor the update can carry is an error.
    pub fn git(mut self, git: GitOptions) -> Apply {
        self.git = git;
        self
    }

    /// How often it is read and written again when somebody else's change came in between. The default is never.
    /// From the second repetition on there are pauses, of 0.2 s at first and 5 s at most, and two minutes after the start
    /// none is begun any more.
    pub fn retry_conflicts(mut self, times: u32) -> Apply {
        self.conflicts = times;
        self
    }

    async fn run(self) -> Result<Applied, Error> {
        let entity = Entity::read(self.client, self.yaml, self.git)?;
        let change = match entity.kind() {
            #[cfg(feature = "pipelines")]
            "pipeline" => apply(&pipelines::Pipelines, &entity, self.conflicts).await?,
            #[cfg(feature = "pipelines")]
            "inputSet" => apply(&pipelines::InputSets, &entity, self.conflicts).await?,
            #[cfg(feature = "pipelines")]
            "overlayInputSet" => apply(&pipelines::Overlays, &entity, self.conflicts).await?,
            #[cfg(feature = "pipelines")]
            "trigger" => apply(&pipelines::Triggers, &entity, self.conflicts).await?,
            #[cfg(feature = "cd")]
            "service" => apply(&delivery::Services, &entity, self.conflicts).await?,
            #[cfg(feature = "cd")]
            "environment" => apply(&delivery::Environments, &entity, self.conflicts).await?,
            #[cfg(feature = "cd")]
            "infrastructureDefinition" => apply(&delivery::Infrastructures, &entity, self.conflicts).await?,
            #[cfg(feature = "connectors")]
            "connector" => apply(&connectors::Connectors, &entity, self.conflicts).await?,
            #[cfg(feature = "connectors")]
            "secret" => apply(&connectors::Secrets, &entity, self.conflicts).await?,
            other => return Err(unknown(other)),
        };
        Ok(Applied { kind: entity.kind().to_owned(), identifier: entity.id().to_owned(), change })
    }
}

impl IntoFuture for Apply {
    type Output = Result<Applied, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// The kinds that can be applied, and the feature each needs.
const KINDS: &[(&str, &str)] = &[
    ("pipeline", "pipelines"),
    ("inputSet", "pipelines"),
    ("overlayInputSet", "pipelines"),
    ("trigger", "pipelines"),
    ("service", "cd"),
    ("environment", "cd"),
    ("infrastructureDefinition", "cd"),
    ("connector", "connectors"),
    ("secret", "connectors"),
];

fn unknown(kind: &str) -> Error {
    let what = match KINDS.iter().find(|(name, _)| *name == kind) {
        Some((_, feature)) => format!("a `{kind}` cannot be applied without the feature `{feature}`"),
        None => {
            let names: Vec<String> = KINDS.iter().map(|(name, _)| format!("`{name}`")).collect();
            format!("a `{kind}` cannot be applied; the key at the top can be {}", names.join(", "))
        }
    };
    Error::custom(ErrorKind::Request, what)
}

async fn apply<S: Store>(store: &S, entity: &Entity, conflicts: u32) -> Result<Change, Error> {
    entity.check_git(store.operations(entity))?;
    let mut conflicts = Conflicts::of(conflicts);
    let mut overtaken = false;
    loop {
        match store.read(entity).await {
            Ok(stored) if stored.same => return Ok(Change::Unchanged),
            Ok(stored) => match store.update(entity, &stored.seen).await {
                Err(error) if error.is_conflict() => {
                    if !conflicts.again().await {
                        return Err(error);
                    }
                }
                outcome => return outcome.map(|()| Change::Updated),
            },
            Err(error) if error.is_not_found() => match store.create(entity).await {
                // Somebody else made it in between: it is there now.
                Err(error) if error.is_conflict() && !overtaken => overtaken = true,
                outcome => return outcome.map(|()| Change::Created),
            },
            Err(error) => return Err(error),
        }
    }
}

impl fmt::Display for Applied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = match self.change {
            Change::Created => "created",
            Change::Updated => "updated",
            Change::Unchanged => "unchanged",
        };
        write!(f, "{} `{}` {done}", self.kind, self.identifier)
    }
}
