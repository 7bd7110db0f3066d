//! Callers' code around every request that is sent.

use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use url::Url;

use super::same_origin::same_origin;
use super::{HttpRequest, Transport, TransportFuture};
use crate::auth::AuthHeader;

/// Code around the transport: it may change the request, answer it itself, look at the response, change it, or run the
/// rest again. It runs within every attempt, for every hop of a redirect, in the order in which
/// [`ContextBuilder::middleware`](crate::ContextBuilder::middleware) was called; the first one is the outermost.
///
/// Credentials are added after the last one, and left out when a middleware sends the request to another scheme, host or
/// port. [`Hooks`](crate::hooks::Hooks) are told about attempts and see no bodies; they are enough to count and to add
/// headers.
///
/// ```
/// use harness_sdk_core::transport::{HttpRequest, Middleware, Next, TransportFuture};
///
/// /// Asks for at most a megabyte of each answer, and prints how long it was.
/// #[derive(Debug)]
/// struct Sizes;
///
/// impl Middleware for Sizes {
///     fn handle<'a>(&'a self, mut request: HttpRequest, next: Next<'a>) -> TransportFuture<'a> {
///         Box::pin(async move {
///             request.headers.insert("x-team", http::HeaderValue::from_static("shop"));
///             let mut response = next.run(request).await?;
///             let length = response.body.buffer(1 << 20).await?.len();
///             println!("{}: {length} bytes", response.status);
///             Ok(response)
///         })
///     }
/// }
/// ```
pub trait Middleware: Send + Sync + fmt::Debug + 'static {
    /// Handles one request. `next.run(request)` sends it on.
    fn handle<'a>(&'a self, request: HttpRequest, next: Next<'a>) -> TransportFuture<'a>;
}

impl<T: Middleware + ?Sized> Middleware for Arc<T> {
    fn handle<'a>(&'a self, request: HttpRequest, next: Next<'a>) -> TransportFuture<'a> {
        (**self).handle(request, next)
    }
}

/// What comes after a middleware: others, and at last the transport.
#[derive(Clone)]
pub struct Next<'a> {
    rest: &'a [Arc<dyn Middleware>],
    transport: &'a dyn Transport,
    credentials: Option<&'a AuthHeader>,
    /// Where the credentials may go.
    origin: &'a Url,
}

impl<'a> Next<'a> {
    pub(super) fn new(
        rest: &'a [Arc<dyn Middleware>],
        transport: &'a dyn Transport,
        credentials: Option<&'a AuthHeader>,
        origin: &'a Url,
    ) -> Next<'a> {
        Next { rest, transport, credentials, origin }
    }

    /// Sends the request on.
    pub fn run(self, mut request: HttpRequest) -> TransportFuture<'a> {
        if let Some((first, rest)) = self.rest.split_first() {
            return first.handle(request, Next { rest, ..self });
        }
        if let Some(AuthHeader { name, value }) = self.credentials
            && same_origin(&request.url, self.origin)
        {
            request.headers.insert(HeaderName::clone(name), HeaderValue::clone(value));
        }
        self.transport.send(request)
    }

    /// The key or token that is sent, to be blanked out of what is kept.
    pub(super) fn secret(&self) -> Option<&'a str> {
        self.credentials.and_then(|auth| auth.value.to_str().ok())
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").field("rest", &self.rest).field("transport", &self.transport).finish_non_exhaustive()
    }
}
