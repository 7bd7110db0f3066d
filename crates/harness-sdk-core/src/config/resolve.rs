//! From given values to checked settings.

use super::layer::{Layer, Secret, Setting};
use super::problem::{ConfigError, ConfigProblem, Place};
use super::settings::Settings;
use super::variables;
use crate::auth::{ApiKey, BearerToken, Credentials};
use crate::host::Host;
use crate::scope::{Scope, ScopePart, check_identifier};
use crate::service::ServiceSet;

/// Checks every value, also after the first problem.
pub(super) fn resolve(
    layer: Layer,
    services: ServiceSet,
    mut problems: Vec<ConfigProblem>,
) -> Result<Settings, ConfigError> {
    let plain_http = layer.plain_http.is_some_and(|given| given.value);
    let host = host(layer.host, plain_http, &mut problems);
    let registry = host_or_problem(layer.registry, plain_http, &mut problems);
    let given = services.check(&host, plain_http, layer.variables);
    let services = given.map_err(|found| problems.extend(found.into_iter().map(service_problem))).unwrap_or_default();
    let org = identifier(layer.org, ScopePart::Org, &mut problems);
    let project = project(layer.project, org.is_some(), &mut problems);
    let account = identifier(layer.account, ScopePart::Account, &mut problems);
    if layer.credential.is_none() && !layer.credential_reported {
        problems.push(ConfigProblem::missing(missing_credential()));
    }
    let credential = layer.credential.and_then(|given| credential(given, account.as_ref(), &mut problems));
    match credential {
        Some(credentials) if problems.is_empty() => {
            let account = account.map(|given| given.value).or_else(|| credentials.account().map(str::to_owned));
            let scope = scope(account.clone(), org, project);
            Ok(Settings { host, credentials, account, scope, registry, services })
        }
        _ => Err(ConfigError::new(problems)),
    }
}

fn service_problem(text: String) -> ConfigProblem {
    ConfigProblem::at(Place::Setter("service"), text)
}

fn host(given: Option<Setting<String>>, plain_http: bool, problems: &mut Vec<ConfigProblem>) -> Host {
    host_or_problem(given, plain_http, problems).unwrap_or_default()
}

fn host_or_problem(
    given: Option<Setting<String>>,
    plain_http: bool,
    problems: &mut Vec<ConfigProblem>,
) -> Option<Host> {
    let given = given?;
    let parse = if plain_http { Host::parse_allowing_plain_http } else { Host::parse };
    parse(&given.value).map_err(|error| problems.push(ConfigProblem::at(given.place, error.to_string()))).ok()
}

fn identifier(
    given: Option<Setting<String>>,
    part: ScopePart,
    problems: &mut Vec<ConfigProblem>,
) -> Option<Setting<String>> {
    let given = given?;
    if let Err(fault) = check_identifier(&given.value) {
        problems.push(ConfigProblem::at(given.place.clone(), format!("the {part} identifier {fault}")));
    }
    Some(given)
}

fn project(
    given: Option<Setting<String>>,
    has_org: bool,
    problems: &mut Vec<ConfigProblem>,
) -> Option<Setting<String>> {
    let given = identifier(given, ScopePart::Project, problems)?;
    if !has_org {
        let text = format!(
            "sets a project without an organization; set the organization where this stands, {}",
            how("org", variables::ORG)
        );
        problems.push(ConfigProblem::at(given.place.clone(), text));
    }
    Some(given)
}

fn scope(account: Option<String>, org: Option<Setting<String>>, project: Option<Setting<String>>) -> Scope {
    let scope = match (org, project) {
        (Some(org), Some(project)) => Scope::project(org.value, project.value),
        (Some(org), None) => Scope::org(org.value),
        (None, _) => Scope::account(),
    };
    match account {
        Some(account) => scope.with_account(account),
        None => scope,
    }
}

fn credential(
    Setting { value, place }: Setting<Secret>,
    account: Option<&Setting<String>>,
    problems: &mut Vec<ConfigProblem>,
) -> Option<Credentials> {
    let read = match value {
        Secret::ApiKey(mut key) => ApiKey::new(std::mem::take(&mut *key)).map(Credentials::from),
        Secret::Bearer(mut token) => BearerToken::new(std::mem::take(&mut *token)).map(Credentials::from),
        Secret::Provider(provider) => Ok(Credentials::provider(provider, account.map(|given| given.value.clone()))),
    };
    match read {
        Ok(credentials) => {
            problems.extend(mismatch(&credentials, &place, account));
            Some(credentials)
        }
        Err(error) => {
            problems.push(ConfigProblem::at(place, error.to_string()));
            None
        }
    }
}

fn mismatch(credentials: &Credentials, place: &Place, account: Option<&Setting<String>>) -> Option<ConfigProblem> {
    let (account, found) = (account?, credentials.account()?);
    let wrong = account.value != found && check_identifier(&account.value).is_ok();
    wrong.then(|| {
        let text = format!(
            "the account `{}` is not `{found}`, the account that the API key from {place} belongs to; \
             leave the account out, or use a key of that account",
            account.value
        );
        ConfigProblem::at(account.place.clone(), text)
    })
}

fn missing_credential() -> String {
    format!(
        "no credential; give an API key {}, or a bearer token {}, or name a profile of the official CLI {}",
        how("api_key", variables::API_KEY),
        how("bearer_token", variables::BEARER_TOKEN),
        how("profile", variables::PROFILE)
    )
}

/// The setter and the variables that set a value.
fn how(setter: &str, names: &[&str]) -> String {
    format!("({setter}(..), {})", names.join(", "))
}
