//! Code around the transport, and transports of one's own.

use std::sync::{Arc, Mutex};

use crate::support::{KEY, Server, answer, json};
use bytes::Bytes;
use harness_sdk_core::operation::Operation;
use harness_sdk_core::transport::{
    HttpRequest, HttpResponse, Middleware, Next, RequestBody, ResponseBody, Transport, TransportError, TransportFuture,
};
use harness_sdk_core::{Body, Call, Context, ErrorKind, Method, RetryPolicy, StatusCode, Url};
use serde_json::Value;

static GET: Operation = Operation { id: "get", path: "/start", ..Operation::NEW };
static POST: Operation = Operation { id: "post", method: Method::POST, path: "/start", ..Operation::NEW };

type Does = dyn for<'a> Fn(HttpRequest, Next<'a>) -> TransportFuture<'a> + Send + Sync;

struct Around(Box<Does>);

impl std::fmt::Debug for Around {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Around")
    }
}

impl Middleware for Around {
    fn handle<'a>(&'a self, request: HttpRequest, next: Next<'a>) -> TransportFuture<'a> {
        (self.0)(request, next)
    }
}

fn around(does: impl for<'a> Fn(HttpRequest, Next<'a>) -> TransportFuture<'a> + Send + Sync + 'static) -> Around {
    Around(Box::new(does))
}

