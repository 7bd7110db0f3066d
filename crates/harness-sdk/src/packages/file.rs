//! One file of a registry, whatever the kind of its package.

use std::fmt;

use harness_sdk_core::{Body, Call, FilePart, Request as _};
use harness_sdk_registry::Client as Calls;

use super::PackageRegistry;

/// A file of a registry: one that is there, or one to be put there. A clone is cheap.
#[derive(Clone)]
pub struct PackageFile {
    registry: PackageRegistry,
    place: Place,
}

#[derive(Clone, Debug)]
pub(super) enum Place {
    Path(String),
    Maven { group: String, artifact: String, version: String, file: String },
    Python { name: String, version: String, file: String },
    Nuget { id: String, version: String, file: String },
}

impl PackageFile {
    pub(super) fn new(registry: PackageRegistry, place: Place) -> PackageFile {
        PackageFile { registry, place }
    }

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
