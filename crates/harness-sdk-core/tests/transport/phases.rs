//! Time limits in every phase of a call: before a body is sent, while it is sent, before its answer and while that is read;
//! and bodies whose length is not what was said. Time is paused where nothing but time passes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::support::{self, Reply, Server, answer, bytes, json};
use bytes::Bytes;
use futures_util::StreamExt as _;
use harness_sdk_core::auth::{Token, TokenError};
use harness_sdk_core::operation::{BodyKind, Operation};
use harness_sdk_core::{Body, Call, Context, Error, ErrorKind, FilePart, Limiter, Method, Request, RetryPolicy};
use tokio::time::Instant;

static GET: Operation = Operation { id: "get", path: "/g", ..Operation::NEW };
static UPLOAD: Operation =
    Operation { id: "upload", method: Method::PUT, path: "/u", body: BodyKind::Multipart, ..Operation::NEW };

type Piece = Result<Bytes, std::io::Error>;

/// A context with the limits 2 s an attempt, 5 s in all, 2 s of silence.
fn limited(server: &Server) -> Context {
    let (two, five) = (Duration::from_secs(2), Duration::from_secs(5));
    let builder = server.builder().attempt_timeout(two).total_timeout(five).idle_timeout(two);
    builder.retry(RetryPolicy::none()).build().unwrap()
}

fn one_piece() -> Body {
    Body::stream(futures_util::stream::iter([Ok::<_, std::io::Error>("piece")]), None)
}

async fn upload(context: &Context, body: Body) -> Result<(), Error> {
    let start = Instant::now();
    let sent = context.request(Method::PUT, "/u").body("a/b", body).send_bytes().await.map(|_| ());
    assert!(start.elapsed() < Duration::from_secs(12), "{:?}", start.elapsed());
    sent
}

fn timed_out(outcome: Result<(), Error>, wanted: &str) {
    let error = outcome.unwrap_err();
    assert!(error.kind() == ErrorKind::Timeout && error.to_string().contains(wanted), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_an_upload_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f");
    std::fs::write(&path, "content").unwrap();
    let server = Server::answering(Reply::Silence).await;
    timed_out(upload(&limited(&server), one_piece()).await, "the answer to a body");
    timed_out(upload(&limited(&server), Body::file(&path)).await, "the answer to a body");
    let mut call = Call::new(&limited(&server), &UPLOAD);
    call.form_file("file", FilePart::path(&path));
    assert_eq!(call.send::<()>().await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_drips_ends_an_upload() {
    let server = Server::answering(dripping(1000)).await;
    timed_out(upload(&limited(&server), one_piece()).await, "the answer to a body");
}

#[tokio::test(start_paused = true)]
async fn a_source_that_stands_still_ends_an_upload_and_one_that_is_slow_does_not() {
    let server = Server::answering(json(200, "{}")).await;
    let start = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"a"))]);
    let stuck = Body::stream(start.chain(futures_util::stream::pending()), None);
    timed_out(upload(&limited(&server), stuck).await, "from its own source");
    let slow = futures_util::stream::unfold(0, |number| async move {
        tokio::time::sleep(Duration::from_secs(1)).await;
        (number < 9).then(|| (Piece::Ok(Bytes::from_static(b"a")), number + 1))
    });
    upload(&limited(&server), Body::stream(slow, None)).await.unwrap();
}

