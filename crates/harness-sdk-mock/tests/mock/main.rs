//! The test kit as programs use it.

mod answering;
mod executions;
mod expectations;
mod faults;
mod platform;
mod readme;
mod sample;
mod stories;
