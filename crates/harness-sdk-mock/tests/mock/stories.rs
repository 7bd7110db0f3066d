//! What is created, is there; what is deleted, is gone; over all operations that speak of it.

use harness_sdk::{Client, Error, Method, Request as _, RetryPolicy};
use harness_sdk_mock::{Builder, MockHarness};
use serde_json::{Value, json};

fn answering() -> Builder {
    MockHarness::answering().items(2).retry(RetryPolicy::none())
}

fn status(error: &Error) -> u16 {
    error.status().map(|status| status.as_u16()).unwrap_or_default()
}

async fn names_of_projects(client: &Client, search: Option<&str>) -> Vec<String> {
    let mut call = client.platform().list_projects();
    if let Some(search) = search {
        call = call.search_term(search);
    }
    let mut items = call.items();
    let mut names = Vec::new();
    while let Some(item) = items.try_next().await.expect("a project") {
        names.extend(item.project.identifier);
    }
    names
}

#[tokio::test]
async fn a_project_lives_from_its_creation_to_its_deletion() {
    let mock = answering().start().await;
    let client = mock.client().org("default");
    let platform = client.platform();
    let body =
        json!({"project": {"orgIdentifier": "default", "identifier": "shop", "name": "Web Shop", "tags": {"a": "b"}}});
    let post = || platform.create_project().with_body_json(body.clone()).send();
    let made = post().await.expect("a project").into_inner().data.map(|data| data.project).expect("a project");
    assert_eq!(
        (made.identifier.as_deref(), made.name.as_deref(), made.description),
        (Some("shop"), Some("Web Shop"), None)
    );

    let again = post().await.expect_err("a second one");
    assert_eq!(status(&again), 409);
    assert!(again.is_conflict());

    let read = platform.get_project().identifier("shop").send().await.expect("the project").into_inner();
    let read = read.data.map(|data| data.project).expect("a project");
    assert_eq!((read.name.as_deref(), read.org_identifier.as_deref()), (Some("Web Shop"), Some("default")));
    assert_eq!(names_of_projects(&client, None).await, ["project_0", "project_1", "shop"]);
    assert_eq!(names_of_projects(&client, Some("web")).await, ["shop"]);
    assert_eq!(names_of_projects(&mock.client().org("other"), Some("web")).await, [""; 0], "another organisation");
    assert_eq!(names_of_projects(&mock.client().account(), Some("web")).await, ["shop"], "the whole account");

    let changed = json!({"project": {"orgIdentifier": "default", "identifier": "shop", "name": "Store"}});
    platform.update_project().identifier("shop").with_body_json(changed).send().await.expect("a change");
    assert_eq!(names_of_projects(&client, Some("store")).await, ["shop"]);

    let gone = platform.delete_project().identifier("shop").send().await.expect("a deletion").into_inner();
    assert_eq!(gone.data, Some(true));
    let error = platform.get_project().identifier("shop").send().await.expect_err("it is gone");
    assert!(error.is_not_found(), "{error}");
    assert!(platform.delete_project().identifier("shop").send().await.expect_err("it is gone").is_not_found());
    assert_eq!(names_of_projects(&client, None).await, ["project_0", "project_1"]);
    post().await.expect("room for another one");
}

#[tokio::test]
async fn what_was_there_from_the_start_can_be_changed_and_deleted() {
    let mock = answering().start().await;
    let client = mock.client().org("default");
    let body = json!({"project": {"identifier": "project_0", "name": "Renamed"}});
    client.platform().update_project().identifier("project_0").with_body_json(body).send().await.expect("a change");
    client.platform().delete_project().identifier("project_1").send().await.expect("a deletion");
    assert_eq!(names_of_projects(&client, None).await, ["project_0"]);
    assert_eq!(names_of_projects(&client, Some("renamed")).await, ["project_0"]);
}

#[tokio::test]
async fn older_and_newer_operations_speak_of_the_same() {
    let mock = answering().start().await;
    let client = mock.client().project("default", "checkout");
    let ask = async |path: &str| -> Value {
        client.request(Method::GET, path).send().await.expect("an answer").into_inner().json().await.expect("JSON")
    };
    let body = json!({"identifier": "web", "name": "Web", "orgIdentifier": "default", "projectIdentifier": "checkout"});
    let path = "/ng/api/servicesV2?accountIdentifier=mock-account";
    client.request(Method::POST, path).json(&body).send().await.expect("a service");
    let service = ask("/v1/orgs/default/projects/checkout/services/web").await["service"].clone();
    assert_eq!(
        (&service["name"], &service["org"], &service["project"]),
        (&json!("Web"), &json!("default"), &json!("checkout"))
    );

    let path = "/v1/orgs/default/projects/checkout/environments";
    let body = json!({"identifier": "prod", "name": "Production", "type": "Production"});
    client.request(Method::POST, path).json(&body).send().await.expect("an environment");
    let query = "accountIdentifier=mock-account&orgIdentifier=default&projectIdentifier=checkout";
    let environment = ask(&format!("/ng/api/environmentsV2/prod?{query}")).await["data"]["environment"].clone();
    assert_eq!((&environment["name"], &environment["type"]), (&json!("Production"), &json!("Production")));
}