#[tokio::test]
async fn a_server_that_stops_reading_ends_an_upload() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let _held = listener.accept().await;
        std::future::pending::<()>().await;
    });
    let context = Context::builder().api_key(support::KEY).host(url).no_proxy();
    let context = context.idle_timeout(Duration::from_millis(300)).build().unwrap();
    let endless = futures_util::stream::repeat_with(|| Piece::Ok(Bytes::from_static(&[0; 65_536])));
    let error = context.request(Method::PUT, "/u").body("a/b", Body::stream(endless, None)).send().await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("taking the next piece"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_closed_window_and_a_hanging_provider_end_an_upload() {
    let server = Server::answering(json(200, "{}")).await;
    let limits = |builder: harness_sdk_core::ContextBuilder| {
        let builder = builder.attempt_timeout(Duration::from_secs(2)).total_timeout(Duration::from_secs(5));
        builder.retry(RetryPolicy::none()).build().unwrap()
    };
    let context = limits(server.builder().limiter(Limiter::per_minute(1)));
    upload(&context, one_piece()).await.unwrap();
    timed_out(upload(&context, one_piece()).await, "request limit");
    let provider = || std::future::pending::<Result<Token, TokenError>>();
    let settings = harness_sdk_core::Settings::builder().token_provider(provider).account("acc").host(&server.url);
    let context = limits(server.builder().settings_builder(settings));
    timed_out(upload(&context, one_piece()).await, "before its body was sent");
}

/// An answer of so many bytes, one a second.
fn dripping(count: usize) -> Reply {
    Reply::Drip(bytes(200, &[("content-length", &count.to_string())], b""), count)
}

#[tokio::test(start_paused = true)]
async fn the_limit_of_a_call_holds_to_the_last_byte() {
    let server = Server::answering(dripping(30)).await;
    let context = server.builder().idle_timeout(Duration::from_secs(3)).build().unwrap();
    let call = || Call::new(&context, &GET).with_timeout(Duration::from_secs(5));
    let start = Instant::now();
    assert!(call().send::<()>().await.unwrap_err().is_timeout());
    let raw = || async { call().send_raw().await.unwrap().into_inner() };
    let in_memory = raw().await.bytes().await.unwrap_err();
    assert!(in_memory.to_string().contains("the call, up to the last byte of its answer, took longer than 5s"));
    assert!(raw().await.text().await.unwrap_err().is_timeout());
    let folder = tempfile::tempdir().unwrap();
    assert!(raw().await.save(folder.path().join("f")).await.unwrap_err().is_timeout());
    let pieces: Vec<_> = raw().await.bytes_stream().collect().await;
    assert!(pieces.last().unwrap().as_ref().is_err_and(Error::is_timeout));
    assert!(start.elapsed() <= Duration::from_secs(26), "{:?}", start.elapsed());
    assert_eq!(raw().await.with_time_limit(None).bytes().await.unwrap().len(), 30, "it can be lifted");
}

#[tokio::test(start_paused = true)]
async fn the_limit_of_the_client_holds_in_memory_and_not_piece_by_piece() {
    let server = Server::answering(dripping(30)).await;
    let context = server.builder().total_timeout(Duration::from_secs(5)).build().unwrap();
    let raw = || async { Call::new(&context, &GET).send_raw().await.unwrap().into_inner() };
    assert!(raw().await.bytes().await.unwrap_err().is_timeout());
    assert_eq!(raw().await.bytes_stream().count().await, 30);
}

#[cfg(unix)]
#[tokio::test]
async fn pipes_and_files_without_a_length_are_read_to_their_end() {
    let server = Server::answering(json(200, "{}")).await;
    let context = server.context();
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = {
        let pipe = pipe.clone();
        std::thread::spawn(move || std::fs::write(pipe, "p".repeat(200_000)))
    };
    upload(&context, Body::file(&pipe)).await.unwrap();
    writer.join().unwrap().unwrap();
    let seen = server.only();
    assert_eq!(seen.header("transfer-encoding"), Some("chunked"));
    assert_eq!(seen.body.iter().filter(|byte| **byte == b'p').count(), 200_000);
    if std::path::Path::new("/proc/version").exists() {
        upload(&context, Body::file("/proc/version")).await.unwrap();
        let sent = server.seen()[1].clone();
        assert_eq!(sent.body, std::fs::read("/proc/version").unwrap());
    }
    let busy = Server::answering(json(503, "")).await;
    let writer = std::thread::spawn(move || std::fs::write(pipe, "p"));
    let error = busy.context().request(Method::PUT, "/u").body("a/b", Body::file(folder.path().join("pipe"))).send();
    assert_eq!(error.await.unwrap_err().attempts(), 1, "a pipe cannot be read twice");
    writer.join().unwrap().unwrap();
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn a_pipe_that_nobody_writes_to_ends_in_a_timeout() {
    let server = Server::answering(json(200, "{}")).await;
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert_eq!(upload(&limited(&server), Body::file(&pipe)).await.unwrap_err().kind(), ErrorKind::Timeout);
    // Lets the thread that waits for the other end go.
    std::fs::OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
}

#[tokio::test]
async fn lengths_that_are_not_what_was_said_are_the_callers_fault() {
    let server = Server::answering(json(200, "{}")).await;
    for (pieces, length, why) in [
        (vec!["ab", "cd"], 3, "longer than the 3 bytes"),
        (vec!["ab", "cd"], 2, "longer than the 2 bytes"),
        (vec!["ab"], 0, "longer than the 0 bytes"),
        (vec!["ab", "cd"], 9, "ended after 4 of the 9 bytes"),
    ] {
        let pieces = futures_util::stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>));
        let error = upload(&server.context(), Body::stream(pieces, Some(length))).await.unwrap_err();
        assert!(error.kind() == ErrorKind::Local && error.to_string().contains(why), "{error}");
    }
    let exact = futures_util::stream::iter(["ab", "", "cd", ""].map(Ok::<_, std::io::Error>));
    upload(&server.context(), Body::stream(exact, Some(4))).await.unwrap();
}

