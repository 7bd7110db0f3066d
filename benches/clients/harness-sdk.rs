//! Two operations of one module, through the facade.

use harness_sdk::iacm::types::{CreateWorkspaceRequest, IaCmVariable};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let harness = harness_sdk::Client::from_env()?;
    let workspace = CreateWorkspaceRequest::new()
        .identifier("network")
        .name("Network")
        .provider_connector("account.aws")
        .provisioner("opentofu")
        .environment_variables(Vec::<(String, IaCmVariable)>::new())
        .terraform_variables(Vec::<(String, IaCmVariable)>::new());
    harness.iacm().create_workspace().body(workspace).send().await?;
    for workspace in harness.iacm().list_workspaces().limit(100).send().await?.into_inner() {
        println!("{} {:?}", workspace.identifier, workspace.description);
    }
    Ok(())
}
