//! Clusters, vanity addresses, self-managed installations.
//!
//! Without a host, requests go to `https://app.harness.io`. A host comes from `host(..)` or from `HARNESS_BASE_URL`
//! (`HARNESS_ENDPOINT`, `HARNESS_API_URL` and `HARNESS_HOST` are read too), in any of these forms:
//!
//! ```
//! # fn main() -> Result<(), harness_sdk::ConfigError> {
//! use harness_sdk::Client;
//!
//! for (host, address) in [
//!     ("eu", "https://accounts.eu.harness.io"),                       // a public cluster
//!     ("acme", "https://acme.harness.io"),                            // a vanity name
//!     ("acme.harness.io", "https://acme.harness.io"),
//!     ("https://harness.example.com/base", "https://harness.example.com/base"), // self-managed
//! ] {
//!     let context = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").host(host).build()?;
//!     assert_eq!(context.host().to_string(), address);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! With a vanity address, use it: it leads to the account's own cluster. The wrong cluster shows as 401 or as an HTML page,
//! and the error says so.
//!
//! # `/gateway`
//!
//! Other clients are configured with `https://app.harness.io/gateway`. Both forms are understood, and a path that begins
//! with `/gateway` itself is never doubled.
//!
//! # Families with an address or a key of their own
//!
//! Most operations live on the client's host and take the client's key. Some belong to a family that does not: its base path
//! stands before theirs, it has another host, or it takes a key of its own. The documentation of an operation names its family
//! and says what it takes. A base path is nothing to think of, and follows the client's host. A key of a family's own is given by
//! name, in code or as `HARNESS_<NAME>_API_KEY`; without it a call fails before anything is sent, and says so:
//!
//! ```
//! # fn main() -> Result<(), harness_sdk::ConfigError> {
//! use harness_sdk::{Client, Service, auth};
//!
//! let context = Client::builder()
//!     .api_key("pat.ACCOUNT.ID.SECRET")
//!     .service(Service::new("sei").key_provider(auth::file("/var/run/secrets/sei-key")))
//!     .build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
//!
//! [`Service::at`](crate::Service::at), or `HARNESS_<NAME>_BASE_URL`, says where a family is at a self-managed installation: the
//! address takes the place of its host and its base path. [`Service::legacy`](crate::Service::legacy) asks for its older address,
//! where it has one. The client's key never goes to a family with a key of its own, that key goes nowhere else, and a
//! self-managed installation's key goes to none of the platform's own hosts. For tests,
//! [`one_host`](crate::ContextBuilder::one_host) sends all families to the client's host.
//!
//! # The documentation's mock server
//!
//! [`Host::documentation_mock`](crate::Host::documentation_mock) answers with the examples of the API reference and needs
//! no account. For tests, a mock of your own is better: see [`testing`](super::testing).
