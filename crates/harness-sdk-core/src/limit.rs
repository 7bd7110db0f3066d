//! A client-side limit on how many requests are sent, so that the server's quota is not met.

mod gate;
mod pace;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use self::gate::{Gate, Taken};
use crate::operation::RequestLimit;

/// A limit on requests in a window of time, shared by all clones.
///
/// Harness documents two limits of one API key: 1,000 requests a minute, and 400 a minute for external API requests with
/// an `x-api-key` ([rate limits](https://developer.harness.io/docs/platform/rate-limits)). Which one a service counts by is
/// not documented, so the default client keeps to the lower one: a burst of a tenth is sent at once, the rest evenly, so
/// that no window of a minute ever holds more. Where the higher one is known to count, give
/// [`ContextBuilder::limiter`](crate::ContextBuilder::limiter) a `Limiter::per_minute(1000)`. Clients of the same key in
/// one process can share a limiter, programs must share the quota.
///
/// Calls wait in the order in which they came. A call that is dropped, or whose time limit passes, while it waits has used
/// nothing; a call that could not have its turn within its time limit fails at once.
///
/// # When the server says 429
///
/// All clients that share the limiter then send nothing until `Retry-After` has passed, or for a whole window where the
/// server names no time (Harness names none), and go on at half the rate, which comes back by a sixteenth of the whole each
/// quarter of a window. The calls that were refused, and may be repeated, wait for their turn like all others.
///
/// # Special limits
///
/// Some operations have a documented limit of their own, such as 10 user invitations a minute; and one request whose text is
/// longer than 500,000 characters is allowed in 10 s. Every limiter keeps these too, unless
/// [`Limiter::without_special_limits`] is asked for.
///
/// ```
/// use harness_sdk_core::Limiter;
/// let shared = Limiter::per_minute(1000);
/// # let _ = shared;
/// ```
#[derive(Clone, Debug)]
pub struct Limiter {
    gates: Arc<Gates>,
    keeps_special: bool,
}

#[derive(Debug)]
struct Gates {
    all: Gate,
    /// One request with a large text in 10 s.
    large: Gate,
    /// The limits of single operations, by their names, once they are needed.
    special: Mutex<Vec<(&'static str, Arc<Gate>)>>,
}

/// The documented limit of one API key for external API requests, a minute.
const EXTERNAL: u32 = 400;
/// How long a text may be, in characters, before the limit on large requests counts it.
const LARGE: usize = 500_000;
/// In which time one such request is allowed.
const LARGE_WINDOW: Duration = Duration::from_secs(10);

impl Limiter {
    /// The quota that a client keeps to unless told otherwise, a minute: the lower of the two documented ones, 400.
    pub const DOCUMENTED: u32 = EXTERNAL;

    /// At most this many requests in any minute; 0 counts as 1.
    pub fn per_minute(requests: u32) -> Limiter {
        Limiter::new(requests, Duration::from_secs(60))
    }

    /// At most this many requests in any window of this length; 0 counts as 1.
    pub fn new(requests: u32, window: Duration) -> Limiter {
        let gates =
            Gates { all: Gate::new(requests, window), large: Gate::new(1, LARGE_WINDOW), special: Mutex::default() };
        Limiter { gates: Arc::new(gates), keeps_special: true }
    }

    /// The same limiter without the limits of single operations and of large requests.
    #[must_use]
    pub fn without_special_limits(mut self) -> Limiter {
        self.keeps_special = false;
        self
    }

    /// What a request has to pass: the limit of all, that of its operation, and with a large text that of large requests.
    pub(crate) fn passage(&self, own: Option<&'static RequestLimit>, text: Option<&[u8]>) -> Passage {
        let gates = Arc::clone(&self.gates);
        if !self.keeps_special {
            return Passage { gates, own: None, large: false };
        }
        let large = text.is_some_and(is_large);
        Passage { own: own.map(|limit| gates.special(limit)), gates, large }
    }
}

impl Gates {
    fn special(&self, limit: &'static RequestLimit) -> Arc<Gate> {
        let mut special = self.special.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, gate)) = special.iter().find(|(name, _)| *name == limit.name) {
            return Arc::clone(gate);
        }
        let gate = Arc::new(Gate::new(limit.requests, Duration::from_secs(limit.seconds.into())));
        special.push((limit.name, Arc::clone(&gate)));
        gate
    }
}

