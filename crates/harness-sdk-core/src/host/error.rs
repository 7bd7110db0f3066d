//! What can be wrong with an address.

use std::fmt;

/// One thing wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HostFault {
    /// It has no characters.
    Empty,
    /// It holds white space or a control character.
    Blank,
    /// It looks like an API key or a token.
    Credential,
    /// Neither a name nor an address: no scheme where one is needed.
    NoScheme,
    /// The scheme is neither `https` nor `http`.
    Scheme,
    /// It does not parse as an address.
    Malformed,
    /// It holds a user name or a password.
    UserInfo,
    /// It holds a query.
    Query,
    /// It holds a fragment.
    Fragment,
    /// Its path holds an empty segment (`//`).
    EmptySegment,
    /// It is the address of a page of the web interface.
    Page,
    /// Its path belongs to an operation.
    Operation,
    /// It is an IPv4 address that is not written as four decimal numbers, or a part of one.
    Number,
    /// Plain `http` to another machine, without leave.
    PlainHttp,
    /// The path given to [`Host::join`](super::Host::join) cannot be kept as it stands.
    Path,
}

impl fmt::Display for HostFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty; leave it out for https://app.harness.io",
            Self::Blank => "holds white space or a control character; remove it",
            Self::Credential => "looks like an API key or a token; give the address of the Harness installation",
            Self::NoScheme => "has no scheme; write https:// (or http:// for this machine) before it",
            Self::Scheme => "has a scheme that is neither https nor http",
            Self::Malformed => "is not an address; write it as https://host, with a port and a path where needed",
            Self::UserInfo => "holds a user name or password; remove all up to the @ and give credentials on their own",
            Self::Query => "holds a query; remove the ? and all after it",
            Self::Fragment => "holds a fragment; remove the # and all after it",
            Self::EmptySegment => "has two slashes in a row in its path; remove one",
            Self::Page => "is the address of a page of the web interface; give only the part before /ng/account",
            Self::Operation => {
                "holds the path of an operation; give only the part before it, such as https://app.harness.io"
            }
            Self::Number => "is a number that is no whole IP address; write all four parts of it, without leading zeros",
            Self::PlainHttp => {
                "is plain http, which would send the key unprotected; use https, or allow it with allow_plain_http or HARNESS_ALLOW_HTTP=true"
            }
            Self::Path => "cannot take this path: it must start with a slash, be percent-encoded and have no dot segments",
        })
    }
}

/// Every fault found in an address. The text never repeats the address, for it may hold a password or a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    faults: Vec<HostFault>,
}

impl HostError {
    pub(super) fn one(fault: HostFault) -> Self {
        Self { faults: vec![fault] }
    }

    pub(super) fn all(faults: Vec<HostFault>) -> Self {
        Self { faults }
    }

    /// The faults, in the order they stand in an address.
    #[must_use]
    pub fn faults(&self) -> &[HostFault] {
        &self.faults
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            let lead = if index == 0 { "the host address " } else { "; it " };
            write!(f, "{lead}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for HostError {}
