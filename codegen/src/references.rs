//! Turns references to any place of the document into references to components.
//!
//! OpenAPI lets a `$ref` lead to any part: `#/components/schemas/A/allOf/0`, `#/components/parameters/p/schema`,
//! `#/paths/~1x/get/..`. Everything after this step knows components by name alone, so each part that is referred to where
//! it stands becomes a component of its own. References that lead nowhere are left for the check to report.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::check::{self, Site};
use crate::document::{Document, METHODS, escape};
use crate::load::limits::{MAX_CHAIN, MAX_COPIED_BYTES};
use crate::normalise::camel;
use crate::report::Report;

/// The step's name in the report.
pub const RULE: &str = "references";

/// Tokens of a pointer that say where a part stands and not what it is.
const STRUCTURE: [&str; 16] = [
    "components",
    "schemas",
    "parameters",
    "responses",
    "requestBodies",
    "headers",
    "requestBody",
    "content",
    "schema",
    "items",
    "properties",
    "additionalProperties",
    "paths",
    "examples",
    "links",
    "callbacks",
];

/// Names every part that is referred to where it stands.
pub fn apply(document: &mut Document, report: &mut Report) {
    let mut adopted = Adopted::default();
    adopted.path_items(document, report);
    // A part may itself refer to parts: each round finds those of the round before.
    for _ in 0..MAX_CHAIN {
        let sites = check::reference_sites(&document.0);
        let changed = sites.iter().filter(|site| adopted.settle(document, site, report)).count();
        if changed == 0 {
            break;
        }
    }
}

fn component<'a>(root: &'a Value, section: &str, name: &str) -> Option<&'a Value> {
    root.get("components")?.get(section)?.get(name)
}

/// What was named so far: the component's name by section and pointer.
#[derive(Default)]
struct Adopted {
    names: BTreeMap<(&'static str, String), String>,
    copied: usize,
}

impl Adopted {
    /// Puts path items in place of references to them; what stands beside such a reference stays.
    fn path_items(&mut self, document: &mut Document, report: &mut Report) {
        let items = document.0.get("paths").and_then(Value::as_object).into_iter().flatten();
        let referring = items.filter_map(|(path, item)| Some((path.clone(), item.get("$ref")?.as_str()?.to_owned())));
        let mut found = Vec::new();
        for (path, reference) in referring {
            let target = tokens(&reference).and_then(|tokens| follow(&document.0, tokens));
            let Some(Value::Object(target)) = target.map(|(_, value)| value) else { continue };
            self.copied = self.copied.saturating_add(Value::Object(target.clone()).to_string().len());
            if self.copied <= MAX_COPIED_BYTES {
                found.push((path, reference, target.clone()));
            }
        }
        let mut ids = BTreeSet::new();
        document.operations(|_, operation| {
            ids.extend(operation.get("operationId").and_then(Value::as_str).map(str::to_owned));
        });
        let Some(paths) = document.0.get_mut("paths").and_then(Value::as_object_mut) else { return };
        for (path, reference, mut target) in found {
            // The operation has two paths now and the id belongs to one: the other is called after its path.
            for method in METHODS {
                if let Some(operation) = target.get_mut(method).and_then(Value::as_object_mut)
                    && let Some(id) = operation.get("operationId").and_then(Value::as_str)
                    && !ids.insert(id.to_owned())
                {
                    operation.remove("operationId");
                }
            }
            report.hit(RULE, format!("/paths/{}", escape(&path)), format!("`{reference}` put in place"));
            let Some(item) = paths.get_mut(&path).and_then(Value::as_object_mut) else { continue };
            item.remove("$ref");
            target.extend(std::mem::take(item));
            *item = target;
        }
    }

