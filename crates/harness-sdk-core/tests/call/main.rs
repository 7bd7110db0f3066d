//! What a call sends, and where to.

mod body;
mod cassette;
mod curl;
mod host;
mod middleware;
mod query;
mod required;
mod scope;
mod service;
#[path = "../support/mod.rs"]
mod support;
#[cfg(feature = "tower")]
mod tower;
mod whole_urls;
