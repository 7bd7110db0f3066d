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
//! use harness_sdk::Client;
//! use harness_sdk::transport::Certificate;
//!
//! # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/ca.pem");
//! let authority = Certificate::from_pem(std::fs::read(path)?)?;
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
//! It is trusted besides those of the system. A server's own certificate, signed by itself, is trusted the same way, unless
//! it is marked as an authority's (`CA:TRUE`): the error then says so, for the implementation of TLS refuses it.
//! `client_certificate(..)` presents a certificate of the client's own.
//!
//! # Proxies
//!
//! `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` are honoured, but for addresses of this machine, which are always
//! reached directly. `proxy(..)` sets one in code, and then the environment does not count; `no_proxy()` takes none at all:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk::Client;
//! use harness_sdk::transport::Proxy;
//!
//! let proxy = Proxy::https("http://proxy.example.com:3128")?.basic_auth("user", "password");
//! let context = Client::builder().api_key("pat.ACCOUNT.ID.SECRET").proxy(proxy).build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
//!
//! When a proxy is down, wants credentials or refuses, the error names it, without its user name and password.
//!
//! # Everything else
//!
//! `http_with(..)` sets what has no setter of the client's builder: a minimal version of TLS, an address to connect from,
//! where a name leads, connections to keep. [`HttpTransport`](crate::transport::HttpTransport) is the same as a value, to
//! share connections between clients; and [`transport`](crate::transport) takes anything else that sends requests.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use harness_sdk::Client;
//! use harness_sdk::transport::TlsVersion;
//!
//! let context = Client::builder()
//!     .api_key("pat.ACCOUNT.ID.SECRET")
//!     .http_with(|http| http.min_tls_version(TlsVersion::V1_3).pool_max_idle_per_host(4))
//!     .build()?;
//! # let _ = context;
//! # Ok(())
//! # }
//! ```
