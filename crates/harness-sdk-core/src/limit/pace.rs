//! How much of its rate a limit allows itself.

use std::time::Duration;

use tokio::time::Instant;

/// The steps of a whole rate.
const WHOLE: u32 = 16;
/// In how many steps a window gives back what was cut.
const STEPS_PER_WINDOW: u32 = 4;

/// The part of the rate that is used: halved when the server refuses a request for its rate, and back by a sixteenth each
/// quarter of a window in which it refuses none.
#[derive(Debug)]
pub(super) struct Pace {
    steps: u32,
    /// Since when nothing was refused at this step.
    since: Option<Instant>,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace { steps: WHOLE, since: None }
    }
}

impl Pace {
    /// Halves the rate; it comes back from `until` on.
    pub(super) fn cut(&mut self, until: Instant) {
        self.steps = (self.steps / 2).max(1);
        self.since = Some(until);
    }

    /// Takes back what the time since then allows.
    pub(super) fn recover(&mut self, now: Instant, window: Duration) {
        let Some(since) = self.since else { return };
        let step = (window / STEPS_PER_WINDOW).max(Duration::from_millis(1));
        let steps = now.saturating_duration_since(since).as_nanos() / step.as_nanos();
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        self.steps = self.steps.saturating_add(steps).min(WHOLE);
        self.since = match self.steps {
            WHOLE => None,
            _ => Some(later(since, step.saturating_mul(steps))),
        };
    }

    /// The time between two requests, at this part of the rate.
    pub(super) fn slowed(&self, interval: Duration) -> Duration {
        match self.steps {
            WHOLE => interval,
            steps => interval.saturating_mul(WHOLE) / steps,
        }
    }
}

/// The moment so much later, or one that never comes.
pub(super) fn later(from: Instant, by: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(30 * 365 * 86_400);
    from.checked_add(by.min(FAR)).unwrap_or(from)
}
