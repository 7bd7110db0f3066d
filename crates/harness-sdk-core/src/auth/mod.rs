//! Credentials: API keys, bearer tokens and providers of tokens that expire.

mod cache;
mod credentials;
mod error;
mod key;
mod provider;
mod secret;

pub use self::credentials::{AuthHeader, Credentials};
pub use self::error::{AuthError, KeyError};
pub use self::key::{ApiKey, BearerToken, KeyKind};
pub use self::provider::{Token, TokenError, TokenFuture, TokenProvider};

pub(crate) use self::key::looks_like_credential;
