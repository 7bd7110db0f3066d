//! Two operations of one module.

use harness_sdk_iacm::Client;
use harness_sdk_iacm::types::{CreateWorkspaceRequest, IaCmVariable};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let workspace = CreateWorkspaceRequest::new()
        .identifier("network")
        .name("Network")
        .provider_connector("account.aws")
        .provisioner("opentofu")
        .environment_variables(Vec::<(String, IaCmVariable)>::new())
        .terraform_variables(Vec::<(String, IaCmVariable)>::new());
    client.create_workspace().body(workspace).send().await?;
    for workspace in client.list_workspaces().limit(100).send().await?.into_inner() {
        println!("{} {:?}", workspace.identifier, workspace.description);
    }
    Ok(())
}
