//! Which source gives what code does not set, and reading it when that source is the environment.

use std::ffi::OsString;
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::environment::Environment;
use super::layer::{Layer, Secret, Setting};
use super::problem::{ConfigProblem, Place};
use super::profile::SignOn;
use super::{profile, variables};

const DEFAULT_PROFILE: &str = "default";

/// Reads the one source that applies.
pub(super) fn read(
    named: Option<String>,
    environment: Option<Environment>,
    credential_in_code: bool,
    problems: &mut Vec<ConfigProblem>,
) -> Layer {
    if let Some(name) = named {
        let environment = environment.unwrap_or_else(Environment::process);
        return profile::load(
            &Setting::new(name, Place::Setter("profile")),
            folder(&environment),
            sign_on(&environment),
            credential_in_code,
            problems,
        );
    }
    let Some(environment) = environment else { return Layer::default() };
    let credential_given = credential_in_code || is_set(&environment, &[variables::API_KEY, variables::BEARER_TOKEN]);
    if credential_given {
        return from_variables(environment, problems);
    }
    if is_set(&environment, &[variables::PROFILE]) {
        return match text(&environment, variables::PROFILE, problems) {
            Some(name) => profile::load(&name, folder(&environment), sign_on(&environment), false, problems),
            None => Layer { credential_reported: true, ..Layer::default() },
        };
    }
    let others = [
        variables::ACCOUNT,
        variables::HOST,
        variables::ORG,
        variables::PROJECT,
        variables::REGISTRY,
        variables::ALLOW_HTTP,
    ];
    let folder = folder(&environment);
    if !is_set(&environment, &others) && profile::exists(DEFAULT_PROFILE, folder.as_deref()) {
        let name = Setting::new(DEFAULT_PROFILE.to_owned(), Place::Setter("profile"));
        return profile::load(&name, folder, sign_on(&environment), false, problems);
    }
    from_variables(environment, problems)
}

fn is_set(environment: &Environment, lists: &[&[&'static str]]) -> bool {
    lists.iter().any(|names| environment.first(names).is_some())
}

fn from_variables(given: Environment, problems: &mut Vec<ConfigProblem>) -> Layer {
    let environment = &given;
    let key = text(environment, variables::API_KEY, problems)
        .map(|given| Setting::new(Secret::ApiKey(Zeroizing::new(given.value)), given.place));
    let credential = key.or_else(|| {
        text(environment, variables::BEARER_TOKEN, problems)
            .map(|given| Setting::new(Secret::Bearer(Zeroizing::new(given.value)), given.place))
    });
    let layer = Layer {
        credential_reported: credential.is_none() && !problems.is_empty(),
        credential,
        account: text(environment, variables::ACCOUNT, problems),
        host: text(environment, variables::HOST, problems),
        org: text(environment, variables::ORG, problems),
        project: text(environment, variables::PROJECT, problems),
        registry: text(environment, variables::REGISTRY, problems),
        plain_http: flag(environment, variables::ALLOW_HTTP, problems),
        variables: None,
    };
    Layer { variables: Some(given), ..layer }
}

fn text(
    environment: &Environment,
    names: &[&'static str],
    problems: &mut Vec<ConfigProblem>,
) -> Option<Setting<String>> {
    let (name, value) = environment.first(names)?;
    match OsString::into_string(value) {
        Ok(value) => Some(Setting::new(value, Place::Variable(name))),
        Err(_) => {
            problems.push(ConfigProblem::at(Place::Variable(name), "is not valid Unicode; set it again"));
            None
        }
    }
}

fn flag(environment: &Environment, names: &[&'static str], problems: &mut Vec<ConfigProblem>) -> Option<Setting<bool>> {
    let given = text(environment, names, problems)?;
    let value = match given.value.to_ascii_lowercase().as_str() {
        "true" | "1" => true,
        "false" | "0" => false,
        _ => {
            problems.push(ConfigProblem::at(given.place, "is neither true nor false; write `true` or `false`"));
            return None;
        }
    };
    Some(Setting::new(value, given.place))
}

/// Where and as whom the official CLI renews its tokens (`pkg/auth/sso.go` of its source).
fn sign_on(environment: &Environment) -> SignOn {
    let text = |names: &[&'static str], usual: &str| {
        let given = environment.first(names).and_then(|(_, value)| value.into_string().ok());
        given.unwrap_or_else(|| usual.to_owned())
    };
    SignOn {
        server: text(variables::SSO_AUTH_SERVER, "https://id.harness.io"),
        client: text(variables::SSO_CLIENT_ID, "harness-cli-client"),
    }
}

/// The folder of the official CLI.
fn folder(environment: &Environment) -> Option<PathBuf> {
    let Some((_, moved)) = environment.first(variables::CLI_HOME) else {
        return environment.home().map(|home| home.join(".harness"));
    };
    let moved = PathBuf::from(moved);
    match (moved.strip_prefix("~"), environment.home()) {
        (Ok(rest), Some(home)) => Some(home.join(rest)),
        _ => Some(moved),
    }
}
