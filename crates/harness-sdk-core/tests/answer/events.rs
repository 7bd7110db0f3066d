//! Streams of server-sent events over a real connection.

use std::time::Duration;

use crate::support::{Reply, Server};
use harness_sdk_core::{Error, ErrorKind, Events, Method};

const HEAD: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n";

async fn open(server: &Server) -> Result<Events, Error> {
    let request = server.context().request(Method::GET, "/stream").accept("text/event-stream");
    request.send_events().await.map(|answer| answer.into_inner())
}

#[tokio::test]
async fn events_come_whole_however_the_network_cuts_them() {
    let text = "data: {\"out\":\"gr\u{fc}n\"}\n\nevent: error\r\ndata: eof\r\n\r\n";
    let pieces = text.as_bytes().chunks(1).map(<[u8]>::to_vec);
    let server = Server::new(vec![Reply::Pieces([HEAD.into()].into_iter().chain(pieces).collect())]).await;
    let mut events = open(&server).await.unwrap();
    let first = events.try_next().await.unwrap().unwrap();
    assert_eq!((first.kind.as_str(), first.data.as_str()), ("message", "{\"out\":\"gr\u{fc}n\"}"));
    let second = events.try_next().await.unwrap().unwrap();
    assert_eq!((second.kind.as_str(), second.data.as_str()), ("error", "eof"));
    assert!(events.next().await.is_none());
    assert!(events.next().await.is_none(), "the end stays the end");
    assert_eq!(server.seen()[0].header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn a_broken_connection_ends_the_stream_with_an_error() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 100\r\n\r\ndata: 1\n\ndata: 2";
    let server = Server::new(vec![Reply::Pieces(vec![head.into()])]).await;
    let mut events = open(&server).await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, "1");
    assert_eq!(events.try_next().await.unwrap_err().kind(), ErrorKind::Transport);
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn silence_is_limited_and_the_limit_can_be_changed() {
    let server = Server::new(vec![Reply::Stall(format!("{HEAD}id: 9\nretry: 20\ndata: 1\n\n").into_bytes())]).await;
    let mut events = open(&server).await.unwrap().with_idle_timeout(Duration::from_millis(50));
    assert_eq!(events.try_next().await.unwrap().unwrap().id.as_deref(), Some("9"));
    assert_eq!((events.last_event_id(), events.retry()), (Some("9"), Some(Duration::from_millis(20))));
    assert_eq!(events.try_next().await.unwrap_err().kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn an_event_beyond_the_limit_of_the_client_is_an_error() {
    let long = format!("{HEAD}data: {}\n\n", "x".repeat(2000));
    let server = Server::new(vec![Reply::Pieces(vec![long.into_bytes()])]).await;
    let small = server.builder().max_answer(1000).build().unwrap();
    let mut events = small.request(Method::GET, "/stream").send_events().await.unwrap().into_inner();
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn another_kind_of_answer_is_refused() {
    for (head, kind) in [
        ("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n{}", ErrorKind::Decode),
        (
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/html\r\n\r\n<html><title>Log in</title></html>",
            ErrorKind::Html,
        ),
        (
            "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n{\"message\":\"no\"}",
            ErrorKind::Status,
        ),
    ] {
        let server = Server::new(vec![Reply::Pieces(vec![head.into()])]).await;
        assert_eq!(open(&server).await.unwrap_err().kind(), kind, "{head}");
    }
}
