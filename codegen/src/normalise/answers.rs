//! Leaves every operation one answer and says how to read it.
//!
//! A method returns one type whatever success status the server chose, so the status that tells most is kept, as
//! `2XX`, and the media type the runtime reads best. What else was declared stays known: the media types for the
//! `Accept` header, and whether a body may be missing.

use serde_json::{Value, json};

use super::{
    error_answers::{is_redirect, is_success},
    media::{Choices, Media, is_of_errors, is_pattern},
    schema::{is_binary, is_plain_string, is_untyped, target},
    visit::{ORIGIN, with_schemas},
};
use crate::{
    document::{Document, Object, escape},
    report::Report,
};

/// The rule's name in the report.
pub const RULE: &str = "answers";

/// The only status left.
pub const STATUS: &str = "2XX";
/// The key that says how the answer is read.
pub const KIND: &str = "x-harness-answer";
/// All values of [`KIND`].
pub const KINDS: [&str; 7] = ["json", "text", "bytes", "json_lines", "events", "none", "redirect"];
/// The key that lists the declared media types, the chosen one first.
pub const ACCEPT: &str = "x-harness-accept";
/// The mark of answers that can come without a body though one is declared.
pub const EMPTY_POSSIBLE: &str = "x-harness-empty-possible";
/// The mark of JSON answers whose type the document does not tell.
pub const UNTYPED: &str = "x-harness-untyped";

/// Success statuses from the most to the least telling; others of success follow, then `default`, then redirects.
const ORDER: [&str; 4] = ["200", "201", "202", STATUS];

/// Reduces every operation to one answer.
pub fn apply(document: &mut Document, report: &mut Report) {
    with_schemas(document, |schemas, document| {
        document.operations_mut(|place, operation| {
            let declared = match operation.remove("responses") {
                Some(Value::Object(responses)) => responses,
                _ => Object::new(),
            };
            let base = format!("{}/responses", place.pointer());
            let count = declared.len();
            let (status, mut answer, empty_possible) = choose(declared, schemas);
            let pointer = format!("{base}/{}", escape(&status));
            if count > 1 {
                report.hit(RULE, &base, format!("{count} statuses, {status} kept"));
            }
            if let Some(note) = reduce(&mut answer, &status, schemas) {
                report.hit(RULE, &pointer, note);
            }
            if empty_possible {
                answer.insert(EMPTY_POSSIBLE.to_owned(), Value::Bool(true));
            }
            if operation.get("x-response-schema-unknown") == Some(&Value::Bool(true)) && answer[KIND] == "json" {
                answer.insert(UNTYPED.to_owned(), Value::Bool(true));
            }
            answer.entry(ORIGIN).or_insert(Value::String(pointer));
            operation.insert("responses".to_owned(), json!({ STATUS: answer }));
        });
    });
}

/// The status, its answer, and whether another success comes without a body.
fn choose(declared: Object, schemas: &Object) -> (String, Object, bool) {
    let mut all: Vec<(String, Object)> = declared
        .into_iter()
        .map(|(status, answer)| (status, if let Value::Object(answer) = answer { answer } else { Object::new() }))
        .collect();
    all.sort_by_key(|(status, _)| (rank(status), status.clone()));
    let first = |fits: &dyn Fn(&Object) -> bool| all.iter().position(|(_, answer)| fits(answer));
    let best = first(&|answer| has_json(answer, schemas) && !holds_errors(answer))
        .or_else(|| first(&|answer| has_content(answer) && !holds_errors(answer)))
        .or_else(|| first(&has_content))
        .unwrap_or_default();
    if all.is_empty() {
        return (STATUS.to_owned(), Object::new(), false);
    }
    let (status, answer) = all.swap_remove(best);
    let bare = all.iter().any(|(status, other)| is_success(status) && !has_content(other));
    let empty_possible = bare && has_content(&answer);
    (status, answer, empty_possible)
}

