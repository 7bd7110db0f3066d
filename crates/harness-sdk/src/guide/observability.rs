//! Traces, metrics, and code around every request.
//!
//! # Traces
//!
//! Every call is a span of [`tracing`](https://docs.rs/tracing), `harness.call`, and every attempt an event in it. Their
//! fields have the names of OpenTelemetry's semantic conventions. Values of parameters and headers are never traced, bodies
//! only when `trace_bodies(true)` asks for it, without what is named like a secret.
//!
//! # OpenTelemetry
//!
//! The feature `otel` tells the providers that the program has set, by the API of OpenTelemetry alone; set them before the
//! client is made. Without the feature nothing of it is there.
//!
//! | instrument | what | attributes |
//! | --- | --- | --- |
//! | `http.client.request.duration` | seconds of each attempt | `http.request.method`, `url.template`, `server.address`, `server.port`, `http.response.status_code`, `error.type` |
//! | `harness.client.retries` | attempts after a failed one | `harness.operation`, `error.type` |
//! | `harness.client.limiter.waits` | waits for the client's own limit | `harness.operation` |
//! | `harness.client.limiter.wait.duration` | seconds of those waits | `harness.operation` |
//! | `harness.client.misfits` | values of responses that are of another JSON type than the document's | `harness.operation` |
//!
//! A call is a span with the name of its operation, a child of the program's current one, and each attempt a client span
//! below it. Attempts carry their span to the server, by the propagator that the program has set or else as `traceparent`.
//!
//! # Code around requests
//!
//! A [`Middleware`](crate::transport::Middleware) sees each request and its response, may change both, answer itself, or ask
//! again. Credentials are added after it. [`Hooks`](crate::hooks::Hooks) are less: told before and after each attempt, for
//! counting and for headers.
//!
//! ```
//! # fn main() -> Result<(), harness_sdk::ConfigError> {
//! use harness_sdk::transport::{HttpRequest, Middleware, Next, TransportFuture};
//! use harness_sdk::{Client, HeaderValue};
//!
//! #[derive(Debug)]
//! struct Team;
//!
//! impl Middleware for Team {
//!     fn handle<'a>(&'a self, mut request: HttpRequest, next: Next<'a>) -> TransportFuture<'a> {
//!         request.headers.insert("x-team", HeaderValue::from_static("checkout"));
//!         next.run(request)
//!     }
//! }
//!
//! let context = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").middleware(Team).build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
//!
//! # Another way to the network
//!
//! [`transport(..)`](crate::ContextBuilder::transport) replaces what sends requests. With the feature `tower`,
//! `TowerTransport` takes any service of tower.
