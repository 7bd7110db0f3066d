//! What the statuses of executions, stages and steps mean.

use harness_sdk_pipelines::types::ExecutionInfoStatus;

/// The status of an execution, a stage or a step, as the server sends it; one that this crate does not know is kept.
pub type Status = ExecutionInfoStatus;

/// What an execution that has ended came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It did what it should, or what it should not was skipped or ignored.
    Succeeded,
    /// It failed, was rejected or ran out of time.
    Failed,
    /// Somebody, or a freeze, ended it.
    Aborted,
}

/// Whose turn it is when an execution stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Waiting {
    /// Somebody is to approve or reject.
    Approval,
    /// Somebody is to give inputs.
    Input,
    /// Somebody is to say what becomes of a failed step.
    Intervention,
}

/// The statuses that nothing follows. A status that is not here, known or not, is not final.
const FINAL: &[(&str, Outcome)] = &[
    ("success", Outcome::Succeeded),
    ("ignorefailed", Outcome::Succeeded),
    ("skipped", Outcome::Succeeded),
    ("suspended", Outcome::Succeeded),
    ("failed", Outcome::Failed),
    ("errored", Outcome::Failed),
    ("expired", Outcome::Failed),
    ("approvalrejected", Outcome::Failed),
    ("aborted", Outcome::Aborted),
    ("abortedbyfreeze", Outcome::Aborted),
];

/// The statuses that wait for a person.
const WAITING: &[(&str, Waiting)] = &[
    ("approvalwaiting", Waiting::Approval),
    ("inputwaiting", Waiting::Input),
    ("interventionwaiting", Waiting::Intervention),
];

/// Services spell one status in two ways: `ApprovalWaiting` and `APPROVAL_WAITING`.
fn found<T: Copy>(table: &[(&str, T)], status: &Status) -> Option<T> {
    let plain = status.as_str().replace('_', "").to_ascii_lowercase();
    table.iter().find(|(name, _)| *name == plain).map(|(_, meaning)| *meaning)
}

/// What a status came to; nothing while the execution goes on.
///
/// ```
/// # #[cfg(feature = "pipelines")] {
/// use harness_sdk::execution::{Outcome, Status, outcome};
///
/// assert_eq!(outcome(&Status::Success), Some(Outcome::Succeeded));
/// assert_eq!(outcome(&Status::ApprovalWaiting), None);
/// assert_eq!(outcome(&Status::from("AddedNextYear")), None);
/// # }
/// ```
pub fn outcome(status: &Status) -> Option<Outcome> {
    found(FINAL, status)
}

/// For whom a status waits; nothing when it waits for nobody.
pub fn waiting(status: &Status) -> Option<Waiting> {
    found(WAITING, status)
}

/// Whether a stage or step with this status has not begun.
pub(super) fn is_ahead(status: &Status) -> bool {
    matches!(status, Status::NotStarted | Status::NotStartedUpper) || status.as_str().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_final_status_is_one_the_document_knows() {
        for (name, _) in FINAL {
            let known = Status::KNOWN.iter().any(|status| status.as_str().to_ascii_lowercase() == *name);
            assert!(known, "{name}");
        }
    }

    #[test]
    fn both_spellings_mean_the_same() {
        assert_eq!(waiting(&Status::ApprovalWaiting), waiting(&Status::ApprovalWaitingUpper));
        assert_eq!(outcome(&Status::ApprovalRejectedUpper), Some(Outcome::Failed));
        assert!(is_ahead(&Status::NotStartedUpper) && !is_ahead(&Status::Running));
    }

    #[test]
    fn who_waits_is_not_done() {
        for status in Status::KNOWN {
            assert!(waiting(status).is_none() || outcome(status).is_none(), "{status}");
        }
    }
}
