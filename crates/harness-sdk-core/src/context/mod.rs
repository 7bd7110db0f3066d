//! The object behind every client: where to go, as whom, in which scope, and by which rules.

mod builder;
mod runtimes;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

pub use builder::ContextBuilder;
pub(crate) use runtimes::Runtimes;

use crate::auth::Credentials;
use crate::config::Settings;
use crate::error::Error;
use crate::hooks::Hooks;
use crate::host::Host;
use crate::limit::Limiter;
use crate::redact::{Keyring, Secrets};
use crate::retry::{RetryBudget, RetryPolicy};
use crate::scope::Scope;
use crate::service::Services;
use crate::telemetry::Instruments;
use crate::transport::{Middleware, Transport};
use crate::watch::Watch;

/// What all calls of a client share. Clones are cheap and share the connections, the credentials, the request limit and
/// the retry budget.
///
/// ```no_run
/// use harness_sdk_core::{Context, Scope};
///
/// # fn run() -> Result<(), harness_sdk_core::ConfigError> {
/// let context = Context::from_env()?;
/// let shop = context.with_scope(Scope::project("default", "shop"));
/// # let _ = shop;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Context {
    shared: Arc<Shared>,
    scope: Arc<Scope>,
}

struct Shared {
    transport: Arc<dyn Transport>,
    middleware: Vec<Arc<dyn Middleware>>,
    settings: Settings,
    retry: RetryPolicy,
    budget: RetryBudget,
    limiter: Option<Limiter>,
    user_agent: HeaderValue,
    hooks: Vec<Arc<dyn Hooks>>,
    timeouts: Timeouts,
    bounds: Bounds,
    trace_bodies: bool,
    telemetry: Instruments,
    runtimes: runtimes::Known,
    watch: Watch,
    keyring: Keyring,
}

/// The time limits of calls that have none of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    pub(crate) attempt: Option<Duration>,
    pub(crate) total: Option<Duration>,
    pub(crate) idle: Option<Duration>,
}

/// How many bytes of an answer are taken into memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) answer: usize,
    pub(crate) error_body: usize,
}

impl Context {
    /// The same context with another scope. The account stays when the scope names none.
    #[must_use]
    pub fn with_scope(&self, scope: Scope) -> Context {
        Context { shared: Arc::clone(&self.shared), scope: Arc::new(scope) }
    }

    /// The scope of calls that carry none of their own.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The account of calls whose scope names none.
    pub fn account(&self) -> Option<&str> {
        self.scope.account_id().or(self.shared.settings.account.as_deref())
    }

    /// Where requests go.
    pub fn host(&self) -> &Host {
        &self.shared.settings.host
    }

    /// What the context was made of.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// The policy of calls that have none of their own.
    pub fn retry(&self) -> &RetryPolicy {
        &self.shared.retry
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.shared.transport
    }

    pub(crate) fn middleware(&self) -> &[Arc<dyn Middleware>] {
        &self.shared.middleware
    }

    pub(crate) fn credentials(&self) -> &Credentials {
        &self.shared.settings.credentials
    }

    /// Learns from the platform where a family of operations is. `ask` gives the address, such as `https://pkg.harness.io`;
    /// it is awaited once in the life of a client and its clones, and not at all when the program says where the family is,
    /// or that all of it is at one host.
    ///
    /// # Errors
    /// What `ask` fails with; and an address that the client's key must not go to: one that was named, or would be called,
    /// without TLS. A client that does without TLS itself takes addresses of its own host.
    pub async fn learn_service(
        &self,
        name: &'static str,
        ask: impl Future<Output = Result<String, Error>> + Send,
    ) -> Result<(), Error> {
        self.services().learn(name, ask).await
    }

    pub(crate) fn services(&self) -> &Services {
        &self.shared.settings.services
    }

    /// What no text may repeat: what a call proves itself with, and the other keys of the client.
    pub(crate) fn secrets(&self, of_call: Option<&HeaderValue>) -> Secrets {
        let known = self.credentials().known();
        let families = self.services().keys();
        self.shared.keyring.secrets(of_call.or(known.as_ref()), known.iter().chain(&families))
    }

    pub(crate) fn budget(&self) -> &RetryBudget {
        &self.shared.budget
    }

    pub(crate) fn limiter(&self) -> Option<&Limiter> {
        self.shared.limiter.as_ref()
    }

    pub(crate) fn runtimes(&self) -> Runtimes<'_> {
        Runtimes(&self.shared.runtimes)
    }

    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.shared.user_agent
    }

    pub(crate) fn hooks(&self) -> &[Arc<dyn Hooks>] {
        &self.shared.hooks
    }

    pub(crate) fn timeouts(&self) -> Timeouts {
        self.shared.timeouts
    }

    pub(crate) fn bounds(&self) -> Bounds {
        self.shared.bounds
    }

    pub(crate) fn watch(&self) -> &Watch {
        &self.shared.watch
    }

    pub(crate) fn telemetry(&self) -> &Instruments {
        &self.shared.telemetry
    }

    pub(crate) fn traces_bodies(&self) -> bool {
        self.shared.trace_bodies
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("host", self.host())
            .field("account", &self.account())
            .field("scope", &self.scope)
            .field("retry", &self.shared.retry)
            .field("timeouts", &self.shared.timeouts)
            .finish_non_exhaustive()
    }
}
