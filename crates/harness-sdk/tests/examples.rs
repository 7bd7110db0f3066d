//! The examples as people run them: against the mock in their own process, and against a server that the environment names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use harness_sdk_mock::MockHarness;

/// Each example, and a line that only a whole run prints.
const TELLING: [(&str, &str); 11] = [
    ("create_stack", "run 1: 6 of 6 changed"),
    ("custom_tls", "trusted: 12 pipelines"),
    ("export_audit", "250 events in "),
    ("follow_logs", "2 lines"),
    ("iacm_workspaces", "created network"),
    ("list_everything", "400 pipelines in 20 projects"),
    ("quickstart", "12 pipelines"),
    ("retry_and_limits", "57 pipelines"),
    ("run_and_wait", "execution execution-1 of pipeline `pipeline_0` ended with status Success"),
    ("sto_exemptions", "approved "),
    ("testing_your_code", "ok: failures"),
];

/// Those that change something, and so ask for `--apply` on a real account.
const WRITING: [&str; 4] = ["create_stack", "iacm_workspaces", "run_and_wait", "sto_exemptions"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// The program of an example: `cargo test` builds it beside the tests; a single test asks for it here.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("the path of the test");
    let profile = test.ancestors().nth(2).expect("the folder of the profile");
    let program = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !program.exists() {
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "harness-sdk", "--examples"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(cargo.is_ok_and(|status| status.success()), "the examples do not build");
    }
    program
}

/// Runs an example without the variables of whoever runs the tests.
fn run(name: &str, environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(program(name));
    for (variable, _) in std::env::vars_os() {
        if variable.to_string_lossy().starts_with("HARNESS_") {
            command.env_remove(variable);
        }
    }
    // No profile of the official client is looked for, either.
    let empty = tempfile::tempdir().expect("a folder");
    command.env("HARNESS_CLI_HOME", empty.path()).envs(environment.iter().copied());
    command.output().expect("the example starts")
}

#[track_caller]
fn printed(name: &str, output: &Output, wanted: &str) {
    let (said, complaint) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name}: {}\n{said}\n{complaint}", output.status);
    assert!(said.lines().any(|line| line.starts_with(wanted)), "{name}: no line {wanted:?} in\n{said}\n{complaint}");
}

#[test]
fn every_example_is_run_here() {
    let files = std::fs::read_dir(folder()).expect("the examples").flatten().map(|entry| entry.path());
    let names = files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let names: BTreeSet<String> = names.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    assert_eq!(names, TELLING.map(|(name, _)| name.to_owned()).into());
}

#[test]
fn each_runs_without_an_account() {
    for (name, wanted) in TELLING {
        printed(name, &run(name, &[]), wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_key_they_talk_to_the_platform_and_change_nothing_unasked() {
    let mock = MockHarness::answering().items(5).start().await;
    let url = mock.url();
    let environment = [
        ("HARNESS_API_KEY", mock.key()),
        ("HARNESS_BASE_URL", url.as_str()),
        ("HARNESS_ORG_ID", "default"),
        ("HARNESS_PROJECT_ID", "project_0"),
    ];
    printed("quickstart", &run("quickstart", &environment), "5 pipelines");
    printed("list_everything", &run("list_everything", &environment), "25 pipelines in 5 projects");
    for name in WRITING {
        printed(name, &run(name, &environment), "nothing is changed without --apply");
    }
    let requests = mock.requests();
    assert!(!requests.is_empty());
    for request in requests {
        assert_eq!(request.method(), "GET", "{}", request.path());
    }
}
