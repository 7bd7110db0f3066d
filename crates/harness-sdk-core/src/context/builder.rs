//! Puts a context together.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::{Bounds, Context, Shared, Timeouts};
use crate::auth::TokenProvider;
use crate::config::{ConfigError, ConfigProblem, Environment, Settings, SettingsBuilder};
use crate::hooks::Hooks;
use crate::limit::Limiter;
use crate::redact::Keyring;
use crate::retry::{RetryBudget, RetryPolicy};
use crate::service::Service;
use crate::telemetry::Instruments;
#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
use crate::transport::{Certificate, Identity};
use crate::transport::{HttpTransportBuilder, Middleware, Proxy, Transport};
use crate::watch::Watch;

/// Collects what a [`Context`] is made of; [`ContextBuilder::build`] checks it all at once.
///
/// ```no_run
/// use std::time::Duration;
/// use harness_sdk_core::{Context, RetryPolicy};
///
/// # fn run() -> Result<(), harness_sdk_core::ConfigError> {
/// let context = Context::builder()
///     .api_key("pat.account.id.secret")
///     .host("acme")
///     .org("default")
///     .attempt_timeout(Duration::from_secs(20))
///     .retry(RetryPolicy::default().with_max_attempts(6))
///     .user_agent("deployer/1.2")
///     .build()?;
/// # let _ = context;
/// # Ok(())
/// # }
/// ```
#[must_use = "a context comes from `build`"]
pub struct ContextBuilder {
    checked: Option<Settings>,
    parts: Option<SettingsBuilder>,
    http: HttpTransportBuilder,
    transport: Option<Arc<dyn Transport>>,
    middleware: Vec<Arc<dyn Middleware>>,
    retry: RetryPolicy,
    budget: u32,
    limiter: Option<Limiter>,
    agent_suffix: Option<String>,
    hooks: Vec<Arc<dyn Hooks>>,
    timeouts: Timeouts,
    bounds: Bounds,
    trace_bodies: bool,
    strict_answers: bool,
}

impl Default for ContextBuilder {
    fn default() -> ContextBuilder {
        ContextBuilder {
            checked: None,
            parts: None,
            http: HttpTransportBuilder::default(),
            transport: None,
            middleware: Vec::new(),
            retry: RetryPolicy::default(),
            budget: RetryBudget::DEFAULT,
            limiter: Some(Limiter::default()),
            agent_suffix: None,
            hooks: Vec::new(),
            timeouts: Timeouts {
                attempt: Some(Duration::from_secs(60)),
                total: Some(Duration::from_secs(300)),
                idle: Some(Duration::from_secs(60)),
            },
            bounds: Bounds { answer: 512 << 20, error_body: 64 << 10 },
            trace_bodies: false,
            strict_answers: false,
        }
    }
}

impl Context {
    /// A context made in code.
    pub fn builder() -> ContextBuilder {
        ContextBuilder::default()
    }

    /// A context from the environment variables of the process or a profile of the official CLI, by the rules of
    /// [`config`](crate::config).
    ///
    /// # Errors
    /// Every problem found in the configuration.
    pub fn from_env() -> Result<Context, ConfigError> {
        Context::builder().settings(Settings::from_env()?).build()
    }
}

impl ContextBuilder {
    /// Checked settings. They are complete: setters of credentials, host or scope beside them are an error.
    pub fn settings(mut self, settings: Settings) -> ContextBuilder {
        self.checked = Some(settings);
        self
    }

    /// Settings to be checked by [`ContextBuilder::build`], in place of what the setters of credentials, host and scope
    /// have collected so far.
    pub fn settings_builder(mut self, settings: SettingsBuilder) -> ContextBuilder {
        self.parts = Some(settings);
        self
    }

    fn part(mut self, set: impl FnOnce(SettingsBuilder) -> SettingsBuilder) -> ContextBuilder {
        self.parts = Some(set(self.parts.take().unwrap_or_default()));
        self
    }

    /// The API key, a personal access token or a service account token.
    pub fn api_key(self, key: impl Into<String>) -> ContextBuilder {
        self.part(|parts| parts.api_key(key))
    }

    /// A bearer token.
    pub fn bearer_token(self, token: impl Into<String>) -> ContextBuilder {
        self.part(|parts| parts.bearer_token(token))
    }

    /// Who gives tokens that expire.
    pub fn token_provider(self, provider: impl TokenProvider) -> ContextBuilder {
        self.part(|parts| parts.token_provider(provider))
    }

    /// The account identifier. Without it the account that the API key names is used.
    pub fn account(self, account: impl Into<String>) -> ContextBuilder {
        self.part(|parts| parts.account(account))
    }

    /// Where requests go, in any form that [`Host`](crate::Host) reads. The default is `https://app.harness.io`.
    pub fn host(self, host: impl Into<String>) -> ContextBuilder {
        self.part(|parts| parts.host(host))
    }

