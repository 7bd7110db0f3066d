//! An answer taken piece by piece.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::stream;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use crate::error::{Answered, Error, ErrorKind, html};
use crate::part_file::PartFile;
use crate::response::Head;
use crate::transport::{Origin, Reading, ResponseBody};

/// An answer with a success status whose body has not been read yet: take it piece by piece, whole, or into a file.
///
/// A body that stays silent for longer than the client's idle limit ends in an error. The limit of the call
/// ([`with_timeout`](crate::Request::with_timeout)) holds to the last byte. The client's total limit holds where the body is
/// read into memory ([`RawResponse::bytes`], `text`, `json`), and not for what is taken piece by piece or saved to a file.
/// [`RawResponse::with_time_limit`] replaces or lifts both.
pub struct RawResponse {
    head: Head,
    source: Source,
    origin: Origin,
}

enum Source {
    Network(ResponseBody),
    Memory(Option<Bytes>),
}

impl RawResponse {
    pub(crate) fn streamed(response: ResponseBody, head: Head, origin: Origin) -> RawResponse {
        RawResponse { head, source: Source::Network(response), origin }
    }

    pub(crate) fn whole(body: Bytes, head: Head, origin: Origin) -> RawResponse {
        RawResponse { head, source: Source::Memory(Some(body)), origin }
    }

    /// The status, a success.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The length in bytes, when the server tells it. A compressed answer has none.
    pub fn content_length(&self) -> Option<u64> {
        self.head.headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
    }

    /// The file name that the server proposes, without any folder.
    pub fn file_name(&self) -> Option<String> {
        let text = self.head.headers.get(CONTENT_DISPOSITION)?.to_str().ok()?;
        let value = text.split(';').find_map(|part| part.trim().strip_prefix("filename="))?;
        let name = value.trim().trim_matches('"').rsplit(['/', '\\']).next()?;
        (!name.is_empty() && name != "." && name != "..").then(|| name.to_owned())
    }

    /// The same answer with another limit, from now on, on the time until its last byte; `None` leaves only the one on
    /// silence.
    #[must_use]
    pub fn with_time_limit(mut self, limit: impl Into<Option<Duration>>) -> RawResponse {
        let until = limit.into().and_then(|limit| Some((Instant::now().checked_add(limit)?, limit)));
        self.origin.reading = Reading { pieces: until, memory: until };
        self
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    /// [`ErrorKind::Transport`] when the connection breaks, [`ErrorKind::Timeout`] when the body stays silent for too long
    /// or the limit of the call passes.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.piece_until(self.origin.reading.pieces).await
    }

    async fn piece_until(&mut self, until: Option<(Instant, Duration)>) -> Result<Option<Bytes>, Error> {
        let response = match &mut self.source {
            Source::Memory(body) => return Ok(body.take().filter(|body| !body.is_empty())),
            Source::Network(response) => response,
        };
        let silence = self.origin.idle.and_then(|limit| Some((Instant::now().checked_add(limit)?, limit)));
        let limits =
            [(silence, "the next piece of the answer"), (until, "the call, up to the last byte of its answer,")];
        let first =
            limits.into_iter().filter_map(|(limit, what)| Some((limit?, what))).min_by_key(|(limit, _)| limit.0);
        let piece = match first {
            Some(((until, limit), what)) => tokio::time::timeout_at(until, response.chunk())
                .await
                .map_err(|_| self.origin.error(Error::timeout(what, limit)))?,
            None => response.chunk().await,
        };
        piece.map_err(|fault| self.origin.error(Error::transport(fault, &self.origin.facts.host)))
    }

    /// The body as a stream of pieces. It ends after an error.
    pub fn bytes_stream(self) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
        stream::unfold(Some(self), |response| async move {
            let mut response = response?;
            match response.chunk().await {
                Ok(Some(piece)) => Some((Ok(piece), Some(response))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            }
        })
    }

