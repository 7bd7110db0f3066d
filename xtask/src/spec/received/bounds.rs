//! Reading within bounds of size and time.

use std::io::{self, Read};
use std::time::Duration;

/// How much is read, and for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Most bytes.
    pub(crate) bytes: u64,
    /// Most time for the network.
    pub(crate) time: Duration,
}

pub(super) fn bounded(reader: impl Read, most: u64, name: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut reader = reader.take(most.saturating_add(1));
    reader.read_to_end(&mut bytes).map_err(|error| {
        if is_late(&error) {
            return format!("{name}: not fetched in time; raise --max-time");
        }
        format!("{name}: cannot be read to its end: {}", error.kind())
    })?;
    if bytes.len() as u64 > most {
        return Err(too_large(name, most));
    }
    Ok(bytes)
}

pub(super) fn too_large(name: &str, most: u64) -> String {
    format!("{name}: larger than {} MiB; raise --max-size if that is meant", most >> 20)
}

/// Whether the time for the network was up before the document ended.
#[cfg(feature = "fetch")]
fn is_late(error: &io::Error) -> bool {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    inner.is_some_and(reqwest::Error::is_timeout)
}

/// Only the network is late.
#[cfg(not(feature = "fetch"))]
fn is_late(_: &io::Error) -> bool {
    false
}
