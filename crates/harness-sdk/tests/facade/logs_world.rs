//! A log service on this machine that answers, breaks off or falls silent as it is told.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use harness_sdk::logs::{LogLines, Logs};
use harness_sdk::{Client, Error, RetryPolicy};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// No text that leaves the library, and no request to a storage link, may hold it.
pub(crate) const KEY: &str = "pat.acc.tok.CANARY";

/// What one request is answered with.
#[derive(Clone)]
pub(crate) struct Reply {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
    end: End,
    until: Option<(String, usize)>,
}

#[derive(Clone, Copy)]
enum End {
    /// The connection closes after the body.
    Whole,
    /// The connection breaks after the body, which should have been longer.
    Broken,
    /// The connection stays open and silent.
    Silent,
}

impl Reply {
    pub(crate) fn json(value: Value) -> Reply {
        Reply {
            status: 200,
            kind: "application/json",
            body: value.to_string().into_bytes(),
            end: End::Whole,
            until: None,
        }
    }

    pub(crate) fn bytes(body: impl Into<Vec<u8>>) -> Reply {
        Reply { status: 200, kind: "application/octet-stream", body: body.into(), end: End::Whole, until: None }
    }

    pub(crate) fn events(body: impl Into<Vec<u8>>) -> Reply {
        Reply { status: 200, kind: "text/event-stream", body: body.into(), end: End::Whole, until: None }
    }

    pub(crate) fn error(status: u16, body: &str) -> Reply {
        Reply { status, kind: "application/json", body: body.into(), end: End::Whole, until: None }
    }

    pub(crate) fn missing() -> Reply {
        Reply::error(404, r#"{"error_msg":"not found"}"#)
    }

    pub(crate) fn broken(mut self) -> Reply {
        self.end = End::Broken;
        self
    }

    /// Given again and again, until something else was asked for so often.
    pub(crate) fn until(mut self, what: String, times: usize) -> Reply {
        self.until = Some((what, times));
        self
    }

    pub(crate) fn silent(mut self) -> Reply {
        self.end = End::Silent;
        self
    }
}

/// One request as it arrived.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Path, and the key or prefix where the query has one.
    pub(crate) what: String,
    pub(crate) head: String,
}

/// The log service, by what is asked for; replies come in their order, the last one for ever.
pub(crate) struct World {
    pub(crate) url: String,
    replies: Arc<Replies>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

pub(crate) const EXECUTION: &str = "/pipeline/api/pipelines/execution/v2/run1";

pub(crate) fn blob(key: &str) -> String {
    format!("/gateway/log-service/blob {key}")
}

pub(crate) fn stream(key: &str) -> String {
    format!("/gateway/log-service/stream {key}")
}

pub(crate) fn archive(prefix: &str) -> String {
    format!("/gateway/log-service/blob/download {prefix}")
}

impl World {
    pub(crate) async fn new() -> World {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (replies, seen) = (Arc::default(), Arc::default());
        let world = World { url, replies: Arc::clone(&replies), seen: Arc::clone(&seen) };
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(serve(connection, Arc::clone(&replies), Arc::clone(&seen)));
            }
        });
        world
    }

    pub(crate) fn on(&self, what: impl Into<String>, replies: impl IntoIterator<Item = Reply>) -> &World {
        self.replies.lock().expect("no panic").insert(what.into(), replies.into_iter().collect());
        self
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic").clone()
    }

    pub(crate) fn count(&self, what: &str) -> usize {
        self.seen().iter().filter(|seen| seen.what == what).count()
    }

    /// The logs of the one execution, without pauses between questions.
    pub(crate) fn logs(&self) -> Logs {
        let retry = RetryPolicy::default().with_base_delay(Duration::from_millis(1));
        let context = Client::builder().host(&self.url).api_key(KEY).no_proxy().limiter(None).retry(retry).build();
        let client = Client::new(context.expect("a configuration")).project("o", "p");
        let wait = Duration::from_millis(1);
        client.logs("run1").poll_interval(wait).archive_wait(Duration::from_secs(20), wait)
    }
}

/// A step of an execution, with its keys.
pub(crate) fn node(id: &str, status: &str, keys: &[&str]) -> Value {
    json!({
        "uuid": id, "identifier": id, "name": format!("Step {id}"), "stepType": "ShellScript", "status": status,
        "baseFqn": format!("pipeline.stages.build.spec.execution.steps.{id}"), "startTs": 1, "endTs": 2,
        "logBaseKey": format!("base/{id}"),
        "executableResponses": [{ "async": { "logKeys": keys, "units": ["Execute"] } }],
    })
}

