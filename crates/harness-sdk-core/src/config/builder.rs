//! Settings made in code.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::environment::Environment;
use super::layer::{Layer, Secret, Setting};
use super::problem::{ConfigError, ConfigProblem, Place};
use super::settings::Settings;
use super::{resolve, source};
use crate::auth::TokenProvider;
use crate::service::{Service, ServiceSet};

/// Collects settings; [`SettingsBuilder::build`] checks them all at once. What is set here wins over every other source.
///
/// ```
/// use harness_sdk_core::config::Settings;
///
/// let settings = Settings::builder()
///     .api_key("pat.abc.def.ghi")
///     .host("acme")
///     .org("default")
///     .project("shop")
///     .build()?;
/// assert_eq!(settings.host.to_string(), "https://acme.harness.io");
/// assert_eq!(settings.account.as_deref(), Some("abc"));
/// # Ok::<(), harness_sdk_core::ConfigError>(())
/// ```
#[derive(Default)]
#[must_use = "settings come from `build`"]
pub struct SettingsBuilder {
    layer: Layer,
    more_credentials: Vec<Place>,
    services: ServiceSet,
    profile: Option<String>,
    environment: Option<Environment>,
}

impl Settings {
    /// Settings made in code. Nothing else is read until [`SettingsBuilder::environment`] or
    /// [`SettingsBuilder::profile`] asks for it.
    pub fn builder() -> SettingsBuilder {
        SettingsBuilder::default()
    }

    /// Settings from the environment variables of the process or a profile of the official CLI, by the rules of the
    /// [module](crate::config).
    ///
    /// # Errors
    /// Every problem found, each with its variable or its file and line.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::builder().environment(Environment::process()).build()
    }
}

impl SettingsBuilder {
    /// The API key, a personal access token or a service account token, sent as `x-api-key`.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        self.credential("api_key", Secret::ApiKey(Zeroizing::new(key.into())))
    }

    /// A bearer token, without the word `Bearer`, sent as `Authorization`.
    pub fn bearer_token(self, token: impl Into<String>) -> Self {
        self.credential("bearer_token", Secret::Bearer(Zeroizing::new(token.into())))
    }

    /// Who gives tokens that expire.
    pub fn token_provider(self, provider: impl TokenProvider) -> Self {
        self.credential("token_provider", Secret::Provider(Arc::new(provider)))
    }

    /// The account identifier. Without it the account that the API key names is used.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.layer.account = given("account", account);
        self
    }

    /// The address of the installation, in any form that [`Host`](crate::Host) lists; `https://app.harness.io` unless
    /// set.
    pub fn host(mut self, host: impl Into<String>) -> Self {
        self.layer.host = given("host", host);
        self
    }

    /// The organization of calls that name none.
    pub fn org(mut self, org: impl Into<String>) -> Self {
        self.layer.org = given("org", org);
        self
    }

    /// The project of calls that name none. It needs an organization.
    pub fn project(mut self, project: impl Into<String>) -> Self {
        self.layer.project = given("project", project);
        self
    }

    /// The address that the artifact registry serves packages from.
    pub fn registry(mut self, registry: impl Into<String>) -> Self {
        self.layer.registry = given("registry", registry);
        self
    }

    /// What a family of operations needs that has an address or a key for itself. Of two for the same family the last one
    /// counts.
    pub fn service(mut self, service: Service) -> Self {
        self.services.add(service);
        self
    }

    /// Whether every family of operations is asked at the client's host, whatever hosts they have for themselves: for tests
    /// against one server. `false` unless set.
    pub fn one_host(mut self, one_host: bool) -> Self {
        self.services.one_host(one_host);
        self
    }

    /// Whether plain `http` may reach other machines, with the key readable on its way; `false` unless set. This
    /// machine may always be reached by it.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.layer.plain_http = Some(Setting::new(allow, Place::Setter("allow_plain_http")));
        self
    }

    /// Reads what is not set here from a profile of the official CLI and ignores the environment variables, except the
    /// one that moves the folder of the profiles.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = Some(name.into());
        self
    }

    /// Reads what is not set here from environment variables or the profile they name, by the rules of the
    /// [module](crate::config).
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// Checks everything.
    ///
    /// # Errors
    /// Every problem found, each with the setter, the variable or the file and line it stands at: a value that cannot
    /// be right, no credential or two of them, an account that is not the key's, a profile that does not exist.
    pub fn build(self) -> Result<Settings, ConfigError> {
        let mut problems = Vec::new();
        if !self.more_credentials.is_empty() {
            let names: Vec<String> = self.more_credentials.iter().map(Place::to_string).collect();
            let text = format!("another credential is set as well, by {}; keep one", names.join(" and "));
            problems.extend(self.layer.credential.as_ref().map(|given| ConfigProblem::at(given.place.clone(), text)));
        }
        let in_code = self.layer.credential.is_some();
        let lower = source::read(self.profile, self.environment, in_code, &mut problems);
        resolve::resolve(self.layer.or(lower), self.services, problems)
    }

    fn credential(mut self, setter: &'static str, secret: Secret) -> Self {
        let place = Place::Setter(setter);
        match &self.layer.credential {
            Some(earlier) if earlier.place != place => self.more_credentials.push(place),
            _ => self.layer.credential = Some(Setting::new(secret, place)),
        }
        self
    }
}

fn given(setter: &'static str, value: impl Into<String>) -> Option<Setting<String>> {
    Some(Setting::new(value.into(), Place::Setter(setter)))
}

impl fmt::Debug for SettingsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SettingsBuilder").field("environment", &self.environment).finish_non_exhaustive()
    }
}
