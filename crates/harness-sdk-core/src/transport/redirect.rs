//! Redirects: followed by this crate and not by the HTTP client, for the key must never reach another host.

use bytes::Bytes;
use http::header::{ACCEPT, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, Method};
use url::Url;

use super::HttpResponse;
use super::same_origin::same_origin;
use crate::call::Prepared;
use crate::error::{Answered, Error, ErrorKind};

/// The most redirects of one attempt.
pub(super) const MOST: usize = 5;

/// Where the answer redirects to, when it does and the call may follow.
pub(super) fn next(response: &mut HttpResponse, from: &Url, prepared: &Prepared) -> Result<Option<Url>, Error> {
    if !matches!(response.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(target) = response.headers.get(LOCATION) else { return Ok(None) };
    let target = target.to_str().ok().and_then(|text| from.join(text).ok());
    let mut refused = |what: String| {
        let (status, headers) = (response.status, super::read::headers(response));
        let answer = Answered { status, headers, body: Bytes::new(), truncated: true, size: 0 };
        Error::new(ErrorKind::Redirect, format!("status {}: {what}", status.as_u16())).with_answer(answer)
    };
    let Some(target) = target.filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some()) else {
        return Err(refused("the server redirects to an address that cannot be read".to_owned()));
    };
    let (host, method) = (origin(&target), &prepared.facts.method);
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(refused(format!("the server redirects a {method} to {host}; only GET is redirected"))
            .with_hint("check the base URL, its scheme too"));
    }
    if same_origin(from, &target) {
        return Ok(Some(target));
    }
    if from.scheme() == "https" && target.scheme() == "http" {
        return Err(refused(format!("the server redirects from https to {host}, which is not encrypted")));
    }
    if prepared.redirects || !prepared.credentials {
        return Ok(Some(target));
    }
    Err(refused(format!("the server redirects to {host}, where credentials must not go"))
        .with_hint("check the base URL: use the address that the server redirects to, when it is Harness'"))
}

/// Leaves only what says nothing about the caller: another host needs no more.
pub(super) fn strip(headers: &mut HeaderMap) {
    let kept: Vec<_> =
        [ACCEPT, RANGE, USER_AGENT].into_iter().filter_map(|name| Some((headers.get(&name)?.clone(), name))).collect();
    headers.clear();
    for (value, name) in kept {
        headers.insert(name, value);
    }
}

/// Scheme, host and port: all of a foreign address that may be shown.
fn origin(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}
