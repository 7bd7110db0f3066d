//! What kind of failure an error is.

use std::fmt;

/// What kind of failure an [`Error`](crate::Error) is. The predicates of `Error` look at more than the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from what was configured.
    Config,
    /// The call cannot be sent as it stands: something is missing or cannot be written. Nothing was sent.
    Request,
    /// No credentials could be had from the token provider. Nothing was sent.
    Credentials,
    /// No connection to the host.
    Connect,
    /// A time limit of the client or of the call has passed.
    Timeout,
    /// The connection broke while the request or the answer was under way.
    Transport,
    /// The server redirects to where the call must not follow.
    Redirect,
    /// The server answered with an error status.
    Status,
    /// The server answered with a success status, and the answer says that the operation failed.
    Failure,
    /// An HTML page came instead of the API's answer: a login page, a proxy, or a wrong address.
    Html,
    /// The answer is not what the document says, and could not be read.
    Decode,
    /// The answer is larger than the limit of the client.
    TooLarge,
    /// A list cannot be paged on: the server repeats a page, or says that more follows and not how to get there.
    Stalled,
    /// A hook refused the attempt, or a body could not be read from its source.
    Local,
}

impl ErrorKind {
    /// The kind as one word, the `error.type` of traces.
    pub const fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Config => "config",
            ErrorKind::Request => "request",
            ErrorKind::Credentials => "credentials",
            ErrorKind::Connect => "connect",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Transport => "transport",
            ErrorKind::Redirect => "redirect",
            ErrorKind::Status => "status",
            ErrorKind::Failure => "failure",
            ErrorKind::Html => "html",
            ErrorKind::Decode => "decode",
            ErrorKind::TooLarge => "too_large",
            ErrorKind::Stalled => "stalled",
            ErrorKind::Local => "local",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