    /// What a family of operations needs that has an address or a key for itself.
    ///
    /// ```
    /// use harness_sdk_core::{Context, Service};
    ///
    /// let builder = Context::builder().api_key("pat.account.id.secret").service(Service::new("sei").key("key-of-sei"));
    /// # let _ = builder;
    /// ```
    pub fn service(self, service: Service) -> ContextBuilder {
        self.part(|parts| parts.service(service))
    }

    /// Whether every family of operations is asked at the client's host, whatever hosts they have for themselves: for tests
    /// against one server. `false` unless set.
    pub fn one_host(self, one_host: bool) -> ContextBuilder {
        self.part(|parts| parts.one_host(one_host))
    }

    /// The organisation of calls that carry no scope of their own.
    pub fn org(self, org: impl Into<String>) -> ContextBuilder {
        self.part(|parts| parts.org(org))
    }

    /// The project of calls that carry no scope of their own.
    pub fn project(self, project: impl Into<String>) -> ContextBuilder {
        self.part(|parts| parts.project(project))
    }

    /// A profile of the official CLI.
    pub fn profile(self, name: impl Into<String>) -> ContextBuilder {
        self.part(|parts| parts.profile(name))
    }

    /// Where to read what code does not set.
    pub fn environment(self, environment: Environment) -> ContextBuilder {
        self.part(|parts| parts.environment(environment))
    }

    /// Whether plain `http` may reach other machines than this one. The key then crosses the network unprotected.
    pub fn allow_plain_http(self, allow: bool) -> ContextBuilder {
        self.part(|parts| parts.allow_plain_http(allow))
    }

    /// How failed attempts are repeated.
    pub fn retry(mut self, policy: RetryPolicy) -> ContextBuilder {
        self.retry = policy;
        self
    }

    /// How many tokens all calls together may spend on repeating; a repetition takes 5 (after a time limit 10), a
    /// success gives one or the price back, and so does a repetition that is given up before it is sent. Waiting out status
    /// 429 costs nothing. The default is 500; 0 repeats nothing else.
    pub fn retry_budget(mut self, tokens: u32) -> ContextBuilder {
        self.budget = tokens;
        self
    }

    /// The client-side limit on requests, own or shared with other clients; `None` switches it off, and with it the pauses
    /// after status 429. The default is 400 a minute, the lower of the two that are documented for a key; where the higher
    /// one counts, give `Limiter::per_minute(1000)`.
    pub fn limiter(mut self, limiter: impl Into<Option<Limiter>>) -> ContextBuilder {
        self.limiter = limiter.into();
        self
    }

    /// Added to the `User-Agent`, such as the name and version of the program.
    pub fn user_agent(mut self, suffix: impl Into<String>) -> ContextBuilder {
        self.agent_suffix = Some(suffix.into());
        self
    }

    /// Code that runs around every attempt; hooks run in the order they were added.
    pub fn hooks(mut self, hooks: Arc<dyn Hooks>) -> ContextBuilder {
        self.hooks.push(hooks);
        self
    }

    /// How long connecting may take; 10 s by default. A transport of the caller's own has its own limit.
    pub fn connect_timeout(self, limit: impl Into<Option<Duration>>) -> ContextBuilder {
        self.http_with(|http| http.connect_timeout(limit))
    }

    /// How long one attempt may take, reading the answer included unless it is streamed; 60 s by default. With a body that
    /// is a file or a stream the time in which it is sent does not count: the limit holds for what comes before, and anew
    /// for the answer.
    pub fn attempt_timeout(mut self, limit: impl Into<Option<Duration>>) -> ContextBuilder {
        self.timeouts.attempt = limit.into();
        self
    }

    /// How long a call may take in all, its waits and repetitions and the reading of its answer into memory included; 5
    /// minutes by default. The time in which bodies that are files or streams are sent does not count, nor that in which
    /// answers are taken piece by piece or saved to a file.
    pub fn total_timeout(mut self, limit: impl Into<Option<Duration>>) -> ContextBuilder {
        self.timeouts.total = limit.into();
        self
    }

    /// How long a streamed answer may stay silent, and how long a body that is a file or a stream may stand still while it
    /// is sent, for its own source or for the server; 60 s by default. Streams of lines have no such limit.
    pub fn idle_timeout(mut self, limit: impl Into<Option<Duration>>) -> ContextBuilder {
        self.timeouts.idle = limit.into();
        self
    }

    /// The most bytes of an answer, or of one line of a line stream, that are taken into memory; 512 MiB by default.
    pub fn max_answer(mut self, bytes: usize) -> ContextBuilder {
        self.bounds.answer = bytes;
        self
    }

    /// The most bytes of an answer that an error keeps; 64 KiB by default.
    pub fn max_error_body(mut self, bytes: usize) -> ContextBuilder {
        self.bounds.error_body = bytes;
        self
    }

    /// Whether an answer is an error, of kind [`Decode`](crate::ErrorKind::Decode), when a value in it is of another JSON type
    /// than its field and leaves the field empty; also when the answer to a call that changed something cannot be read at
    /// all. Values that can be converted without a loss are no error. The default is `false`: the value is kept beside the
    /// field and told by [`Response::misfits`](crate::Response::misfits). For tests that watch over a server's answers.
    pub fn strict_answers(mut self, strict: bool) -> ContextBuilder {
        self.strict_answers = strict;
        self
    }

