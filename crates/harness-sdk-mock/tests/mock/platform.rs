//! Answers where the platform is known to differ from the document.

use harness_sdk::model::{self, Model as _};
use harness_sdk_mock::MockHarness;
use harness_sdk_mock::sample::{Draw, Sampler};
use serde_json::{Map, Value, json};

#[tokio::test]
async fn integers_of_protobuf_messages_are_text_and_read_as_numbers() {
    let mock = MockHarness::start().await;
    mock.pipelines().create_pipeline_v2(|when, then| (when, then));
    let pipelines = mock.client().project("o", "p").pipelines();
    let yaml = "pipeline:\n  identifier: deploy\n  name: Deploy\n";
    let saved = pipelines.create_pipeline_v2().yaml(yaml).send().await.expect("saved");
    let json: Value = serde_json::from_slice(&saved.to_json().expect("JSON")).expect("JSON");
    let verdict = &json["data"]["governanceMetadata"];
    assert!(verdict["timestamp"].is_string() && verdict["created"].is_string(), "{verdict}");
    assert!(verdict["deny"].is_boolean(), "{verdict}");
    let told: Vec<&str> = saved.misfits().iter().map(model::Misfit::pointer).collect();
    assert!(told.contains(&"/data/governanceMetadata/timestamp"), "{told:?}");
    assert!(saved.misfits().iter().all(model::Misfit::is_converted));
    let read = saved.data.as_ref().and_then(|data| data.governance_metadata.as_ref()).expect("a verdict");
    assert_eq!(read.timestamp.map(|number| number.to_string()).as_deref(), verdict["timestamp"].as_str());
}

#[tokio::test]
async fn members_that_the_document_lacks_are_there() {
    let mock = MockHarness::answering().items(1).start().await;
    let project = mock.client().project("o", "p");
    let pipelines = project.pipelines().list_pipelines().send().await.expect("a list");
    let extra = pipelines[0].extra();
    assert!(extra["stage_count"].is_i64() && extra["stage_names"].is_array(), "{extra:?}");
    let organization = mock.client().platform().get_organization().identifier("organization_0").send().await;
    let organization = organization.expect("an organization").into_inner().data.expect("data");
    assert!(organization.extra()["uniqueId"].is_string(), "{:?}", organization.extra());
}

#[tokio::test]
async fn times_of_kubernetes_are_text() {
    let mock = MockHarness::answering().items(1).start().await;
    let agents = mock.client().project("o", "p").gitops().list_agents().send().await.expect("agents");
    assert!(agents.misfits().is_empty(), "{:?}", agents.misfits());
    assert!(agents.content[0].created_at.is_some());
}

#[test]
fn a_number_that_is_written_as_text_is_drawn_as_text() {
    let schemas = Map::new();
    let sampler = Sampler::new(&schemas);
    let schema = json!({"type": "integer", "format": "int64", "minimum": 3, "maximum": 5, "x-harness-wire": "text"});
    let drawn = sampler.value(&schema, &mut Draw::new(1));
    assert!(["3", "4", "5"].contains(&drawn.as_str().unwrap_or_default()), "{drawn}");
    assert!(sampler.value(&json!({"type": "integer", "minimum": 3, "maximum": 5}), &mut Draw::new(1)).is_i64());
}
