//! What emission may rely on after normalisation.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;

use super::{
    answers,
    any_of::ALTERNATIVES,
    discriminators::UNION,
    enums::VALUES,
    extensions::OURS,
    formats,
    inline_enums::OWNERS,
    parameter_styles,
    path_parameters::key,
    path_templates::holes,
    request_bodies,
    schema::ANNOTATIONS,
    types,
    unions::{BASE, VARIANT},
    visit::{At, LISTS, SINGLES},
};
use crate::document::{Document, Object, Place, ref_name};
use crate::variants::BESIDE;

/// Keys that may not be left anywhere in a schema.
const GONE: [&str; 9] = ["allOf", "oneOf", "anyOf", "not", "const", "example", "examples", "discriminator", "$defs"];

/// Everything that breaks the contract, one line each with its JSON pointer; empty for a document after
/// [`run`](super::run).
///
/// - Every reference is `#/components/schemas/X`, X exists, and beside it stand annotations only.
/// - Every operation has an id of its own, one tag, one answer `2XX` and at most one media type each way.
/// - Parameters have a schema, are distinct, and fit the path; lists and objects say how they are written.
/// - Schemas have one type or none; enums are distinct strings and named; objects with fields, and unions, are named.
/// - Unions are `x-harness-union` or `x-harness-any-of`; no composition is left.
pub fn contract(document: &Document) -> Vec<String> {
    let empty = Object::new();
    let mut check = Check { schemas: document.schemas().unwrap_or(&empty), problems: Vec::new() };
    let mut ids = HashSet::new();
    document.operations(|place, operation| check.operation(place, operation, &mut ids));
    for (path, item) in document.0.get("paths").and_then(Value::as_object).into_iter().flatten() {
        if item.get("parameters").is_some() || item.get("$ref").is_some() {
            check.problem(&At::pointer(path), "the path holds parameters or a reference");
        }
    }
    for (name, schema) in check.schemas {
        check.named(&At::named(name), schema);
    }
    check.problems
}

struct Check<'a> {
    schemas: &'a Object,
    problems: Vec<String>,
}

impl<'a> Check<'a> {
    fn problem(&mut self, at: &At<'_>, what: &str) {
        self.problems.push(format!("{at}: {what}"));
    }

    fn expect(&mut self, fits: bool, at: &At<'_>, what: &str) {
        if !fits {
            self.problem(at, what);
        }
    }

    fn operation(&mut self, place: &Place<'_>, operation: &Object, ids: &mut HashSet<String>) {
        let pointer = place.pointer();
        let at = At::pointer(&pointer);
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        self.expect(!id.is_empty() && ids.insert(id.to_owned()), &at, "operationId is missing or taken");
        let tags = operation.get("tags").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        self.expect(matches!(tags, [Value::String(_)]), &at, "not exactly one tag");
        self.parameters(&at, place, operation);
        if let Some(body) = operation.get("requestBody") {
            let at = at.key("requestBody");
            self.kind(&at, body, request_bodies::KIND, &request_bodies::KINDS);
            self.expect(body.get("required").is_some_and(Value::is_boolean), &at, "`required` is missing");
            let form = body.get(request_bodies::FORM).is_some();
            self.content(&at, body, 1 + usize::from(form));
        }
        let answers = operation.get("responses").and_then(Value::as_object);
        let at = at.key("responses");
        match answers.and_then(|answers| answers.get(answers::STATUS)) {
            Some(answer) if answers.is_some_and(|answers| answers.len() == 1) => {
                let at = at.key(answers::STATUS);
                self.kind(&at, answer, answers::KIND, &answers::KINDS);
                let bare =
                    ["none", "redirect"].iter().any(|kind| answer.get(answers::KIND).is_some_and(|one| one == kind));
                self.content(&at, answer, usize::from(!bare));
            }
            _ => self.problem(&at, "not exactly one answer, `2XX`"),
        }
    }

    fn kind(&mut self, at: &At<'_>, holder: &Value, key: &str, kinds: &[&str]) {
        let kind = holder.get(key).and_then(Value::as_str).unwrap_or_default();
        self.expect(kinds.contains(&kind), at, &format!("`{key}` is `{kind}`, none of {}", kinds.join(", ")));
        self.expect(holder.get("$ref").is_none(), at, "a reference");
    }

    fn content(&mut self, at: &At<'_>, holder: &Value, count: usize) {
        let content = holder.get("content").and_then(Value::as_object);
        self.expect(content.map_or(0, Object::len) == count, at, &format!("not {count} media type(s)"));
        for (name, media) in content.into_iter().flatten() {
            let at = at.key("content");
            let at = at.key(name);
            match media.get("schema") {
                Some(schema) => self.unnamed(&at.key("schema"), schema),
                None => self.problem(&at, "no schema"),
            }
        }
    }

