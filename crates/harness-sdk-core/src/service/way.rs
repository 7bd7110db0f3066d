//! Where the operations of a family are called by a client, and as whom.

use super::variable::variable;
use crate::auth::Credentials;
use crate::host::Host;
use crate::operation::{Base, Legacy, Login};

/// The way to the operations of a family.
#[derive(Debug)]
pub(crate) struct Way {
    pub(super) base: &'static Base,
    pub(super) legacy: Option<&'static Legacy>,
    /// Where they are, when not at the client's host.
    pub(super) host: Option<Target>,
    /// The family's own credentials, when it has such.
    pub(super) credentials: Option<Credentials>,
    pub(super) one_host: bool,
}

/// A host that is not the client's.
#[derive(Debug)]
pub(super) enum Target {
    /// The one that the family's data names; the prefix stands before the document's path.
    Named(Host),
    /// The one that the program names; the prefix is a part of its address.
    Explicit(Host),
}

impl Way {
    /// The host of a family. The client's key goes to a host that the data names only from a client of the same platform: a
    /// self-managed installation's key is none for it.
    pub(super) fn host(
        base: &'static Base,
        legacy: Option<&'static Legacy>,
        login: Login,
        at: Option<Host>,
        client: &Host,
        one_host: bool,
    ) -> Result<Option<Target>, String> {
        let named = legacy.map_or(base.host, |legacy| Some(legacy.host));
        match (at, named) {
            _ if one_host => Ok(None),
            (Some(at), _) => Ok(Some(Target::Explicit(at))),
            (None, None) => Ok(None),
            (None, Some(named)) => {
                let host = Host::parse(named).map_err(|fault| format!("the address {named}: {fault}"))?;
                if login == Login::Platform && !is_kin(client, &host) {
                    return Err(format!(
                        "{} (`{name}`) is at {named}, and the client's credentials are those of {}: say where it is at \
                         your installation by ContextBuilder::service(Service::new(\"{name}\").at(..)), or in {}",
                        base.title,
                        client.name(),
                        variable(base.name, "BASE_URL"),
                        name = base.name,
                    ));
                }
                Ok(Some(Target::Named(host)))
            }
        }
    }

    /// The host that is called.
    pub(crate) fn at<'a>(&'a self, client: &'a Host) -> &'a Host {
        match &self.host {
            Some(Target::Named(host) | Target::Explicit(host)) => host,
            None => client,
        }
    }

    /// The template of the path below that host.
    pub(crate) fn template<'t>(&self, template: &'t str) -> &'t str {
        let given = matches!(self.host, Some(Target::Explicit(_)));
        let bare = template.strip_prefix(self.base.prefix).filter(|_| given || self.legacy.is_some());
        let bare = bare.unwrap_or(template);
        match self.legacy {
            Some(legacy) if !self.one_host => bare.strip_prefix(legacy.cut).unwrap_or(bare),
            _ if self.one_host => template,
            _ => bare,
        }
    }

    /// The family's own credentials, when it has such.
    pub(crate) fn credentials(&self) -> Option<&Credentials> {
        self.credentials.as_ref()
    }

    /// The header of the family's own key for people, with the variable in place of the key.
    pub(crate) fn shown_header(&self) -> Option<String> {
        match self.legacy.map_or(self.base.login, |legacy| legacy.login) {
            Login::Own(scheme) => Some(format!("Authorization: {scheme} ${}", variable(self.base.name, "API_KEY"))),
            Login::Platform => None,
        }
    }
}

/// Whether two hosts end in the same two words, as all of one platform do.
fn is_kin(one: &Host, other: &Host) -> bool {
    let domain = |host: &Host| {
        let words: Vec<String> = host.name().rsplit('.').take(2).map(str::to_ascii_lowercase).collect();
        (words.len() == 2).then_some(words)
    };
    one.scheme() == "https" && domain(one).is_some_and(|domain_of_one| domain(other) == Some(domain_of_one))
}

/// A family without the key that it takes.
pub(super) fn missing(base: &Base, variable: &str, others: &[&str]) -> String {
    let given = match others {
        [] => String::new(),
        names => format!(" (what was given is for `{}`)", names.join("`, `")),
    };
    format!(
        "{} takes a key of its own, and none is set{given}: give it by \
         ContextBuilder::service(Service::new(\"{}\").key(..)), or in {variable}",
        base.title, base.name
    )
}
