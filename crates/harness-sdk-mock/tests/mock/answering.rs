//! The answering mode: what is refused and how, scope, and answers of all kinds.

use harness_sdk::{Client, Error, Method, Request as _, RetryPolicy, StatusCode};
use harness_sdk_mock::{Builder, MockHarness};
use serde_json::{Value, json};

fn answering() -> Builder {
    MockHarness::answering().retry(RetryPolicy::none())
}

/// A client of the mock with another key.
fn stranger(mock: &MockHarness, key: &str, account: &str) -> Client {
    let context =
        Client::builder().host(mock.url()).api_key(key).account(account).no_proxy().retry(RetryPolicy::none());
    Client::new(context.build().expect("a configuration"))
}

fn status(error: &Error) -> u16 {
    error.status().map(|status| status.as_u16()).unwrap_or_default()
}

async fn get(client: &Client, path: &str) -> Result<Value, Error> {
    client.request(Method::GET, path).send().await?.into_inner().json().await
}

#[tokio::test]
async fn a_wrong_key_is_refused_in_the_words_of_each_service() {
    let mock = answering().key("pat.acc.tok.good").start().await;
    let client = stranger(&mock, "pat.acc.tok.bad", "acc").project("o", "p");
    let errors = [
        client.platform().list_projects().send().await.expect_err("ng"),
        client.pipelines().list_pipelines().send().await.expect_err("v1"),
        client.iacm().list_workspaces().send().await.map(|_| ()).expect_err("goa"),
        client.gitops().list_agents().send().await.expect_err("gRPC gateway"),
    ];
    for error in &errors {
        assert_eq!(status(error), 401, "{error}");
        assert!(error.is_auth() && !error.is_permission_denied(), "{error}");
        assert_eq!(error.message(), Some("the API key is not valid"), "{error}");
    }
    let codes: Vec<_> = errors.iter().map(Error::code).collect();
    assert_eq!(codes, [Some("INVALID_TOKEN"), Some("INVALID_TOKEN"), Some("unauthorized"), Some("16")]);
}

#[tokio::test]
async fn no_key_at_all_is_refused() {
    let mock = answering().start().await;
    let request = mock.client().request(Method::GET, "/ng/api/projects?accountIdentifier=mock-account");
    let error = request.without_credentials().send().await.expect_err("no key");
    assert_eq!(status(&error), 401);
    let bearer = mock.client().request(Method::GET, "/ng/api/projects?accountIdentifier=mock-account");
    let bearer = bearer.without_credentials().with_header("authorization", format!("Bearer {}", mock.key()));
    assert!(bearer.send().await.is_ok());
}

#[tokio::test]
async fn another_account_is_forbidden() {
    let mock = answering().key("plain-key").account("mine").start().await;
    assert!(mock.client().platform().list_projects().send().await.is_ok());
    let error = stranger(&mock, "plain-key", "yours").platform().list_projects().send().await.expect_err("yours");
    assert_eq!(status(&error), 403);
    assert!(error.is_permission_denied());
}

#[tokio::test]
async fn unknown_routes_and_methods_are_no_missing_things() {
    let mock = answering().start().await;
    let error = get(&mock.client(), "/ng/api/no-such-thing").await.expect_err("no route");
    assert_eq!(status(&error), 404);
    assert!(!error.is_not_found(), "a wrong path is no missing thing");
    let wrong = mock.client().request(Method::PATCH, "/ng/api/projects");
    assert_eq!(status(&wrong.send().await.expect_err("no such method")), 405);
}

#[tokio::test]
async fn what_is_missing_or_malformed_is_refused() {
    let mock = answering().start().await;
    let client = mock.client();
    let error = get(&client, "/ng/api/projects").await.expect_err("no account");
    assert_eq!(status(&error), 400);
    assert!(error.message().is_some_and(|text| text.contains("accountIdentifier is required")), "{error}");

    let post = |body: &'static str, media: &'static str| {
        let path = "/ng/api/projects?accountIdentifier=mock-account";
        client.request(Method::POST, path).body(media, body).send()
    };
    let error = post("{\"project\":", "application/json").await.expect_err("half of a body");
    assert!(error.message().is_some_and(|text| text.contains("no JSON")), "{error}");
    let error = post("a: [", "application/yaml").await.expect_err("half of a body");
    assert!(error.message().is_some_and(|text| text.contains("no YAML")), "{error}");
    assert_eq!(status(&post("", "application/json").await.expect_err("no body")), 400);
    assert_eq!(status(&post("{\"project\":{}}", "application/json").await.expect_err("no identifier")), 400);

    let error = get(&client, "/v1/orgs?page=minus").await.expect_err("no number");
    assert!(error.message().is_some_and(|text| text.contains("page must be a number")), "{error}");
}

#[tokio::test]
async fn a_page_before_the_first_one_is_refused_or_taken_for_it() {
    let mock = answering().start().await;
    let path = "/iacm/api/orgs/o/projects/p/workspaces?page=";
    assert_eq!(get(&mock.client(), &format!("{path}1")).await.expect("a page").as_array().map(Vec::len), Some(3));
    let error = get(&mock.client(), &format!("{path}0")).await.expect_err("no page");
    assert_eq!(error.message(), Some("page must be greater or equal than 1 but got value 0"));
    let path = "/code/api/v1/repos?accountIdentifier=mock-account&page=";
    let pages = [get(&mock.client(), &format!("{path}0")).await, get(&mock.client(), &format!("{path}1")).await];
    let [zero, one] = pages.map(|page| page.expect("a page"));
    assert_eq!(zero, one);
}

