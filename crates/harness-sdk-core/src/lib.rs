//! Runtime of the [harness-sdk](https://crates.io/crates/harness-sdk) client crates.
//!
//! A module crate such as `harness-sdk-iacm` and this crate are all that a program needs:
//!
//! - [`Context`] holds what all calls share: host, credentials, scope, limits, retries. It is made once, by
//!   [`Context::from_env`] or [`Context::builder`], and cloned freely.
//! - [`Call`] is one request; the generated builders wrap it, and [`Request`] holds what all of them can do besides
//!   setting their parameters. [`Context::request`] makes a request that no document knows.
//! - [`Response`] and [`RawResponse`] are what comes back, [`Error`] is all that can go wrong.
//! - [`pager`] walks lists, [`mod@model`] reads and writes JSON as the real server speaks it.

#![warn(missing_docs)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]
compile_error!("turn on a feature for TLS: `rustls`, which is in the defaults, `rustls-ring` or `native-tls`");

pub mod auth;
mod body;
mod call;
pub mod config;
mod context;
mod curl;
mod encode;
mod error;
mod events;
pub mod form;
#[doc(hidden)]
pub mod generated;
mod git;
pub mod hooks;
mod host;
mod limit;
mod lines;
pub mod model;
pub mod operation;
pub mod pager;
mod part_file;
mod raw_request;
mod raw_response;
mod redact;
mod request;
mod response;
mod retry;
mod scope;
mod send;
mod sensitive;
mod service;
mod telemetry;
mod trace;
pub mod transport;
mod watch;

pub use self::body::Body;
pub use self::call::{Call, Stated, StatedBody};
pub use self::config::{ConfigError, Settings};
pub use self::context::{Context, ContextBuilder};
pub use self::encode::{ParameterValue, Values};
pub use self::error::{Error, ErrorKind, FieldError, PolicyDenial, ServerMessage};
pub use self::events::{Event, Events};
pub use self::form::{FilePart, Form};
pub use self::git::GitOptions;
pub use self::host::{Cluster, Host, HostError, HostFault};
pub use self::limit::Limiter;
pub use self::lines::JsonLines;
pub use self::operation::Operation;
pub use self::pager::{Cursor, Items, Page, Pages};
#[doc(hidden)]
pub use self::part_file::PartFile;
pub use self::raw_request::RawRequest;
pub use self::raw_response::RawResponse;
pub use self::request::Request;
pub use self::response::Response;
pub use self::retry::RetryPolicy;
pub use self::scope::{IdentifierFault, Scope, ScopeError, ScopePart};
pub use self::send::ResponseFuture;
pub use self::service::Service;
pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
pub use url::Url;
