//! All steps of an execution: those that have ended one after the other, those that run at the same time.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::Arc;

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use harness_sdk_core::Error;
use tokio::sync::watch;
use tokio::time::sleep;

use super::graph::{Graph, LogStep, fetch};
use super::job::Job;

/// How many looks at the execution may fail one after the other.
const BORNE: u32 = 5;

impl Job {
    /// Gives the logs of all steps, to the end of the execution.
    pub(super) async fn follow(self) -> Result<(), Error> {
        let first = Arc::new(fetch(&self.target).await?);
        let (news, mut latest) = watch::channel(first);
        if !self.options.follow {
            let graph = Arc::clone(&latest.borrow());
            return self.closed_steps(graph.steps.iter().filter(|step| step.has_begun()).cloned().collect()).await;
        }
        let mut seen = HashSet::new();
        let mut work: FuturesUnordered<BoxFuture<'_, Result<(), Error>>> = FuturesUnordered::new();
        let mut look = pin!(self.look(news));
        let mut looking = true;
        loop {
            let graph = Arc::clone(&latest.borrow_and_update());
            let mut ended = Vec::new();
            for step in graph.steps.iter().filter(|step| step.has_begun()) {
                if !seen.insert(step.id.clone()) {
                    continue;
                }
                if graph.ended || step.outcome().is_some() {
                    ended.push(Arc::clone(step));
                } else {
                    work.push(Box::pin(self.running_step(Arc::clone(step), latest.clone())));
                }
            }
            if !ended.is_empty() {
                work.push(Box::pin(self.closed_steps(ended)));
            }
            if !looking && work.is_empty() {
                return Ok(());
            }
            tokio::select! {
                outcome = &mut look, if looking => {
                    outcome?;
                    looking = false;
                }
                Some(outcome) = work.next() => outcome?,
                // When there is no more news, the look has an end of its own.
                _ = latest.changed(), if looking => {}
            }
        }
    }

    async fn closed_steps(&self, steps: Vec<Arc<LogStep>>) -> Result<(), Error> {
        for step in &steps {
            self.closed_step(step).await?;
        }
        Ok(())
    }

    /// Looks at the execution until it has ended.
    async fn look(&self, news: watch::Sender<Arc<Graph>>) -> Result<(), Error> {
        let mut failed = 0;
        while !news.borrow().ended {
            sleep(self.options.poll).await;
            match fetch(&self.target).await {
                Ok(graph) => {
                    failed = 0;
                    news.send_replace(Arc::new(graph));
                }
                Err(error) if error.is_retryable() && failed < BORNE => failed += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
