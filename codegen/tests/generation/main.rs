//! From a document and data files to files, step by step.

mod bases;
mod check;
mod data_files;
mod diff;
mod docs;
mod failures;
mod lint;
mod load;
mod mended;
mod mock;
mod normalise;
mod pagination;
mod suggest;
mod supplement;
mod variants;
mod write;
