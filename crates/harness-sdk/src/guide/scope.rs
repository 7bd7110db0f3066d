//! Account, organisation and project, said once.
//!
//! Harness spells the same three things in some forty ways: `accountIdentifier`, `Harness-Account`, `routingId`,
//! `orgIdentifier`, `organizationIdentifier`, `org`, `projectId`, ... in paths, queries, headers and bodies. You say them
//! once; each call carries them where its operation wants them.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client();
//! let project = harness.project("default", "checkout");
//! project.pipelines().list_pipelines().send().await?; // ... in the path
//! project.connectors().list_connectors().send().await?; // ... in the query
//!
//! let org = harness.org("default"); // for what belongs to the organisation
//! let account = harness.account(); // for what belongs to the account
//! # let _ = (org, account);
//! # Ok(())
//! # }
//! ```
//!
//! `HARNESS_ORG_ID` and `HARNESS_PROJECT_ID`, or `org(..)` and `project(..)` of the builder, set the scope that a client
//! begins with. A client in another scope is a cheap clone that shares connections and limits.
//!
//! # For one call
//!
//! A setter of the call, or [`Request::with_scope`](crate::Request::with_scope), wins over the client's scope:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client().project("default", "checkout");
//! use harness_sdk::{Request, Scope};
//!
//! harness.pipelines().list_pipelines().project("billing").send().await?;
//! harness.pipelines().list_pipelines().with_scope(Scope::project("other", "billing")).send().await?;
//! # Ok(())
//! # }
//! ```
//!
//! # What is missing is said before anything is sent
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let harness = mock.client();
//! let error = harness.account().pipelines().list_pipelines().send().await.unwrap_err();
//! assert!(error.to_string().contains("HARNESS_PROJECT_ID"), "{error}");
//! assert_eq!(error.attempts(), 0);
//! # }
//! ```
//!
//! # What is no scope
//!
//! In GitOps, `project` in the name of some parameters is the project of Argo CD; it is a setter like any other.
