//! The checked result of a configuration.

use crate::auth::Credentials;
use crate::host::Host;
use crate::scope::Scope;
use crate::service::Services;

/// A checked configuration: where to go, as whom, and in which scope.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Where requests go; `https://app.harness.io` unless configured.
    pub host: Host,
    /// What requests prove their identity with.
    pub credentials: Credentials,
    /// The account, configured or read from the key. `None` with a key that names none: calls that need the account
    /// then fail with an error that says how to set it.
    pub account: Option<String>,
    /// The scope of calls that carry none of their own. It names the same account.
    pub scope: Scope,
    /// Where the artifact registry serves packages; `None` unless configured.
    pub registry: Option<Host>,
    /// What families of operations need that have addresses or keys for themselves.
    pub(crate) services: Services,
}
