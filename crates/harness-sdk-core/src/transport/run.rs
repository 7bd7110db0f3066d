//! A call from its first attempt to its last.

use std::pin::pin;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument as _;

use super::attempt::{Failed, attempt};
use super::{Answer, Mode, untaken};
use crate::call::Prepared;
use crate::error::{Error, ErrorKind};
use crate::hooks::Outcome;
use crate::{telemetry, trace};

/// Sends a call as often as it takes and may be.
pub(crate) async fn run(prepared: &Prepared, mode: Mode) -> Result<Answer, Error> {
    let span = trace::call_span(prepared);
    // Pinned where it stands: what wraps it then moves a pointer and not the whole state of a call.
    let drive = pin!(drive(prepared, mode));
    let outcome = telemetry::call(prepared, drive.instrument(span.clone())).await;
    match outcome {
        Ok((mut answer, attempts)) => {
            trace::record_answer(&span, &answer, attempts);
            answer.finish(span, attempts);
            Ok(answer)
        }
        Err(error) => {
            trace::record_error(&span, &error);
            Err(error)
        }
    }
}

/// The answer and the number of attempts it took.
async fn drive(prepared: &Prepared, mode: Mode) -> Result<(Answer, u32), Error> {
    let limits = Limits::of(prepared, Instant::now());
    let mut number = 0;
    let mut renewed = false;
    let mut untaken = 0;
    let mut last: Option<Error> = None;
    loop {
        number += 1;
        if let Err(late) = wait_for_quota(prepared, &limits).await {
            return Err(last.unwrap_or_else(|| late.with_call(&prepared.facts, number - 1)));
        }
        let started = Instant::now();
        let mut outcome = {
            let attempt = pin!(attempt(prepared, mode, number));
            limits.attempt(attempt, started).await
        };
        let mut next = None;
        if let Err(failed) = &mut outcome {
            failed.error = std::mem::replace(&mut failed.error, Error::new(ErrorKind::Local, ""))
                .with_call(&prepared.facts, if failed.sent { number } else { number - 1 });
            next = if failed.renewable && !renewed {
                renewed = true;
                Some(Duration::ZERO)
            } else if failed.untaken && untaken < untaken::MOST && prepared.outgoing_repeats() {
                untaken += 1;
                Some(Duration::ZERO)
            } else {
                pause_before_next(prepared, &limits, number, failed)
            };
        }
        report(prepared, number, started, &outcome, next);
        match (outcome, next) {
            (Ok(answer), _) => {
                prepared.context.budget().refund(number);
                return Ok((answer, number));
            }
            (Err(failed), None) => return Err(failed.error),
            (Err(failed), Some(pause)) => {
                tokio::time::sleep(pause).await;
                last = Some(failed.error);
            }
        }
    }
}

/// The time limits of one call.
struct Limits {
    deadline: Option<Instant>,
    attempt: Option<Duration>,
    whole: Option<Duration>,
}

impl Limits {
    /// A limit of the call replaces those of the client, which do not apply to bodies of any size.
    fn of(prepared: &Prepared, start: Instant) -> Limits {
        let timeouts = prepared.context.timeouts();
        let streamed = prepared.outgoing.is_streamed();
        let whole = prepared.timeout.or(timeouts.total.filter(|_| !streamed));
        let attempt = timeouts.attempt.filter(|_| !streamed && prepared.timeout.is_none());
        Limits { deadline: whole.and_then(|limit| start.checked_add(limit)), attempt, whole }
    }

    /// Runs an attempt within what is left.
    async fn attempt(
        &self,
        attempt: impl Future<Output = Result<Answer, Failed>>,
        start: Instant,
    ) -> Result<Answer, Failed> {
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(start));
        let Some(limit) = [self.attempt, left].into_iter().flatten().min() else { return attempt.await };
        tokio::time::timeout(limit, attempt).await.unwrap_or_else(|_| {
            let error = match self.whole {
                Some(whole) if left == Some(limit) => Error::timeout("the call", whole),
                _ => Error::timeout("an attempt", limit),
            };
            Err(Failed::sent(error))
        })
    }

    fn allow(&self, until: Instant) -> bool {
        self.deadline.is_none_or(|deadline| until < deadline)
    }
}

/// Waits for the client-side limit; fails at once when the call's time would pass meanwhile.
async fn wait_for_quota(prepared: &Prepared, limits: &Limits) -> Result<(), Error> {
    let own = prepared.context.host().is_same_origin(&prepared.url);
    let Some(limiter) = prepared.context.limiter().filter(|_| own) else { return Ok(()) };
    let due = limiter.reserve();
    if due <= Instant::now() {
        return Ok(());
    }
    if !limits.allow(due) {
        let whole = limits.whole.unwrap_or_default();
        return Err(Error::timeout("waiting for the client's own request limit", whole)
            .with_hint("raise the timeout, or the limit with ContextBuilder::limiter"));
    }
    tracing::debug!(wait_ms = millis(due - Instant::now()), "waiting for the client's request limit");
    prepared.context.telemetry().waited(prepared, due - Instant::now());
    tokio::time::sleep_until(due).await;
    Ok(())
}

/// The wait before the next attempt; nothing when there is to be none.
fn pause_before_next(prepared: &Prepared, limits: &Limits, number: u32, failed: &Failed) -> Option<Duration> {
    let policy = prepared.retry();
    let error = &failed.error;
    let worth = match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
        ErrorKind::Status | ErrorKind::Html => error.status().is_some_and(|status| policy.repeats_status(status)),
        _ => failed.tokenless,
    };
    if let (Some(wait), true, Some(limiter)) =
        (error.retry_after(), error.is_rate_limited(), prepared.context.limiter())
    {
        limiter.pause(wait.min(policy.max_retry_after()));
    }
    if !worth || !(failed.tokenless || prepared.repeat.allows(error)) || number >= policy.max_attempts() {
        return None;
    }
    let pause = policy.delay(number, error)?;
    let in_time = Instant::now().checked_add(pause).is_some_and(|until| limits.allow(until));
    (in_time && prepared.context.budget().take(error)).then_some(pause)
}

fn report(
    prepared: &Prepared,
    number: u32,
    started: Instant,
    outcome: &Result<Answer, Failed>,
    next: Option<Duration>,
) {
    let attempt = prepared.facts.attempt(number);
    let error = outcome.as_ref().err().map(|failed| &failed.error);
    let answer = outcome.as_ref().ok();
    let outcome = Outcome {
        status: answer.map(Answer::status).or_else(|| error.and_then(Error::status)),
        headers: answer.map(Answer::headers).or_else(|| error.and_then(Error::headers)),
        error,
        duration: started.elapsed(),
        next_attempt_in: next,
    };
    trace::attempt(&attempt, &outcome);
    prepared.context.telemetry().attempted(prepared, &attempt, &outcome);
    for hook in prepared.context.hooks() {
        hook.after(&attempt, &outcome);
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
