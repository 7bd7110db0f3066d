//! API keys and bearer tokens that do not change while the client lives.

use std::fmt;

use http::HeaderValue;
use zeroize::Zeroizing;

use super::error::KeyError;
use super::secret::header_value;

/// What an API key belongs to, read from its first segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind {
    /// `pat.…`: a personal access token, with the rights of a user.
    Personal,
    /// `sat.…`: a service account token.
    ServiceAccount,
    /// Any other shape, such as the older keys.
    Other,
}

/// An API key, sent as `x-api-key`: a personal access token or a service account token.
///
/// A key of the form `pat.<account>.<token>.<secret>` (or `sat.…`) names its account; older keys do not, and the
/// account must then be configured. The key never shows in `Debug`, and its memory is wiped when the last copy goes.
#[derive(Clone)]
pub struct ApiKey {
    header: HeaderValue,
    kind: KeyKind,
    account: Option<String>,
}

impl ApiKey {
    /// Takes a key as it was shown when it was made. Keys of any shape are taken, except those that start with `pat.` or
    /// `sat.` and do not go on as such keys do.
    ///
    /// # Errors
    /// When the text is empty, holds white space, a control character or a character outside ASCII, or is more or
    /// something else than a key: in quotation marks, with the name of a header or variable before it, blanked out, or the
    /// name of a variable. The error never holds the text, which is wiped either way.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = Zeroizing::new(text.into());
        let header = header_value("", &text)?;
        if kind_of(&text) != KeyKind::Other && !is_well_formed(&text) {
            return Err(KeyError::Form);
        }
        Ok(Self { header, kind: kind_of(&text), account: account_of(&text).map(str::to_owned) })
    }

    /// Whom the key belongs to.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The account identifier in the key; `None` for keys that name none.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.header
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey").field("kind", &self.kind).field("account", &self.account).finish_non_exhaustive()
    }
}

/// A bearer token, sent as `Authorization: Bearer …`.
///
/// The token never shows in `Debug`, and its memory is wiped when the last copy goes.
#[derive(Clone)]
pub struct BearerToken {
    header: HeaderValue,
}

impl BearerToken {
    /// Takes a token without the word `Bearer`.
    ///
    /// # Errors
    /// As [`ApiKey::new`], and when the text starts with `Bearer `. The text is wiped either way.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = Zeroizing::new(text.into());
        Ok(Self { header: header_value("Bearer ", &text)? })
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.header
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerToken").finish_non_exhaustive()
    }
}

fn kind_of(text: &str) -> KeyKind {
    match text.split_once('.') {
        Some(("pat", _)) => KeyKind::Personal,
        Some(("sat", _)) => KeyKind::ServiceAccount,
        _ => KeyKind::Other,
    }
}

/// The second of four segments. A key of three segments is an older one whose second segment names the token.
fn account_of(text: &str) -> Option<&str> {
    let segments: Vec<&str> = text.split('.').collect();
    match segments[..] {
        ["pat" | "sat", account, token, secret] if [account, token, secret].into_iter().all(is_segment) => {
            Some(account)
        }
        _ => None,
    }
}

/// Whether a key of the newer kinds has three or four segments, the older and the newer form.
fn is_well_formed(text: &str) -> bool {
    let segments = text.split('.').count();
    matches!(segments, 3 | 4) && text.split('.').all(is_segment)
}

fn is_segment(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether a text given as something else has the shape of a key or of a JSON web token, and must not be repeated.
pub(crate) fn looks_like_credential(text: &str) -> bool {
    let text = text.trim();
    let dots = text.matches('.').count();
    (kind_of(text) != KeyKind::Other && dots >= 2) || (text.starts_with("eyJ") && dots == 2)
}
