//! Puts generated text where it belongs: whole files in a tree, or sections of a file kept by hand.
//!
//! Only files whose text changes are written, a run that fails leaves the tree as it was, and of two runs in one tree the
//! second waits.

mod commit;
mod lock;
mod marker;
mod outcome;
mod path;
mod plan;
mod section;
mod survey;

pub use marker::{MARKER, is_marked};
pub use outcome::Outcome;
pub use plan::Plan;
pub use section::section;
