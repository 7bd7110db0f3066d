//! The header that proves an identity.

use http::{HeaderName, HeaderValue, header};
use zeroize::Zeroizing;

use super::error::KeyError;
use super::key::{ApiKey, BearerToken};
use super::secret::header_value;

/// The header that Harness reads API keys from.
const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// The header that carries the credentials of one attempt. Its value is marked sensitive and does not show in `Debug`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AuthHeader {
    /// `x-api-key` or `authorization`.
    pub name: HeaderName,
    /// The key; or the word before it, such as `Bearer`, and the key or token.
    pub value: HeaderValue,
}

impl AuthHeader {
    pub(super) fn api_key(key: &ApiKey) -> Self {
        Self { name: X_API_KEY, value: key.header().clone() }
    }

    pub(super) fn bearer(token: &BearerToken) -> Self {
        Self { name: header::AUTHORIZATION, value: token.header().clone() }
    }

    /// A key with a word before it.
    pub(super) fn own(scheme: &str, key: &Zeroizing<String>) -> Result<Self, KeyError> {
        let value = header_value(&format!("{scheme} "), key)?;
        Ok(Self { name: header::AUTHORIZATION, value })
    }
}
