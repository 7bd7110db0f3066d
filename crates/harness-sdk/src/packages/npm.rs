//! Publishing npm packages, whose archives travel inside a JSON document.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::io;
use std::path::PathBuf;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::stream::{self, StreamExt as _};
use harness_sdk_core::model::{JsonObject, Value};
use harness_sdk_core::{Body, Bytes, Call, Error, ErrorKind, Request as _};
use harness_sdk_registry::Client as Calls;
use serde_json::json;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use super::PackageRegistry;
use super::upload::{CHECKSUM, Uploaded, look};

/// Bytes that become base64 at once: a multiple of three, so that only the last piece is padded.
const PIECE: usize = 48 * 1024;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl PackageRegistry {
    /// Publishes an npm package: its archive, and the `package.json` that is inside it.
    pub fn npm_publish(&self, package_json: JsonObject, archive: impl Into<PathBuf>) -> NpmPublish {
        NpmPublish { registry: self.clone(), package_json, archive: archive.into(), tag: "latest".to_owned() }
    }
}

/// An npm package to be published; await it. It comes from [`PackageRegistry::npm_publish`].
///
/// The archive is sent piece by piece, whatever its size. It fails as any call does, and when the archive cannot be read or
/// the `package.json` has no name or version. It is not repeated when its answer is lost.
#[must_use = "nothing is published until it is awaited"]
pub struct NpmPublish {
    registry: PackageRegistry,
    package_json: JsonObject,
    archive: PathBuf,
    tag: String,
}

impl NpmPublish {
    /// The tag that the version gets; `latest` unless set.
    pub fn tag(mut self, tag: impl Into<String>) -> NpmPublish {
        self.tag = tag.into();
        self
    }

    async fn run(self) -> Result<Uploaded, Error> {
        let text = |member: &str| self.package_json.get(member).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (Some(name), Some(version)) = (text("name"), text("version")) else {
            return Err(Error::custom(ErrorKind::Request, "the package.json has no `name` or no `version`"));
        };
        let uploaded = look(&self.archive).await?;
        let (before, after) = document(&self.package_json, name, version, &self.tag, uploaded.length);
        let length = (before.len() + after.len()) as u64 + uploaded.length.div_ceil(3) * 4;
        let first = stream::once(async { Ok(Bytes::from(before)) });
        let pieces = first.chain(base64(self.archive.clone())).chain(stream::once(async { Ok(Bytes::from(after)) }));
        let calls = self.registry.calls().await?;
        let call = call(&calls, self.registry.id(), name, Body::stream(pieces, Some(length)));
        call.with_header("Content-Type", "application/json")
            .with_header(CHECKSUM, &*uploaded.sha256)
            .send_raw()
            .await?;
        Ok(uploaded)
    }
}

fn call(calls: &Calls, registry: &str, name: &str, content: Body) -> Call {
    match name.strip_prefix('@').and_then(|name| name.split_once('/')) {
        Some((scope, name)) => {
            calls.upload_scoped_npm_package().registry(registry).scope(scope).package(name).body(content).into_call()
        }
        None => calls.upload_npm_package().registry(registry).package(name).body(content).into_call(),
    }
}

/// What is published, before the archive and after it.
fn document(package_json: &JsonObject, name: &str, version: &str, tag: &str, length: u64) -> (String, String) {
    let mut entry = package_json.clone();
    entry.insert("_id".to_owned(), format!("{name}@{version}").into());
    entry.entry("dist").or_insert_with(|| json!({}));
    let versions = json!({ version: entry });
    let archive = Value::from(format!("{name}-{version}.tgz"));
    let before = format!(
        "{{\"_id\":{id},\"name\":{id},\"dist-tags\":{tags},\"versions\":{versions},\"_attachments\":{{{archive}:\
         {{\"content_type\":\"application/octet-stream\",\"length\":{length},\"data\":\"",
        id = Value::from(name),
        tags = json!({ tag: version }),
    );
    (before, "\"}}}".to_owned())
}

/// The base64 of a file, piece by piece.
fn base64(path: PathBuf) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold((None, path), |(file, path)| async move {
        let file = match file {
            Some(file) => file,
            None => File::open(&path).await?,
        };
        let mut piece = Vec::with_capacity(PIECE);
        let mut limited = file.take(PIECE as u64);
        limited.read_to_end(&mut piece).await?;
        let file = limited.into_inner();
        Ok((!piece.is_empty()).then(|| (encode(&piece), (Some(file), path))))
    })
}

fn encode(piece: &[u8]) -> Bytes {
    let mut text = Vec::with_capacity(piece.len().div_ceil(3) * 4);
    for three in piece.chunks(3) {
        let byte = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            let sign = ALPHABET[(bits >> (18 - 6 * index) & 63) as usize];
            text.push(if index <= three.len() { sign } else { b'=' });
        }
    }
    text.into()
}

impl IntoFuture for NpmPublish {
    type Output = Result<Uploaded, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl fmt::Debug for NpmPublish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NpmPublish")
            .field("registry", &self.registry)
            .field("archive", &self.archive)
            .finish_non_exhaustive()
    }
}
