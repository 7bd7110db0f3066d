//! Sending: limits, attempts, retries, redirects, reading.

mod answer;
mod attempt;
mod failure;
mod limits;
mod read;
mod redirect;
mod run;
mod typed;
mod untaken;
mod watch;

pub(crate) use answer::{Answer, Origin};
pub(crate) use limits::Reading;
pub(crate) use run::run;
pub(crate) use watch::Watch;

/// How an answer is taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Into memory, as JSON: signs of failure inside a success are looked for.
    Json,
    /// Into memory, as text or bytes.
    Other,
    /// Unread, as lines of JSON.
    Lines,
    /// Unread, as server-sent events.
    Events,
    /// Unread, and taken as it comes.
    Raw,
}

impl Mode {
    pub(crate) fn is_streamed(self) -> bool {
        matches!(self, Mode::Lines | Mode::Events | Mode::Raw)
    }
}
