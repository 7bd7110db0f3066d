//! Puts generated text where it belongs: whole files in a tree, or sections of a file kept by hand.
//!
//! Only files whose text changes are written, and a run that fails leaves the tree as it was.

mod commit;
mod outcome;
mod path;
mod plan;
mod section;
mod survey;

pub use outcome::Outcome;
pub use plan::{MARKER, Plan};
pub use section::section;
