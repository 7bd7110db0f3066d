//! Where requests go: the address of a Harness installation.

mod cluster;
mod error;
mod operations;
mod parse;

use std::fmt;
use std::str::FromStr;

use url::Url;

pub use self::cluster::Cluster;
pub use self::error::{HostError, HostFault};
pub(crate) use self::parse::is_loopback;

/// The path prefix some installations and some operations carry.
const GATEWAY: &str = "/gateway";

/// The mock server of the published API reference.
const DOCUMENTATION_MOCK: &str = "apidocs.harness.io";
const DOCUMENTATION_MOCK_PATH: &str = "/_mock/openapi-merged";

/// The address of a Harness installation: scheme, host name, port and base path.
///
/// # What can be written
///
/// | text | address |
/// | --- | --- |
/// | `prod1`, `prod2`, `prod3`, `prod0`, `prod4`, `eu` | the [`Cluster`] of that name |
/// | `acme` or `acme.harness.io` | `https://acme.harness.io`, a vanity address |
/// | `https://harness.example.com/base` | a self-managed installation under a base path |
/// | `harness.example.com` | the same with `https`; `localhost` and IP addresses need their scheme |
///
/// Slashes at the end are dropped. A user name, a query or a fragment is an error, and so is plain `http` to anything
/// but this machine unless [`Host::parse_allowing_plain_http`] is used.
///
/// # `/gateway`
///
/// Both `https://app.harness.io` and `https://app.harness.io/gateway` are in use as base addresses, and part of the
/// document's paths start with `/gateway` themselves. A base address that ends in `/gateway` sends every operation
/// through the gateway, as was asked for, and a path that has the prefix already keeps it once. A base address without
/// it leaves every path as the document has it.
///
/// ```
/// use harness_sdk_core::Host;
///
/// let host = Host::parse("https://app.harness.io/gateway/")?;
/// assert_eq!(host.join("/ng/api/projects")?.as_str(), "https://app.harness.io/gateway/ng/api/projects");
/// assert_eq!(host.join("/gateway/lw/api/v1")?.as_str(), "https://app.harness.io/gateway/lw/api/v1");
/// # Ok::<(), harness_sdk_core::HostError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Host {
    secure: bool,
    name: String,
    port: u16,
    /// Empty, or a path that starts with a slash, ends without one and does not end in `/gateway`.
    path: String,
    gateway: bool,
    /// Scheme, host name and port, parsed once for all calls.
    origin: Option<Url>,
}

impl Host {
    /// The public address of a named cluster.
    #[must_use]
    pub fn cluster(cluster: Cluster) -> Self {
        Self::secure(cluster.name().to_owned(), String::new())
    }

    /// The mock server of the published API reference, which answers with examples and needs no account.
    #[must_use]
    pub fn documentation_mock() -> Self {
        Self::secure(DOCUMENTATION_MOCK.to_owned(), DOCUMENTATION_MOCK_PATH.to_owned())
    }

    fn secure(name: String, path: String) -> Self {
        Self::of(true, name, 443, path, false)
    }

    fn of(secure: bool, name: String, port: u16, path: String, gateway: bool) -> Self {
        let mut host = Self { secure, name, port, path, gateway, origin: None };
        host.origin = Url::parse(&host.origin_text()).ok();
        host
    }

    /// The address of an operation: the base address followed by a path that starts with a slash and is already
    /// percent-encoded. Nothing is encoded, decoded or normalised, so `%2F` stays what it is.
    ///
    /// # Errors
    /// [`HostFault::Path`] when the path cannot be kept as it stands: it does not start with a slash, holds a query,
    /// a fragment or a character that must be encoded, or has a segment `.` or `..` in any spelling, which every
    /// receiver would take as a step to another operation.
    pub fn join(&self, encoded_path: &str) -> Result<Url, HostError> {
        let path = [self.path.as_str(), self.gateway_before(encoded_path), encoded_path].concat();
        let mut url = self.origin.clone().ok_or_else(|| HostError::one(HostFault::Path))?;
        url.set_path(&path);
        if url.path() == path && encoded_path.starts_with('/') { Ok(url) } else { Err(HostError::one(HostFault::Path)) }
    }

    /// As [`Host::join`], with a query that is percent-encoded, too: all is read in one go.
    pub(crate) fn join_with_query(&self, encoded_path: String, encoded_query: &str) -> Result<Url, HostError> {
        let fault = || HostError::one(HostFault::Path);
        let absolute = encoded_path.starts_with('/');
        let base = [self.path.as_str(), self.gateway_before(&encoded_path)].concat();
        let mut address = encoded_path;
        address.insert_str(0, &base);
        let path = address.len();
        if !encoded_query.is_empty() {
            address.push('?');
            address.push_str(encoded_query);
        }
        let url = Url::options().base_url(self.origin.as_ref()).parse(&address).map_err(|_| fault())?;
        let kept = url.path() == &address[..path] && self.is_same_origin(&url) && url.fragment().is_none();
        if absolute && kept { Ok(url) } else { Err(fault()) }
    }

    /// The prefix of vanity hosts, unless the path has it already.
    fn gateway_before(&self, encoded_path: &str) -> &'static str {
        let doubled = encoded_path == GATEWAY || encoded_path.starts_with("/gateway/");
        if self.gateway && !doubled { GATEWAY } else { "" }
    }

    /// Whether an address has this scheme, host name and port. Credentials go nowhere else.
    #[must_use]
    pub fn is_same_origin(&self, url: &Url) -> bool {
        url.scheme() == self.scheme()
            && url.host_str() == Some(self.name.as_str())
            && url.port_or_known_default() == Some(self.port)
    }

    /// `https` or `http`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }

    /// The host name or IP address; an IPv6 address stands in brackets.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The port, also when it is the default one of the scheme.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    fn origin_text(&self) -> String {
        let default = if self.secure { 443 } else { 80 };
        if self.port == default {
            format!("{}://{}", self.scheme(), self.name)
        } else {
            format!("{}://{}:{}", self.scheme(), self.name, self.port)
        }
    }
}

impl Default for Host {
    /// `https://app.harness.io`, the first server of the document.
    fn default() -> Self {
        Self::cluster(Cluster::Prod1)
    }
}

impl From<Cluster> for Host {
    fn from(cluster: Cluster) -> Self {
        Self::cluster(cluster)
    }
}

impl FromStr for Host {
    type Err = HostError;

    fn from_str(text: &str) -> Result<Self, HostError> {
        Self::parse(text)
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gateway = if self.gateway { GATEWAY } else { "" };
        write!(f, "{}{}{gateway}", self.origin_text(), self.path)
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Host({self})")
    }
}
