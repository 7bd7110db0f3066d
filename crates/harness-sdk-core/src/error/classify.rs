//! Questions that callers ask of an error, answered from status, code and message together: Harness services report the
//! same condition in different ways (a missing resource as 404, as 400 or as 500).

use http::StatusCode;

use super::meaning::Meaning::{self, Conflict, Forbidden, NotFound, RateLimited, Unauthenticated};
use super::meaning::{is_vague, means};
use super::{Error, ErrorKind};

const MISSING: &[&str] = &["not found", "no matching", "does not exist", "doesn't exist"];
const TAKEN: &[&str] = &["already exists", "duplicate key", "already present"];

impl Error {
    /// The resource does not exist: status 404 or 410, or a code or message that says so with status 400 or 500 or inside a
    /// success. A router's or a proxy's 404 is not meant: there the path is wrong, and [`Error::is_html`] or the hint of
    /// the message tells.
    pub fn is_not_found(&self) -> bool {
        if !self.is_answer() || self.no_route() {
            return false;
        }
        match self.status().map(|status| status.as_u16()) {
            Some(404 | 410) => true,
            Some(401 | 403 | 429) => false,
            _ => self.means(NotFound) || self.vaguely(MISSING),
        }
    }

    /// The resource exists already or was changed meanwhile: status 409 or 412, or a code or message that says so.
    pub fn is_conflict(&self) -> bool {
        self.is_answer() && (self.has_status(&[409, 412]) || self.means(Conflict) || self.vaguely(TAKEN))
    }

    /// The rate limit of the server was met: status 429, or a code that says so.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(&[429]) || self.means(RateLimited)
    }

    /// The credentials are missing, wrong, expired or lack a permission.
    pub fn is_auth(&self) -> bool {
        self.kind() == ErrorKind::Credentials
            || self.has_status(&[401])
            || self.is_permission_denied()
            || self.means(Unauthenticated)
    }

    /// The credentials are good and lack a permission. A denial by a policy is not meant.
    pub fn is_permission_denied(&self) -> bool {
        self.has_status(&[403]) && !self.is_policy_denied() || self.means(Forbidden)
    }

    /// A policy denied the change: [`Error::policy_denials`] names it. It comes with any status, a success among them.
    pub fn is_policy_denied(&self) -> bool {
        self.is_answer() && self.server().is_some_and(|server| server.denied)
    }

    /// The request is at fault: status 400 or 422, or the call could not be sent as it stands. A missing resource, a
    /// conflict or a rate limit that is reported with status 400 is not meant.
    pub fn is_invalid(&self) -> bool {
        self.kind() == ErrorKind::Request
            || (self.has_status(&[400, 422])
                && !(self.is_not_found() || self.is_conflict() || self.is_auth() || self.is_rate_limited()))
    }

    /// Trying again later may help: a rate limit, an overloaded or restarting server, a broken connection, a time limit.
    /// Whether repeating is harmless depends on the operation, not on the error.
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind(), ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport)
            || self.has_status(&[429, 502, 503, 504])
            || self.is_rate_limited()
            || self.is_provider_outage()
    }

    /// A time limit passed, here or at the server (status 408 or 504).
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout || self.has_status(&[408, 504])
    }

    /// No connection to the host.
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// The answer could not be read as what the document says.
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// The client cannot be built from what was configured.
    pub fn is_config(&self) -> bool {
        self.kind() == ErrorKind::Config
    }

    /// An HTML page came instead of the API's answer.
    pub fn is_html(&self) -> bool {
        self.kind() == ErrorKind::Html
    }

    /// The server answered, and its answer is the error: by status, or inside a success.
    pub fn is_answer(&self) -> bool {
        matches!(self.kind(), ErrorKind::Status | ErrorKind::Failure)
    }

    fn has_status(&self, statuses: &[u16]) -> bool {
        self.status().is_some_and(|status: StatusCode| statuses.contains(&status.as_u16()))
    }

    /// Whether any code of the answer has the meaning: its own, and those of all its messages.
    fn means(&self, meaning: Meaning) -> bool {
        self.is_answer()
            && self.server().is_some_and(|server| {
                let own = server.code.as_deref().is_some_and(|code| means(code, server.grpc, meaning));
                let listed = server.messages.iter().filter_map(|message| message.code.as_deref());
                own || listed.into_iter().any(|code| means(code, false, meaning))
            })
    }

    fn no_route(&self) -> bool {
        self.0.server.as_ref().is_some_and(|server| server.no_route)
    }

    /// Status 400, 500 or a success, a code that says nothing, and a message with one of the phrases. What a hint says can
    /// be done tells nothing of the cause.
    fn vaguely(&self, phrases: &[&str]) -> bool {
        let fits = self.status().is_none_or(|status| status.is_success() || matches!(status.as_u16(), 400 | 500));
        let Some(server) = self.server().filter(|_| fits) else { return false };
        let says = |message: &str| {
            let message = message.to_lowercase();
            phrases.iter().any(|phrase| message.contains(phrase))
        };
        let vague = |code: Option<&str>, grpc| code.is_none_or(|code| is_vague(code, grpc));
        let own = vague(self.code(), server.grpc) && server.message.as_deref().is_some_and(says);
        let mut listed = server.messages.iter().filter(|message| message.is_verdict());
        own || listed.any(|message| vague(message.code.as_deref(), false) && says(&message.message))
    }
}
