//! Finds the operation of the Harness platform that does what you say, and how `harness-sdk` calls it; offline.
//!
//! ```
//! let finder = harness_sdk_find::Finder::new();
//! let hits = finder.find("approve exemption", 1);
//! assert_eq!(hits[0].operation.name, "approve_exemption");
//! println!("{}", harness_sdk_find::text(&hits));
//! ```

mod generated;
mod index;
mod print;
mod rank;
mod words;

pub use index::{Module, Operation, modules, synonyms};
pub use print::{json, text};
pub use rank::{FILLERS, Finder, Hit, LEAST, Likeness, PLACES, Row, SYNONYM};
pub use words::words;