fn rank(status: &str) -> usize {
    let status = status.to_ascii_uppercase();
    let known = ORDER.iter().position(|one| *one == status);
    known.unwrap_or(match () {
        () if is_success(&status) => ORDER.len(),
        () if !is_redirect(&status) => ORDER.len() + 1,
        () => ORDER.len() + 2,
    })
}

fn content(answer: &Object) -> Option<&Object> {
    answer.get("content").and_then(Value::as_object).filter(|content| !content.is_empty())
}

fn has_content(answer: &Object) -> bool {
    content(answer).is_some()
}

/// Whether all that is declared is of the types of errors.
fn holds_errors(answer: &Object) -> bool {
    content(answer).is_some_and(|content| content.keys().all(|name| is_of_errors(name)))
}

fn has_json(answer: &Object, schemas: &Object) -> bool {
    content(answer).is_some_and(|content| read(content, schemas).0 == "json")
}

fn reduce(answer: &mut Object, status: &str, schemas: &Object) -> Option<String> {
    let Some(Value::Object(mut content)) = answer.remove("content").filter(|content| content != &json!({})) else {
        let kind = if is_redirect(status) { "redirect" } else { "none" };
        answer.insert(KIND.to_owned(), Value::from(kind));
        return None;
    };
    let (kind, name) = read(&content, schemas);
    let names: Vec<String> = Choices::new(content.keys()).iter().map(|(name, _)| name.to_owned()).collect();
    let mut accept = vec![name.clone()];
    accept.extend(names.into_iter().filter(|other| *other != name));
    let schema = content.remove(&name).and_then(|mut media| media.get_mut("schema").map(Value::take));
    let untyped = kind == "json" && schema.as_ref().is_none_or(|schema| is_untyped(target(schemas, schema)));
    let schema = match kind {
        "text" => json!({"type": "string"}),
        "bytes" => json!({"type": "string", "format": "binary"}),
        _ => schema.unwrap_or_else(|| json!({})),
    };
    let note = (accept.len() > 1).then(|| format!("read as {kind}; declared: {}", accept.join(", ")));
    let name = if is_pattern(&name) && kind == "json" { "application/json".to_owned() } else { name };
    answer.insert("content".to_owned(), json!({ name: {"schema": schema} }));
    answer.insert(KIND.to_owned(), Value::from(kind));
    answer.insert(ACCEPT.to_owned(), Value::from(accept));
    if untyped {
        answer.insert(UNTYPED.to_owned(), Value::Bool(true));
    }
    note
}

