//! Credentials: API keys, bearer tokens and providers of tokens that expire.

mod cache;
mod credentials;
mod error;
mod key;
mod provider;
mod secret;
mod sources;

pub use self::credentials::{AuthHeader, Credentials};
pub use self::error::{AuthError, KeyError, Transient};
pub use self::key::{ApiKey, BearerToken, KeyKind};
pub use self::provider::{Token, TokenError, TokenFuture, TokenProvider};
pub use self::sources::{KeySource, command, env, file};

pub(crate) use self::key::looks_like_credential;
