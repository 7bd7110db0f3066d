//! Downloads to disk: piece by piece, and never a part of a file under the file's name.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::path::{Path, PathBuf};
use std::pin::Pin;

use harness_sdk_core::{Error, ErrorKind, PartFile, RawResponse, Request};
use sha2::{Digest as _, Sha256};

/// Saving the answer of a call to a file; every call can do it.
pub trait DownloadTo: Request {
    /// The answer, to be saved under that name. What is there already is replaced once all of the new
    /// content is there; a file keeps its rights, and a link is replaced, not followed.
    ///
    /// ```no_run
    /// # #[cfg(feature = "connectors")]
    /// # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
    /// use harness_sdk::DownloadTo as _;
    ///
    /// let call = harness.connectors().download_file().identifier("values");
    /// let saved = call.download_to("values.yaml").progress(|done, of| println!("{done} of {of:?}")).await?;
    /// println!("{} bytes, {}", saved.length, saved.sha256);
    /// # Ok(())
    /// # }
    /// ```
    fn download_to(self, path: impl Into<PathBuf>) -> Download<Self>
    where
        Self: Send + 'static,
    {
        Download { call: self, path: path.into(), sha256: None, pages: false, progress: Box::new(|_, _| ()) }
    }
}

impl<Q: Request> DownloadTo for Q {}

/// Told how many bytes are there, and how many there will be when the server says so.
type Report = Box<dyn FnMut(u64, Option<u64>) + Send>;

/// A download; await it. Dropping it removes what was written so far.
#[must_use = "nothing is downloaded until it is awaited"]
pub struct Download<Q> {
    call: Q,
    path: PathBuf,
    sha256: Option<String>,
    pages: bool,
    progress: Report,
}

/// A file that was downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Saved {
    /// Where it is.
    pub path: PathBuf,
    /// Its length in bytes.
    pub length: u64,
    /// Its SHA-256, in lower-case hexadecimal.
    pub sha256: String,
}

impl<Q> Download<Q> {
    /// Keeps the file only when it has this SHA-256, in hexadecimal.
    pub fn sha256(mut self, expected: impl Into<String>) -> Self {
        self.sha256 = Some(expected.into());
        self
    }

    /// Called after each piece, with the bytes there are and, when the server tells it, the bytes there will be.
    pub fn progress(mut self, report: impl FnMut(u64, Option<u64>) + Send + 'static) -> Self {
        self.progress = Box::new(report);
        self
    }

    /// Takes an HTML page for content. Otherwise one is an error, for it mostly is a login page or a proxy's.
    pub fn allow_html(mut self) -> Self {
        self.pages = true;
        self
    }
}

impl<Q: Request + Send + 'static> IntoFuture for Download<Q> {
    type Output = Result<Saved, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Download { call, path, sha256, pages, mut progress } = self;
            let answer = call.send_raw().await?.into_inner();
            if !pages && is_page(&answer) {
                let what = format!("an HTML page came in place of {}; check the address of the client", path.display());
                return Err(Error::custom(ErrorKind::Html, what));
            }
            save(answer, path, sha256.as_deref(), &mut progress).await
        })
    }
}

fn is_page(answer: &RawResponse) -> bool {
    let media_type = answer.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    media_type.trim_start().to_ascii_lowercase().starts_with("text/html")
}

async fn save(
    mut answer: RawResponse,
    path: PathBuf,
    expected: Option<&str>,
    progress: &mut Report,
) -> Result<Saved, Error> {
    let whole = answer.content_length();
    let mut part = PartFile::beside(&path).await.map_err(|fault| unwritable(&path, fault))?;
    let mut hash = Sha256::new();
    let mut length = 0;
    while let Some(piece) = answer.chunk().await? {
        part.write(&piece).await.map_err(|fault| unwritable(&path, fault))?;
        hash.update(&piece);
        length += piece.len() as u64;
        progress(length, whole);
    }
    let sha256: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(expected) = expected.filter(|expected| !expected.eq_ignore_ascii_case(&sha256)) {
        let what = format!("{} was not kept: its SHA-256 is {sha256}, not {expected}", path.display());
        return Err(Error::custom(ErrorKind::Local, what));
    }
    part.keep().await.map_err(|fault| unwritable(&path, fault))?;
    Ok(Saved { path, length, sha256 })
}

fn unwritable(path: &Path, fault: std::io::Error) -> Error {
    Error::custom(ErrorKind::Local, format!("{} cannot be written: {fault}", path.display())).caused_by(fault)
}

impl<Q> fmt::Debug for Download<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("path", &self.path).finish_non_exhaustive()
    }
}
