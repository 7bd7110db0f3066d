//! What can go wrong with credentials. No text here ever holds a key.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

/// Why a text cannot be an API key or a bearer token. Positions count characters from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// It has no characters.
    Empty,
    /// It starts with `Bearer `, which is added by the client.
    Scheme,
    /// It begins or ends with a quotation mark or a back-tick.
    Quoted,
    /// It starts with the name of a header, such as `x-api-key:`.
    Header,
    /// It starts with the name of a variable and an equals sign, such as `HARNESS_API_KEY=`.
    Assignment,
    /// It ends with a comma or a semicolon.
    Trailing,
    /// It names a key in place of being one: `$VARIABLE`, `{{ secret }}`, `<+secrets.getValue("key")>` or `<your key>`.
    Placeholder,
    /// It is a key that was blanked out, such as `********`.
    Masked,
    /// It starts with `pat.` or `sat.` and does not go on as such keys do.
    Form,
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
            Self::Quoted => f.write_str("the key stands in quotation marks or back-ticks; give what is between them"),
            Self::Header => {
                f.write_str("the key starts with the name of a header; give only what comes after the colon")
            }
            Self::Assignment => {
                f.write_str("the key starts with the name of a variable; give only what comes after the equals sign")
            }
            Self::Trailing => f.write_str("the key ends with a comma or a semicolon; remove it"),
            Self::Placeholder => {
                f.write_str("the key is the name of a variable or a secret that was not replaced; give its value")
            }
            Self::Masked => {
                f.write_str("the key is blanked out; copy it from where it is shown in full, or make a new one")
            }
            Self::Form => f.write_str(
                "the key starts as a personal access token or service account token and is not one: such keys have the \
                 form pat.ACCOUNT.ID.SECRET, with letters, digits, _ and - between the dots; copy it again",
            ),
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

/// The failure of a [`TokenProvider`](super::TokenProvider) that may pass, such as a vault that is restarting: the call is
/// tried again by its retry policy, for nothing was sent.
///
/// Input and output errors that may pass, such as a refused connection, and this crate's errors that are
/// [retryable](crate::Error::is_retryable) need no such mark.
///
/// ```
/// use harness_sdk_core::auth::{Token, TokenError, Transient};
///
/// async fn token() -> Result<Token, TokenError> {
///     Err(Transient::new("the vault is sealed").into())
/// }
/// # let _ = token;
/// ```
#[derive(Debug)]
pub struct Transient(Box<dyn Error + Send + Sync>);

impl Transient {
    /// Marks a failure.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

impl fmt::Display for Transient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Transient {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// Whether a failure, or one of its causes, may pass.
fn may_pass(fault: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(fault);
    while let Some(inner) = cause {
        let io = inner.downcast_ref().is_some_and(|fault: &io::Error| PASSING.contains(&fault.kind()));
        let own = inner.downcast_ref().is_some_and(crate::error::Error::is_retryable);
        if io || own || inner.is::<Transient>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

const PASSING: &[io::ErrorKind] = &[
    io::ErrorKind::ConnectionRefused,
    io::ErrorKind::ConnectionReset,
    io::ErrorKind::ConnectionAborted,
    io::ErrorKind::NotConnected,
    io::ErrorKind::HostUnreachable,
    io::ErrorKind::NetworkUnreachable,
    io::ErrorKind::BrokenPipe,
    io::ErrorKind::UnexpectedEof,
    io::ErrorKind::TimedOut,
    io::ErrorKind::WouldBlock,
    io::ErrorKind::Interrupted,
];

impl AuthError {
    /// Whether asking the provider again may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match &self.0 {
            Fault::Provider(source) => may_pass(source.as_ref()),
            Fault::Account { .. } | Fault::Recursive | Fault::Panicked => false,
        }
    }

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

impl crate::error::Error {
    /// Whether a token provider failed in a way that may pass.
    pub(crate) fn is_provider_outage(&self) -> bool {
        self.source().and_then(|source| source.downcast_ref()).is_some_and(AuthError::is_transient)
    }
}
