//! Logs while they are written: server-sent events of the parts of a step, with the blob for what they leave out.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;

use harness_sdk_core::{Error, ErrorKind};
use tokio::sync::watch;
use tokio::time::sleep;

use super::graph::{Graph, LogStep, LogUnit};
use super::job::Job;
use super::line::Content;
use super::replay::Replay;

/// How many characters of what the log service says an error shows.
const SHOWN: usize = 400;

/// The newest look at the execution.
pub(super) type Latest = watch::Receiver<Arc<Graph>>;

/// How a stream of events ended.
enum Ended {
    /// As it should, after so many lines.
    Orderly(u64),
    /// The connection broke, or could not be made.
    Broken(Error),
    /// The step is over, and no more came.
    Drained,
}

impl Job {
    /// Follows a step that is running, to its end. Its parts are written one after the other, and the execution tells of
    /// them as they begin.
    pub(super) async fn running_step(&self, step: Arc<LogStep>, mut latest: Latest) -> Result<(), Error> {
        let mut done = HashSet::new();
        loop {
            let (next, over) = {
                let graph = latest.borrow_and_update();
                let now = graph.step(&step.id).unwrap_or(&step);
                let over = graph.ended || now.outcome().is_some();
                let next = now.units.iter().find(|unit| (unit.certain || over) && !done.contains(&unit.key));
                // A place where a log would be is no log beside those that were named.
                let next = next.filter(|unit| unit.certain || done.is_empty());
                (next.cloned(), over)
            };
            match next {
                Some(unit) if unit.certain => {
                    self.running_unit(&step, &unit, &mut latest).await?;
                    done.insert(unit.key.clone());
                }
                Some(unit) => {
                    self.closed_unit(&step, &unit, &mut Replay::default()).await?;
                    done.insert(unit.key.clone());
                }
                None if over => return Ok(()),
                None => wait_for_news(&mut latest).await,
            }
        }
    }

    async fn running_unit(&self, step: &Arc<LogStep>, unit: &Arc<LogUnit>, latest: &mut Latest) -> Result<(), Error> {
        let (mut replay, mut complete, mut broken) = (Replay::default(), false, 0);
        loop {
            let before = replay.given();
            replay.restart();
            match self.listen(step, unit, &mut replay, latest).await? {
                Ended::Orderly(0) if complete => return Ok(()),
                Ended::Orderly(0) if self.blob(step, unit, &mut replay).await? => return Ok(()),
                Ended::Orderly(lines) => complete = lines > 0,
                Ended::Drained => complete = false,
                Ended::Broken(error) => {
                    complete = false;
                    broken = if replay.given() > before { 1 } else { broken + 1 };
                    if broken > self.options.reconnects {
                        return Err(error);
                    }
                }
            }
            if !is_over(latest, &step.id) {
                wait_for_news(latest).await;
            }
            if is_over(latest, &step.id) {
                let now = latest.borrow().step(&step.id).cloned().unwrap_or_else(|| Arc::clone(step));
                return if complete { Ok(()) } else { self.closed_unit(&now, unit, &mut replay).await };
            }
        }
    }

    /// Listens to one stream of events to its end.
    async fn listen(
        &self,
        step: &Arc<LogStep>,
        unit: &Arc<LogUnit>,
        replay: &mut Replay,
        latest: &Latest,
    ) -> Result<Ended, Error> {
        let mut events = match self.target.client.pipelines().stream_log().key(&*unit.key).send().await {
            Ok(answer) => answer.into_inner().with_idle_timeout(self.options.idle),
            Err(error) if error.is_not_found() => return Ok(Ended::Orderly(0)),
            Err(error) => return broken(error),
        };
        let mut over = pin!(self.drained(latest.clone(), &step.id));
        let mut lines = 0;
        loop {
            let event = tokio::select! {
                biased;
                event = events.next() => event,
                () = &mut over => return Ok(Ended::Drained),
            };
            match event {
                None => return Ok(Ended::Orderly(lines)),
                Some(Err(error)) => return broken(error),
                Some(Ok(event)) if event.kind == "error" && event.data.trim() == "eof" => {
                    return Ok(Ended::Orderly(lines));
                }
                Some(Ok(event)) if event.kind == "error" => {
                    let said: String = event.data.chars().take(SHOWN).collect();
                    let what = format!("the log service ended the log of step `{}`: {said}", step.name);
                    return Err(Error::custom(ErrorKind::Failure, what));
                }
                Some(Ok(event)) => {
                    lines += 1;
                    let bytes = event.data.as_bytes();
                    let kept = &bytes[..bytes.len().min(self.options.max_line)];
                    let line = Content::read(kept, kept.len() < bytes.len());
                    if replay.is_new(&line) {
                        self.sink.give(step, unit, line).await;
                    }
                }
            }
        }
    }

    /// Waits for the end of the step, and then for stragglers.
    async fn drained(&self, mut latest: Latest, id: &str) {
        while !is_over(&latest, id) {
            wait_for_news(&mut latest).await;
        }
        sleep(self.options.drain).await;
    }
}

/// What breaks and may pass is borne; what will not pass is an error.
fn broken(error: Error) -> Result<Ended, Error> {
    let passes = error.is_retryable() || error.status().is_some_and(|status| status.is_server_error());
    if passes { Ok(Ended::Broken(error)) } else { Err(error) }
}

fn is_over(latest: &Latest, id: &str) -> bool {
    let graph = latest.borrow();
    graph.ended || graph.step(id).is_some_and(|step| step.outcome().is_some())
}

/// Waits for the next look. After the last one there is none, and the execution has ended.
async fn wait_for_news(latest: &mut Latest) {
    let _ = latest.changed().await;
}
