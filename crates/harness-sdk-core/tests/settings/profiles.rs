//! Profiles of the official CLI.

use std::fs;
use std::path::Path;

use harness_sdk_core::config::{ConfigError, Environment, Place, Settings};
use tempfile::TempDir;

const CONFIG: &str = "\
profiles:
  default:
    api_url: https://app.harness.io
    account_id: acc
    org_id: default
    project_id: shop
    email: someone@example.com
  eu.staging:
    api_url: \"https://accounts.eu.harness.io\"
    account_id: eu_acc
    org_id: ''
    registry_url: https://pkg.eu.example
  sso:
    account_id: 123
    auth_type: sso
disable_telemetry: true
";

const CREDENTIALS: &str = "\
# secrets
[default]
pat_token = \"pat.acc.tok.sec\"

[eu.staging]
token = 'sat.eu_acc.tok.sec' # service account

[sso]
sso_token = \"eyJ.a.b\"
refresh_token = \"eyJ.c.d\"
";

fn home(config: &str, credentials: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join(".harness")).unwrap();
    fs::write(home.path().join(".harness/config.yaml"), config).unwrap();
    fs::write(home.path().join(".harness/credentials"), credentials).unwrap();
    home
}

fn environment(home: &Path, pairs: &[(&'static str, &'static str)]) -> Environment {
    Environment::from_pairs(pairs.iter().copied()).with_home(home)
}

fn named(home: &Path, name: &str) -> Result<Settings, ConfigError> {
    Settings::builder().profile(name).environment(environment(home, &[])).build()
}

async fn sent(settings: &Settings) -> String {
    let header = settings.credentials.header().await.unwrap();
    format!("{}: {}", header.name, header.value.to_str().unwrap())
}

/// The lines of a file of the CLI that an error names, with their texts.
fn lines(error: &ConfigError, file: &str) -> Vec<(Option<usize>, String)> {
    let of_file = error.problems().iter().filter_map(|problem| match problem.place() {
        Some(Place::File { path, line }) if path.ends_with(file) => Some((*line, problem.text().to_owned())),
        _ => None,
    });
    of_file.collect()
}

#[tokio::test]
async fn a_profile_gives_every_value() {
    let home = home(CONFIG, CREDENTIALS);
    let settings = named(home.path(), "default").unwrap();
    assert_eq!(sent(&settings).await, "x-api-key: pat.acc.tok.sec");
    let scope = &settings.scope;
    assert_eq!([scope.account_id(), scope.org_id(), scope.project_id()], [Some("acc"), Some("default"), Some("shop")]);

    let settings = named(home.path(), "eu.staging").unwrap();
    assert_eq!(sent(&settings).await, "x-api-key: sat.eu_acc.tok.sec");
    assert_eq!(settings.host.to_string(), "https://accounts.eu.harness.io");
    assert_eq!(settings.scope.org_id(), None);
    assert_eq!(settings.registry.unwrap().name(), "pkg.eu.example");

    let settings = named(home.path(), "sso").unwrap();
    assert_eq!(sent(&settings).await, "authorization: Bearer eyJ.a.b");
    assert_eq!(settings.account.as_deref(), Some("123"));
    assert_eq!(settings.host.to_string(), "https://app.harness.io");
}

#[test]
fn a_named_profile_ignores_the_variables() {
    let home = home(CONFIG, CREDENTIALS);
    let variables = [
        ("HARNESS_API_KEY", "pat.other.tok.sec"),
        ("HARNESS_ACCOUNT", "other"),
        ("HARNESS_HOST", "other"),
        ("HARNESS_ORG", "other"),
        ("HARNESS_PROFILE", "sso"),
    ];
    let settings = Settings::builder().environment(environment(home.path(), &variables)).profile("default").build();
    let settings = settings.unwrap();
    assert_eq!(settings.account.as_deref(), Some("acc"));
    assert_eq!(settings.host.name(), "app.harness.io");
    assert_eq!(settings.scope.org_id(), Some("default"));

    let variables = [("HARNESS_PROFILE", "eu.staging"), ("HARNESS_ACCOUNT", "other"), ("HARNESS_ORG", "other")];
    let settings = Settings::builder().environment(environment(home.path(), &variables)).build().unwrap();
    assert_eq!((settings.account.as_deref(), settings.scope.org_id()), (Some("eu_acc"), None));
}

