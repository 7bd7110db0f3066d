//! Incidents.

use harness_sdk::ai_sre::types::{CreateIncidentRequest, IncidentStatus};
use serde_json::json;

use crate::support::{Reply, Server, ok};

#[tokio::test]
async fn an_incident_is_reported_moved_on_and_closed_in_its_project() {
    let incident = |status: &str| ok(json!({ "prettyId": "INC-7", "title": "Payments fail", "status": status }));
    let server =
        Server::script([incident("new"), incident("investigating"), incident("investigating"), incident("closed")]);
    let project = server.project();
    let request = CreateIncidentRequest::new().template_short_id("major").title("Payments fail");
    let made = project.report_incident(request).await.expect("reported");
    let incident = project.incident(made.pretty_id.expect("an identifier"));
    let moved = incident.set_status(IncidentStatus::Investigating).await.expect("moved");
    assert_eq!(moved.status, Some(IncidentStatus::Investigating));
    incident.assign("user-1").await.expect("assigned");
    assert_eq!(incident.close().await.expect("closed").status, Some(IncidentStatus::Closed));

    let seen = server.seen();
    let base = "/gateway/ir/tp/api/v1/mc/incidents";
    let asked: Vec<(&str, &str)> = seen.iter().map(|seen| (seen.method.as_str(), seen.path.as_str())).collect();
    let (one, close) = (format!("{base}/INC-7"), format!("{base}/INC-7/close"));
    assert_eq!(asked, [("POST", base), ("PATCH", &*one), ("PATCH", &*one), ("POST", &*close)]);
    for request in &seen {
        assert_eq!((request.query("orgId"), request.query("projectId")), (Some("default"), Some("shop")));
    }
    assert_eq!(seen[0].json(), json!({ "templateShortId": "major", "title": "Payments fail" }));
    assert_eq!(seen[1].json(), json!({ "status": "investigating" }));
    assert_eq!(seen[2].json(), json!({ "commanderHarnessUserId": "user-1" }));
    assert_eq!((seen[3].body.as_str(), seen[3].header("content-length")), ("", Some("0")));
}

#[tokio::test]
async fn a_report_that_was_taken_is_no_failure_whatever_is_answered_and_one_without_a_title_is_not_sent() {
    let server = Server::script([Reply::With(200, &[("content-type", "text/plain")], b"taken".to_vec())]);
    let project = server.project();
    let request = CreateIncidentRequest::new().template_short_id("major").title("Payments fail");
    assert_eq!(project.report_incident(request).await.expect("taken").pretty_id, None);
    let error = project.report_incident(CreateIncidentRequest::new().template_short_id("major")).await;
    assert!(error.expect_err("no title").to_string().contains("/title"), "the member is named");
    assert_eq!(server.seen().len(), 1);
}
