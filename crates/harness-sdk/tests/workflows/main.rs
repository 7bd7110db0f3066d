//! The workflows, against a server that fails as servers do.

mod apply;
mod edit;
mod execution;
mod files;
mod git;
mod inputs;
mod link;
mod misfits;
mod rollout;
mod support;