#[tokio::test]
async fn data_is_the_same_for_the_same_scope_and_another_for_another() {
    let mock = answering().start().await;
    let other = answering().start().await;
    let seeded = answering().seed(9).start().await;
    let ask = async |mock: &MockHarness, org: &str| {
        let path = format!("/v1/orgs/{org}/projects/p/pipelines/pipeline_1");
        get(&mock.client(), &path).await.expect("an answer")
    };
    let first = ask(&mock, "one").await;
    assert_eq!(first, ask(&mock, "one").await);
    assert_eq!(first, ask(&other, "one").await, "another server with the same seed");
    assert_ne!(first, ask(&seeded, "one").await);
    let second = ask(&mock, "two").await;
    assert_ne!(first, second);
    assert_eq!((&first["org"], &second["org"], &first["project"]), (&json!("one"), &json!("two"), &json!("p")));
    assert_eq!(first["identifier"], "pipeline_1");
}

#[tokio::test]
async fn items_keep_their_identity_over_pages_and_alone() {
    let mock = answering().items(12).start().await;
    let client = mock.client().project("default", "checkout");
    let mut items = client.connectors().list_connectors_v2().with_body_json(json!({})).items().page_size(5);
    let mut names = Vec::new();
    while let Some(item) = items.try_next().await.expect("an item") {
        let connector = item.connector.expect("a connector");
        assert_eq!(connector.org_identifier.as_deref(), Some("default"));
        assert_eq!(connector.project_identifier.as_deref(), Some("checkout"));
        names.push(connector.identifier);
    }
    assert_eq!(names.len(), 12);
    for name in [&names[0], &names[11]] {
        let one = client.connectors().get_connector().identifier(name).send().await.expect("a connector");
        let connector = one.into_inner().data.and_then(|data| data.connector).expect("a connector");
        assert_eq!(&connector.identifier, name);
    }
}

#[tokio::test]
async fn pages_tell_what_they_are() {
    let mock = answering().items(25).start().await;
    let path = "/ng/api/projects?accountIdentifier=mock-account&pageIndex=2&pageSize=10";
    let data = get(&mock.client(), path).await.expect("a page")["data"].clone();
    assert_eq!(data["content"].as_array().map(Vec::len), Some(5));
    let says = ["totalItems", "totalPages", "pageIndex", "pageSize", "pageItemCount"].map(|name| data[name].as_u64());
    assert_eq!(says, [25, 3, 2, 10, 5].map(Some));
    assert_eq!(data["empty"], false);

    let answer =
        mock.client().request(Method::GET, "/v1/orgs?page=1&limit=10&search_term=org").send().await.expect("a page");
    assert_eq!(answer.header("x-total-elements"), Some("25"));
    assert_eq!(answer.header("link"), Some("</v1/orgs?limit=10&search_term=org&page=2>; rel=\"next\""));
}

#[tokio::test]
async fn both_forms_of_the_gateway_are_answered() {
    let mock = answering().start().await;
    let request = |path: &str| {
        // The client itself would take the prefix away.
        let context = Client::builder().host(mock.url()).api_key(mock.key()).account(mock.account()).no_proxy();
        Client::new(context.build().expect("a configuration"))
            .request(Method::GET, format!("{}{path}", mock.url()))
            .send()
    };
    for path in
        ["/gateway/ng/api/projects?accountIdentifier=mock-account", "/ng/api/projects?accountIdentifier=mock-account"]
    {
        assert_eq!(request(path).await.expect("an answer").status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn text_bytes_lines_and_nothing_are_answered() {
    let mock = answering().items(4).start().await;
    let client = mock.client().project("default", "checkout");
    let yaml = client.gitops().get_agent_deploy_yaml();
    let yaml = yaml.agent_identifier("a").send_raw().await.expect("a text");
    assert!(yaml.header("content-type").is_some());
    let logs = client.gitops().get_application_pod_logs();
    let logs = logs.agent_identifier("a").name("app").pod_name("pod");
    let mut lines = logs.send().await.expect("lines").into_inner();
    let mut count = 0;
    while let Some(line) = lines.next().await {
        line.expect("a line");
        count += 1;
    }
    assert_eq!(count, 4);
    client.pipelines().delete_pipeline_v1().pipeline("pipeline_0").send().await.expect("nothing");
}

#[tokio::test]
async fn expectations_come_before_answers() {
    let mock = answering().start().await;
    let expected = mock.platform().get_project(|when, then| (when.identifier("odd"), then.status(418)));
    let client = mock.client().org("default");
    assert_eq!(status(&client.platform().get_project().identifier("odd").send().await.expect_err("odd")), 418);
    assert!(client.platform().get_project().identifier("project_0").send().await.is_ok());
    expected.assert();
}

#[tokio::test]
async fn an_operation_that_does_not_exist_cannot_fail() {
    let error =
        answering().fail("noSuchOperation", harness_sdk_mock::Fault::Html).try_start().await.expect_err("unknown");
    assert!(error.to_string().contains("noSuchOperation"), "{error}");
}
