//! What a mock answers from.

use std::sync::Arc;

use crate::answer::Answering;
use crate::expect::Stubs;
use crate::server::{Answers, Log, Reply, Seen};

/// What the server works with.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) stubs: Arc<Stubs>,
    pub(crate) answering: Option<Answering>,
    pub(crate) log: Log,
    pub(crate) body_limit: usize,
}

impl Answers for Shared {
    fn answer(&self, seen: Seen) -> Reply {
        self.log.add(seen.clone());
        match (self.stubs.answer(&seen), &self.answering) {
            (Some(reply), _) => reply,
            (None, Some(answering)) => answering.answer(&seen),
            (None, None) => self.stubs.refuse(seen),
        }
    }

    fn body_limit(&self) -> usize {
        self.body_limit
    }
}
