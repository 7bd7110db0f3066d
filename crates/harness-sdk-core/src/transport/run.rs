//! A call from its first attempt to its last.

use std::pin::pin;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument as _;

use super::attempt::{Failed, attempt};
use super::limits::Limits;
use super::{Answer, Mode, Reading, untaken};
use crate::call::Prepared;
use crate::error::{Error, ErrorKind};
use crate::hooks::Outcome;
use crate::limit::{Passage, Reason, Turn};
use crate::retry::Price;
use crate::{telemetry, trace};

/// How often one call waits for the end of a pause after status 429, where no time limit ends it sooner.
const MOST_PAUSES: u32 = 10;

/// Sends a call as often as it takes and may be.
pub(crate) async fn run(prepared: &Prepared, mode: Mode) -> Result<Answer, Error> {
    let span = trace::call_span(&prepared.facts, &prepared.url);
    // Pinned where it stands: what wraps it then moves a pointer and not the whole state of a call.
    let drive = pin!(drive(prepared, mode));
    let outcome = telemetry::call(&prepared.facts, drive.instrument(span.clone())).await;
    match outcome {
        Ok((mut answer, attempts, reading)) => {
            trace::record_answer(&span, answer.status(), attempts);
            answer.finish(span, attempts, reading);
            Ok(answer)
        }
        Err(error) => {
            trace::record_error(&span, &error);
            Err(error)
        }
    }
}

/// What a call has behind it.
#[derive(Default)]
struct Course {
    /// Attempts so far.
    number: u32,
    /// Those that were answered with 429 and waited out.
    paused: u32,
    renewed: bool,
    untaken: u32,
    /// What the last repetition cost.
    paid: Option<u32>,
}

/// When the next attempt is made.
enum Next<'a> {
    AtOnce,
    /// After a wait, for a price.
    After(Duration, Price<'a>),
    /// When the client's limiter lets it, in about so long.
    AfterPause(Duration),
}

impl Next<'_> {
    fn wait(&self) -> Duration {
        match self {
            Next::AtOnce => Duration::ZERO,
            Next::After(wait, _) | Next::AfterPause(wait) => *wait,
        }
    }
}

/// The answer, the number of attempts it took, and by when it must be read.
async fn drive(prepared: &Prepared, mode: Mode) -> Result<(Answer, u32, Reading), Error> {
    prepared.context.runtimes().check().await.map_err(|error| error.with_call(&prepared.facts, 0))?;
    let limits = Limits::of(prepared, Instant::now());
    let passage = passage(prepared);
    let mut course = Course::default();
    let mut price: Option<Price<'_>> = None;
    let mut last: Option<Error> = None;
    loop {
        let turn = match &passage {
            Some(passage) => match wait_for_turn(prepared, passage, &limits).await {
                Ok(turn) => Some(turn),
                Err(late) => return Err(last.unwrap_or_else(|| late.with_call(&prepared.facts, course.number))),
            },
            None => None,
        };
        course.number += 1;
        course.paid = price.take().map(Price::spend).or(course.paid);
        let started = Instant::now();
        let mut outcome = {
            let attempt = pin!(attempt(prepared, mode, course.number));
            limits.attempt(attempt, started).await
        };
        let mut next = None;
        if let Err(failed) = &mut outcome {
            let attempts = if failed.sent { course.number } else { course.number - 1 };
            failed.error = std::mem::replace(&mut failed.error, Error::new(ErrorKind::Local, ""))
                .with_call(&prepared.facts, attempts);
            next = next_attempt(prepared, &limits, &mut course, failed, passage.as_ref().zip(turn));
        }
        report(prepared, course.number, started, &outcome, next.as_ref().map(Next::wait));
        match (outcome, next) {
            (Ok(answer), _) => {
                prepared.context.budget().refund(course.paid);
                return Ok((answer, course.number, limits.reading()));
            }
            (Err(failed), None) => return Err(failed.error),
            (Err(failed), Some(next)) => {
                if let Next::After(pause, cost) = next {
                    price = Some(cost);
                    tokio::time::sleep(pause).await;
                }
                last = Some(failed.error);
            }
        }
    }
}

/// The client-side limits that the call has to pass; none at other hosts.
fn passage(prepared: &Prepared) -> Option<Passage> {
    let own = prepared.context.host().is_same_origin(&prepared.url);
    let limiter = prepared.context.limiter().filter(|_| own)?;
    Some(limiter.passage(prepared.limit, prepared.outgoing.bytes()))
}

