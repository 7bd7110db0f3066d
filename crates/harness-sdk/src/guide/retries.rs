//! Repetition, limits, time.
//!
//! # What is repeated
//!
//! Reads, and operations that are known to change nothing, are sent again after a broken connection, a time limit, and the
//! statuses 429, 502, 503 and 504: four attempts in all, half a second doubling up to 20 seconds between them, each wait cut
//! by chance so that clients do not march in step. Writes are sent again only when the server has done nothing: no
//! connection, or 429. Starting a pipeline or creating a thing never happens twice. What an HTTP/2 server did not take, for
//! it was closing the connection, goes out again at once.
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
//! `Retry-After` is honoured up to a minute; a server that asks for more gets its error handed out at once, with
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
//! [`with_writes(true)`](crate::RetryPolicy::with_writes) repeats writes like reads, for calls that you know to be harmless.
//!
//! # The quota
//!
//! Harness documents 1,000 requests a minute for one API key. A client keeps to that by itself: a burst goes out at
//! once, the rest evenly. Clients of the same key in one program should share the limiter; two programs should share the
//! quota:
//!
//! ```
//! # fn main() -> Result<(), harness_sdk::ConfigError> {
//! use harness_sdk::{Client, Limiter};
//!
//! let half = Limiter::per_minute(500);
//! let one = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").limiter(half.clone()).build()?;
//! let other = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").limiter(half).build()?;
//! # let _ = (one, other);
//! # Ok(())
//! # }
//! ```
//!
//! # Time
//!
//! | limit | setter of the builder | default |
//! | --- | --- | --- |
//! | connecting | `connect_timeout` | 10 s |
//! | one attempt | `attempt_timeout` | 60 s |
//! | a call in all, waits included | `total_timeout` | 5 min |
//! | silence of a streamed answer | `idle_timeout` | 60 s |
//!
//! [`with_timeout`](crate::Request::with_timeout) sets both the attempt's and the total limit of one call. Dropping a call
//! ends it.
