//! A long list and long bodies, with the memory they take.

use std::convert::Infallible;
use std::time::Instant;

use bytes::Bytes;
use futures_util::stream;
use harness_sdk_core::{Body, Method};
use serde_json::json;

use crate::cost::{cpu, peak, resident};
use crate::ours::{self, Ours};
use crate::raw::Raw;
use crate::text;

/// The bytes of one piece of an upload.
const PIECE: usize = 64 << 10;

/// How often the resident set is looked at.
const SAMPLES: usize = 10;

/// The resident set at each tenth of the way.
#[derive(Default)]
struct Samples(Vec<f64>);

impl Samples {
    fn at(&mut self, done: usize, whole: usize) {
        while (self.0.len() + 1) * whole / SAMPLES <= done && self.0.len() < SAMPLES {
            self.0.push(resident().unwrap_or_default());
        }
    }
}

/// Walks a list of so many items.
pub fn walk(side: &str, port: u16, items: usize) -> Result<String, String> {
    let mut samples = Samples::default();
    let mut seen = |count| samples.at(count, items);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(text)?;
    let (start, before) = (Instant::now(), cpu()?);
    let count = match side {
        "ours" => runtime.block_on(Ours::new(port)?.walk(items, &mut seen))?,
        _ => runtime.block_on(Raw::new(port)?.walk(items, &mut seen))?,
    };
    if count != items {
        return Err(format!("{count} items came, not {items}"));
    }
    report(start, before, items, &samples)
}

/// Carries one stream of so many bytes.
pub fn carry(side: &str, port: u16, way: &str, bytes: usize) -> Result<String, String> {
    let mut samples = Samples::default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(text)?;
    let (start, before) = (Instant::now(), cpu()?);
    let carried = runtime.block_on(async {
        match (side, way) {
            ("ours", "down") => ours_down(port, bytes, &mut samples).await,
            ("ours", "up") => ours_up(port, bytes).await,
            ("raw", "down") => raw_down(port, bytes, &mut samples).await,
            ("raw", "up") => raw_up(port, bytes).await,
            _ => Err("carry ours|raw PORT down|up BYTES".to_owned()),
        }
    })?;
    if carried != bytes {
        return Err(format!("{carried} bytes were carried, not {bytes}"));
    }
    report(start, before, bytes, &samples)
}

async fn ours_down(port: u16, bytes: usize, samples: &mut Samples) -> Result<usize, String> {
    let request = ours::context(port)?.request(Method::GET, format!("/download?bytes={bytes}"));
    let mut answer = request.send().await.map_err(text)?.into_inner();
    let mut carried = 0;
    while let Some(piece) = answer.chunk().await.map_err(text)? {
        carried += piece.len();
        samples.at(carried, bytes);
    }
    Ok(carried)
}

async fn ours_up(port: u16, bytes: usize) -> Result<usize, String> {
    let body = Body::stream(pieces(bytes), Some(bytes as u64));
    let request = ours::context(port)?.request(Method::PUT, "/upload").body("application/octet-stream", body);
    request.send_text().await.map_err(text)?.into_inner().parse().map_err(text)
}

async fn raw_down(port: u16, bytes: usize, samples: &mut Samples) -> Result<usize, String> {
    let raw = Raw::new(port)?;
    let request = raw.http.get(format!("{}/download?bytes={bytes}", raw.base));
    let mut answer = request.send().await.map_err(text)?;
    let mut carried = 0;
    while let Some(piece) = answer.chunk().await.map_err(text)? {
        carried += piece.len();
        samples.at(carried, bytes);
    }
    Ok(carried)
}

async fn raw_up(port: u16, bytes: usize) -> Result<usize, String> {
    let raw = Raw::new(port)?;
    let request = raw.http.put(format!("{}/upload", raw.base)).header("content-length", bytes);
    let request = request.body(reqwest::Body::wrap_stream(pieces(bytes)));
    let answer = request.send().await.map_err(text)?;
    answer.text().await.map_err(text)?.parse().map_err(text)
}

fn pieces(bytes: usize) -> impl futures_util::Stream<Item = Result<Bytes, Infallible>> + Send + 'static {
    let piece = Bytes::from(vec![b'x'; PIECE]);
    stream::iter((0..bytes.div_ceil(PIECE)).map(move |index| Ok(piece.slice(..PIECE.min(bytes - index * PIECE)))))
}

fn report(start: Instant, before: f64, count: usize, samples: &Samples) -> Result<String, String> {
    let wall = start.elapsed().as_secs_f64();
    Ok(json!({
        "seconds": wall,
        "per_second": count as f64 / wall,
        "cpu_seconds": cpu()? - before,
        "resident_mib": samples.0,
        "peak_mib": peak()?,
    })
    .to_string())
}
