//! A body while it is sent.

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;

/// A stream of pieces of a body.
pub(crate) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BodyFault>> + Send>>;

/// A body that is ready to be sent once.
pub(crate) struct Opened {
    pub(crate) pieces: Pieces,
    pub(crate) length: Option<u64>,
}

/// The source of a body failed, as opposed to the network.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyFault {
    #[error("{path}: {fault}")]
    File { path: String, fault: io::Error },
    #[error("{name} ended after {given} of the {said} bytes that it was said to have")]
    Short { name: String, said: u64, given: u64 },
    #[error("{name} is longer than the {said} bytes that it was said to have")]
    Long { name: String, said: u64 },
    #[error("the stream of the body has been sent already; make the call anew")]
    Spent,
    #[error("the stream of the body failed: {0}")]
    Stream(Box<dyn StdError + Send + Sync>),
}

impl Opened {
    pub(crate) fn bytes(bytes: Bytes) -> Opened {
        let length = Some(bytes.len() as u64);
        Opened { pieces: Box::pin(stream::once(async move { Ok(bytes) })), length }
    }
}
