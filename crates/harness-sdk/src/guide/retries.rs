//! Retries, rate limits, timeouts.
//!
//! # What is retried
//!
//! GET, HEAD, OPTIONS and PUT, and operations that are known to be safe, are sent again after a broken connection, a time
//! limit, and the statuses 429, 502, 503 and 504: four attempts in all, half a second doubling up to 20 seconds between them,
//! each wait cut by chance so that clients do not march in step. POST, PATCH and DELETE, and operations that are known to be
//! unsafe, such as a PUT that commits through Git, are sent again only when the server has done nothing: no connection, or
//! 429. Starting a pipeline or creating a thing never happens twice. Status 500 is never retried. What an HTTP/2 server did
//! not take, for it was closing the connection, goes out again at once.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk_mock::{Fault, MockHarness};
//!
//! let mock = MockHarness::answering().fail_first("list-pipelines", 2, Fault::Unavailable).start().await;
//! let project = mock.client().project("default", "checkout");
//! project.pipelines().list_pipelines().send().await?;
//! assert_eq!(mock.requests().len(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! `Retry-After` is honoured up to a minute, and never makes a wait shorter; a server that asks for more gets its error handed out at once, with
//! [`retry_after`](crate::Error::retry_after). All calls of a client share a budget, so that a server in trouble is not
//! stormed.
//!
//! # Another policy
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let project = mock.client().project("default", "checkout");
//! use std::time::Duration;
//!
//! use harness_sdk::{Client, Request, RetryPolicy};
//!
//! // For a client ...
//! let patient = RetryPolicy::default().with_max_attempts(8).with_base_delay(Duration::from_secs(1));
//! let context = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").retry(patient).build()?;
//! # let _ = context;
//!
//! // ... or for one call.
//! project.pipelines().list_pipelines().with_retry(RetryPolicy::none()).send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! [`with_writes(true)`](crate::RetryPolicy::with_writes) retries writes like reads, for calls that you know to be harmless.
//!
//! # The quota
//!
//! Harness documents 1,000 requests a minute for one API key, and 400 a minute for external API requests with an `x-api-key`
//! ([rate limits](https://developer.harness.io/docs/platform/rate-limits)). A client keeps to the lower one by itself: a burst
//! goes out at once, the rest evenly. Where your calls count by the higher one, say so with `Limiter::per_minute(1000)`.
//! Clients of the same key in one program should share the limiter; two programs should share the quota:
//!
//! ```
//! # fn main() -> Result<(), harness_sdk::ConfigError> {
//! use harness_sdk::{Client, Limiter};
//!
//! let half = Limiter::per_minute(200);
//! let one = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").limiter(half.clone()).build()?;
//! let other = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").limiter(half).build()?;
//! # let _ = (one, other);
//! # Ok(())
//! # }
//! ```
//!
//! Besides, 10 user invitations go out in a minute, and one request whose text is longer than 500,000 characters in 10 s;
//! [`without_special_limits`](crate::Limiter::without_special_limits) lifts that.
//!
//! When the server refuses a request for its rate all the same (429), all clients that share the limiter send nothing until
//! `Retry-After` has passed, or for a minute where there is none, and go on at half the rate, which comes back step by step.
//! Refused calls wait for their turn, within their time limit; that costs neither attempts nor retry budget. Who waits, and
//! why, is traced at level DEBUG. A call that is dropped while it waits has used nothing.
//!
//! # Time
//!
//! | limit | setter of the builder | default |
//! | --- | --- | --- |
//! | connecting | `connect_timeout` | 10 s |
//! | one attempt, but for the sending of a file or stream | `attempt_timeout` | 60 s |
//! | a call in all, waits included, but for that and for responses taken piece by piece | `total_timeout` | 5 min |
//! | silence: of a streamed response, of a file or stream that is sent, of a server that takes it | `idle_timeout` | 60 s |
//!
//! [`with_timeout`](crate::Request::with_timeout) sets both the attempt's and the total limit of one call and holds to the last
//! byte of its response, however that is read. Dropping a call ends it.
//!
//! A client belongs to the runtime that it is used in: its connections live there. Used from another one while the first
//! stands still, as single-threaded runtimes of tests do, a call fails at once and says so.
