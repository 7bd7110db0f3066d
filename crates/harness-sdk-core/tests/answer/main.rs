//! What is made of answers: values, errors, events, files.

mod account;
mod error;
mod events;
mod misfits;
mod saving;
#[path = "../support/mod.rs"]
mod support;
