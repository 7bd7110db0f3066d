//! When a failed attempt is followed by another, and after how long.

use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::{Method, StatusCode};

use crate::error::Error;
use crate::operation::RetryClass;

/// How failed attempts are repeated. Set for a client, and for single calls by
/// [`with_retry`](crate::Request::with_retry).
///
/// | call | repeated after |
/// | --- | --- |
/// | GET, HEAD, OPTIONS, PUT, and operations known to be safe | a broken or refused connection, a passed attempt limit, status 429, 502, 503, 504 |
/// | POST, PATCH, DELETE, a change with `If-Match`, and operations known to be unsafe | what left the server untouched: a refused connection, status 429 |
/// | any whose body is a stream or a pipe | nothing |
///
/// Status 500 is not repeated: Harness services answer it for requests that fail each time, too. A repeated DELETE that had
/// worked would answer "not found" and hide the success.
///
/// Status 429 is waited out with the client's [`Limiter`](crate::Limiter), which all its calls share: the pause is what
/// `Retry-After` asks for, or else a window of the limiter, and never shorter than the wait of this policy. Such a
/// repetition counts neither as one of the attempts nor against the retry budget; a call waits for it until its time limit
/// would pass, and at most ten times. Without a limiter, 429 is repeated like the other statuses.
///
/// A request that an HTTP/2 server did not take, for it was closing the connection or refused the stream, goes out again
/// at once and at most twice, under any policy, unless its body is gone.
///
/// ```
/// use std::time::Duration;
/// use harness_sdk_core::RetryPolicy;
///
/// let patient = RetryPolicy::default().with_max_attempts(8).with_base_delay(Duration::from_secs(1));
/// let never = RetryPolicy::none();
/// # let _ = (patient, never);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
    statuses: Vec<u16>,
    writes: bool,
}

impl Default for RetryPolicy {
    /// 4 attempts; 500 ms doubling up to 20 s, each between half and all of it, or `Retry-After` where that is longer, up
    /// to 60 s; statuses 429, 502, 503 and 504.
    fn default() -> RetryPolicy {
        RetryPolicy {
            max_attempts: 4,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
            statuses: vec![429, 502, 503, 504],
            writes: false,
        }
    }
}

impl RetryPolicy {
    /// One attempt.
    pub fn none() -> RetryPolicy {
        RetryPolicy::default().with_max_attempts(1)
    }

