//! The one object a program holds.

use harness_sdk_core::{ConfigError, Context, ContextBuilder, Method, RawRequest, Scope};

/// Client of the whole platform: an accessor a module, bound to a scope.
///
/// A clone is cheap; all clones, and the clients of all modules, share connections, credentials and limits.
#[derive(Clone, Debug)]
pub struct Client {
    context: Context,
}

impl Client {
    /// A client that makes its requests through `context`.
    pub fn new(context: Context) -> Self {
        Self { context }
    }

    /// A client configured by the environment.
    ///
    /// # Errors
    /// Every variable that is missing or wrong, all at once.
    pub fn from_env() -> Result<Self, ConfigError> {
        Context::from_env().map(Self::new)
    }

    /// A client configured by a profile of the official command line client; the environment is not looked at.
    ///
    /// # Errors
    /// What is missing or wrong in the profile, with file and line.
    pub fn from_profile(name: impl Into<String>) -> Result<Self, ConfigError> {
        Context::builder().profile(name).build().map(Self::new)
    }

    /// Configuration in code; hand what it builds to [`Client::new`].
    pub fn builder() -> ContextBuilder {
        Context::builder()
    }

    /// The same client, acting on the account as a whole.
    pub fn account(&self) -> Self {
        self.with_scope(Scope::account())
    }

    /// The same client, acting in an organisation.
    pub fn org(&self, org: impl Into<String>) -> Self {
        self.with_scope(Scope::org(org))
    }

    /// The same client, acting in a project.
    pub fn project(&self, org: impl Into<String>, project: impl Into<String>) -> Self {
        self.with_scope(Scope::project(org, project))
    }

    /// The same client, acting in another scope. An account that the scope does not name stays.
    pub fn with_scope(&self, scope: Scope) -> Self {
        Self { context: self.context.with_scope(scope) }
    }

    /// A request to any path of the host, for what no document knows yet.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        self.context.request(method, path)
    }

    /// What the client makes its requests through.
    pub fn context(&self) -> &Context {
        &self.context
    }
}

impl From<Context> for Client {
    fn from(context: Context) -> Self {
        Self::new(context)
    }
}
