//! The mock that a test starts.

use std::fmt;
use std::sync::Arc;

use harness_sdk::{Client, Context};

use crate::expect::Expect;
use crate::server::{Seen, Server};
use crate::shared::Shared;

/// A mock Harness on this machine, and a client that talks to it. It ends when it is dropped.
///
/// [`MockHarness::start`] gives one that answers what it was told to; [`MockHarness::answering`] one that answers every
/// operation. Both take expectations, which come first.
///
/// It lives in the tokio runtime it was started in.
pub struct MockHarness {
    pub(crate) url: String,
    /// Ends with the mock; nothing in process.
    pub(crate) _running: Option<Server>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) client: Client,
    pub(crate) key: String,
    pub(crate) account: String,
}

impl MockHarness {
    /// Where it listens, such as `http://127.0.0.1:40123`; in process an address that leads nowhere.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// A client of the mock, with its key and account.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// The key that the mock takes for a good one.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The account of the key.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The latest requests, in the order in which they came; see [`Builder::keep_requests`](crate::Builder::keep_requests).
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.log.all()
    }

    /// The latest requests that no expectation fitted. An answering mock has none.
    pub fn unmatched(&self) -> Vec<Seen> {
        self.shared.stubs.unmatched()
    }

    /// Checks that every request fitted an expectation.
    ///
    /// # Panics
    /// When one did not; the message names them all.
    #[track_caller]
    pub fn assert_all_expected(&self) {
        let unmatched = self.unmatched();
        let texts: Vec<String> = unmatched.iter().map(|seen| format!("\n  {seen}")).collect();
        assert!(texts.is_empty(), "{} requests fitted no expectation:{}", texts.len(), texts.concat());
    }

    /// Forgets all expectations and requests. What was created in an answering mock stays.
    pub fn reset(&self) {
        self.shared.stubs.clear();
        self.shared.log.clear();
    }

    /// Expectations made with the builders of a client.
    #[allow(dead_code, reason = "without modules there are no expectations")]
    pub(crate) fn expect<C>(&self, client: impl FnOnce(Context) -> C) -> Expect<'_, C> {
        Expect::new(&self.shared.stubs, client(self.client.context().clone()))
    }
}

impl fmt::Debug for MockHarness {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockHarness")
            .field("url", &self.url())
            .field("account", &self.account)
            .field("answering", &self.shared.answering.is_some())
            .finish_non_exhaustive()
    }
}
