//! Reading an address in the forms people write.

use std::net::IpAddr;

use url::Url;

use super::operations::is_operation;
use super::{Cluster, GATEWAY, Host, HostError, HostFault};
use crate::auth::looks_like_credential;

impl Host {
    /// Reads an address in any of the forms that the table above lists.
    ///
    /// # Errors
    /// Every fault found. The message never repeats the text, for it may hold a password.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        parse(text, false)
    }

    /// As [`Host::parse`], and lets plain `http` reach other machines. The key then crosses the network unprotected.
    ///
    /// # Errors
    /// Every fault found.
    pub fn parse_allowing_plain_http(text: &str) -> Result<Self, HostError> {
        parse(text, true)
    }
}

fn parse(text: &str, plain_http: bool) -> Result<Host, HostError> {
    check_text(text).map_err(HostError::one)?;
    if let Some(cluster) = Cluster::from_word(text) {
        return Ok(Host::cluster(cluster));
    }
    let url = to_url(text).map_err(HostError::one)?;
    let mut faults = faults_of(&url, plain_http);
    if is_rewritten_number(&url, text) {
        faults.insert(0, HostFault::Number);
    }
    if !faults.is_empty() {
        return Err(HostError::all(faults));
    }
    let (Some(name), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
        return Err(HostError::one(HostFault::Malformed));
    };
    let mut path = url.path().trim_end_matches('/');
    let mut gateway = false;
    while let Some(rest) = path.strip_suffix(GATEWAY) {
        (path, gateway) = (rest.trim_end_matches('/'), true);
    }
    Ok(Host::of(url.scheme() == "https", name.to_owned(), port, path.to_owned(), gateway))
}

fn check_text(text: &str) -> Result<(), HostFault> {
    if text.is_empty() {
        Err(HostFault::Empty)
    } else if looks_like_credential(text) {
        // A key in the place of the address would otherwise be looked up as a host name, and so shown to the network.
        Err(HostFault::Credential)
    } else if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Err(HostFault::Blank)
    } else if text.contains('\\') {
        Err(HostFault::Malformed)
    } else {
        Ok(())
    }
}

fn to_url(text: &str) -> Result<Url, HostFault> {
    let full = if text.contains("://") {
        text.to_owned()
    } else if is_local(text) {
        return Err(HostFault::NoScheme);
    } else if is_label(text) {
        format!("https://{text}.harness.io")
    } else if authority(text).contains(['.', '@']) {
        format!("https://{text}")
    } else {
        return Err(HostFault::NoScheme);
    };
    Url::parse(&full).map_err(|_| HostFault::Malformed)
}

fn faults_of(url: &Url, plain_http: bool) -> Vec<HostFault> {
    let segments: Vec<&str> = url.path().trim_end_matches('/').split('/').skip(1).collect();
    let page = segments.starts_with(&["ng", "account"])
        || url.fragment().is_some_and(|fragment| fragment.starts_with("/account"));
    let refused_http = url.scheme() == "http" && !plain_http && !is_loopback(url);
    let found = [
        (!matches!(url.scheme(), "https" | "http"), HostFault::Scheme),
        (refused_http, HostFault::PlainHttp),
        (!url.username().is_empty() || url.password().is_some(), HostFault::UserInfo),
        (segments.contains(&""), HostFault::EmptySegment),
        (page && url.fragment().is_none(), HostFault::Page),
        (!page && is_operation(&segments), HostFault::Operation),
        (url.query().is_some(), HostFault::Query),
        (url.fragment().is_some_and(|fragment| !fragment.starts_with("/account")), HostFault::Fragment),
        (page && url.fragment().is_some(), HostFault::Page),
    ];
    found.into_iter().filter_map(|(is, fault)| is.then_some(fault)).collect()
}

/// Whether the host is an IPv4 address that was written in another form: `1.2.3` is read as `1.2.0.3`, `010.0.0.1` as
/// `8.0.0.1` and `127.1` as `127.0.0.1`.
fn is_rewritten_number(url: &Url, text: &str) -> bool {
    let Some(url::Host::Ipv4(address)) = url.host() else { return false };
    let written = authority(text.split_once("://").map_or(text, |(_, rest)| rest));
    let written = written.rsplit_once('@').map_or(written, |(_, host)| host);
    let written = written.split_once(':').map_or(written, |(host, _)| host);
    written != address.to_string()
}

/// The part of an address without scheme that names the host.
fn authority(text: &str) -> &str {
    text.split(['/', '?', '#']).next().unwrap_or(text)
}

/// Names that point to this machine or are no names at all: `https` cannot be guessed for them.
fn is_local(text: &str) -> bool {
    let authority = authority(text);
    let name = if authority.parse::<IpAddr>().is_ok() {
        authority
    } else {
        authority.rsplit_once(':').map_or(authority, |(name, _)| name)
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    is_local_name(name) || bare.parse::<IpAddr>().is_ok()
}

fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => is_local_name(name),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|mapped| mapped.is_loopback())
        }
        None => false,
    }
}

/// One label of a host name: letters, digits and inner hyphens, at most 63 of them.
fn is_label(text: &str) -> bool {
    text.len() <= 63
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
