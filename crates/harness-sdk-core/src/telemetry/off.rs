//! Nothing is told.

use std::time::Duration;

use http::HeaderMap;

use crate::call::Prepared;
use crate::error::Error;
use crate::hooks::{Attempt, Outcome};
use crate::transport::{Answer, Reading};

pub(crate) struct Instruments;

impl Instruments {
    pub(crate) fn new() -> Instruments {
        Instruments
    }

    pub(crate) fn attempted(&self, _: &Prepared, _: &Attempt<'_>, _: &Outcome<'_>) {}

    pub(crate) fn waited(&self, _: &Prepared, _: Duration) {}
}

#[derive(Debug)]
pub(crate) struct Misfits;

impl Misfits {
    pub(crate) fn new() -> Misfits {
        Misfits
    }

    pub(crate) fn add(&self, _: &str, _: usize) {}
}

pub(crate) fn call<F: Future<Output = Result<(Answer, u32, Reading), Error>>>(_: &Prepared, drive: F) -> F {
    drive
}

pub(crate) struct AttemptSpan;

impl AttemptSpan {
    pub(crate) fn start(_: &Prepared, _: u32) -> AttemptSpan {
        AttemptSpan
    }

    pub(crate) fn inject(&self, _: &mut HeaderMap) {}

    pub(crate) fn end(self, _: Result<&Answer, &Error>) {}
}
