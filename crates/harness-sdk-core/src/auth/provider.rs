//! Tokens that expire, and who gives new ones.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use zeroize::Zeroizing;

use super::error::KeyError;
use super::key::{ApiKey, BearerToken};
use crate::transport::Transport;

/// What a [`TokenProvider`] answers with when it has no token. It must not hold secrets: it becomes the source of the
/// error that the call ends with.
pub type TokenError = Box<dyn Error + Send + Sync>;

/// The answer of a [`TokenProvider`], boxed so that providers can be trait objects.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<Token, TokenError>> + Send + 'a>>;

/// Gives tokens that expire or change, such as those of a single sign-on session or of a key kept in a vault.
///
/// The client asks for the first token when the first call needs it, asks again shortly before it expires or after the
/// server has refused it, and asks once however many calls are waiting. A provider must not use the client that it
/// gives tokens to: such a call would wait for itself, and fails. A provider that panics has given no token.
///
/// Functions that return a future are providers:
///
/// ```
/// use std::time::Duration;
/// use harness_sdk_core::auth::{Token, TokenError, TokenProvider};
///
/// fn provider() -> impl TokenProvider {
///     || async {
///         let text = String::from("token-from-somewhere");
///         Ok::<_, TokenError>(Token::bearer(text)?.expires_in(Duration::from_secs(600)))
///     }
/// }
/// # let _ = provider();
/// ```
pub trait TokenProvider: Send + Sync + 'static {
    /// A token to use from now on.
    fn token(&self) -> TokenFuture<'_>;

    /// Hands over what the client sends its requests with, before the first token is asked for: a provider that asks a
    /// server of its own then goes through the same proxies and trusts the same certificates. By default it is not kept.
    fn connect(&self, transport: &Arc<dyn Transport>) {
        let _ = transport;
    }
}

impl<F, T> TokenProvider for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<Token, TokenError>> + Send + 'static,
{
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self())
    }
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token(&self) -> TokenFuture<'_> {
        (**self).token()
    }

    fn connect(&self, transport: &Arc<dyn Transport>) {
        (**self).connect(transport);
    }
}

/// A token and how long it lasts. It never shows in `Debug`.
#[derive(Clone)]
pub struct Token {
    pub(super) secret: TokenSecret,
    pub(super) lifetime: Option<Duration>,
}

#[derive(Clone)]
pub(super) enum TokenSecret {
    Bearer(BearerToken),
    ApiKey(ApiKey),
}

impl TokenSecret {
    /// The key or token alone.
    pub(super) fn text(&self) -> Zeroizing<String> {
        let header = match self {
            TokenSecret::Bearer(token) => token.header(),
            TokenSecret::ApiKey(key) => key.header(),
        };
        let text = header.to_str().unwrap_or_default();
        Zeroizing::new(text.strip_prefix("Bearer ").unwrap_or(text).to_owned())
    }
}

impl Token {
    /// A token to send as `Authorization: Bearer …`, without a known end.
    ///
    /// # Errors
    /// As [`BearerToken::new`].
    pub fn bearer(text: impl Into<String>) -> Result<Self, KeyError> {
        Ok(Self { secret: TokenSecret::Bearer(BearerToken::new(text)?), lifetime: None })
    }

    /// A key to send as `x-api-key`, without a known end.
    ///
    /// # Errors
    /// As [`ApiKey::new`].
    pub fn api_key(text: impl Into<String>) -> Result<Self, KeyError> {
        Ok(Self { secret: TokenSecret::ApiKey(ApiKey::new(text)?), lifetime: None })
    }

    /// How long it lasts from now on. The client asks for the next one 15 seconds earlier.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// When it ends. A moment in the past makes the token good for the calls that wait for it and no more.
    #[must_use]
    pub fn expires_at(self, end: SystemTime) -> Self {
        let lifetime = end.duration_since(SystemTime::now()).unwrap_or(Duration::ZERO);
        self.expires_in(lifetime)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.secret {
            TokenSecret::Bearer(_) => "bearer",
            TokenSecret::ApiKey(_) => "api key",
        };
        f.debug_struct("Token").field("kind", &kind).field("lifetime", &self.lifetime).finish_non_exhaustive()
    }
}