/// Waits for the client-side limits; fails at once when the call's time would pass meanwhile.
async fn wait_for_turn(prepared: &Prepared, passage: &Passage, limits: &Limits<'_>) -> Result<Turn, Error> {
    if let Some(turn) = passage.try_take() {
        return Ok(turn);
    }
    let (due, reason) = passage.outlook();
    let late = || late(reason, limits.whole());
    if !limits.allow_turn(due) {
        return Err(late());
    }
    let wait = due.saturating_duration_since(Instant::now());
    trace::waiting(&prepared.facts, wait, reason);
    prepared.context.telemetry().waited(&prepared.facts, wait);
    // Boxed, for it is large and rarely needed.
    let turn = Box::pin(passage.take());
    match limits.deadline() {
        Some(deadline) => tokio::time::timeout_at(deadline, turn).await.map_err(|_| late()),
        None => Ok(turn.await),
    }
}

fn late(reason: Reason, limit: Duration) -> Error {
    let what = match reason {
        Reason::Refused => {
            "waiting for the end of the pause that status 429 caused, by the client's own request limit,"
        }
        _ => "waiting for the client's own request limit",
    };
    let hint = match reason {
        Reason::Operation | Reason::Large => {
            "raise the timeout; the limit of this kind of requests is lifted by Limiter::without_special_limits"
        }
        _ => "raise the timeout, or the limit with ContextBuilder::limiter",
    };
    Error::timeout(what, limit).with_hint(hint)
}

/// When the next attempt is made; nothing when there is to be none.
fn next_attempt<'a>(
    prepared: &'a Prepared,
    limits: &Limits<'_>,
    course: &mut Course,
    failed: &Failed,
    turn: Option<(&Passage, Turn)>,
) -> Option<Next<'a>> {
    let error = &failed.error;
    let pause = turn.and_then(|(passage, turn)| settle(prepared, course, failed, passage, turn));
    if failed.renewable && !course.renewed {
        course.renewed = true;
        return Some(Next::AtOnce);
    }
    if failed.untaken && course.untaken < untaken::MOST && prepared.outgoing_repeats() {
        course.untaken += 1;
        return Some(Next::AtOnce);
    }
    let policy = prepared.retry();
    let worth = match error.kind() {
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
        ErrorKind::Status | ErrorKind::Html => error.status().is_some_and(|status| policy.repeats_status(status)),
        _ => failed.tokenless,
    };
    if !worth || !(failed.tokenless || prepared.repeat.allows(error)) {
        return None;
    }
    let wait = policy.delay(course.number, error)?;
    if let Some(due) = pause.filter(|_| is_refused(error)) {
        let more = course.paused < MOST_PAUSES && limits.allow_turn(due);
        course.paused += 1;
        return more.then(|| Next::AfterPause(due.saturating_duration_since(Instant::now())));
    }
    if course.number.saturating_sub(course.paused) >= policy.max_attempts() {
        return None;
    }
    let in_time = Instant::now().checked_add(wait).is_some_and(|until| limits.allow(until));
    if !in_time {
        return None;
    }
    Some(Next::After(wait, prepared.context.budget().take(error)?))
}

/// Gives back a turn in which nothing was sent, and tells the limiter what the server refused for its rate. Answers when
/// the next turn can be expected, after the latter.
fn settle(prepared: &Prepared, course: &Course, failed: &Failed, passage: &Passage, turn: Turn) -> Option<Instant> {
    let error = &failed.error;
    if !failed.sent {
        passage.give_back(turn);
        return None;
    }
    // Without the status, a code can also speak of another quota.
    let asked_to_wait = error.is_rate_limited() && error.retry_after().is_some();
    if !is_refused(error) && !asked_to_wait {
        return None;
    }
    let policy = prepared.retry();
    let asked = error.retry_after().map(|asked| asked.min(policy.max_retry_after()));
    let pause = passage.refused(&turn, asked, policy.back_off(course.number));
    trace::refused(&prepared.facts, pause);
    Some(passage.outlook().0)
}

fn is_refused(error: &Error) -> bool {
    error.status() == Some(http::StatusCode::TOO_MANY_REQUESTS)
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
    prepared.context.telemetry().attempted(&prepared.facts, &prepared.url, &attempt, &outcome);
    for hook in prepared.context.hooks() {
        hook.after(&attempt, &outcome);
    }
}
