//! Parameter values and their way into the path and the query.

mod deep;
pub(crate) mod path;
mod percent;
pub(crate) mod query;
mod value;

pub use value::{ParameterValue, Values};
