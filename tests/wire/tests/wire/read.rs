//! Answers as a program reads them: each through the client's method into its type.

use harness_sdk_core::config::Environment;
use harness_sdk_core::model::{self, Model as _, Slot};
use harness_sdk_core::{Context, Response, RetryPolicy, Scope};
use httpmock::{Method, MockServer};
use serde_json::{Value, json};

/// A server that answers everything alike, and a project's client of it.
async fn answering(body: &Value) -> (MockServer, Context) {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.is_true(|request| request.method() != Method::TRACE);
            then.status(200).header("content-type", "application/json").body(body.to_string());
        })
        .await;
    let context = Context::builder().environment(Environment::new(|_| None)).api_key("pat.acc.token.secret");
    let context = context.host(server.base_url()).retry(RetryPolicy::none()).limiter(None).no_proxy();
    let context = context.build().expect("a context").with_scope(Scope::project("default", "shop"));
    (server, context)
}

/// What was answered goes back as it came, and so much of it was odd.
fn is_whole<T: Slot>(response: &Response<T>, body: &Value, odd: &[&str]) {
    let written: Value = serde_json::from_slice(&response.to_json().expect("JSON")).expect("JSON");
    assert_eq!(&written, body);
    assert_eq!(response.misfits().iter().map(model::Misfit::pointer).collect::<Vec<_>>(), odd);
}

mod code {
    use harness_sdk_code::types::CreatePullReqRequest;
    use harness_sdk_code::{Client, types};

    use super::*;

    #[tokio::test]
    async fn a_repositorys_state_is_a_number() {
        let body = json!({"identifier": "r", "state": 0});
        let (_server, context) = answering(&body).await;
        let read = Client::new(context).get_repository().repo_identifier("r").send().await.expect("a repository");
        assert_eq!((read.identifier.as_deref(), read.state), (Some("r"), Some(0)));
        is_whole(&read, &body, &[]);
    }

    #[tokio::test]
    async fn repositories_are_listed_whatever_the_state_is() {
        let body = json!([{"identifier": "r", "state": 1}, {"identifier": "s", "state": "2"}, {"identifier": "t", "state": "gone"}]);
        let (_server, context) = answering(&body).await;
        let read = Client::new(context).list_repos().send().await.expect("repositories");
        assert_eq!(read.iter().map(|one| one.state).collect::<Vec<_>>(), [Some(1), Some(2), None]);
        assert_eq!(read[2].kept("state"), Some(json!("gone")));
        is_whole(&read, &body, &["/1/state", "/2/state"]);
    }

    #[tokio::test]
    async fn a_pull_requests_check_is_a_word() {
        let body = json!({"number": 7, "state": "open", "merge_check_status": "mergeable"});
        let (_server, context) = answering(&body).await;
        let client = Client::new(context);
        let read = client.get_pull_req().repo_identifier("r").pullreq_number(7).send().await.expect("a pull request");
        assert_eq!((read.number, read.merge_check_status.as_deref()), (Some(7), Some("mergeable")));
        assert_eq!(read.state, Some(types::PullReqState::Open));
        is_whole(&read, &body, &[]);
        let request = CreatePullReqRequest::new().title("t").source_branch("a").target_branch("b");
        let made = client.create_pull_req().repo_identifier("r").body(request).send().await.expect("it was made");
        assert_eq!((made.number, made.merge_check_status.as_deref()), (Some(7), Some("mergeable")));
    }
}

mod iacm {
    use harness_sdk_iacm::Client;

    use super::*;

    #[tokio::test]
    async fn inventories_and_variables_are_any_json() {
        let body = json!({"data": {"hosts": []}});
        let (_server, context) = answering(&body).await;
        let read = Client::new(context).show_inventory().identifier("i").send().await.expect("an inventory");
        assert_eq!(read.data, json!({"hosts": []}));
        is_whole(&read, &body, &[]);
        let body = json!({"identifier": "p", "vars": {"size": 3, "zones": ["a"]}});
        let (_server, context) = answering(&body).await;
        let read = Client::new(context).show_playbook().identifier("p").send().await.expect("a playbook");
        assert_eq!(read.vars, json!({"size": 3, "zones": ["a"]}));
        is_whole(&read, &body, &[]);
    }
}

mod policy {
    use harness_sdk_policy::Client;
    use harness_sdk_policy::types::{EvaluateRequestBody, EvaluatedPolicyStatus};

    use super::*;

    #[tokio::test]
    async fn what_a_policy_gives_and_judges_is_any_json() {
        let body = json!({"deny_messages": ["no"], "error": "", "output": [{"x": 1}], "status": "error"});
        let (_server, context) = answering(&body).await;
        let request = EvaluateRequestBody::new().input(json!({"a": 1})).rego("package p");
        let read = Client::new(context).evaluate_policies().body(request).send().await.expect("a judgement");
        assert_eq!((read.output.clone(), read.status.clone()), (json!([{"x": 1}]), EvaluatedPolicyStatus::Error));
        is_whole(&read, &body, &[]);
        let body = json!([{"id": 7, "input": {"pipeline": {"name": "Deploy"}}}, {"id": "8", "input": "text"}]);
        let (_server, context) = answering(&body).await;
        let read = Client::new(context).list_evaluations().send().await.expect("judgements");
        assert_eq!((read[0].input.clone(), read[1].id), (json!({"pipeline": {"name": "Deploy"}}), 8));
        is_whole(&read, &body, &["/1/id"]);
    }
}

mod gitops {
    use harness_sdk_gitops::Client;

    use super::*;

    #[tokio::test]
    async fn times_of_kubernetes_are_text() {
        let body = json!({"identifier": "a", "createdAt": "2026-01-02T03:04:05.678Z", "health": {"lastHeartbeat": "2026-01-02T03:04:05Z"}});
        let (_server, context) = answering(&body).await;
        let read = Client::new(context).get_agent().identifier("a").send().await.expect("an agent");
        assert_eq!(read.created_at.as_deref(), Some("2026-01-02T03:04:05.678Z"));
        is_whole(&read, &body, &[]);
    }
}
