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
//! # Where to go from here
//!
//! The [guide] has a chapter a subject: [keys](guide::auth), [hosts](guide::hosts), [scope](guide::scope),
//! [calls](guide::requests), [lists](guide::paging), [errors](guide::errors), [retries and limits](guide::retries),
//! [streams and files](guide::streaming), [workflows](guide::workflows), [logs](guide::logs), [YAML](guide::yaml),
//! [Git](guide::git), [TLS and proxies](guide::tls), [watching](guide::observability), [tests](guide::testing). [`guide::modules`] says which feature has
//! what, and how to find an operation.
//!
//! In short:
//!
//! - [`Client::from_env`] reads key, account, host and scope from the environment; [`Client::builder`] takes them in code.
//! - [`Client::project`] and its sisters say the scope once; calls carry it under whatever name an operation knows it by.
//! - A list that comes in pages has `items()` and `pages()`: streams that keep filters, can be resumed, and never loop.
//! - All calls fail with one [`Error`], which never holds a key; reads are retried after failures that pass.
//! - [`Request`] has what every call can do besides its parameters; [`Client::request`] makes any other request.
//! - What takes several calls is a method, too: `execute` and `wait`, `apply`, [`edit`](fn@edit), [`settle`](fn@settle),
//!   [`DownloadTo`], `flag`, `feature_flag`, `incident`, `package_registry`, `logs`, [`link`]; [`Client::graphql`] asks the FirstGen platform.

#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

/// The code of the README is compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

#[cfg(feature = "yaml")]
pub mod apply;
mod backoff;
mod client;
pub mod download;
pub mod edit;
#[cfg(feature = "pipelines")]
pub mod execution;
#[cfg(feature = "fme")]
pub mod feature_flags;
#[cfg(feature = "connectors")]
pub mod files;
pub mod graphql;
#[cfg(any(doc, doctest))]
pub mod guide;
#[cfg(feature = "ai-sre")]
pub mod incidents;
pub mod link;
#[cfg(feature = "logs")]
pub mod logs;
#[rustfmt::skip]
mod modules;
#[cfg(feature = "registry")]
pub mod packages;
#[cfg(feature = "flags")]
pub mod rollout;
pub mod settle;
#[cfg(feature = "yaml")]
pub mod yaml;

pub use client::Client;
pub use download::DownloadTo;
pub use edit::edit;
pub use harness_sdk_core::{
    Body, Bytes, ConfigError, Context, ContextBuilder, Cursor, Error, ErrorKind, Event, Events, FieldError, FilePart,
    Form, GitOptions, HeaderMap, HeaderName, HeaderValue, Host, Items, JsonLines, Limiter, Method, Page, Pages,
    PolicyDenial, RawRequest, RawResponse, Request, Response, ResponseFuture, RetryPolicy, Scope, ServerMessage,
    Service, StatusCode, Url, auth, config, hooks, model, transport,
};
#[allow(unreachable_pub, unused_imports, reason = "without features there are no modules")]
pub use modules::*;
pub use settle::settle;
