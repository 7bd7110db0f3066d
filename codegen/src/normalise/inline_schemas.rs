//! Gives objects and unions inside other schemas and operations a name.
//!
//! A Rust type needs one. Names are made of where the schema stands, so that they stay when the document grows
//! elsewhere.

use serde_json::Value;

use super::{
    names::{Context, Names, camel},
    schema::{ANNOTATIONS, reference},
    visit::{At, LISTS, ORIGIN, Role, Root, each_root},
};
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "inline_schemas";

/// Moves inline objects with fields, compositions and unions among the named schemas.
pub fn apply(document: &mut Document, report: &mut Report) {
    let names = Names::of(document.schemas_mut());
    let mut hoist = Hoist { names, made: Vec::new(), report };
    for (name, schema) in document.schemas_mut() {
        hoist.inside(&At::named(name), &Context::top(name), schema);
    }
    each_root(document, &mut |root, at, schema| hoist.place(at, &context(root), schema));
    let made = hoist.made;
    document.schemas_mut().extend(made);
}

/// What an operation's schema is called after.
pub(crate) fn context(root: &Root<'_>) -> Context {
    let operation = camel(root.operation);
    match root.role {
        Role::Parameter(name) => Context::top(&operation).property(name),
        Role::Body => Context::top(&format!("{operation}Request")),
        Role::Answer => Context::top(&format!("{operation}Response")),
    }
}

struct Hoist<'a> {
    names: Names,
    made: Vec<(String, Value)>,
    report: &'a mut Report,
}

impl Hoist<'_> {
    /// Handles a schema that may need a name.
    fn place(&mut self, at: &At<'_>, context: &Context, schema: &mut Value) {
        if !needs_name(schema) {
            self.inside(at, context, schema);
            return;
        }
        let name = self.names.claim(&context.name());
        let mut moved = std::mem::replace(schema, Value::Object(reference(&name)));
        self.inside(at, &Context::top(&name), &mut moved);
        if let (Some(moved), Some(left)) = (moved.as_object_mut(), schema.as_object_mut()) {
            left.extend(annotations(moved));
            moved.insert(ORIGIN.to_owned(), Value::String(at.to_string()));
        }
        self.report.hit(RULE, at, format!("called `{name}`"));
        self.made.push((name, moved));
    }

    /// Handles the schemas inside one that needs no name or has one.
    fn inside(&mut self, at: &At<'_>, context: &Context, schema: &mut Value) {
        let Some(object) = schema.as_object_mut() else {
            return;
        };
        for (key, value) in object.iter_mut() {
            let below = at.key(key);
            match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => {
                    for (name, property) in properties.iter_mut() {
                        self.place(&below.key(name), &context.property(name), property);
                    }
                }
                ("items", value) => self.place(&below, &context.item(), value),
                ("additionalProperties", value) => self.place(&below, &context.value(), value),
                ("allOf", Value::Array(parts)) => {
                    for (index, part) in parts.iter_mut().enumerate() {
                        self.inside(&below.index(index), context, part);
                    }
                }
                (list, Value::Array(parts)) if LISTS.contains(&list) => self.alternatives(&below, context, parts),
                _ => {}
            }
        }
    }

    fn alternatives(&mut self, at: &At<'_>, context: &Context, parts: &mut [Value]) {
        for (index, part) in parts.iter_mut().enumerate() {
            let title = part.get("title").and_then(Value::as_str);
            let context = context.variant(index, title);
            self.place(&at.index(index), &context, part);
        }
    }
}

/// Moves what concerns the use of a schema from the schema to the use.
pub(crate) fn annotations(schema: &mut Object) -> Object {
    let moved = ANNOTATIONS.iter().filter(|key| **key != "description").filter_map(|key| schema.remove_entry(*key));
    let mut moved: Object = moved.collect();
    if let Some(text) = schema.get("description") {
        moved.insert("description".to_owned(), text.clone());
    }
    moved
}

fn needs_name(schema: &Value) -> bool {
    let fields = schema.get("properties").and_then(Value::as_object).is_some_and(|fields| !fields.is_empty());
    fields || schema.get("discriminator").is_some() || LISTS.iter().any(|key| schema.get(*key).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::normalise::testing::{document, run_rule, schemas};

    #[test]
    fn names_are_made_of_the_place() {
        let (document, report) = run_rule(
            apply,
            schemas(
                r#"{"api.Page": {"type": "object", "properties": {
                "policies": {"type": "array", "items": {"properties": {"rule_set": {"properties": {"a": {"type": "string"}}}}}},
                "status": {"type": "object", "additionalProperties": {"properties": {"b": {}}}, "nullable": true},
                "free": {"type": "object", "additionalProperties": true}}},
              "List": {"type": "array", "items": {"properties": {"c": {}}}}}"#,
            ),
        );
        let names: Vec<_> = document.schemas().unwrap().keys().cloned().collect();
        assert_eq!(
            names,
            ["ApiPagePolicy", "ApiPagePolicyRuleSet", "ApiPageStatusValue", "List", "ListItem", "api.Page"]
        );
        let page = &document.schemas().unwrap()["api.Page"]["properties"];
        assert_eq!(page["policies"]["items"], json!({"$ref": "#/components/schemas/ApiPagePolicy"}));
        assert_eq!(page["free"], json!({"type": "object", "additionalProperties": true}));
        assert_eq!(
            document.schemas().unwrap()["ApiPagePolicyRuleSet"][ORIGIN],
            "/components/schemas/api.Page/properties/policies/items/properties/rule_set"
        );
        assert_eq!(report.count(RULE), 4);
    }

    #[test]
    fn operations_name_their_bodies_answers_and_parameters() {
        let (document, _) = run_rule(
            apply,
            document(
                r#"{"paths": {"/x": {"get": {"operationId": "things#list-all",
                "parameters": [{"name": "sortOrders", "schema": {"type": "array", "items": {"properties": {"by": {}}}}}],
                "requestBody": {"content": {"application/json": {"schema": {"properties": {"a": {}}, "nullable": true}}}},
                "responses": {"2XX": {"content": {"application/json": {"schema": {"type": "array", "items": {"properties": {"b": {}}}}}}}}}}},
              "components": {"schemas": {"thingsListAllRequest": {"type": "string"}}}}"#,
            ),
        );
        let names: Vec<_> = document.schemas().unwrap().keys().cloned().collect();
        assert_eq!(
            names,
            ["ThingsListAllRequest2", "ThingsListAllResponseItem", "ThingsListAllSortOrder", "thingsListAllRequest"]
        );
        let body = &document.0["paths"]["/x"]["get"]["requestBody"]["content"]["application/json"]["schema"];
        assert_eq!(body, &json!({"$ref": "#/components/schemas/ThingsListAllRequest2", "nullable": true}));
    }

    #[test]
    fn parts_of_compositions_stay_and_alternatives_get_names() {
        let (document, _) = run_rule(
            apply,
            schemas(
                r#"{"A": {"allOf": [{"properties": {"a": {"properties": {"x": {}}}}}, {"properties": {"b": {}}}]},
                "U": {"oneOf": [{"title": "Big one", "properties": {"x": {}}}, {"properties": {"y": {}}}, {"type": "string"}]}}"#,
            ),
        );
        let names: Vec<_> = document.schemas().unwrap().keys().cloned().collect();
        assert_eq!(names, ["A", "AA", "U", "UBigOne", "UVariant2"]);
        assert_eq!(document.schemas().unwrap()["U"]["oneOf"][2], json!({"type": "string"}));
    }
}
