//! Questions that callers ask of an error, answered from status, code and message together: Harness services report the
//! same condition in different ways (a missing resource as 404, as 400 or as 500).

use http::StatusCode;

use super::{Error, ErrorKind};

/// Codes that say nothing about the cause, so that the message decides.
const VAGUE: &[&str] = &["DEFAULT_ERROR_CODE", "INVALID_REQUEST", "UNKNOWN_ERROR", "GENERAL_ERROR", "400", "500"];
const MISSING: &[&str] = &["not found", "no matching", "does not exist", "doesn't exist"];
const TAKEN: &[&str] = &["already exists", "duplicate key", "already present"];
const UNAUTHENTICATED: &[&str] = &[
    "INVALID_TOKEN",
    "EXPIRED_TOKEN",
    "REVOKED_TOKEN",
    "INVALID_CREDENTIAL",
    "USER_NOT_AUTHENTICATED",
    "UNAUTHENTICATED",
    "NOT_AUTHENTICATED",
    "INVALID_AUTHENTICATION",
    "UNAUTHORIZED",
];
const FORBIDDEN: &[&str] =
    &["ACCESS_DENIED", "NG_ACCESS_DENIED", "USER_NOT_AUTHORIZED", "NOT_AUTHORIZED", "PERMISSION_DENIED", "FORBIDDEN"];

/// gRPC's codes, as gateways to gRPC services send them in `code`.
const GRPC_NOT_FOUND: &str = "5";
const GRPC_ALREADY_EXISTS: &str = "6";
const GRPC_PERMISSION_DENIED: &str = "7";
const GRPC_RESOURCE_EXHAUSTED: &str = "8";
const GRPC_UNAUTHENTICATED: &str = "16";

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
            _ => {
                let coded = self.code_matches(|code| code.ends_with("NOT_FOUND") || code.contains("NOT_FOUND_"));
                coded || self.grpc_code(GRPC_NOT_FOUND) || self.vaguely(MISSING)
            }
        }
    }

    /// The resource exists already or was changed meanwhile: status 409 or 412, or a code or message that says so.
    pub fn is_conflict(&self) -> bool {
        self.is_answer()
            && (self.has_status(&[409, 412])
                || self.code_matches(|code| {
                    code.contains("ALREADY_EXIST") || code.starts_with("DUPLICATE_") || code.ends_with("_CONFLICT")
                })
                || self.grpc_code(GRPC_ALREADY_EXISTS)
                || self.vaguely(TAKEN))
    }

    /// The rate limit of the server was met: status 429, or a code that says so.
    pub fn is_rate_limited(&self) -> bool {
        self.has_status(&[429])
            || self.grpc_code(GRPC_RESOURCE_EXHAUSTED)
            || self.code_matches(|code| code.contains("RATE_LIMIT") || code.contains("TOO_MANY_REQUESTS"))
    }

    /// The credentials are missing, wrong, expired or lack a permission.
    pub fn is_auth(&self) -> bool {
        self.kind() == ErrorKind::Credentials
            || self.has_status(&[401])
            || self.is_permission_denied()
            || self.grpc_code(GRPC_UNAUTHENTICATED)
            || self.code_matches(|code| UNAUTHENTICATED.contains(&code))
    }

    /// The credentials are good and lack a permission.
    pub fn is_permission_denied(&self) -> bool {
        self.has_status(&[403])
            || self.grpc_code(GRPC_PERMISSION_DENIED)
            || self.code_matches(|code| FORBIDDEN.contains(&code))
    }

    /// The request is at fault: status 400 or 422, or the call could not be sent as it stands. A missing resource or a
    /// conflict that is reported with status 400 is not meant.
    pub fn is_invalid(&self) -> bool {
        self.kind() == ErrorKind::Request
            || (self.has_status(&[400, 422]) && !self.is_not_found() && !self.is_conflict() && !self.is_auth())
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

    fn code_matches(&self, test: impl Fn(&str) -> bool) -> bool {
        self.is_answer()
            && self.code().is_some_and(|code| {
                let code: String = code.to_ascii_uppercase().replace(['-', ' ', '.'], "_");
                test(&code)
            })
    }

    fn grpc_code(&self, wanted: &str) -> bool {
        self.is_answer()
            && self.0.server.as_ref().is_some_and(|server| server.grpc && server.code.as_deref() == Some(wanted))
    }

    fn no_route(&self) -> bool {
        self.0.server.as_ref().is_some_and(|server| server.no_route)
    }

    /// Status 400, 500 or a success, a code that says nothing, and a message with one of the phrases.
    fn vaguely(&self, phrases: &[&str]) -> bool {
        let vague = self.code().is_none_or(|code| VAGUE.contains(&code) || self.grpc_vague(code));
        let fits = self.status().is_none_or(|status| status.is_success() || matches!(status.as_u16(), 400 | 500));
        vague
            && fits
            && self.message().is_some_and(|message| {
                let message = message.to_lowercase();
                phrases.iter().any(|phrase| message.contains(phrase))
            })
    }

    /// gRPC's "unknown" and "internal", which services use for all sorts of causes.
    fn grpc_vague(&self, code: &str) -> bool {
        self.0.server.as_ref().is_some_and(|server| server.grpc) && matches!(code, "2" | "13")
    }
}
