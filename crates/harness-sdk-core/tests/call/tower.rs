//! Services of tower as transports, and the other way round.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context as TaskContext, Poll};

use crate::support::{KEY, Server, json};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use harness_sdk_core::operation::Operation;
use harness_sdk_core::transport::{
    HttpTransport, RequestBody, ResponseBody, TowerTransport, TransportError, TransportService,
};
use harness_sdk_core::{Body, Call, Context, ErrorKind, Method, RetryPolicy};
use serde_json::Value;
use tower_service::Service;

static GET: Operation = Operation { id: "get", path: "/start", ..Operation::NEW };

/// A layer: counts, waits to be ready, and passes on or fails.
#[derive(Clone)]
struct Counting<S> {
    inner: S,
    count: Arc<AtomicU32>,
    ready: bool,
    fails: bool,
}

impl<S> Service<http::Request<RequestBody>> for Counting<S>
where
    S: Service<http::Request<RequestBody>, Response = http::Response<ResponseBody>, Error = TransportError>,
    S::Future: Send + 'static,
{
    type Response = http::Response<ResponseBody>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, cx: &mut TaskContext<'_>) -> Poll<Result<(), Self::Error>> {
        if self.ready {
            return self.inner.poll_ready(cx).map_err(Into::into);
        }
        self.ready = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    fn call(&mut self, request: http::Request<RequestBody>) -> Self::Future {
        assert!(self.ready, "a service is called when it is ready");
        self.count.fetch_add(1, Ordering::SeqCst);
        if self.fails {
            return Box::pin(async { Err(TransportError::connect("nobody there").into()) });
        }
        let answer = self.inner.call(request);
        Box::pin(async move { answer.await.map_err(Into::into) })
    }
}

fn layered(fails: bool) -> (TowerTransport<Counting<TransportService<HttpTransport>>>, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    let inner = TransportService::new(HttpTransport::builder().no_proxy().build().unwrap());
    (TowerTransport::new(Counting { inner, count: Arc::clone(&count), ready: false, fails }), count)
}

#[tokio::test]
async fn requests_and_responses_pass_through_layers() {
    let server = Server::answering(json(200, r#"{"a":1}"#)).await;
    let (transport, count) = layered(false);
    let context = Context::builder().api_key(KEY).host(&server.url).transport(transport).build().unwrap();
    assert_eq!(Call::new(&context, &GET).send::<Value>().await.unwrap()["a"], 1);
    let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"ab")), Ok("cd".into())]);
    let stream = Body::stream(pieces, Some(4));
    context.request(Method::POST, "/x?y=%2F").body("text/plain", stream).send().await.unwrap();
    context.request(Method::POST, "/bytes").body("text/plain", "bytes").send().await.unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 3);
    let seen = server.seen();
    assert_eq!(seen[0].header("x-api-key"), Some(KEY));
    assert_eq!(
        (seen[1].target(), seen[1].text().as_str(), seen[1].header("content-length")),
        ("/x?y=%2F", "abcd", Some("4"))
    );
    assert_eq!(seen[2].text(), "bytes");
}

#[tokio::test]
async fn an_error_of_ours_is_known_behind_layers() {
    let server = Server::answering(json(200, "{}")).await;
    let (transport, count) = layered(true);
    let retry = RetryPolicy::default().with_base_delay(std::time::Duration::ZERO).with_max_attempts(3);
    let builder = Context::builder().api_key(KEY).host(&server.url).retry(retry).transport(transport);
    let error = Call::new(&builder.build().unwrap(), &GET).send::<Value>().await.unwrap_err();
    assert_eq!((error.kind(), count.load(Ordering::SeqCst)), (ErrorKind::Connect, 3), "{error}");
}
