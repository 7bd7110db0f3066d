//! Leaves every request body one media type and says how to write it.
//!
//! A request carries one body in one form, and a builder has one `body` setter. Which form wins is decided here once:
//! a typed JSON body before all others, with a typed form beside it, since only the form can carry files and its parts
//! have setters of their own; a form where the JSON beside it says nothing; raw text where a bare string
//! stands beside YAML or text, because quoting it as JSON would hide the text from the server that parses it.

use serde_json::{Value, json};

use super::{
    media::{Choices, Media, is_pattern},
    schema::{is_binary, is_plain_string, is_untyped, target},
    visit::with_schemas,
};
use crate::{
    document::{Document, Object},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "request_bodies";

/// The key that says how the body is written.
pub const KIND: &str = "x-harness-body";

/// All values of [`KIND`].
pub const KINDS: [&str; 7] = ["json", "yaml", "json_or_yaml", "text", "bytes", "multipart", "urlencoded"];

/// The key that lists the other media types the operation declares, by their names.
pub const ALTERNATIVES: &str = "x-harness-alternatives";

/// The key that says that a form is declared beside the JSON body, and stays as the second media type.
pub const FORM: &str = "x-harness-form";

/// Reduces every body to one media type, and a form beside typed JSON.
pub fn apply(document: &mut Document, report: &mut Report) {
    with_schemas(document, |schemas, document| {
        document.operations_mut(|place, operation| {
            let Some(body) = operation.get_mut("requestBody").and_then(Value::as_object_mut) else {
                operation.remove("requestBody");
                return;
            };
            let pointer = format!("{}/requestBody", place.pointer());
            if !reduce(body, schemas, &pointer, report) {
                report.hit(RULE, pointer, "declares no content: dropped; declare a media type under `content`");
                operation.remove("requestBody");
            }
        });
    });
}

fn reduce(body: &mut Object, schemas: &Object, pointer: &str, report: &mut Report) -> bool {
    let Some(Value::Object(mut content)) = body.remove("content") else {
        return false;
    };
    let Some(choice) = choose(&content, schemas) else {
        return false;
    };
    let both = choice.kind == "json_or_yaml";
    let others: Vec<String> = Choices::new(content.keys())
        .iter()
        .filter(|(name, kind)| *name != choice.media_type && *kind != Media::Any && !(both && *kind == Media::Yaml))
        .filter(|(name, _)| choice.form.as_deref() != Some(*name))
        .map(|(name, _)| name.to_owned())
        .collect();
    if content.len() > 1 {
        let rest = if others.is_empty() { String::new() } else { format!("; also declared: {}", others.join(", ")) };
        report.hit(RULE, pointer, format!("sent as {}{rest}", choice.kind));
    }
    let mut media = content.remove(&choice.media_type).filter(Value::is_object).unwrap_or_else(|| json!({}));
    media["schema"] = match choice.kind {
        "text" => json!({"type": "string"}),
        "bytes" => json!({"type": "string", "format": "binary"}),
        _ => media.get("schema").cloned().unwrap_or_else(|| json!({})),
    };
    let name = match choice.kind {
        _ if !is_pattern(&choice.media_type) => choice.media_type,
        "json" | "json_or_yaml" => "application/json".to_owned(),
        "yaml" => "application/yaml".to_owned(),
        "text" => "text/plain".to_owned(),
        _ => "application/octet-stream".to_owned(),
    };
    let required = body.get("required").and_then(Value::as_bool).unwrap_or(false);
    body.insert("required".to_owned(), Value::Bool(required));
    let mut left = Object::from_iter([(name, media)]);
    if let Some((name, form)) = choice.form.and_then(|name| content.remove_entry(&name)) {
        left.insert(name, form);
        body.insert(FORM.to_owned(), Value::Bool(true));
    }
    body.insert("content".to_owned(), Value::Object(left));
    body.insert(KIND.to_owned(), Value::from(choice.kind));
    if !others.is_empty() {
        body.insert(ALTERNATIVES.to_owned(), Value::from(others));
    }
    true
}

struct Choice {
    kind: &'static str,
    media_type: String,
    /// The media type of a typed form beside typed JSON.
    form: Option<String>,
}

fn choose(content: &Object, schemas: &Object) -> Option<Choice> {
    let choices = Choices::new(content.keys());
    let schema = |name: &str| content.get(name).and_then(|media| media.get("schema"));
    let json = choices.first(Media::Json);
    let typed = json.is_some_and(|name| schema(name).is_some_and(|schema| !is_untyped(schema)));
    let yaml = choices.first(Media::Yaml);
    let made = |kind, media_type: &str| Some(Choice { kind, media_type: media_type.to_owned(), form: None });
    if let (Some(form), false) = (choices.first(Media::Multipart), typed) {
        return made("multipart", form);
    }
    if let Some(name) = json {
        let resolved = schema(name).map(|schema| target(schemas, schema));
        return match resolved {
            Some(schema) if is_binary(schema) => made("bytes", name),
            Some(schema) if is_plain_string(schema) => raw_text(&choices, yaml).or_else(|| made("json", name)),
            _ => {
                let kind = if yaml.is_some() { "json_or_yaml" } else { "json" };
                let is_typed = |name: &&str| schema(name).is_some_and(|schema| has_parts(target(schemas, schema)));
                let form = choices.first(Media::Multipart).filter(is_typed).map(str::to_owned);
                Some(Choice { kind, media_type: name.to_owned(), form })
            }
        };
    }
    if let Some(name) = choices.first(Media::Any) {
        let resolved = schema(name).map(|schema| target(schemas, schema));
        return match resolved {
            Some(schema) if is_binary(schema) => made("bytes", name),
            Some(schema) if is_plain_string(schema) => made("text", name),
            _ => made("json", name),
        };
    }
    let rest = [(Media::Urlencoded, "urlencoded"), (Media::Yaml, "yaml"), (Media::Text, "text")];
    let chosen = rest.iter().find_map(|(media, kind)| made(kind, choices.first(*media)?));
    chosen.or_else(|| made("bytes", choices.any()?))
}

fn raw_text(choices: &Choices<'_>, yaml: Option<&str>) -> Option<Choice> {
    let text = choices.first(Media::Text).map(|name| ("text", name));
    let (kind, name) = text.or_else(|| yaml.map(|name| ("yaml", name)))?;
    Some(Choice { kind, media_type: name.to_owned(), form: None })
}

fn has_parts(schema: &Value) -> bool {
    schema.get("properties").and_then(Value::as_object).is_some_and(|parts| !parts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    fn reduced(content: &str) -> Value {
        let (document, _) = run_rule(apply, operation(&format!(r#"{{"requestBody": {{"content": {content}}}}}"#)));
        get(&document).get("requestBody").cloned().unwrap_or(Value::Null)
    }

    #[test]
    fn each_set_of_media_types_has_its_kind() {
        let (object, string) =
            (r#"{"schema": {"type": "object", "properties": {"a": {}}}}"#, r#"{"schema": {"type": "string"}}"#);
        let cases = [
            (
                format!(r#"{{"application/json": {object}, "text/html": {string}, "text/yaml": {string}}}"#),
                "json",
                "application/json",
            ),
            (
                format!(r#"{{"application/json": {object}, "application/yaml": {object}}}"#),
                "json_or_yaml",
                "application/json",
            ),
            (format!(r#"{{"application/json": {string}}}"#), "json", "application/json"),
            (format!(r#"{{"application/json": {string}, "application/yaml": {string}}}"#), "yaml", "application/yaml"),
            (
                format!(r#"{{"application/json": {string}, "application/yaml": {string}, "text/plain": {string}}}"#),
                "text",
                "text/plain",
            ),
            (format!(r#"{{"application/yaml": {string}}}"#), "yaml", "application/yaml"),
            (format!(r#"{{"*/*": {object}}}"#), "json", "application/json"),
            (format!(r#"{{"*/*": {string}}}"#), "text", "text/plain"),
            (
                format!(r#"{{"application/json": {object}, "multipart/form-data": {{"schema": {{}}}}}}"#),
                "json",
                "application/json",
            ),
            (r#"{"application/json; charset=utf-8": {}}"#.to_owned(), "json", "application/json; charset=utf-8"),
            (
                r#"{"application/x-www-form-urlencoded": {}}"#.to_owned(),
                "urlencoded",
                "application/x-www-form-urlencoded",
            ),
            (r#"{"application/x-kryo": {}}"#.to_owned(), "bytes", "application/x-kryo"),
        ];
        for (content, kind, media_type) in cases {
            let body = reduced(&content);
            assert_eq!((&body[KIND], body["content"].as_object().unwrap().len()), (&json!(kind), 1), "{content}");
            assert!(body["content"][media_type]["schema"].is_object(), "{content} gave {body}");
            assert!(KINDS.contains(&kind));
        }
    }

    #[test]
    fn a_form_beside_json_that_says_nothing_wins_and_names_the_rest() {
        let body = reduced(
            r#"{"application/json": {"schema": {}}, "application/yaml": {"schema": {}}, "multipart/form-data": {"schema": {"type": "object"}}}"#,
        );
        assert_eq!(body[KIND], "multipart");
        assert_eq!(body[ALTERNATIVES], json!(["application/json", "application/yaml"]));
        assert_eq!(body["required"], false);
    }

    #[test]
    fn a_typed_form_beside_typed_json_stays() {
        let typed = r#"{"schema": {"type": "object", "properties": {"a": {}}}}"#;
        for (yaml, kind) in [("", "json"), (r#""application/yaml": {"schema": {}}, "#, "json_or_yaml")] {
            let body = reduced(&format!(r#"{{"application/json": {typed}, {yaml}"multipart/form-data": {typed}}}"#));
            let left: Vec<_> = body["content"].as_object().unwrap().keys().collect();
            assert_eq!(left, ["application/json", "multipart/form-data"]);
            assert_eq!((&body[KIND], &body[FORM]), (&json!(kind), &json!(true)));
            assert!(body.get(ALTERNATIVES).is_none());
        }
    }

    #[test]
    fn a_named_string_counts_as_a_string() {
        let mut document = operation(
            r##"{"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}, "application/yaml": {}}}}"##,
        );
        document.schemas_mut().insert("S".to_owned(), json!({"type": "string"}));
        let (document, _) = run_rule(apply, document);
        assert_eq!(get(&document)["requestBody"][KIND], "yaml");
        assert!(document.schemas().unwrap().contains_key("S"));
    }

    #[test]
    fn a_body_without_content_is_dropped_and_reported() {
        let (document, report) = run_rule(apply, operation(r#"{"requestBody": {"required": true}}"#));
        assert!(get(&document).get("requestBody").is_none());
        assert_eq!(report.count(RULE), 1);
    }
}