/// An execution whose steps follow each other.
pub(crate) fn execution(status: &str, nodes: &[Value]) -> Reply {
    let mut map = serde_json::Map::new();
    let mut links = serde_json::Map::new();
    map.insert("root".into(), json!({ "identifier": "pipeline", "stepType": "PIPELINE_SECTION", "status": status }));
    let ids: Vec<&Value> = nodes.iter().map(|node| &node["uuid"]).collect();
    links.insert("root".into(), json!({ "children": ids.first().into_iter().collect::<Vec<_>>(), "nextIds": [] }));
    for (index, node) in nodes.iter().enumerate() {
        let id = node["uuid"].as_str().expect("an id").to_owned();
        let next: Vec<_> = ids.get(index + 1).into_iter().collect();
        links.insert(id.clone(), json!({ "children": [], "nextIds": next }));
        map.insert(id, node.clone());
    }
    Reply::json(json!({ "status": "SUCCESS", "data": {
        "pipelineExecutionSummary": { "status": status, "pipelineIdentifier": "deploy", "runSequence": 7 },
        "executionGraph": { "rootNodeId": "root", "nodeMap": map, "nodeAdjacencyListMap": links },
    } }))
}

/// A stored line.
pub(crate) fn line(number: usize) -> String {
    format!(
        "{{\"level\":\"INFO\",\"pos\":{number},\"out\":\"line {number} é\\n\",\"time\":\"2026-01-01T00:00:0{number}Z\"}}"
    )
}

/// Stored lines, as a blob has them.
pub(crate) fn stored(numbers: std::ops::Range<usize>) -> String {
    numbers.map(|number| line(number) + "\n").collect()
}

/// Lines as events.
pub(crate) fn live(numbers: std::ops::Range<usize>) -> String {
    let lines = numbers.map(|number| format!("data: {}\n\n", line(number)));
    format!(": ping\n{}", lines.collect::<String>())
}

pub(crate) const EOF: &str = "event: error\ndata: eof\n\n";

pub(crate) async fn texts(lines: &mut LogLines) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    while let Some(line) = lines.try_next().await? {
        all.push(format!("{}: {}", line.step.identifier, line.text));
    }
    Ok(all)
}

/// What [`texts`] gives for stored lines of a step.
pub(crate) fn wanted(step: &str, numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("{step}: line {number} é")).collect()
}

type Replies = Mutex<BTreeMap<String, VecDeque<Reply>>>;

fn next(replies: &Replies, seen: &Mutex<Vec<Seen>>, what: &str) -> Option<Reply> {
    let mut replies = replies.lock().expect("no panic");
    let queue = replies.get_mut(what)?;
    if let Some((other, times)) = &queue.front()?.until {
        let asked = seen.lock().expect("no panic").iter().filter(|seen| seen.what == *other).count();
        if asked < *times {
            return queue.front().cloned();
        }
        queue.pop_front();
    }
    let gated = queue.front()?.until.is_some();
    if queue.len() > 1 && !gated { queue.pop_front() } else { queue.front().cloned() }
}

async fn serve(mut connection: TcpStream, replies: Arc<Replies>, seen: Arc<Mutex<Vec<Seen>>>) {
    let mut head = Vec::new();
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        if connection.read_buf(&mut head).await.is_ok_and(|read| read > 0) {
            continue;
        }
        return;
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let named = query.split('&').filter_map(|pair| pair.split_once('='));
    let key = named.filter(|(name, _)| ["key", "prefix"].contains(name)).map(|(_, value)| value.replace("%2F", "/"));
    let what = [path.to_owned()].into_iter().chain(key).collect::<Vec<_>>().join(" ");
    let reply = next(&replies, &seen, &what);
    seen.lock().expect("no panic").push(Seen { what, head });
    let reply = reply.unwrap_or_else(Reply::missing);
    let length = match reply.end {
        End::Whole => format!("content-length: {}\r\n", reply.body.len()),
        End::Broken => format!("content-length: {}\r\n", reply.body.len() + 100),
        End::Silent => String::new(),
    };
    let start = format!(
        "HTTP/1.1 {} Status\r\nconnection: close\r\ncontent-type: {}\r\n{length}\r\n",
        reply.status, reply.kind
    );
    // Cut in the middle of lines and characters.
    for piece in [start.as_bytes()].into_iter().chain(reply.body.chunks(7)) {
        if connection.write_all(piece).await.is_err() {
            return;
        }
    }
    if matches!(reply.end, End::Silent) {
        std::future::pending::<()>().await;
    }
    let _ = connection.shutdown().await;
    let mut rest = [0; 1024];
    while connection.read(&mut rest).await.is_ok_and(|read| read > 0) {}
}
