//! Which feature has what, and how to find an operation.
//!
//! Each product of Harness is a module: a crate, a feature of this crate, a method of [`Client`](crate::Client). Nothing is
//! enabled by default, so that a program compiles what it uses.
//!
//! ```toml
//! [dependencies]
//! harness-sdk = { version = "0.1", features = ["pipelines", "connectors"] }
//! ```
//!
//! ```
//! # fn run(harness: harness_sdk::Client) {
//! let pipelines = harness.pipelines(); // harness_sdk::pipelines::Client
//! let connectors = harness.connectors();
//! # let _ = (pipelines, connectors);
//! # }
//! ```
//!
//! The README has the table of all modules. `full` enables all of them; checking that takes minutes on a small machine,
//! a single module seconds.
//!
//! A program that uses one product alone can depend on its crate, such as `harness-sdk-iacm`, in place of this one: its
//! `Client` is the same type. Clients of several modules share connections and limits when they are made from the same
//! [`Context`](crate::Context).
//!
//! # Where is the operation for ...?
//!
//! Methods are named after the `operationId` of the published API, in Rust's spelling, with the conventional verb: create,
//! get, list, update, delete. The documentation of each method has its endpoint and a link. Three ways to find one:
//!
//! - `harness-sdk-find "approve exemption"` (`cargo install harness-sdk-find`): words in any order, typos forgiven, offline
//! - `OPERATIONS.md` of each module crate: all operations by tag
//! - the search of the crate's documentation: by path, name or summary
//!
//! # Types
//!
//! A module's types are in its `types`, its builders in its `builder`. Modules share no types: the same schema in two
//! modules is two types, so that each compiles alone.