#[tokio::test]
async fn things_of_a_project_are_not_those_of_an_organisation() {
    let mock = answering().start().await;
    let connector = json!({"connector": {"identifier": "git", "name": "Git", "type": "Git", "spec": {"type": "Git"},
        "orgIdentifier": "default", "projectIdentifier": "checkout"}});
    let project = mock.client().project("default", "checkout");
    project.connectors().create_connector().with_body_json(connector.clone()).send().await.expect("a connector");
    let read = project.connectors().get_connector().identifier("git").send().await.expect("the connector").into_inner();
    let read = read.data.and_then(|data| data.connector).expect("a connector");
    assert_eq!(serde_json::to_value(&read).expect("JSON")["spec"]["type"], "Git");
    let error = mock.client().org("default").connectors().get_connector().identifier("git").send().await;
    assert!(error.expect_err("of the organisation").is_not_found());

    let unnamed =
        project.connectors().update_connector().with_body_json(json!({"connector": {"name": "x"}})).send().await;
    assert_eq!(status(&unnamed.expect_err("no identifier")), 400);
    let mut changed = connector;
    changed["connector"]["name"] = json!("Other");
    project.connectors().update_connector().with_body_json(changed).send().await.expect("a change");
}

#[tokio::test]
async fn secrets_are_created_from_json_yaml_and_forms() {
    let mock = answering().start().await;
    let client = mock.client().project("default", "checkout");
    let secret = |name: &str| json!({"secret": {"identifier": name, "name": name, "type": "SecretText", "spec": {}}});
    let secrets = client.connectors();
    secrets.create_secret().with_body_json(secret("json")).send().await.expect("from JSON");
    let yaml = "secret:\n  identifier: yaml\n  name: yaml\n  type: SecretText\n";
    let from_yaml = || secrets.create_secret().with_body_yaml(yaml).send();
    from_yaml().await.expect("from YAML");
    let form = harness_sdk::Form::new().text("spec", secret("form").to_string());
    let form = form.file("file", harness_sdk::FilePart::bytes("a.txt", "content"));
    let query = "accountIdentifier=mock-account&orgIdentifier=default&projectIdentifier=checkout";
    let path = format!("/ng/api/v2/secrets/files?{query}");
    client.request(Method::POST, path).form(form).send().await.expect("from a form");
    for name in ["json", "yaml", "form"] {
        assert!(secrets.get_secret_v2().identifier(name).send().await.is_ok(), "{name}");
    }
    let taken = from_yaml().await.expect_err("a second one");
    assert_eq!(status(&taken), 409);
}

#[tokio::test]
async fn a_pipeline_keeps_its_text() {
    let mock = answering().start().await;
    let client = mock.client().project("default", "checkout");
    let pipelines = client.pipelines();
    let text = "pipeline:\n  identifier: deploy\n  name: Deploy the shop # to all\n  stages: []\n";
    let made = pipelines.create_pipeline_v2().yaml(text).send().await.expect("a pipeline").into_inner();
    assert_eq!(made.data.and_then(|data| data.identifier).as_deref(), Some("deploy"));
    let read = pipelines.get_pipeline().pipeline_identifier("deploy").send().await.expect("the pipeline").into_inner();
    assert_eq!(read.data.and_then(|data| data.yaml_pipeline).as_deref(), Some(text));
    let newer = pipelines.get_pipeline_v1().pipeline("deploy").send().await.expect("the pipeline").into_inner();
    assert_eq!((newer.pipeline_yaml.as_deref(), newer.name.as_deref()), (Some(text), Some("Deploy the shop")));
    let listed = pipelines.list_pipelines().search_term("shop").send().await.expect("a list");
    assert_eq!(listed.iter().filter_map(|one| one.identifier.as_deref()).collect::<Vec<_>>(), ["deploy"]);

    let patch = json!({"name": "Ship", "pipeline_yaml": "pipeline: {identifier: deploy, name: Ship}"});
    pipelines.patch_pipeline_v1().pipeline("deploy").with_body_json(patch).send().await.expect("a change");
    let read = pipelines.get_pipeline().pipeline_identifier("deploy").send().await.expect("the pipeline").into_inner();
    let now = read.data.and_then(|data| data.yaml_pipeline).expect("a text");
    assert!(now.contains("Ship"), "{now}");
    pipelines.delete_pipeline_v1().pipeline("deploy").send().await.expect("a deletion");
    let error = pipelines.get_pipeline().pipeline_identifier("deploy").send().await.expect_err("it is gone");
    assert!(error.is_not_found());
}

#[tokio::test]
async fn what_nobody_created_is_not_found_unless_wanted() {
    let strict = answering().start().await;
    let error = strict.client().org("o").platform().get_project().identifier("any").send().await.expect_err("strict");
    assert!(error.is_not_found());
    let lenient = answering().answer_unknown(true).start().await;
    let platform = lenient.client().org("o").platform();
    let found = platform.get_project().identifier("any").send().await.expect("lenient").into_inner();
    assert_eq!(found.data.and_then(|data| data.project.identifier).as_deref(), Some("any"));
    platform.delete_project().identifier("any").send().await.expect("a deletion");
    assert!(platform.get_project().identifier("any").send().await.expect_err("deleted").is_not_found());
}
