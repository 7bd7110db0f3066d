//! From the normalised document to what one module crate holds.

mod limits;
pub mod operations;
pub mod recursion;
pub mod schema;
pub mod types;
