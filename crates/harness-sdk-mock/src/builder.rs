//! How a mock is configured.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use harness_sdk::{ConfigError, ContextBuilder, RetryPolicy, Service};

use crate::answer::{Answering, Settings};
use crate::catalogue::Catalogue;
use crate::expect::Stubs;
use crate::fault::Fault;
use crate::server::Log;
use crate::shared::Shared;

/// The key of a mock that is given none.
const KEY: &str = "pat.mock-account.mock-token.mock-secret";
/// The account of a key that names none.
const ACCOUNT: &str = "mock-account";
/// Requests that are remembered.
const KEPT: usize = 10_000;
/// The most bytes of a request's body.
const BODY_LIMIT: usize = 64 << 20;

/// Changes the client's context before it is built.
type Adapt = Box<dyn FnOnce(ContextBuilder) -> ContextBuilder + Send>;

/// Configures a mock; made by [`MockHarness::builder`](crate::MockHarness::builder) and
/// [`MockHarness::answering`](crate::MockHarness::answering).
#[must_use = "a mock runs once it is started"]
pub struct Builder {
    pub(crate) address: SocketAddr,
    answering: bool,
    key: String,
    account: Option<String>,
    kept: usize,
    body_limit: usize,
    retry: RetryPolicy,
    adapt: Option<Adapt>,
    settings: Settings,
}

impl Builder {
    pub(crate) fn new(answering: bool) -> Builder {
        let settings = Settings {
            key: String::new(),
            account: String::new(),
            items: 3,
            seed: 0,
            polls: 2,
            approval: false,
            answers_unknown: false,
            every: None,
            operations: BTreeMap::new(),
        };
        Builder {
            address: ([127, 0, 0, 1], 0).into(),
            answering,
            key: KEY.to_owned(),
            account: None,
            kept: KEPT,
            body_limit: BODY_LIMIT,
            retry: RetryPolicy::default().with_base_delay(Duration::ZERO),
            adapt: None,
            settings,
        }
    }

    /// The key of the client, and the one that an answering mock takes for a good one. A family of operations that takes a key
    /// of its own gets and wants one that is made of its name: `mock-key-of-sei`.
    pub fn key(mut self, key: impl Into<String>) -> Builder {
        self.key = key.into();
        self
    }

    /// The account. Without it the one that the key names is used, else `mock-account`.
    pub fn account(mut self, account: impl Into<String>) -> Builder {
        self.account = Some(account.into());
        self
    }

    /// How the client repeats failed attempts. By default as every client, but without waiting.
    pub fn retry(mut self, policy: RetryPolicy) -> Builder {
        self.retry = policy;
        self
    }

    /// Changes everything else about the client: scope, time limits, hooks.
    ///
    /// ```
    /// # use harness_sdk_mock::MockHarness;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mock = MockHarness::answering().client_with(|client| client.org("default").project("checkout")).start().await;
    /// assert!(mock.client().pipelines().list_pipelines().send().await.is_ok());
    /// # }
    /// ```
    pub fn client_with(mut self, change: impl FnOnce(ContextBuilder) -> ContextBuilder + Send + 'static) -> Builder {
        self.adapt = Some(Box::new(change));
        self
    }

    /// Where to listen. The default is a free port of 127.0.0.1, which other machines cannot reach.
    pub fn listen(mut self, address: impl Into<SocketAddr>) -> Builder {
        self.address = address.into();
        self
    }

    /// How many requests are remembered, by the mock and by each expectation; 10,000 by default. Older ones are forgotten.
    pub fn keep_requests(mut self, most: usize) -> Builder {
        self.kept = most;
        self
    }

    /// The most bytes of a request's body; 64 MiB by default. A larger one is answered with 413.
    pub fn body_limit(mut self, bytes: usize) -> Builder {
        self.body_limit = bytes;
        self
    }

    /// How many items every list has from the start; 3 by default. Things that can be created are called `project_0`,
    /// `project_1` and so on.
    pub fn items(mut self, items: u64) -> Builder {
        self.settings.items = items;
        self
    }

