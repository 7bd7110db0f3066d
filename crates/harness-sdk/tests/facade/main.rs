//! The client as programs use it.

mod client;
mod graphql;
mod logs;
mod logs_world;
mod own_keys;
#[cfg(feature = "yaml")]
mod yaml;
