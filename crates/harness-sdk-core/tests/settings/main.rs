//! Where settings and credentials come from, and how they are renewed.

mod keys;
mod precedence;
mod problems;
#[cfg(feature = "profiles")]
mod profiles;
mod refresh;
mod sources;
#[cfg(feature = "profiles")]
mod sso;
#[path = "../support/mod.rs"]
mod support;