    /// Writes the plain reference in place of the other; says whether it could.
    fn settle(&mut self, document: &mut Document, site: &Site, report: &mut Report) -> bool {
        let Some(tokens) = tokens(&site.reference) else { return false };
        let Some((tokens, value)) = follow(&document.0, tokens) else { return false };
        let name = match self.known(&document.0, site.section, &tokens) {
            Some(name) => name,
            None => {
                let value = value.clone();
                let Some(name) = self.adopt(document, site.section, &tokens, value) else { return false };
                let note = format!("`{}`: also called `{name}`", site.reference);
                report.hit(RULE, site.pointer.clone(), note);
                name
            }
        };
        let place = document.0.pointer_mut(&site.pointer);
        let Some(place) = place else { return false };
        *place = Value::String(format!("#/components/{}/{name}", site.section));
        true
    }

    /// The name that the part has already: as a component, or since it was adopted.
    fn known(&self, root: &Value, section: &'static str, tokens: &[String]) -> Option<String> {
        if let [components, kind, name] = tokens
            && components == "components"
            && kind == section
            && !name.contains(['/', '~', '%'])
            && component(root, section, name).is_some()
        {
            return Some(name.clone());
        }
        self.names.get(&(section, tokens.join("\n"))).cloned()
    }

    fn adopt(
        &mut self,
        document: &mut Document,
        section: &'static str,
        tokens: &[String],
        value: Value,
    ) -> Option<String> {
        self.copied = self.copied.saturating_add(value.to_string().len());
        if !value.is_object() || self.copied > MAX_COPIED_BYTES {
            return None;
        }
        let components =
            document.0.as_object_mut()?.entry("components").or_insert_with(|| Value::Object(Default::default()));
        let parts = components.as_object_mut()?.entry(section).or_insert_with(|| Value::Object(Default::default()));
        let parts = parts.as_object_mut()?;
        let taken: BTreeSet<String> = parts.keys().map(|name| name.to_ascii_lowercase()).collect();
        let wanted = called(tokens);
        let mut name = wanted.clone();
        let mut number = 2;
        while taken.contains(&name.to_ascii_lowercase()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        parts.insert(name.clone(), value);
        self.names.insert((section, tokens.join("\n")), name.clone());
        Some(name)
    }
}

/// The tokens of a pointer inside the document, decoded.
fn tokens(reference: &str) -> Option<Vec<String>> {
    let pointer = percent_decode_str(reference.strip_prefix('#')?).decode_utf8().ok()?;
    let path = pointer.strip_prefix('/')?;
    Some(path.split('/').map(|token| token.replace("~1", "/").replace("~0", "~")).collect())
}

/// Where the tokens lead, through references on the way and at the end, and the place that is.
fn follow(root: &Value, mut tokens: Vec<String>) -> Option<(Vec<String>, &Value)> {
    for _ in 0..MAX_CHAIN {
        let mut value = root;
        let mut through = None;
        for (depth, token) in tokens.iter().enumerate() {
            value = match value {
                Value::Object(object) => object.get(token)?,
                Value::Array(items) => items.get(token.parse::<usize>().ok()?)?,
                _ => return None,
            };
            // A property may itself be called `$ref`; only a text is a reference.
            if let Some(next) = value.get("$ref").and_then(Value::as_str) {
                through = Some((depth, next));
                break;
            }
        }
        let Some((depth, next)) = through else { return Some((tokens, value)) };
        let rest = tokens.split_off(depth + 1);
        tokens = self::tokens(next)?;
        tokens.extend(rest);
    }
    None
}

/// What a part is called: after the last thing with a name on the way, and its place in a composition.
fn called(tokens: &[String]) -> String {
    let speaks = |token: &str| {
        !STRUCTURE.contains(&token)
            && !METHODS.contains(&token)
            && !token.contains('/')
            && !token.bytes().all(|byte| byte.is_ascii_digit())
            && !COMPOSITIONS.contains(&token)
    };
    // A path, or a component whose name has a slash; media types have one, too, and say nothing.
    let is_slashed = |index: &usize| {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        tokens.get(*index).is_some_and(|token| token.contains('/')) && before.is_none_or(|before| before != "content")
    };
    let last = tokens.iter().rposition(|token| speaks(token)).or_else(|| (0..tokens.len()).rev().find(is_slashed));
    let rest = last.map_or(tokens, |last| &tokens[last + 1..]);
    let place = rest.windows(2).filter(|pair| COMPOSITIONS.contains(&pair[0].as_str()));
    let place: String = place.map(|pair| format!(" {} {}", pair[0], pair[1])).collect();
    let subject = last.map_or(Cow::Borrowed("part"), |last| Cow::Owned(tokens[last].clone()));
    let name = camel(&format!("{subject}{place}"));
    if name.is_empty() { "Part".to_owned() } else { name }
}

const COMPOSITIONS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn applied(value: Value) -> (Value, Report) {
        let (mut document, mut report) = (Document(value), Report::default());
        apply(&mut document, &mut report);
        (document.0, report)
    }

