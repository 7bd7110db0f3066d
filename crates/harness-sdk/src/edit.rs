//! Changing what is there: read, change, write back.
//!
//! Most updates of the API replace the whole entity. [`edit`] reads it, lets a closure change it and writes it back:
//! fields that this crate does not know survive, for models keep them. Where the server tells which version was read, the
//! write asks for that version, so that nobody's change in between is lost.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use harness_sdk_core::model::{self, Slot, Value};
use harness_sdk_core::operation::{GitPart, Location};
use harness_sdk_core::{Error, GitOptions, Request, Response};

use crate::backoff::Conflicts;

/// Reads an entity, changes it and writes it back.
///
/// ```no_run
/// # #[cfg(feature = "connectors")]
/// # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
/// use harness_sdk::connectors::types::Connector;
///
/// let connectors = harness.project("default", "shop").connectors();
/// let (read, write) = (connectors.clone(), connectors);
/// harness_sdk::edit(
///     move || read.get_connector().identifier("github").send(),
///     |answer| {
///         let connector = answer.data.as_mut().and_then(|data| data.connector.as_mut());
///         if let Some(connector) = connector {
///             connector.description = Some("the one for releases".to_owned());
///         }
///         Ok(())
///     },
///     move |answer, seen| {
///         let connector = answer.data.and_then(|data| data.connector).unwrap_or_default();
///         seen.guard(write.update_connector().body(Connector::new().connector(connector))).send()
///     },
/// )
/// .retry_conflicts(3)
/// .await?;
/// # Ok(())
/// # }
/// ```
pub fn edit<R, C, W, T, U, Read, Write>(read: R, change: C, write: W) -> Edit<R, C, W>
where
    R: FnMut() -> Read,
    Read: IntoFuture<Output = Result<Response<T>, Error>>,
    C: FnMut(&mut T) -> Result<(), Error>,
    W: FnMut(T, Seen) -> Write,
    Write: IntoFuture<Output = Result<U, Error>>,
{
    Edit { read, change, write, conflicts: 0 }
}

/// A change under way; await it. It comes from [`edit`].
#[must_use = "nothing is changed until it is awaited"]
pub struct Edit<R, C, W> {
    read: R,
    change: C,
    write: W,
    conflicts: u32,
}

impl<R, C, W> Edit<R, C, W> {
    /// How often the whole is done again, from the read on, when somebody else's change came in between. The default is
    /// never: the conflict is the error. From the second repetition on there are pauses, of 0.2 s at first and 5 s at most,
    /// and two minutes after the start none is begun any more.
    pub fn retry_conflicts(mut self, times: u32) -> Self {
        self.conflicts = times;
        self
    }
}

impl<R, C, W, T, U, Read, Write> IntoFuture for Edit<R, C, W>
where
    R: FnMut() -> Read + Send + 'static,
    Read: IntoFuture<Output = Result<Response<T>, Error>> + 'static,
    Read::IntoFuture: Send,
    C: FnMut(&mut T) -> Result<(), Error> + Send + 'static,
    W: FnMut(T, Seen) -> Write + Send + 'static,
    Write: IntoFuture<Output = Result<U, Error>> + 'static,
    Write::IntoFuture: Send,
    T: Slot + Send + 'static,
    U: Send + 'static,
{
    type Output = Result<U, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(mut self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut conflicts = Conflicts::of(self.conflicts);
            loop {
                let answer = (self.read)().into_future().await?;
                let seen = Seen::of(&answer);
                let mut entity = answer.into_inner();
                (self.change)(&mut entity)?;
                let write = (self.write)(entity, seen).into_future();
                match write.await {
                    Err(error) if error.is_conflict() => {
                        if !conflicts.again().await {
                            return Err(error);
                        }
                    }
                    outcome => return outcome,
                }
            }
        })
    }
}

impl<R, C, W> fmt::Debug for Edit<R, C, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edit").field("retry_conflicts", &self.conflicts).finish_non_exhaustive()
    }
}

/// Which version of an entity was read: its entity tag, and for one that lies in Git the object and the commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    etag: Option<String>,
    object_id: Option<String>,
    commit_id: Option<String>,
}

/// Where answers tell which Git object was read.
const OBJECT: &[&str] = &["/data/gitDetails/objectId", "/data/entityGitDetails/objectId", "/git_details/object_id"];
const COMMIT: &[&str] = &["/data/gitDetails/commitId", "/data/entityGitDetails/commitId", "/git_details/commit_id"];

impl Seen {
    /// What an answer tells of the version.
    pub fn of<T: Slot>(answer: &Response<T>) -> Seen {
        let body = model::to_value(&**answer).unwrap_or(Value::Null);
        let text = |pointers: &[&str]| pointers.iter().find_map(|at| Some(body.pointer(at)?.as_str()?.to_owned()));
        Seen { etag: answer.etag().map(ToOwned::to_owned), object_id: text(OBJECT), commit_id: text(COMMIT) }
    }

    /// Whether the answer told nothing of the version.
    pub fn is_empty(&self) -> bool {
        *self == Seen::default()
    }

    /// The write, told to change this version only, as far as the operation can be told.
    #[must_use]
    pub fn guard<Q: Request>(&self, write: Q) -> Q {
        let operation = write.operation();
        let guarded = match &self.etag {
            Some(etag) if operation.parameter(Location::Header, "If-Match").is_some() => write.with_if_match(etag),
            _ => write,
        };
        let known = [(GitPart::LastObjectId, &self.object_id), (GitPart::LastCommitId, &self.commit_id)];
        let git = known.into_iter().filter_map(|(part, id)| Some((part, id.clone()?)));
        let git = git.fold(guarded.call().git().clone(), |git, (part, id)| match git.get(part) {
            Some(_) => git,
            None if operation.git.iter().any(|carrier| carrier.part == part) => git.with(part, id),
            None => git,
        });
        with_git(guarded, &git)
    }
}

/// Options that were set before stay unless `git` has others.
fn with_git<Q: Request>(write: Q, git: &GitOptions) -> Q {
    if git.is_empty() { write } else { write.with_git(git) }
}