#[tokio::test]
async fn it_sees_and_changes_requests_and_responses_in_its_order() {
    let server = Server::answering(json(200, r#"{"a":1}"#)).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let outer = around(move |mut request, next| {
        let log = Arc::clone(&log);
        Box::pin(async move {
            assert!(!request.headers.contains_key("x-api-key") && !format!("{request:?}").contains(KEY));
            let body = request.body.buffer(1000).await?.clone();
            let attempt = request.attempt().map(|attempt| (attempt.operation.to_owned(), attempt.number));
            log.lock().unwrap().push(format!("{attempt:?} {}", String::from_utf8_lossy(&body)));
            request.headers.insert("x-order", http::HeaderValue::from_static("outer"));
            let mut response = next.run(request).await?;
            let body = response.body.buffer(1000).await?.clone();
            log.lock().unwrap().push(format!("{} {}", response.status, String::from_utf8_lossy(&body)));
            response.body = Bytes::from_static(br#"{"a":2}"#).into();
            Ok(response)
        })
    });
    let inner = around(|mut request, next| {
        assert_eq!(request.headers["x-order"], "outer");
        request.headers.insert("x-order", http::HeaderValue::from_static("inner"));
        next.run(request)
    });
    let context = server.builder().middleware(outer).middleware(inner).build().unwrap();
    let mut call = Call::new(&context, &POST);
    call.text("sent");
    assert_eq!(call.send::<Value>().await.unwrap()["a"], 2);
    let only = server.only();
    assert_eq!(
        (only.header("x-order"), only.header("x-api-key"), only.text().as_str()),
        (Some("inner"), Some(KEY), "sent")
    );
    assert_eq!(*seen.lock().unwrap(), [r#"Some(("post", 1)) sent"#, r#"200 OK {"a":1}"#]);
}

#[tokio::test]
async fn it_may_answer_itself_ask_again_and_refuse() {
    let server = Server::new(vec![json(200, "{}"), json(200, r#"{"b":1}"#)]).await;
    let answering = around(|_, _| Box::pin(async { Ok(HttpResponse::json(StatusCode::OK, r#"{"own":true}"#)) }));
    let context = server.builder().middleware(answering).build().unwrap();
    assert_eq!(Call::new(&context, &GET).send::<Value>().await.unwrap()["own"], true);
    assert!(server.seen().is_empty());

    let twice = around(|request, next| {
        Box::pin(async move {
            let again = HttpRequest::new(request.method.clone(), request.url.clone());
            next.clone().run(request).await?;
            next.run(again).await
        })
    });
    let context = server.builder().middleware(twice).build().unwrap();
    assert_eq!(Call::new(&context, &GET).send::<Value>().await.unwrap()["b"], 1);
    assert_eq!(server.seen().len(), 2);

    let refusing = around(|_, _| Box::pin(async { Err(TransportError::refused("not on Fridays").with_hint("wait")) }));
    let context = server.builder().middleware(refusing).build().unwrap();
    let error = Call::new(&context, &GET).send::<Value>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), error.hint()), (ErrorKind::Local, 0, Some("wait")), "{error}");
    assert!(error.to_string().contains("not on Fridays"), "{error}");
}

#[tokio::test]
async fn credentials_follow_to_no_other_host() {
    let other = Server::answering(json(200, "{}")).await;
    let server = Server::answering(json(200, "{}")).await;
    let target = other.url.clone();
    let moving = around(move |mut request, next| {
        request.url = Url::parse(&format!("{target}/moved")).unwrap();
        next.run(request)
    });
    let context = server.builder().middleware(moving).build().unwrap();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    assert_eq!((other.only().target(), other.only().header("x-api-key")), ("/moved", None));
}

#[derive(Debug)]
struct Failing(Mutex<Vec<TransportError>>);

impl Transport for Failing {
    fn send(&self, _: HttpRequest) -> TransportFuture<'_> {
        let next = self.0.lock().unwrap().pop();
        Box::pin(async move { next.map_or_else(|| Ok(HttpResponse::json(StatusCode::OK, "{}")), Err) })
    }
}

#[tokio::test]
async fn the_errors_of_a_transport_decide_what_is_repeated() {
    let io = |kind| std::io::Error::from(kind);
    let faults: [(TransportError, ErrorKind, bool, bool); 4] = [
        (TransportError::connect(io(std::io::ErrorKind::ConnectionRefused)), ErrorKind::Connect, true, true),
        (TransportError::broken(io(std::io::ErrorKind::ConnectionReset)), ErrorKind::Transport, true, false),
        (TransportError::broken("mended").not_taken(), ErrorKind::Transport, true, true),
        (TransportError::timeout("slow"), ErrorKind::Timeout, true, false),
    ];
    for (fault, kind, get, post) in faults {
        let fault = Mutex::new(Some(fault));
        for (operation, repeated) in [(&GET, get), (&POST, post)] {
            let again = remade(&fault);
            let retry = RetryPolicy::default().with_base_delay(std::time::Duration::ZERO);
            let builder = Context::builder().api_key(KEY).retry(retry).transport(Failing(Mutex::new(vec![again])));
            let outcome = Call::new(&builder.build().unwrap(), operation).send::<()>().await;
            assert_eq!(outcome.is_ok(), repeated, "{kind:?} {operation:?}");
            if let Err(error) = outcome {
                assert_eq!(error.kind(), kind);
            }
        }
    }
}

/// The same fault once more.
fn remade(fault: &Mutex<Option<TransportError>>) -> TransportError {
    let mut kept = fault.lock().unwrap();
    let text = format!("{:?}", kept.take().unwrap());
    let make = || match &text {
        text if text.contains("Connect") => TransportError::connect("refused"),
        text if text.contains("mended") => TransportError::broken("mended").not_taken(),
        text if text.contains("Broken") => TransportError::broken("reset"),
        _ => TransportError::timeout("slow"),
    };
    *kept = Some(make());
    make()
}

#[tokio::test]
async fn bodies_can_be_streams_both_ways() {
    let server = Server::answering(answer(200, &[("content-type", "application/json")], r#"{"n":1}"#)).await;
    let replacing = around(|mut request, next| {
        Box::pin(async move {
            let (had, length) = (request.body.as_bytes().is_none(), request.body.length());
            assert!(had && length == Some(4));
            request.body = RequestBody::stream(request.body.into_stream(), length);
            let response = next.run(request).await?;
            let pieces: [Result<Bytes, TransportError>; 2] =
                [Ok(Bytes::from_static(b"{\"n\"")), Ok(Bytes::from_static(b":2}"))];
            let mut changed = HttpResponse::new(response.status, ResponseBody::pieces(pieces));
            changed.headers = response.headers;
            Ok(changed)
        })
    });
    let context = server.builder().middleware(replacing).build().unwrap();
    let body = Body::stream(futures_util::stream::iter([Ok::<_, std::io::Error>("ab"), Ok("cd")]), Some(4));
    let answer = context.request(Method::POST, "/start").body("text/plain", body).send().await.unwrap();
    assert_eq!(answer.into_inner().text().await.unwrap(), "{\"n\":2}");
    assert_eq!(server.only().text(), "abcd");
    let breaking = around(|_, _| {
        Box::pin(async {
            let pieces = [Ok(Bytes::from_static(b"{")), Err(TransportError::broken("cut"))];
            Ok(HttpResponse::json(StatusCode::OK, ResponseBody::pieces(pieces)))
        })
    });
    let context = server.builder().middleware(breaking).retry(RetryPolicy::none()).build().unwrap();
    let error = Call::new(&context, &GET).send::<Value>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
}
