//! Redirects, hooks, clients of the caller's own, and what a call under way costs.

use std::sync::{Arc, Mutex};

use crate::support::{self, CANARY, KEY, Server, answer, json};
use harness_sdk_core::hooks::{Attempt, Hooks, Outcome};
use harness_sdk_core::operation::Operation;
use harness_sdk_core::transport::{HttpRequest, HttpResponse, HttpTransport, Proxy, Transport, TransportFuture};
use harness_sdk_core::{Call, Context, ErrorKind, Method, Request, ResponseFuture, StatusCode};
use serde_json::Value;

static GET: Operation = Operation { id: "get", path: "/start", ..Operation::NEW };
static FILE: Operation = Operation { id: "file", path: "/start", redirects: true, ..Operation::NEW };
static POST: Operation = Operation { id: "post", method: Method::POST, path: "/start", ..Operation::NEW };

fn redirect(status: u16, location: &str) -> support::Reply {
    answer(status, &[("location", location)], "")
}

#[tokio::test]
async fn redirects_on_the_same_host_are_followed() {
    let server = Server::new(vec![redirect(302, "/next?x=%2F"), redirect(307, "last"), json(200, "{\"a\":1}")]).await;
    let answer = Call::new(&server.context(), &GET).send::<Value>().await.unwrap();
    assert_eq!(answer["a"], 1);
    let seen = server.seen();
    assert_eq!(seen.iter().map(|seen| seen.target()).collect::<Vec<_>>(), ["/start", "/next?x=%2F", "/last"]);
    assert!(seen.iter().all(|seen| seen.header("x-api-key") == Some(KEY)));
}

#[tokio::test]
async fn redirects_without_end_are_not() {
    let server = Server::answering(redirect(302, "/start")).await;
    let error = Call::new(&server.context(), &GET).send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Redirect, 6), "{error}");
}

#[tokio::test]
async fn the_key_goes_to_no_other_host() {
    let other = Server::answering(json(200, "{}")).await;
    let target = format!("{}/stolen?sig=SIGNATURE", other.url);
    for status in [301, 302, 303, 307, 308] {
        let server = Server::answering(redirect(status, &target)).await;
        for operation in [&GET, &POST] {
            let error = Call::new(&server.context(), operation).send::<()>().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
            assert!(error.to_string().contains(&other.url) && !error.to_string().contains("SIGNATURE"), "{error}");
            assert!(error.hint().is_some());
            assert_eq!(error.status().unwrap().as_u16(), status);
        }
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_documented_redirect_is_followed_without_the_key() {
    let other = Server::answering(json(200, "{\"b\":2}")).await;
    let server = Server::answering(redirect(302, &format!("{}/blob?sig=1", other.url))).await;
    let context = server.context();
    let call = Call::new(&context, &FILE).with_header("X-Secret", "s").with_header("Range", "bytes=0-9");
    assert_eq!(call.send::<Value>().await.unwrap()["b"], 2);
    let raw = context.request(Method::GET, "/start").fill_scope().follow_redirects();
    raw.send().await.unwrap();
    for seen in other.seen() {
        assert_eq!(seen.target(), "/blob?sig=1");
        for header in ["x-api-key", "authorization", "harness-account", "x-secret"] {
            assert_eq!(seen.header(header), None, "{header}");
        }
        assert!(!format!("{seen:?}").contains(CANARY));
    }
    assert_eq!(other.seen()[0].header("range"), Some("bytes=0-9"));
    let back = Server::answering(redirect(302, &format!("{}/again", other.url))).await;
    let chain = Server::answering(redirect(302, &format!("{}/hop", back.url))).await;
    Call::new(&chain.context(), &FILE).send::<()>().await.unwrap();
    assert!(!format!("{:?} {:?}", back.seen(), other.seen()).contains(CANARY));
}

/// Redirects the first request, and answers what follows.
#[derive(Debug, Clone)]
struct Redirecting {
    to: &'static str,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Transport for Redirecting {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        let mut seen = self.seen.lock().unwrap();
        seen.push(request.url.to_string());
        let mut response = HttpResponse::json(StatusCode::OK, "{}");
        if seen.len() == 1 {
            response.status = StatusCode::FOUND;
            response.headers.insert("location", http::HeaderValue::from_static(self.to));
        }
        Box::pin(async move { Ok(response) })
    }
}

#[tokio::test]
async fn no_redirect_leaves_encryption_or_the_web() {
    for (to, refused) in [
        ("http://other.invalid/x", Some("not encrypted")),
        ("http://app.invalid/start", Some("not encrypted")),
        ("ftp://other.invalid/x", Some("cannot be read")),
        ("file:///x", Some("cannot be read")),
        ("https://other.invalid/x", None),
    ] {
        let transport = Redirecting { to, seen: Arc::default() };
        let builder = Context::builder().api_key(KEY).host("https://app.invalid").transport(transport.clone());
        let outcome = Call::new(&builder.build().unwrap(), &FILE).send::<()>().await;
        let seen = transport.seen.lock().unwrap().clone();
        match refused {
            Some(words) => {
                let error = outcome.unwrap_err();
                assert!(error.kind() == ErrorKind::Redirect && error.to_string().contains(words), "{to}: {error}");
                assert_eq!(seen, ["https://app.invalid/start"]);
            }
            None => assert_eq!((outcome.is_ok(), seen[1].as_str()), (true, to)),
        }
    }
}

#[tokio::test]
async fn presigned_links_are_fetched_without_credentials_only() {
    let other = Server::answering(answer(200, &[], "blob")).await;
    let server = Server::answering(json(200, "{}")).await;
    let link = format!("{}/blob?X-Sig=s%2Fg", other.url);
    let error = server.context().request(Method::GET, &link).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("without_credentials"), "{error}");
    let answer = server.context().request(Method::GET, &link).without_credentials().send().await.unwrap();
    assert_eq!(answer.into_inner().text().await.unwrap(), "blob");
    assert_eq!(other.only().target(), "/blob?X-Sig=s%2Fg");
    assert!(!format!("{:?}", other.only()).contains(CANARY));
    let own = format!("{}/own?a=1", server.url);
    server.context().request(Method::GET, &own).with_query("b", 2).send().await.unwrap();
    assert_eq!((server.only().target(), server.only().header("x-api-key")), ("/own?a=1&b=2", Some(KEY)));
}

