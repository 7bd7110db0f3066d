//! All expectations of a server.

use std::sync::{Arc, Mutex, PoisonError};

use harness_sdk_core::Stated;
use harness_sdk_core::operation::Operation;
use serde_json::{Value, json};

use super::compare::Difference;
use super::expectation::Expectation;
use super::stub::Stub;
use super::then::Plan;
use crate::server::{Log, Reply, Seen};

/// All expectations of a server, and the requests that none of them fits.
#[derive(Debug)]
pub(crate) struct Stubs {
    all: Mutex<Vec<Arc<Stub>>>,
    unmatched: Arc<Log>,
    most: usize,
}

impl Stubs {
    /// Each expectation remembers at most so many requests.
    pub(crate) fn new(most: usize) -> Stubs {
        Stubs { all: Mutex::default(), unmatched: Arc::new(Log::new(most)), most }
    }

    pub(crate) fn add(&self, operation: &'static Operation, stated: Stated, plan: Plan) -> Expectation {
        let stub = Arc::new(Stub::new(operation, stated, plan, self.most));
        self.all.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&stub));
        Expectation::new(stub, Arc::clone(&self.unmatched))
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
        let fits = all.iter().filter(|stub| stub.difference(seen).is_none());
        let taken = fits.into_iter().find(|stub| stub.take())?;
        Some(taken.answer(seen))
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
            let difference = stub.difference(seen).unwrap_or_else(spent);
            (stub, difference)
        });
        distances.min_by_key(|(_, difference)| difference.distance)
    }
}
