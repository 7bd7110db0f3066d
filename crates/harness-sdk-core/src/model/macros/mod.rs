//! The macros that generated types are written in.

mod any_of;
mod model;
mod open_enum;
mod serde_by_slot;
mod union;
