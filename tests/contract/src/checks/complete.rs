//! The tables of a module hold all of its operations.

use std::collections::BTreeSet;

use crate::case::Case;
use crate::checks::{kinds, verdict};
use crate::document::Facts;

/// The operations of the module, each once, pages where the data says so, and tests as they are counted.
pub(crate) fn operations(facts: &'static Facts, module: &str, cases: &'static [Case]) -> Result<(), String> {
    let declared: BTreeSet<&str> = facts.operations.keys().copied().collect();
    let called: BTreeSet<&str> = cases.iter().map(|case| case.id).collect();
    let mut problems: Vec<String> = Vec::new();
    problems.extend(declared.difference(&called).map(|id| format!("{id} has no method")));
    problems.extend(called.difference(&declared).map(|id| format!("{id} is not an operation of the module")));
    if called.len() != cases.len() {
        problems.push("an operation stands twice".to_owned());
    }
    for case in cases {
        let pages = facts.operations.get(case.id).is_some_and(|operation| operation.paging.is_some());
        match (pages, case.items.is_some()) {
            (true, false) => problems.push(format!("{} pages and has no items()", case.id)),
            (false, true) => problems.push(format!("{} does not page and has items()", case.id)),
            _ => {}
        }
    }
    for case in cases {
        let (tested, counted) = (kinds::of(case), facts.counted.get(case.id));
        if counted.is_none_or(|counted| *counted != tested) {
            problems.push(format!("{}: coverage counts {counted:?}, tested are {tested:?}", case.id));
        }
    }
    verdict(module, "its operations", &problems)
}
