//! Entities that lie in a repository.
//!
//! Pipelines, templates, services and others can be kept in Git. The operations take the branch, the connector, the path,
//! the message and so on under two dozen names; [`GitOptions`](crate::GitOptions) says them once, for whatever operation:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = harness_sdk_mock::MockHarness::answering().start().await;
//! # let project = mock.client().project("default", "checkout");
//! use harness_sdk::{GitOptions, Request};
//!
//! let git = GitOptions::branch("main").connector("github").repo("deployments").file_path(".harness/deploy.yaml");
//! project
//!     .pipelines()
//!     .create_pipeline_v2()
//!     .yaml("pipeline: {identifier: deploy, name: Deploy}")
//!     .with_git(&git.commit_message("Add the pipeline"))
//!     .send()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! An option that an operation cannot carry is an error that names it, before anything is sent.
//! `apply` and `execute` take the same options.
