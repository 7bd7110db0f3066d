//! Bodies on their way: one that is sent, one that comes in.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
#[cfg(feature = "tower")]
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt as _;

use super::TransportError;
use super::network::Network;
use crate::body::{BodyFault, Opened, Pieces};

/// The body of one request: nothing, bytes in memory, or a stream that can be sent once.
pub struct RequestBody(Outgoing);

enum Outgoing {
    Empty,
    Bytes(Bytes),
    Stream(Pieces, Option<u64>),
}

impl RequestBody {
    /// No body.
    pub fn empty() -> RequestBody {
        RequestBody(Outgoing::Empty)
    }

    /// A stream of pieces, with its length in bytes when that is known.
    pub fn stream<S, E>(pieces: S, length: Option<u64>) -> RequestBody
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let pieces = pieces.map(|piece| piece.map_err(|fault| BodyFault::Stream(fault.into())));
        RequestBody(Outgoing::Stream(Box::pin(pieces), length))
    }

    pub(super) fn opened(opened: Opened) -> RequestBody {
        RequestBody(Outgoing::Stream(opened.pieces, opened.length))
    }

    /// The bytes, when they are in memory; empty for no body, `None` for a stream.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Outgoing::Empty => Some(&[]),
            Outgoing::Bytes(bytes) => Some(bytes),
            Outgoing::Stream(..) => None,
        }
    }

    /// Whether there is none, as opposed to one of no bytes.
    pub fn is_none(&self) -> bool {
        matches!(self.0, Outgoing::Empty)
    }

    /// The length in bytes, when it is known.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Outgoing::Stream(_, length) => *length,
            _ => self.as_bytes().map(|bytes| bytes.len() as u64),
        }
    }

    /// Reads a stream into memory, so that [`RequestBody::as_bytes`] has it and it is still sent.
    ///
    /// # Errors
    /// When the source of the body fails, or it is longer than `most` bytes; the body is gone then.
    pub async fn buffer(&mut self, most: usize) -> Result<&Bytes, TransportError> {
        if let Outgoing::Stream(pieces, _) = &mut self.0 {
            let mut all = BytesMut::new();
            while let Some(piece) = pieces.next().await {
                all.extend_from_slice(&piece.map_err(TransportError::body)?);
                if all.len() > most {
                    return Err(TransportError::refused(format!("the request body is longer than {most} bytes")));
                }
            }
            self.0 = Outgoing::Bytes(all.freeze());
        } else if self.is_none() {
            self.0 = Outgoing::Bytes(Bytes::new());
        }
        match &self.0 {
            Outgoing::Bytes(bytes) => Ok(bytes),
            _ => Err(TransportError::refused("the request body is not in memory")),
        }
    }

    /// The body as a stream of pieces.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static {
        let pieces: Pieces = match self.0 {
            Outgoing::Empty => Box::pin(futures_util::stream::empty()),
            Outgoing::Bytes(bytes) => Opened::bytes(bytes).pieces,
            Outgoing::Stream(pieces, _) => pieces,
        };
        pieces.map(|piece| piece.map_err(TransportError::body))
    }

    #[cfg(feature = "tower")]
    pub(super) fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.0 {
            Outgoing::Empty => Poll::Ready(None),
            Outgoing::Bytes(bytes) => {
                Poll::Ready(Some(std::mem::take(bytes)).filter(|bytes| !bytes.is_empty()).map(Ok))
            }
            Outgoing::Stream(pieces, length) => {
                let piece = pieces.poll_next_unpin(cx);
                if let (Poll::Ready(Some(Ok(piece))), Some(length)) = (&piece, length) {
                    *length = length.saturating_sub(piece.len() as u64);
                }
                piece.map(|piece| piece.map(|piece| piece.map_err(TransportError::body)))
            }
        }
    }

    pub(super) fn into_reqwest(self) -> Option<reqwest::Body> {
        match self.0 {
            Outgoing::Empty => None,
            Outgoing::Bytes(bytes) => Some(bytes.into()),
            Outgoing::Stream(pieces, _) => Some(reqwest::Body::wrap_stream(pieces)),
        }
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> RequestBody {
        RequestBody(Outgoing::Bytes(bytes))
    }
}

