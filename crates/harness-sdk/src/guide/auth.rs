//! Keys, bearer tokens, tokens that expire, profiles.
//!
//! # From the environment
//!
//! [`Client::from_env`](crate::Client::from_env) is what most programs want: the key, and whatever else is set, comes from
//! the variables that the other Harness tools read.
//!
//! ```sh
//! export HARNESS_API_KEY=pat.ACCOUNT.ID.SECRET   # a personal access token, or sat. for a service account
//! export HARNESS_ORG_ID=default                  # optional
//! export HARNESS_PROJECT_ID=checkout             # optional
//! ```
//!
//! The account is part of the key and need not be said. [`config`](crate::config) lists every variable and its aliases,
//! and the order in which they count.
//!
//! # In code
//!
//! ```
//! # fn main() -> Result<(), harness_sdk::ConfigError> {
//! use harness_sdk::Client;
//!
//! let context = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").org("default").build()?;
//! let harness = Client::new(context);
//! assert_eq!(harness.context().account(), Some("ACCOUNT"));
//! # Ok(())
//! # }
//! ```
//!
//! What is wrong is told all at once, before the first call, and never with the key in it:
//!
//! ```
//! use harness_sdk::Client;
//!
//! let faults = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").account("OTHER").host("http://x y").build().unwrap_err();
//! assert_eq!(faults.problems().len(), 2);
//! assert!(!faults.to_string().contains("SECRET"));
//! ```
//!
//! # Personal access tokens and service accounts
//!
//! Both are sent as `x-api-key`. A service account has no user: operations about the current user fail for it, all others
//! do what its roles allow.
//!
//! # Bearer tokens, and tokens that expire
//!
//! `bearer_token(..)`, or `HARNESS_BEARER_TOKEN`, is sent as `Authorization: Bearer`. A bearer token does not name its
//! account, so `account(..)` must. For tokens that end, or keys that a vault hands out, give a function that fetches one; it
//! is asked when the first call needs a token, shortly before the token ends, and after a 401, once for all calls that wait:
//!
//! ```
//! # fn main() -> Result<(), harness_sdk::ConfigError> {
//! use std::time::Duration;
//!
//! use harness_sdk::Client;
//! use harness_sdk::auth::{Token, TokenError};
//!
//! let context = Client::builder()
//!     .token_provider(|| async {
//!         let key = String::from("pat.ACCOUNT.ID.SECRET"); // from the vault
//!         Ok::<_, TokenError>(Token::api_key(key)?.expires_in(Duration::from_secs(600)))
//!     })
//!     .account("ACCOUNT")
//!     .build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
//!
//! Keys that are kept elsewhere need no code: [`auth::file`](crate::auth::file) reads a mounted secret for every call, so that
//! one that rotates is used at once, [`auth::env`](crate::auth::env()) a variable of your own, and
//! [`auth::command`](crate::auth::command) runs the client of a vault:
//!
//! ```
//! # fn main() -> Result<(), harness_sdk::ConfigError> {
//! use harness_sdk::{Client, auth};
//!
//! let key = auth::file("/var/run/secrets/harness/api-key");
//! let context = Client::builder().token_provider(key).account("ACCOUNT").build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
//!
//! A provider that fails for a while is asked again by the retry policy, whatever the call is, for nothing was sent: mark
//! such failures with [`auth::Transient`](crate::auth::Transient).
//!
//! # Profiles of the official command line client
//!
//! [`Client::from_profile`](crate::Client::from_profile) reads a profile that `harness login` wrote; `HARNESS_PROFILE`
//! names one for [`Client::from_env`](crate::Client::from_env). A profile is taken whole: its key never meets another
//! host. The token of a single sign-on session is renewed and written back, as the command line client does it.
//!
//! # Keys of services
//!
//! Some operations take a key of their own in place of the client's: see [hosts](super::hosts).
//!
//! # Where keys do not go
//!
//! Not into `Debug`, `Display`, errors, traces or curl lines, and to no other host: redirects and presigned links to other
//! machines are followed without credentials. Plain `http` to anything but this machine is refused unless
//! `allow_plain_http(true)`, or `HARNESS_ALLOW_HTTP`, asks for it.
