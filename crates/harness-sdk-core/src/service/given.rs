//! What a program says of a family.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::auth::{Credentials, TokenProvider};
use crate::host::Host;

/// A family of operations that has an address or a key for itself, and what a program says of it: given to
/// [`ContextBuilder::service`](crate::ContextBuilder::service).
///
/// The documentation of an operation names its family, when it belongs to one. A family on the platform's own host follows
/// the client's host, and needs no mention. One that takes a key of its own gets it by [`Service::key`],
/// [`Service::key_provider`] or the environment variable `HARNESS_<NAME>_API_KEY`; until then its calls fail before anything
/// is sent. The client's own key never goes there, and a family's key goes nowhere else.
///
/// ```
/// use harness_sdk_core::{Context, Service, auth};
///
/// let context = Context::builder()
///     .api_key("pat.account.id.secret")
///     .host("https://harness.example.com")
///     .service(Service::new("sei").key_provider(auth::file("/run/secrets/sei-key")))
///     .service(Service::new("packages").at("https://packages.example.com"))
///     .build()?;
/// # let _ = context;
/// # Ok::<(), harness_sdk_core::ConfigError>(())
/// ```
#[must_use = "a service is given to `ContextBuilder::service`"]
pub struct Service {
    pub(super) name: String,
    pub(super) at: Option<String>,
    pub(super) key: Option<Key>,
    pub(super) legacy: bool,
}

pub(super) enum Key {
    Text(Zeroizing<String>),
    Provider(Arc<dyn TokenProvider>),
}

impl Key {
    /// The credentials of a scheme.
    pub(super) fn credentials(&self, scheme: &'static str) -> Result<Credentials, String> {
        match self {
            Key::Text(text) => Credentials::own(scheme, text).map_err(|fault| fault.to_string()),
            Key::Provider(provider) => Ok(Credentials::own_provider(scheme, Arc::clone(provider))),
        }
    }
}

impl Service {
    /// The family of a name, such as `sei`.
    pub fn new(name: impl Into<String>) -> Service {
        Service { name: name.into(), at: None, key: None, legacy: false }
    }

    /// The address that takes the place of the family's own, as at a self-managed installation: what stands before the
    /// paths of the document, a base path included. It is read as [`Host`] reads addresses.
    ///
    /// A family that takes the platform's credentials gets the client's key there: name no address that is not yours or the
    /// platform's.
    pub fn at(mut self, url: impl Into<String>) -> Service {
        self.at = Some(url.into());
        self
    }

    /// The family's own key or token, without the word before it.
    pub fn key(mut self, key: impl Into<String>) -> Service {
        self.key = Some(Key::Text(Zeroizing::new(key.into())));
        self
    }

    /// Who gives the family's own key: one of the sources in [`auth`](crate::auth), or a provider of the program's own.
    /// Whether a token is a bearer token or an API key makes no difference: the family says how its key is sent.
    pub fn key_provider(mut self, provider: impl TokenProvider) -> Service {
        self.key = Some(Key::Provider(Arc::new(provider)));
        self
    }

    /// Calls the family's older address, where it has one, with the key that belongs there.
    pub fn legacy(mut self) -> Service {
        self.legacy = true;
        self
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("name", &self.name).field("legacy", &self.legacy).finish_non_exhaustive()
    }
}

/// A family as it was checked.
pub(super) struct Checked {
    pub(super) name: String,
    pub(super) at: Option<Host>,
    pub(super) key: Option<Key>,
    pub(super) legacy: bool,
}

/// Reads the address of a family.
pub(super) fn address(text: &str, plain_http: bool) -> Result<Host, String> {
    let parse = if plain_http { Host::parse_allowing_plain_http } else { Host::parse };
    parse(text).map_err(|fault| fault.to_string())
}