    fn parameters(&mut self, at: &At<'_>, place: &Place<'_>, operation: &Object) {
        let at = at.key("parameters");
        let mut seen = HashSet::new();
        let mut open = holes(place.path);
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let at = at.index(index);
            self.expect(seen.insert(key(parameter)), &at, "declared twice");
            self.parameter(&at, parameter, &mut open);
        }
        self.expect(
            open.is_empty(),
            &at,
            &format!("no parameter for {}", Vec::from_iter(open.iter().cloned()).join(", ")),
        );
    }

    fn parameter(&mut self, at: &At<'_>, parameter: &Value, open: &mut BTreeSet<String>) {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
        self.expect(!text("name").is_empty(), at, "no name");
        match text("in") {
            "path" => self.expect(open.remove(text("name")), at, "not in the path"),
            "query" | "header" => {}
            other => self.problem(at, &format!("place `{other}`")),
        }
        for key in ["content", "style", "explode", "example", "examples", "$ref"] {
            self.expect(parameter.get(key).is_none(), at, &format!("`{key}` is left"));
        }
        self.expect(parameter.get("required").is_some_and(Value::is_boolean), at, "`required` is missing");
        let Some(schema) = parameter.get("schema") else {
            self.problem(at, "no schema");
            return;
        };
        let end = super::schema::target(self.schemas, schema);
        let many = ["array", "object"].iter().any(|kind| end.get("type").is_some_and(|one| one == kind));
        let style = parameter.get(parameter_styles::STYLE).and_then(Value::as_str);
        let known = style.is_some_and(|style| parameter_styles::STYLES.contains(&style));
        self.expect(!many || known, at, "a list or object without a style");
        self.unnamed(&at.key("schema"), schema);
    }

    /// A schema that has a name.
    fn named(&mut self, at: &At<'_>, schema: &Value) {
        let Some(object) = schema.as_object() else {
            self.problem(at, "no object");
            return;
        };
        if object.contains_key(UNION) {
            self.union(at, object);
        }
        if let Some(base) = object.get(BASE) {
            self.named(&at.key(BASE), base);
        }
        self.keys(at, object);
        self.inside(at, object);
    }

    /// A schema that has no name: a reference, a scalar, or a list or map of such.
    fn unnamed(&mut self, at: &At<'_>, schema: &Value) {
        let Some(object) = schema.as_object() else {
            self.problem(at, "no object");
            return;
        };
        if object.contains_key("$ref") {
            self.reference(at, object);
            return;
        }
        let fields = object.get("properties").and_then(Value::as_object).is_some_and(|fields| !fields.is_empty());
        let named = fields || ["enum", UNION, ALTERNATIVES].iter().any(|key| object.contains_key(*key));
        self.expect(!named, at, "needs a name");
        self.keys(at, object);
        self.inside(at, object);
    }

    fn reference(&mut self, at: &At<'_>, object: &Object) {
        let known = ref_name(object).is_some_and(|name| self.schemas.contains_key(name));
        self.expect(known, at, "a reference to no named schema");
        let alone = object.keys().all(|key| key == "$ref" || ANNOTATIONS.contains(&key.as_str()));
        self.expect(alone, at, "more than annotations beside a reference");
    }

    fn union(&mut self, at: &At<'_>, object: &Object) {
        let union = object.get(UNION);
        let tag = union.and_then(|union| union.get("tag")?.as_str()).unwrap_or_default();
        let variants = union.and_then(|union| union.get("variants")?.as_array()).map_or(&[][..], Vec::as_slice);
        self.expect(!tag.is_empty() && !variants.is_empty(), at, "a union without tag or variants");
        self.expect(object.contains_key(BASE), at, "a union without its base");
        for variant in variants {
            let name = variant.get("schema").and_then(Value::as_str).unwrap_or_default();
            let values = variant.get("values").and_then(Value::as_array).is_some_and(|values| !values.is_empty());
            let schema = self.schemas.get(name);
            let tagged = schema.is_some_and(|schema| {
                if union.is_some_and(|union| union.get(BESIDE).is_some()) {
                    return true;
                }
                let own = schema.get(BASE).unwrap_or(schema);
                own.get("properties").is_some_and(|fields| fields.get(tag).is_some())
            });
            self.expect(values && tagged, at, &format!("variant `{name}` has no values, no schema or no `{tag}`"));
        }
    }

    fn keys(&mut self, at: &At<'_>, object: &Object) {
        if object.contains_key("$ref") {
            self.reference(at, object);
        }
        for key in object.keys() {
            let foreign = key.starts_with("x-")
                && !(key.starts_with(OURS)
                    && [UNION, BASE, ALTERNATIVES, VALUES, VARIANT, OWNERS].contains(&key.as_str()));
            self.expect(!foreign && !GONE.contains(&key.as_str()), at, &format!("`{key}` is left"));
        }
        let kind = object.get("type");
        self.expect(
            kind.is_none_or(|kind| kind.as_str().is_some_and(|kind| types::KNOWN.contains(&kind))),
            at,
            "not one known type",
        );
        let is = |name: &str| kind.is_some_and(|kind| kind == name);
        self.expect(!object.contains_key("properties") || is("object"), at, "fields of no object");
        self.expect(
            is("array") == object.get("items").is_some_and(Value::is_object),
            at,
            "array and items do not go together",
        );
        let format =
            object.get("format").is_none_or(|one| one.as_str().is_some_and(|one| formats::KNOWN.contains(&one)));
        self.expect(format, at, "unknown format");
        self.expect(object.get("additionalProperties") != Some(&Value::Bool(false)), at, "a closed object");
        if let Some(values) = object.get("enum") {
            let texts: Vec<&str> = values.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let distinct = texts.iter().collect::<HashSet<_>>().len() == values.as_array().map_or(0, Vec::len);
            self.expect(is("string") && distinct && !texts.is_empty(), at, "an enum of other than distinct strings");
        }
        let fields = object.get("properties").and_then(Value::as_object);
        for name in object.get("required").and_then(Value::as_array).into_iter().flatten() {
            let known = name.as_str().is_some_and(|name| fields.is_some_and(|fields| fields.contains_key(name)));
            self.expect(known, at, &format!("requires {name}, which is not declared"));
        }
    }

    fn inside(&mut self, at: &At<'_>, object: &Object) {
        for (key, value) in object {
            let below = at.key(key);
            match value {
                Value::Object(fields) if key == "properties" => {
                    for (name, field) in fields {
                        self.unnamed(&below.key(name), field);
                    }
                }
                Value::Array(parts) if LISTS.contains(&key.as_str()) => {
                    for (index, part) in parts.iter().enumerate() {
                        self.unnamed(&below.index(index), part);
                    }
                }
                Value::Object(_) if SINGLES.contains(&key.as_str()) && key != BASE => self.unnamed(&below, value),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::document;

    #[test]
    fn every_breach_is_told_with_its_place() {
        let problems = contract(&document(
            r##"{"paths": {"/x/{id}": {"parameters": [], "get": {"operationId": "", "tags": ["a", "b"],
                "parameters": [{"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}}, {"name": "q", "in": "query", "style": "form"}],
                "requestBody": {"content": {}}, "responses": {"200": {}}}}},
              "components": {"schemas": {
                "A": {"allOf": []}, "B": {"type": "string", "enum": ["a", "a"]}, "C": {"$ref": "#/components/schemas/Gone", "type": "string"},
                "D": {"type": "object", "properties": {"e": {"type": "string", "enum": ["x"]}, "f": {"type": "object", "properties": {"g": {}}}}, "required": ["z"]},
                "E": {"type": ["string"], "format": "zip", "x-foo": 1}, "F": {"type": "array"}, "G": {"type": "object", "additionalProperties": false},
                "U": {"x-harness-union": {"tag": "t", "variants": [{"values": [], "schema": "Gone"}]}}}}}"##,
        ));
        let expected = [
            "operationId is missing",
            "exactly one tag",
            "parameters/1: declared twice",
            "`style` is left",
            "parameters/1: no schema",
            "without a style",
            "no parameter for id",
            "`x-harness-body`",
            "not 1 media type",
            "not exactly one answer",
            "the path holds parameters",
            "schemas/A: `allOf` is left",
            "schemas/B: an enum",
            "schemas/C: a reference to no",
            "schemas/C: more than annotations",
            "schemas/D/properties/e: needs a name",
            "schemas/D/properties/f: needs a name",
            "schemas/D: requires \"z\"",
            "schemas/E: not one known type",
            "schemas/E: unknown format",
            "schemas/E: `x-foo` is left",
            "schemas/F: array and items",
            "schemas/G: a closed object",
            "schemas/U: a union without its base",
            "schemas/U: variant `Gone`",
        ];
        for part in expected {
            assert!(problems.iter().any(|problem| problem.contains(part)), "{part} is not among {problems:#?}");
        }
    }
}
