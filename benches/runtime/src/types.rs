//! The types of the module crates that the cases use, as one would write them by hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Organization {
    pub description: Option<String>,
    pub identifier: Option<String>,
    pub name: Option<String>,
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct OrganizationResponse {
    pub created_at: Option<i64>,
    pub harness_managed: Option<bool>,
    pub last_modified_at: Option<i64>,
    pub organization: Organization,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Page {
    pub content: Vec<OrganizationResponse>,
    pub empty: Option<bool>,
    pub page_index: Option<i64>,
    pub page_item_count: Option<i64>,
    pub page_size: Option<i64>,
    pub page_token: Option<String>,
    pub total_items: Option<i64>,
    pub total_pages: Option<i64>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Status {
    Success,
    Failure,
    Error,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Envelope<T> {
    pub correlation_id: Option<String>,
    pub data: Option<T>,
    pub meta_data: Value,
    pub status: Option<Status>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Variable {
    pub key: String,
    pub value: String,
    pub value_type: String,
}

/// The 30 fields that the case sets, of the 37 there are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CreateWorkspace {
    pub budget: Option<f64>,
    pub cost_breakdown_json: Option<String>,
    pub cost_diff_json: Option<String>,
    pub cost_estimation_enabled: Option<bool>,
    pub description: Option<String>,
    pub environment_variables: BTreeMap<String, Variable>,
    pub id: Option<i64>,
    pub identifier: String,
    pub modules_json: Option<String>,
    pub name: String,
    pub provider_connector: String,
    pub providers_json: Option<String>,
    pub provisioner: String,
    pub provisioner_version: Option<String>,
    pub prune_sensitive_data: Option<bool>,
    pub repository: Option<String>,
    pub repository_branch: Option<String>,
    pub repository_commit: Option<String>,
    pub repository_connector: Option<String>,
    pub repository_path: Option<String>,
    pub repository_sha: Option<String>,
    pub run_all: Option<bool>,
    pub sparse_checkout: Option<String>,
    pub state_checksum: Option<String>,
    pub tags: BTreeMap<String, String>,
    pub terraform_plan_json: Option<String>,
    pub terraform_variables: BTreeMap<String, Variable>,
    pub terragrunt_provider: Option<bool>,
    pub terragrunt_version: Option<String>,
    pub variable_sets: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Created {
    pub policy_evaluation: Option<Value>,
}
