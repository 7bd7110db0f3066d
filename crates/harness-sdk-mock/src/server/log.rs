//! The requests of late.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use super::Seen;

/// The latest requests; older ones are forgotten.
#[derive(Debug)]
pub(crate) struct Log {
    kept: Mutex<VecDeque<Seen>>,
    most: usize,
}

impl Log {
    pub(crate) fn new(most: usize) -> Log {
        Log { kept: Mutex::new(VecDeque::new()), most }
    }

    pub(crate) fn add(&self, seen: Seen) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(seen);
        while kept.len() > self.most {
            kept.pop_front();
        }
    }

    pub(crate) fn all(&self) -> Vec<Seen> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
