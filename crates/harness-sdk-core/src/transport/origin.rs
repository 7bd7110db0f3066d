//! Where an answer comes from, which outlives the call: streams are read long after it.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Span;

use crate::error::{CallFacts, Error};
use crate::redact::Secrets;
use crate::trace;
use crate::watch::Watch;

/// Where an answer comes from, for the errors of reading it, and the bounds for that.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) facts: Arc<CallFacts>,
    pub(crate) bound: usize,
    pub(crate) error_bound: usize,
    pub(crate) idle: Option<Duration>,
    pub(crate) reading: Reading,
    /// Whether the call changes something, so that its answer must not tell that it did not.
    pub(super) is_write: bool,
    pub(super) watch: Watch,
    pub(crate) span: Span,
    pub(crate) attempts: u32,
    /// What errors must not repeat.
    pub(crate) secrets: Secrets,
}

impl Origin {
    pub(crate) fn error(&self, error: Error) -> Error {
        let error = error.with_call(&self.facts, self.attempts).blanked(&self.secrets);
        trace::record_error(&self.span, &error);
        error
    }
}

/// By when an answer must have been read, and the limit that says so.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// When it is taken piece by piece.
    pub(crate) pieces: Option<(Instant, Duration)>,
    /// When it is taken into memory.
    pub(crate) memory: Option<(Instant, Duration)>,
}
