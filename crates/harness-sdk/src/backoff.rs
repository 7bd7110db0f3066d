//! Growing pauses between questions to a server, and between changes that others overtake.

use std::time::Duration;

use tokio::time::Instant;

/// Each pause is half as long again as the one before, up to a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

/// Longer pauses make no difference to anybody, and no clock can add them.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 3600);

impl Backoff {
    pub(crate) fn pauses(self) -> Pauses {
        let longest = self.longest.min(FOREVER);
        Pauses { next: self.first.min(longest), longest }
    }
}

/// The pauses of one wait.
#[derive(Clone, Debug)]
pub(crate) struct Pauses {
    next: Duration,
    longest: Duration,
}

impl Pauses {
    pub(crate) fn take(&mut self) -> Duration {
        let pause = self.next;
        self.next = pause.saturating_add(pause / 2).min(self.longest);
        pause
    }
}

/// How often, and for how long, a change is made again that others overtook.
#[derive(Debug)]
pub(crate) struct Conflicts {
    left: u32,
    /// None before the first repetition, which waits for nothing.
    pauses: Option<Pauses>,
    until: Instant,
}

/// After so long the conflict is told, however many repetitions are left.
const CONFLICTS: Duration = Duration::from_secs(120);

impl Conflicts {
    pub(crate) fn of(times: u32) -> Conflicts {
        Conflicts { left: times, pauses: None, until: Instant::now() + CONFLICTS }
    }

    /// Whether to do it again, after the pause that this makes.
    pub(crate) async fn again(&mut self) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let backoff = Backoff { first: Duration::from_millis(200), longest: Duration::from_secs(5) };
        let Some(pauses) = &mut self.pauses else {
            self.pauses = Some(backoff.pauses());
            return true;
        };
        let next = Instant::now() + pauses.take();
        if next > self.until {
            return false;
        }
        tokio::time::sleep_until(next).await;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_by_half_up_to_the_bound() {
        let mut pauses = Backoff { first: Duration::from_secs(2), longest: Duration::from_secs(5) }.pauses();
        let taken: Vec<u64> = (0..4).map(|_| pauses.take().as_millis() as u64).collect();
        assert_eq!(taken, [2000, 3000, 4500, 5000]);
        let mut endless = Backoff { first: Duration::MAX, longest: Duration::MAX }.pauses();
        assert_eq!((endless.take(), endless.take()), (FOREVER, FOREVER));
    }
}
