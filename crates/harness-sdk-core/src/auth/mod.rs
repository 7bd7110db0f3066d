//! Credentials: API keys, bearer tokens and providers of tokens that expire.

mod cache;
mod credentials;
mod error;
mod header;
mod key;
mod provider;
mod secret;
mod sources;

pub use self::credentials::Credentials;
pub use self::error::{AuthError, KeyError, Transient};
pub use self::header::AuthHeader;
pub use self::key::{ApiKey, BearerToken, KeyKind};
pub use self::provider::{Token, TokenError, TokenFuture, TokenProvider};
pub use self::sources::{KeySource, command, env, file};

pub(crate) use self::key::looks_like_credential;
