//! How answers are read.

use harness_sdk_core::model::{self, Slot};
use harness_sdk_core::{Error, ErrorKind};
use harness_sdk_mock::sample::{Draw, Extent, Sampler};
use serde_json::{Value, json};

use crate::checks::{Subject, verdict};
use crate::document::Answer;
use crate::expect::json::differences;
use crate::expect::plan::{Form, Setting, plan, seed};
use crate::sending::{Content, Received};
use crate::server::Reply;
use crate::worker::{self, PROJECT};

/// A value that an enum does not have yet.
const LATER: &str = "ADDED_LATER";

/// Answers of all kinds that the operation can give.
pub(crate) fn reads(subject: Subject) -> Result<(), String> {
    match subject.operation.answer {
        Answer::Json(schema) => json_answers(subject, schema),
        Answer::Text => text_answers(subject),
        Answer::Bytes => byte_answers(subject),
        Answer::Lines(schema) => line_answers(subject, schema),
        Answer::Events => event_answers(subject),
        Answer::Redirect => redirects(subject),
        Answer::Nothing => nothing(subject),
    }
}

fn call(subject: Subject, reply: Reply) -> Result<Result<Received, Error>, String> {
    let mut plan = plan(subject.facts, subject.operation, PROJECT, Setting::Required, Form::Main);
    worker::with(|worker| {
        worker.server.answer(reply);
        Ok(worker.send(PROJECT, &mut plan.arguments, subject.case.send))
    })
}

fn json_answers(subject: Subject, schema: &'static Value) -> Result<(), String> {
    let kept = [("a full answer", Extent::Full), ("a minimal answer", Extent::Minimal), ("nulls", Extent::Nulls)];
    for (what, extent) in kept {
        let value = subject.sample(extent).unwrap_or_default();
        keeps(subject, what, &value, &[])?;
    }
    let mut grown = subject.sample(Extent::Full).unwrap_or_default();
    let mut unknown = Vec::new();
    grow(&subject.facts.sampler, schema, &mut grown, &mut String::new(), &mut unknown);
    unknown.sort();
    keeps(subject, "fields and enum values that were added later", &grown, &unknown)?;
    for sign in &subject.operation.signs {
        let mut value = subject.sample(Extent::Full).unwrap_or_default();
        subject.set_sign(sign, &mut value, true);
        let outcome = call(subject, subject.json(&value))?;
        let problem = match outcome {
            Err(error) if error.kind() == ErrorKind::Failure => Vec::new(),
            other => vec![format!("{}: expected a failure, got {other:?}", sign.place)],
        };
        verdict(&subject.operation.title(), "a success that says it is none", &problem)?;
    }
    Ok(())
}

/// The answer is read, written back the same, and what is unknown of it is known.
fn keeps(subject: Subject, what: &str, value: &Value, unknown: &[String]) -> Result<(), String> {
    let problems = match call(subject, subject.json(value))? {
        Ok(Received { content: Content::Value(got), .. }) => value_problems(value, got.as_ref(), unknown),
        Ok(other) => vec![format!("expected JSON, got {other:?}")],
        Err(error) => vec![format!("it cannot be read: {error} {:?}", error.decode_path())],
    };
    verdict(&subject.operation.title(), what, &problems)
}

/// What is not the same when the value is written back, and what is unknown against expectation.
pub(crate) fn value_problems(expected: &Value, got: &dyn Slot, unknown: &[String]) -> Vec<String> {
    let mut found = written_problems(expected, got);
    let mut pointers = model::unknown(got);
    pointers.sort();
    found.extend(
        pointers.iter().filter(|one| !unknown.contains(one)).map(|one| format!("{one}: the type does not know it")),
    );
    found
        .extend(unknown.iter().filter(|one| !pointers.contains(one)).map(|one| format!("{one}: it should be unknown")));
    found
}

fn written_problems(expected: &Value, got: &dyn Slot) -> Vec<String> {
    match model::write_out(got) {
        Ok(bytes) => match serde_json::from_slice(&bytes) {
            Ok(written) => differences(expected, &written),
            Err(fault) => vec![format!("what is written back is no JSON: {fault}")],
        },
        Err(fault) => vec![format!("it cannot be written back: {fault}")],
    }
}

/// Adds a field to every object whose fields are declared, and replaces the enum values; their places are collected.
fn grow(sampler: &Sampler<'static>, schema: &Value, value: &mut Value, place: &mut String, found: &mut Vec<String>) {
    let Some(resolved) = sampler.resolve(schema) else { return };
    if sampler.is_union(schema) || resolved.get("oneOf").is_some() || resolved.get("anyOf").is_some() {
        return;
    }
    let length = place.len();
    match value {
        Value::Object(object) => {
            let names = object.keys().cloned().collect::<Vec<_>>();
            let mut is_declared = false;
            for name in names {
                if let (Some(schema), Some(value)) = (sampler.property(schema, &name), object.get_mut(&name)) {
                    is_declared = true;
                    place.push('/');
                    place.push_str(&name.replace('~', "~0").replace('/', "~1"));
                    grow(sampler, schema, value, place, found);
                    place.truncate(length);
                }
            }
            for (name, value) in object.iter().filter(|(_, value)| !value.is_null()) {
                let tag = sampler.property(schema, name).and_then(|schema| sampler.tag_beside(schema));
                if value.is_object() && tag.and_then(|tag| object.get(tag)).is_some_and(|tag| tag == LATER) {
                    found.push(format!("{place}/{name}"));
                }
            }
            if is_declared {
                object.insert("addedLater".to_owned(), json!({"since": [2027, null]}));
                found.push(format!("{place}/addedLater"));
            }
        }
        Value::Array(items) => {
            let Some(schema) = resolved.get("items") else { return };
            for (index, item) in items.iter_mut().enumerate() {
                place.push_str(&format!("/{index}"));
                grow(sampler, schema, item, place, found);
                place.truncate(length);
            }
        }
        Value::String(text) if ["enum", "x-extensible-enum"].iter().any(|key| resolved.get(*key).is_some()) => {
            LATER.clone_into(text);
            found.push(place.clone());
        }
        _ => {}
    }
}

