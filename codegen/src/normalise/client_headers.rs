//! Marks header parameters that are the client's business.
//!
//! Credentials, the account header and the lengths of bodies are declared as parameters by some services. As setters
//! they would invite users to pass a key per call, or to contradict what the runtime sends.

use std::collections::BTreeSet;

use serde_json::Value;

use super::visit::each_parameter;
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "client_headers";

/// The mark: a parameter that carries it never becomes a setter.
pub const MARK: &str = "x-harness-client";

/// Marks the headers named in `headers`, regardless of case; the entries stay.
pub fn apply(document: &mut Document, headers: &BTreeSet<String>, report: &mut Report) {
    let headers: BTreeSet<String> = headers.iter().map(|name| name.to_ascii_lowercase()).collect();
    each_parameter(document, |_, pointer, parameter| {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        if text("in") == "header" && headers.contains(&text("name").to_ascii_lowercase()) {
            report.hit(RULE, pointer, format!("`{}` is set by the client", text("name")));
            parameter.insert(MARK.to_owned(), Value::Bool(true));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    #[test]
    fn only_headers_are_marked_whatever_their_case() {
        let headers = BTreeSet::from(["Harness-Account".to_owned()]);
        let (document, report) = run_rule(
            |document, report| apply(document, &headers, report),
            operation(
                r#"{"parameters": [{"name": "HARNESS-account", "in": "header"}, {"name": "Harness-Account", "in": "query"}]}"#,
            ),
        );
        assert_eq!(get(&document)["parameters"][0][MARK], true);
        assert!(get(&document)["parameters"][1].get(MARK).is_none());
        assert_eq!(report.count(RULE), 1);
    }
}
