//! All logs of an execution in one ZIP archive, which the log service makes when it is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use harness_sdk_core::{Error, ErrorKind, RawResponse, Request as _};
use harness_sdk_pipelines::types::LogDownloadStatus;
use tokio::time::{Instant, sleep};

use super::graph::{LogStep, LogUnit, by_key, fetch};
use super::job::Job;
use super::link;
use super::options::Options;
use super::target::{Target, known};
use super::unpack::each_line;

/// What the log service says to a prefix with too many files.
const TOO_MANY: &str = "Prefix Key Exceeds Maximum Download Limit";

/// The statuses that pass. The log service refuses too many files with 500, which does not.
const PASSING: [u16; 4] = [429, 502, 503, 504];

/// Has the archive made and fetches it.
pub(super) async fn download(target: &Target, options: &Options, prefix: &str) -> Result<RawResponse, Error> {
    let client = &target.client;
    let retry = client.context().retry().clone().with_statuses(PASSING);
    let until = Instant::now().checked_add(options.archive_wait);
    loop {
        let call = client.pipelines().download_logs().prefix(prefix).with_retry(retry.clone());
        let state = call.send().await?.into_inner();
        match (state.status, state.link) {
            (Some(LogDownloadStatus::Success), Some(address)) => return link::fetch(client, address.expose()).await,
            (Some(LogDownloadStatus::Error), _) => {
                let why = state.message.unwrap_or_default();
                let what = format!("the log service could not make the archive: {why}");
                return Err(Error::custom(ErrorKind::Failure, what.trim_end_matches(": ")));
            }
            _ if until.is_some_and(|until| Instant::now() >= until) => {
                let what = format!("the archive of the logs was not ready within {:?}", options.archive_wait);
                return Err(Error::custom(ErrorKind::Timeout, what));
            }
            _ => sleep(options.archive_poll).await,
        }
    }
}

/// Whether the archive would hold too many files.
fn is_too_many(error: &Error) -> bool {
    let said = error.body().map(String::from_utf8_lossy);
    said.is_some_and(|said| said.contains(TOO_MANY)) || error.to_string().contains(TOO_MANY)
}

impl Job {
    /// Gives the lines of the archive, or those of the single logs where the archive would be too large.
    pub(super) async fn archived(mut self) -> Result<(), Error> {
        let graph = fetch(&self.target).await?;
        let prefix = known(&self.target, graph.prefix.clone())?;
        let raw = match download(&self.target, &self.options, &prefix).await {
            Ok(raw) => raw,
            Err(error) if is_too_many(&error) => {
                self.options.follow = false;
                return self.follow().await;
            }
            Err(error) => return Err(error),
        };
        let all = self.target.stage.is_none() && self.target.step.is_none();
        let mut owners = Owners { by_key: by_key(&graph), seen: BTreeMap::new() };
        each_line(raw, self.options.max_line, |name, line| {
            let owner = owners.of(name, all);
            let sink = &self.sink;
            async move {
                if let Some((step, unit)) = owner {
                    sink.give(&step, &unit, line).await;
                }
            }
        })
        .await
    }
}

type Owner = (Arc<LogStep>, Arc<LogUnit>);

/// To which step each file belongs.
struct Owners {
    by_key: BTreeMap<String, Owner>,
    seen: BTreeMap<String, Option<Owner>>,
}

impl Owners {
    /// The step whose key the file's name ends with, or that ends with the file's name. A file of no known step gets a
    /// step of its own where all are wanted, so that nothing is lost.
    fn of(&mut self, file: &str, all: bool) -> Option<Owner> {
        if let Some(owner) = self.seen.get(file) {
            return owner.clone();
        }
        let inside = |long: &str, short: &str| {
            long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        let name = file.trim_matches('/');
        let known = self.by_key.iter().filter(|(key, _)| inside(name, key) || inside(key, name));
        let owner = known.max_by_key(|(key, _)| key.len()).map(|(_, owner)| owner.clone());
        let owner = owner.or_else(|| all.then(|| stranger(name)));
        self.seen.insert(file.to_owned(), owner.clone());
        owner
    }
}

fn stranger(name: &str) -> Owner {
    let unit = Arc::new(LogUnit { key: name.to_owned(), ..LogUnit::default() });
    let step = LogStep { name: name.to_owned(), units: vec![Arc::clone(&unit)], ..LogStep::default() };
    (Arc::new(step), unit)
}
