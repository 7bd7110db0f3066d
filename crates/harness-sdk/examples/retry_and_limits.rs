//! What happens when the platform is in trouble: repetition, limits, and seeing both.
//!
//! ```sh
//! cargo run --example retry_and_limits
//! ```
//!
//! The mock answers every third request with 503. On a real account nothing fails, one hopes.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use harness_sdk::hooks::{Attempt, Hooks, Outcome as AttemptOutcome};
use harness_sdk::{Client, ErrorKind, Limiter, Request, RetryPolicy};
use harness_sdk_mock::Fault;
use support::{Outcome, Session};

/// Counts attempts, and tells of those that are followed by another.
#[derive(Debug, Default)]
struct Watch {
    attempts: AtomicU32,
    failed: AtomicU32,
}

impl Hooks for Watch {
    fn after(&self, attempt: &Attempt<'_>, outcome: &AttemptOutcome<'_>) {
        self.attempts.fetch_add(1, Ordering::Relaxed);
        if let (Some(status), Some(wait)) = (outcome.status, outcome.next_attempt_in) {
            self.failed.fetch_add(1, Ordering::Relaxed);
            println!("attempt {} of {}: {status}, again in {wait:?}", attempt.number, attempt.operation);
        }
    }
}

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::with(|mock| mock.items(57).fail_every(3, Fault::Unavailable)).await?;
    let watch = Arc::new(Watch::default());

    // The same host and credentials, by other rules. Half the documented quota leaves room for other programs.
    let base = session.harness.context();
    let context = Client::builder()
        .settings(base.settings().clone())
        .retry(RetryPolicy::default().with_max_attempts(5).with_base_delay(Duration::from_millis(5)))
        .limiter(Limiter::per_minute(Limiter::DOCUMENTED / 2))
        .attempt_timeout(Duration::from_secs(20))
        .total_timeout(Duration::from_secs(120))
        .hooks(watch.clone())
        .build()?;
    let harness = Client::new(context);

    let pipelines = harness.pipelines().list_pipelines().items().page_size(10).try_collect().await?;
    println!("{} pipelines", pipelines.len());
    let (attempts, failed) = (watch.attempts.load(Ordering::Relaxed), watch.failed.load(Ordering::Relaxed));
    println!("{attempts} attempts, {failed} of them repeated");

    // One call may have rules of its own.
    let call = harness.pipelines().list_pipelines().with_retry(RetryPolicy::none());
    match call.with_timeout(Duration::from_secs(5)).send().await {
        Ok(answer) => println!("without repetition: {}", answer.status()),
        Err(error) if error.kind() == ErrorKind::Timeout => println!("without repetition: too slow"),
        Err(error) => println!("without repetition: {error}"),
    }
    Ok(())
}
