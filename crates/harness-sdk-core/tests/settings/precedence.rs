//! Which of several values counts.

use harness_sdk_core::Settings;
use harness_sdk_core::auth::{Token, TokenError};
use harness_sdk_core::config::{Environment, SettingsBuilder};

fn from(pairs: &[(&'static str, &'static str)]) -> Settings {
    Settings::builder().environment(Environment::from_pairs(pairs.iter().copied())).build().unwrap()
}

async fn sent(settings: &Settings) -> String {
    let header = settings.credentials.header().await.unwrap();
    format!("{}: {}", header.name, header.value.to_str().unwrap())
}

#[tokio::test]
async fn the_first_credential_that_is_set_counts() {
    let all = [
        ("HARNESS_PLATFORM_API_KEY", "key-1", "x-api-key: key-1"),
        ("HARNESS_API_KEY", "key-2", "x-api-key: key-2"),
        ("HARNESS_BEARER_TOKEN", "token-3", "authorization: Bearer token-3"),
    ];
    for first in 0..all.len() {
        let set: Vec<_> = all[first..].iter().map(|(name, value, _)| (*name, *value)).collect();
        assert_eq!(sent(&from(&set)).await, all[first].2);
        // A variable that is set to nothing counts as not set.
        let emptied = all.iter().enumerate().map(|(at, (name, value, _))| (*name, if at < first { "" } else { value }));
        let settings = Settings::builder().environment(Environment::from_pairs(emptied)).build().unwrap();
        assert_eq!(sent(&settings).await, all[first].2);
    }
}

#[test]
fn the_first_spelling_that_is_set_counts() {
    type Read = fn(&Settings) -> String;
    let account: Read = |settings| settings.account.clone().unwrap();
    let host: Read = |settings| settings.host.name().to_owned();
    let org: Read = |settings| settings.scope.org_id().unwrap().to_owned();
    let project: Read = |settings| settings.scope.project_id().unwrap().to_owned();
    let table: [(&[&'static str], Read); 4] = [
        (&["HARNESS_ACCOUNT_ID", "HARNESS_ACCOUNT"], account),
        (&["HARNESS_BASE_URL", "HARNESS_ENDPOINT", "HARNESS_API_URL", "HARNESS_HOST"], host),
        (&["HARNESS_ORG_ID", "HARNESS_ORG"], org),
        (&["HARNESS_PROJECT_ID", "HARNESS_PROJECT"], project),
    ];
    let hosts = ["one.example.com", "two.example.com", "three.example.com", "four.example.com"];
    for (names, read) in table {
        let values = if names.contains(&"HARNESS_HOST") { hosts } else { ["one", "two", "three", "four"] };
        for first in 0..names.len() {
            let mut pairs = vec![("HARNESS_API_KEY", "key")];
            if !names.contains(&"HARNESS_ORG") {
                pairs.push(("HARNESS_ORG", "org"));
            }
            pairs.extend((first..names.len()).map(|at| (names[at], values[at])));
            assert_eq!(read(&from(&pairs)), values[first], "{}", names[first]);
        }
    }
}

#[test]
fn without_more_than_a_key_the_rest_has_defaults() {
    let settings = from(&[("HARNESS_API_KEY", "pat.acc.tok.sec")]);
    assert_eq!(settings.host.to_string(), "https://app.harness.io");
    assert_eq!(settings.account.as_deref(), Some("acc"));
    assert_eq!(settings.scope.account_id(), Some("acc"));
    assert_eq!((settings.scope.org_id(), settings.scope.project_id()), (None, None));
    assert_eq!(settings.registry, None);
}

#[test]
fn keys_without_an_account_leave_it_to_configuration() {
    assert_eq!(from(&[("HARNESS_API_KEY", "older-key")]).account, None);
    let settings = from(&[("HARNESS_API_KEY", "pat.tok.sec"), ("HARNESS_ACCOUNT", "acc")]);
    assert_eq!(settings.account.as_deref(), Some("acc"));
    let settings = from(&[("HARNESS_API_KEY", "pat.acc.tok.sec"), ("HARNESS_ACCOUNT", "acc")]);
    assert_eq!(settings.scope.account_id(), Some("acc"));
}

#[tokio::test]
async fn code_wins_over_variables() {
    let environment = || {
        Environment::from_pairs([
            ("HARNESS_API_KEY", "variable"),
            ("HARNESS_ACCOUNT", "variable"),
            ("HARNESS_HOST", "variable"),
            ("HARNESS_ORG", "variable"),
            ("HARNESS_PROJECT", "variable"),
            ("HARNESS_REGISTRY_URL", "https://pkg.variable.example"),
            ("HARNESS_PROFILE", "ignored-as-a-key-is-given"),
        ])
    };
    let settings = Settings::builder().environment(environment()).bearer_token("code").host("code").build().unwrap();
    assert_eq!(sent(&settings).await, "authorization: Bearer code");
    assert_eq!(settings.host.name(), "code.harness.io");
    assert_eq!(settings.account.as_deref(), Some("variable"));
    assert_eq!(settings.registry.as_ref().unwrap().name(), "pkg.variable.example");

    let provider = || async { Ok::<_, TokenError>(Token::api_key("provided")?) };
    let settings = Settings::builder()
        .environment(environment())
        .token_provider(provider)
        .account("code")
        .org("code")
        .project("code")
        .registry("https://pkg.code.example")
        .build()
        .unwrap();
    assert_eq!(sent(&settings).await, "x-api-key: provided");
    let scope = &settings.scope;
    assert_eq!([scope.account_id(), scope.org_id(), scope.project_id()], [Some("code"); 3]);
    assert_eq!(settings.registry.as_ref().unwrap().name(), "pkg.code.example");
    assert_eq!(settings.host.name(), "variable.harness.io");
}

#[test]
fn nothing_is_read_unless_asked_for() {
    let settings = Settings::builder().api_key("key").build().unwrap();
    assert_eq!((settings.account, settings.scope.org_id()), (None, None));
}

#[test]
fn the_last_call_of_a_setter_counts() {
    let settings = Settings::builder().api_key("pat.a.b.c").api_key("pat.x.y.z").host("a").host("b").build().unwrap();
    assert_eq!(settings.account.as_deref(), Some("x"));
    assert_eq!(settings.host.name(), "b.harness.io");
}

#[test]
fn plain_http_is_allowed_by_code_or_variable() {
    let base = || Settings::builder().api_key("key").host("http://harness.example.com");
    let with = |builder: SettingsBuilder, value: &str| {
        builder.environment(Environment::from_pairs([("HARNESS_ALLOW_HTTP", value)])).build()
    };
    assert!(base().build().is_err());
    assert!(base().allow_plain_http(true).build().is_ok());
    assert!(with(base(), "TRUE").is_ok());
    assert!(with(base(), "1").is_ok());
    assert!(with(base(), "false").is_err());
    assert!(with(base().allow_plain_http(false), "true").is_err());
    assert!(Settings::builder().api_key("key").host("http://localhost:1").build().is_ok());
}
