//! The workflows, against a server that fails as servers do.

mod apply;
mod edit;
mod execution;
mod feature_flags;
mod files;
mod git;
mod incidents;
mod inputs;
mod link;
mod misfits;
mod packages;
mod rollout;
mod support;
