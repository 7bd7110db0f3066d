//! The mock that a test starts.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use harness_sdk::{Client, Context, ContextBuilder};

use crate::answer::Answering;
use crate::builder::{Builder, StartError};
use crate::expect::Stubs;
use crate::server::{Answers, InProcess, Log, Reply, Server};
use crate::{Expect, Seen};

/// A mock Harness on this machine, and a client that talks to it. It ends when it is dropped.
///
/// [`MockHarness::start`] gives one that answers what it was told to; [`MockHarness::answering`] one that answers every
/// operation. Both take expectations, which come first.
///
/// It lives in the tokio runtime it was started in.
pub struct MockHarness {
    /// Nothing in process.
    pub(crate) server: Option<Server>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) client: Client,
    pub(crate) key: String,
    pub(crate) account: String,
}

/// The address of a mock without a server.
const IN_PROCESS: &str = "https://mock.invalid";

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

impl MockHarness {
    /// Starts a mock that answers expectations, and everything else with 404.
    ///
    /// # Panics
    /// When there is no free port, or outside of a tokio runtime.
    pub async fn start() -> MockHarness {
        MockHarness::builder().start().await
    }

    /// A mock that answers expectations, and everything else with 404, within the program: there is no server, no socket
    /// and no runtime that it lives in, only its client. See [`Builder::in_process`].
    ///
    /// ```
    /// # use harness_sdk_mock::MockHarness;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mock = MockHarness::in_process();
    /// let list = mock.platform().list_projects(|when, then| (when, then.status(503)));
    /// let error = mock.client().platform().list_projects().send().await.unwrap_err();
    /// assert!(error.is_retryable() && list.calls() > 1);
    /// # }
    /// ```
    ///
    /// # Panics
    /// When the client cannot be built.
    pub fn in_process() -> MockHarness {
        MockHarness::builder().in_process()
    }

    /// A mock that answers expectations, to be configured.
    pub fn builder() -> Builder {
        Builder::new(false)
    }

    /// A mock that answers every operation of the document, to be configured.
    ///
    /// ```
    /// # use harness_sdk_mock::MockHarness;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = MockHarness::answering().items(57).start().await;
    /// let mut projects = mock.client().platform().list_projects().items();
    /// let mut count = 0;
    /// while let Some(project) = projects.try_next().await? {
    ///     assert!(project.project.identifier.is_some_and(|name| name.starts_with("project_")));
    ///     count += 1;
    /// }
    /// assert_eq!(count, 57);
    /// # Ok(())
    /// # }
    /// ```
    pub fn answering() -> Builder {
        Builder::new(true)
    }

    pub(crate) async fn begin(builder: Builder) -> Result<MockHarness, StartError> {
        let address = builder.address;
        let parts = builder.parts()?;
        let shared = Arc::new(parts.shared);
        let answers: Arc<dyn Answers> = shared.clone();
        let server = Server::start(address, answers).await.map_err(|fault| StartError::listen(address, &fault))?;
        let host = reachable(server.address);
        let context = parts.context.host(format!("http://{host}")).allow_plain_http(true).build();
        let client = Client::new(context.map_err(|fault| StartError::client(&fault))?);
        Ok(MockHarness { server: Some(server), shared, client, key: parts.key, account: parts.account })
    }

    pub(crate) fn within(builder: Builder) -> Result<MockHarness, StartError> {
        let parts = builder.parts()?;
        let shared = Arc::new(parts.shared);
        let context = parts.context.host(IN_PROCESS).transport(InProcess(Arc::clone(&shared))).build();
        let client = Client::new(context.map_err(|fault| StartError::client(&fault))?);
        Ok(MockHarness { server: None, shared, client, key: parts.key, account: parts.account })
    }

    /// Where it listens, such as `http://127.0.0.1:40123`; in process an address that leads nowhere.
    pub fn url(&self) -> String {
        match &self.server {
            Some(server) => format!("http://{}", reachable(server.address)),
            None => IN_PROCESS.to_owned(),
        }
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

    /// The latest requests, in the order in which they came; see [`Builder::keep_requests`].
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

    pub(crate) fn stubs(&self) -> &Arc<Stubs> {
        &self.shared.stubs
    }

    /// Expectations made with the builders of a client.
    #[allow(dead_code, reason = "without modules there are no expectations")]
    pub(crate) fn expect<C>(&self, client: impl FnOnce(Context) -> C) -> Expect<'_, C> {
        Expect::new(self, client(self.client.context().clone()))
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

/// An address that a client on this machine can reach: one that means all addresses is no address to call.
fn reachable(address: SocketAddr) -> SocketAddr {
    let mut address = address;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() });
    }
    address
}

/// What a builder hands over.
pub(crate) struct Parts {
    pub(crate) shared: Shared,
    pub(crate) context: ContextBuilder,
    pub(crate) key: String,
    pub(crate) account: String,
}
