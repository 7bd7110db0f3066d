//! What is repeated, how often, after how long, and what is told when it did not help. Time is paused: waits take none.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::support::{Reply, Server, answer, bytes, json};
use harness_sdk_core::auth::{Token, TokenFuture, TokenProvider};
use harness_sdk_core::operation::{Operation, RetryClass};
use harness_sdk_core::{Call, Error, ErrorKind, Method, Request, RetryPolicy};
use tokio::time::Instant;

static GET: Operation = Operation { id: "get", path: "/g", ..Operation::NEW };
static PUT: Operation = Operation { id: "put", method: Method::PUT, path: "/p", ..Operation::NEW };
static POST: Operation = Operation { id: "post", method: Method::POST, path: "/c", ..Operation::NEW };
static DELETE: Operation = Operation { id: "delete", method: Method::DELETE, path: "/d", ..Operation::NEW };
static SEARCH: Operation = Operation { id: "search", method: Method::POST, retry: RetryClass::Safe, ..Operation::NEW };
static ONCE: Operation = Operation { id: "once", retry: RetryClass::Unsafe, ..Operation::NEW };

fn unavailable() -> Reply {
    json(503, r#"{"code":"BUSY","message":"come back","correlationId":"c9"}"#)
}

fn ok() -> Reply {
    json(200, "{}")
}

async fn send(server: &Server, operation: &'static Operation) -> Result<(), Error> {
    Call::new(&server.context(), operation).send::<()>().await.map(|_| ())
}

#[tokio::test(start_paused = true)]
async fn a_busy_server_is_asked_again() {
    for operation in [&GET, &PUT, &SEARCH] {
        let server = Server::new(vec![unavailable(), json(502, ""), ok()]).await;
        let start = Instant::now();
        send(&server, operation).await.unwrap();
        assert_eq!(server.seen().len(), 3, "{}", operation.id);
        let waited = start.elapsed();
        assert!(waited >= Duration::from_millis(750) && waited <= Duration::from_millis(1600), "{waited:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_may_have_had_an_effect_is_not_repeated() {
    let server = Server::answering(unavailable()).await;
    for operation in [&POST, &ONCE] {
        let error = send(&server, operation).await.unwrap_err();
        assert_eq!((error.attempts(), error.status().unwrap().as_u16()), (1, 503));
    }
    let context = server.context();
    let writes = RetryPolicy::default().with_writes(true);
    let error = Call::new(&context, &ONCE).with_retry(writes.clone()).send::<()>().await.unwrap_err();
    assert_eq!(error.attempts(), 1, "not even when asked to");
    let error = Call::new(&context, &PUT).with_if_match("\"e\"").send::<()>().await.unwrap_err();
    assert_eq!(error.attempts(), 1, "a repeated conditional change would report a conflict with itself");
    let error = Call::new(&context, &POST).with_retry(writes).send::<()>().await.unwrap_err();
    assert_eq!(error.attempts(), 4);
    let error = context.request(Method::POST, "/x").send().await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    let error = context.request(Method::POST, "/x").safe_to_repeat().send().await.unwrap_err();
    assert_eq!(error.attempts(), 4);
}

#[tokio::test(start_paused = true)]
async fn what_left_the_server_untouched_is_repeated_whatever_it_is() {
    for operation in [&POST, &DELETE, &ONCE] {
        let server = Server::new(vec![json(429, ""), ok()]).await;
        send(&server, operation).await.unwrap();
        assert_eq!(server.seen().len(), 2, "{}", operation.id);
    }
    let server = Server::answering(unavailable()).await;
    assert_eq!(send(&server, &DELETE).await.unwrap_err().attempts(), 1, "it may have been deleted");
}

#[tokio::test(start_paused = true)]
async fn the_last_error_is_the_servers_and_counts_the_attempts() {
    let server = Server::answering(unavailable()).await;
    let error = send(&server, &GET).await.unwrap_err();
    assert_eq!((error.attempts(), server.seen().len()), (4, 4));
    assert_eq!((error.code(), error.correlation_id()), (Some("BUSY"), Some("c9")));
    assert!(error.is_retryable() && !error.is_not_found());
    assert_eq!(error.to_string(), "get: 503 Service Unavailable BUSY: come back (correlation id c9, after 4 attempts)");
}

#[tokio::test(start_paused = true)]
async fn other_statuses_are_not_repeated() {
    for status in [400, 404, 409, 500, 501] {
        let server = Server::answering(json(status, "{}")).await;
        assert_eq!(send(&server, &GET).await.unwrap_err().attempts(), 1, "{status}");
    }
    let server = Server::answering(json(500, "{}")).await;
    let policy = RetryPolicy::default().with_statuses([500]).with_max_attempts(2);
    let error = Call::new(&server.context(), &GET).with_retry(policy).send::<()>().await.unwrap_err();
    assert_eq!(error.attempts(), 2);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured_up_to_its_cap() {
    let server = Server::new(vec![answer(429, &[("retry-after", "30")], ""), ok()]).await;
    let start = Instant::now();
    send(&server, &GET).await.unwrap();
    assert!(
        start.elapsed() >= Duration::from_secs(30) && start.elapsed() < Duration::from_secs(40),
        "{:?}",
        start.elapsed()
    );
    let server = Server::new(vec![answer(429, &[("retry-after", "3600")], ""), ok()]).await;
    let start = Instant::now();
    let error = send(&server, &GET).await.unwrap_err();
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::from_secs(3600))));
    assert!(error.is_rate_limited() && start.elapsed() < Duration::from_secs(1));
    let server = Server::new(vec![answer(429, &[("retry-after", "6")], ""), ok()]).await;
    let impatient = RetryPolicy::default().with_max_retry_after(Duration::from_secs(5));
    let error = Call::new(&server.context(), &GET).with_retry(impatient).send::<()>().await.unwrap_err();
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(Duration::from_secs(6))));
}

