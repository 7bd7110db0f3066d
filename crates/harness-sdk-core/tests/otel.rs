//! What OpenTelemetry is told, by the exporters in memory.
#![cfg(feature = "otel")]

mod support;

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Call, Limiter, RetryPolicy};
use opentelemetry::trace::{FutureExt as _, SpanKind, Status, TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue, global};
use opentelemetry_sdk::metrics::data::{AggregatedMetrics, MetricData};
use opentelemetry_sdk::metrics::{InMemoryMetricExporter, PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use serde_json::Value;
use support::{Server, json};

static GET: Operation = Operation { id: "getThing", path: "/things/one", ..Operation::NEW };

struct Told {
    spans: InMemorySpanExporter,
    metrics: InMemoryMetricExporter,
    meters: SdkMeterProvider,
}

/// One provider for the process, as in programs; tests that look take turns.
fn told() -> &'static Told {
    static TOLD: OnceLock<Told> = OnceLock::new();
    TOLD.get_or_init(|| {
        let spans = InMemorySpanExporter::default();
        global::set_tracer_provider(SdkTracerProvider::builder().with_simple_exporter(spans.clone()).build());
        let metrics = InMemoryMetricExporter::default();
        let meters = SdkMeterProvider::builder().with_reader(PeriodicReader::builder(metrics.clone()).build()).build();
        global::set_meter_provider(meters.clone());
        Told { spans, metrics, meters }
    })
}

static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn attributes<'a>(pairs: impl IntoIterator<Item = &'a KeyValue>) -> BTreeMap<String, String> {
    pairs.into_iter().map(|pair| (pair.key.to_string(), pair.value.to_string())).collect()
}

