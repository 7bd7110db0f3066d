//! Request bodies that are not JSON: bytes, files and streams.

mod opened;
mod source;

use std::error::Error as StdError;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt as _;

pub(crate) use opened::{BodyFault, Opened, Pieces};

use crate::error::{Error, ErrorKind};

/// The bytes of a request body: in memory, in a file, or a stream.
///
/// Bytes and files can be sent again when an attempt fails; a stream cannot, nor a file that is a pipe or a device, such as
/// `/dev/stdin`: they are read to their end, whatever length the system tells, and are sent in chunks.
///
/// A file that changes its length while it is sent, and a stream that is shorter or longer than was said, end the call with
/// [`ErrorKind::Local`]; nothing is cut in silence.
#[derive(Clone)]
pub struct Body(Source);

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    File(Arc<Path>),
    Stream(Arc<Mutex<Option<Pieces>>>, Option<u64>),
}

impl Body {
    /// A file, opened when the request is sent and read piece by piece.
    pub fn file(path: impl Into<PathBuf>) -> Body {
        Body(Source::File(path.into().into()))
    }

    /// A stream of pieces. With its length in bytes the request says how long it is, otherwise it is sent in chunks.
    pub fn stream<S, B, E>(pieces: S, length: Option<u64>) -> Body
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        let pieces = pieces.map(|piece| piece.map(Into::into).map_err(|fault| BodyFault::Stream(fault.into())));
        Body(Source::Stream(Arc::new(Mutex::new(Some(Box::pin(pieces)))), length))
    }

    /// The bytes, when they are in memory.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Source::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    pub(crate) fn shared_bytes(&self) -> Option<Bytes> {
        match &self.0 {
            Source::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }

    /// Whether the body can be sent more than once.
    pub(crate) fn repeats(&self) -> bool {
        match &self.0 {
            Source::Bytes(_) => true,
            Source::File(path) => source::is_rereadable(path),
            Source::Stream(..) => false,
        }
    }

    pub(crate) fn file_path(&self) -> Option<&Path> {
        match &self.0 {
            Source::File(path) => Some(path),
            _ => None,
        }
    }

    pub(crate) async fn open(&self) -> Result<Opened, Error> {
        let opened = match &self.0 {
            Source::Bytes(bytes) => Ok(Opened::bytes(bytes.clone())),
            Source::File(path) => source::open_file(path).await,
            Source::Stream(pieces, length) => {
                let pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner).take();
                match (pieces, *length) {
                    (None, _) => Err(BodyFault::Spent),
                    (Some(pieces), Some(length)) => source::exact(pieces, length, "the stream".to_owned()).await,
                    (Some(pieces), None) => Ok(Opened { pieces, length: None }),
                }
            }
        };
        opened.map_err(|fault| {
            Error::new(ErrorKind::Local, format!("the request body could not be read: {fault}")).with_source(fault)
        })
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Source::File(path) => write!(f, "Body(file {})", path.display()),
            Source::Stream(_, Some(length)) => write!(f, "Body(stream of {length} bytes)"),
            Source::Stream(_, None) => f.write_str("Body(stream)"),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Body {
        Body(Source::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Body {
        Body(Source::Bytes(bytes.into()))
    }
}

impl From<&[u8]> for Body {
    fn from(bytes: &[u8]) -> Body {
        Body(Source::Bytes(Bytes::copy_from_slice(bytes)))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Body {
        Body(Source::Bytes(text.into()))
    }
}

impl From<&str> for Body {
    fn from(text: &str) -> Body {
        Body(Source::Bytes(Bytes::copy_from_slice(text.as_bytes())))
    }
}

impl From<PathBuf> for Body {
    fn from(path: PathBuf) -> Body {
        Body::file(path)
    }
}

impl From<&Path> for Body {
    fn from(path: &Path) -> Body {
        Body::file(path)
    }
}
