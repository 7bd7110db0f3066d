//! What is tested of every operation.

use crate::case::Case;
use crate::checks::{Subject, answer, error, misfits, request};

/// A kind of test.
pub(crate) type Check = fn(Subject) -> Result<(), String>;

/// What is tested of every operation.
pub(crate) const CHECKS: [(&str, Check); 6] = [
    ("request", request::everything),
    ("required", request::required),
    ("scope", request::scope),
    ("answer", answer::reads),
    ("misfits", misfits::reads),
    ("error", error::reads),
];

/// The kinds of tests of an operation.
pub(crate) fn of(case: &Case) -> Vec<&'static str> {
    let pages = case.items.map(|_| "pages");
    CHECKS.iter().map(|(kind, _)| *kind).chain(pages).collect()
}
