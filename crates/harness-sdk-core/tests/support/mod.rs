//! A server on this machine that answers, or fails to, as it is told.
#![allow(dead_code)]

use std::sync::{Arc, Mutex};

use harness_sdk_core::{Context, ContextBuilder};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A key of the shape of a real one; no text that leaves the library may hold its last segment.
pub(crate) const KEY: &str = "pat.acc.tok.CANARYsecret0123456789";
/// What to look for when looking for the key.
pub(crate) const CANARY: &str = "CANARYsecret";

/// What the server does with one request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// Sends these pieces, each on its own, and closes the connection.
    Pieces(Vec<Vec<u8>>),
    /// Says nothing and keeps the connection open.
    Silence,
    /// Sends this and then says nothing more, the connection staying open.
    Stall(Vec<u8>),
    /// Sends this and then so many single bytes, one a second.
    Drip(Vec<u8>, usize),
}

/// One request as it arrived.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn target(&self) -> &str {
        self.line.split(' ').nth(1).unwrap_or_default()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// A server that gives these replies in their order, the last one for ever.
    pub(crate) async fn new(replies: Vec<Reply>) -> Server {
        Server::deciding(move |number| replies[number.min(replies.len() - 1)].clone()).await
    }

    /// A server that gives the reply that is decided on when the connection of that number, from 0, is made.
    pub(crate) async fn deciding(reply: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        tokio::spawn(async move {
            let mut held = Vec::new();
            for number in 0.. {
                let Ok((stream, _)) = listener.accept().await else { return };
                held.push(tokio::spawn(serve(stream, reply(number), Arc::clone(&log))));
            }
        });
        Server { url, seen }
    }

    pub(crate) async fn answering(reply: impl Into<Reply>) -> Server {
        Server::new(vec![reply.into()]).await
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "one request was expected: {seen:?}");
        seen[0].clone()
    }

    /// A client of this server without time limits, so that paused time cannot run past them while bytes travel.
    pub(crate) fn builder(&self) -> ContextBuilder {
        Context::builder()
            .api_key(KEY)
            .host(&self.url)
            .no_proxy()
            .connect_timeout(None)
            .attempt_timeout(None)
            .total_timeout(None)
            .idle_timeout(None)
    }

    pub(crate) fn context(&self) -> Context {
        self.builder().build().unwrap()
    }
}

/// An answer with a body, and its length unless the headers tell how it is sent.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    Reply::Pieces(vec![bytes(status, headers, body.as_ref())])
}

pub(crate) fn json(status: u16, body: &str) -> Reply {
    answer(status, &[("content-type", "application/json")], body)
}

pub(crate) fn bytes(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} Status\r\nconnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    let framed = headers.iter().any(|(name, _)| ["content-length", "transfer-encoding"].contains(name));
    if !framed {
        text += &format!("content-length: {}\r\n", body.len());
    }
    let mut all = (text + "\r\n").into_bytes();
    all.extend_from_slice(body);
    all
}

async fn serve(mut stream: TcpStream, reply: Reply, log: Arc<Mutex<Vec<Seen>>>) {
    let Some(seen) = read_request(&mut stream).await else { return };
    log.lock().unwrap().push(seen);
    match reply {
        Reply::Pieces(pieces) => {
            for piece in pieces {
                if stream.write_all(&piece).await.is_err() || stream.flush().await.is_err() {
                    return;
                }
                tokio::task::yield_now().await;
            }
            let _ = stream.shutdown().await;
            // What the client still sends is read, or closing would reset the connection under the answer.
            let mut rest = [0; 4096];
            while stream.read(&mut rest).await.is_ok_and(|read| read > 0) {}
        }
        Reply::Stall(start) => {
            let _ = stream.write_all(&start).await;
            std::future::pending::<()>().await;
        }
        Reply::Drip(start, count) => {
            let _ = stream.write_all(&start).await;
            for _ in 0..count {
                tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                if stream.write_all(b" ").await.is_err() {
                    return;
                }
            }
        }
        Reply::Silence => std::future::pending::<()>().await,
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Seen> {
    let mut data = Vec::new();
    let head_end = loop {
        if let Some(end) = data.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut data).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(data[..head_end].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let line = lines.next()?.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut seen = Seen { line, headers, body: data[head_end + 4..].to_vec() };
    if let Some(length) = seen.header("content-length").and_then(|length| length.parse::<usize>().ok()) {
        while seen.body.len() < length {
            if stream.read_buf(&mut seen.body).await.ok()? == 0 {
                return None;
            }
        }
    } else if seen.header("transfer-encoding").is_some() {
        while !seen.body.ends_with(b"0\r\n\r\n") {
            if stream.read_buf(&mut seen.body).await.ok()? == 0 {
                return None;
            }
        }
    }
    Some(seen)
}
