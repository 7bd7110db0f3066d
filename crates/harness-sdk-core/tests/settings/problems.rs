//! What is wrong is said with its place, all at once, and without secrets.

use std::ffi::OsString;

use harness_sdk_core::config::{ConfigError, Environment, Place, Settings, SettingsBuilder};

fn failure(builder: SettingsBuilder) -> ConfigError {
    builder.build().expect_err("the configuration was taken")
}

fn of(pairs: &[(&'static str, &'static str)]) -> ConfigError {
    failure(Settings::builder().environment(Environment::from_pairs(pairs.iter().copied())))
}

fn places(error: &ConfigError) -> Vec<String> {
    error.problems().iter().map(|problem| problem.place().map_or_else(String::new, Place::to_string)).collect()
}

#[test]
fn every_bad_variable_is_named() {
    let error = of(&[
        ("HARNESS_PLATFORM_API_KEY", "pat.acc.tok.CANARY\n"),
        ("HARNESS_ACCOUNT", " acc"),
        ("HARNESS_ENDPOINT", "https://u:CANARY@app.harness.io/?x=1"),
        ("HARNESS_ORG_ID", "o\u{1}"),
        ("HARNESS_PROJECT", "p "),
        ("HARNESS_REGISTRY_URL", "ftp://pkg.harness.io"),
        ("HARNESS_ALLOW_HTTP", "maybe"),
    ]);
    let mut named = places(&error);
    named.sort();
    assert_eq!(
        named,
        [
            "HARNESS_ACCOUNT",
            "HARNESS_ALLOW_HTTP",
            "HARNESS_ENDPOINT",
            "HARNESS_ORG_ID",
            "HARNESS_PLATFORM_API_KEY",
            "HARNESS_PROJECT",
            "HARNESS_REGISTRY_URL",
        ]
    );
    let text = error.to_string();
    assert!(text.starts_with("bad Harness configuration, 7 problems:\n  "), "{text}");
    assert_eq!(text.lines().count(), 8, "{text}");
    assert!(text.contains("user name or password") && text.contains("; it holds a query"), "{text}");
    assert!(!format!("{text}{error:?}").contains("CANARY"), "{text}");
}

#[test]
fn a_missing_credential_names_every_way_to_give_one() {
    let error = of(&[("HARNESS_ORG", "o")]);
    assert_eq!(places(&error), [""]);
    let text = error.to_string();
    for way in ["api_key", "HARNESS_PLATFORM_API_KEY", "HARNESS_API_KEY", "HARNESS_BEARER_TOKEN", "HARNESS_PROFILE"] {
        assert!(text.contains(way), "{way}: {text}");
    }
    assert_eq!(places(&failure(Settings::builder())), [""]);
}

#[test]
fn an_account_that_is_not_the_keys_is_an_error() {
    let error = of(&[("HARNESS_API_KEY", "pat.theirs.tok.CANARY"), ("HARNESS_ACCOUNT_ID", "mine")]);
    assert_eq!(places(&error), ["HARNESS_ACCOUNT_ID"]);
    let text = error.to_string();
    assert!(text.contains("`mine`") && text.contains("`theirs`") && text.contains("HARNESS_API_KEY"), "{text}");
    assert!(!text.contains("CANARY"), "{text}");

    let error = failure(Settings::builder().api_key("sat.theirs.tok.CANARY").account("mine"));
    assert_eq!(error.problems()[0].place(), Some(&Place::Setter("account")));
}

#[test]
fn a_project_needs_an_organization() {
    let error = of(&[("HARNESS_API_KEY", "key"), ("HARNESS_PROJECT_ID", "p")]);
    assert_eq!(places(&error), ["HARNESS_PROJECT_ID"]);
    assert!(error.to_string().contains("HARNESS_ORG_ID"), "{error}");
}

#[test]
fn two_credentials_in_code_are_one_too_many() {
    let error = failure(Settings::builder().api_key("CANARY").bearer_token("CANARY").host(""));
    assert_eq!(places(&error), ["api_key(..)", "host(..)"]);
    assert!(error.to_string().contains("bearer_token(..)"), "{error}");
    assert!(!format!("{error:?}").contains("CANARY"));
}

#[test]
fn a_key_in_the_wrong_place_is_not_repeated() {
    for name in ["HARNESS_HOST", "HARNESS_ACCOUNT", "HARNESS_ORG", "HARNESS_PROJECT", "HARNESS_REGISTRY_URL"] {
        let error = of(&[("HARNESS_API_KEY", "pat.a.b.c"), ("HARNESS_ORG_ID", ""), (name, "pat.acc.tok.CANARY")]);
        let shown = format!("{error} {error:?}");
        assert!(shown.contains(name) && shown.contains("looks like an API key"), "{shown}");
        assert!(!shown.contains("CANARY"), "{shown}");
    }
    let environment = Environment::from_pairs([("X", "")]).with_home("/nowhere");
    let error = failure(Settings::builder().profile("pat.acc.tok.CANARY").environment(environment));
    assert!(!format!("{error} {error:?}").contains("CANARY"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_not_unicode_is_named() {
    use std::os::unix::ffi::OsStringExt;
    let environment = Environment::new(|name| match name {
        "HARNESS_API_KEY" | "HARNESS_ORG" => Some(OsString::from_vec(vec![b'C', b'A', 0xff])),
        _ => None,
    });
    let error = failure(Settings::builder().environment(environment));
    assert_eq!(places(&error), ["HARNESS_API_KEY", "HARNESS_ORG"]);
}

#[test]
fn settings_and_their_builder_show_no_secrets() {
    let environment = Environment::from_pairs([("HARNESS_API_KEY", "pat.acc.tok.CANARY")]);
    let mut shown = format!("{environment:?}");
    let builder = Settings::builder().environment(environment);
    shown += &format!("{builder:?} {builder:#?}");
    let settings = builder.build().unwrap();
    shown += &format!("{settings:?} {settings:#?}");
    let builder = Settings::builder().bearer_token("CANARY");
    shown += &format!("{builder:?}");
    shown += &format!("{:?}", builder.build().unwrap());
    assert!(shown.contains("acc"), "{shown}");
    assert!(!shown.contains("CANARY"), "{shown}");
}
