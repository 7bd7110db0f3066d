//! What a client does about values of answers that are of another JSON type than the document's.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::Span;

use crate::model::{DecodeError, Misfit, Odds};
use crate::telemetry::Misfits;

/// How many places are remembered as told; then no more are.
const MOST: usize = 4096;

/// Tells each place once, and refuses answers if that is asked for. Clones share what was told.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    strict: bool,
    told: Arc<Told>,
}

#[derive(Debug)]
struct Told {
    hasher: RandomState,
    places: Mutex<HashSet<u64>>,
    counted: Misfits,
}

impl Watch {
    pub(crate) fn new(strict: bool) -> Watch {
        let told = Told { hasher: RandomState::new(), places: Mutex::default(), counted: Misfits::new() };
        Watch { strict, told: Arc::new(told) }
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Tells of what was met in a document; gives the list, or an error if the client is strict and a field is empty for it.
    pub(crate) fn judge(
        &self,
        operation: &str,
        span: &Span,
        odds: Odds,
        document: &[u8],
    ) -> Result<Vec<Misfit>, DecodeError> {
        if odds.misfits.is_empty() {
            return Ok(Vec::new());
        }
        span.record("harness.misfits", odds.count);
        self.told.counted.add(operation, odds.count);
        span.in_scope(|| self.tell(operation, &odds.misfits));
        match odds.misfits.iter().find(|one| !one.is_converted()) {
            Some(misfit) if self.strict => Err(misfit.refusal(document)),
            _ => Ok(odds.misfits),
        }
    }

    fn tell(&self, operation: &str, misfits: &[Misfit]) {
        for misfit in misfits {
            let place = general(misfit.pointer());
            if !self.told.is_first(operation, &place) {
                continue;
            }
            let (expected, found) = (misfit.expected(), misfit.found());
            if misfit.is_converted() {
                tracing::info!(
                    harness.operation = operation,
                    pointer = place,
                    expected,
                    found,
                    "a value of another JSON type than the document's was converted"
                );
            } else {
                tracing::warn!(
                    harness.operation = operation,
                    pointer = place,
                    expected,
                    found,
                    "a value of another JSON type than the document's is kept beside an empty field"
                );
            }
        }
    }
}

impl Told {
    fn is_first(&self, operation: &str, place: &str) -> bool {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.len() < MOST && places.insert(self.hasher.hash_one((operation, place)))
    }
}

/// The pointer with `*` in place of the positions in lists: all items of a list are told as one.
fn general(pointer: &str) -> String {
    let is_position = |token: &str| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    let tokens: Vec<&str> = pointer.split('/').map(|token| if is_position(token) { "*" } else { token }).collect();
    tokens.join("/")
}
