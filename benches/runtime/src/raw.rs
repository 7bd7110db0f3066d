//! The same calls by hand: reqwest, and types with serde's derives.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::text;
use crate::types::{CreateWorkspace, Created, Envelope, OrganizationResponse, Page, Status, Variable};

/// A client with the limits that the SDK sets, too.
#[derive(Clone)]
pub struct Raw {
    pub http: reqwest::Client,
    pub base: String,
}

impl Raw {
    /// A client of the server at the port.
    pub fn new(port: u16) -> Result<Raw, String> {
        let http = reqwest::Client::builder()
            .user_agent("by-hand/0.0.0")
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(60))
            .no_proxy()
            .build()
            .map_err(text)?;
        Ok(Raw { http, base: format!("http://127.0.0.1:{port}") })
    }

    pub async fn get(&self) -> Result<usize, String> {
        let path = "/ng/api/organizations/team_7?accountIdentifier=account&routingId=account";
        let answer: Envelope<OrganizationResponse> = self.read(path).await?;
        Ok(usize::from(answer.data.is_some_and(|data| data.organization.name.is_some())))
    }

    pub async fn post(&self) -> Result<usize, String> {
        let _: Created = self.write("/iacm/api/orgs/default/projects/bench/workspaces", &workspace()).await?;
        Ok(1)
    }

    /// Asks for the list that the term names.
    pub async fn list(&self, term: &str) -> Result<usize, String> {
        let path =
            format!("/ng/api/organizations?accountIdentifier=account&searchTerm={term}&pageSize=100&routingId=account");
        let answer: Envelope<Page> = self.read(&path).await?;
        Ok(answer.data.map_or(0, |page| page.content.len()))
    }

    /// Walks the list without end, calling `seen` after each item.
    pub async fn walk(&self, items: usize, seen: &mut dyn FnMut(usize)) -> Result<usize, String> {
        let mut count = 0;
        for index in 0.. {
            let path = format!(
                "/ng/api/organizations?accountIdentifier=account&pageIndex={index}&pageSize=100&routingId=account"
            );
            let answer: Envelope<Page> = self.read(&path).await?;
            let content = answer.data.map(|page| page.content).unwrap_or_default();
            if content.is_empty() {
                break;
            }
            for item in content {
                count += usize::from(item.organization.identifier.is_some());
                seen(count);
                if count == items {
                    return Ok(count);
                }
            }
        }
        Ok(count)
    }

    async fn read<T: DeserializeOwned + Default>(&self, path: &str) -> Result<Envelope<T>, String> {
        let request = self.http.get(format!("{}{path}", self.base));
        let answer: Envelope<T> = self.send(request).await?;
        match answer.status {
            Some(Status::Error | Status::Failure) => Err("the server failed".to_owned()),
            _ => Ok(answer),
        }
    }

    async fn write<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, String> {
        let body = serde_json::to_vec(body).map_err(text)?;
        let request = self.http.post(format!("{}{path}", self.base)).header("content-type", "application/json");
        self.send(request.body(body)).await
    }

    async fn send<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T, String> {
        let request = request
            .header("accept", "application/json")
            .header("harness-account", "account")
            .header("x-api-key", crate::KEY);
        let response = request.send().await.and_then(reqwest::Response::error_for_status).map_err(text)?;
        let body = response.bytes().await.map_err(text)?;
        serde_json::from_slice(&body).map_err(text)
    }
}

/// The same body as the SDK's.
pub fn workspace() -> CreateWorkspace {
    let owned = |text: &str| Some(text.to_owned());
    CreateWorkspace {
        budget: Some(250.5),
        cost_breakdown_json: owned("{}"),
        cost_diff_json: owned("{}"),
        cost_estimation_enabled: Some(true),
        description: owned("The \"network\" of the platform, as it is in production"),
        environment_variables: variables("ENV"),
        id: Some(42),
        identifier: "network".to_owned(),
        modules_json: owned("[]"),
        name: "Network".to_owned(),
        provider_connector: "account.aws".to_owned(),
        providers_json: owned("[]"),
        provisioner: "opentofu".to_owned(),
        provisioner_version: owned("1.10.5"),
        prune_sensitive_data: Some(true),
        repository: owned("infrastructure"),
        repository_branch: owned("main"),
        repository_commit: owned("v1.2.3"),
        repository_connector: owned("account.github"),
        repository_path: owned("network/production"),
        repository_sha: owned("4f2d8a1c9b7e6d5f4a3b2c1d0e9f8a7b6c5d4e3f"),
        run_all: Some(false),
        sparse_checkout: owned("network"),
        state_checksum: owned("9b74c9897bac770ffc029102a200c5de"),
        tags: BTreeMap::from([("team".to_owned(), "core".to_owned()), ("env".to_owned(), "prod".to_owned())]),
        terraform_plan_json: owned("{}"),
        terraform_variables: variables("var"),
        terragrunt_provider: Some(false),
        terragrunt_version: owned("0.67.1"),
        variable_sets: vec!["account.common".to_owned(), "org.network".to_owned()],
    }
}

fn variables(prefix: &str) -> BTreeMap<String, Variable> {
    let variable = |index: usize| {
        let key = format!("{prefix}_{index}");
        let value = Variable { key: key.clone(), value: "a value".to_owned(), value_type: "string".to_owned() };
        (key, value)
    };
    (0..4).map(variable).collect()
}
