//! Generates the client crates of harness-sdk from an OpenAPI document and data files.
//!
//! [`generate`] is the whole way: load, overrides, supplement, check, normalise, partition, lower, emit. It writes nothing; what
//! should stand on disk is in the [`Output`], for [`mod@write`] to apply or to compare.

#![warn(missing_docs)]

pub mod budget;
pub mod check;
pub mod classify;
pub mod closure;
pub mod coverage;
pub mod data;
pub mod defect;
pub mod diff;
pub mod document;
pub mod emit;
pub mod form;
pub mod frameworks;
mod generate;
pub mod gone;
pub mod ir;
pub mod lint;
pub mod load;
pub mod lower;
pub mod normalise;
mod output;
pub mod overrides;
pub mod partition;
pub mod references;
pub mod report;
pub mod rust_name;
mod steering;
pub mod suggest;
pub mod supplement;
pub mod survey;
pub mod variants;
pub mod write;

pub use generate::{emit_survey, generate};
pub use output::{Effort, Input, Output, Stage};
pub use survey::Survey;
