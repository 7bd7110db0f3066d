//! Lists reads that carry a body.
//!
//! HTTP gives such a body no meaning and some proxies drop it; a few operations of the API want it all the same. They
//! stay as they are, and the report says which they are.

use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "bodies_on_get";

/// Reports bodies of GET and HEAD and changes nothing.
pub fn apply(document: &mut Document, report: &mut Report) {
    document.operations(|place, operation| {
        if ["get", "head"].contains(&place.method) && operation.contains_key("requestBody") {
            report.hit(RULE, format!("{}/requestBody", place.pointer()), "body on a read; kept");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, run_rule};

    #[test]
    fn only_reads_are_listed() {
        let before = document(r#"{"paths": {"/x": {"get": {"requestBody": {}}, "delete": {"requestBody": {}}}}}"#);
        let (after, report) = run_rule(apply, before.clone());
        assert_eq!(after, before);
        assert_eq!(report.count(RULE), 1);
    }
}