/// The points of a metric: attributes, and how many or how much.
fn points(told: &Told, name: &str) -> Vec<(BTreeMap<String, String>, u64)> {
    told.meters.force_flush().unwrap();
    let finished = told.metrics.get_finished_metrics().unwrap();
    let all = finished.last().into_iter().flat_map(|resource| resource.scope_metrics());
    let wanted = all.flat_map(|scope| scope.metrics()).filter(|metric| metric.name() == name);
    let mut found = Vec::new();
    for metric in wanted {
        match metric.data() {
            AggregatedMetrics::F64(MetricData::Histogram(histogram)) => {
                assert_eq!(metric.unit(), "s");
                found.extend(histogram.data_points().map(|point| (attributes(point.attributes()), point.count())));
            }
            AggregatedMetrics::U64(MetricData::Sum(sum)) => {
                found.extend(sum.data_points().map(|point| (attributes(point.attributes()), point.value())));
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    found
}

fn by_port(told: &Told, name: &str, port: &str) -> Vec<(BTreeMap<String, String>, u64)> {
    points(told, name)
        .into_iter()
        .filter(|(attributes, _)| attributes.get("server.port").is_some_and(|p| p == port))
        .collect()
}

#[tokio::test]
async fn attempts_are_measured_and_traced() {
    let _turn = TURN.lock().await;
    let told = told();
    let server = Server::new(vec![json(503, "{}"), json(200, "{}")]).await;
    let port = server.url.rsplit(':').next().unwrap().to_owned();
    let context = server.builder().retry(RetryPolicy::default().with_base_delay(Duration::ZERO)).build().unwrap();
    let tracer = global::tracer("test");
    let parent = Context::current_with_span(tracer.start("program"));
    let trace = parent.span().span_context().trace_id();
    Call::new(&context, &GET).send::<Value>().with_context(parent.clone()).await.unwrap();
    parent.span().end();

    let spans: Vec<SpanData> = told.spans.get_finished_spans().unwrap();
    let spans: Vec<&SpanData> = spans.iter().filter(|span| span.span_context.trace_id() == trace).collect();
    let call = spans.iter().find(|span| span.name == "getThing").expect("the call");
    assert_eq!((&call.span_kind, call.parent_span_id), (&SpanKind::Internal, parent.span().span_context().span_id()));
    let attempts: Vec<_> = spans.iter().filter(|span| span.name == "GET /things/one").collect();
    assert_eq!(attempts.len(), 2);
    let seen = server.seen();
    for (index, attempt) in attempts.iter().enumerate() {
        assert_eq!((&attempt.span_kind, attempt.parent_span_id), (&SpanKind::Client, call.span_context.span_id()));
        let id = &attempt.span_context;
        assert_eq!(seen[index].header("traceparent"), Some(&*format!("00-{}-{}-01", id.trace_id(), id.span_id())));
        let attributes = attributes(&attempt.attributes);
        assert_eq!(attributes["http.request.method"], "GET");
        assert_eq!(attributes["url.template"], "/things/one");
        assert_eq!((attributes["server.address"].as_str(), &attributes["server.port"]), ("127.0.0.1", &port));
        let status = ["503", "200"][index];
        assert_eq!(attributes["http.response.status_code"], status);
        assert_eq!(attributes.get("error.type").map(String::as_str), (index == 0).then_some("503"));
        assert_eq!(attributes.get("http.request.resend_count").map(String::as_str), (index == 1).then_some("1"));
        assert_eq!(matches!(attempt.status, Status::Error { .. }), index == 0);
    }
    let durations = by_port(told, "http.client.request.duration", &port);
    assert_eq!(durations.len(), 2, "{durations:?}");
    for (attributes, count) in &durations {
        assert_eq!((attributes["http.request.method"].as_str(), *count), ("GET", 1));
        assert_eq!(
            (attributes["url.template"].as_str(), attributes["server.address"].as_str()),
            ("/things/one", "127.0.0.1")
        );
        let failed = attributes["http.response.status_code"] == "503";
        assert_eq!(attributes.get("error.type").map(String::as_str), failed.then_some("503"));
    }
    let retries = points(told, "harness.client.retries");
    assert!(
        retries.iter().any(|(attributes, count)| {
            attributes["harness.operation"] == "getThing" && attributes["error.type"] == "503" && *count == 1
        }),
        "{retries:?}"
    );
    assert!(!format!("{spans:?} {durations:?}").contains(support::CANARY));
}

#[tokio::test]
async fn failures_without_an_answer_are_told_by_their_kind() {
    let _turn = TURN.lock().await;
    let told = told();
    let context = support::Server::answering(support::Reply::Pieces(vec![])).await;
    let port = context.url.rsplit(':').next().unwrap().to_owned();
    let client = context.builder().retry(RetryPolicy::none()).build().unwrap();
    Call::new(&client, &GET).send::<Value>().await.unwrap_err();
    let durations = by_port(told, "http.client.request.duration", &port);
    assert_eq!(durations.len(), 1);
    assert_eq!(durations[0].0["error.type"], "transport");
    assert!(!durations[0].0.contains_key("http.response.status_code"));
}

#[tokio::test(start_paused = true)]
async fn waits_for_the_clients_own_limit_are_counted() {
    static WAITING: Operation = Operation { id: "waiting", path: "/waiting", ..Operation::NEW };
    let _turn = TURN.lock().await;
    let told = told();
    let server = Server::answering(json(200, "{}")).await;
    let context = server.builder().limiter(Limiter::new(1, Duration::from_secs(1))).build().unwrap();
    for _ in 0..3 {
        Call::new(&context, &WAITING).send::<Value>().await.unwrap();
    }
    let waits = points(told, "harness.client.limiter.waits");
    let waits: Vec<_> = waits.iter().filter(|(attributes, _)| attributes["harness.operation"] == "waiting").collect();
    assert!(waits.len() == 1 && waits[0].1 >= 1, "{waits:?}");
}

#[tokio::test]
async fn values_that_do_not_fit_the_document_are_counted() {
    static ODD: Operation = Operation { id: "odd", path: "/odd", ..Operation::NEW };
    static FITTING: Operation = Operation { id: "fitting", path: "/odd", ..Operation::NEW };
    let _turn = TURN.lock().await;
    let told = told();
    let server = Server::new(vec![json(200, r#"[1,"2",{}]"#), json(200, r#"["3"]"#), json(200, "[4]")]).await;
    let context = server.context();
    for operation in [&ODD, &ODD, &FITTING] {
        Call::new(&context, operation).send::<Vec<i64>>().await.unwrap();
    }
    let counts: BTreeMap<String, u64> = points(told, "harness.client.misfits")
        .into_iter()
        .map(|(attributes, count)| (attributes["harness.operation"].clone(), count))
        .collect();
    assert_eq!((counts.get("odd"), counts.get("fitting")), (Some(&3), None));
}
