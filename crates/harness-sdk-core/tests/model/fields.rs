//! Models through their public surface: what they read, what they keep, and what they write back.

use harness_sdk_core::model::{self, Assign, JsonObject, Map, Model, Value, from_slice, to_vec};
use serde_json::json;

harness_sdk_core::open_enum! {
    /// What applies a workspace.
    pub enum Provisioner { Terraform = "terraform", OpenTofu = "opentofu" }
}

harness_sdk_core::request_model! {
    /// A workspace with a field of every type.
    pub struct Workspace {
        /// Text.
        "identifier" => pub identifier: String,
        /// Another name in JSON.
        "runCount" => pub run_count: i64,
        "retries" => pub retries: i32,
        "cost" => pub cost: f64,
        "share" => pub share: Option<f32>,
        "active" => pub active: bool,
        "description" => pub description: Option<String>,
        "ttl" => pub ttl: Option<i64>,
        "tags" => pub tags: Vec<String>,
        "labels" => pub labels: Map<String>,
        "owner" => pub owner: Owner,
        "parent" => pub parent: Option<Box<Workspace>>,
        "children" => pub children: Vec<Workspace>,
        "byName" => pub by_name: Map<Owner>,
        "type" => pub r#type: Option<Provisioner>,
        "kind" => pub kind: Provisioner,
        "raw" => pub raw: Option<Value>,
        "spec" => pub spec: JsonObject,
    }

    /// Who owns it.
    pub struct Owner {
        "name" => pub name: String,
        "level" => pub level: Option<i64>,
    }
}

/// Reads JSON as a workspace and writes it back, both as trees, so that neither order nor white space counts.
fn back_and_forth(json: &Value) -> Value {
    let workspace: Workspace = from_slice(json.to_string().as_bytes()).expect("a workspace");
    serde_json::from_slice(&to_vec(&workspace).expect("JSON")).expect("JSON")
}

