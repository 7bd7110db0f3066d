//! Requests to any path, for what no document has yet, on the same credentials, retries and errors.

use std::borrow::Cow;

use bytes::Bytes;
use http::Method;
use serde::Serialize;

use crate::body::Body;
use crate::call::{Call, Payload, RawTarget};
use crate::context::Context;
use crate::events::Events;
use crate::form::Form;
use crate::lines::JsonLines;
use crate::model::Slot;
use crate::operation::Operation;
use crate::raw_response::RawResponse;
use crate::send::ResponseFuture;

static RAW: Operation = Operation { id: "raw request", ..Operation::NEW };

/// A request to any path. [`Context::request`] makes one; the options of [`Request`](crate::Request) apply too.
///
/// ```no_run
/// # async fn run(context: harness_sdk_core::Context) -> Result<(), harness_sdk_core::Error> {
/// use harness_sdk_core::{Method, Request};
/// let answer = context
///     .request(Method::GET, "/ng/api/projects")
///     .fill_scope()
///     .with_query("pageSize", 5)
///     .send()
///     .await?;
/// println!("{}", answer.into_inner().text().await?);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawRequest(Call);

crate::request!(RawRequest);

impl Context {
    /// A request to any path below the host, with an optional query, both already percent-encoded; or to a whole URL of
    /// the same host. For a URL of another host see [`RawRequest::without_credentials`].
    pub fn request(&self, method: Method, target: impl Into<String>) -> RawRequest {
        RawRequest::new(self, method, target.into())
    }
}

impl RawRequest {
    fn new(context: &Context, method: Method, target: String) -> RawRequest {
        let mut call = Call::new(context, &RAW);
        call.parts_mut().raw =
            Some(RawTarget { method, target, accept: None, safe: false, redirects: false, fill_scope: false });
        RawRequest(call)
    }

    fn target(mut self, change: impl FnOnce(&mut RawTarget)) -> RawRequest {
        if let Some(target) = &mut self.0.parts_mut().raw {
            change(target);
        }
        self
    }

    /// The `Accept` header; `application/json` unless set.
    pub fn accept(self, media_types: impl Into<String>) -> RawRequest {
        self.target(|target| target.accept = Some(media_types.into()))
    }

    /// Sends account, organisation and project of the scope along, as `accountIdentifier`, `orgIdentifier` and
    /// `projectIdentifier` in the query, unless set there, and the account as `Harness-Account` too.
    pub fn fill_scope(self) -> RawRequest {
        self.target(|target| target.fill_scope = true)
    }

    /// Marks the request as harmless to repeat, whatever its method.
    pub fn safe_to_repeat(self) -> RawRequest {
        self.target(|target| target.safe = true)
    }

    /// Follows redirects to other hosts, without credentials. Only GET and HEAD are redirected.
    pub fn follow_redirects(self) -> RawRequest {
        self.target(|target| target.redirects = true)
    }

    /// Sends no credentials: the way to fetch a presigned link, which may then be on any host.
    pub fn without_credentials(mut self) -> RawRequest {
        self.0.parts_mut().options.credentials = false;
        self
    }

    /// A JSON body of any type that serde can write.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> RawRequest {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.0.json_bytes(bytes.into()),
            Err(fault) => self.0.parts_mut().problems.push(format!("the body cannot be written as JSON: {fault}")),
        }
        self
    }

    /// A YAML body.
    pub fn yaml(mut self, text: impl Into<String>) -> RawRequest {
        self.0.yaml(text);
        self
    }

    /// A plain text body.
    pub fn text(mut self, text: impl Into<String>) -> RawRequest {
        self.0.text(text);
        self
    }

    /// A body of any media type: bytes, a file or a stream.
    pub fn body(mut self, media_type: impl Into<String>, body: impl Into<Body>) -> RawRequest {
        self.0.parts_mut().payload = Payload::Raw(Cow::Owned(media_type.into()), body.into());
        self
    }

    /// A multipart body.
    pub fn form(mut self, form: Form) -> RawRequest {
        self.0.form(form);
        self
    }

    /// Sends the request and hands out the answer unread.
    pub fn send(self) -> ResponseFuture<RawResponse> {
        self.0.send_raw()
    }

    /// Sends the request and reads a JSON answer as a model, an ordinary type or [`Value`](crate::model::Value).
    pub fn send_json<T: Slot + Default + Send + 'static>(self) -> ResponseFuture<T> {
        self.0.send()
    }

    /// Sends the request and reads a text answer.
    pub fn send_text(self) -> ResponseFuture<String> {
        self.0.send_text()
    }

    /// Sends the request and reads the answer's bytes into memory.
    pub fn send_bytes(self) -> ResponseFuture<Bytes> {
        self.0.send_bytes()
    }

    /// Sends the request and reads the answer line by line, each a JSON text.
    pub fn send_json_lines<T: Slot + Default + Send + 'static>(self) -> ResponseFuture<JsonLines<T>> {
        self.0.send_json_lines()
    }

    /// Sends the request and reads the answer event by event. Ask for it with `accept("text/event-stream")`.
    pub fn send_events(self) -> ResponseFuture<Events> {
        self.0.send_events()
    }
}
