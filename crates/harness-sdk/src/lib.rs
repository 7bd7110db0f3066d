//! Client for the [Harness](https://www.harness.io) software delivery platform.
//!
//! Every operation of the published API is a method; each product is a module of its own, behind a feature of its own, so
//! that a program pays for what it uses.
//!
//! ```toml
//! [dependencies]
//! harness-sdk = { version = "0.1", features = ["pipelines"] }
//! ```
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let harness = harness_sdk::Client::from_env()?;
//! let project = harness.project("default", "checkout");
//! let mut items = project.pipelines().list_pipelines().search_term("deploy").items();
//! while let Some(pipeline) = items.try_next().await? {
//!     println!("{pipeline:?}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Configuration
//!
//! [`Client::from_env`] reads, the first that is set counting: the key from `HARNESS_PLATFORM_API_KEY` or
//! `HARNESS_API_KEY`, a bearer token from `HARNESS_BEARER_TOKEN`; the account from `HARNESS_ACCOUNT_ID` or
//! `HARNESS_ACCOUNT`, else out of the key; the host from `HARNESS_BASE_URL`, `HARNESS_ENDPOINT`, `HARNESS_API_URL` or
//! `HARNESS_HOST`; the organisation from `HARNESS_ORG_ID` or `HARNESS_ORG`; the project from `HARNESS_PROJECT_ID` or
//! `HARNESS_PROJECT`. `HARNESS_PROFILE` names a profile of the official command line client instead. In code:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let harness = harness_sdk::Client::builder()
//!     .api_key("pat.ACCOUNT.TOKEN.SECRET")
//!     .host("acme.harness.io")
//!     .build()
//!     .map(harness_sdk::Client::new)?;
//! assert_eq!(harness.context().scope().account_id(), Some("ACCOUNT"));
//! # Ok(())
//! # }
//! ```
//!
//! # Scope
//!
//! Account, organisation and project are said once. [`Client::org`] and [`Client::project`] give a client that fills them
//! in under whatever name an operation knows them by; a setter of the call or [`Request::with_scope`] overrides them. What
//! an operation needs and nobody said is an error before anything is sent.
//!
//! # Lists
//!
//! A list that comes in pages has `items()` and `pages()` beside `send()`: streams that keep the filters on every page, ask
//! again for a page that failed, can be resumed from a [`Cursor`], and never loop.
//!
//! # Errors and retries
//!
//! All calls fail with one [`Error`]. It tells kind, status, code, message and correlation id, keeps a bounded part of the
//! body, and never a key. Reads are repeated after failures that pass, writes only when nothing was done; see
//! [`RetryPolicy`].
//!
//! ```no_run
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! match harness.pipelines().list_pipelines().org("default").project("gone").send().await {
//!     Err(error) if error.is_not_found() => println!("no such project"),
//!     other => println!("{} pipelines", other?.len()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What no document knows
//!
//! [`Client::request`] makes any request with the same host, credentials, limits and errors.
//!
//! # Without async
//!
//! One runtime serves a whole program: `tokio::runtime::Runtime::new()?.block_on(call.send())`.

#![warn(missing_docs)]

/// The code of the README is compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

mod client;
#[rustfmt::skip]
mod modules;

pub use client::Client;
pub use harness_sdk_core::{
    Body, Bytes, ConfigError, Context, ContextBuilder, Cursor, Error, ErrorKind, FieldError, FilePart, Form, Host,
    Items, JsonLines, Limiter, Method, Page, Pages, RawRequest, RawResponse, Request, Response, RetryPolicy, Scope,
    Sending, StatusCode, auth, config, hooks, model, reqwest,
};
#[allow(unreachable_pub, unused_imports, reason = "without features there are no modules")]
pub use modules::*;
