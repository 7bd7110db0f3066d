//! A page of 100 items through the shared reader and writer, beside the same page through serde's derives.
//!
//! Both know every field of the JSON, so both do the same work.

use divan::Bencher;
use divan::counter::BytesCount;

const ITEMS: usize = 100;

fn main() {
    divan::main();
}

/// The page as a server writes it: without white space, and with some `null`s.
fn page() -> Vec<u8> {
    let items: Vec<String> = (0..ITEMS).map(item).collect();
    let content = items.join(",");
    format!(
        r#"{{"status":"SUCCESS","data":{{"totalPages":1,"totalItems":{ITEMS},"pageItemCount":{ITEMS},"pageSize":{ITEMS},"content":[{content}],"pageIndex":0,"empty":false}},"metaData":null,"correlationId":"5a1c7b1e-3b5f-4d0e-9d2c-8f6a4f1f0e11"}}"#
    )
    .into_bytes()
}

fn item(index: usize) -> String {
    format!(
        r#"{{"connector":{{"name":"Connector {index}","identifier":"connector_{index}","accountIdentifier":"kmpySmUISimoRrJL6NL73w","orgIdentifier":"default","projectIdentifier":"platform","description":"Reads the \"main\" repository of team {index}","tags":{{"team":"core","env":"prod"}},"type":"Github","spec":{{"url":"https://github.com/harness/project-{index}","validationRepo":null,"authentication":{{"type":"Http","username":"builder","tokenRef":"account.github_token"}},"delegateSelectors":["primary","eu-west"],"executeOnDelegate":true,"type":"Account"}}}},"createdAt":{created},"lastModifiedAt":{modified},"status":{{"status":"SUCCESS","errorSummary":null,"errors":[],"testedAt":{modified},"lastTestedAt":0,"lastConnectedAt":{modified},"lastAlertSent":null}},"activityDetails":{{"lastActivityTime":{modified}}},"harnessManaged":false,"gitDetails":{{"objectId":null,"branch":null,"repoIdentifier":null,"rootFolder":null,"filePath":null,"repoName":null}},"entityValidityDetails":{{"valid":true,"invalidYaml":null}},"governanceMetadata":null,"isFavorite":false,"score":0.{index}5}}"#,
        created = 1_690_000_000_000_u64 + index as u64,
        modified = 1_700_000_000_000_u64 + index as u64,
    )
}

