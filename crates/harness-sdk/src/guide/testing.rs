//! Your own code, without an account.
//!
//! The crate `harness-sdk-mock` is a Harness on this machine, for tests and for trying things out.
//!
//! ```toml
//! [dev-dependencies]
//! harness-sdk-mock = { version = "0.1", features = ["pipelines"] }
//! ```
//!
//! # A server that answers everything
//!
//! It answers every operation with data that the document allows, checks keys and parameters as Harness does, pages, and keeps
//! what is created. Take a [`Client`](crate::Client) as an argument, and the code under test cannot tell the difference:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk::{Client, Error};
//! use harness_sdk_mock::MockHarness;
//!
//! async fn count_pipelines(harness: &Client) -> Result<usize, Error> {
//!     let project = harness.project("default", "checkout");
//!     Ok(project.pipelines().list_pipelines().items().try_collect().await?.len())
//! }
//!
//! let mock = MockHarness::answering().items(57).start().await;
//! assert_eq!(count_pipelines(&mock.client()).await?, 57);
//! # Ok(())
//! # }
//! ```
//!
//! # Expectations
//!
//! Where the very response matters, say it. Each operation has a method; `when` is its builder, so that every parameter is
//! typed:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk_mock::MockHarness;
//! use serde_json::json;
//!
//! let mock = MockHarness::start().await;
//! let expected = mock.platform().get_project(|when, then| {
//!     let project = json!({ "identifier": "checkout", "name": "Checkout" });
//!     (when.identifier("checkout"), then.json(json!({ "status": "SUCCESS", "data": { "project": project } })))
//! });
//!
//! let platform = mock.client().org("default").platform();
//! let response = platform.get_project().identifier("checkout").send().await?;
//! let name = response.data.as_ref().and_then(|data| data.project.name.as_deref());
//! assert_eq!(name, Some("Checkout"));
//! expected.assert();
//! # Ok(())
//! # }
//! ```
//!
//! # Without a socket
//!
//! `in_process()` in place of `start()` hands requests over within the program: no port, no runtime that the mock lives in,
//! and paused time runs as it should.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk_mock::MockHarness;
//!
//! let mock = MockHarness::answering().items(3).in_process();
//! assert_eq!(mock.client().platform().list_projects().items().try_collect().await?.len(), 3);
//! # Ok(())
//! # }
//! ```
//!
//! # Recorded responses
//!
//! [`Cassette`](crate::transport::Cassette) records what a real account answers into a file without keys and secrets, and
//! answers from it afterwards. A request that it does not know fails, and the error says in what it differs:
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk::Client;
//! use harness_sdk::transport::Cassette;
//!
//! let cassette = Cassette::replay_or_record("tests/tapes/deploy.json")?;
//! let context = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").middleware(cassette).build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
//!
//! # Failures
//!
//! A program that meets its first 503 in production has not been tested. `fail_every`, `fail` and `fail_first` make the mock
//! fail as services and proxies do; see [`retries`](super::retries) for one that passes.
//!
//! # Any other server
//!
//! `Client::builder().host(mock_url)` works with every mock of HTTP; plain `http` to this machine is allowed. Give
//! [`RetryPolicy::none()`](crate::RetryPolicy::none) to tests of failures, or they wait.
