//! Spreads objects in the query over one parameter a field.
//!
//! OpenAPI's default for an object in the query is one `name=value` for each field. Where the object has a field of
//! the parameter's own name, the document repeated the whole object for every field, and only that field is meant.

use serde_json::{Value, json};

use super::{
    client_headers::MARK,
    parameter_schemas::JSON,
    path_parameters::key,
    schema::{all_properties, is_object, target},
    visit::{ORIGIN, parameter_pointer, with_schemas},
};
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "object_parameters";

/// Replaces object parameters by their fields; those without declared fields, or in another style, stay.
pub fn apply(document: &mut Document, report: &mut Report) {
    with_schemas(document, |schemas, document| {
        document.operations_mut(|place, operation| {
            let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) else {
                return;
            };
            if !parameters.iter().filter_map(Value::as_object).any(|one| spreads(one, schemas)) {
                return;
            }
            let declared: Vec<_> = parameters.iter().map(key).collect();
            for (index, parameter) in std::mem::take(parameters).into_iter().enumerate() {
                let Some(object) = parameter.as_object().filter(|one| spreads(one, schemas)) else {
                    parameters.push(parameter);
                    continue;
                };
                let pointer = parameter_pointer(place, index, object);
                let made = fields(object, schemas, &pointer);
                report.hit(RULE, pointer, format!("{} field(s) of the object sent apart", made.len()));
                let itself = key(&parameter);
                parameters.extend(made.into_iter().filter(|one| key(one) == itself || !declared.contains(&key(one))));
            }
        });
    });
}

fn spreads(parameter: &Object, schemas: &Object) -> bool {
    let style = parameter.get("style").and_then(Value::as_str).unwrap_or("form");
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    parameter.get("in").and_then(Value::as_str) == Some("query")
        && style == "form"
        && parameter.get("explode") != Some(&Value::Bool(false))
        && ![JSON, MARK].iter().any(|key| parameter.contains_key(*key))
        && is_object(schemas, schema)
        && !all_properties(schemas, schema).is_empty()
}

fn fields(parameter: &Object, schemas: &Object, pointer: &str) -> Vec<Value> {
    let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
    let schema = parameter.get("schema").unwrap_or(&Value::Null);
    let mut properties = all_properties(schemas, schema);
    if let Some(own) = properties.remove(name) {
        let mut only = parameter.clone();
        only.insert("schema".to_owned(), own);
        return vec![Value::Object(only)];
    }
    let demanded = target(schemas, schema).get("required").and_then(Value::as_array);
    let whole = parameter.get("required") == Some(&Value::Bool(true));
    let made = properties.into_iter().map(|(field, schema)| {
        let required = whole && demanded.is_some_and(|names| names.iter().any(|name| *name == field));
        json!({"name": field, "in": "query", "required": required, "schema": schema, ORIGIN: pointer})
    });
    made.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{document, get, run_rule};

    fn spread(parameters: &str) -> (Value, usize) {
        let (document, report) = run_rule(
            apply,
            document(&format!(
                r#"{{"paths": {{"/x": {{"get": {{"parameters": {parameters}}}}}}}, "components": {{"schemas": {{"Git": {{
                "type": "object", "required": ["repo"], "properties": {{"repo": {{"type": "string"}}, "path": {{"type": "string"}}}}}}}}}}}}"#,
            )),
        );
        (get(&document)["parameters"].clone(), report.count(RULE))
    }

    #[test]
    fn a_field_of_the_parameters_name_is_meant_alone() {
        let (left, hits) =
            spread(r##"[{"name": "repo", "in": "query", "schema": {"$ref": "#/components/schemas/Git"}}]"##);
        assert_eq!(left, json!([{"name": "repo", "in": "query", "schema": {"type": "string"}}]));
        assert_eq!(hits, 1);
    }

    #[test]
    fn other_objects_become_one_parameter_a_field() {
        let (left, _) = spread(
            r##"[{"name": "git", "in": "query", "required": true, "schema": {"$ref": "#/components/schemas/Git"}}, {"name": "path", "in": "query"}]"##,
        );
        let names: Vec<_> =
            left.as_array().unwrap().iter().map(|one| (one["name"].as_str().unwrap(), one.get("required"))).collect();
        assert_eq!(names, [("repo", Some(&json!(true))), ("path", None)]);
    }

    #[test]
    fn other_styles_and_open_objects_stay() {
        let text = r##"[{"name": "a", "in": "query", "style": "deepObject", "schema": {"$ref": "#/components/schemas/Git"}},
            {"name": "b", "in": "query", "schema": {"type": "object"}}]"##;
        assert_eq!(spread(text), (serde_json::from_str(text).unwrap(), 0));
    }
}
