//! What is traced of values that are not as the document says. Alone in its program: a trace is heard or not for all tests
//! of one.

mod support;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Call, Method};
use support::{Server, json as reply};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

harness_sdk_core::model! {
    /// A run.
    pub struct Run {
        "id" => pub id: String,
        "output" => pub output: Option<String>,
        "nodes" => pub nodes: Vec<Run>,
    }
}

static GET: Operation = Operation { id: "getRun", path: "/run", ..Operation::NEW };
static START: Operation = Operation { id: "startRun", method: Method::POST, path: "/run", ..Operation::NEW };

/// Events and span fields as text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<BTreeMap<String, String>>>>);

#[derive(Default)]
struct Fields(BTreeMap<String, String>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        self.0.lock().unwrap().push(fields.0);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        self.0.lock().unwrap().push(fields.0);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn each_place_is_traced_once_and_counted_each_time() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(log.clone());
    let body = r#"{"nodes":[{"id":7},{"id":8,"output":["pat.secret"]},{"output":{}}]}"#;
    let server = Server::answering(reply(200, body)).await;
    let context = server.context();
    for operation in [&GET, &GET, &START] {
        Call::new(&context, operation).send::<Run>().await.unwrap();
    }
    let seen = log.0.lock().unwrap();
    let told: Vec<[&str; 4]> = seen
        .iter()
        .filter_map(|one| {
            let field = |name: &str| one.get(name).map(String::as_str);
            Some([field("harness.operation")?, field("pointer")?, field("expected")?, field("found")?])
        })
        .collect();
    assert_eq!(
        told,
        [
            ["getRun", "/nodes/*/id", "a string", "a number"],
            ["getRun", "/nodes/*/output", "a string", "a list"],
            ["startRun", "/nodes/*/id", "a string", "a number"],
            ["startRun", "/nodes/*/output", "a string", "a list"],
        ]
    );
    let counts: Vec<&String> = seen.iter().filter_map(|one| one.get("harness.misfits")).collect();
    assert_eq!(counts, ["4", "4", "4"]);
    assert!(!format!("{seen:?}").contains("secret"));
}
