//! What a client knows of families: each is looked at when the first of its operations is called.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::HeaderValue;
use zeroize::Zeroizing;

use super::given::{Checked, Key, address};
use super::way::{Way, missing};
use crate::auth::Credentials;
use crate::config::Environment;
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
        Services(Arc::new(Inner { given, one_host, host, plain_http, variables, found: Mutex::default(), has_keys }))
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
            None => self.address(base)?,
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

    fn address(&self, base: &'static Base) -> Result<Option<Host>, String> {
        let name = variable(base.name, "BASE_URL");
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

/// The environment variable of a family.
pub(super) fn variable(name: &str, what: &str) -> String {
    format!("HARNESS_{}_{what}", name.replace('-', "_").to_ascii_uppercase())
}
