//! The time limits of one call.

use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use super::Answer;
use super::attempt::Failed;
use super::origin::Reading;
use super::watch::{Phase, Watch};
use crate::call::Prepared;
use crate::error::Error;

/// The time limits of one call.
///
/// Where the body may be of any size, the time in which it is on its way counts towards no limit of the client's; then only
/// silence is limited.
pub(super) struct Limits<'a> {
    start: Instant,
    /// The limit of the call in all.
    whole: Option<Duration>,
    /// Whether that is the call's own, which replaces those of the client.
    own: bool,
    attempt: Option<Duration>,
    idle: Option<Duration>,
    watch: Option<&'a Watch>,
}

impl<'a> Limits<'a> {
    pub(super) fn of(prepared: &'a Prepared, start: Instant) -> Limits<'a> {
        let timeouts = prepared.context.timeouts();
        Limits {
            start,
            whole: prepared.timeout.or(timeouts.total),
            own: prepared.timeout.is_some(),
            attempt: timeouts.attempt.filter(|_| prepared.timeout.is_none()),
            idle: timeouts.idle,
            watch: prepared.watch.as_ref(),
        }
    }

    /// When the call must be done.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let sending = self.watch.filter(|_| !self.own).map(Watch::sending).unwrap_or_default();
        self.start.checked_add(self.whole?)?.checked_add(sending)
    }

    /// The limit of the call in all, for texts.
    pub(super) fn whole(&self) -> Duration {
        self.whole.unwrap_or_default()
    }

    pub(super) fn allow(&self, until: Instant) -> bool {
        self.deadline().is_none_or(|deadline| until < deadline)
    }

    /// Whether a request whose turn comes then can still be answered: part of what is left, up to a second, is kept for that.
    pub(super) fn allow_turn(&self, at: Instant) -> bool {
        let Some(deadline) = self.deadline() else { return true };
        let left = deadline.saturating_duration_since(Instant::now());
        let kept = (left / 4).min(Duration::from_secs(1));
        deadline.checked_sub(kept).is_none_or(|latest| at < latest)
    }

    /// By when the whole answer must have been read: with the limit of the call, however it is read; with that of the
    /// client, unless it is taken piece by piece.
    pub(super) fn reading(&self) -> Reading {
        let until = self.deadline().zip(self.whole);
        Reading { pieces: until.filter(|_| self.own), memory: until }
    }

    /// Runs an attempt within what is left.
    pub(super) async fn attempt(
        &self,
        mut attempt: Pin<&mut impl Future<Output = Result<Answer, Failed>>>,
        started: Instant,
    ) -> Result<Answer, Failed> {
        if let Some(watch) = self.watch {
            watch.begin();
        }
        loop {
            let Some(Due { until, .. }) = self.due(started) else { return attempt.await };
            let look =
                self.watch.and_then(|_| Instant::now().checked_add(self.idle?)).map_or(until, |at| at.min(until));
            if let Ok(outcome) = tokio::time::timeout_at(look, attempt.as_mut()).await {
                return outcome;
            }
            // Meanwhile the body may have begun or got on, so that another limit counts.
            if let Some(due) = self.due(started)
                && due.until <= Instant::now()
            {
                let error = Error::timeout(due.what, due.limit);
                let before = self.watch.is_some_and(|watch| watch.phase().0 == Phase::Before);
                return Err(if before { Failed::unsent(error) } else { Failed::sent(error) });
            }
        }
    }

    /// When the attempt as it stands has taken too long, and what it is told then.
    fn due(&self, started: Instant) -> Option<Due> {
        let whole = self.deadline().map(|until| Due { until, what: "the call", limit: self.whole() });
        let patience = match self.watch {
            Some(_) if !self.own => self.attempt.or(self.idle),
            _ => self.attempt,
        };
        let (since, limit, what) = match self.watch.map(Watch::phase) {
            None => (started, patience, "an attempt"),
            Some((Phase::Before, _)) => (started, patience, "an attempt before its body was sent"),
            Some((Phase::Sent, since)) => (since, patience, "the answer to a body that was sent"),
            Some((Phase::Source, since)) => (since, self.idle, "the next piece of the body, from its own source,"),
            Some((Phase::Taking, since)) => (since, self.idle, "the server's taking the next piece of the body"),
        };
        let part = limit.and_then(|limit| Some(Due { until: since.checked_add(limit)?, what, limit }));
        match (whole, part) {
            (Some(whole), Some(part)) if part.until < whole.until => Some(part),
            (whole, part) => whole.or(part),
        }
    }
}

/// When something has taken too long, what that is, and the limit that says so.
struct Due {
    until: Instant,
    what: &'static str,
    limit: Duration,
}
