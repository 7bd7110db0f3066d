//! Which proxy a request goes through.

use std::fmt;
use std::sync::Arc;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use crate::config::{ConfigError, ConfigProblem};
use crate::host::is_loopback;

/// A proxy, and which requests go through it. Its user name and password do not show in `Debug` and in no error.
///
/// ```
/// use harness_sdk_core::Context;
/// use harness_sdk_core::transport::Proxy;
///
/// let proxy = Proxy::https("http://proxy.example.com:3128")?.basic_auth("user", "password").except("10.0.0.0/8");
/// let context = Context::builder().api_key("pat.ACCOUNT.ID.SECRET").proxy(proxy).build()?;
/// # let _ = context;
/// # Ok::<(), harness_sdk_core::ConfigError>(())
/// ```
#[derive(Clone)]
pub struct Proxy {
    address: Url,
    which: Which,
    except: String,
}

#[derive(Clone, Copy)]
enum Which {
    All,
    Https,
    Http,
}

impl Proxy {
    /// A proxy for all requests, `http://host:port` or `https://host:port`.
    ///
    /// # Errors
    /// When the address is not one of a proxy.
    pub fn all(address: impl AsRef<str>) -> Result<Proxy, ConfigError> {
        Proxy::new(address.as_ref(), Which::All)
    }

    /// A proxy for requests to `https` hosts. It sees the name of the host and nothing of what is sent.
    ///
    /// # Errors
    /// As [`Proxy::all`].
    pub fn https(address: impl AsRef<str>) -> Result<Proxy, ConfigError> {
        Proxy::new(address.as_ref(), Which::Https)
    }

    /// A proxy for requests to `http` hosts. It sees all of what is sent.
    ///
    /// # Errors
    /// As [`Proxy::all`].
    pub fn http(address: impl AsRef<str>) -> Result<Proxy, ConfigError> {
        Proxy::new(address.as_ref(), Which::Http)
    }

    fn new(address: &str, which: Which) -> Result<Proxy, ConfigError> {
        let full = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let plain = |url: &Url| matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let read = Url::parse(&full).ok().filter(|url| matches!(url.scheme(), "http" | "https") && plain(url));
        match read {
            Some(address) => Ok(Proxy { address, which, except: String::new() }),
            None => {
                let text = "the address of the proxy cannot be read: write http://host:port or https://host:port";
                Err(ConfigError::new(vec![ConfigProblem::missing(text)]))
            }
        }
    }

    /// The user name and password that the proxy wants.
    #[must_use]
    pub fn basic_auth(mut self, user: &str, password: &str) -> Proxy {
        // Both are possible for every http address, which was checked.
        let _ = self.address.set_username(user);
        let _ = self.address.set_password(Some(password));
        self
    }

    /// Hosts that are reached directly, in the form of `NO_PROXY`: names, `.domain`s, addresses and networks, divided by
    /// commas.
    #[must_use]
    pub fn except(mut self, hosts: &str) -> Proxy {
        hosts.clone_into(&mut self.except);
        self
    }

    fn to_reqwest(&self) -> Option<reqwest::Proxy> {
        let address = self.address.clone();
        let proxy = match self.which {
            Which::All => reqwest::Proxy::all(address),
            Which::Https => reqwest::Proxy::https(address),
            Which::Http => reqwest::Proxy::http(address),
        };
        Some(proxy.ok()?.no_proxy(reqwest::NoProxy::from_string(&self.except)))
    }

    fn matcher(&self) -> Matcher {
        let (address, builder) = (self.address.as_str(), Matcher::builder().no(&self.except));
        match self.which {
            Which::All => builder.all(address).build(),
            Which::Https => builder.https(address).build(),
            Which::Http => builder.http(address).build(),
        }
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.address.clone();
        let _ = shown.set_username("");
        let _ = shown.set_password(None);
        f.debug_tuple("Proxy").field(&shown.as_str()).finish()
    }
}

/// The proxies of a transport: those set in code, or else those of the environment.
pub(super) struct Proxies {
    set: Vec<Proxy>,
    matchers: Vec<Matcher>,
    from_environment: bool,
}

impl Proxies {
    pub(super) fn new(set: Vec<Proxy>, environment: bool) -> Proxies {
        let mut matchers: Vec<Matcher> = set.iter().map(Proxy::matcher).collect();
        let mut from_environment = environment && set.is_empty();
        if from_environment {
            let matcher = Matcher::from_system();
            from_environment = PROBES.iter().any(|probe| matcher.intercept(&Uri::from_static(probe)).is_some());
            matchers.extend(from_environment.then_some(matcher));
        }
        Proxies { set, matchers, from_environment }
    }

    /// Whether proxies of the environment are in use. They are not meant for this machine: a key would go to the proxy in
    /// the clear.
    pub(super) fn are_from_environment(&self) -> bool {
        self.from_environment
    }

    pub(super) fn is_direct(&self, url: &Url) -> bool {
        self.from_environment && is_loopback(url)
    }

    /// Sets these proxies, and no others.
    pub(super) fn set_in(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        match (self.from_environment, self.set.is_empty()) {
            (true, _) => builder,
            (false, true) => builder.no_proxy(),
            (false, false) => {
                self.set.iter().filter_map(Proxy::to_reqwest).fold(builder, reqwest::ClientBuilder::proxy)
            }
        }
    }

    /// The proxy of a request, without user name and password.
    pub(super) fn of(&self, url: &Url) -> Option<Arc<str>> {
        if self.matchers.is_empty() || self.is_direct(url) {
            return None;
        }
        let uri: Uri = url[..url::Position::BeforePath].parse().ok()?;
        let found = self.matchers.iter().find_map(|matcher| matcher.intercept(&uri))?;
        Some(format!("`{}`", found.uri().to_string().trim_end_matches('/')).into())
    }
}

/// Hosts that nobody excepts by name.
const PROBES: [&str; 2] = ["http://host.invalid/", "https://host.invalid/"];

impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxies").field("set", &self.set).field("from_environment", &self.from_environment).finish()
    }
}