#[tokio::test]
async fn transports_are_shared_and_know_of_all_that_is_set() {
    let server = Server::answering(json(200, "{}")).await;
    let shared = HttpTransport::builder().no_proxy().build().unwrap();
    let context = server.builder().transport(shared.clone()).user_agent("mine/1").build().unwrap();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    let agent = server.only().header("user-agent").unwrap().to_owned();
    assert!(agent.starts_with("harness-sdk/") && agent.ends_with(" mine/1"), "{agent}");
    let proxied = server.builder().proxy(Proxy::all("http://proxy.invalid:1").unwrap());
    let error = proxied.transport(shared).build().unwrap_err();
    assert!(error.to_string().contains("proxy(..)"), "{error}");
    // Setters add to each other in any order.
    let builder =
        server.builder().proxy(Proxy::all(&server.url).unwrap()).http_with(|http| http.pool_max_idle_per_host(0));
    let context = builder.host("http://elsewhere.invalid").allow_plain_http(true).build().unwrap();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    assert_eq!(server.seen()[1].target(), "http://elsewhere.invalid/start");
}

#[derive(Debug, Default)]
struct Record {
    lines: Mutex<Vec<String>>,
    refuse: bool,
}

impl Hooks for Record {
    fn before(
        &self,
        attempt: &Attempt<'_>,
        headers: &mut http::HeaderMap,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        assert!(!format!("{headers:?}").contains("x-api-key"), "hooks see no credentials");
        headers.insert("x-attempt", attempt.number.into());
        self.lines.lock().unwrap().push(format!("before {} {}", attempt.operation, attempt.number));
        if self.refuse { Err("not today".into()) } else { Ok(()) }
    }

    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        let (status, failed) = (outcome.status.map(|status| status.as_u16()), outcome.error.is_some());
        let line = format!("after {} {status:?} {failed} {}", attempt.number, outcome.next_attempt_in.is_some());
        self.lines.lock().unwrap().push(line);
    }
}

#[tokio::test(start_paused = true)]
async fn hooks_see_every_attempt() {
    let server = Server::new(vec![json(503, ""), json(200, "{}")]).await;
    let hooks = Arc::new(Record::default());
    let context = server.builder().hooks(hooks.clone()).build().unwrap();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    let lines = hooks.lines.lock().unwrap().clone();
    assert_eq!(lines, ["before get 1", "after 1 Some(503) true true", "before get 2", "after 2 Some(200) false false"]);
    let numbers: Vec<_> = server.seen().iter().map(|seen| seen.header("x-attempt").unwrap().to_owned()).collect();
    assert_eq!(numbers, ["1", "2"]);
}

#[tokio::test]
async fn a_hook_can_refuse() {
    let server = Server::answering(json(200, "{}")).await;
    let hooks = Arc::new(Record { refuse: true, ..Record::default() });
    let context = server.builder().hooks(hooks).build().unwrap();
    let error = Call::new(&context, &GET).send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Local, 0));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "not today");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn nothing_is_sent_before_the_call_is_awaited() {
    let server = Server::answering(json(200, "{}")).await;
    drop(Call::new(&server.context(), &GET).send::<()>());
    assert!(server.seen().is_empty());
}

#[test]
fn calls_are_small_and_can_move_between_threads() {
    fn both<T: Send + Sync>() {}
    fn send<T: Send>() {}
    both::<Call>();
    both::<harness_sdk_core::Context>();
    both::<harness_sdk_core::Error>();
    both::<harness_sdk_core::RawRequest>();
    send::<ResponseFuture<Value>>();
    send::<harness_sdk_core::RawResponse>();
    send::<harness_sdk_core::JsonLines<Value>>();
    assert!(size_of::<ResponseFuture<[u64; 1000]>>() <= 64);
    assert_eq!(size_of::<Call>(), size_of::<usize>());
    assert_eq!(size_of::<harness_sdk_core::Error>(), size_of::<usize>());
}
