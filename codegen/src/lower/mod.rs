//! From the normalised document to what one module crate holds.

pub mod context;
pub(crate) mod enum_names;
mod git;
mod limits;
pub mod methods;
pub(crate) mod module;
pub mod operations;
pub mod recursion;
mod reserved;
pub mod schema;
mod supplement;
pub mod types;