/// How content is read, and which of its media types that is.
fn read(content: &Object, schemas: &Object) -> (&'static str, String) {
    let choices = Choices::of_success(content.keys());
    let schema = |name: &str| Some(target(schemas, content.get(name)?.get("schema")?));
    let json = choices.first(Media::Json).or_else(|| choices.first(Media::Any));
    if let Some(name) = json {
        let bare = schema(name).filter(|schema| is_plain_string(schema));
        let other = match bare {
            // A bare string beside files or text is the file or the text, not a quoted copy of it.
            Some(schema) if is_binary(schema) => Some(("bytes", choices.first(Media::Binary).unwrap_or(name))),
            Some(_) => choices
                .first(Media::Binary)
                .map(|name| ("bytes", name))
                .or_else(|| Some(("text", choices.first(Media::Text)?))),
            None => None,
        };
        let text = bare.is_some() && Media::of(name) == Media::Any;
        let (kind, name) = other.unwrap_or((if text { "text" } else { "json" }, name));
        return (kind, name.to_owned());
    }
    if let Some(name) = choices.first(Media::JsonLines) {
        return ("json_lines", name.to_owned());
    }
    if let Some(name) = choices.first(Media::Events) {
        return ("events", name.to_owned());
    }
    let name = choices.first(Media::Yaml).or_else(|| choices.first(Media::Text)).or_else(|| choices.any());
    let name = name.unwrap_or_default();
    let text = choices.all(&[Media::Yaml, Media::Text]) && !schema(name).is_some_and(is_binary);
    (if text { "text" } else { "bytes" }, name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{get, operation, run_rule};

    fn reduced(responses: &str) -> Value {
        let (document, _) = run_rule(apply, operation(&format!(r#"{{"responses": {responses}}}"#)));
        let responses = get(&document)["responses"].as_object().unwrap();
        assert_eq!(responses.keys().collect::<Vec<_>>(), [STATUS]);
        responses[STATUS].clone()
    }

    #[test]
    fn each_set_of_media_types_has_its_kind() {
        let (array, string, bytes) = (
            r#"{"schema": {"type": "array"}}"#,
            r#"{"schema": {"type": "string"}}"#,
            r#"{"schema": {"type": "string", "format": "binary"}}"#,
        );
        let cases = [
            (
                format!(r#"{{"application/json": {array}, "application/yaml": {array}, "text/plain": {array}}}"#),
                "json",
                "application/json",
            ),
            (format!(r#"{{"application/json": {string}}}"#), "json", "application/json"),
            (format!(r#"{{"application/json": {string}, "text/plain": {string}}}"#), "text", "text/plain"),
            (format!(r#"{{"application/json": {string}, "application/zip": {string}}}"#), "bytes", "application/zip"),
            (format!(r#"{{"application/json": {bytes}}}"#), "bytes", "application/json"),
            (format!(r#"{{"application/octet-stream": {array}}}"#), "bytes", "application/octet-stream"),
            (format!(r#"{{"application/yaml": {array}}}"#), "text", "application/yaml"),
            (format!(r#"{{"text/csv": {bytes}}}"#), "bytes", "text/csv"),
            (format!(r#"{{"text/csv": {string}, "application/pdf": {string}}}"#), "bytes", "text/csv"),
            (format!(r#"{{"application/x-ndjson": {array}}}"#), "json_lines", "application/x-ndjson"),
            (r#"{"text/event-stream": {}}"#.to_owned(), "events", "text/event-stream"),
            (format!(r#"{{"*/*": {array}}}"#), "json", "application/json"),
        ];
        for (content, kind, media_type) in cases {
            let answer = reduced(&format!(r#"{{"200": {{"content": {content}}}}}"#));
            assert_eq!((&answer[KIND], answer["content"].as_object().unwrap().len()), (&json!(kind), 1), "{content}");
            assert!(answer["content"][media_type]["schema"].is_object(), "{content} gave {answer}");
            assert!(KINDS.contains(&kind));
        }
    }

    #[test]
    fn the_first_json_answer_wins_and_a_missing_body_is_remembered() {
        let answer = reduced(
            r#"{"204": {}, "201": {"content": {"application/json": {"schema": {"type": "object"}}}}, "302": {}}"#,
        );
        assert_eq!((&answer[KIND], &answer[EMPTY_POSSIBLE]), (&json!("json"), &json!(true)));
        assert_eq!(answer[ACCEPT], json!(["application/json"]));
        let file = reduced(r#"{"302": {}, "200": {"content": {"application/octet-stream": {}}}}"#);
        assert_eq!((file[KIND].as_str(), file.get(EMPTY_POSSIBLE)), (Some("bytes"), None));
    }

    #[test]
    fn bare_successes_and_redirects_have_no_content() {
        for (responses, kind) in [(r#"{"204": {}}"#, "none"), (r#"{"307": {"headers": {}}}"#, "redirect")] {
            let answer = reduced(responses);
            assert_eq!(answer[KIND], kind, "{responses}");
            assert!(answer.get("content").is_none());
        }
    }

    #[test]
    fn json_of_unknown_type_is_marked() {
        assert_eq!(reduced(r#"{"202": {"content": {"application/json": {}}}}"#)[UNTYPED], true);
        let (document, _) = run_rule(
            apply,
            operation(
                r#"{"x-response-schema-unknown": true, "responses": {"2XX": {"content": {"application/json": {"schema": {"type": "object"}}}}}}"#,
            ),
        );
        assert_eq!(get(&document)["responses"][STATUS][UNTYPED], true);
    }
}
