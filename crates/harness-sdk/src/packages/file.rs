//! One file of a registry, whatever the kind of its package.

use std::fmt;

use harness_sdk_core::{Body, Call, FilePart, Request as _};
use harness_sdk_registry::Client as Calls;

use super::PackageRegistry;

impl PackageRegistry {
    /// A file by its path in a generic registry: package, version and name, such as `shop/1.4.2/shop.tar.gz`.
    pub fn file(&self, path: impl Into<String>) -> PackageFile {
        self.at(Place::Path(path.into()))
    }

    /// A file of a Maven artifact, such as `com.example`, `shop`, `1.4.2`, `shop-1.4.2.jar`. Maven expects the artifact's `pom`
    /// and its `maven-metadata.xml` beside it; nothing is made up here.
    pub fn maven(
        &self,
        group: impl Into<String>,
        artifact: impl Into<String>,
        version: impl Into<String>,
        file: impl Into<String>,
    ) -> PackageFile {
        let (group, artifact) = (group.into(), artifact.into());
        self.at(Place::Maven { group, artifact, version: version.into(), file: file.into() })
    }

    /// A file of a Python package, a wheel or an archive of its source.
    pub fn python(&self, name: impl Into<String>, version: impl Into<String>, file: impl Into<String>) -> PackageFile {
        self.at(Place::Python { name: name.into(), version: version.into(), file: file.into() })
    }

    /// A NuGet package, such as `Shop`, `1.4.2`, `shop.1.4.2.nupkg`.
    pub fn nuget(&self, id: impl Into<String>, version: impl Into<String>, file: impl Into<String>) -> PackageFile {
        self.at(Place::Nuget { id: id.into(), version: version.into(), file: file.into() })
    }

    fn at(&self, place: Place) -> PackageFile {
        PackageFile { registry: self.clone(), place }
    }
}

/// A file of a registry: one that is there, or one to be put there. A clone is cheap.
#[derive(Clone)]
pub struct PackageFile {
    registry: PackageRegistry,
    place: Place,
}

#[derive(Clone, Debug)]
enum Place {
    Path(String),
    Maven { group: String, artifact: String, version: String, file: String },
    Python { name: String, version: String, file: String },
    Nuget { id: String, version: String, file: String },
}

impl PackageFile {
    pub(super) fn registry(&self) -> &PackageRegistry {
        &self.registry
    }

    pub(super) fn upload_call(&self, calls: &Calls, content: Body) -> Call {
        let registry = self.registry.id();
        match self.place.clone() {
            Place::Path(path) => {
                calls.upload_generic_file().registry(registry).filepath(path).body(content).into_call()
            }
            Place::Maven { group, artifact, version, file } => {
                let call = calls.upload_maven_package().registry(registry).group_id(group).artifact_id(artifact);
                call.version(version).file(file).body(content).into_call()
            }
            Place::Python { name, version, file } => {
                let call = calls.upload_python_package().registry(registry).name(name).version(version);
                call.content(FilePart::bytes(file, content)).into_call()
            }
            Place::Nuget { file, .. } => {
                calls.upload_nuget_package().registry(registry).package(FilePart::bytes(file, content)).into_call()
            }
        }
    }

    pub(super) fn download_call(&self, calls: &Calls) -> Call {
        let registry = self.registry.id();
        match self.place.clone() {
            Place::Path(path) => calls.download_generic_file().registry(registry).filepath(path).into_call(),
            Place::Maven { group, artifact, version, file } => {
                let call = calls.download_maven_package().registry(registry).group_id(group).artifact_id(artifact);
                call.version(version).file(file).into_call()
            }
            Place::Python { name, version, file } => {
                let call = calls.download_python_package().registry(registry).package(name);
                call.version(version).file(file).into_call()
            }
            Place::Nuget { id, version, file } => {
                let call = calls.download_nuget_package().registry(registry).package(id);
                call.version(version).file(file).into_call()
            }
        }
    }
}

impl fmt::Debug for PackageFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PackageFile").field("registry", &self.registry.id()).field("place", &self.place).finish()
    }
}
