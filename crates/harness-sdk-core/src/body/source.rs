//! Where the bytes of a body come from, and whether they are as many as was said.

use std::io::{self, Read as _};
use std::path::Path;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;
use tokio::sync::mpsc;

use super::opened::{BodyFault, Opened, Pieces};

/// How much of a file is read at once.
const FILE_CHUNK: usize = 64 * 1024;

/// Whether the path can be read again from its beginning. A pipe cannot. What cannot be looked at fails when it is opened.
pub(super) fn is_rereadable(path: &Path) -> bool {
    std::fs::metadata(path).map_or(true, |what| what.is_file() || what.is_dir())
}

/// Opens a file. The length that the system tells is believed only where the content is longer than can be read ahead, and
/// is checked then: files of `/proc` have none, those of `/sys` a wrong one.
pub(super) async fn open_file(path: &Path) -> Result<Opened, BodyFault> {
    let named = {
        let name = path.display().to_string();
        move |fault| BodyFault::File { path: name.clone(), fault }
    };
    let what = tokio::fs::metadata(path).await.map_err(&named)?;
    if !what.is_file() && !what.is_dir() {
        let pieces = read_apart(path).map_err(&named)?;
        return Ok(Opened { pieces: Box::pin(pieces.map_err(named)), length: None });
    }
    let mut file = File::open(path).await.map_err(&named)?;
    let mut first = BytesMut::with_capacity(FILE_CHUNK + 1);
    while first.len() <= FILE_CHUNK {
        if file.read_buf(&mut first).await.map_err(&named)? == 0 {
            return Ok(Opened::bytes(first.freeze()));
        }
    }
    let told = file.metadata().await.map_err(&named)?.len();
    let read = first.len() as u64;
    let rest = stream::try_unfold(file, |mut file| async move {
        let mut piece = BytesMut::with_capacity(FILE_CHUNK);
        let read = file.read_buf(&mut piece).await?;
        Ok((read > 0).then(|| (piece.freeze(), file)))
    });
    let pieces: Pieces = Box::pin(stream::once(async { Ok(first.freeze()) }).chain(rest.map_err(named)));
    match (told >= read).then_some(told) {
        Some(length) => exact(pieces, length, path.display().to_string()).await,
        None => Ok(Opened { pieces, length: None }),
    }
}

/// Reads a pipe or a device on a thread of its own. Opening a pipe waits for its other end, which may never come; a thread
/// of the runtime would keep that from shutting down.
fn read_apart(path: &Path) -> io::Result<impl futures_core::Stream<Item = io::Result<Bytes>> + Send + 'static> {
    let (give, pieces) = mpsc::channel(1);
    let path = path.to_owned();
    std::thread::Builder::new().name("harness-sdk body".to_owned()).spawn(move || {
        let mut file = match std::fs::File::open(path) {
            Ok(file) => file,
            Err(fault) => return drop(give.blocking_send(Err(fault))),
        };
        let mut buffer = vec![0; FILE_CHUNK];
        loop {
            let piece = match file.read(&mut buffer) {
                Ok(0) => return,
                Ok(read) => Ok(Bytes::copy_from_slice(&buffer[..read])),
                Err(fault) if fault.kind() == io::ErrorKind::Interrupted => continue,
                Err(fault) => Err(fault),
            };
            let failed = piece.is_err();
            if give.blocking_send(piece).is_err() || failed {
                return;
            }
        }
    })?;
    Ok(stream::unfold(pieces, |mut pieces| async move { Some((pieces.recv().await?, pieces)) }))
}

/// Pieces that must be as long as was said.
struct Exact {
    pieces: Pieces,
    said: u64,
    left: u64,
    name: String,
}

/// Pieces that fail when there are fewer or more bytes than was said. The last piece is held back until the source has
/// ended, since nobody asks a body for more than its length.
pub(super) async fn exact(pieces: Pieces, length: u64, name: String) -> Result<Opened, BodyFault> {
    let mut exact = Exact { pieces, said: length, left: length, name };
    if length == 0 {
        exact.end().await?;
    }
    let pieces =
        stream::try_unfold(exact, |mut exact| async move { Ok(exact.next().await?.map(|piece| (piece, exact))) });
    Ok(Opened { pieces: Box::pin(pieces), length: Some(length) })
}

impl Exact {
    async fn next(&mut self) -> Result<Option<Bytes>, BodyFault> {
        if self.left == 0 {
            return Ok(None);
        }
        let Some(piece) = self.pieces.next().await.transpose()? else {
            let given = self.said - self.left;
            return Err(BodyFault::Short { name: self.name.clone(), said: self.said, given });
        };
        self.left = self.left.checked_sub(piece.len() as u64).ok_or_else(|| self.long())?;
        if self.left == 0 {
            self.end().await?;
        }
        Ok(Some(piece))
    }

    /// Waits for the end of the source.
    async fn end(&mut self) -> Result<(), BodyFault> {
        while let Some(piece) = self.pieces.next().await.transpose()? {
            if !piece.is_empty() {
                return Err(self.long());
            }
        }
        Ok(())
    }

    fn long(&self) -> BodyFault {
        BodyFault::Long { name: self.name.clone(), said: self.said }
    }
}
