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
//! # The documentation's mock server
//!
//! [`Host::documentation_mock`](crate::Host::documentation_mock) answers with the examples of the API reference and needs
//! no account. For tests, a mock of your own is better: see [`testing`](super::testing).
