//! Logs that are closed: one blob a key.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use harness_sdk_core::{Error, Request as _};
use tokio::time::{Instant, sleep};

use super::graph::{LogStep, LogUnit};
use super::job::Job;
use super::line::Content;
use super::replay::Replay;
use super::unpack::each_line;

/// How often a blob is asked for again after it broke off.
const ATTEMPTS: u32 = 4;

impl Job {
    /// Gives all logs of a step that has ended.
    pub(super) async fn closed_step(&self, step: &Arc<LogStep>) -> Result<(), Error> {
        for unit in &step.units {
            self.closed_unit(step, unit, &mut Replay::default()).await?;
        }
        Ok(())
    }

    /// Gives what of a unit was not given yet. A blob may appear a while after the step has ended.
    pub(super) async fn closed_unit(
        &self,
        step: &Arc<LogStep>,
        unit: &Arc<LogUnit>,
        replay: &mut Replay,
    ) -> Result<(), Error> {
        let patience = if unit.certain && self.options.follow { self.patience(step) } else { Duration::ZERO };
        let until = Instant::now().checked_add(patience);
        while !self.blob(step, unit, replay).await? {
            if until.is_some_and(|until| Instant::now() >= until) {
                if replay.given() == 0 && unit.certain {
                    self.sink.is_missing(step);
                }
                return Ok(());
            }
            sleep(self.options.poll).await;
        }
        Ok(())
    }

    /// How long a blob may still be under way; nothing when the step ended long ago.
    fn patience(&self, step: &LogStep) -> Duration {
        let ended = step.ended.and_then(|millis| u64::try_from(millis).ok()).map(Duration::from_millis);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let since = ended.map(|ended| now.saturating_sub(ended)).unwrap_or_default();
        self.options.blob_wait.saturating_sub(since)
    }

    /// Gives what of the blob was not given yet; false when there is no blob or it is empty.
    pub(super) async fn blob(
        &self,
        step: &Arc<LogStep>,
        unit: &Arc<LogUnit>,
        replay: &mut Replay,
    ) -> Result<bool, Error> {
        for attempt in 1.. {
            replay.restart();
            match self.blob_once(step, unit, replay).await {
                Err(error) if error.is_not_found() => return Ok(false),
                Err(error) if error.is_retryable() && attempt < ATTEMPTS => sleep(self.options.poll).await,
                outcome => return outcome,
            }
        }
        Ok(false)
    }

    async fn blob_once(&self, step: &Arc<LogStep>, unit: &Arc<LogUnit>, replay: &mut Replay) -> Result<bool, Error> {
        let call = self.target.client.pipelines().get_log_blob().key(&*unit.key);
        let raw = call.send_raw().await?.into_inner();
        let mut any = false;
        let give = |_: &str, line: Content| {
            any = true;
            let new = replay.is_new(&line);
            async move {
                if new {
                    self.sink.give(step, unit, line).await;
                }
            }
        };
        each_line(raw, self.options.max_line, give).await?;
        Ok(any)
    }
}
