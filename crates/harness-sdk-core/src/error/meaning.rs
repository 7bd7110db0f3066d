//! What codes mean, whatever status they come with.
//!
//! Sources: the enumerations of `code` in the document's error schemas, which are those of harness/harness-core's
//! `ErrorCode.java`; gRPC's status codes (google.rpc.Code), as gateways to gRPC services send them.

/// What a code can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A resource does not exist.
    NotFound,
    /// A resource exists already, or was changed meanwhile.
    Conflict,
    /// The rate limit of the server was met.
    RateLimited,
    /// The credentials are missing, wrong or expired.
    Unauthenticated,
    /// The credentials lack a permission.
    Forbidden,
}

/// How a code is told.
enum Test {
    Is(&'static str),
    Starts(&'static str),
    Ends(&'static str),
    Holds(&'static str),
}

use Meaning::{Conflict, Forbidden, NotFound, RateLimited, Unauthenticated};
use Test::{Ends, Holds, Is, Starts};

/// Codes of a Git provider's or a cloud's refusal (`SCM_FORBIDDEN`, `AWS_ACCESS_DENIED`) are no refusal of the caller's own
/// key, so that those of credentials are matched whole.
const WORDS: &[(Test, Meaning)] = &[
    (Ends("NOT_FOUND"), NotFound),
    (Holds("NOT_FOUND_"), NotFound),
    (Ends("DOES_NOT_EXIST"), NotFound),
    (Ends("DOES_NOT_EXISTS"), NotFound),
    (Starts("NON_EXISTING_"), NotFound),
    (Holds("ALREADY_EXIST"), Conflict),
    (Starts("DUPLICATE_"), Conflict),
    (Ends("_CONFLICT"), Conflict),
    (Holds("_CONFLICT_ERROR"), Conflict),
    (Holds("CONFLICT_EXCEPTION"), Conflict),
    (Is("CONFLICT"), Conflict),
    (Is("ABORTED"), Conflict),
    (Is("USER_ALREADY_REGISTERED"), Conflict),
    (Holds("OPTIMISTIC_LOCK"), Conflict),
    (Holds("RATE_LIMIT"), RateLimited),
    (Holds("TOO_MANY_REQUESTS"), RateLimited),
    (Is("RESOURCE_EXHAUSTED"), RateLimited),
    (Is("INVALID_TOKEN"), Unauthenticated),
    (Is("EXPIRED_TOKEN"), Unauthenticated),
    (Is("REVOKED_TOKEN"), Unauthenticated),
    (Is("INVALID_CREDENTIAL"), Unauthenticated),
    (Is("USER_NOT_AUTHENTICATED"), Unauthenticated),
    (Is("UNAUTHENTICATED"), Unauthenticated),
    (Is("NOT_AUTHENTICATED"), Unauthenticated),
    (Is("INVALID_AUTHENTICATION"), Unauthenticated),
    (Is("UNAUTHORIZED"), Unauthenticated),
    (Is("ACCESS_DENIED"), Forbidden),
    (Is("NG_ACCESS_DENIED"), Forbidden),
    (Is("USER_NOT_AUTHORIZED"), Forbidden),
    (Is("USER_NOT_AUTHORIZED_DUE_TO_USAGE_RESTRICTIONS"), Forbidden),
    (Is("USER_HAS_NO_PERMISSIONS"), Forbidden),
    (Is("NOT_ACCOUNT_MGR_NOR_HAS_ALL_APP_ACCESS"), Forbidden),
    (Is("INVALID_ACCOUNT_PERMISSION"), Forbidden),
    (Is("NOT_AUTHORIZED"), Forbidden),
    (Is("PERMISSION_DENIED"), Forbidden),
    (Is("FORBIDDEN"), Forbidden),
];

/// gRPC's codes.
const NUMBERS: &[(&str, Meaning)] = &[
    ("5", NotFound),
    ("6", Conflict),
    ("7", Forbidden),
    ("8", RateLimited),
    ("10", Conflict),
    ("16", Unauthenticated),
];

/// Codes that say nothing about the cause, so that the message decides.
const VAGUE: &[&str] = &["DEFAULT_ERROR_CODE", "INVALID_REQUEST", "UNKNOWN_ERROR", "GENERAL_ERROR", "400", "500"];
/// gRPC's "unknown" and "internal", which services use for all sorts of causes.
const VAGUE_NUMBERS: &[&str] = &["2", "13"];

/// Whether a code has the meaning.
pub(super) fn means(code: &str, grpc: bool, meaning: Meaning) -> bool {
    if grpc && NUMBERS.iter().any(|(number, means)| *number == code && *means == meaning) {
        return true;
    }
    let code = code.to_ascii_uppercase().replace(['-', ' ', '.'], "_");
    WORDS.iter().filter(|(_, means)| *means == meaning).any(|(test, _)| match test {
        Is(word) => code == *word,
        Starts(word) => code.starts_with(word),
        Ends(word) => code.ends_with(word),
        Holds(word) => code.contains(word),
    })
}

/// Whether a code says nothing about the cause.
pub(super) fn is_vague(code: &str, grpc: bool) -> bool {
    VAGUE.contains(&code) || (grpc && VAGUE_NUMBERS.contains(&code))
}
