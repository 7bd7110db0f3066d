//! Failures on purpose, as a client sees them.

use std::time::Duration;

use harness_sdk::{Error, ErrorKind, Request as _, RetryPolicy};
use harness_sdk_mock::{Builder, Fault, MockHarness};

fn answering() -> Builder {
    MockHarness::answering()
}

async fn list(mock: &MockHarness) -> Result<usize, Error> {
    let answer = mock.client().platform().list_projects().send().await?;
    Ok(answer.data.as_ref().map_or(0, |data| data.content.len()))
}

async fn fails_with(fault: Fault) -> Error {
    let mock = answering().fail("getProjectList", fault).retry(RetryPolicy::none()).start().await;
    let error = list(&mock).await.expect_err("a failure");
    let other = mock.client().platform().list_organizations().send().await;
    assert!(other.is_ok(), "other operations do not fail");
    error
}

#[tokio::test]
async fn too_many_requests_with_and_without_a_wait() {
    let error = fails_with(Fault::RateLimited(None)).await;
    assert!(error.is_rate_limited());
    assert_eq!((error.code(), error.retry_after()), (Some("TOO_MANY_REQUESTS"), None));
    let error = fails_with(Fault::RateLimited(Some(Duration::from_secs(7)))).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn unavailable_and_a_proxys_page() {
    let error = fails_with(Fault::Unavailable).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(error.code(), Some("SERVICE_UNAVAILABLE"));
    assert!(fails_with(Fault::Html).await.is_html());
}

#[tokio::test]
async fn connections_that_are_cut() {
    assert_eq!(fails_with(Fault::NoAnswer).await.kind(), ErrorKind::Transport);
    assert_eq!(fails_with(Fault::HalfAnswer).await.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn slow_answers_meet_the_clients_limit_or_come() {
    let mock = answering().fail("getProjectList", Fault::Slow(Duration::from_secs(3600))).start().await;
    let call = mock.client().platform().list_projects().with_timeout(Duration::from_millis(20));
    assert_eq!(call.send().await.expect_err("too late").kind(), ErrorKind::Timeout);
    let mock = answering().fail("getProjectList", Fault::Slow(Duration::ZERO)).start().await;
    assert_eq!(list(&mock).await.expect("an answer"), 3);
}

#[tokio::test]
async fn a_client_that_repeats_gets_through() {
    for fault in [Fault::Unavailable, Fault::NoAnswer, Fault::HalfAnswer, Fault::RateLimited(None)] {
        let mock = answering().fail_first("getProjectList", 2, fault).start().await;
        assert_eq!(list(&mock).await.expect("the third attempt"), 3, "{fault:?}");
        assert_eq!(mock.requests().len(), 3, "{fault:?}");
    }
}

#[tokio::test]
async fn every_so_many_requests_fail() {
    let mock = answering().fail_every(3, Fault::Unavailable).retry(RetryPolicy::none()).start().await;
    let mut outcomes = Vec::new();
    for _ in 0..7 {
        outcomes.push(list(&mock).await.is_ok());
    }
    assert_eq!(outcomes, [true, true, false, true, true, false, true]);
}

#[tokio::test]
async fn a_long_list_survives_failures_on_the_way() {
    for fault in [Fault::Unavailable, Fault::HalfAnswer, Fault::RateLimited(None)] {
        let mock = answering().items(57).fail_every(2, fault).start().await;
        let mut items = mock.client().platform().list_projects().items().page_size(10);
        let mut names = Vec::new();
        while let Some(item) = items.try_next().await.expect("an item") {
            names.extend(item.project.identifier);
        }
        let expected: Vec<String> = (0..57).map(|index| format!("project_{index}")).collect();
        assert_eq!(names, expected, "{fault:?}");
    }
}

#[tokio::test]
async fn a_request_that_was_cut_off_was_not_done_and_half_an_answer_was() {
    let body = serde_json::json!({"project": {"orgIdentifier": "o", "identifier": "shop", "name": "Shop"}});
    for (fault, is_there) in [(Fault::NoAnswer, false), (Fault::HalfAnswer, true)] {
        let mock = answering().fail("postProject", fault).retry(RetryPolicy::none()).start().await;
        let platform = mock.client().org("o").platform();
        assert!(platform.create_project().with_body_json(body.clone()).send().await.is_err());
        assert_eq!(platform.get_project().identifier("shop").send().await.is_ok(), is_there, "{fault:?}");
    }
}

#[tokio::test]
async fn what_a_policy_denies_is_answered_as_a_success_and_not_done() {
    let mock = answering().fail("postPipelineV2", Fault::Denied).start().await;
    let pipelines = mock.client().project("o", "p").pipelines();
    let yaml = "pipeline:\n  identifier: deploy\n  name: Deploy\n";
    let error = pipelines.create_pipeline_v2().yaml(yaml).send().await.expect_err("denied");
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Failure, Some(200)));
    assert!(error.is_policy_denied() && !error.policy_denials().is_empty(), "{error}");
    assert_eq!(mock.requests().len(), 1, "a denial is not tried again");
    let missing = pipelines.get_pipeline().pipeline_identifier("deploy").send().await.expect_err("not made");
    assert!(missing.is_not_found(), "{missing}");
    // A list of workspaces has no way to say so in a success.
    let mock = answering().fail("workspaces#list-workspaces", Fault::Denied).retry(RetryPolicy::none()).start().await;
    let error = mock.client().project("o", "p").iacm().list_workspaces().send().await.expect_err("refused");
    assert!(error.is_permission_denied() && error.status().is_some_and(|status| status.as_u16() == 403), "{error}");
}

#[test]
fn faults_are_read_from_text() {
    let read = |text: &str| text.parse::<Fault>();
    assert_eq!(read("429"), Ok(Fault::RateLimited(None)));
    assert_eq!(read("429:5"), Ok(Fault::RateLimited(Some(Duration::from_secs(5)))));
    assert_eq!(read("503"), Ok(Fault::Unavailable));
    assert_eq!(read("html"), Ok(Fault::Html));
    assert_eq!(read("slow:30"), Ok(Fault::Slow(Duration::from_millis(30))));
    assert_eq!(read("cut"), Ok(Fault::NoAnswer));
    assert_eq!(read("half"), Ok(Fault::HalfAnswer));
    assert_eq!(read("denied"), Ok(Fault::Denied));
    assert!(read("500").expect_err("unknown").contains("known are 429"));
    assert!(read("slow:x").expect_err("no number").contains("no whole number"));
}
