//! The transport that clients have unless they are given another: HTTP/1.1 and HTTP/2 over TLS, on reqwest, whose types stay
//! in here.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;

use super::network::{Network, reported};
use super::proxy::{Proxies, Proxy};
#[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
use super::{Certificate, Identity};
use super::{HttpRequest, HttpResponse, ResponseBody, Transport, TransportFuture};
use crate::config::{ConfigError, ConfigProblem};

/// HTTP over the network, with a pool of connections. Clones share the pool, and so do contexts that are given the same one.
///
/// ```
/// use harness_sdk_core::Context;
/// use harness_sdk_core::transport::HttpTransport;
///
/// let http = HttpTransport::builder().pool_max_idle_per_host(4).build()?;
/// let one = Context::builder().api_key("pat.ACCOUNT.ID.SECRET").transport(http.clone()).build()?;
/// let other = Context::builder().api_key("pat.OTHER.ID.SECRET").transport(http).build()?;
/// # let _ = (one, other);
/// # Ok::<(), harness_sdk_core::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct HttpTransport {
    client: reqwest::Client,
    /// For this machine, when the environment names proxies.
    direct: Option<reqwest::Client>,
    proxies: Arc<Proxies>,
}

impl HttpTransport {
    /// A transport to be configured.
    pub fn builder() -> HttpTransportBuilder {
        HttpTransportBuilder::default()
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        let proxy = self.proxies.of(&request.url);
        let direct = self.direct.as_ref().filter(|_| self.proxies.is_direct(&request.url));
        let mut sent = reqwest::Request::new(request.method, request.url);
        *sent.headers_mut() = request.headers;
        *sent.body_mut() = request.body.into_reqwest();
        let pending = direct.unwrap_or(&self.client).execute(sent);
        Box::pin(async move {
            match pending.await {
                Ok(mut response) => Ok(HttpResponse {
                    status: response.status(),
                    headers: std::mem::take(response.headers_mut()),
                    body: ResponseBody::network(Network::of(response)),
                    proxy,
                }),
                Err(fault) => Err(reported(fault).through(proxy)),
            }
        })
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport").field("proxies", &self.proxies).finish_non_exhaustive()
    }
}

/// Configures an [`HttpTransport`]. [`ContextBuilder`](crate::ContextBuilder) has the most common of these setters, too, and
/// takes the whole by `http(..)`.
#[must_use = "a transport comes from `build`"]
#[derive(Clone)]
pub struct HttpTransportBuilder {
    connect_timeout: Option<Duration>,
    proxies: Vec<Proxy>,
    environment: bool,
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    roots: Vec<Certificate>,
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    identity: Option<Identity>,
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    min_tls: Option<super::TlsVersion>,
    local_address: Option<IpAddr>,
    resolved: Vec<(String, Vec<SocketAddr>)>,
    idle_connections: Option<usize>,
    http2_only: bool,
}

impl Default for HttpTransportBuilder {
    fn default() -> HttpTransportBuilder {
        HttpTransportBuilder {
            connect_timeout: Some(Duration::from_secs(10)),
            proxies: Vec::new(),
            environment: true,
            #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
            roots: Vec::new(),
            #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
            identity: None,
            #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
            min_tls: None,
            local_address: None,
            resolved: Vec::new(),
            idle_connections: None,
            http2_only: false,
        }
    }
}

impl HttpTransportBuilder {
    /// How long connecting may take; 10 s by default.
    pub fn connect_timeout(mut self, limit: impl Into<Option<Duration>>) -> HttpTransportBuilder {
        self.connect_timeout = limit.into();
        self
    }

    /// A proxy. The first one set that fits a request is used, and none of the environment variables.
    pub fn proxy(mut self, proxy: Proxy) -> HttpTransportBuilder {
        self.proxies.push(proxy);
        self
    }

    /// Uses no proxy, neither one set before nor what the environment variables say.
    pub fn no_proxy(mut self) -> HttpTransportBuilder {
        self.proxies.clear();
        self.environment = false;
        self
    }

    /// A certificate authority to trust besides those of the system.
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    pub fn root_certificate(mut self, certificate: Certificate) -> HttpTransportBuilder {
        self.roots.push(certificate);
        self
    }

    /// The client's own certificate.
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    pub fn client_certificate(mut self, identity: Identity) -> HttpTransportBuilder {
        self.identity = Some(identity);
        self
    }

    /// The oldest version of TLS to speak; by default what the implementation of TLS takes for safe.
    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    pub fn min_tls_version(mut self, version: super::TlsVersion) -> HttpTransportBuilder {
        self.min_tls = Some(version);
        self
    }

