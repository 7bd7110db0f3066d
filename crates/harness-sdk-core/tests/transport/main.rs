//! How requests get there: connections, redirects, time limits, rate limits, repeating.

mod answers;
mod client;
mod http2;
mod limit;
mod phases;
mod proxies;
mod retry;
#[path = "../support/mod.rs"]
mod support;
