//! Nothing is told.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use url::Url;

use crate::error::{CallFacts, Error};
use crate::hooks::{Attempt, Outcome};

pub(crate) struct Instruments;

impl Instruments {
    pub(crate) fn new() -> Instruments {
        Instruments
    }

    pub(crate) fn attempted(&self, _: &CallFacts, _: &Url, _: &Attempt<'_>, _: &Outcome<'_>) {}

    pub(crate) fn waited(&self, _: &CallFacts, _: Duration) {}
}

#[derive(Debug)]
pub(crate) struct Misfits;

impl Misfits {
    pub(crate) fn new() -> Misfits {
        Misfits
    }

    pub(crate) fn add(&self, _: &str, _: usize) {}
}

pub(crate) fn call<F, A, R>(_: &CallFacts, drive: F) -> F
where
    F: Future<Output = Result<(A, u32, R), Error>>,
{
    drive
}

pub(crate) struct AttemptSpan;

impl AttemptSpan {
    pub(crate) fn start(_: &CallFacts, _: &Url, _: u32) -> AttemptSpan {
        AttemptSpan
    }

    pub(crate) fn inject(&self, _: &mut HeaderMap) {}

    pub(crate) fn end(self, _: Result<StatusCode, &Error>) {}
}
