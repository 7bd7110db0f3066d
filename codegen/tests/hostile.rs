//! Documents that nobody should write: whatever stands in one, generation ends with crates that are sound or with a
//! report that names places, within bounds.

#[path = "hostile/cases.rs"]
mod cases;
#[path = "hostile/exercise.rs"]
mod exercise;
#[path = "hostile/injection.rs"]
mod injection;
#[path = "hostile/limits.rs"]
mod limits;
#[path = "hostile/mutations.rs"]
mod mutations;
#[path = "hostile/rustdoc.rs"]
mod rustdoc;
