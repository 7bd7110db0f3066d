//! The same two operations by hand.

use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize)]
struct CreateWorkspace<'a> {
    identifier: &'a str,
    name: &'a str,
    provider_connector: &'a str,
    provisioner: &'a str,
}

#[derive(Debug, Deserialize)]
struct Workspace {
    identifier: String,
    description: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str| std::env::var(name).map_err(|error| format!("{name}: {error}"));
    let (key, account) = (variable("HARNESS_API_KEY")?, variable("HARNESS_ACCOUNT_ID")?);
    let (org, project) = (variable("HARNESS_ORG")?, variable("HARNESS_PROJECT")?);
    let url = format!("https://app.harness.io/iacm/api/orgs/{org}/projects/{project}/workspaces");
    let client = reqwest::Client::new();
    let signed =
        |request: reqwest::RequestBuilder| request.header("x-api-key", &key).header("harness-account", &account);
    let workspace = CreateWorkspace {
        identifier: "network",
        name: "Network",
        provider_connector: "account.aws",
        provisioner: "opentofu",
    };
    signed(client.post(&url)).json(&workspace).send().await?.error_for_status()?;
    let answer = signed(client.get(&url)).query(&[("limit", 100)]).send().await?.error_for_status()?;
    for workspace in answer.json::<Vec<Workspace>>().await? {
        println!("{} {:?}", workspace.identifier, workspace.description);
    }
    Ok(())
}