    #[test]
    fn parts_of_components_and_of_operations_get_names() {
        let (root, report) = applied(json!({
            "paths": {"/x/{id}": {"get": {"responses": {"200": {"content": {"application/json": {
                "schema": {"type": "object", "properties": {"inner": {"type": "integer"}}}}}}}}}},
            "components": {
                "parameters": {"p": {"name": "p", "in": "query", "schema": {"type": "string", "enum": ["a"]}}},
                "responses": {"r": {"content": {"application/json": {"schema": {"type": "boolean"}}}}},
                "schemas": {
                    "A": {"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}]},
                    "B": {"properties": {
                        "part": {"$ref": "#/components/schemas/A/allOf/0"},
                        "again": {"$ref": "#/components/schemas/A/allOf/0"},
                        "parameter": {"$ref": "#/components/parameters/p/schema"},
                        "answer": {"$ref": "#/components/responses/r/content/application~1json/schema"},
                        "inner": {"$ref":
                            "#/paths/~1x~1%7Bid%7D/get/responses/200/content/application~1json/schema/properties/inner"},
                        "gone": {"$ref": "#/components/schemas/A/allOf/7"}}}}}
        }));
        let properties = &root["components"]["schemas"]["B"]["properties"];
        let name = |property: &str| properties[property]["$ref"].as_str().unwrap_or_default().to_owned();
        assert_eq!(name("part"), "#/components/schemas/AAllOf0");
        assert_eq!(name("again"), name("part"));
        assert_eq!(name("parameter"), "#/components/schemas/P");
        assert_eq!(name("answer"), "#/components/schemas/R");
        assert_eq!(name("inner"), "#/components/schemas/Inner");
        assert_eq!(name("gone"), "#/components/schemas/A/allOf/7", "left for the check");
        assert_eq!(root["components"]["schemas"]["Inner"], json!({"type": "integer"}));
        assert_eq!(report.count(RULE), 4);
    }

    #[test]
    fn references_on_the_way_and_escapes_are_followed() {
        let (root, _) = applied(json!({"components": {"schemas": {
            "Odd/Name": {"type": "string"},
            "Holder": {"properties": {"node": {"$ref": "#/components/schemas/Node"}}},
            "Node": {"properties": {"next": {"$ref": "#/components/schemas/Holder/properties/node"},
                "deep": {"$ref": "#/components/schemas/Holder/properties/node/properties/leaf"},
                "leaf": {"type": "integer"},
                "odd": {"$ref": "#/components/schemas/Odd~1Name"}}}}}}));
        let node = &root["components"]["schemas"]["Node"]["properties"];
        assert_eq!(node["next"]["$ref"], "#/components/schemas/Node");
        assert_eq!(node["deep"]["$ref"], "#/components/schemas/Leaf");
        assert_eq!(node["odd"]["$ref"], "#/components/schemas/OddName");
    }

    #[test]
    fn parts_that_hold_themselves_end() {
        let (root, _) = applied(json!({"components": {"schemas": {
            "A": {"properties": {"child": {"type": "object", "properties": {
                "child": {"$ref": "#/components/schemas/A/properties/child"}}}}},
            "Ring": {"$ref": "#/components/schemas/Ring/properties/x"}}}}));
        let child = &root["components"]["schemas"]["Child"];
        assert_eq!(child["properties"]["child"]["$ref"], "#/components/schemas/Child");
    }
}
