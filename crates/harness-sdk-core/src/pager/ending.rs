//! When a list as a stream ends after errors.

use crate::error::Error;

/// How often in a row a stream gives an error that may pass.
const MOST: u32 = 3;

/// A stream is often read by code that passes over errors, and must not ask a server for ever that refuses. So it ends after
/// an error that does not pass by itself, and after three in a row that may.
#[derive(Debug, Default)]
pub(super) struct Ending {
    errors: u32,
    has_ended: bool,
}

impl Ending {
    pub(super) fn note<T>(&mut self, outcome: &Result<T, Error>) {
        *self = match outcome {
            Ok(_) => Ending::default(),
            Err(error) => {
                Ending { errors: self.errors + 1, has_ended: !error.is_retryable() || self.errors + 1 >= MOST }
            }
        };
    }

    pub(super) fn has_ended(&self) -> bool {
        self.has_ended
    }
}
