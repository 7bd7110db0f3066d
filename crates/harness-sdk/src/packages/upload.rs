//! Uploads: the checksum first, then the content.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream;
use harness_sdk_core::{Body, Bytes, Error, ErrorKind, Request as _};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use super::file::PackageFile;

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;
/// The header by which the platform's own clients say what an upload holds.
pub(super) const CHECKSUM: &str = "X-Checksum-Sha256";

/// Told how many bytes are sent, and how many there are.
pub(super) type Report = Box<dyn FnMut(u64, u64) + Send>;

impl PackageFile {
    /// Uploads a file on disk as this one, read piece by piece.
    pub fn upload(&self, path: impl Into<PathBuf>) -> Upload {
        Upload { file: self.clone(), path: path.into(), progress: None }
    }
}

/// An upload; await it.
///
/// The file is read twice: for its SHA-256, which goes with the request for the platform to check, and to be sent. Without
/// [progress](Upload::progress) it is sent again when an attempt fails and the call may be repeated; a stream that is watched
/// is sent once.
///
/// It fails as any call does, and when the file cannot be read or changes meanwhile. A success that says something odd
/// is a success.
#[must_use = "nothing is uploaded until it is awaited"]
pub struct Upload {
    file: PackageFile,
    path: PathBuf,
    progress: Option<Report>,
}

/// What was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256, in lower-case hexadecimal.
    pub sha256: String,
}

impl Upload {
    /// Called after each piece, with the bytes that were handed on to be sent and the bytes there are.
    pub fn progress(mut self, report: impl FnMut(u64, u64) + Send + 'static) -> Upload {
        self.progress = Some(Box::new(report));
        self
    }

    async fn run(self) -> Result<Uploaded, Error> {
        let uploaded = look(&self.path).await?;
        let calls = self.file.registry().calls().await?;
        let content = match self.progress {
            None => Body::file(self.path),
            Some(report) => Body::stream(watched(self.path, uploaded.length, report), Some(uploaded.length)),
        };
        let call = self.file.upload_call(&calls, content).with_header(CHECKSUM, &*uploaded.sha256);
        call.send_raw().await?;
        Ok(uploaded)
    }
}

/// The length and the checksum of a file.
pub(super) async fn look(path: &Path) -> Result<Uploaded, Error> {
    let read = async {
        let mut file = File::open(path).await?;
        let (mut hash, mut length, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
        loop {
            match file.read(&mut piece).await? {
                0 => break,
                read => {
                    hash.update(&piece[..read]);
                    length += read as u64;
                }
            }
        }
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok::<_, io::Error>(Uploaded { length, sha256 })
    };
    read.await.map_err(|fault| {
        Error::custom(ErrorKind::Local, format!("{} cannot be read: {fault}", path.display())).caused_by(fault)
    })
}

/// The pieces of a file, each of which is told when it is taken.
fn watched(path: PathBuf, whole: u64, report: Report) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold((None, path, 0, report), move |(file, path, mut done, mut report)| async move {
        let mut file = match file {
            Some(file) => file,
            None => File::open(&path).await?,
        };
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).await?;
        if read == 0 {
            return Ok(None);
        }
        piece.truncate(read);
        done += read as u64;
        report(done, whole);
        Ok(Some((Bytes::from(piece), (Some(file), path, done, report))))
    })
}

impl IntoFuture for Upload {
    type Output = Result<Uploaded, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("file", &self.file).field("path", &self.path).finish_non_exhaustive()
    }
}
