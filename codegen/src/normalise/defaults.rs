//! Drops defaults that cannot be values of their schema.
//!
//! Defaults are shown to users and some are sent; one of the wrong type would mislead or not compile.

use serde_json::Value;

use super::{
    schema::type_of,
    visit::{At, every_schema},
};
use crate::{document::Document, report::Report};

/// The rule's name in the report.
pub const RULE: &str = "defaults";

/// Removes defaults whose type is not the declared one.
pub fn apply(document: &mut Document, report: &mut Report) {
    every_schema(document, report, &[visit]);
}

/// The rule at one schema.
pub(crate) fn visit(at: &At<'_>, schema: &mut Value, report: &mut Report) {
    let Some(default) = schema.get("default") else {
        return;
    };
    let fits = match type_of(schema) {
        Some("string") => default.is_string(),
        Some("boolean") => default.is_boolean(),
        Some("integer") => default.is_i64() || default.is_u64(),
        Some("number") => default.is_number(),
        Some("array") => default.is_array(),
        Some("object") => default.is_object(),
        _ => !default.is_null(),
    };
    let default = if fits { None } else { schema.as_object_mut().and_then(|schema| schema.remove("default")) };
    if let Some(default) = default {
        report.hit(RULE, at, format!("default {default} does not fit the type: removed"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, on_schema, operation, run_rule};

    #[test]
    fn defaults_must_fit() {
        for (kind, default, fits) in [
            ("string", "10", false),
            ("integer", "10", true),
            ("integer", "1.5", false),
            ("number", "10", true),
            ("boolean", r#""false""#, false),
            ("array", r#""a""#, false),
            ("object", "null", false),
        ] {
            let (left, hits) = on_schema(apply, &format!(r#"{{"type": "{kind}", "default": {default}}}"#));
            assert_eq!((left.get("default").is_some(), hits), (fits, usize::from(!fits)), "{kind} {default}");
        }
    }

    #[test]
    fn parameters_are_reached() {
        let (document, report) =
            run_rule(apply, operation(r#"{"parameters": [{"schema": {"type": "integer", "default": "0"}}]}"#));
        assert_eq!(get(&document)["parameters"][0]["schema"], serde_json::json!({"type": "integer"}));
        let hits: Vec<_> = report.rules().flat_map(|(_, hits)| hits).collect();
        assert_eq!(hits[0].pointer, "/paths/~1x/get/parameters/0/schema");
    }
}
