//! Packages of the artifact registry: files up and down, streamed, with progress and checksums.
//!
//! ```no_run
//! # #[cfg(feature = "registry")]
//! # async fn run(harness: harness_sdk::Client) -> Result<(), harness_sdk::Error> {
//! let releases = harness.package_registry("releases");
//! let file = releases.file("shop/1.4.2/shop.tar.gz");
//! let sent = file.upload("target/shop.tar.gz").progress(|done, of| println!("{done} of {of}")).await?;
//! file.download_to("copy.tar.gz").sha256(&sent.sha256).await?;
//!
//! let jar = harness.package_registry("libs").maven("com.example", "shop", "1.4.2", "shop-1.4.2.jar");
//! jar.upload("target/shop-1.4.2.jar").await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Where the registry is
//!
//! Packages are not at the client's host. The platform is asked once where they are, and the answer is kept for the client and
//! its clones; a program that knows better says so by `Service::new("packages").at(..)`
//! ([`ContextBuilder::service`](crate::ContextBuilder::service)), and then nobody is asked. The client's key goes to that address
//! and no further: where the registry redirects to its storage, it is left out. An address that the platform names without TLS
//! is refused.

mod download;
mod file;
mod npm;
mod upload;

use std::fmt;

use harness_sdk_core::{Error, ErrorKind};
use harness_sdk_registry::Client as Calls;
use url::Url;

pub use self::download::PackageDownload;
pub use self::file::PackageFile;
pub use self::npm::NpmPublish;
pub use self::upload::{Upload, Uploaded};
use crate::Client;

/// What the family of these calls is called.
const FAMILY: &str = "packages";

impl Client {
    /// A registry of packages of this client's account, by its identifier. Needs the feature `registry`.
    pub fn package_registry(&self, identifier: impl Into<String>) -> PackageRegistry {
        PackageRegistry { client: self.clone(), id: identifier.into() }
    }
}

/// A registry of packages. A clone is cheap.
#[derive(Clone)]
pub struct PackageRegistry {
    client: Client,
    id: String,
}

impl PackageRegistry {
    /// Its identifier.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether there is a file at a path of a generic registry.
    ///
    /// # Errors
    /// As any call, and as [`PackageRegistry::calls`].
    pub async fn exists(&self, path: impl Into<String>) -> Result<bool, Error> {
        match self.calls().await?.check_generic_file().registry(&*self.id).filepath(path.into()).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Deletes the file at a path of a generic registry.
    ///
    /// # Errors
    /// As any call, and as [`PackageRegistry::calls`].
    pub async fn delete(&self, path: impl Into<String>) -> Result<(), Error> {
        self.calls().await?.delete_generic_file().registry(&*self.id).filepath(path.into()).send().await.map(drop)
    }

    /// All calls of the registry's module, those of packages at the address that the platform names: for kinds of packages
    /// that have no method here.
    ///
    /// # Errors
    /// When the platform does not tell where its packages are, or names an address that the client's key must not go to.
    pub async fn calls(&self) -> Result<Calls, Error> {
        let calls = self.client.registry();
        let ask = async { address(&self.client.registry().get_system_info_v3().send().await?.data.registry_url) };
        self.client.context().learn_service(FAMILY, ask).await?;
        Ok(calls)
    }
}

/// What stands before the paths of packages: the platform's own clients take scheme, host and port.
fn address(named: &str) -> Result<String, Error> {
    let url = Url::parse(named).ok().filter(Url::has_host);
    let url =
        url.ok_or_else(|| Error::custom(ErrorKind::Decode, "the platform does not tell where its packages are"))?;
    Ok(url.origin().ascii_serialization())
}

impl fmt::Debug for PackageRegistry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PackageRegistry").field("id", &self.id).finish_non_exhaustive()
    }
}
