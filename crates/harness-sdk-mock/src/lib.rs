//! Test kit for programs that use [harness-sdk](https://crates.io/crates/harness-sdk): a mock Harness on this machine, and
//! a client that talks to it.
//!
//! ```toml
//! [dev-dependencies]
//! harness-sdk-mock = { version = "0.1", default-features = false, features = ["pipelines"] }
//! ```
//!
//! # Expectations
//!
//! [`MockHarness::start`] gives a mock that answers what it was told to. Each operation has a method of the name that it
//! has on the client; [`Expect`] tells how requests are compared, [`Then`] what can be answered.
//!
//! ```
//! use harness_sdk_mock::MockHarness;
//! use serde_json::json;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockHarness::start().await;
//! let get = mock.platform().get_project(|when, then| {
//!     let answer = json!({"status": "SUCCESS", "data": {"project": {"identifier": "checkout", "name": "Checkout"}}});
//!     (when.identifier("checkout"), then.json(answer))
//! });
//!
//! let project = mock.client().org("default").platform().get_project().identifier("checkout").send().await?;
//! let name = project.data.as_ref().and_then(|data| data.project.name.as_deref());
//! assert_eq!(name, Some("Checkout"));
//! get.assert();
//! # Ok(())
//! # }
//! ```
//!
//! A request that fits no expectation is answered with 404. The error says which expectation came nearest, and where the
//! request differs from it. A program that takes 404 for "not there" hides that; [`MockHarness::assert_all_expected`] tells.
//!
//! # A server that answers everything
//!
//! [`MockHarness::answering`] gives one that answers every operation of the document with data that the document allows:
//! checks key, account, route, required parameters and bodies, and refuses in the words of the service; pages
//! through [`Builder::items`] items in each operation's own style; and keeps what is created.
//!
//! ```
//! use harness_sdk_mock::MockHarness;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockHarness::answering().start().await;
//! let project = mock.client().project("default", "checkout");
//! let pipelines = project.pipelines();
//!
//! pipelines.create_pipeline_v2().yaml("pipeline: {identifier: deploy, name: Deploy}").send().await?;
//! let run = pipelines.execute_pipeline_with_input_set_yaml().identifier("deploy").yaml("").send().await?;
//! # let _ = run;
//!
//! pipelines.delete_pipeline().pipeline_identifier("deploy").send().await?;
//! let gone = pipelines.get_pipeline().pipeline_identifier("deploy").send().await;
//! assert!(gone.is_err_and(|error| error.is_not_found()));
//! # Ok(())
//! # }
//! ```
//!
//! Organisations, projects, connectors, services, environments, secrets and pipelines tell one story over all operations
//! that create, read, list, change and delete them. A pipeline that is started gives an execution that is running for
//! [`Builder::polls`] looks, waits for an approval if [`Builder::approval`] says so, and ends; it can be interrupted,
//! approved and retried. Everything else is the same answer whenever the same is asked for, in the same scope.
//!
//! # Failures
//!
//! [`Builder::fail_every`] and [`Builder::fail`] make it fail as services and proxies do; see [`Fault`].
//!
//! ```
//! use harness_sdk_mock::{Fault, MockHarness};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockHarness::answering().fail_first("getProjectList", 2, Fault::Unavailable).start().await;
//! mock.client().platform().list_projects().send().await?;
//! assert_eq!(mock.requests().len(), 3, "the client asked again");
//! # Ok(())
//! # }
//! ```
//!
//! # As a program
//!
//! `harness-sdk-mock --port 8080 --items 57 --fail-every 5=503` is the same server for programs in any language; it prints
//! the environment variables to set.
//!
//! # Values of schemas
//!
//! [`sample`] is what the answers are drawn with: JSON values made from the schemas of an OpenAPI document.

#![warn(missing_docs)]

mod answer;
mod builder;
mod catalogue;
#[cfg(test)]
mod every;
#[cfg(test)]
mod every_answered;
pub mod expect;
mod fault;
#[rustfmt::skip]
mod generated;
mod harness;
mod refusal;
pub mod sample;
mod server;
mod shared;
mod start;

pub use builder::{Builder, StartError};
pub use expect::{Expect, Expectation, Then};
pub use fault::Fault;
pub use harness::MockHarness;
pub use server::Seen;

#[allow(unused_imports, reason = "without modules there are no expectations")]
pub(crate) use expect::expectations;
