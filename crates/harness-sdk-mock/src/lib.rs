//! Test kit for programs that use [harness-sdk](https://crates.io/crates/harness-sdk).

#![warn(missing_docs)]

pub mod sample;
