//! Expectations: what fits, what is answered, and what is said when nothing fits.

use std::time::Duration;

use harness_sdk::{ErrorKind, Request as _, RetryPolicy, pipelines, platform};
use harness_sdk_mock::{Fault, MockHarness};
use serde_json::{Value, json};

fn in_project(mock: &MockHarness) -> harness_sdk::Client {
    mock.client().project("default", "checkout")
}

async fn once() -> MockHarness {
    MockHarness::builder().retry(RetryPolicy::none()).start().await
}

#[tokio::test]
async fn what_was_set_is_compared_and_nothing_else() {
    let mock = MockHarness::start().await;
    let expected = mock.pipelines().list_pipelines(|when, then| {
        (when.project("checkout").search_term("a b&c").limit(5), then.json(json!([{"identifier": "x"}])))
    });
    let call = in_project(&mock).pipelines().list_pipelines();
    let answer =
        call.search_term("a b&c").limit(5).page(3).with_header("x-other", "1").send().await.expect("an answer");
    assert_eq!(answer[0].identifier.as_deref(), Some("x"));
    expected.assert();
    let [seen] = expected.requests().try_into().expect("one request");
    assert_eq!(seen.path(), "/v1/orgs/default/projects/checkout/pipelines");
    assert_eq!(seen.query_value("search_term").as_deref(), Some("a b&c"));
    assert_eq!(seen.header("harness-account"), Some("mock-account"));
}

