//! An expectation as the server sees it.

use std::sync::atomic::{AtomicU64, Ordering};

use harness_sdk_core::Stated;
use harness_sdk_core::operation::Operation;
use serde_json::json;

use super::compare::{Difference, Wanted};
use super::then::Plan;
use crate::Fault;
use crate::server::{Log, Reply, Seen};

/// What a request must hold, and what answers it.
#[derive(Debug)]
pub(super) struct Stub {
    pub(super) operation: &'static Operation,
    wanted: Wanted,
    pub(super) plan: Plan,
    pub(super) calls: AtomicU64,
    pub(super) seen: Log,
}

impl Stub {
    /// It remembers at most so many requests.
    pub(super) fn new(operation: &'static Operation, stated: Stated, plan: Plan, most: usize) -> Stub {
        let wanted = Wanted::new(operation, stated);
        Stub { operation, wanted, plan, calls: AtomicU64::new(0), seen: Log::new(most) }
    }

    /// Counts a call, unless there is none left.
    pub(super) fn take(&self) -> bool {
        let most = self.plan.times.unwrap_or(u64::MAX);
        let next = |calls| (calls < most).then_some(calls + 1);
        self.calls.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next).is_ok()
    }

    /// Where the request differs from the expectation.
    pub(super) fn difference(&self, seen: &Seen) -> Option<Difference> {
        self.wanted.difference(seen)
    }

    /// The answer to a request, which is remembered.
    pub(super) fn answer(&self, seen: &Seen) -> Reply {
        self.seen.add(seen.clone());
        self.reply(seen)
    }

    fn reply(&self, seen: &Seen) -> Reply {
        if let Some(problem) = &self.plan.problem {
            return Reply::json(500, &json!({"code": "BAD_EXPECTATION", "message": problem}));
        }
        let family = crate::answer::family(self.operation.id);
        if let Some(reply) = self.plan.fault.and_then(|fault| fault.reply(family, "mock-fault")) {
            return reply;
        }
        if self.plan.fault == Some(Fault::Denied) {
            return crate::answer::denied(self.operation.id, seen, "mock-fault");
        }
        let reply = match &self.plan.items {
            Some(items) => crate::answer::serve(self.operation.id, seen, items, &self.plan.reply),
            None if self.plan.said => self.plan.reply.clone(),
            None => self.plan.reply.over(crate::answer::usual(self.operation.id, seen)),
        };
        match self.plan.fault {
            Some(fault) => fault.spoil(reply),
            None => reply,
        }
    }
}
