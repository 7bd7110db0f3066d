//! Drops formats nobody reads.
//!
//! A format chooses the Rust type; one that is unknown would have to be ignored at every place that looks.

use serde_json::Value;

use super::visit::{At, every_schema};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "formats";

/// The formats that stay.
pub const KNOWN: [&str; 12] =
    ["int32", "int64", "float", "double", "binary", "byte", "date", "date-time", "uuid", "uri", "email", "password"];

/// Removes formats that are not [`KNOWN`].
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    let unknown = object.get("format").is_some_and(|format| !format.as_str().is_some_and(|one| KNOWN.contains(&one)));
    if unknown && let Some(format) = object.remove("format") {
        report.hit(RULE, at, format!("unknown format {format} removed"));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::on_schema;

    #[test]
    fn unknown_formats_go_and_numbers_in_strings_stay() {
        assert_eq!(on_schema(apply, r#"{"type": "string", "format": "hostname"}"#), (json!({"type": "string"}), 1));
        assert_eq!(
            on_schema(apply, r#"{"type": "string", "format": "int64"}"#),
            (json!({"type": "string", "format": "int64"}), 0)
        );
    }
}
