//! Requests that an HTTP/2 server does not take are sent again: nothing was done.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use h2::Reason;
use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Body, Call, Context, ErrorKind, Method, Request as _, RetryPolicy};
use http::{Response, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

static POST: Operation = Operation { id: "post", method: Method::POST, path: "/c", ..Operation::NEW };

/// A server that does not take the first requests, and how many it has seen.
struct Server {
    address: SocketAddr,
    seen: Arc<AtomicU32>,
}

impl Server {
    async fn refusing(first: u32) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let server = Server { address: listener.local_addr().unwrap(), seen: Arc::default() };
        let seen = Arc::clone(&server.seen);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let seen = Arc::clone(&seen);
                tokio::spawn(async move {
                    let mut connection = h2::server::handshake(stream).await.unwrap();
                    while let Some(Ok((_, mut respond))) = connection.accept().await {
                        if seen.fetch_add(1, Ordering::SeqCst) < first {
                            respond.send_reset(Reason::REFUSED_STREAM);
                            continue;
                        }
                        let head = Response::builder().status(StatusCode::OK).body(()).unwrap();
                        respond.send_response(head, false).unwrap().send_data(Bytes::from_static(b"{}"), true).unwrap();
                    }
                });
            }
        });
        server
    }

    fn context(&self) -> Context {
        let context = Context::builder().api_key("pat.acc.token.secret").host(format!("http://{}", self.address));
        context.http_with(|http| http.http2_prior_knowledge()).no_proxy().build().unwrap()
    }

    fn seen(&self) -> u32 {
        self.seen.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn a_refused_request_goes_out_again_at_once_under_any_policy() {
    for refused in [1, 2] {
        let server = Server::refusing(refused).await;
        Call::new(&server.context(), &POST).with_retry(RetryPolicy::none()).send::<()>().await.unwrap();
        assert_eq!(server.seen(), refused + 1);
    }
}

#[tokio::test]
async fn a_server_that_goes_on_refusing_ends_in_an_error() {
    let server = Server::refusing(u32::MAX).await;
    let error = Call::new(&server.context(), &POST).with_retry(RetryPolicy::none()).send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), server.seen()), (ErrorKind::Transport, 3, 3));
}

#[tokio::test]
async fn a_body_that_is_gone_is_not_sent_again() {
    let server = Server::refusing(1).await;
    let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"piece"))]);
    let mut call = Call::new(&server.context(), &POST);
    call.raw_body("text/plain", Body::stream(pieces, None));
    let error = call.send::<()>().await.unwrap_err();
    assert_eq!((error.attempts(), server.seen()), (1, 1));
}

#[tokio::test]
async fn a_connection_that_is_being_closed_is_left_for_another() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let server = Server { address: listener.local_addr().unwrap(), seen: Arc::default() };
    let seen = Arc::clone(&server.seen);
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        close_in_good_order(stream).await;
        let (stream, _) = listener.accept().await.unwrap();
        let mut connection = h2::server::handshake(stream).await.unwrap();
        while let Some(Ok((_, mut respond))) = connection.accept().await {
            seen.fetch_add(1, Ordering::SeqCst);
            respond.send_response(Response::new(()), true).unwrap();
        }
    });
    let call = Call::new(&server.context(), &POST).with_retry(RetryPolicy::none());
    call.send::<()>().await.unwrap();
    assert_eq!(server.seen(), 1);
}

/// Waits for a request and answers it with GOAWAY that names no stream as processed. Written by hand: a server that has
/// read a request cannot be made to say so.
async fn close_in_good_order(mut stream: TcpStream) {
    const PREFACE: usize = 24;
    const HEADERS: u8 = 1;
    const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    const GOAWAY: [u8; 17] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    stream.write_all(&SETTINGS).await.unwrap();
    stream.read_exact(&mut [0; PREFACE]).await.unwrap();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.unwrap();
        let [high, middle, low, kind, ..] = head;
        let length = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        stream.read_exact(&mut vec![0; length]).await.unwrap();
        if kind == HEADERS {
            break;
        }
    }
    stream.write_all(&GOAWAY).await.unwrap();
}
