//! Workspaces of Infrastructure as Code Management: lists them, shows one, creates one.
//!
//! ```sh
//! cargo run --example iacm_workspaces
//! cargo run --example iacm_workspaces -- network --apply
//! ```
//!
//! On a real account, the workspace is created with `--apply` alone.

mod support;

use harness_sdk::iacm::types::{CreateWorkspaceRequest, IaCmVariable};
use harness_sdk::model::Map;
use support::{Outcome, Session};

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::start().await?;
    let iacm = session.harness.iacm();

    let mut workspaces = iacm.list_workspaces().items();
    let mut first = None;
    let mut count = 0;
    while let Some(workspace) = workspaces.try_next().await? {
        println!("{:<30} {:?}", workspace.identifier, workspace.status);
        first.get_or_insert(workspace.identifier);
        count += 1;
    }
    println!("{count} workspaces");
    if let Some(first) = first {
        let workspace = iacm.show_workspace().identifier(&first).send().await?;
        println!("{first} is in {}/{}, provisioned by {}", workspace.org, workspace.project, workspace.provisioner);
    }

    if !session.may_write("creates a workspace") {
        return Ok(());
    }
    let identifier = support::argument().unwrap_or_else(|| "network".to_owned());
    let wanted = CreateWorkspaceRequest::new()
        .identifier(&identifier)
        .name(&identifier)
        .provisioner("opentofu")
        .provider_connector("aws")
        .repository_connector("github")
        .repository("infrastructure")
        .repository_branch("main")
        .repository_path("network")
        .environment_variables(Map::<IaCmVariable>::new())
        .terraform_variables(Map::<IaCmVariable>::new());
    match iacm.create_workspace().body(wanted).send().await {
        Ok(_) => println!("created {identifier}"),
        Err(error) if error.is_conflict() => println!("{identifier} is there already"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
