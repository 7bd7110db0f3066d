//! A request as it arrived.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, request};
use serde_json::Value;

use crate::catalogue::decoded;

/// Headers whose values are shown to nobody.
const SECRET: [&str; 4] = ["x-api-key", "authorization", "cookie", "x-harness-token"];

/// A request as it arrived. Its `Debug` form leaves out credentials.
#[derive(Clone)]
pub struct Seen {
    method: Method,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Seen {
    pub(crate) fn new(head: request::Parts, body: Bytes) -> Seen {
        Seen {
            method: head.method,
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            headers: head.headers,
            body,
        }
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path, percent-encoded as it travelled.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query as it travelled, without its question mark; possibly empty.
    pub fn query_text(&self) -> &str {
        &self.query
    }

    /// Names and values of the query, decoded, in their order.
    pub fn query(&self) -> Vec<(String, String)> {
        let plain = |text: &str| decoded(&text.replace('+', " "));
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        let split = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        split.map(|(name, value)| (plain(name), plain(value))).collect()
    }

    /// The first value of a query parameter.
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query().into_iter().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text; what is no UTF-8 is replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, when it is some.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Display for Seen {
    /// Method, path and query.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.query.is_empty() { "" } else { "?" };
        write!(f, "{} {}{mark}{}", self.method, self.path, self.query)
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.headers.iter().map(|(name, value)| match SECRET.contains(&name.as_str()) {
            true => (name.as_str(), "[redacted]".to_owned()),
            false => (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()),
        });
        f.debug_struct("Seen")
            .field("request", &self.to_string())
            .field("headers", &headers.collect::<Vec<_>>())
            .field("body", &self.text())
            .finish()
    }
}
