//! How a mock begins.

use std::net::SocketAddr;
use std::sync::Arc;

use harness_sdk::Client;

use crate::builder::{Builder, StartError};
use crate::harness::MockHarness;
use crate::server::{Answers, InProcess, Server};

/// The address of a mock without a server.
const IN_PROCESS: &str = "https://mock.invalid";

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
}

impl Builder {
    /// Starts the mock in the runtime at hand.
    ///
    /// # Panics
    /// Where [`Builder::try_start`] is an error, or outside of a tokio runtime.
    pub async fn start(self) -> MockHarness {
        match self.try_start().await {
            Ok(mock) => mock,
            Err(fault) => panic!("{fault}"),
        }
    }

    /// Starts the mock in the runtime at hand.
    ///
    /// # Errors
    /// When it cannot listen, when an operation that shall fail does not exist, and when the client cannot be built.
    pub async fn try_start(self) -> Result<MockHarness, StartError> {
        let address = self.address;
        let parts = self.parts()?;
        let shared = Arc::new(parts.shared);
        let answers: Arc<dyn Answers> = shared.clone();
        let server = Server::start(address, answers).await.map_err(|fault| StartError::listen(address, &fault))?;
        let url = format!("http://{}", reachable(server.address));
        let context = parts.context.host(&url).allow_plain_http(true).build();
        let client = Client::new(context.map_err(|fault| StartError::client(&fault))?);
        Ok(MockHarness { url, _running: Some(server), shared, client, key: parts.key, account: parts.account })
    }

    /// The mock without a server: its client hands requests over within the program, so that tests need no socket, run on
    /// paused time and in any runtime. The program `harness-sdk-mock` and other programs need a server.
    ///
    /// ```
    /// # use harness_sdk_mock::MockHarness;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = MockHarness::answering().items(57).in_process();
    /// assert_eq!(mock.client().platform().list_projects().items().try_collect().await?.len(), 57);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Panics
    /// Where [`Builder::try_start`] is an error.
    pub fn in_process(self) -> MockHarness {
        match within(self) {
            Ok(mock) => mock,
            Err(fault) => panic!("{fault}"),
        }
    }
}

/// Without a server.
fn within(builder: Builder) -> Result<MockHarness, StartError> {
    let parts = builder.parts()?;
    let shared = Arc::new(parts.shared);
    let context = parts.context.host(IN_PROCESS).transport(InProcess(Arc::clone(&shared))).build();
    let client = Client::new(context.map_err(|fault| StartError::client(&fault))?);
    Ok(MockHarness {
        url: IN_PROCESS.to_owned(),
        _running: None,
        shared,
        client,
        key: parts.key,
        account: parts.account,
    })
}

/// An address that a client on this machine can reach: one that means all addresses is no address to call.
fn reachable(address: SocketAddr) -> SocketAddr {
    let mut address = address;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() });
    }
    address
}
