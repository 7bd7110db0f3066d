//! One limit: when its turns are due, who waits for them, and how it slows down after the server has refused a request.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use super::pace::{Pace, later};

/// A limit on requests in a window of time. Turns are taken in the order in which they were asked for. A turn counts only
/// when it is taken, so that a caller who stops waiting leaves nothing behind.
#[derive(Debug)]
pub(super) struct Gate {
    window: Duration,
    /// The time between two requests when the burst is spent and the rate is whole.
    interval: Duration,
    /// How far ahead of that rhythm requests may be.
    burst: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the next request is due in an even rhythm.
    due: Option<Instant>,
    /// The end of a pause that the server caused.
    closed: Option<Instant>,
    pace: Pace,
    /// How often the rate was cut.
    cuts: u64,
    /// How often a turn was taken after a time in which none was due; a turn from before that cannot be given back.
    idled: u64,
    next_ticket: u64,
    /// Who waits, in order. Only the first one has a timer; it wakes the next.
    queue: BTreeMap<u64, Option<Waker>>,
}

/// A turn that was taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    cuts: u64,
    idled: u64,
    interval: Duration,
}

impl Gate {
    pub(super) fn new(requests: u32, window: Duration) -> Gate {
        let requests = requests.max(1);
        let burst = requests / 10;
        let interval = window / (requests - burst).max(1);
        let burst = interval.saturating_mul(burst.saturating_sub(1));
        Gate { window, interval, burst, state: Mutex::default() }
    }

    /// Takes a turn if one is due and nobody waits for it.
    pub(super) fn try_take(&self) -> Option<Taken> {
        let now = Instant::now();
        let mut state = self.state();
        (state.queue.is_empty() && self.opens(&state, now) <= now).then(|| self.take(&mut state, now))
    }

    /// When somebody who asks now would have a turn, and whether the server is the reason why that is not now.
    pub(super) fn outlook(&self) -> (Instant, bool) {
        let now = Instant::now();
        let state = self.state();
        let ahead = u32::try_from(state.queue.len()).unwrap_or(u32::MAX);
        let opens = self.opens(&state, now);
        let closed = state.closed.is_some_and(|until| until > now);
        (later(opens, state.pace.slowed(self.interval).saturating_mul(ahead)), closed)
    }

    /// Gets in line.
    pub(super) fn join(&self) -> Ticket<'_> {
        let mut state = self.state();
        let number = state.next_ticket;
        state.next_ticket += 1;
        state.queue.insert(number, None);
        Ticket { gate: self, number, timer: None }
    }

    /// Gives back a turn in which nothing was sent.
    pub(super) fn give_back(&self, taken: Taken) {
        let mut state = self.state();
        if state.idled == taken.idled {
            state.due = state.due.map(|due| due.checked_sub(taken.interval).unwrap_or(due));
        }
    }

    /// The server refused the request of that turn: nothing is sent for as long as it `asked`, or else for a window, and at
    /// least for the `least` time; after that at half the rate, which comes back step by step. Requests that were sent
    /// before the rate was cut do not cut it again. Answers how long the pause is.
    pub(super) fn refused(&self, taken: Taken, asked: Option<Duration>, least: Duration) -> Duration {
        let now = Instant::now();
        let mut state = self.state();
        let is_news = taken.cuts == state.cuts;
        let pause = match asked {
            Some(asked) => asked.max(least),
            None if is_news => self.window.max(least),
            None => least,
        };
        let until = later(now, pause).max(state.closed.unwrap_or(now));
        state.closed = Some(until);
        let due = later(until, self.burst);
        state.due = Some(state.due.map_or(due, |known| known.max(due)));
        if is_news {
            state.cuts += 1;
            state.pace.cut(until);
        }
        until - now
    }

    fn take(&self, state: &mut State, now: Instant) -> Taken {
        state.pace.recover(now, self.window);
        let interval = state.pace.slowed(self.interval);
        if state.due.is_none_or(|due| due < now) {
            state.idled += 1;
        }
        let due = state.due.map_or(now, |due| due.max(now));
        state.due = Some(later(due, interval));
        Taken { cuts: state.cuts, idled: state.idled, interval }
    }

    /// When the next turn can be taken.
    fn opens(&self, state: &State, now: Instant) -> Instant {
        let due = state.due.map_or(now, |due| due.max(now));
        now.max(due.checked_sub(self.burst).unwrap_or(now)).max(state.closed.unwrap_or(now))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the line; dropping it leaves the line.
pub(super) struct Ticket<'a> {
    gate: &'a Gate,
    number: u64,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Ticket<'_> {
    /// Waits until it is this one's turn, without taking it.
    pub(super) async fn ready(&mut self) {
        poll_fn(|cx| self.poll_ready(cx)).await;
    }

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let opens = {
                let now = Instant::now();
                let mut state = self.gate.state();
                if state.queue.first_key_value().is_none_or(|(first, _)| *first != self.number) {
                    state.queue.insert(self.number, Some(cx.waker().clone()));
                    return Poll::Pending;
                }
                let opens = self.gate.opens(&state, now);
                if opens <= now {
                    return Poll::Ready(());
                }
                opens
            };
            let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(opens)));
            if timer.deadline() != opens {
                timer.as_mut().reset(opens);
            }
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
        }
    }

    /// Whether the turn can still be taken; a pause may have begun since it was ready.
    pub(super) fn is_open(&self) -> bool {
        let now = Instant::now();
        self.gate.opens(&self.gate.state(), now) <= now
    }

    /// Takes the turn.
    pub(super) fn take(self) -> Taken {
        let now = Instant::now();
        let mut state = self.gate.state();
        self.gate.take(&mut state, now)
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        let next = {
            let mut state = self.gate.state();
            let was_first = state.queue.first_key_value().is_some_and(|(first, _)| *first == self.number);
            state.queue.remove(&self.number);
            state.queue.first_entry().filter(|_| was_first).and_then(|mut entry| entry.get_mut().take())
        };
        // Outside the lock: waking may run the other's code.
        if let Some(next) = next {
            next.wake();
        }
    }
}
