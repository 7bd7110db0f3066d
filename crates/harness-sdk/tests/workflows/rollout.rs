//! Rolling out feature flags.

use serde_json::{Value, json};

use crate::support::{Server, ok};

fn flag(state: &str, serve: Value, targets: &[&str]) -> Value {
    let targets: Vec<Value> = targets.iter().map(|id| json!({ "identifier": id, "name": id })).collect();
    let map = json!([{ "variation": "true", "targets": targets }]);
    let properties = json!({ "state": state, "defaultServe": serve, "variationMap": map, "offVariation": "false" });
    json!({ "identifier": "dark", "envProperties": properties })
}

#[tokio::test(start_paused = true)]
async fn a_change_is_sent_as_one_list_and_waited_for_until_it_is_served() {
    let shares = json!({ "distribution": { "bucketBy": "identifier", "variations": [
        { "variation": "false", "weight": 80 }, { "variation": "true", "weight": 20 }
    ] } });
    let server = Server::script([
        ok(json!({})),
        ok(flag("off", json!({ "variation": "true" }), &[])),
        ok(flag("on", shares.clone(), &[])),
        ok(flag("on", shares, &["alice", "bob"])),
    ]);
    let change = server.project().flag("dark", "prod").change();
    let change = change.turn_off().turn_on().percentages([("true", 20), ("false", 80)]).targets("true", ["alice"]);
    let made = change.comment("go").apply_and_settle().await.expect("served");
    assert_eq!(made.identifier, "dark");
    let seen = server.seen();
    assert_eq!((seen.len(), seen[0].method.as_str(), seen[0].path.as_str()), (4, "PATCH", "/cf/admin/features/dark"));
    assert_eq!(seen[0].query("environmentIdentifier"), Some("prod"));
    let shares = json!([{ "variation": "true", "weight": 20 }, { "variation": "false", "weight": 80 }]);
    let expected = json!({ "comment": "go", "instructions": [
        { "kind": "setFeatureFlagState", "parameters": { "state": "off" } },
        { "kind": "setFeatureFlagState", "parameters": { "state": "on" } },
        { "kind": "updateDefaultServe", "parameters": { "bucketBy": "identifier", "variations": shares } },
        { "kind": "addTargetsToVariationTargetMap", "parameters": { "variation": "true", "targets": ["alice"] } }
    ] });
    assert_eq!(seen[0].json(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_change_that_is_never_served_is_a_timeout() {
    let server = Server::script([ok(json!({})), ok(flag("off", json!({}), &[]))]);
    let error = server.project().flag("dark", "prod").change().turn_on().apply_and_settle().await.expect_err("off");
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_change_that_makes_no_sense_is_refused_before_anything_is_sent() {
    let server = Server::script([ok(json!({}))]);
    let change = || server.project().flag("dark", "prod").change();
    let error = change().percentages([("true", 20), ("false", 70)]).targets("true", Vec::<String>::new()).apply().await;
    let text = error.expect_err("90 percent").to_string();
    assert!(text.contains("90") && text.contains("no target"), "{text}");
    change().apply().await.expect_err("empty");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn percentages_that_can_never_be_served_are_refused_with_what_is_wrong() {
    let server = Server::script([ok(json!({}))]);
    for (weights, part) in [
        (vec![("true", 50), ("true", 50)], "`true` has two percentages"),
        (vec![("true", 100), ("true", 0)], "`true` has two percentages"),
        (vec![("true", 120), ("false", -20)], "`true` is 120"),
        (vec![("true", i64::MAX), ("false", i64::MAX)], "0 to 100"),
        (vec![("true", 60), ("false", 50)], "add up to 110; they have to add up to 100"),
        (vec![], "add up to 0"),
    ] {
        let error = server.project().flag("dark", "prod").change().percentages(weights).apply().await;
        let text = error.expect_err(part).to_string();
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(server.seen().is_empty());
}
