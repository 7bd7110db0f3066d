//! Links to the web interface: making them, and reading those that people paste.
//!
//! ```
//! use harness_sdk::link::{Link, Target};
//!
//! let link: Link = "https://acme.harness.io/ng/account/ACC/all/cd/orgs/default/projects/shop/pipelines/deploy\
//!                   /executions/Xy12/pipeline?stage=build"
//!     .parse()?;
//! assert_eq!((link.account(), link.org(), link.project()), ("ACC", Some("default"), Some("shop")));
//! assert_eq!(link.target(), &Target::Execution { pipeline: "deploy".into(), id: "Xy12".into() });
//! assert_eq!(link.query("stage"), Some("build"));
//! # Ok::<(), harness_sdk::link::LinkError>(())
//! ```

mod read;
mod target;

use std::fmt;

use harness_sdk_core::{Host, Scope};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

pub use self::target::Target;
use crate::Client;

/// What a segment of a path may hold as it is.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'$');

/// A page of the web interface. The host is not part of it: a page looks the same on every cluster and under every vanity
/// name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    account: String,
    module: Option<String>,
    org: Option<String>,
    project: Option<String>,
    target: Target,
    query: Vec<(String, String)>,
}

impl Client {
    /// A link to a page of the web interface, in the scope of this client.
    ///
    /// # Errors
    /// When the account is not known, an identifier is empty, or the page is one of a project and the scope is none.
    pub fn link(&self, target: Target) -> Result<Link, LinkError> {
        let scope = self.context().scope().clone();
        let account = self.context().account().ok_or_else(|| {
            LinkError("the account is not known: set it for the client, in code or as HARNESS_ACCOUNT_ID".to_owned())
        })?;
        Link::new(&scope.with_account(account), target)
    }
}

impl Link {
    /// A page of a scope, which must name the account.
    ///
    /// # Errors
    /// When the scope names no account, an identifier is empty or a dot, or the page is one of a project and the scope is
    /// none.
    pub fn new(scope: &Scope, target: Target) -> Result<Link, LinkError> {
        let account = scope.account_id().ok_or_else(|| LinkError("the scope names no account".to_owned()))?;
        if target.needs_project() && scope.project_id().is_none() {
            return Err(LinkError("this page is one of a project, and the scope is none".to_owned()));
        }
        let names = [Some(account), scope.org_id(), scope.project_id()];
        let segments = target.segments();
        for name in names.into_iter().flatten().chain(segments.iter().map(AsRef::as_ref)) {
            if matches!(name, "" | "." | "..") {
                return Err(LinkError("an identifier is empty or nothing but dots".to_owned()));
            }
        }
        Ok(Link {
            account: account.to_owned(),
            module: target.module().map(ToOwned::to_owned),
            org: scope.org_id().map(ToOwned::to_owned),
            project: scope.project_id().map(ToOwned::to_owned),
            target,
            query: Vec::new(),
        })
    }

    /// The page under a product, such as `cd` or `ci`.
    #[must_use]
    pub fn in_module(mut self, module: impl Into<String>) -> Link {
        self.module = Some(module.into()).filter(|module: &String| !matches!(module.as_str(), "" | "." | ".."));
        self
    }

    /// The page with a query parameter, such as `branch`.
    #[must_use]
    pub fn with_query(mut self, name: impl Into<String>, value: impl Into<String>) -> Link {
        self.query.push((name.into(), value.into()));
        self
    }

    /// The account.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The product the page is shown under.
    pub fn module(&self) -> Option<&str> {
        self.module.as_deref()
    }

    /// The organisation.
    pub fn org(&self) -> Option<&str> {
        self.org.as_deref()
    }

    /// The project.
    pub fn project(&self) -> Option<&str> {
        self.project.as_deref()
    }

    /// The scope, the account included: calls in it act where the page is.
    pub fn scope(&self) -> Scope {
        let scope = match (&self.org, &self.project) {
            (Some(org), Some(project)) => Scope::project(org, project),
            (Some(org), None) => Scope::org(org),
            _ => Scope::account(),
        };
        scope.with_account(&self.account)
    }

    /// What the page shows.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// A query parameter, such as `branch`, `stage` or `step`.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The path and query below the host.
    pub fn to_path(&self) -> String {
        let mut path = format!("/ng/account/{}", encoded(&self.account));
        match &self.module {
            Some(module) => path.push_str(&format!("/module/{}", encoded(module))),
            None => path.push_str("/all"),
        }
        for (kind, name) in [("orgs", &self.org), ("projects", &self.project)] {
            if let Some(name) = name {
                path.push_str(&format!("/{kind}/{}", encoded(name)));
            }
        }
        for segment in self.target.segments() {
            path.push('/');
            path.push_str(&encoded(&segment));
        }
        if !self.query.is_empty() {
            let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
            path.push_str(&format!("?{query}"));
        }
        path
    }

    /// The whole address on a host.
    pub fn to_url(&self, host: &Host) -> String {
        let default = if host.scheme() == "https" { 443 } else { 80 };
        let port = if host.port() == default { String::new() } else { format!(":{}", host.port()) };
        format!("{}://{}{port}{}", host.scheme(), host.name(), self.to_path())
    }
}

fn encoded(segment: &str) -> String {
    utf8_percent_encode(segment, SEGMENT).to_string()
}

/// Why a text is no link, or a link leads elsewhere. Its text never repeats the link, which may hold a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkError(pub(crate) String);

impl LinkError {
    /// The link leads to something else than was asked for.
    #[cfg_attr(not(feature = "pipelines"), allow(dead_code))]
    pub(crate) fn elsewhere(wanted: &str) -> LinkError {
        LinkError(format!("the link does not lead to {wanted}"))
    }

    /// The link leads to another account.
    #[cfg_attr(not(feature = "pipelines"), allow(dead_code))]
    pub(crate) fn account(account: &str) -> LinkError {
        LinkError(format!("the link leads to account `{account}`, and the client's credentials are for another one"))
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for LinkError {}