    /// What the data is drawn from; the same seed gives the same data. 0 by default.
    pub fn seed(mut self, seed: u64) -> Builder {
        self.settings.seed = seed;
        self
    }

    /// How often an execution is seen running before it moves on; 2 by default.
    pub fn polls(mut self, polls: u32) -> Builder {
        self.settings.polls = polls;
        self
    }

    /// Whether executions stop for an approval before they end; they do not by default.
    pub fn approval(mut self, approval: bool) -> Builder {
        self.settings.approval = approval;
        self
    }

    /// Whether things that nobody created are there nonetheless, whatever they are called; by default they are not found.
    /// What was deleted is never found.
    pub fn answer_unknown(mut self, answer: bool) -> Builder {
        self.settings.answers_unknown = answer;
        self
    }

    /// Fails every `every`-th request, counted from 1 over all operations.
    pub fn fail_every(mut self, every: u64, fault: Fault) -> Builder {
        self.settings.every = Some((every.max(1), fault));
        self
    }

    /// Fails every call of an operation, named by its `operationId`.
    pub fn fail(mut self, operation: impl Into<String>, fault: Fault) -> Builder {
        self.settings.operations.insert(operation.into(), (fault, None));
        self
    }

    /// Fails the first calls of an operation, named by its `operationId`.
    pub fn fail_first(mut self, operation: impl Into<String>, times: u64, fault: Fault) -> Builder {
        self.settings.operations.insert(operation.into(), (fault, Some(times)));
        self
    }

    /// Checks what was set, and makes of it what a mock consists of.
    pub(crate) fn parts(mut self) -> Result<Parts, StartError> {
        let account = self.account.take().unwrap_or_else(|| account_of(&self.key));
        (self.settings.key, self.settings.account) = (self.key.clone(), account.clone());
        let unknown = self.settings.operations.keys().filter(|id| Catalogue::get().by_id(id).is_none());
        let unknown: Vec<&str> = unknown.map(String::as_str).collect();
        if !unknown.is_empty() {
            return Err(StartError::unknown(&unknown));
        }
        let context = ContextBuilder::default()
            .api_key(self.key.clone())
            .account(account.clone())
            .retry(self.retry)
            .limiter(None)
            .one_host(true)
            .no_proxy();
        let services = Catalogue::get().own_keys().into_iter().map(|(name, key)| Service::new(name).key(key));
        let context = services.fold(context, ContextBuilder::service);
        let context = match self.adapt {
            Some(adapt) => adapt(context),
            None => context,
        };
        let shared = Shared {
            stubs: Arc::new(Stubs::new(self.kept)),
            answering: self.answering.then(|| Answering::new(self.settings)),
            log: Log::new(self.kept),
            body_limit: self.body_limit,
        };
        Ok(Parts { shared, context, key: self.key, account })
    }
}

impl fmt::Debug for Builder {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("address", &self.address)
            .field("answering", &self.answering)
            .finish_non_exhaustive()
    }
}

/// What a builder hands over.
pub(crate) struct Parts {
    pub(crate) shared: Shared,
    pub(crate) context: ContextBuilder,
    pub(crate) key: String,
    pub(crate) account: String,
}

/// The account that a key names.
fn account_of(key: &str) -> String {
    let parts: Vec<&str> = key.split('.').collect();
    match parts.as_slice() {
        ["pat" | "sat", account, _, _] if !account.is_empty() => (*account).to_owned(),
        _ => ACCOUNT.to_owned(),
    }
}

/// Why a mock did not start.
#[derive(Debug)]
pub struct StartError(String);

impl StartError {
    pub(crate) fn listen(address: SocketAddr, fault: &io::Error) -> StartError {
        StartError(format!("the mock cannot listen on {address}: {fault}; choose another address"))
    }

    pub(crate) fn client(fault: &ConfigError) -> StartError {
        StartError(format!("the mock's client cannot be built: {fault}"))
    }

    fn unknown(operations: &[&str]) -> StartError {
        let names = operations.join(", ");
        StartError(format!(
            "no operation that the mock knows is called {names}; use the operationId, and enable the feature of its module"
        ))
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StartError {}