    /// The most attempts of one call, the first one counted; 0 counts as 1. Those that the client's limiter waits out
    /// (status 429) do not count, unless this is 1. The default is 4.
    #[must_use]
    pub fn with_max_attempts(mut self, attempts: u32) -> RetryPolicy {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The longest wait after the first failure; it doubles with every further one. The default is 500 ms.
    #[must_use]
    pub fn with_base_delay(mut self, delay: Duration) -> RetryPolicy {
        self.base_delay = delay;
        self
    }

    /// The longest wait between two attempts when the server names none. The default is 20 s.
    #[must_use]
    pub fn with_max_delay(mut self, delay: Duration) -> RetryPolicy {
        self.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is waited for; asked for more, the call fails at once and the error tells how long
    /// ([`Error::retry_after`]). The default is 60 s.
    #[must_use]
    pub fn with_max_retry_after(mut self, wait: Duration) -> RetryPolicy {
        self.max_retry_after = wait;
        self
    }

    /// The statuses that are worth another attempt. The default is 429, 502, 503 and 504.
    #[must_use]
    pub fn with_statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> RetryPolicy {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// Whether POST, PATCH and DELETE are repeated like GET, for calls that the caller knows to be harmless. An operation known to be
    /// unsafe is not repeated even then. The default is `false`.
    #[must_use]
    pub fn with_writes(mut self, repeat: bool) -> RetryPolicy {
        self.writes = repeat;
        self
    }

    /// The most attempts of one call.
    pub fn max_attempts(&self) -> u32 {
        self.max_attempts
    }

    pub(crate) fn max_retry_after(&self) -> Duration {
        self.max_retry_after
    }

    /// After which failures a call of this method and class may be sent again.
    pub(crate) fn repeat(&self, method: &Method, class: RetryClass, conditional: bool) -> Repeat {
        let by_method = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::PUT);
        match class {
            _ if self.max_attempts <= 1 => Repeat::Never,
            RetryClass::Unsafe => Repeat::WhenNothingWasDone,
            _ if conditional && !method.is_safe() => Repeat::WhenNothingWasDone,
            RetryClass::ByMethod if !by_method && !self.writes => Repeat::WhenNothingWasDone,
            RetryClass::Safe | RetryClass::ByMethod => Repeat::WhenItMayPass,
        }
    }

    /// Whether the status is worth another attempt.
    pub(crate) fn repeats_status(&self, status: StatusCode) -> bool {
        self.statuses.contains(&status.as_u16())
    }

    /// How long to wait after the attempt of this number, from 1; `None` when the server asks for more than is allowed.
    /// A server that asks for less than the back-off does not get its requests sooner.
    pub(crate) fn delay(&self, attempt: u32, error: &Error) -> Option<Duration> {
        let asked = error.retry_after().unwrap_or_default();
        (asked <= self.max_retry_after).then(|| asked.max(self.back_off(attempt)))
    }

    /// The wait after the attempt of this number, from 1, whatever the server asks for.
    pub(crate) fn back_off(&self, attempt: u32) -> Duration {
        let doubled = self.base_delay.saturating_mul(2u32.saturating_pow(attempt.saturating_sub(1)));
        // Rounding up the longest time of all would be a fault.
        let longest = doubled.min(self.max_delay).min(Duration::from_secs(u64::from(u32::MAX)));
        longest.mul_f64(0.5 + 0.5 * random_fraction())
    }
}

/// After which failures a call may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// After none: the body is gone, or one attempt is all.
    Never,
    /// After those that left the server untouched.
    WhenNothingWasDone,
    /// After all that may pass.
    WhenItMayPass,
}

impl Repeat {
    /// Whether the call may be sent again after this error.
    pub(crate) fn allows(self, error: &Error) -> bool {
        match self {
            Repeat::Never => false,
            Repeat::WhenNothingWasDone => error.is_connect() || error.status() == Some(StatusCode::TOO_MANY_REQUESTS),
            Repeat::WhenItMayPass => true,
        }
    }
}

/// What all calls of a client may spend on repeating, so that a failing server is not stormed: each repetition takes 5
/// of 500 tokens, a repeated attempt limit 10, each first success gives one back.
#[derive(Clone, Debug)]
pub(crate) struct RetryBudget {
    left: Arc<Mutex<u32>>,
    capacity: u32,
}

/// The price of one repetition. Dropping it gives it back: the repetition was never sent.
#[derive(Debug)]
pub(crate) struct Price<'a> {
    budget: &'a RetryBudget,
    tokens: u32,
}

impl RetryBudget {
    pub(crate) const DEFAULT: u32 = 500;

    pub(crate) fn new(capacity: u32) -> RetryBudget {
        RetryBudget { left: Arc::new(Mutex::new(capacity)), capacity }
    }

    /// Takes the price of one repetition after `error`; nothing when there is not enough left.
    pub(crate) fn take(&self, error: &Error) -> Option<Price<'_>> {
        let tokens = if error.is_timeout() { 10 } else { 5 };
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.checked_sub(tokens)?;
        Some(Price { budget: self, tokens })
    }

    /// Gives back for a success: a token, or the price of the repetition that led to it.
    pub(crate) fn refund(&self, paid: Option<u32>) {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.saturating_add(paid.unwrap_or(1)).min(self.capacity);
    }
}

impl Price<'_> {
    /// The repetition is sent; answers what it costs.
    pub(crate) fn spend(mut self) -> u32 {
        std::mem::take(&mut self.tokens)
    }
}

