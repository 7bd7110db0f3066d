//! Two operations of one module.

use harness_sdk_iacm::Client;
use harness_sdk_iacm::types::CreateWorkspaceRequest;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let workspace = CreateWorkspaceRequest::new()
        .identifier("network")
        .name("Network")
        .provider_connector("account.aws")
        .provisioner("opentofu");
    client.create_workspace().body(workspace).send().await?;
    for workspace in client.list_workspaces().limit(100).send().await?.into_inner() {
        println!("{} {:?}", workspace.identifier, workspace.description);
    }
    Ok(())
}
