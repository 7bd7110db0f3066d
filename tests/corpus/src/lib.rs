//! What the generator makes of small documents, one module a document; see `codegen/tests/corpus.rs`.

#![allow(missing_debug_implementations, reason = "the goldens are what is generated, nothing else")]

#[rustfmt::skip]
pub mod fastapi;

#[rustfmt::skip]
pub mod full;

#[rustfmt::skip]
pub mod goa;

#[rustfmt::skip]
pub mod huma;

#[rustfmt::skip]
pub mod prelude;

#[rustfmt::skip]
pub mod protobuf;

#[rustfmt::skip]
pub mod springdoc;

#[rustfmt::skip]
pub mod swaggo;
