//! The calls through the SDK.

use harness_sdk_core::Context;
use harness_sdk_core::model::Map;
use harness_sdk_iacm::types::{CreateWorkspaceRequest, IaCmVariable};

use crate::text;

/// The clients of one context.
#[derive(Clone)]
pub struct Ours {
    platform: harness_sdk_platform::Client,
    iacm: harness_sdk_iacm::Client,
}

impl Ours {
    /// Clients of the server at the port, without the limit on requests a minute: it would be all that is measured.
    pub fn new(port: u16) -> Result<Ours, String> {
        let context = context(port)?;
        Ok(Ours { platform: context.clone().into(), iacm: context.into() })
    }

    pub async fn get(&self) -> Result<usize, String> {
        let answer = self.platform.get_organization().identifier("team_7").send().await.map_err(text)?;
        Ok(usize::from(answer.data.as_ref().is_some_and(|data| data.organization.name.is_some())))
    }

    pub async fn post(&self) -> Result<usize, String> {
        self.iacm.create_workspace().body(workspace()).send().await.map_err(text)?;
        Ok(1)
    }

    /// Asks for the list that the term names.
    pub async fn list(&self, term: &str) -> Result<usize, String> {
        let call = self.platform.list_organizations().search_term(term).page_size(100);
        let answer = call.send().await.map_err(text)?;
        Ok(answer.data.as_ref().map_or(0, |page| page.content.len()))
    }

    /// Walks the list without end, calling `seen` after each item.
    pub async fn walk(&self, items: usize, seen: &mut dyn FnMut(usize)) -> Result<usize, String> {
        let mut list = self.platform.list_organizations().page_size(100).items();
        let mut count = 0;
        while count < items {
            let Some(item) = list.try_next().await.map_err(text)? else { break };
            count += usize::from(item.organization.identifier.is_some());
            seen(count);
        }
        Ok(count)
    }
}

/// A context for the server at the port.
pub fn context(port: u16) -> Result<Context, String> {
    let context = Context::builder()
        .api_key(crate::KEY)
        .host(format!("http://127.0.0.1:{port}"))
        .org("default")
        .project("bench")
        .limiter(None)
        .no_proxy();
    context.build().map_err(text)
}

/// A body with 30 fields set.
pub fn workspace() -> CreateWorkspaceRequest {
    CreateWorkspaceRequest::new()
        .budget(250.5)
        .cost_breakdown_json("{}")
        .cost_diff_json("{}")
        .cost_estimation_enabled(true)
        .description("The \"network\" of the platform, as it is in production")
        .environment_variables(variables("ENV"))
        .id(42)
        .identifier("network")
        .modules_json("[]")
        .name("Network")
        .provider_connector("account.aws")
        .providers_json("[]")
        .provisioner("opentofu")
        .provisioner_version("1.10.5")
        .prune_sensitive_data(true)
        .repository("infrastructure")
        .repository_branch("main")
        .repository_commit("v1.2.3")
        .repository_connector("account.github")
        .repository_path("network/production")
        .repository_sha("4f2d8a1c9b7e6d5f4a3b2c1d0e9f8a7b6c5d4e3f")
        .run_all(false)
        .sparse_checkout("network")
        .state_checksum("9b74c9897bac770ffc029102a200c5de")
        .tags([("team", "core"), ("env", "prod")])
        .terraform_plan_json("{}")
        .terraform_variables(variables("var"))
        .terragrunt_provider(false)
        .terragrunt_version("0.67.1")
        .variable_sets(["account.common", "org.network"])
}

fn variables(prefix: &str) -> Map<IaCmVariable> {
    let variable = |index: usize| {
        let key = format!("{prefix}_{index}");
        let value = IaCmVariable::new().key(key.clone()).value("a value").value_type("string");
        (key, value)
    };
    (0..4).map(variable).collect()
}
