//! Feature management: flags by environment, and segments.

use harness_sdk::fme::types::{CreateFmeDefinitionRequest, CreateFmeFeatureFlagRequest, FmeBucket, FmeTreatment};
use serde_json::{Value, json};

use crate::support::{Reply, Seen, Server, ok};

const V4: &str = "/fme/api/v4";

/// Environments by identifier and name; everything else is answered as `answer` says.
fn with_environments(answer: impl Fn(&Seen) -> Reply + Send + 'static) -> Server {
    Server::new(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("GET", "/fme/api/v4/environments") => {
            let named = |id: &str, name: &str| json!({ "id": id, "name": name, "status": "ACTIVE" });
            let gone = json!({ "id": "e0", "name": "prod", "status": "ARCHIVED" });
            let all = [gone, named("e1", "prod"), named("e2", "staging"), named("e3", "twin"), named("e4", "twin")];
            let from: usize = seen.query("offset").and_then(|text| text.parse().ok()).unwrap_or(0);
            let page: Vec<&Value> = all.iter().skip(from).collect();
            ok(json!({ "data": page, "offset": from, "limit": 100, "totalCount": all.len() }))
        }
        _ => answer(seen),
    })
}

fn written(entity: Value) -> Reply {
    ok(json!({ "entity": entity }))
}

fn changes(server: &Server) -> Vec<Seen> {
    server.seen().into_iter().filter(|seen| seen.method != "GET").collect()
}

#[tokio::test]
async fn a_flag_is_killed_and_restored_in_an_environment_that_is_looked_up_once() {
    let server = with_environments(|_| written(json!({ "isKilled": true })));
    let flag = server.project().feature_flag("checkout").in_environment("prod");
    let killed = flag.kill().comment("payments fail").title("Kill").await.expect("killed");
    assert_eq!(killed.is_killed, Some(true));
    flag.restore().await.expect("restored");
    flag.reallocate().await.expect("dealt out anew");

    let seen = server.seen();
    assert_eq!(seen.iter().filter(|seen| seen.method == "GET").count(), 1, "the environments are listed once");
    let seen = changes(&server);
    let paths: Vec<&str> = seen.iter().map(|seen| seen.path.as_str()).collect();
    let place = |action: &str| format!("{V4}/feature-flag-definitions/checkout/{action}");
    assert_eq!(paths, [place("kill"), place("restore"), place("reallocate")]);
    for request in &seen {
        assert_eq!((request.method.as_str(), request.query("environment_id")), ("POST", Some("e1")));
        assert_eq!(request.query("organization_identifier"), Some("default"));
        assert_eq!(request.query("project_identifier"), Some("shop"));
    }
    assert_eq!(seen[0].json(), json!({ "comment": "payments fail", "title": "Kill" }));
    assert_eq!(seen[1].json(), json!({}));
}

#[tokio::test]
async fn an_environment_goes_by_its_identifier_too_and_a_doubtful_name_is_refused() {
    let server = with_environments(|_| written(json!({})));
    let project = server.project();
    assert_eq!(project.flag_environment("e2").id().await.expect("an identifier"), "e2");
    let twin = project.feature_flag("checkout").in_environment("twin").kill().await.expect_err("two of one name");
    assert!(twin.to_string().contains("e3, e4"), "{twin}");
    let none = project.flag_environment("qa").feature_flag("checkout").kill().await.expect_err("no such name");
    assert!(none.to_string().contains("it has prod, staging"), "{none}");
    assert!(changes(&server).is_empty(), "nothing was killed");
}

#[tokio::test]
async fn a_change_is_a_merge_patch_of_what_was_said() {
    let server = with_environments(|_| written(json!({ "trafficAllocation": 50 })));
    let flag = server.project().feature_flag("checkout").in_environment("e1");
    let change = flag.change().percentages([("on", 20), ("off", 80)]).allocate(50).comment("half of all");
    assert_eq!(change.apply().await.expect("applied").traffic_allocation, Some(50));
    flag.change().serve("on").apply().await.expect("applied");
    let seen = changes(&server);
    assert_eq!((seen[0].method.as_str(), &*seen[0].path), ("PATCH", "/fme/api/v4/feature-flag-definitions/checkout"));
    let shares = json!([{ "treatment": "on", "size": 20 }, { "treatment": "off", "size": 80 }]);
    assert_eq!(seen[0].json(), json!({ "defaultRule": shares, "trafficAllocation": 50, "comment": "half of all" }));
    assert_eq!(seen[1].json(), json!({ "defaultRule": [{ "treatment": "on", "size": 100 }] }));
}

