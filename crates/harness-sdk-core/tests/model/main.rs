//! What models read, keep, write and refuse.

mod errors;
mod fields;
mod formats;
mod json;
mod misfits;
mod orders;
mod original;
mod presence;
mod unions;
mod wide;
