//! What stands between the retries and the network: one request in, one response out.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::{RequestBody, ResponseBody, TransportError};
use crate::error::CallFacts;
use crate::hooks::Attempt;

/// What [`Transport::send`] and [`Middleware::handle`](super::Middleware::handle) return, boxed so that both can be trait
/// objects.
pub type TransportFuture<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'a>>;

/// Sends one request and receives one response. [`HttpTransport`](super::HttpTransport) is the one that clients have
/// unless [`ContextBuilder::transport`](crate::ContextBuilder::transport) gives another.
///
/// A transport does one thing once: time limits, retries, redirects and the meaning of statuses are the client's. It must
/// not follow redirects, for the credentials are in the headers, and it must hand out a response of any status. Its future
/// is dropped when the call is given up.
///
/// ```
/// use harness_sdk_core::transport::{HttpRequest, HttpResponse, Transport, TransportFuture};
/// use harness_sdk_core::{Context, Method, StatusCode};
///
/// #[derive(Debug)]
/// struct Canned;
///
/// impl Transport for Canned {
///     fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
///         let path = request.url.path().to_owned();
///         Box::pin(async move { Ok(HttpResponse::json(StatusCode::OK, format!("{{\"path\":{path:?}}}"))) })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let context = Context::builder().api_key("pat.account.id.secret").transport(Canned).build()?;
/// let answer = context.request(Method::GET, "/v1/orgs").send_text().await?.into_inner();
/// assert_eq!(answer, r#"{"path":"/v1/orgs"}"#);
/// # Ok(())
/// # }
/// ```
pub trait Transport: Send + Sync + fmt::Debug + 'static {
    /// Sends the request and hands out the head of the response, its body still to be read.
    fn send(&self, request: HttpRequest) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// One request, as it is about to be sent. Headers that hold secrets are marked sensitive and do not show in `Debug`, nor
/// does the query.
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// Where it goes.
    pub url: Url,
    /// The headers, without `Host`. `Content-Length` is among them when the length of a stream is known.
    pub headers: HeaderMap,
    /// The body.
    pub body: RequestBody,
    call: Option<(Arc<CallFacts>, u32)>,
    /// Names of query parameters whose values are secrets.
    sensitive: Vec<&'static str>,
}

impl HttpRequest {
    /// A request that belongs to no call, such as one that a middleware makes for itself.
    pub fn new(method: Method, url: Url) -> HttpRequest {
        HttpRequest {
            method,
            url,
            headers: HeaderMap::new(),
            body: RequestBody::empty(),
            call: None,
            sensitive: Vec::new(),
        }
    }

    pub(crate) fn of_call(mut self, facts: &Arc<CallFacts>, number: u32, sensitive: &[&'static str]) -> HttpRequest {
        self.call = Some((Arc::clone(facts), number));
        self.sensitive = sensitive.to_vec();
        self
    }

    /// Which attempt of which call it is; a redirect is followed within its attempt.
    pub fn attempt(&self) -> Option<Attempt<'_>> {
        self.call.as_ref().map(|(facts, number)| facts.attempt(*number))
    }

    /// The request in the form of the `http` crate.
    ///
    /// # Errors
    /// When the URL is too long for it.
    pub fn into_http(self) -> Result<http::Request<RequestBody>, TransportError> {
        let uri = self.url.as_str().parse().map_err(|_| TransportError::refused("the URL is too long to be sent"))?;
        let mut request = http::Request::new(self.body);
        (*request.method_mut(), *request.uri_mut(), *request.headers_mut()) = (self.method, uri, self.headers);
        Ok(request)
    }

    pub(crate) fn sensitive(&self) -> &[&'static str] {
        &self.sensitive
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("headers", &self.headers)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// The head of a response, and its body still to be read.
pub struct HttpResponse {
    /// The status, whatever it is.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: ResponseBody,
    /// The proxy that it came through, as it may be shown.
    pub(super) proxy: Option<Arc<str>>,
}

impl HttpResponse {
    /// A response without headers.
    pub fn new(status: StatusCode, body: impl Into<ResponseBody>) -> HttpResponse {
        HttpResponse { status, headers: HeaderMap::new(), body: body.into(), proxy: None }
    }

    /// A response whose `Content-Type` is JSON. The text is sent as it is.
    pub fn json(status: StatusCode, text: impl Into<ResponseBody>) -> HttpResponse {
        let mut response = HttpResponse::new(status, text);
        let json = http::HeaderValue::from_static("application/json");
        response.headers.insert(http::header::CONTENT_TYPE, json);
        response
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse").field("status", &self.status).field("body", &self.body).finish_non_exhaustive()
    }
}
