//! Certificates and proxies.
//!
//! TLS is rustls with the certificates of the system, by default, and AWS-LC for its cryptography. With
//! `default-features = false`, the feature `rustls-ring` takes ring instead, which builds sooner and makes smaller programs,
//! and becomes the process' choice unless the program has made one; `native-tls` takes the system's own implementation of
//! TLS.
//!
//! # A certificate authority of your own
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk::{Client, reqwest};
//!
//! # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/ca.pem");
//! let authority = reqwest::Certificate::from_pem(&std::fs::read(path)?)?;
//! let context = Client::builder()
//!     .api_key("pat.ACCOUNT.ID.SECRET")
//!     .host("https://harness.example.com")
//!     .root_certificate(authority)
//!     .build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
//!
//! It is trusted besides those of the system. `client_certificate(..)` presents a certificate of the client's own.
//!
//! # Proxies
//!
//! `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are honoured. `proxy(..)` sets one in code, `no_proxy()` ignores the
//! environment:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk::{Client, reqwest};
//!
//! let proxy = reqwest::Proxy::https("http://proxy.example.com:3128")?.basic_auth("user", "password");
//! let context = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").proxy(proxy).build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
//!
//! # Everything else
//!
//! `http_client_builder(..)` takes a builder of [`reqwest`](crate::reqwest) for what has no setter here: a minimal version of
//! TLS, an address to bind to, a resolver. `http_client(..)` shares a client that you have; it must not follow redirects,
//! or it would carry the key away, and is refused otherwise.
