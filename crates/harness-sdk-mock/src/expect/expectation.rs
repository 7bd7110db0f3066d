//! What a test holds of an expectation.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::stub::Stub;
use crate::server::{Log, Seen};

/// A request that is expected: how often it came, and what it was.
///
/// It may be dropped; the expectation stays until [`MockHarness::reset`](crate::MockHarness::reset).
#[derive(Clone)]
pub struct Expectation {
    stub: Arc<Stub>,
    /// What fitted no expectation of the server.
    unmatched: Arc<Log>,
}

impl Expectation {
    pub(super) fn new(stub: Arc<Stub>, unmatched: Arc<Log>) -> Expectation {
        Expectation { stub, unmatched }
    }

    /// How many requests it answered.
    pub fn calls(&self) -> u64 {
        self.stub.calls.load(Ordering::SeqCst)
    }

    /// The requests it answered, the latest of them if there were very many.
    pub fn requests(&self) -> Vec<Seen> {
        self.stub.seen.all()
    }

    /// Checks that it answered one request, or as many as [`Then::times`](crate::Then::times) says.
    ///
    /// # Panics
    /// When it did not; the message shows how near other requests came.
    #[track_caller]
    pub fn assert(&self) {
        self.assert_calls(self.stub.plan.times.unwrap_or(1));
    }

    /// Checks that it answered so many requests.
    ///
    /// # Panics
    /// When it did not; the message shows how near other requests came.
    #[track_caller]
    pub fn assert_calls(&self, wanted: u64) {
        let calls = self.calls();
        assert!(
            calls == wanted,
            "{} was called {calls} times, wanted are {wanted}{}",
            self.stub.operation.id,
            self.others()
        );
    }

    /// The requests that did not fit, and why they did not fit here.
    fn others(&self) -> String {
        let mut text = String::new();
        for seen in self.unmatched.all() {
            if let Some(difference) = self.stub.difference(&seen) {
                text.push_str(&format!("\n  {seen} did not fit: {}", difference.texts.join("; ")));
            }
        }
        text
    }
}

impl fmt::Debug for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation")
            .field("operation", &self.stub.operation.id)
            .field("calls", &self.calls())
            .finish_non_exhaustive()
    }
}
