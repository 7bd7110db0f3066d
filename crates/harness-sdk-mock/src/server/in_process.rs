//! Answers without a server: requests and replies stay in the program.

use std::sync::Arc;

use bytes::Bytes;
use harness_sdk::transport::{HttpRequest, HttpResponse, ResponseBody, Transport, TransportError, TransportFuture};
use http::HeaderValue;
use http::header::{CONTENT_LENGTH, HOST};

use super::{Answers, Cut, NoAnswer, Reply, Seen};

/// Hands requests to what answers them.
#[derive(Debug)]
pub(crate) struct InProcess<A>(pub(crate) Arc<A>);

impl<A: Answers + std::fmt::Debug> Transport for InProcess<A> {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        Box::pin(async move {
            let reply = match seen(request, self.0.body_limit()).await? {
                Some(seen) => self.0.answer(seen),
                None => Reply::text(413, "the body is larger than the mock takes, or was cut"),
            };
            if let Some(delay) = reply.delay {
                tokio::time::sleep(delay).await;
            }
            match reply.cut {
                Some(Cut::Before) => Err(TransportError::broken(NoAnswer)),
                cut => Ok(response(reply, cut.is_some())),
            }
        })
    }
}

/// The request as a server sees it; nothing when its body is too large.
async fn seen(mut request: HttpRequest, limit: usize) -> Result<Option<Seen>, TransportError> {
    if request.body.length().is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > limit)) {
        return Ok(None);
    }
    let body = match request.body.is_none() {
        true => Bytes::new(),
        false => request.body.buffer(limit).await?.clone(),
    };
    if let Some(host) = request.url.host_str().and_then(|host| HeaderValue::from_str(host).ok()) {
        request.headers.insert(HOST, host);
    }
    if !request.body.is_none() {
        request.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let (head, _) = request.into_http()?.into_parts();
    Ok(Some(Seen::new(head, body)))
}

fn response(reply: Reply, cut: bool) -> HttpResponse {
    let body = match cut {
        true => {
            let half = reply.body.slice(..reply.body.len() / 2);
            ResponseBody::pieces([Ok(half), Err(TransportError::broken(NoAnswer))])
        }
        false => reply.body.into(),
    };
    let mut response = HttpResponse::new(reply.status, body);
    response.headers = reply.headers;
    response
}