fn text_answers(subject: Subject) -> Result<(), String> {
    let text = "one \"é\" %2F\ntwo,\u{2713}\n";
    let mut media: Vec<&str> = subject.operation.media.iter().copied().filter(|media| *media != "*/*").collect();
    if media.is_empty() {
        media.push("text/plain");
    }
    for media in media {
        let body = if media == "application/json" { json!(text).to_string() } else { text.to_owned() };
        let problems = match call(subject, Reply::new(subject.operation.status, media, body))? {
            Ok(Received { content: Content::Text(got), .. }) if got == text => Vec::new(),
            other => vec![format!("expected {text:?}, got {other:?}")],
        };
        verdict(&subject.operation.title(), &format!("text as {media}"), &problems)?;
    }
    Ok(())
}

fn byte_answers(subject: Subject) -> Result<(), String> {
    let content: &[u8] = &[0, 159, 146, 150, b'"', 13, 10, 255];
    let mut media: Vec<&str> =
        subject.operation.media.iter().copied().filter(|media| !media.contains("json")).collect();
    if media.is_empty() {
        media.push("application/octet-stream");
    }
    for media in media {
        let problems = match call(subject, Reply::new(subject.operation.status, media, content))? {
            Ok(Received { content: Content::Bytes(got), .. }) if got == content => Vec::new(),
            other => vec![format!("expected {content:?}, got {other:?}")],
        };
        verdict(&subject.operation.title(), &format!("bytes as {media}"), &problems)?;
    }
    Ok(())
}

fn line_answers(subject: Subject, schema: &'static Value) -> Result<(), String> {
    let mut draw = Draw::new(seed(subject.operation.id));
    let lines: Vec<Value> = (0..3).map(|_| subject.facts.sampler.value(schema, &mut draw)).collect();
    let body: String = lines.iter().map(|line| format!("{}\n", json!({ "result": line }))).collect();
    let problems = match call(subject, Reply::new(200, "application/json", body.clone()))? {
        Ok(Received { content: Content::Values(got), .. }) if got.len() == lines.len() => {
            lines.iter().zip(&got).flat_map(|(line, got)| value_problems(line, got.as_ref(), &[])).collect()
        }
        other => vec![format!("expected {} lines, got {other:?}", lines.len())],
    };
    verdict(&subject.operation.title(), "a stream of lines", &problems)?;
    let broken = body + "{\"error\":{\"grpc_code\":5,\"message\":\"gone\"}}\n";
    let problems = match call(subject, Reply::new(200, "application/json", broken))? {
        Err(error) if error.message() == Some("gone") => Vec::new(),
        other => vec![format!("expected an error, got {other:?}")],
    };
    verdict(&subject.operation.title(), "a stream that ends in an error", &problems)
}

fn event_answers(subject: Subject) -> Result<(), String> {
    let body = ": a comment\ndata: one é\ndata: two\n\nevent: eof\ndata\n\n";
    let expected = [("message".to_owned(), "one é\ntwo".to_owned()), ("eof".to_owned(), String::new())];
    let problems = match call(subject, Reply::new(200, "text/event-stream", body))? {
        Ok(Received { content: Content::Events(got), .. }) if got == expected => Vec::new(),
        other => vec![format!("expected {expected:?}, got {other:?}")],
    };
    verdict(&subject.operation.title(), "a stream of events", &problems)
}

/// The file stands on another host, which must not see who asks.
fn redirects(subject: Subject) -> Result<(), String> {
    let mut plan = plan(subject.facts, subject.operation, PROJECT, Setting::Required, Form::Main);
    let problems = worker::with(|worker| {
        let elsewhere = worker.elsewhere.url();
        worker.elsewhere.answer(Reply::new(200, "application/octet-stream", "content"));
        worker.server.answer_by(move |_| Reply::empty(302).header("location", format!("{elsewhere}/file?signature=x")));
        let outcome = worker.send(PROJECT, &mut plan.arguments, subject.case.send);
        let mut problems = match outcome {
            Ok(Received { content: Content::Bytes(got), .. }) if got == "content" => Vec::new(),
            other => vec![format!("expected the file, got {other:?}")],
        };
        let seen = worker.elsewhere.seen();
        let secrets = ["x-api-key", "authorization", "harness-account", "cookie"];
        let told = seen.iter().flat_map(|seen| &seen.headers).filter(|(name, _)| secrets.contains(&name.as_str()));
        problems.extend(told.map(|(name, _)| format!("the other host was told {name}")));
        if seen.len() != 1 {
            problems.push(format!("expected one request to the other host, got {}", seen.len()));
        }
        Ok(problems)
    })?;
    verdict(&subject.operation.title(), "a redirect", &problems)
}

fn nothing(subject: Subject) -> Result<(), String> {
    let said = Reply::new(200, "application/json", "{\"status\":\"SUCCESS\",\"data\":[1]}");
    for (what, reply) in
        [("no content", Reply::empty(204)), ("an empty answer", subject.success()), ("an answer all the same", said)]
    {
        let problems = match call(subject, reply)? {
            Ok(Received { content: Content::Nothing, .. }) => Vec::new(),
            other => vec![format!("expected nothing, got {other:?}")],
        };
        verdict(&subject.operation.title(), what, &problems)?;
    }
    Ok(())
}