#[tokio::test]
async fn members_of_a_body_are_compared_and_others_do_not_matter() {
    let mock = once().await;
    let body = |name: &str, description: &str| {
        let project =
            json!({"orgIdentifier": "default", "identifier": "checkout", "name": name, "description": description});
        json!({"project": project})
    };
    let expected = mock.platform().create_project(|when, then| {
        let wanted = json!({"project": {"identifier": "checkout", "name": "Checkout"}});
        (when.with_body_json(wanted), then.json(json!({"status": "SUCCESS", "data": {}})))
    });
    let post = |body: Value| mock.client().platform().create_project().with_body_json(body).send();
    post(body("Checkout", "more")).await.expect("an answer");
    let error = post(body("Other", "more")).await.expect_err("another name");
    assert!(error.to_string().contains(r#"/project/name is "Other", wanted is "Checkout""#), "{error}");
    expected.assert();
}

#[tokio::test]
async fn a_request_that_fits_nothing_names_the_nearest_expectation() {
    let mock = once().await;
    let error = mock.client().platform().list_projects().send().await.expect_err("nothing expected");
    assert!(error.to_string().contains("there is none at all"), "{error}");

    mock.platform().get_project(|when, then| (when.identifier("one"), then));
    mock.platform().get_organization(|when, then| (when.identifier("two"), then));
    let call = mock.client().org("default").platform().get_project().identifier("other");
    let error = call.send().await.expect_err("another project");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let text = error.to_string();
    assert!(text.contains("the nearest one is getProject: the path is /ng/api/projects/other"), "{text}");
    assert_eq!(mock.unmatched().len(), 2);
    let check = std::panic::AssertUnwindSafe(|| mock.assert_all_expected());
    let panic = std::panic::catch_unwind(check).expect_err("two requests");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(text.starts_with("2 requests fitted no expectation:\n  GET /ng/api/projects?"), "{text}");
}

#[tokio::test]
async fn the_word_of_another_operation_is_no_name() {
    let mock = once().await;
    let project = mock.platform().get_project(|when, then| (when, then));
    let error = mock
        .client()
        .platform()
        .list_projects_with_multi_org_filter()
        .send()
        .await
        .map(|_| ())
        .expect_err("another operation");
    assert!(error.to_string().contains("it is a call of getProjectListWithMultiOrgFilter"), "{error}");
    project.assert_calls(0);
}

#[tokio::test]
async fn an_assertion_that_fails_says_how_near_the_requests_came() {
    let mock = once().await;
    let expected = mock.pipelines().list_pipelines(|when, then| (when.search_term("deploy"), then));
    let sent = in_project(&mock).pipelines().list_pipelines().search_term("build").send().await;
    assert!(sent.is_err());
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| expected.assert())).expect_err("no call");
    let text = panic.downcast_ref::<String>().expect("a text");
    assert!(text.contains("list-pipelines was called 0 times, wanted are 1"), "{text}");
    assert!(text.contains(r#"the query parameter search_term is ["build"], wanted is "deploy""#), "{text}");
}

#[tokio::test]
async fn the_first_that_fits_answers_until_it_is_spent() {
    let mock = MockHarness::start().await;
    let first = mock.platform().list_projects(|when, then| (when, then.fault(Fault::Unavailable).times(2)));
    let then = mock.platform().list_projects(|when, then| {
        let project = json!({"project": {"identifier": "checkout"}});
        (when, then.items([project]))
    });
    let page = mock.client().platform().list_projects().send().await.expect("the third attempt");
    assert_eq!(page.data.as_ref().map(|data| data.content.len()), Some(1));
    first.assert();
    then.assert();
}

#[tokio::test]
async fn a_spent_expectation_is_named() {
    let mock = once().await;
    mock.platform().list_projects(|when, then| (when, then.times(1)));
    mock.client().platform().list_projects().send().await.expect("an answer");
    let error = mock.client().platform().list_projects().send().await.expect_err("spent");
    assert!(error.to_string().contains("it was answered 1 times and has no calls left"), "{error}");
}

#[tokio::test]
async fn items_come_page_by_page_in_the_style_of_the_operation() {
    let mock = MockHarness::start().await;
    let flat = mock.pipelines().list_pipelines(|when, then| {
        let item = |index| {
            let mut item = pipelines::types::PipelineListResponseBody::default();
            item.identifier = Some(format!("p{index}"));
            item
        };
        (when.search_term("p"), then.items((0..25).map(item)))
    });
    let mut items = in_project(&mock).pipelines().list_pipelines().search_term("p").items().page_size(10);
    let mut names = Vec::new();
    while let Some(item) = items.try_next().await.expect("an item") {
        names.extend(item.identifier);
    }
    assert_eq!((names.len(), names[24].as_str(), items.total()), (25, "p24", Some(25)));
    flat.assert_calls(3);
}

#[tokio::test]
async fn typed_values_statuses_and_headers_are_answered() {
    let mock = MockHarness::start().await;
    mock.platform().get_project(|when, then| {
        let mut answer = platform::types::ProjectResponseEnvelope::default();
        answer.correlation_id = Some("c-1".to_owned());
        (when, then.value(answer).status(201).header("etag", "\"7\""))
    });
    let answer = mock.client().org("o").platform().get_project().identifier("x").send().await.expect("an answer");
    assert_eq!((answer.status().as_u16(), answer.etag()), (201, Some("\"7\"")));
    assert_eq!(answer.into_inner().correlation_id.as_deref(), Some("c-1"));
}

#[tokio::test]
async fn errors_are_worded_by_the_service() {
    let mock = once().await;
    mock.platform()
        .get_project(|when, then| (when, then.error(400, "RESOURCE_NOT_FOUND_EXCEPTION", "no such project")));
    let error = mock.client().org("o").platform().get_project().identifier("x").send().await.expect_err("an error");
    assert!(error.is_not_found());
    assert_eq!((error.code(), error.message()), (Some("RESOURCE_NOT_FOUND_EXCEPTION"), Some("no such project")));
    assert!(error.correlation_id().is_some());
}

#[tokio::test]
async fn a_late_answer_meets_the_clients_limit() {
    let mock = once().await;
    mock.platform().list_projects(|when, then| (when, then.delay(Duration::from_secs(3600))));
    let call = mock.client().platform().list_projects().with_timeout(Duration::from_millis(20));
    assert_eq!(call.send().await.expect_err("too late").kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn the_key_is_shown_nowhere() {
    let mock = MockHarness::builder().key("pat.acc.tok.CANARY").retry(RetryPolicy::none()).start().await;
    let expected = mock.platform().list_projects(|when, then| (when.search_term("x"), then));
    let error = mock.client().platform().list_projects().send().await.expect_err("no fit");
    let shown = format!("{mock:?} {expected:?} {:?} {error:?} {error}", mock.requests());
    assert!(!shown.contains("CANARY"), "{shown}");
    assert_eq!((mock.account(), mock.requests()[0].header("x-api-key")), ("acc", Some("pat.acc.tok.CANARY")));
}

#[tokio::test]
async fn only_the_latest_requests_are_remembered() {
    let mock = MockHarness::builder().keep_requests(2).start().await;
    let expected = mock.platform().list_projects(|when, then| (when, then));
    for index in 0..5 {
        mock.client().platform().list_projects().page_index(index).send().await.expect("an answer");
    }
    let pages = |seen: Vec<harness_sdk_mock::Seen>| -> Vec<_> {
        seen.iter().filter_map(|seen| seen.query_value("pageIndex")).collect()
    };
    assert_eq!(pages(mock.requests()), ["3", "4"]);
    assert_eq!(pages(expected.requests()), ["3", "4"]);
    assert_eq!(expected.calls(), 5);
    mock.reset();
    assert!(mock.requests().is_empty());
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let mock = MockHarness::builder().body_limit(100).retry(RetryPolicy::none()).start().await;
    let body = json!({"project": {"description": "x".repeat(200)}});
    let error = mock.client().platform().create_project().with_body_json(body).send().await.expect_err("too large");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(413));
}
