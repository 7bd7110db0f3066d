//! What is sent back.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::BodyExt as _;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::{Body, Frame, SizeHint};
use serde_json::Value;

/// The body of a response.
pub(crate) type ReplyBody = UnsyncBoxBody<Bytes, io::Error>;

/// Where the connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Before anything is answered.
    Before,
    /// In the middle of the body.
    Inside,
}

/// What is sent back.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) delay: Option<Duration>,
    pub(crate) cut: Option<Cut>,
}

impl Reply {
    pub(crate) fn new(status: u16) -> Reply {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        Reply { status, headers: HeaderMap::new(), body: Bytes::new(), delay: None, cut: None }
    }

    pub(crate) fn json(status: u16, value: &Value) -> Reply {
        Reply::new(status).typed("application/json", value.to_string())
    }

    pub(crate) fn text(status: u16, text: impl Into<String>) -> Reply {
        Reply::new(status).typed("text/plain; charset=utf-8", text.into())
    }

    /// With a body of a media type.
    pub(crate) fn typed(self, media: &str, body: impl Into<Bytes>) -> Reply {
        let mut reply = self.header(CONTENT_TYPE.as_str(), media);
        reply.body = body.into();
        reply
    }

    /// With a header; one whose name or value no header may have is left out.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Reply {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            self.headers.insert(name, value);
        }
        self
    }

    /// The body of another reply under what this one says of status, headers and delay.
    pub(crate) fn over(&self, other: Reply) -> Reply {
        let status = if self.status == StatusCode::OK { other.status } else { self.status };
        let mut headers = other.headers;
        headers.extend(self.headers.clone());
        Reply { status, headers, body: other.body, delay: self.delay, cut: self.cut }
    }

    pub(super) fn into_response(self) -> Response<ReplyBody> {
        let mut response = Response::new(ReplyBody::default());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        *response.body_mut() = match self.cut {
            Some(_) => {
                // More is promised than comes, so that the client knows that something is missing.
                let length = HeaderValue::from(self.body.len() + 1);
                response.headers_mut().insert(CONTENT_LENGTH, length);
                Half(Some(self.body.slice(..self.body.len() / 2))).boxed_unsync()
            }
            None => whole(self.body),
        };
        response
    }
}

/// A body that breaks off after its first piece.
struct Half(Option<Bytes>);

impl Body for Half {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(match self.0.take().filter(|piece| !piece.is_empty()) {
            Some(piece) => Ok(Frame::data(piece)),
            None => Err(io::Error::other("the connection is cut on purpose")),
        }))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

/// The whole body at once.
pub(crate) fn whole(bytes: Bytes) -> http_body_util::combinators::UnsyncBoxBody<Bytes, io::Error> {
    http_body_util::Full::new(bytes).map_err(|never: Infallible| match never {}).boxed_unsync()
}
