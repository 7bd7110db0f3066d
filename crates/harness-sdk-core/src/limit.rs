//! A client-side limit on how many requests are sent, so that the server's quota is not met.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// A limit on requests in a window of time, shared by all clones.
///
/// Harness documents 1,000 requests a minute for one API key. The default client keeps to that: a burst of a tenth is
/// sent at once, the rest evenly, so that no window of a minute ever holds more. Clients of the same key in one process
/// can share a limiter.
///
/// ```
/// use harness_sdk_core::Limiter;
/// let shared = Limiter::per_minute(400);
/// # let _ = shared;
/// ```
#[derive(Clone, Debug)]
pub struct Limiter {
    state: Arc<Mutex<State>>,
    /// The time between two requests when the burst is spent.
    interval: Duration,
    /// How far ahead of that rhythm requests may be.
    burst: Duration,
}

#[derive(Debug)]
struct State {
    /// When the next request is due in an even rhythm.
    due: Option<Instant>,
}

impl Limiter {
    /// The documented quota of one API key, a minute.
    pub const DOCUMENTED: u32 = 1000;

    /// At most this many requests in any minute; 0 counts as 1.
    pub fn per_minute(requests: u32) -> Limiter {
        Limiter::new(requests, Duration::from_secs(60))
    }

    /// At most this many requests in any window of this length; 0 counts as 1.
    pub fn new(requests: u32, window: Duration) -> Limiter {
        let requests = requests.max(1);
        let burst = requests / 10;
        let interval = window / (requests - burst).max(1);
        Limiter {
            state: Arc::new(Mutex::new(State { due: None })),
            interval,
            burst: interval * burst.saturating_sub(1),
        }
    }

    /// Reserves the next free moment and says when that is. Reservations are given in the order they are asked for.
    pub(crate) fn reserve(&self) -> Instant {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let due = state.due.map_or(now, |due| due.max(now));
        state.due = Some(due + self.interval);
        now.max(due.checked_sub(self.burst).unwrap_or(now))
    }

    /// Sends nothing before this much time has passed: the server asked for it.
    pub(crate) fn pause(&self, wait: Duration) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let until = Instant::now() + wait + self.burst;
        state.due = Some(state.due.map_or(until, |due| due.max(until)));
    }
}

impl Default for Limiter {
    /// The documented 1,000 a minute.
    fn default() -> Limiter {
        Limiter::per_minute(Limiter::DOCUMENTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn no_minute_holds_more_than_the_quota() {
        let limiter = Limiter::per_minute(1000);
        let start = Instant::now();
        let moments: Vec<Duration> = (0..3000).map(|_| limiter.reserve() - start).collect();
        assert_eq!(moments.iter().filter(|at| at.is_zero()).count(), 100);
        for (index, from) in moments.iter().enumerate() {
            let within = moments[index..].iter().take_while(|at| **at - *from < Duration::from_secs(60)).count();
            assert!(within <= 1000, "{within} requests in the minute from {from:?}");
        }
        assert!(moments[2999] < Duration::from_secs(196), "the quota is used: {:?}", moments[2999]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_burst_returns_with_time_and_a_pause_holds_all() {
        let limiter = Limiter::per_minute(600);
        for _ in 0..60 {
            assert_eq!(limiter.reserve(), Instant::now());
        }
        assert!(limiter.reserve() > Instant::now());
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(limiter.reserve(), Instant::now());
        limiter.clone().pause(Duration::from_secs(7));
        assert!(limiter.reserve() >= Instant::now() + Duration::from_secs(7));
    }
}