impl Drop for Price<'_> {
    fn drop(&mut self) {
        if self.tokens > 0 {
            self.budget.refund(Some(self.tokens));
        }
    }
}

/// A number from 0 to 1, different for every call and every process.
pub(crate) fn random_fraction() -> f64 {
    let bits = std::collections::hash_map::RandomState::new().build_hasher().finish();
    (bits >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Answered, ErrorKind};

    #[test]
    fn a_date_counts_from_that_of_the_answer() {
        let mut headers = http::HeaderMap::new();
        headers.insert("date", http::HeaderValue::from_static("Thu, 29 Feb 2024 23:59:58 GMT"));
        for (text, wait) in [
            ("Fri, 01 Mar 2024 00:00:05 GMT", Some(Duration::from_secs(7))),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(Duration::ZERO)),
            ("tomorrow", None),
            ("Sun, 99 Nov 1994 08:49:37 GMT", None),
        ] {
            headers.insert("retry-after", http::HeaderValue::from_static(text));
            let answer = Answered::bounded(StatusCode::SERVICE_UNAVAILABLE, headers.clone(), b"", 0);
            let error = Error::answered(answer, "h", &crate::redact::Secrets::default());
            assert_eq!(error.retry_after(), wait, "{text}");
        }
    }

    #[test]
    fn delays_double_within_their_bounds() {
        let policy = RetryPolicy::default();
        let error = Error::new(ErrorKind::Transport, "");
        for (attempt, longest) in [(1, 500), (2, 1000), (3, 2000), (10, 20_000), (4_000_000_000, 20_000)] {
            let delay = policy.delay(attempt, &error).unwrap();
            let longest = Duration::from_millis(longest);
            assert!(delay >= longest / 2 && delay <= longest, "attempt {attempt}: {delay:?}");
        }
        let mut headers = http::HeaderMap::new();
        for (text, delay) in [("7", Some(Duration::from_secs(7))), ("61", None), ("18446744073709551615", None)] {
            headers.insert("retry-after", http::HeaderValue::from_static(text));
            let answer = Answered::bounded(StatusCode::SERVICE_UNAVAILABLE, headers.clone(), b"", 0);
            assert_eq!(policy.delay(1, &Error::answered(answer, "h", &crate::redact::Secrets::default())), delay);
        }
    }

    #[test]
    fn no_wait_is_shorter_than_the_back_off_and_none_is_too_long_to_count() {
        let mut headers = http::HeaderMap::new();
        let passed = ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:40 GMT");
        headers.insert("date", http::HeaderValue::from_static(passed.1));
        for text in ["0", passed.0] {
            headers.insert("retry-after", http::HeaderValue::from_static(text));
            let answer = Answered::bounded(StatusCode::SERVICE_UNAVAILABLE, headers.clone(), b"", 0);
            let error = Error::answered(answer, "h", &crate::redact::Secrets::default());
            assert_eq!(error.retry_after(), Some(Duration::ZERO));
            assert!(RetryPolicy::default().delay(1, &error).unwrap() >= Duration::from_millis(250), "{text}");
        }
        let endless = RetryPolicy::default().with_base_delay(Duration::MAX).with_max_delay(Duration::MAX);
        for _ in 0..1000 {
            assert!(endless.back_off(u32::MAX) > Duration::from_secs(86_400));
        }
    }

    #[test]
    fn budget_is_spent_refunded_and_given_back() {
        let budget = RetryBudget::new(10);
        let error = Error::new(ErrorKind::Transport, "");
        assert_eq!(budget.take(&error).unwrap().spend(), 5);
        drop(budget.take(&error).unwrap());
        assert_eq!(budget.take(&error).unwrap().spend(), 5, "a repetition that was not sent costs nothing");
        assert!(budget.take(&error).is_none());
        budget.refund(None);
        assert!(budget.take(&error).is_none());
        budget.refund(Some(5));
        assert!(budget.take(&error).is_some());
    }
}
