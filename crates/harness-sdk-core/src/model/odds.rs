//! What was odd about a document that was read.

use super::found::Found;
use super::misfit::{Misfit, located};
use super::original::Original;

/// What was met in a document that was read.
#[derive(Debug, Default)]
pub(crate) struct Odds {
    /// The misfits in the order of the document, the first thousand of them.
    pub(crate) misfits: Vec<Misfit>,
    /// How many there are.
    pub(crate) count: usize,
    /// What the value that was read cannot keep.
    pub(crate) original: Original,
}

impl Odds {
    /// What was met in `text`, with the places.
    pub(super) fn of(text: &str, found: Vec<Found>) -> Self {
        let (misfits, count) = located(text, found);
        Self { misfits, count, original: Original::default() }
    }
}
