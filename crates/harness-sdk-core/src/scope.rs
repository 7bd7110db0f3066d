//! The account, organization and project a call works in.

use std::fmt;

use crate::auth::looks_like_credential;
use crate::config::variables;

/// The account, organization and project a call works in.
///
/// A client holds one as its default and every call may carry its own. Each spelling of account, organization and
/// project that an operation declares is filled from it, unless the caller set that parameter himself.
///
/// ```
/// use harness_sdk_core::Scope;
///
/// let scope = Scope::project("default", "shop");
/// assert_eq!(scope.org_id(), Some("default"));
/// assert_eq!(scope.project_id(), Some("shop"));
/// assert!(scope.validate().is_ok());
/// assert!(Scope::org("").validate().is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    account: Option<String>,
    org: Option<String>,
    project: Option<String>,
}

impl Scope {
    /// The account level: no organization and no project.
    #[must_use]
    pub fn account() -> Self {
        Self::default()
    }

    /// The level of one organization.
    #[must_use]
    pub fn org(org: impl Into<String>) -> Self {
        Self { org: Some(org.into()), ..Self::default() }
    }

    /// The level of one project. A project identifier is only unique within its organization, so both are needed.
    #[must_use]
    pub fn project(org: impl Into<String>, project: impl Into<String>) -> Self {
        Self { org: Some(org.into()), project: Some(project.into()), ..Self::default() }
    }

    /// The same level in the named account. Without it the client's own account is meant.
    #[must_use]
    pub fn with_account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// The account identifier, when this scope names one.
    #[must_use]
    pub fn account_id(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The organization identifier: `None` at the account level.
    #[must_use]
    pub fn org_id(&self) -> Option<&str> {
        self.org.as_deref()
    }

    /// The project identifier: `None` at the account and organization levels.
    #[must_use]
    pub fn project_id(&self) -> Option<&str> {
        self.project.as_deref()
    }

    /// The identifier of one part.
    #[must_use]
    pub fn get(&self, part: ScopePart) -> Option<&str> {
        match part {
            ScopePart::Account => self.account_id(),
            ScopePart::Org => self.org_id(),
            ScopePart::Project => self.project_id(),
        }
    }

    /// Checks the identifiers without knowing what exists on the server.
    ///
    /// # Errors
    /// Names every part that is empty, has white space around it, holds a control character, `.`, `/` or `\`, or looks
    /// like a credential. An empty identifier is never taken as absent: that would move a call from a project to the
    /// account; and one with a separator in it would be read as several, which moves a call to another level or account.
    pub fn validate(&self) -> Result<(), ScopeError> {
        let faults: Vec<_> = ScopePart::ALL
            .into_iter()
            .filter_map(|part| Some((part, check_identifier(self.get(part)?).err()?)))
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(ScopeError { faults }) }
    }
}

/// One part of a [`Scope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopePart {
    /// The account.
    Account,
    /// The organization.
    Org,
    /// The project.
    Project,
}

impl ScopePart {
    /// Every part, the widest first.
    pub const ALL: [Self; 3] = [Self::Account, Self::Org, Self::Project];

    /// The word for this part in messages.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Org => "organization",
            Self::Project => "project",
        }
    }

    /// The environment variables that set this part, in the order they are looked up.
    #[must_use]
    pub const fn variables(self) -> &'static [&'static str] {
        match self {
            Self::Account => variables::ACCOUNT,
            Self::Org => variables::ORG,
            Self::Project => variables::PROJECT,
        }
    }
}

impl fmt::Display for ScopePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is wrong with an identifier. Its text never repeats the identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IdentifierFault {
    /// It has no characters.
    Empty,
    /// It starts or ends with white space.
    Surrounded,
    /// It holds a control character, such as a line feed.
    Control,
    /// It holds `.`, `/` or `\`, which separate the identifiers where several are written as one.
    Separator,
    /// It looks like an API key or a token: most likely the wrong value was given.
    Credential,
}

impl fmt::Display for IdentifierFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty; leave it out or give the identifier",
            Self::Surrounded => "starts or ends with white space; remove it",
            Self::Control => "holds a control character; remove it",
            Self::Separator => "holds `.`, `/` or `\\`, which no identifier does; give this part of the scope alone",
            Self::Credential => "looks like an API key or a token; give the identifier",
        })
    }
}

/// Every fault found in a [`Scope`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeError {
    faults: Vec<(ScopePart, IdentifierFault)>,
}

impl ScopeError {
    /// The faulty parts, the widest first.
    #[must_use]
    pub fn faults(&self) -> &[(ScopePart, IdentifierFault)] {
        &self.faults
    }
}

impl fmt::Display for ScopeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (part, fault)) in self.faults.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}the {part} identifier of the scope {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ScopeError {}

/// What stands between the identifiers of `account.org.project` and `ACCOUNT/org/project`, and what is read as such.
const SEPARATORS: [char; 3] = ['.', '/', '\\'];

/// Checks an identifier for what no Harness identifier can be.
pub(crate) fn check_identifier(text: &str) -> Result<(), IdentifierFault> {
    // Most are made of letters, digits, `_` and `-` alone, and no key or token is: it has dots.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_plain && !text.is_empty() {
        Ok(())
    } else if text.is_empty() {
        Err(IdentifierFault::Empty)
    } else if looks_like_credential(text) {
        Err(IdentifierFault::Credential)
    } else if text.trim() != text {
        Err(IdentifierFault::Surrounded)
    } else if text.chars().any(char::is_control) {
        Err(IdentifierFault::Control)
    } else if text.contains(SEPARATORS) {
        Err(IdentifierFault::Separator)
    } else {
        Ok(())
    }
}
