//! Every operation of every module, called and read: none is refused, and every list ends.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use harness_sdk::{Client, FilePart, Request as _, RetryPolicy};
use harness_sdk_core::Call;
use harness_sdk_core::operation::{BodyKind, Location, Role};
use serde_json::{Value, json};

use crate::catalogue::{Catalogue, Operation};
use crate::every::Entry;
use crate::generated::TABLES;
use crate::{Builder, MockHarness};

/// Items of every list.
const ITEMS: u64 = 23;

/// Another number of the range each time.
fn next(range: Range<u64>) -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    range.start + COUNT.fetch_add(1, Ordering::Relaxed) % (range.end - range.start)
}

fn mock() -> Builder {
    MockHarness::answering().items(ITEMS).polls(0).approval(true).retry(RetryPolicy::none())
}

fn known(call: &Call) -> &'static Operation {
    let found = Catalogue::get().by_id(call.operation().id);
    found.unwrap_or_else(|| panic!("{} is in no catalogue", call.operation().id)).operation
}

/// Gives the call what it needs: names of things that are there, and bodies.
fn fill(mut call: Call, execution: &str) -> Call {
    let operation = known(&call);
    let story = operation.part.as_ref().and_then(|part| Some((part, Catalogue::get().story(part.story)?)));
    for parameter in
        call.operation().parameters.iter().filter(|one| one.required && matches!(one.role, Role::None | Role::InSpace))
    {
        let is = |named: &Option<String>| named.as_deref() == Some(parameter.name);
        let value = match story {
            Some((part, _)) if is(&part.execution) => execution.to_owned(),
            Some((part, story)) if is(&part.of) => format!("{}_0", story.subject.as_deref().unwrap_or_default()),
            // What is deleted is another thing each time, since others ask for the first one.
            Some((part, story)) if is(&part.name) && part.does == "delete" => {
                format!("{}_{}", story.noun, next(1..ITEMS))
            }
            Some((part, story)) if is(&part.name) => format!("{}_0", story.noun),
            _ => "1".to_owned(),
        };
        match parameter.location {
            Location::Path => call.path(parameter.name, value),
            Location::Query => call.query(parameter.name, value),
            Location::Header => call.header(parameter.name, value),
        }
    }
    let Some(body) = &operation.body else { return call };
    let identifier = match story {
        Some((part, story)) if part.does == "update" => format!("{}_0", story.noun),
        _ => format!("made{}", next(0..u64::MAX)),
    };
    let thing = json!({"identifier": identifier, "name": "Made"});
    let wrapped =
        operation.part.as_ref().and_then(|part| part.body.as_deref()).into_iter().flat_map(|at| at.split('/').rev());
    let wrapped = wrapped.filter(|token| !token.is_empty()).fold(thing, |inner, token| json!({token: inner}));
    match call.operation().body {
        BodyKind::None => {}
        BodyKind::Json | BodyKind::JsonAs(_) => return call.with_body_json(wrapped),
        BodyKind::Yaml | BodyKind::YamlAs(_) => call.yaml(wrapped.to_string()),
        BodyKind::Text(_) => call.text("a: b"),
        BodyKind::Bytes(media) => call.raw_body(media, "bytes"),
        BodyKind::Multipart | BodyKind::UrlEncoded => {
            for declared in operation.parameters.iter().filter(|one| one.place == "form") {
                call.form_file(&declared.name, FilePart::bytes("a.txt", "content"));
            }
            if let Some(spec) = wrapped.get("spec") {
                call.form_text("spec", spec.to_string());
            } else if body.required {
                call.form_text("any", "text");
            }
        }
    }
    call
}

/// Starts an execution and says its identifier.
async fn start_execution(mock: &MockHarness) -> String {
    let mut all = Catalogue::get().modules.iter().flat_map(|module| &module.operations);
    let starts = |operation: &&Operation| operation.part.as_ref().is_some_and(|part| part.does == "start");
    let operation = all.find(starts).expect("an operation that starts executions");
    let part = operation.part.as_ref().expect("a part");
    let path = operation.path.replace(&format!("{{{}}}", part.of.as_deref().unwrap_or_default()), "pipeline_0");
    let query = format!("accountIdentifier={}&orgIdentifier=default&projectIdentifier=checkout", mock.account());
    let request = mock.client().request(operation.method.clone(), format!("{path}?{query}")).yaml("");
    let answer: Value = request.send().await.expect("a start").into_inner().json().await.expect("JSON");
    let id = part.id.as_ref().and_then(|place| answer.pointer(place)).and_then(Value::as_str);
    id.expect("an identifier").to_owned()
}

fn client(mock: &MockHarness) -> Client {
    mock.client().project("default", "checkout")
}

/// Does something with every operation and tells what went wrong, all at once.
async fn with_every(mock: &MockHarness, act: impl AsyncFn(&Entry, Call) -> Result<(), String>) -> usize {
    let client = client(mock);
    let (mut count, mut problems) = (0, Vec::new());
    for (module, table) in TABLES {
        for entry in *table {
            let call = (entry.call)(client.context());
            let id = call.operation().id;
            count += 1;
            if let Err(problem) = act(entry, call).await {
                problems.push(format!("{module} {id}: {problem}"));
            }
        }
    }
    assert!(problems.is_empty(), "{} of {count}:\n{}", problems.len(), problems.join("\n"));
    count
}

#[tokio::test]
async fn every_operation_is_answered_and_read() {
    let mock = mock().start().await;
    let count = with_every(&mock, async |entry, call| {
        let waits = known(&call).part.as_ref().is_some_and(|part| part.does == "approve");
        let execution = if waits { start_execution(&mock).await } else { "execution_0".to_owned() };
        let call = fill(call, &execution);
        (entry.send)(call).await.map(|_| ()).map_err(|error| error.to_string())
    });
    assert!(count.await > 0);
}

#[tokio::test]
async fn every_list_is_walked_to_its_end() {
    let mock = mock().start().await;
    let count = with_every(&mock, async |entry, call| {
        let Some(walk) = entry.count else { return Ok(()) };
        let mut call = fill(call, "execution_0");
        let paging = known(&call).paging.as_ref();
        if let Some(to) = paging.and_then(|paging| paging.to.as_deref()).filter(|to| !to.starts_with('/')) {
            call.query(to, None::<String>);
        }
        match walk(call).await {
            Ok(ITEMS) => Ok(()),
            Ok(count) => Err(format!("{count} items of {ITEMS}")),
            Err(error) => Err(error.to_string()),
        }
    });
    assert!(count.await > 0);
}
