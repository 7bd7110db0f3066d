//! All that a program says of families, and its check.

use super::given::{Checked, Service, address};
use super::known::Services;
use crate::config::Environment;
use crate::host::Host;

/// All that a program says of families.
#[derive(Debug, Default)]
pub(crate) struct ServiceSet {
    services: Vec<Service>,
    one_host: bool,
}

impl ServiceSet {
    pub(crate) fn add(&mut self, service: Service) {
        self.services.retain(|other| other.name != service.name);
        self.services.push(service);
    }

    pub(crate) fn one_host(&mut self, one_host: bool) {
        self.one_host = one_host;
    }

    /// Checks addresses and keys.
    pub(crate) fn check(
        self,
        host: &Host,
        plain_http: bool,
        variables: Option<Environment>,
    ) -> Result<Services, Vec<String>> {
        let mut problems = Vec::new();
        let mut given = Vec::new();
        for service in self.services {
            let name = service.name.escape_debug();
            let at = service.at.as_deref().map(|text| address(text, plain_http)).transpose();
            let at = at.map_err(|fault| problems.push(format!("the address of `{name}`: {fault}"))).ok().flatten();
            if let Some(Err(fault)) = service.key.as_ref().map(|key| key.credentials("")) {
                problems.push(format!("the key of `{name}`: {fault}"));
            }
            given.push(Checked { name: service.name, at, key: service.key, legacy: service.legacy });
        }
        match problems.is_empty() {
            true => Ok(Services::new(given, self.one_host, host.clone(), plain_http, variables)),
            false => Err(problems),
        }
    }
}
