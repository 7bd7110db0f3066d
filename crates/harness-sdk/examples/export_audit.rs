//! Writes the audit trail of the last days to a file, one event a line as JSON.
//!
//! ```sh
//! cargo run --example export_audit -- --days 7 --out audit.jsonl
//! ```
//!
//! Broken off, it is taken up again where it stood: the place is kept beside the file.

mod support;

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use harness_sdk::audit::types::{AuditFilterProperties, FilterPropertiesFilterType};
use harness_sdk::{Client, Cursor};
use support::{Outcome, Session};
use tokio::fs::{self, OpenOptions};
use tokio::io::AsyncWriteExt as _;

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::with(|mock| mock.items(250)).await?;
    let days: u64 = support::option("--days").map_or(Ok(7), |days| days.parse())?;
    let out = support::option("--out");
    let folder = tempfile::tempdir()?;
    let path = out.map_or_else(|| folder.path().join("audit.jsonl"), Into::into);
    let count = export(&session.harness, days, &path).await?;
    println!("{count} events in {}", path.display());
    Ok(())
}

async fn export(harness: &Client, days: u64, path: &Path) -> Outcome<u64> {
    let place = path.with_extension("place");
    let since = SystemTime::now().checked_sub(Duration::from_secs(days * 86_400)).unwrap_or(UNIX_EPOCH);
    let since = i64::try_from(since.duration_since(UNIX_EPOCH)?.as_millis())?;
    let filter = AuditFilterProperties::new().filter_type(FilterPropertiesFilterType::Audit).start_time(since);
    let mut pages = harness.account().audit().list_audit_events().body(filter).pages().page_size(100);
    if let Ok(kept) = fs::read(&place).await {
        pages = pages.resume(serde_json::from_slice::<Cursor>(&kept)?);
    }
    let bar = support::bar(0);
    let mut file = OpenOptions::new().create(true).append(true).open(path).await?;
    let mut count = 0;
    while let Some(page) = pages.try_next().await? {
        bar.set_length(page.total.unwrap_or(count));
        for event in &page {
            file.write_all(&serde_json::to_vec(event)?).await?;
            file.write_all(b"\n").await?;
            count += 1;
        }
        file.flush().await?;
        // What is on disk is never asked for again.
        match pages.cursor() {
            Some(cursor) => fs::write(&place, serde_json::to_vec(&cursor)?).await?,
            None => drop(fs::remove_file(&place).await),
        }
        bar.set_position(count);
    }
    bar.finish_and_clear();
    Ok(count)
}
