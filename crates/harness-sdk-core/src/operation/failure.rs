//! How an answer with a success status says that the operation failed.

/// The signs of failure in a JSON answer; any one of them is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The signs looked for.
    pub rules: &'static [FailureRule],
}

/// One sign of failure, found by JSON pointer. `*` in a pointer stands for every item of a list and every member of a map;
/// lists below the answer itself are looked through without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureRule {
    /// The string there is one of these.
    OneOf(&'static str, &'static [&'static str]),
    /// The boolean there is this.
    Is(&'static str, bool),
    /// The array, object or string there is not empty.
    NotEmpty(&'static str),
}

impl FailureRule {
    /// Where the rule looks.
    pub const fn pointer(&self) -> &'static str {
        match self {
            FailureRule::OneOf(pointer, _) | FailureRule::Is(pointer, _) | FailureRule::NotEmpty(pointer) => pointer,
        }
    }
}

impl Failure {
    /// The `{status, data, metaData, correlationId}` envelope with status `ERROR` or `FAILURE`.
    pub const STATUS: Failure = Failure { rules: &[FailureRule::OneOf("/status", &["ERROR", "FAILURE"])] };

    /// A governance policy denied the change though the status is a success.
    pub const GOVERNANCE: Failure = Failure {
        rules: &[
            FailureRule::Is("/data/governanceMetadata/deny", true),
            FailureRule::Is("/governance_metadata/deny", true),
        ],
    };

    /// [`Failure::STATUS`] and [`Failure::GOVERNANCE`] together.
    pub const ENVELOPE: Failure = Failure {
        rules: &[
            FailureRule::OneOf("/status", &["ERROR", "FAILURE"]),
            FailureRule::Is("/data/governanceMetadata/deny", true),
            FailureRule::Is("/governance_metadata/deny", true),
        ],
    };
}
