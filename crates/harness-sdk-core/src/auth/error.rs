//! What can go wrong with credentials. No text here ever holds a key.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why a text cannot be an API key or a bearer token. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// It has no characters.
    Empty,
    /// It starts with `Bearer `, which is added by the client.
    Scheme,
    /// It holds white space.
    WhiteSpace {
        /// Where the first one stands.
        position: usize,
    },
    /// It holds a control character.
    Control {
        /// Where the first one stands.
        position: usize,
    },
    /// It holds a character that no header value can carry as it stands.
    Character {
        /// Where the first one stands.
        position: usize,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the key is empty"),
            Self::Scheme => f.write_str("the token starts with `Bearer `; give the token alone"),
            Self::WhiteSpace { position } => {
                write!(
                    f,
                    "the key holds white space at character {position}; remove it (a line end is often copied along)"
                )
            }
            Self::Control { position } => {
                write!(f, "the key holds a control character at character {position}; remove it")
            }
            Self::Character { position } => {
                write!(f, "the key holds a character outside ASCII at character {position}; copy the key again")
            }
        }
    }
}

impl Error for KeyError {}

/// Why a call got no credentials.
///
/// Calls that waited for one refresh share one error, so it is cheap to clone.
#[derive(Clone, Debug)]
pub struct AuthError(Fault);

#[derive(Clone, Debug)]
enum Fault {
    Provider(Arc<dyn Error + Send + Sync>),
    Account { expected: String, found: String },
    Recursive,
    Panicked,
}

impl AuthError {
    pub(super) fn provider(source: Box<dyn Error + Send + Sync>) -> Self {
        Self(Fault::Provider(Arc::from(source)))
    }

    pub(super) fn account(expected: &str, found: &str) -> Self {
        Self(Fault::Account { expected: expected.to_owned(), found: found.to_owned() })
    }

    pub(super) fn recursive() -> Self {
        Self(Fault::Recursive)
    }

    pub(super) fn panicked() -> Self {
        Self(Fault::Panicked)
    }

    /// Whether the token provider gave a key of another account than the configured one.
    #[must_use]
    pub fn is_account_mismatch(&self) -> bool {
        matches!(self.0, Fault::Account { .. })
    }
}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Fault::Provider(_) => f.write_str("the token provider gave no token"),
            Fault::Recursive => f.write_str(
                "the token provider made a call with the client that it gives tokens to, which would wait for itself; use \
                 another client, or RawRequest::without_credentials, in the provider",
            ),
            Fault::Panicked => f.write_str("the token provider panicked"),
            Fault::Account { expected, found } => write!(
                f,
                "the token provider gave a key of account `{found}`, but the configured account is `{expected}`; \
                 configure the account of the key, or provide a key of that account"
            ),
        }
    }
}

impl Error for AuthError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Fault::Provider(source) => Some(source.as_ref()),
            Fault::Account { .. } | Fault::Recursive | Fault::Panicked => None,
        }
    }
}
