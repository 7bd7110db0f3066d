//! Services of tower as transports, and transports as services of tower.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http_body::{Body, Frame, SizeHint};
use tower_service::Service;
use url::Url;

use super::{HttpRequest, HttpResponse, RequestBody, ResponseBody, Transport, TransportError, TransportFuture};

type BoxError = Box<dyn StdError + Send + Sync>;

/// A service of tower, with whatever layers it has, as a transport: a hyper client, a service of axum in the same process,
/// a stack of layers.
///
/// The service is cloned for every request and asked whether it is ready. Its error is a broken connection, unless it is a
/// [`TransportError`] that says more. It must not follow redirects, nor repeat requests that are not harmless to repeat.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::convert::Infallible;
/// use std::future::{Ready, ready};
/// use std::task::{Context as TaskContext, Poll};
///
/// use harness_sdk_core::transport::{RequestBody, ResponseBody, TowerTransport};
/// use harness_sdk_core::{Context, Method};
///
/// #[derive(Clone)]
/// struct Echo;
///
/// impl tower_service::Service<http::Request<RequestBody>> for Echo {
///     type Response = http::Response<ResponseBody>;
///     type Error = Infallible;
///     type Future = Ready<Result<Self::Response, Infallible>>;
///
///     fn poll_ready(&mut self, _: &mut TaskContext<'_>) -> Poll<Result<(), Infallible>> {
///         Poll::Ready(Ok(()))
///     }
///
///     fn call(&mut self, request: http::Request<RequestBody>) -> Self::Future {
///         ready(Ok(http::Response::new(request.uri().path().to_owned().into())))
///     }
/// }
///
/// let context = Context::builder().api_key("pat.ACCOUNT.ID.SECRET").transport(TowerTransport::new(Echo)).build()?;
/// assert_eq!(context.request(Method::GET, "/v1/orgs").send_text().await?.into_inner(), "/v1/orgs");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TowerTransport<S>(S);

impl<S> TowerTransport<S> {
    /// Sends requests to the service.
    pub fn new(service: S) -> TowerTransport<S> {
        TowerTransport(service)
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<RequestBody>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: HttpRequest) -> TransportFuture<'_> {
        let mut service = self.0.clone();
        Box::pin(async move {
            poll_fn(|cx| service.poll_ready(cx)).await.map_err(told)?;
            let response = service.call(request.into_http()?).await.map_err(told)?;
            let (head, body) = response.into_parts();
            let mut response = HttpResponse::new(head.status, incoming(body));
            response.headers = head.headers;
            Ok(response)
        })
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TowerTransport")
    }
}

/// A transport as a service of tower, to put layers around it: `TowerTransport::new(layers.service(TransportService::new(http)))`.
///
/// ```
/// use harness_sdk_core::Context;
/// use harness_sdk_core::transport::{HttpTransport, TowerTransport, TransportService};
///
/// let service = TransportService::new(HttpTransport::builder().build()?);
/// let context = Context::builder().api_key("pat.ACCOUNT.ID.SECRET").transport(TowerTransport::new(service)).build()?;
/// # let _ = context;
/// # Ok::<(), harness_sdk_core::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct TransportService<T>(T);

impl<T: Transport + Clone> TransportService<T> {
    /// A service that sends its requests by the transport.
    pub fn new(transport: T) -> TransportService<T> {
        TransportService(transport)
    }
}

impl<T, B> Service<http::Request<B>> for TransportService<T>
where
    T: Transport + Clone,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = http::Response<ResponseBody>;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        let transport = self.0.clone();
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let url = Url::parse(&head.uri.to_string())
                .map_err(|_| TransportError::refused("the request has no whole URL, and cannot be sent"))?;
            let mut request = HttpRequest::new(head.method, url);
            request.headers = head.headers;
            if !body.is_end_stream() {
                let length = body.size_hint().exact();
                if let (Some(length), false) = (length, request.headers.contains_key(CONTENT_LENGTH)) {
                    request.headers.insert(CONTENT_LENGTH, length.into());
                }
                request.body = RequestBody::stream(pieces(body), length);
            }
            let response = transport.send(request).await?;
            let mut answer = http::Response::new(response.body);
            (*answer.status_mut(), *answer.headers_mut()) = (response.status, response.headers);
            Ok(answer)
        })
    }
}

/// An error of a service, which may be one of ours behind its layers.
fn told(fault: impl Into<BoxError>) -> TransportError {
    match fault.into().downcast::<TransportError>() {
        Ok(own) => *own,
        Err(other) => TransportError::broken(other),
    }
}

fn incoming<B>(body: B) -> ResponseBody
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let length = body.size_hint().exact();
    ResponseBody::stream(pieces(body), length)
}

/// The pieces of a body; its trailers are left out.
fn pieces<B>(body: B) -> impl futures_core::Stream<Item = Result<Bytes, TransportError>> + Send + 'static
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    futures_util::stream::unfold(Some(Box::pin(body)), |body| async move {
        let mut body = body?;
        loop {
            match poll_fn(|cx| body.as_mut().poll_frame(cx)).await? {
                Ok(frame) => match frame.into_data() {
                    Ok(piece) => return Some((Ok(piece), Some(body))),
                    Err(_) => continue,
                },
                Err(fault) => return Some((Err(told(fault)), None)),
            }
        }
    })
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.get_mut().poll_piece(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.as_bytes().is_some_and(<[u8]>::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.get_mut().poll_piece(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        false
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
