//! What a client knows of families: each is looked at when the first of its operations is called.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::HeaderValue;
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

use super::given::{Checked, Key, address};
use super::variable::variable;
use super::way::{Way, missing};
use crate::auth::Credentials;
use crate::config::Environment;
use crate::error::{Error, ErrorKind};
use crate::host::Host;
use crate::operation::{Base, Login};
use crate::transport::Transport;

/// The families of a client. Clones share what was found.
#[derive(Clone, Default)]
pub(crate) struct Services(Arc<Inner>);

#[derive(Default)]
struct Inner {
    given: Vec<Checked>,
    one_host: bool,
    host: Host,
    plain_http: bool,
    variables: Option<Environment>,
    found: Mutex<HashMap<&'static str, Result<Arc<Way>, String>>>,
    /// The addresses that the platform itself named.
    named: Mutex<HashMap<&'static str, Arc<OnceCell<Host>>>>,
    /// Whether there may be keys besides the client's.
    has_keys: AtomicBool,
}

impl Services {
    pub(super) fn new(
        given: Vec<Checked>,
        one_host: bool,
        host: Host,
        plain_http: bool,
        variables: Option<Environment>,
    ) -> Services {
        let has_keys = AtomicBool::new(given.iter().any(|service| service.key.is_some()));
        let (found, named) = (Mutex::default(), Mutex::default());
        Services(Arc::new(Inner { given, one_host, host, plain_http, variables, found, named, has_keys }))
    }

    /// Hands the transport of a client to the providers of keys.
    pub(crate) fn connect(&self, transport: &Arc<dyn Transport>) {
        for service in &self.0.given {
            if let Some(Key::Provider(provider)) = &service.key {
                provider.connect(transport);
            }
        }
    }

    /// The way to the operations of a family.
    pub(crate) fn way(&self, base: &'static Base) -> Result<Arc<Way>, String> {
        let mut found = self.found();
        let way = found.entry(base.name).or_insert_with(|| self.0.find(base).map(Arc::new));
        if way.as_ref().is_ok_and(|way| way.credentials.is_some()) {
            self.0.has_keys.store(true, Ordering::Release);
        }
        way.clone()
    }

    /// Learns from the platform where a family is, once, unless the program says so, or all of it is at one host.
    pub(crate) async fn learn(
        &self,
        name: &'static str,
        ask: impl Future<Output = Result<String, Error>>,
    ) -> Result<(), Error> {
        if self.0.one_host || self.0.is_given(name)? {
            return Ok(());
        }
        let named = Arc::clone(self.0.named().entry(name).or_default());
        if named.initialized() {
            return Ok(());
        }
        named.get_or_try_init(async || named_by(&self.0.host, name, &ask.await?)).await?;
        self.found().remove(name);
        Ok(())
    }

    /// The headers of all families' keys, as far as they are known.
    pub(crate) fn keys(&self) -> Vec<HeaderValue> {
        if !self.0.has_keys.load(Ordering::Acquire) {
            return Vec::new();
        }
        let texts = self.0.given.iter().filter_map(|service| match &service.key {
            Some(key @ Key::Text(_)) => key.credentials("").ok()?.known(),
            _ => None,
        });
        let found = self.found();
        let ways = found.values().filter_map(|way| way.as_ref().ok()?.credentials.as_ref()?.known());
        texts.chain(ways).collect()
    }

    fn found(&self) -> MutexGuard<'_, HashMap<&'static str, Result<Arc<Way>, String>>> {
        self.0.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn find(&self, base: &'static Base) -> Result<Way, String> {
        let given = self.given.iter().find(|service| service.name == base.name);
        let legacy = match (given.is_some_and(|service| service.legacy), base.legacy) {
            (true, None) => {
                return Err(format!("the family `{}` has no older address: leave legacy() away", base.name));
            }
            (true, Some(legacy)) => Some(legacy),
            (false, _) => None,
        };
        let login = legacy.map_or(base.login, |legacy| legacy.login);
        let at = match given.and_then(|service| service.at.clone()) {
            Some(at) => Some(at),
            None => self.address(base.name)?.or_else(|| self.named().get(base.name)?.get().cloned()),
        };
        let host = Way::host(base, legacy, login, at, &self.host, self.one_host)?;
        let credentials = match login {
            Login::Platform if given.is_some_and(|service| service.key.is_some()) => {
                return Err(format!("the family `{}` takes the client's credentials: leave its key() away", base.name));
            }
            Login::Platform => None,
            Login::Own(scheme) => Some(self.credentials(base, given, scheme)?),
        };
        Ok(Way { base, legacy, host, credentials, one_host: self.one_host })
    }

    fn credentials(
        &self,
        base: &'static Base,
        given: Option<&Checked>,
        scheme: &'static str,
    ) -> Result<Credentials, String> {
        if let Some(key) = given.and_then(|service| service.key.as_ref()) {
            return key.credentials(scheme);
        }
        let name = variable(base.name, "API_KEY");
        let Some(text) = self.text(&name)? else {
            let others: Vec<&str> = self.given.iter().map(|service| service.name.as_str()).collect();
            return Err(missing(base, &name, &others));
        };
        Credentials::own(scheme, &Zeroizing::new(text)).map_err(|fault| format!("{name}: {fault}"))
    }

    fn is_given(&self, name: &str) -> Result<bool, Error> {
        let told = self.given.iter().any(|service| service.name == name && (service.at.is_some() || service.legacy));
        let address = || self.address(name).map_err(|fault| Error::custom(ErrorKind::Request, fault));
        Ok(told || address()?.is_some())
    }

    fn named(&self) -> MutexGuard<'_, HashMap<&'static str, Arc<OnceCell<Host>>>> {
        self.named.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn address(&self, family: &str) -> Result<Option<Host>, String> {
        let name = variable(family, "BASE_URL");
        let text = self.text(&name)?;
        text.map(|text| address(&text, self.plain_http).map_err(|fault| format!("{name}: {fault}"))).transpose()
    }

    fn text(&self, name: &str) -> Result<Option<String>, String> {
        let value = self.variables.as_ref().and_then(|variables| variables.named(name));
        value
            .map(|value| value.into_string().map_err(|_| format!("{name} is not valid Unicode; set it again")))
            .transpose()
    }
}

impl fmt::Debug for Services {
    /// Names, and no addresses or keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.given.iter().map(|service| &service.name)).finish()
    }
}

/// An address as the platform named it. The client's key goes there, so that it must have been named over TLS, and be called
/// over TLS; a client that does without talks to no other machine.
fn named_by(client: &Host, family: &str, url: &str) -> Result<Host, Error> {
    let refused = |why: &str| {
        let what = format!("the platform names an address of the family `{family}` that is not used: {why}");
        Error::custom(ErrorKind::Decode, what)
    };
    let is_plain = client.scheme() != "https";
    let host = address(url, is_plain).map_err(|fault| refused(&fault))?;
    match is_plain {
        true if host.name() != client.name() => Err(refused("it was named without TLS, and is another host's")),
        false if host.scheme() != "https" => Err(refused("it is without TLS")),
        _ => Ok(host),
    }
}
