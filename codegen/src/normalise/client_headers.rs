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

/// Parameters of these names are to be ignored (OpenAPI 3.0.3, Parameter Object, `name`): bodies, answers and security say them.
const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];

/// Marks the headers named in `headers`, and those that OpenAPI ignores, regardless of case; the entries stay.
pub fn apply(document: &mut Document, headers: &BTreeSet<String>, report: &mut Report) {
    let ignored = IGNORED.into_iter().map(str::to_owned);
    let headers: BTreeSet<String> = headers.iter().map(|name| name.to_ascii_lowercase()).chain(ignored).collect();
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

    #[test]
    fn what_bodies_answers_and_security_say_is_no_parameter() {
        let names = ["Accept", "authorization", "CONTENT-TYPE", "Accept-Language"];
        let parameters: Vec<Value> =
            names.iter().map(|name| serde_json::json!({"name": name, "in": "header"})).collect();
        let (document, _) = run_rule(
            |document, report| apply(document, &BTreeSet::new(), report),
            operation(&serde_json::json!({ "parameters": parameters }).to_string()),
        );
        let marked = |index: usize| get(&document)["parameters"][index].get(MARK).is_some();
        assert_eq!([0, 1, 2, 3].map(marked), [true, true, true, false]);
    }
}