#[tokio::test]
async fn a_file_that_shrinks_while_it_is_sent_is_the_callers_fault() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f");
    std::fs::write(&path, vec![b'x'; 8 << 20]).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let shrinking = path.clone();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.readable().await.unwrap();
        std::fs::write(shrinking, "x").unwrap();
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.unwrap();
    });
    let context = Context::builder().api_key(support::KEY).host(url).no_proxy().build().unwrap();
    let error = context.request(Method::POST, "/u").body("a/b", Body::file(&path)).send().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Local && error.to_string().contains("ended after"), "{error}");
}

#[tokio::test]
async fn a_refused_token_is_forgotten_though_the_body_cannot_be_sent_again() {
    let server = Server::new(vec![json(401, "{}"), json(200, "{}")]).await;
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let provider = move || {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move { Ok::<_, TokenError>(Token::bearer(format!("token{number}"))?) }
    };
    let settings = harness_sdk_core::Settings::builder().token_provider(provider).account("acc").host(&server.url);
    let context = server.builder().settings_builder(settings).build().unwrap();
    let error = upload(&context, one_piece()).await.unwrap_err();
    assert!(error.is_auth() && error.attempts() == 1, "{error}");
    upload(&context, one_piece()).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn calls_dropped_while_they_pause_leave_the_retry_budget_as_it_was() {
    let server = Server::answering(json(503, "")).await;
    let context = server.builder().retry_budget(20).limiter(None).build().unwrap();
    let patient =
        RetryPolicy::default().with_base_delay(Duration::from_secs(600)).with_max_delay(Duration::from_secs(600));
    for _ in 0..120 {
        let call = Call::new(&context, &GET).with_retry(patient.clone()).send::<()>();
        assert!(tokio::time::timeout(Duration::from_secs(20), call).await.is_err(), "it pauses");
    }
    let error = Call::new(&context, &GET).send::<()>().await.unwrap_err();
    assert_eq!(error.attempts(), 4, "the budget is whole");
}

#[test]
fn a_runtime_that_stands_still_is_told_and_one_that_has_ended_is_not_missed() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (first, second) = (runtime(), runtime());
    let server = second.block_on(Server::answering(answer(200, &[("content-type", "application/json")], "{}")));
    let context = server.context();
    let send = || Call::new(&context, &GET).with_timeout(Duration::from_millis(200)).send::<()>();
    // The server stands still, too, while the first runtime runs: the call is noted all the same.
    first.block_on(async { send().await }).unwrap_err();
    let error = second.block_on(async { send().await }).unwrap_err();
    assert!(error.kind() == ErrorKind::Local && error.to_string().contains("another tokio runtime"), "{error}");
    assert!(error.hint().unwrap().contains("a client for each runtime"));
    drop(first);
    second.block_on(async { send().await }).unwrap();
    let outside = futures_util::future::FutureExt::now_or_never(send()).unwrap().unwrap_err();
    assert!(outside.to_string().contains("outside a tokio runtime"), "{outside}");
}