#[tokio::test]
async fn a_key_in_a_variable_wins_over_the_profile_that_a_variable_names() {
    let home = home(CONFIG, CREDENTIALS);
    for name in ["HARNESS_API_KEY", "HARNESS_PLATFORM_API_KEY"] {
        let variables = [(name, "key"), ("HARNESS_PROFILE", "eu.staging")];
        let settings = Settings::builder().environment(environment(home.path(), &variables)).build().unwrap();
        assert_eq!(sent(&settings).await, "x-api-key: key");
        assert_eq!((settings.account.as_deref(), settings.host.name()), (None, "app.harness.io"));
    }
}

#[test]
fn the_default_profile_serves_when_no_variable_is_set() {
    let home = home(CONFIG, CREDENTIALS);
    let settings = Settings::builder().environment(environment(home.path(), &[])).build().unwrap();
    assert_eq!(settings.account.as_deref(), Some("acc"));
    // A variable without a key is a mistake, and not a reason to go elsewhere.
    let variables = [("HARNESS_BASE_URL", "https://harness.example.com")];
    let error = Settings::builder().environment(environment(home.path(), &variables)).build().unwrap_err();
    assert!(error.to_string().contains("no credential"), "{error}");
}

#[tokio::test]
async fn code_wins_over_a_profile() {
    let home = home(CONFIG, "");
    let settings = Settings::builder()
        .environment(environment(home.path(), &[]))
        .profile("default")
        .api_key("pat.acc.tok.code")
        .project("other")
        .build()
        .unwrap();
    assert_eq!(sent(&settings).await, "x-api-key: pat.acc.tok.code");
    assert_eq!((settings.scope.org_id(), settings.scope.project_id()), (Some("default"), Some("other")));
}

#[test]
fn the_folder_can_be_moved() {
    let home = home(CONFIG, CREDENTIALS);
    fs::rename(home.path().join(".harness"), home.path().join("moved")).unwrap();
    assert!(named(home.path(), "default").is_err());
    let moved = home.path().join("moved").into_os_string();
    let absolute = Environment::from_pairs([("HARNESS_CLI_HOME", moved)]);
    let tilde = Environment::from_pairs([("HARNESS_CLI_HOME", "~/moved")]).with_home(home.path());
    for environment in [absolute, tilde] {
        let settings = Settings::builder().environment(environment).profile("default").build().unwrap();
        assert_eq!(settings.account.as_deref(), Some("acc"));
    }
}

#[test]
fn bad_values_are_named_with_their_lines() {
    let config = "\
profiles:
  default:
    api_url: http://harness.example.com
    account_id: other
    org_id: [a, b]
    project_id: ' p'
    registry_url: ftp://x.example
    auth_type: magic
    account_id: acc
";
    let credentials = "[default]\n\ntoken = \"pat.acc.tok.CANARY sec\"\n";
    let error = named(home(config, credentials).path(), "default").unwrap_err();
    let mut named_lines: Vec<_> = lines(&error, "config.yaml").into_iter().filter_map(|(line, _)| line).collect();
    named_lines.sort_unstable();
    named_lines.dedup();
    assert_eq!(named_lines, [3, 5, 6, 7, 8, 9], "{error}");
    assert_eq!(lines(&error, "credentials").len(), 1, "{error}");
    assert_eq!(lines(&error, "credentials")[0].0, Some(3), "{error}");
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("`account_id` stands twice, first in line 4"), "{shown}");
    assert!(!shown.contains("CANARY"), "{shown}");
}

#[test]
fn broken_files_are_named_with_their_lines() {
    let rows = [
        ("profiles:\n  default:\n   a: b\n  c: [\n", Some(5), "not valid YAML"),
        ("profiles:\n\tdefault: x\n", Some(2), "not valid YAML"),
        ("a: 1\nprofiles: [default]\n", Some(2), "not a mapping of names"),
        ("profiles:\n\n  default: text\n", Some(3), "not a mapping of settings"),
        ("profiles:\n  other: {}\n  more: {}\n", None, "it has `other`, `more`"),
        ("", None, "it has none"),
    ];
    for (config, line, text) in rows {
        let error = named(home(config, CREDENTIALS).path(), "default").unwrap_err();
        let found = lines(&error, "config.yaml");
        assert!(found.iter().any(|(at, said)| *at == line && said.contains(text)), "{config:?}: {error}");
    }
}

