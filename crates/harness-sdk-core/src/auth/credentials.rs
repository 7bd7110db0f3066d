//! What a client proves its identity with.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;
use zeroize::Zeroizing;

use super::cache::TokenCache;
use super::error::{AuthError, KeyError};
use super::header::AuthHeader;
use super::key::{ApiKey, BearerToken};
use super::provider::TokenProvider;
use crate::transport::Transport;

/// What a client proves its identity with: an API key, a bearer token, or a provider of tokens.
///
/// Clones are cheap and share the token that a provider gave. Nothing secret shows in `Debug`.
#[derive(Clone)]
pub struct Credentials(Kind);

#[derive(Clone)]
enum Kind {
    ApiKey(ApiKey),
    Bearer(BearerToken),
    Provider(Arc<TokenCache>),
    /// A key that a family of operations has for itself.
    Own(AuthHeader),
}

impl Credentials {
    /// Credentials of a provider, whose keys must belong to the account when it is given and they name one.
    #[must_use]
    pub fn provider(provider: impl TokenProvider, account: Option<String>) -> Self {
        Self(Kind::Provider(Arc::new(TokenCache::new(Box::new(provider), account))))
    }

    /// A key that goes as `Authorization` with a word before it.
    pub(crate) fn own(scheme: &str, key: &Zeroizing<String>) -> Result<Self, KeyError> {
        AuthHeader::own(scheme, key).map(|header| Self(Kind::Own(header)))
    }

    /// Credentials of a provider whose keys go as `Authorization` with a word before them.
    pub(crate) fn own_provider(scheme: &'static str, provider: impl TokenProvider) -> Self {
        Self(Kind::Provider(Arc::new(TokenCache::own(Box::new(provider), scheme))))
    }

    /// The account that an API key names; `None` for all other credentials.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        match &self.0 {
            Kind::ApiKey(key) => key.account(),
            Kind::Bearer(_) | Kind::Provider(_) | Kind::Own(_) => None,
        }
    }

    /// Whether asking again can give another token.
    #[must_use]
    pub fn can_refresh(&self) -> bool {
        matches!(self.0, Kind::Provider(_))
    }

    /// Whether they are a bearer token for certain; a provider may give either.
    #[must_use]
    pub fn is_bearer(&self) -> bool {
        matches!(self.0, Kind::Bearer(_))
    }

    /// The header for one attempt. It waits only when a provider must be asked, and then once for all waiting calls;
    /// dropping this future leaves the others waiting undisturbed.
    ///
    /// # Errors
    /// When the provider fails or gives a key of another account. Every call that waited gets that error; the next
    /// call asks again.
    pub async fn header(&self) -> Result<AuthHeader, AuthError> {
        match &self.0 {
            Kind::ApiKey(key) => Ok(AuthHeader::api_key(key)),
            Kind::Bearer(token) => Ok(AuthHeader::bearer(token)),
            Kind::Provider(cache) => cache.header().await,
            Kind::Own(header) => Ok(header.clone()),
        }
    }

    /// The header as far as it is known without asking a provider.
    pub(crate) fn known(&self) -> Option<HeaderValue> {
        match &self.0 {
            Kind::ApiKey(key) => Some(key.header().clone()),
            Kind::Bearer(token) => Some(token.header().clone()),
            Kind::Provider(cache) => cache.current(),
            Kind::Own(header) => Some(header.value.clone()),
        }
    }

    /// Hands the transport of a client to the provider.
    pub(crate) fn connect(&self, transport: &Arc<dyn Transport>) {
        if let Kind::Provider(cache) = &self.0 {
            cache.connect(transport);
        }
    }

    /// Tells that the server has refused a header (status 401), and answers whether another attempt can have a newer
    /// one. A token that has been replaced meanwhile stays.
    pub fn refused(&self, header: &AuthHeader) -> bool {
        match &self.0 {
            Kind::ApiKey(_) | Kind::Bearer(_) | Kind::Own(_) => false,
            Kind::Provider(cache) => {
                cache.forget(&header.value);
                true
            }
        }
    }
}

impl From<ApiKey> for Credentials {
    fn from(key: ApiKey) -> Self {
        Self(Kind::ApiKey(key))
    }
}

impl From<BearerToken> for Credentials {
    fn from(token: BearerToken) -> Self {
        Self(Kind::Bearer(token))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::ApiKey(key) => f.debug_tuple("Credentials").field(key).finish(),
            Kind::Bearer(token) => f.debug_tuple("Credentials").field(token).finish(),
            Kind::Provider(_) => f.write_str("Credentials(TokenProvider)"),
            Kind::Own(_) => f.write_str("Credentials(Own)"),
        }
    }
}