/// The same types twice: through the shared runtime, and with derives.
macro_rules! twice {
    ($(
        struct $name:ident { $($wire:literal => $field:ident: $type:ty),* $(,)? }
    )*) => {
        mod shared {
            use harness_sdk_core::model::Map;

            harness_sdk_core::open_enum! {
                /// Whether it works.
                pub enum State { Success = "SUCCESS", Failure = "FAILURE", Partial = "PARTIAL" }
                /// What it connects to.
                pub enum Kind { K8s = "K8sCluster", Git = "Git", Github = "Github", Aws = "Aws", Gcp = "Gcp" }
            }

            harness_sdk_core::model! {
                $(
                    /// Part of the page.
                    pub struct $name { $($wire => pub $field: $type),* }
                )*
            }
        }

        mod derived {
            use std::collections::BTreeMap;

            use serde::{Deserialize, Serialize};

            type Map<T> = BTreeMap<String, T>;

            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            pub(crate) enum State {
                #[default]
                #[serde(rename = "SUCCESS")]
                Success,
                #[serde(rename = "FAILURE")]
                Failure,
                #[serde(rename = "PARTIAL")]
                Partial,
            }

            #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
            pub(crate) enum Kind {
                #[default]
                #[serde(rename = "K8sCluster")]
                K8s,
                Git,
                Github,
                Aws,
                Gcp,
            }

            $(
                #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
                #[allow(unreachable_pub)]
                pub struct $name {
                    $(#[serde(rename = $wire, default)] pub $field: $type,)*
                }
            )*
        }
    };
}

twice! {
    struct Answer {
        "status" => status: Option<State>,
        "data" => data: Option<Page>,
        "metaData" => meta_data: Option<String>,
        "correlationId" => correlation_id: Option<String>,
    }
    struct Page {
        "content" => content: Vec<Item>,
        "empty" => empty: Option<bool>,
        "pageIndex" => page_index: Option<i64>,
        "pageItemCount" => page_item_count: Option<i64>,
        "pageSize" => page_size: Option<i64>,
        "totalItems" => total_items: Option<i64>,
        "totalPages" => total_pages: Option<i64>,
    }
    struct Item {
        "activityDetails" => activity_details: Option<Activity>,
        "connector" => connector: Option<Connector>,
        "createdAt" => created_at: Option<i64>,
        "entityValidityDetails" => entity_validity_details: Option<Validity>,
        "gitDetails" => git_details: Option<GitDetails>,
        "governanceMetadata" => governance_metadata: Option<String>,
        "harnessManaged" => harness_managed: Option<bool>,
        "isFavorite" => is_favorite: Option<bool>,
        "lastModifiedAt" => last_modified_at: Option<i64>,
        "score" => score: Option<f64>,
        "status" => status: Option<Status>,
    }
    struct Connector {
        "accountIdentifier" => account_identifier: Option<String>,
        "description" => description: Option<String>,
        "identifier" => identifier: String,
        "name" => name: String,
        "orgIdentifier" => org_identifier: Option<String>,
        "projectIdentifier" => project_identifier: Option<String>,
        "spec" => spec: Spec,
        "tags" => tags: Map<String>,
        "type" => r#type: Option<Kind>,
    }
    struct Spec {
        "authentication" => authentication: Option<Authentication>,
        "delegateSelectors" => delegate_selectors: Vec<String>,
        "executeOnDelegate" => execute_on_delegate: Option<bool>,
        "type" => r#type: Option<String>,
        "url" => url: Option<String>,
        "validationRepo" => validation_repo: Option<String>,
    }
    struct Authentication {
        "tokenRef" => token_ref: Option<String>,
        "type" => r#type: Option<String>,
        "username" => username: Option<String>,
    }
    struct Status {
        "errorSummary" => error_summary: Option<String>,
        "errors" => errors: Vec<String>,
        "lastAlertSent" => last_alert_sent: Option<i64>,
        "lastConnectedAt" => last_connected_at: Option<i64>,
        "lastTestedAt" => last_tested_at: Option<i64>,
        "status" => status: Option<State>,
        "testedAt" => tested_at: Option<i64>,
    }
    struct Activity {
        "lastActivityTime" => last_activity_time: Option<i64>,
    }
    struct GitDetails {
        "branch" => branch: Option<String>,
        "filePath" => file_path: Option<String>,
        "objectId" => object_id: Option<String>,
        "repoIdentifier" => repo_identifier: Option<String>,
        "repoName" => repo_name: Option<String>,
        "rootFolder" => root_folder: Option<String>,
    }
    struct Validity {
        "invalidYaml" => invalid_yaml: Option<String>,
        "valid" => valid: Option<bool>,
    }
}

#[divan::bench_group(sample_count = 300)]
mod decode {
    use super::{Bencher, BytesCount, derived, page, shared};

    #[divan::bench]
    fn by_shared_runtime(bencher: Bencher<'_, '_>) {
        let page = page();
        bencher
            .counter(BytesCount::of_slice(&page))
            .bench(|| harness_sdk_core::model::from_slice::<shared::Answer>(divan::black_box(&page)));
    }

    #[divan::bench]
    fn by_derive(bencher: Bencher<'_, '_>) {
        let page = page();
        bencher
            .counter(BytesCount::of_slice(&page))
            .bench(|| serde_json::from_slice::<derived::Answer>(divan::black_box(&page)));
    }
}

#[divan::bench_group(sample_count = 300)]
mod encode {
    use super::{Bencher, derived, page, shared};

    #[divan::bench]
    fn by_shared_runtime(bencher: Bencher<'_, '_>) {
        let answer: shared::Answer = harness_sdk_core::model::from_slice(&page()).unwrap_or_default();
        assert!(answer.data.is_some(), "the page is read");
        bencher.bench(|| harness_sdk_core::model::to_vec(divan::black_box(&answer)));
    }

    #[divan::bench]
    fn by_derive(bencher: Bencher<'_, '_>) {
        let answer: derived::Answer = serde_json::from_slice(&page()).unwrap_or_default();
        assert!(answer.data.is_some(), "the page is read");
        bencher.bench(|| serde_json::to_vec(divan::black_box(&answer)));
    }
}