#[test]
fn broken_credentials_are_named_with_their_lines() {
    let rows = [
        ("[default]\ntoken \"CANARY\"\n", Some(2), "name = \"value\""),
        ("[default]\ntoken = \"CANARY\n", Some(2), "in quotes"),
        ("[default]\ntoken = \"CANARY\" x\n", Some(2), "in quotes"),
        ("[default]\ntoken = CAN ARY\n", Some(2), "in quotes"),
        ("[default]\ntoken = \"CANARY\"\nsat_token = \"CANARY\"\n", Some(3), "second token"),
        ("[default\ntoken = \"CANARY\"\n", Some(1), "not closed"),
        ("[default]\ntoken = \"a\"\n[x]\n[default]\n", Some(4), "stands twice, first in line 1"),
        ("# none\n\n[default]\nsso_token = \"CANARY\"\n", Some(3), "no token for the profile `default`"),
        ("[default]\ntoken = \"\"\n", Some(1), "token or pat_token or sat_token"),
        ("[other]\ntoken = \"CANARY\"\n", None, "log in"),
    ];
    for (credentials, line, text) in rows {
        let error = named(home(CONFIG, credentials).path(), "default").unwrap_err();
        let found = lines(&error, "credentials");
        assert!(found.iter().any(|(at, said)| *at == line && said.contains(text)), "{credentials:?}: {error}");
        assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
    }
}

#[test]
fn other_sections_do_not_disturb() {
    let credentials = "stray\n[other]\nnonsense\n[\"default\"]\nunknown = 1\ntoken = pat.acc.tok.sec # bare\n";
    assert_eq!(named(home(CONFIG, credentials).path(), "default").unwrap().account.as_deref(), Some("acc"));
}

#[test]
fn a_token_of_another_account_is_an_error() {
    let error = named(home(CONFIG, "[default]\ntoken = \"pat.other.tok.CANARY\"\n").path(), "default").unwrap_err();
    let found = lines(&error, "config.yaml");
    assert_eq!(found.len(), 1, "{error}");
    assert_eq!(found[0].0, Some(4));
    assert!(
        found[0].1.contains("`acc`") && found[0].1.contains("`other`") && found[0].1.contains("credentials:2"),
        "{error}"
    );
    assert!(!format!("{error:?}").contains("CANARY"));
}

#[test]
fn missing_files_and_folders_are_said() {
    let nowhere = tempfile::tempdir().unwrap();
    let error = named(nowhere.path(), "default").unwrap_err();
    assert_eq!(lines(&error, ".harness/config.yaml").len(), 1, "{error}");
    assert_eq!(error.problems().len(), 1, "{error}");

    let homeless = Environment::from_pairs([("HARNESS_PROFILE", "x")]);
    let error = Settings::builder().environment(homeless).build().unwrap_err();
    assert_eq!(error.problems()[0].place(), Some(&Place::Variable("HARNESS_PROFILE")));
    assert!(error.to_string().contains("HARNESS_CLI_HOME"), "{error}");

    let home = home(CONFIG, CREDENTIALS);
    fs::remove_file(home.path().join(".harness/credentials")).unwrap();
    let error = named(home.path(), "default").unwrap_err();
    assert_eq!(lines(&error, "credentials").len(), 1, "{error}");
}

#[test]
fn files_that_cannot_be_of_the_cli_are_refused() {
    let home = home(CONFIG, CREDENTIALS);
    let path = home.path().join(".harness/config.yaml");
    fs::write(&path, b"profiles:\n  x: \xff\n").unwrap();
    let error = named(home.path(), "default").unwrap_err();
    assert_eq!(lines(&error, "config.yaml")[0].0, Some(2), "{error}");

    fs::write(&path, "#".repeat((1 << 20) + 1)).unwrap();
    let error = named(home.path(), "default").unwrap_err();
    assert!(error.to_string().contains("1 MiB"), "{error}");

    fs::write(&path, "\u{feff}".to_owned() + CONFIG).unwrap();
    assert!(named(home.path(), "default").is_ok());
    // Deeply nested text must be an answer, and not the end of the stack.
    fs::write(&path, "[".repeat(100_000)).unwrap();
    assert!(named(home.path(), "default").is_err());
}