    /// The whole body in memory.
    ///
    /// # Errors
    /// As [`RawResponse::chunk`], and [`ErrorKind::TooLarge`] beyond the limit of the client.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        self.read_all().await
    }

    async fn read_all(&mut self) -> Result<Bytes, Error> {
        let until = self.origin.reading.memory;
        let Some(first) = self.piece_until(until).await? else { return Ok(Bytes::new()) };
        let Some(second) = self.piece_until(until).await? else { return self.within_bound(first) };
        let mut body = BytesMut::from(first);
        body.extend_from_slice(&second);
        while let Some(piece) = self.piece_until(until).await? {
            body.extend_from_slice(&piece);
            if body.len() > self.origin.bound {
                break;
            }
        }
        self.within_bound(body.freeze())
    }

    fn within_bound(&self, body: Bytes) -> Result<Bytes, Error> {
        let bound = self.origin.bound;
        if body.len() <= bound {
            return Ok(body);
        }
        let what = format!("the answer is larger than the limit of {bound} bytes");
        let hint = "raise it with ContextBuilder::max_answer, or read piece by piece";
        Err(self.origin.error(Error::new(ErrorKind::TooLarge, what).with_hint(hint)))
    }

    /// The whole body as text.
    ///
    /// # Errors
    /// As [`RawResponse::bytes`], and [`ErrorKind::Decode`] when it is not UTF-8.
    pub async fn text(mut self) -> Result<String, Error> {
        let body = self.read_all().await?;
        String::from_utf8(body.into()).map_err(|fault| {
            self.origin.error(Error::unreadable(self.answered(fault.as_bytes()), "it is not UTF-8 text"))
        })
    }

    /// The whole body read from JSON as any type that serde can read.
    ///
    /// # Errors
    /// As [`RawResponse::bytes`], [`ErrorKind::Html`] for a page, and [`ErrorKind::Decode`] when it is not such JSON.
    pub async fn json<T: DeserializeOwned>(mut self) -> Result<T, Error> {
        let body = self.read_all().await?;
        if html::is_html(&self.head.headers, &body) {
            return Err(self.page(&body));
        }
        serde_json::from_slice(&body)
            .map_err(|fault| self.origin.error(Error::undecodable(self.answered(&body), &fault)))
    }

    /// The whole body, unless `fails` finds in it that the operation failed: then the error says what the server reports,
    /// and the finding is its cause. It is asked again for the body without API keys, so that the cause holds none.
    ///
    /// # Errors
    /// As [`RawResponse::bytes`], [`ErrorKind::Html`] for a page, and [`ErrorKind::Failure`] for a finding.
    pub async fn bytes_unless<F>(mut self, fails: impl Fn(&[u8]) -> Option<F>) -> Result<Bytes, Error>
    where
        F: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let body = self.read_all().await?;
        if html::is_html(&self.head.headers, &body) {
            return Err(self.page(&body));
        }
        if fails(&body).is_none() {
            return Ok(body);
        }
        // What is found again in the text without keys can be shown.
        let text = String::from_utf8_lossy(&body);
        let error = Error::failure(self.answered(&body), &body, &self.origin.secrets);
        Err(self.origin.error(match fails(self.origin.secrets.blank(&text).as_bytes()) {
            Some(found) => error.with_source(found),
            None => error,
        }))
    }

    fn page(&self, body: &[u8]) -> Error {
        self.origin.error(Error::answered(self.answered(body), &self.origin.facts.host, &self.origin.secrets))
    }

    /// Writes the body to a file, which appears only when it is complete, and returns its length in bytes.
    ///
    /// Until then it stands beside it under a name of its own, which is gone after an error and when the future is dropped.
    /// A file that is there is replaced and keeps its rights; a link is replaced, not followed. Of several that are saved
    /// to one path at once, one is there in the end, whole.
    ///
    /// # Errors
    /// As [`RawResponse::chunk`], and [`ErrorKind::Local`] when the file cannot be written.
    pub async fn save(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref();
        let mut part = PartFile::beside(path).await.map_err(|fault| self.unwritable(path, fault))?;
        let mut length = 0;
        while let Some(piece) = self.chunk().await? {
            part.write(&piece).await.map_err(|fault| self.unwritable(path, fault))?;
            length += piece.len() as u64;
        }
        part.keep().await.map_err(|fault| self.unwritable(path, fault))?;
        Ok(length)
    }

    fn unwritable(&self, path: &Path, fault: std::io::Error) -> Error {
        let what = format!("the answer cannot be written to {}: {fault}", path.display());
        self.origin.error(Error::new(ErrorKind::Local, what).with_source(fault))
    }

    pub(crate) fn answered(&self, body: &[u8]) -> Answered {
        Answered::bounded(self.head.status, self.head.headers.clone(), body, self.origin.error_bound)
    }

    pub(crate) fn set_idle(&mut self, limit: Option<Duration>) {
        self.origin.idle = limit;
    }

    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse").field("status", &self.head.status).finish_non_exhaustive()
    }
}