    /// Whether bodies are traced, at level TRACE, their secrets blanked out by the names of their properties. They may
    /// hold personal data; the default is `false`.
    pub fn trace_bodies(mut self, trace: bool) -> ContextBuilder {
        self.trace_bodies = trace;
        self
    }

    /// Changes how requests travel, for whatever has no setter here.
    ///
    /// ```
    /// # use harness_sdk_core::Context;
    /// let builder = Context::builder().http_with(|http| http.pool_max_idle_per_host(4));
    /// # let _ = builder;
    /// ```
    pub fn http_with(mut self, change: impl FnOnce(HttpTransportBuilder) -> HttpTransportBuilder) -> ContextBuilder {
        self.http = change(self.http);
        self
    }

    /// A proxy. The first one set that fits a request is used; without any the usual environment variables decide, but not
    /// for addresses of this machine.
    pub fn proxy(self, proxy: Proxy) -> ContextBuilder {
        self.http_with(|http| http.proxy(proxy))
    }

    /// Uses no proxy, neither one set before nor what the environment variables say.
    pub fn no_proxy(self) -> ContextBuilder {
        self.http_with(HttpTransportBuilder::no_proxy)
    }

    /// A certificate authority to trust besides those of the system.
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    pub fn root_certificate(self, certificate: Certificate) -> ContextBuilder {
        self.http_with(|http| http.root_certificate(certificate))
    }

    /// The client's own certificate.
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    pub fn client_certificate(self, identity: Identity) -> ContextBuilder {
        self.http_with(|http| http.client_certificate(identity))
    }

    /// What requests are sent with, in place of the network: an [`HttpTransport`](crate::transport::HttpTransport) that is
    /// shared, or one of the caller's own. Proxies and certificates beside it are an error, for it would not know of them.
    pub fn transport(mut self, transport: impl Transport) -> ContextBuilder {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Code around every request that is sent. The first one added is the outermost.
    pub fn middleware(mut self, middleware: impl Middleware) -> ContextBuilder {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Checks everything and makes the context.
    ///
    /// # Errors
    /// Every problem found.
    pub fn build(self) -> Result<Context, ConfigError> {
        let mut problems = Vec::new();
        let settings =
            settings(self.checked, self.parts).map_err(|fault| problems.extend_from_slice(fault.problems())).ok();
        let transport = transport(self.transport, self.http).map_err(|problem| problems.push(problem)).ok();
        let user_agent = user_agent(self.agent_suffix.as_deref()).map_err(|problem| problems.push(problem)).ok();
        let (Some(settings), Some(transport), Some(user_agent)) = (settings, transport, user_agent) else {
            return Err(ConfigError::new(problems));
        };
        settings.credentials.connect(&transport);
        settings.services.connect(&transport);
        let scope = Arc::new(settings.scope.clone());
        let shared = Shared {
            transport,
            middleware: self.middleware,
            settings,
            retry: self.retry,
            budget: RetryBudget::new(self.budget),
            limiter: self.limiter,
            user_agent,
            hooks: self.hooks,
            timeouts: self.timeouts,
            bounds: self.bounds,
            trace_bodies: self.trace_bodies,
            telemetry: Instruments::new(),
            runtimes: Default::default(),
            watch: Watch::new(self.strict_answers),
            keyring: Keyring::default(),
        };
        Ok(Context { shared: Arc::new(shared), scope })
    }
}

fn settings(checked: Option<Settings>, parts: Option<SettingsBuilder>) -> Result<Settings, ConfigError> {
    match (checked, parts) {
        (Some(settings), None) => Ok(settings),
        (None, parts) => parts.unwrap_or_default().build(),
        (Some(_), Some(_)) => Err(ConfigError::new(vec![ConfigProblem::missing(
            "settings(..) was given beside setters of credentials, host or scope: set those in the settings instead",
        )])),
    }
}

fn transport(
    given: Option<Arc<dyn Transport>>,
    http: HttpTransportBuilder,
) -> Result<Arc<dyn Transport>, ConfigProblem> {
    let Some(given) = given else { return Ok(Arc::new(http.make()?)) };
    match http.settings_of_its_own().as_slice() {
        [] => Ok(given),
        set => Err(ConfigProblem::missing(format!(
            "transport(..) was given beside {}, which it would not know of: set those in the transport instead",
            set.join(" and ")
        ))),
    }
}

fn user_agent(suffix: Option<&str>) -> Result<HeaderValue, ConfigProblem> {
    let own = concat!("harness-sdk/", env!("CARGO_PKG_VERSION"));
    let text = suffix.map_or_else(|| own.to_owned(), |suffix| format!("{own} {suffix}"));
    HeaderValue::from_str(&text)
        .map_err(|_| ConfigProblem::missing("user_agent(..) holds characters that no header may: use plain ASCII text"))
}

impl std::fmt::Debug for ContextBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContextBuilder")
            .field("retry", &self.retry)
            .field("timeouts", &self.timeouts)
            .finish_non_exhaustive()
    }
}
