//! The program: starts, says where it is, answers, ends.

#![cfg(feature = "cli")]

use std::process::Stdio;

use harness_sdk::{Client, RetryPolicy};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_harness-sdk-mock"));
    command.kill_on_drop(true).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[tokio::test]
async fn it_says_where_it_is_and_answers() {
    let mut child = program().args(["--items", "7", "--fail-every", "2=503"]).spawn().expect("the program");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let mut variables = std::collections::BTreeMap::new();
    while variables.len() < 5 {
        let line = lines.next_line().await.expect("a line").expect("all variables");
        if let Some((name, value)) = line.strip_prefix("export ").and_then(|line| line.split_once('=')) {
            variables.insert(name.to_owned(), value.to_owned());
        }
    }
    let context = Client::builder()
        .host(variables["HARNESS_BASE_URL"].as_str())
        .api_key(variables["HARNESS_API_KEY"].as_str())
        .retry(RetryPolicy::none())
        .no_proxy()
        .build();
    let platform = Client::new(context.expect("a configuration")).platform();
    let page = platform.list_projects().send().await.expect("an answer");
    assert_eq!(page.data.as_ref().map(|data| data.content.len()), Some(7));
    assert!(platform.list_projects().send().await.is_err(), "every second request fails");

    #[cfg(unix)]
    {
        let id = child.id().expect("a running program").to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().await.expect("a signal");
        assert!(sent.success());
        assert!(child.wait().await.expect("its end").success(), "it ends well");
    }
}

#[tokio::test]
async fn what_it_cannot_do_is_said() {
    for (arguments, what) in [
        (["--fail", "noSuchOperation=503"], "noSuchOperation"),
        (["--fail-every", "0=503"], "no whole number above 0"),
        (["--fail-every", "2=teapot"], "is no fault"),
    ] {
        let output = program().args(arguments).output().await.expect("the program");
        assert!(!output.status.success());
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains(what), "{text}");
    }
}