#[tokio::test]
async fn a_change_that_makes_no_sense_is_refused_before_anything_is_sent() {
    let server = with_environments(|_| written(json!({})));
    let flag = server.project().feature_flag("checkout").in_environment("prod");
    for (change, part) in [
        (flag.change(), "says nothing"),
        (flag.change().comment("why"), "says nothing"),
        (flag.change().percentages([("on", 60), ("off", 50)]), "add up to 110"),
        (flag.change().percentages([("on", 50), ("on", 50)]), "`on` has two percentages"),
        (flag.change().percentages([("on", i64::MAX), ("off", i64::MAX)]), "0 to 100"),
        (flag.change().allocate(101), "101 percent"),
        (flag.change().rules([json!("all")]), "a rule of the flag is an object"),
    ] {
        let text = change.apply().await.expect_err(part).to_string();
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(server.seen().is_empty(), "the environment was not even looked up");
}

#[tokio::test]
async fn a_flag_and_its_definition_are_made_under_the_name_of_the_handle() {
    let server = with_environments(|_| written(json!({ "name": "checkout" })));
    let flag = server.project().feature_flag("checkout");
    flag.create(CreateFmeFeatureFlagRequest::new().traffic_type("user")).await.expect("made");
    let treatments = vec![FmeTreatment::new().name("on"), FmeTreatment::new().name("off")];
    let request = CreateFmeDefinitionRequest::new()
        .treatments(treatments)
        .default_treatment("off")
        .default_rule(vec![FmeBucket::new().treatment("off").size(100)]);
    flag.in_environment("prod").create(request).await.expect("made");
    let error = flag.in_environment("prod").create(CreateFmeDefinitionRequest::new()).await.expect_err("empty");
    assert!(error.to_string().contains("/defaultRule"), "{error}");
    let seen = changes(&server);
    assert_eq!(seen[0].json(), json!({ "name": "checkout", "trafficType": "user" }));
    assert_eq!((&*seen[1].path, seen.len()), ("/fme/api/v4/feature-flag-definitions/checkout", 2));
}

#[tokio::test]
async fn a_kill_that_was_carried_out_is_no_failure_and_is_never_sent_twice() {
    let server = with_environments(|_| Reply::With(200, &[("content-type", "text/plain")], b"done".to_vec()));
    let flag = server.project().feature_flag("checkout").in_environment("prod");
    assert_eq!(flag.kill().await.expect("killed").is_killed, None);
    let server = with_environments(|_| Reply::Json(503, json!({ "message": "later" })));
    let client =
        harness_sdk::Client::builder().host(&*server.url).api_key(crate::support::KEY).build().expect("a client");
    let project = harness_sdk::Client::new(client).project("default", "shop");
    project.feature_flag("checkout").in_environment("e1").kill().await.expect_err("unavailable");
    assert_eq!(changes(&server).len(), 1);
}

#[tokio::test]
async fn members_go_in_batches_and_a_failure_tells_how_far_it_came() {
    let keys: Vec<String> = (0..25_000).map(|number| format!("user-{number}")).collect();
    let server = with_environments(|_| ok(json!({})));
    let segment = server.project().segment("beta").in_environment("prod");
    segment.add_members(keys.clone()).comment("all of them").await.expect("added");
    let seen = changes(&server);
    let sizes: Vec<usize> =
        seen.iter().map(|seen| seen.json()["keys"].as_array().map(Vec::len).expect("keys")).collect();
    assert_eq!(sizes, [10_000, 10_000, 5_000]);
    assert_eq!(seen[2].json()["keys"][4_999], "user-24999");
    assert_eq!(&*seen[0].path, "/fme/internal/api/v2/segments/e1/beta/uploadKeys");
    assert_eq!((seen[0].method.as_str(), seen[0].query("replace")), ("PUT", Some("false")));
    assert_eq!(seen[1].json()["comment"], "all of them");

    let server = with_environments(|seen| match seen.body.contains("user-15000") {
        true => Reply::Json(400, json!({ "message": "too many members" })),
        false => ok(json!({})),
    });
    let segment = server.project().segment("beta").in_environment("prod");
    let error = segment.remove_members(keys).await.expect_err("the second batch fails");
    let text = error.to_string();
    assert!(text.contains("10000 of the 25000 keys") && text.contains("removed"), "{text}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(changes(&server).len(), 2, "nothing is sent after the failure");
    let none = segment.add_members(Vec::<String>::new()).await.expect_err("no key");
    assert!(none.to_string().contains("`beta`"), "{none}");
}

#[tokio::test]
async fn a_segment_is_made_to_have_just_the_members_that_are_wanted() {
    let server = with_environments(|seen| match seen.method.as_str() {
        "GET" => {
            let from: usize = seen.query("offset").and_then(|text| text.parse().ok()).unwrap_or(0);
            let keys: Vec<Value> = ["alice", "bob"].iter().skip(from).map(|key| json!({ "key": key })).collect();
            ok(json!({ "keys": keys, "totalCount": 2 }))
        }
        _ => ok(json!({})),
    });
    let segment = server.project().segment("beta").in_environment("prod");
    segment.set_members(["bob", "carol"]).await.expect("set");
    segment.set_members(["alice", "bob"]).await.expect("nothing to do");
    let seen: Vec<(String, Value)> =
        changes(&server).into_iter().map(|seen| (seen.path.clone(), seen.json())).collect();
    let place = |action: &str| format!("/fme/internal/api/v2/segments/e1/beta/{action}");
    assert_eq!(
        seen,
        [(place("uploadKeys"), json!({ "keys": ["carol"] })), (place("removeKeys"), json!({ "keys": ["alice"] }))]
    );
}

#[tokio::test]
async fn the_workspace_of_a_project_is_the_one_that_the_platform_names() {
    let page = |all: Value| {
        ok(json!({ "objects": all, "offset": 0, "limit": 20, "totalCount": all.as_array().map(Vec::len) }))
    };
    let one = json!({ "id": "w1", "name": "Shop", "type": "workspace" });
    let server = Server::script([page(json!([one])), page(json!([one, one])), page(json!([]))]);
    let project = server.project();
    assert_eq!(project.flag_workspace().await.expect("one").id, "w1");
    let seen = server.seen();
    assert_eq!(&*seen[0].path, "/fme/internal/api/v2/workspaces");
    assert_eq!(seen[0].query("organizationIdentifier"), Some("default"));
    assert_eq!(seen[0].query("projectIdentifier"), Some("shop"));
    let two = project.flag_workspace().await.expect_err("two").to_string();
    assert!(two.contains("more than one workspace"), "{two}");
    project.flag_workspace().await.expect_err("none");
}
