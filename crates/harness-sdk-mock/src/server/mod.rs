//! A server on this machine: accepts connections, reads requests, writes replies.

mod in_process;
mod log;
mod reply;
mod seen;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use http::{Request, Response};
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

pub(crate) use in_process::InProcess;
pub(crate) use log::Log;
pub(crate) use reply::{Cut, Reply};
pub use seen::Seen;

use reply::ReplyBody;

/// Answers requests.
pub(crate) trait Answers: Send + Sync + 'static {
    /// The reply to a request that was read whole.
    fn answer(&self, seen: Seen) -> Reply;

    /// The most bytes of a request's body.
    fn body_limit(&self) -> usize;
}

/// A server that runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    accepting: AbortHandle,
}

impl Server {
    /// Listens, and answers what comes.
    pub(crate) async fn start(address: SocketAddr, answers: Arc<dyn Answers>) -> io::Result<Server> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(accept(listener, answers)).abort_handle();
        Ok(Server { address, accepting })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Accepts until it is dropped, and all connections with it.
async fn accept(listener: TcpListener, answers: Arc<dyn Answers>) {
    let mut connections = JoinSet::new();
    loop {
        // A connection that was given up before it was accepted is none of the others' business.
        if let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(stream, Arc::clone(&answers)));
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, answers: Arc<dyn Answers>) {
    let service = service_fn(move |request| respond(request, Arc::clone(&answers)));
    // A client that goes away early is its own business.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// Closes the connection without an answer.
#[derive(Debug)]
struct NoAnswer;

impl std::fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the connection is cut on purpose")
    }
}

impl std::error::Error for NoAnswer {}

async fn respond(request: Request<Incoming>, answers: Arc<dyn Answers>) -> Result<Response<ReplyBody>, NoAnswer> {
    let (head, body) = request.into_parts();
    let reply = match Limited::new(body, answers.body_limit()).collect().await {
        Ok(body) => answers.answer(Seen::new(head, body.to_bytes())),
        Err(_) => Reply::text(413, "the body is larger than the mock takes, or was cut"),
    };
    if let Some(delay) = reply.delay {
        tokio::time::sleep(delay).await;
    }
    if reply.cut == Some(Cut::Before) {
        return Err(NoAnswer);
    }
    Ok(reply.into_response())
}