    /// The address of this machine to connect from.
    pub fn local_address(mut self, address: impl Into<Option<IpAddr>>) -> HttpTransportBuilder {
        self.local_address = address.into();
        self
    }

    /// Where a host name leads, in place of what the system's resolver says. A port of 0 stands for that of the URL.
    pub fn resolve(
        mut self,
        host: impl Into<String>,
        addresses: impl IntoIterator<Item = SocketAddr>,
    ) -> HttpTransportBuilder {
        self.resolved.push((host.into(), addresses.into_iter().collect()));
        self
    }

    /// How many idle connections are kept for each host; without limit by default, 0 keeps none.
    pub fn pool_max_idle_per_host(mut self, most: usize) -> HttpTransportBuilder {
        self.idle_connections = Some(most);
        self
    }

    /// Speaks HTTP/2 from the first byte on, also without TLS. By default TLS decides on HTTP/2 or HTTP/1.1.
    pub fn http2_prior_knowledge(mut self) -> HttpTransportBuilder {
        self.http2_only = true;
        self
    }

    /// Makes the transport.
    ///
    /// # Errors
    /// When there is no implementation of TLS, or it does not take the certificates.
    pub fn build(self) -> Result<HttpTransport, ConfigError> {
        self.make().map_err(|problem| ConfigError::new(vec![problem]))
    }

    pub(crate) fn make(self) -> Result<HttpTransport, ConfigProblem> {
        let proxies = Arc::new(Proxies::new(self.proxies.clone(), self.environment));
        let direct = match proxies.are_from_environment() {
            true => Some(self.clone().client(reqwest::ClientBuilder::no_proxy)?),
            false => None,
        };
        let client = self.client(|builder| proxies.set_in(builder))?;
        Ok(HttpTransport { client, direct, proxies })
    }

    fn client(
        self,
        set_proxies: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<reqwest::Client, ConfigProblem> {
        // Retries are this crate's, which count and show; reqwest's own would copy each request beforehand.
        let no_retries = reqwest::retry::never().max_retries_per_request(0);
        let mut builder = reqwest::Client::builder().retry(no_retries).redirect(Policy::none()).referer(false);
        if let Some(limit) = self.connect_timeout {
            builder = builder.connect_timeout(limit);
        }
        if let Some(most) = self.idle_connections {
            builder = builder.pool_max_idle_per_host(most);
        }
        if self.http2_only {
            builder = builder.http2_prior_knowledge();
        }
        for (host, addresses) in &self.resolved {
            builder = builder.resolve_to_addrs(host, addresses);
        }
        builder = set_proxies(builder.local_address(self.local_address));
        builder = self.with_tls(builder);
        choose_cryptography();
        builder.build().map_err(|fault| {
            let why = std::error::Error::source(&fault).map(|source| format!(": {source}")).unwrap_or_default();
            ConfigProblem::missing(format!("the HTTP client cannot be built{why}"))
        })
    }

    #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
    fn with_tls(self, mut builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        if !self.roots.is_empty() {
            builder = builder.tls_certs_merge(self.roots.into_iter().map(Certificate::into_reqwest));
        }
        if let Some(identity) = self.identity {
            builder = builder.identity(identity.into_reqwest());
        }
        match self.min_tls {
            Some(version) => builder.tls_version_min(version.to_reqwest()),
            None => builder,
        }
    }

    #[cfg(not(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls")))]
    fn with_tls(self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder
    }

    /// What is set here that another transport would not know of.
    pub(crate) fn settings_of_its_own(&self) -> Vec<&'static str> {
        let mut set = Vec::new();
        if !self.proxies.is_empty() {
            set.push("proxy(..)");
        }
        #[cfg(any(feature = "rustls", feature = "rustls-ring", feature = "native-tls"))]
        {
            if !self.roots.is_empty() {
                set.push("root_certificate(..)");
            }
            if self.identity.is_some() {
                set.push("client_certificate(..)");
            }
        }
        set
    }
}

impl fmt::Debug for HttpTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransportBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("proxies", &self.proxies)
            .field("environment", &self.environment)
            .finish_non_exhaustive()
    }
}

/// Without a provider of its own reqwest asks the process for one, and panics when there is none. One that the program has
/// chosen stays.
fn choose_cryptography() {
    #[cfg(all(feature = "rustls-ring", not(feature = "rustls")))]
    drop(rustls::crypto::ring::default_provider().install_default());
}
