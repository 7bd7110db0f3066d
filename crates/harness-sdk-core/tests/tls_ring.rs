//! The feature `rustls-ring` without the default one: TLS works, and asks nothing of the program.

#![cfg(all(feature = "rustls-ring", not(feature = "rustls")))]

use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Call, Context, ErrorKind, Request as _, RetryPolicy};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

static GET: Operation = Operation { id: "get", path: "/g", ..Operation::NEW };

#[tokio::test]
async fn a_client_begins_tls() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let host = format!("https://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut record = [0; 3];
        stream.read_exact(&mut record).await.unwrap();
        stream.write_all(b"not TLS").await.unwrap();
        record
    });
    let context = Context::builder().api_key("pat.acc.token.secret").host(host).no_proxy().build().unwrap();
    let error = Call::new(&context, &GET).with_retry(RetryPolicy::none()).send::<()>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    let [kind, major, _] = server.await.unwrap();
    assert_eq!((kind, major), (22, 3), "a handshake record of TLS");
}
