//! Gives every operation exactly one tag.
//!
//! Tags decide which module and which file an operation goes to; with several it would be generated twice, with none
//! nowhere.

use serde_json::{Value, json};

use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "tags";

/// The tag of operations that declare none.
pub const DEFAULT: &str = "default";

/// Keeps the first tag; operations without one get [`DEFAULT`].
pub fn apply(document: &mut Document, report: &mut Report) {
    document.operations_mut(|place, operation| {
        let declared = operation.get("tags").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut names = declared.iter().filter_map(Value::as_str).filter(|name| !name.trim().is_empty());
        let tag = names.next().unwrap_or(DEFAULT).to_owned();
        if declared.len() != 1 || names.next().is_some() || declared.first().and_then(Value::as_str) != Some(&tag) {
            report.hit(RULE, format!("{}/tags", place.pointer()), format!("filed under `{tag}` alone"));
        }
        operation.insert("tags".to_owned(), json!([tag]));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    #[test]
    fn the_first_tag_counts_and_none_means_default() {
        for (given, expected, hits) in
            [(r#"["a", "b"]"#, "a", 1), ("[]", DEFAULT, 1), (r#"["a"]"#, "a", 0), ("7", DEFAULT, 1)]
        {
            let (document, report) = run_rule(apply, operation(&format!(r#"{{"tags": {given}}}"#)));
            assert_eq!(get(&document)["tags"], json!([expected]), "{given}");
            assert_eq!(report.count(RULE), hits, "{given}");
        }
    }
}