/// Whether the limit on large requests counts a body. What is no text has no characters.
fn is_large(body: &[u8]) -> bool {
    body.len() > LARGE && std::str::from_utf8(body).is_ok_and(|text| text.chars().count() > LARGE)
}

/// The limits that one request has to pass.
pub(crate) struct Passage {
    gates: Arc<Gates>,
    own: Option<Arc<Gate>>,
    large: bool,
}

/// Why a request waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// For the client's limit on all requests.
    Rate,
    /// For the limit of its operation.
    Operation,
    /// For the limit on large requests.
    Large,
    /// For the end of a pause that the server's 429 caused.
    Refused,
}

impl Reason {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Reason::Rate => "request limit",
            Reason::Operation => "request limit of the operation",
            Reason::Large => "request limit of large requests",
            Reason::Refused => "pause after status 429",
        }
    }
}

/// A turn that was taken, at each limit that had to be passed.
pub(crate) struct Turn {
    all: Taken,
    own: Option<Taken>,
    large: Option<Taken>,
}

impl Passage {
    /// A turn, if one is due and nobody waits for it.
    pub(crate) fn try_take(&self) -> Option<Turn> {
        if self.own.is_some() || self.large {
            return None;
        }
        Some(Turn { all: self.gates.all.try_take()?, own: None, large: None })
    }

    /// When a turn can be expected, and what it waits for until then.
    pub(crate) fn outlook(&self) -> (Instant, Reason) {
        let of = |gate: &Gate, reason| {
            let (at, closed) = gate.outlook();
            (at, if closed { Reason::Refused } else { reason })
        };
        let own = self.own.as_ref().map(|gate| of(gate, Reason::Operation));
        let large = self.large.then(|| of(&self.gates.large, Reason::Large));
        let all = of(&self.gates.all, Reason::Rate);
        [own, large].into_iter().flatten().fold(all, |latest, next| if next.0 > latest.0 { next } else { latest })
    }

    /// Waits for a turn at every limit and takes them all at once, so that none is taken in vain.
    pub(crate) async fn take(&self) -> Turn {
        let mut own = self.own.as_ref().map(|gate| gate.join());
        if let Some(ticket) = &mut own {
            ticket.ready().await;
        }
        let mut large = self.large.then(|| self.gates.large.join());
        loop {
            for ticket in [&mut own, &mut large].into_iter().flatten() {
                ticket.ready().await;
            }
            let mut all = self.gates.all.join();
            all.ready().await;
            if [&own, &large].into_iter().flatten().all(|ticket| ticket.is_open()) {
                return Turn { all: all.take(), own: own.map(|ticket| ticket.take()), large: large.map(|t| t.take()) };
            }
        }
    }

    /// Gives back a turn in which nothing was sent.
    pub(crate) fn give_back(&self, turn: Turn) {
        self.gates.all.give_back(turn.all);
        if let (Some(gate), Some(taken)) = (&self.own, turn.own) {
            gate.give_back(taken);
        }
        if let Some(taken) = turn.large {
            self.gates.large.give_back(taken);
        }
    }

    /// The server refused the request for its rate. The narrowest limit that it had to pass is taken for the one that was
    /// met: a refused invitation does not hold up everything else. Answers how long nothing is sent.
    pub(crate) fn refused(&self, turn: &Turn, asked: Option<Duration>, least: Duration) -> Duration {
        match (&self.own, turn.own, turn.large) {
            (Some(gate), Some(taken), _) => gate.refused(taken, asked, least),
            (_, _, Some(taken)) => self.gates.large.refused(taken, asked, least),
            _ => self.gates.all.refused(turn.all, asked, least),
        }
    }
}

impl Default for Limiter {
    /// The lower of the documented limits, 400 a minute.
    fn default() -> Limiter {
        Limiter::per_minute(Limiter::DOCUMENTED)
    }
}

#[cfg(test)]
mod tests;
