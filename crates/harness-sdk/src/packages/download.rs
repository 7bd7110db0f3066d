//! Downloads of files of a registry.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::path::PathBuf;
use std::pin::Pin;

use harness_sdk_core::Error;

use super::file::PackageFile;
use crate::download::{DownloadTo as _, Saved};

impl PackageFile {
    /// Downloads the file, to be saved under that name. What is there already is replaced once all of the new content is
    /// there.
    pub fn download_to(&self, path: impl Into<PathBuf>) -> PackageDownload {
        let progress = Box::new(|_, _| ());
        PackageDownload { file: self.clone(), path: path.into(), sha256: None, pages: false, progress }
    }
}

/// A download of a package's file; await it. Dropping it removes what was written so far. One that breaks off is made anew.
///
/// It fails as any call does, and when the file cannot be written or has another checksum than was asked for.
#[must_use = "nothing is downloaded until it is awaited"]
pub struct PackageDownload {
    file: PackageFile,
    path: PathBuf,
    sha256: Option<String>,
    pages: bool,
    progress: Box<dyn FnMut(u64, Option<u64>) + Send>,
}

impl PackageDownload {
    /// Keeps the file only when it has this SHA-256, in hexadecimal: what [`Uploaded`](super::Uploaded) told, or what the
    /// platform tells of its files (`registry().get_artifact_files()`).
    pub fn sha256(mut self, expected: impl Into<String>) -> PackageDownload {
        self.sha256 = Some(expected.into());
        self
    }

    /// Called after each piece, with the bytes there are and, when the server tells it, the bytes there will be.
    pub fn progress(mut self, report: impl FnMut(u64, Option<u64>) + Send + 'static) -> PackageDownload {
        self.progress = Box::new(report);
        self
    }

    /// Takes an HTML page for content. Otherwise one is an error, for it mostly is a login page or a proxy's.
    pub fn allow_html(mut self) -> PackageDownload {
        self.pages = true;
        self
    }
}

impl IntoFuture for PackageDownload {
    type Output = Result<Saved, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let calls = self.file.registry().calls().await?;
            let mut download = self.file.download_call(&calls).download_to(self.path).progress(self.progress);
            if let Some(sha256) = self.sha256 {
                download = download.sha256(sha256);
            }
            if self.pages {
                download = download.allow_html();
            }
            download.await
        })
    }
}

impl fmt::Debug for PackageDownload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PackageDownload").field("file", &self.file).field("path", &self.path).finish_non_exhaustive()
    }
}