#[test]
fn reads_every_type() {
    let workspace: Workspace = model::from_value(&json!({
        "identifier": "dev", "runCount": 7, "retries": -2, "cost": 1.5, "share": 0.25, "active": true,
        "description": "first \"one\"\n", "ttl": 600, "tags": ["a", "b"], "labels": {"team": "core"},
        "owner": {"name": "me", "level": 3}, "parent": {"identifier": "root"}, "children": [{"identifier": "x"}],
        "byName": {"you": {"name": "you"}}, "type": "terraform", "kind": "opentofu", "raw": [1, {}], "spec": {"k": null}
    }))
    .expect("a workspace");
    assert_eq!((workspace.identifier.as_str(), workspace.run_count, workspace.retries), ("dev", 7, -2));
    assert_eq!((workspace.cost, workspace.share, workspace.active), (1.5, Some(0.25), true));
    assert_eq!(workspace.description.as_deref(), Some("first \"one\"\n"));
    assert_eq!(workspace.ttl, Some(600));
    assert_eq!(workspace.tags, ["a", "b"]);
    assert_eq!(workspace.labels["team"], "core");
    assert_eq!((workspace.owner.name.as_str(), workspace.owner.level), ("me", Some(3)));
    assert_eq!(workspace.parent.expect("a parent").identifier, "root");
    assert_eq!(workspace.children[0].identifier, "x");
    assert_eq!(workspace.by_name["you"].name, "you");
    assert_eq!((workspace.r#type, workspace.kind), (Some(Provisioner::Terraform), Provisioner::OpenTofu));
    assert_eq!(workspace.raw, Some(json!([1, {}])));
    assert_eq!(workspace.spec["k"], Value::Null);
}

#[test]
fn missing_null_and_empty_are_read_alike_and_written_apart() {
    let cases = [
        json!({}),
        json!({"tags": null, "labels": null, "owner": null, "children": null, "spec": null, "byName": null}),
        json!({"tags": [], "labels": {}, "owner": {}, "children": [], "spec": {}, "byName": {}}),
        json!({"identifier": "", "runCount": 0, "retries": 0, "cost": 0, "active": false, "kind": ""}),
        json!({"identifier": null, "runCount": null, "retries": null, "cost": null, "active": null, "kind": null}),
        json!({"description": "", "ttl": 0, "share": 0, "type": "", "parent": {}}),
        json!({"description": null, "ttl": null, "share": null, "type": null, "parent": null, "raw": null}),
        json!({"owner": {"level": null}, "children": [{"tags": null}, {"tags": []}, {}]}),
    ];
    for case in cases {
        assert_eq!(back_and_forth(&case), case);
        assert_eq!(model::from_value::<Workspace>(&case).expect("a workspace").tags, Vec::<String>::new());
    }
}

#[test]
fn a_value_given_later_wins_over_what_stood_there() {
    let mut workspace: Workspace =
        model::from_value(&json!({"tags": null, "description": null, "owner": null})).expect("a workspace");
    workspace.tags.push("a".to_owned());
    workspace.description = Some(String::new());
    workspace.owner.name = "me".to_owned();
    workspace.run_count = 4;
    assert_eq!(
        model::to_value(&workspace).expect("JSON"),
        json!({"tags": ["a"], "description": "", "owner": {"name": "me"}, "runCount": 4})
    );
}

#[test]
fn a_list_that_is_emptied_later_is_sent_empty_and_an_option_is_left_out() {
    let mut workspace: Workspace =
        model::from_value(&json!({"tags": ["a"], "labels": {"a": "b"}, "ttl": 3})).expect("a workspace");
    workspace.tags.clear();
    workspace.labels.clear();
    workspace.ttl = None;
    assert_eq!(model::to_value(&workspace).expect("JSON"), json!({"tags": [], "labels": {}}));
}

#[test]
fn a_new_model_sends_nothing() {
    assert_eq!(model::to_value(&Workspace::new()).expect("JSON"), json!({}));
}

#[test]
fn null_and_empty_can_be_asked_for() {
    let mut owner = Owner::new().name("me").level(3);
    owner.send_null("level").expect("a field");
    assert_eq!(owner.level, None);
    assert_eq!(to_vec(&owner).expect("JSON"), br#"{"name":"me","level":null}"#);

    let mut workspace: Workspace = model::from_value(&json!({"tags": ["a"]})).expect("a workspace");
    workspace.send_empty("tags").expect("a field");
    workspace.send_empty("runCount").expect("a field");
    workspace.send_empty("labels").expect("a field");
    assert_eq!(model::to_value(&workspace).expect("JSON"), json!({"runCount": 0, "tags": [], "labels": {}}));
    workspace.send_null("labels").expect("a field");
    assert_eq!(model::to_value(&workspace).expect("JSON")["labels"], Value::Null);

    let error = owner.send_null("lebel").expect_err("no such field");
    assert_eq!(error.to_string(), r#"Owner has no field "lebel"; its fields are name, level"#);
    assert_eq!(error.known(), ["name", "level"]);
}

#[test]
fn unknown_fields_are_kept_at_every_depth_and_count_for_equality() {
    let json = json!({"identifier": "a", "new": {"x": [1, null]}, "owner": {"name": "", "since": 2020}, "tags": null});
    assert_eq!(back_and_forth(&json), json);
    let workspace: Workspace = model::from_value(&json).expect("a workspace");
    assert_eq!(workspace.extra()["new"], json!({"x": [1, null]}));
    assert_eq!(workspace.owner.extra().len(), 1);

    let mut other = workspace.clone();
    assert_eq!(other, workspace);
    other.extra_mut().insert("new".to_owned(), json!(1));
    assert_ne!(other, workspace);
    assert_eq!(model::to_value(&other).expect("JSON")["new"], json!(1));
}

#[test]
fn equality_does_not_see_how_empty_values_stood_in_the_json() {
    let null: Workspace = model::from_value(&json!({"tags": null, "runCount": null})).expect("a workspace");
    let missing: Workspace = model::from_value(&json!({})).expect("a workspace");
    assert_eq!(null, missing);
    assert_eq!(missing, Workspace::default());
    assert!(missing.extra().is_empty());
}

#[test]
fn setters_take_what_reads_well() {
    let workspace = Workspace::new()
        .identifier("dev")
        .ttl(600)
        .share(0.5_f32)
        .cost(2)
        .active(true)
        .description(String::from("text"))
        .tags(["a", "b"])
        .tags(vec!["c".to_owned()])
        .labels([("team", "core")])
        .owner(Owner::new().name("me"))
        .parent(Workspace::new())
        .children([Workspace::new()])
        .by_name([("me", Owner::new())])
        .r#type("terraform")
        .kind(Provisioner::OpenTofu)
        .raw(json!([1]))
        .spec([("a", 1)]);
    assert_eq!(workspace.ttl, Some(600));
    assert_eq!(workspace.tags, ["c"]);
    assert_eq!(workspace.labels["team"], "core");
    assert_eq!(workspace.r#type, Some(Provisioner::Terraform));
    assert_eq!(workspace.spec["a"], 1);
    assert_eq!(<Option<String> as Assign<&str>>::assign("x"), Some("x".to_owned()));
}

#[test]
fn numbers_that_are_whole_are_written_as_integers() {
    let whole = Workspace::new().cost(3.0).share(2.0_f32);
    let json = String::from_utf8(to_vec(&whole).expect("JSON")).expect("text");
    assert!(json == r#"{"cost":3,"share":2}"#, "{json}");
    let broken = Workspace::new().cost(9_007_199_254_740_993.0_f64).share(0.1_f32);
    let json = String::from_utf8(to_vec(&broken).expect("JSON")).expect("text");
    assert!(json == r#"{"cost":9007199254740992.0,"share":0.1}"#, "{json}");
    let negative = String::from_utf8(to_vec(&Workspace::new().cost(-4.0)).expect("JSON")).expect("text");
    assert!(negative == r#"{"cost":-4}"#, "{negative}");
}

#[test]
fn integers_may_be_written_with_a_fraction_of_zero() {
    let workspace: Workspace = from_slice(br#"{"runCount":1.0,"retries":2e1,"ttl":-0}"#).expect("a workspace");
    assert_eq!((workspace.run_count, workspace.retries, workspace.ttl), (1, 20, Some(0)));
    let extremes: Vec<i64> = from_slice(b"[9223372036854775807,-9223372036854775808]").expect("integers");
    assert_eq!(extremes, [i64::MAX, i64::MIN]);
}

#[test]
fn the_last_of_fields_of_one_name_wins() {
    let workspace: Workspace = from_slice(
        br#"{"tags":["a"],"tags":["b"],"ttl":1,"ttl":null,"owner":{"name":"a","x":1},"owner":{"level":2},"n":1,"n":2}"#,
    )
    .expect("a workspace");
    assert_eq!(workspace.tags, ["b"]);
    assert_eq!(workspace.ttl, None);
    assert_eq!((workspace.owner.name.as_str(), workspace.owner.level), ("", Some(2)));
    assert!(workspace.owner.extra().is_empty());
    assert_eq!(
        String::from_utf8(to_vec(&workspace).expect("JSON")).expect("text"),
        r#"{"ttl":null,"tags":["b"],"owner":{"level":2},"n":2}"#
    );
}

#[test]
fn a_name_is_known_however_it_is_spelled_and_spaced() {
    for name in ["\"name\"", "\"\\u006eame\""] {
        for colon in [":", " :", ": ", "\n\t:\r\n"] {
            for before in ["", "\"level\":1,", "\"nam\":1,", "\"name2\":1,", "\"name\":\"x\","] {
                let owner: Owner =
                    from_slice(format!("{{{before} {name}{colon}\"me\"}}").as_bytes()).expect("an owner");
                assert_eq!(owner.name, "me", "{before} {name}{colon}");
                assert_eq!(owner.level, before.starts_with("\"level").then_some(1));
                assert_eq!(owner.extra().len(), usize::from(before.starts_with("\"nam\"") || before.contains('2')));
            }
        }
    }
    for broken in [
        "{\"name\"",
        "{\"name\"}",
        "{\"name\";1}",
        "{\"name:1}",
        "{\"name\\\":1}",
        "{\"name\":}",
        "{\"name\":\"a\" \"b\"}",
    ] {
        assert!(from_slice::<Owner>(broken.as_bytes()).is_err(), "{broken}");
    }
}

#[test]
fn debug_is_that_of_a_derive_and_names_unknown_fields_only() {
    let owner: Owner = from_slice(br#"{"name":"me","secretAddedLater":"pat.abc"}"#).expect("an owner");
    assert_eq!(format!("{owner:?}"), r#"Owner { name: "me", level: None, extra: ["secretAddedLater"] }"#);
    assert_eq!(format!("{:?}", Owner::new().level(1)), r#"Owner { name: "", level: Some(1) }"#);
    assert!(format!("{:?}", Workspace::new()).contains(" type: None,"));
}

#[test]
fn field_order_is_that_of_the_definition() {
    let owner: Owner = from_slice(br#"{"level":1,"z":0,"name":"me","a":0}"#).expect("an owner");
    let json = String::from_utf8(to_vec(&owner).expect("JSON")).expect("text");
    assert!(json.starts_with(r#"{"name":"me","level":1,"#), "{json}");
}
