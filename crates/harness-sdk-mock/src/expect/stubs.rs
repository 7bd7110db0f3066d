//! All expectations of a server.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use harness_sdk_core::Stated;
use harness_sdk_core::operation::Operation;
use serde_json::{Value, json};

use super::compare::{Difference, Wanted};
use super::expectation::Expectation;
use super::then::Plan;
use crate::Fault;
use crate::server::{Log, Reply, Seen};

/// An expectation as the server sees it.
#[derive(Debug)]
pub(super) struct Stub {
    pub(super) operation: &'static Operation,
    wanted: Wanted,
    pub(super) plan: Plan,
    pub(super) calls: AtomicU64,
    pub(super) seen: Log,
}

/// All expectations of a server, and the requests that none of them fits.
#[derive(Debug)]
pub(crate) struct Stubs {
    all: Mutex<Vec<Arc<Stub>>>,
    pub(super) unmatched: Log,
    most: usize,
}

impl Stubs {
    /// Each expectation remembers at most so many requests.
    pub(crate) fn new(most: usize) -> Stubs {
        Stubs { all: Mutex::default(), unmatched: Log::new(most), most }
    }

    pub(crate) fn add(self: &Arc<Self>, operation: &'static Operation, stated: Stated, plan: Plan) -> Expectation {
        let wanted = Wanted::new(operation, stated);
        let stub = Arc::new(Stub { operation, wanted, plan, calls: AtomicU64::new(0), seen: Log::new(self.most) });
        self.all.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&stub));
        Expectation::new(stub, Arc::clone(self))
    }

    pub(crate) fn clear(&self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.unmatched.clear();
    }

    pub(crate) fn unmatched(&self) -> Vec<Seen> {
        self.unmatched.all()
    }

    /// The answer of the first expectation that fits and has calls left.
    pub(crate) fn answer(&self, seen: &Seen) -> Option<Reply> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let fits = all.iter().filter(|stub| stub.wanted.difference(seen).is_none());
        let taken = fits.into_iter().find(|stub| stub.take())?;
        taken.seen.add(seen.clone());
        Some(taken.reply(seen))
    }

    /// The answer to a request that no expectation fits: it says which came nearest, and where that differs.
    pub(crate) fn refuse(&self, seen: Seen) -> Reply {
        let nearest = self.nearest(&seen);
        let message = match &nearest {
            Some((stub, difference)) => format!(
                "no expectation fits {seen}; the nearest one is {}: {}",
                stub.operation.id,
                difference.texts.join("; ")
            ),
            None => format!("no expectation fits {seen}; there is none at all"),
        };
        self.unmatched.add(seen);
        let (operation, differences) = match nearest {
            Some((stub, difference)) => (Value::from(stub.operation.id), Value::from(difference.texts)),
            None => (Value::Null, Value::Null),
        };
        let body =
            json!({"code": "NO_EXPECTATION", "message": message, "nearest": operation, "differences": differences});
        Reply::json(404, &body)
    }

    fn nearest(&self, seen: &Seen) -> Option<(Arc<Stub>, Difference)> {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let distances = all.into_iter().map(|stub| {
            let spent = || {
                let times = stub.plan.times.unwrap_or_default();
                Difference { texts: vec![format!("it was answered {times} times and has no calls left")], distance: 0 }
            };
            let difference = stub.wanted.difference(seen).unwrap_or_else(spent);
            (stub, difference)
        });
        distances.min_by_key(|(_, difference)| difference.distance)
    }
}

impl Stub {
    /// Counts a call, unless there is none left.
    fn take(&self) -> bool {
        let most = self.plan.times.unwrap_or(u64::MAX);
        let next = |calls| (calls < most).then_some(calls + 1);
        self.calls.fetch_update(Ordering::SeqCst, Ordering::SeqCst, next).is_ok()
    }

    /// Where the request differs from the expectation.
    pub(super) fn difference(&self, seen: &Seen) -> Option<Difference> {
        self.wanted.difference(seen)
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