impl From<String> for RequestBody {
    fn from(text: String) -> RequestBody {
        Bytes::from(text).into()
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0, self.length()) {
            (Outgoing::Empty, _) => f.write_str("RequestBody(none)"),
            (Outgoing::Stream(..), None) => f.write_str("RequestBody(stream)"),
            (_, length) => write!(f, "RequestBody({} bytes)", length.unwrap_or_default()),
        }
    }
}

type Incoming = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of one response: bytes in memory, or a stream that is read once.
pub struct ResponseBody(Source);

enum Source {
    Bytes(Bytes),
    Stream(Incoming, Option<u64>),
    Network(Network),
}

impl ResponseBody {
    /// A stream of pieces, with its length in bytes when that is known. Nothing is read after an error.
    pub fn stream<S>(pieces: S, length: Option<u64>) -> ResponseBody
    where
        S: Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
    {
        ResponseBody(Source::Stream(Box::pin(pieces), length))
    }

    /// Pieces that are there already, and perhaps an error after them.
    pub fn pieces<P>(pieces: P) -> ResponseBody
    where
        P: IntoIterator<Item = Result<Bytes, TransportError>>,
        P::IntoIter: Send + 'static,
    {
        ResponseBody::stream(futures_util::stream::iter(pieces), None)
    }

    pub(super) fn network(network: Network) -> ResponseBody {
        ResponseBody(Source::Network(network))
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.0 {
            Source::Bytes(bytes) => Ok(Some(std::mem::take(bytes)).filter(|bytes| !bytes.is_empty())),
            Source::Stream(pieces, _) => pieces.next().await.transpose(),
            Source::Network(network) => network.chunk().await,
        }
    }

    #[cfg(feature = "tower")]
    pub(super) fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        if matches!(self.0, Source::Network(_)) {
            let length = self.length();
            let Source::Network(network) = std::mem::replace(&mut self.0, Source::Bytes(Bytes::new())) else {
                return Poll::Ready(None);
            };
            let pieces = futures_util::stream::try_unfold(network, |mut network| async move {
                Ok(network.chunk().await?.map(|piece| (piece, network)))
            });
            self.0 = Source::Stream(Box::pin(pieces), length);
        }
        match &mut self.0 {
            Source::Stream(pieces, length) => {
                let piece = pieces.poll_next_unpin(cx);
                if let (Poll::Ready(Some(Ok(piece))), Some(length)) = (&piece, length) {
                    *length = length.saturating_sub(piece.len() as u64);
                }
                piece
            }
            Source::Bytes(bytes) => Poll::Ready(Some(std::mem::take(bytes)).filter(|bytes| !bytes.is_empty()).map(Ok)),
            Source::Network(_) => Poll::Ready(None),
        }
    }

    /// The length in bytes that is announced, or known because the body is in memory.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Source::Bytes(bytes) => Some(bytes.len() as u64),
            Source::Stream(_, length) => *length,
            Source::Network(network) => network.length(),
        }
    }

    /// Reads the body into memory and leaves it there, so that it can be looked at and still be read by the caller. A
    /// stream of events or lines never ends: look at the request's `Accept` before.
    ///
    /// # Errors
    /// When the connection breaks, or the body is longer than `most` bytes; the body is gone then.
    pub async fn buffer(&mut self, most: usize) -> Result<&Bytes, TransportError> {
        if !matches!(self.0, Source::Bytes(_)) {
            let mut all = BytesMut::new();
            while let Some(piece) = self.chunk().await? {
                all.extend_from_slice(&piece);
                if all.len() > most {
                    return Err(TransportError::refused(format!("the response body is longer than {most} bytes")));
                }
            }
            self.0 = Source::Bytes(all.freeze());
        }
        match &self.0 {
            Source::Bytes(bytes) => Ok(bytes),
            _ => Err(TransportError::refused("the response body is not in memory")),
        }
    }
}

impl Default for ResponseBody {
    fn default() -> ResponseBody {
        Bytes::new().into()
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> ResponseBody {
        ResponseBody(Source::Bytes(bytes))
    }
}

impl From<Vec<u8>> for ResponseBody {
    fn from(bytes: Vec<u8>) -> ResponseBody {
        Bytes::from(bytes).into()
    }
}

impl From<String> for ResponseBody {
    fn from(text: String) -> ResponseBody {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for ResponseBody {
    fn from(text: &'static str) -> ResponseBody {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length() {
            Some(length) => write!(f, "ResponseBody({length} bytes)"),
            None => f.write_str("ResponseBody(stream)"),
        }
    }
}
