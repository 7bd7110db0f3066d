//! Bodies as lines: plain, gzip or an archive, told by their first bytes. Nothing but one line and small buffers is held.

use std::io::{self, Cursor};
use std::pin::Pin;

use async_compression::tokio::bufread::GzipDecoder;
use async_zip::base::read::stream::ZipFileReader;
use futures_util::TryStreamExt as _;
use harness_sdk_core::{Error, ErrorKind, RawResponse};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio_util::compat::{FuturesAsyncReadCompatExt as _, TokioAsyncReadCompatExt as _};
use tokio_util::io::StreamReader;

use super::line::Content;

type Source = Pin<Box<dyn AsyncBufRead + Send>>;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";

/// Gives every line of a body, with the name of the file it is in where the body is an archive. Each line is taken before
/// the next is read.
pub(super) async fn each_line<F, G>(raw: RawResponse, max_line: usize, mut give: F) -> Result<(), Error>
where
    F: FnMut(&str, Content) -> G,
    G: Future<Output = ()>,
{
    let mut reader = StreamReader::new(Box::pin(raw.bytes_stream().map_err(io::Error::other)));
    let mut head = Vec::with_capacity(4);
    (&mut reader).take(4).read_to_end(&mut head).await.map_err(fault)?;
    let (gzip, zip) = (head.starts_with(GZIP), head == ZIP);
    if head == EMPTY_ZIP {
        return Ok(());
    }
    let source: Source = Box::pin(Cursor::new(head).chain(reader));
    if zip {
        return each_entry(source, max_line, give).await;
    }
    let source: Source = if gzip {
        let mut decoder = GzipDecoder::new(source);
        decoder.multiple_members(true);
        Box::pin(BufReader::new(decoder))
    } else {
        source
    };
    let mut lines = Lines { source, limit: max_line };
    while let Some(line) = lines.next().await? {
        give("", line).await;
    }
    Ok(())
}

/// An archive is read entry by entry as it comes; its directory, at the end, is not needed.
async fn each_entry<F, G>(source: Source, max_line: usize, mut give: F) -> Result<(), Error>
where
    F: FnMut(&str, Content) -> G,
    G: Future<Output = ()>,
{
    let mut archive = ZipFileReader::new(source.compat());
    while let Some(mut entry) = archive.next_with_entry().await.map_err(zip_fault)? {
        let name = String::from_utf8_lossy(entry.reader().entry().filename().as_bytes()).into_owned();
        let mut lines = Lines { source: BufReader::new(entry.reader_mut().compat()), limit: max_line };
        while let Some(line) = lines.next().await? {
            give(&name, line).await;
        }
        archive = entry.skip().await.map_err(zip_fault)?;
    }
    Ok(())
}

/// What went wrong while reading: the call's own error, or the packing.
fn fault(error: io::Error) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error,
        Err(other) => Error::custom(ErrorKind::Decode, format!("the log cannot be unpacked: {other}")),
    }
}

/// Lines of bounded length. Lines that hold nothing are left out.
struct Lines<S> {
    source: S,
    limit: usize,
}

impl<S: AsyncBufRead + Unpin> Lines<S> {
    async fn next(&mut self) -> Result<Option<Content>, Error> {
        loop {
            let (mut line, mut truncated) = (Vec::new(), false);
            let ended = loop {
                let buffer = self.source.fill_buf().await.map_err(fault)?;
                if buffer.is_empty() {
                    break true;
                }
                let end = buffer.iter().position(|byte| *byte == b'\n');
                let part = &buffer[..end.unwrap_or(buffer.len())];
                let kept = part.len().min(self.limit - line.len());
                line.extend_from_slice(&part[..kept]);
                truncated |= kept < part.len();
                let taken = end.map_or(part.len(), |end| end + 1);
                self.source.consume(taken);
                if end.is_some() {
                    break false;
                }
            };
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            if !line.is_empty() || truncated {
                return Ok(Some(Content::read(line, truncated)));
            }
            if ended {
                return Ok(None);
            }
        }
    }
}

fn zip_fault(error: async_zip::error::ZipError) -> Error {
    match error {
        async_zip::error::ZipError::UpstreamReadError(error) => fault(error),
        other => Error::custom(ErrorKind::Decode, format!("the archive cannot be read: {other}")),
    }
}
