//! What the generator makes of small documents, one module a document; see `codegen/tests/warts.rs`.

#![allow(missing_debug_implementations, reason = "the goldens are what is generated, nothing else")]

#[rustfmt::skip]
pub mod answers;

#[rustfmt::skip]
pub mod body_media_types;

#[rustfmt::skip]
pub mod data_steered;

#[rustfmt::skip]
pub mod deep_objects;

#[rustfmt::skip]
pub mod enums;

#[rustfmt::skip]
pub mod hostile_text;

#[rustfmt::skip]
pub mod json_media_types;

#[rustfmt::skip]
pub mod misspelt_path;

#[rustfmt::skip]
pub mod names;

#[rustfmt::skip]
pub mod open_answers;

#[rustfmt::skip]
pub mod operation_ids;

#[rustfmt::skip]
pub mod parameters;

#[rustfmt::skip]
pub mod pointers;

#[rustfmt::skip]
pub mod recursion;

#[rustfmt::skip]
pub mod schema_shapes;

#[rustfmt::skip]
pub mod security;

#[rustfmt::skip]
pub mod unions;

#[rustfmt::skip]
pub mod yaml_types;
