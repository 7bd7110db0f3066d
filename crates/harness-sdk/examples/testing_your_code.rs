//! How to test a program that uses harness-sdk, without an account: the function below, and its tests as a program.
//!
//! ```sh
//! cargo run --example testing_your_code
//! ```

use harness_sdk::platform::types::Project;
use harness_sdk::{Client, Error};
use harness_sdk_mock::{Fault, MockHarness};
use serde_json::json;

/// What is to be tested: the name of a project, or nothing when there is none. It takes the client as an argument, so that
/// a test can hand it one of a mock.
async fn project_name(harness: &Client, org: &str, project: &str) -> Result<Option<String>, Error> {
    match harness.org(org).platform().get_project().identifier(project).send().await {
        Ok(answer) => Ok(answer.into_inner().data.and_then(|data| data.project.name)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Expectations: one operation, what must be asked, what is answered.
async fn the_very_answer() -> Result<(), Error> {
    let mock = MockHarness::start().await;
    let asked = mock.platform().get_project(|when, then| {
        let project = json!({ "identifier": "checkout", "name": "Checkout" });
        (when.identifier("checkout"), then.json(json!({ "status": "SUCCESS", "data": { "project": project } })))
    });
    let name = project_name(&mock.client(), "default", "checkout").await?;
    assert_eq!(name.as_deref(), Some("Checkout"));
    asked.assert();
    println!("ok: the very answer");
    Ok(())
}

/// A server that answers everything and keeps what is created.
async fn a_whole_story() -> Result<(), Error> {
    let mock = MockHarness::answering().start().await;
    let harness = mock.client();
    let platform = harness.org("default").platform();

    assert_eq!(project_name(&harness, "default", "checkout").await?, None);
    let project = Project::new().identifier("checkout").name("Checkout");
    platform.create_project().body(harness_sdk::platform::types::ProjectRequest::new().project(project)).send().await?;
    assert_eq!(project_name(&harness, "default", "checkout").await?.as_deref(), Some("Checkout"));
    platform.delete_project().identifier("checkout").send().await?;
    assert_eq!(project_name(&harness, "default", "checkout").await?, None);
    println!("ok: a whole story");
    Ok(())
}

/// Failures: two 503 that pass, and one that does not.
async fn failures() -> Result<(), Error> {
    let mock = MockHarness::answering().items(3).fail_first("getProject", 2, Fault::Unavailable).start().await;
    project_name(&mock.client(), "default", "project_0").await?;
    assert_eq!(mock.requests().len(), 3);

    let mock = MockHarness::answering().fail("getProject", Fault::Unavailable).start().await;
    let error = project_name(&mock.client(), "default", "project_0").await.expect_err("a server that stays down");
    assert_eq!(error.attempts(), 4);
    println!("ok: failures");
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    the_very_answer().await?;
    a_whole_story().await?;
    failures().await
}