#[tokio::test(start_paused = true)]
async fn connections_that_break_are_repeated() {
    let cut = Reply::Pieces(vec![bytes(200, &[("content-length", "100")], b"{\"a\":")]);
    let hung_up = Reply::Pieces(vec![b"HTTP/1.1 2".to_vec()]);
    let server = Server::new(vec![cut.clone(), hung_up, ok()]).await;
    send(&server, &GET).await.unwrap();
    assert_eq!(server.seen().len(), 3);
    let server = Server::answering(cut).await;
    let error = send(&server, &POST).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_ends_in_a_timeout() {
    let server = Server::answering(Reply::Silence).await;
    let context = server.builder().attempt_timeout(Duration::from_secs(5)).build().unwrap();
    let start = Instant::now();
    let error = Call::new(&context, &GET).send::<()>().await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 4));
    assert!(error.to_string().contains("an attempt took longer than 5s"), "{error}");
    assert!(start.elapsed() >= Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_ends_in_a_timeout() {
    let server = Server::answering(Reply::Stall(bytes(200, &[("content-length", "9")], b"{"))).await;
    let context = server.builder().attempt_timeout(Duration::from_secs(5)).retry(RetryPolicy::none()).build().unwrap();
    let error = Call::new(&context, &GET).send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_the_call_covers_its_waits_and_keeps_the_servers_word() {
    let server = Server::answering(unavailable()).await;
    let policy = RetryPolicy::default().with_base_delay(Duration::from_secs(8)).with_max_attempts(100);
    let start = Instant::now();
    let call = Call::new(&server.context(), &GET).with_retry(policy).with_timeout(Duration::from_secs(20));
    let error = call.send::<()>().await.unwrap_err();
    assert!(start.elapsed() <= Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(error.code(), Some("BUSY"), "not `giving up`: {error}");
    assert!(error.attempts() >= 2 && error.attempts() <= 4);
    let silent = Server::answering(Reply::Silence).await;
    let call = Call::new(&silent.context(), &GET).with_timeout(Duration::from_secs(3));
    let error = call.send::<()>().await.unwrap_err();
    assert!(error.to_string().contains("the call took longer than 3s"), "{error}");
    assert_eq!(error.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_budget_keeps_retries_from_storming() {
    let server = Server::answering(unavailable()).await;
    let context = server.builder().retry_budget(20).limiter(None).build().unwrap();
    let mut attempts = 0;
    for _ in 0..10 {
        attempts += Call::new(&context.clone(), &GET).send::<()>().await.unwrap_err().attempts();
    }
    assert_eq!(attempts, 10 + 4, "ten first attempts, and four repetitions of five tokens each");
    let other = server.builder().retry_budget(20).build().unwrap();
    assert_eq!(Call::new(&other, &GET).send::<()>().await.unwrap_err().attempts(), 4, "another client has its own");
}

/// Gives `old` first and `new` from then on.
#[derive(Default)]
struct Renewing(AtomicU32);

impl TokenProvider for Renewing {
    fn token(&self) -> TokenFuture<'_> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move { Ok(Token::bearer(if number == 0 { "old" } else { "new" })?) })
    }
}

#[tokio::test(start_paused = true)]
async fn refused_tokens_are_renewed_once() {
    let refused = || json(401, r#"{"message":"expired"}"#);
    let provider = || harness_sdk_core::Settings::builder().token_provider(Renewing::default()).account("acc");
    let server = Server::new(vec![refused(), ok()]).await;
    let context = server.builder().settings_builder(provider().host(&server.url)).build().unwrap();
    Call::new(&context, &POST).send::<()>().await.unwrap();
    let tokens: Vec<_> = server.seen().iter().map(|seen| seen.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer old", "Bearer new"], "also a POST: it was refused before it had an effect");
    let server = Server::answering(refused()).await;
    let context = server.builder().settings_builder(provider().host(&server.url)).build().unwrap();
    let error = Call::new(&context, &GET).send::<()>().await.unwrap_err();
    assert!(error.is_auth() && error.attempts() == 2, "{error}");
    let server = Server::answering(refused()).await;
    let error = Call::new(&server.context(), &GET).send::<()>().await.unwrap_err();
    assert_eq!(error.attempts(), 1, "a key cannot be renewed");
}

struct Failing;

impl TokenProvider for Failing {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { Err("the vault is sealed".into()) })
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_token_nothing_is_sent() {
    let server = Server::answering(ok()).await;
    let settings = harness_sdk_core::Settings::builder().token_provider(Failing).account("acc").host(&server.url);
    let context = server.builder().settings_builder(settings).build().unwrap();
    let error = Call::new(&context, &GET).send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, 0));
    assert!(error.is_auth() && error.to_string().contains("the vault is sealed"), "{error}");
    assert!(server.seen().is_empty());
}
