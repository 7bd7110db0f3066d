//! Changing the members of a segment, as many at a time as the platform takes.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use harness_sdk_core::{Error, ErrorKind};
use harness_sdk_fme::types::SplitSegmentKeysRequest;

use super::environment::FlagEnvironment;

/// The most keys of one request, by the tool that harness/mcp-server has for them. It says so of adding; removing keeps to
/// it.
const BATCH: usize = 10_000;

/// Members that are added to a segment, or removed from it; await it. It comes from
/// [`SegmentDefinition::add_members`](super::SegmentDefinition::add_members) and
/// [`SegmentDefinition::remove_members`](super::SegmentDefinition::remove_members).
///
/// The keys go in requests of 10,000 at most, one after the other. When one of them fails, the error says how many keys were
/// done before it; doing all of it again does no harm. It fails as any call does, and when no key is given.
#[derive(Clone)]
#[must_use = "nothing is changed until it is awaited"]
pub struct MembersChange {
    environment: FlagEnvironment,
    segment: String,
    direction: Direction,
    keys: Vec<String>,
    request: SplitSegmentKeysRequest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Add,
    Remove,
}

impl MembersChange {
    pub(super) fn new(
        environment: FlagEnvironment,
        segment: String,
        direction: Direction,
        keys: Vec<String>,
    ) -> MembersChange {
        MembersChange { environment, segment, direction, keys, request: SplitSegmentKeysRequest::new() }
    }

    /// A comment for people, kept with the change.
    pub fn comment(mut self, text: impl Into<String>) -> MembersChange {
        self.request = self.request.comment(text.into());
        self
    }

    /// A title of the change, for people.
    pub fn title(mut self, text: impl Into<String>) -> MembersChange {
        self.request = self.request.title(text.into());
        self
    }

    async fn run(self) -> Result<(), Error> {
        let segment = &self.segment;
        if self.keys.is_empty() {
            return Err(Error::custom(ErrorKind::Request, format!("no member of the segment `{segment}` is named")));
        }
        let environment = self.environment.id().await?;
        for (number, keys) in self.keys.chunks(BATCH).enumerate() {
            self.send(environment, keys.to_vec()).await.map_err(|error| match number * BATCH {
                0 => error,
                done => error.with_summary(format!(
                    "{done} of the {} keys of the segment `{segment}` are {}, then it failed",
                    self.keys.len(),
                    if self.direction == Direction::Add { "added" } else { "removed" },
                )),
            })?;
        }
        Ok(())
    }

    async fn send(&self, environment: &str, keys: Vec<String>) -> Result<(), Error> {
        let fme = self.environment.client().fme();
        let (segment, request) = (&*self.segment, self.request.clone().keys(keys));
        match self.direction {
            Direction::Add => {
                let call = fme.upload_split_segment_keys().environment_id(environment).segment_name(segment);
                call.replace(false).body(request).send().await.map(drop)
            }
            Direction::Remove => {
                let call = fme.remove_split_segment_keys().environment_id(environment).segment_name(segment);
                call.body(request).send().await.map(drop)
            }
        }
    }
}

impl IntoFuture for MembersChange {
    type Output = Result<(), Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for MembersChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("MembersChange");
        shown.field("environment", &self.environment).field("segment", &self.segment);
        shown.field("direction", &self.direction).field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}
