//! Makes path templates and path parameters agree.
//!
//! A hole without a parameter would be sent as it stands, braces and all; a path parameter without a hole would be
//! asked for and then not sent.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::visit::{ORIGIN, parameter_pointer};
use crate::{
    document::{Document, Object, Place},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "path_templates";

/// Declares the holes nobody declared as strings, and drops path parameters that have no hole.
pub fn apply(document: &mut Document, report: &mut Report) {
    document.operations_mut(|place, operation| {
        let mut missing = holes(place.path);
        let list = operation.entry("parameters").or_insert_with(|| json!([]));
        let Some(parameters) = list.as_array_mut() else {
            *list = json!([]);
            return;
        };
        let mut index = 0;
        parameters.retain(|parameter| {
            let keep = parameter.as_object().is_none_or(|one| fits(one, &mut missing, place, index, report));
            index += 1;
            keep
        });
        for name in missing {
            let pointer = place.pointer();
            report.hit(RULE, &pointer, format!("`{{{name}}}` in the path has no parameter: declared as a string"));
            parameters.push(
                json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}, ORIGIN: pointer}),
            );
        }
    });
}

fn fits(
    parameter: &Object,
    missing: &mut BTreeSet<String>,
    place: &Place<'_>,
    index: usize,
    report: &mut Report,
) -> bool {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
    if text("in") != "path" || missing.remove(text("name")) {
        return true;
    }
    let note = format!("`{}` has no place in `{}`: dropped", text("name"), place.path);
    report.hit(RULE, parameter_pointer(place, index, parameter), note);
    false
}

/// The names in braces.
pub(crate) fn holes(path: &str) -> BTreeSet<String> {
    let parts = path.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, run_rule};

    #[test]
    fn holes_and_parameters_agree_afterwards() {
        let (document, report) = run_rule(
            apply,
            document(
                r#"{"paths": {"/a/{id}/{query.name}": {"get": {"parameters": [{"name": "id", "in": "path"}, {"name": "gone", "in": "path"}, {"name": "q", "in": "query"}]}}}}"#,
            ),
        );
        let left = document.0["paths"]["/a/{id}/{query.name}"]["get"]["parameters"].as_array().unwrap();
        let names: Vec<_> = left.iter().map(|parameter| parameter["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["id", "q", "query.name"]);
        assert_eq!(left[2]["required"], true);
        assert_eq!(report.count(RULE), 2);
    }
}
