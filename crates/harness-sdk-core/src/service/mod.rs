//! Families of operations that live elsewhere than the others, or take a key of their own.

mod given;
mod known;
mod set;
mod variable;
mod way;

pub use given::Service;
pub(crate) use known::Services;
pub(crate) use set::ServiceSet;
pub(crate) use way::Way;
