//! Values as they were given, with the places they stand at, before anything is checked.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::environment::Environment;
use super::problem::Place;
use crate::auth::TokenProvider;

pub(super) struct Setting<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

impl<T> Setting<T> {
    pub(super) fn new(value: T, place: Place) -> Self {
        Self { value, place }
    }
}

pub(super) enum Secret {
    ApiKey(Zeroizing<String>),
    Bearer(Zeroizing<String>),
    Provider(Arc<dyn TokenProvider>),
}

/// The values of one source.
#[derive(Default)]
pub(super) struct Layer {
    pub(super) credential: Option<Setting<Secret>>,
    /// Whether it is among the problems already why this source has no credential.
    pub(super) credential_reported: bool,
    pub(super) account: Option<Setting<String>>,
    pub(super) host: Option<Setting<String>>,
    pub(super) org: Option<Setting<String>>,
    pub(super) project: Option<Setting<String>>,
    pub(super) registry: Option<Setting<String>>,
    pub(super) plain_http: Option<Setting<bool>>,
    /// The variables that families of operations are looked up in.
    pub(super) variables: Option<Environment>,
}

impl Layer {
    /// These values, and those of a lower layer for what is not given here.
    pub(super) fn or(self, lower: Self) -> Self {
        Self {
            credential: self.credential.or(lower.credential),
            credential_reported: self.credential_reported || lower.credential_reported,
            account: self.account.or(lower.account),
            host: self.host.or(lower.host),
            org: self.org.or(lower.org),
            project: self.project.or(lower.project),
            registry: self.registry.or(lower.registry),
            plain_http: self.plain_http.or(lower.plain_http),
            variables: self.variables.or(lower.variables),
        }
    }
}
