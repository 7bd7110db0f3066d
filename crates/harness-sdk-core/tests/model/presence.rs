//! What was set is sent, whatever it is; what was not set is not.

use harness_sdk_core::model::{self, JsonObject, Map, Model as _, Null, Value};
use serde_json::json;

harness_sdk_core::open_enum! {
    /// A mode.
    pub enum Mode { On = "on" }
}

harness_sdk_core::any_of! {
    /// A limit, or a text that gives one.
    pub enum Limit { Integer(i64), String(String) }
}

harness_sdk_core::union! {
    /// What it does.
    pub enum Spec by "kind" { "step" => Step(Step) }
}

harness_sdk_core::request_model! {
    /// A step.
    pub struct Step needs ["kind"] {
        "kind" => pub kind: String,
        "ref" => pub r#ref: String,
    }
    /// A field of every kind, each as plain and as optional.
    pub struct All {
        "text" => pub text: String,
        "flag" => pub flag: bool,
        "long" => pub long: i64,
        "int" => pub int: i32,
        "double" => pub double: f64,
        "single" => pub single: f32,
        "value" => pub value: Value,
        "object" => pub object: JsonObject,
        "list" => pub list: Vec<String>,
        "map" => pub map: Map<String>,
        "mode" => pub mode: Mode,
        "step" => pub step: Step,
        "spec" by "tag" => pub spec: Spec,
        "tag" => pub tag: String,
        "limit" => pub limit: Limit,
        "oText" => pub o_text: Option<String>,
        "oFlag" => pub o_flag: Option<bool>,
        "oLong" => pub o_long: Option<i64>,
        "oValue" => pub o_value: Option<Value>,
        "oMode" => pub o_mode: Option<Mode>,
        "oStep" => pub o_step: Option<Box<Step>>,
        "oSpec" => pub o_spec: Option<Spec>,
        "lists" => pub lists: Vec<Vec<i64>>,
        "steps" => pub steps: Vec<Step>,
    }
}

fn sent(all: &All) -> Value {
    model::to_value(all).expect("JSON")
}

#[test]
fn what_is_not_set_is_not_sent() {
    assert_eq!(sent(&All::new()), json!({}));
}

#[test]
fn empty_values_that_are_set_are_sent() {
    let nothing = Vec::<String>::new();
    let all = All::new().text("").flag(false).long(0).int(0).double(0.0).single(0.0_f32).list(nothing);
    let all = all.object(JsonObject::new()).map(Map::<String>::new()).mode(Mode::default()).value(Value::Null);
    let all = all.step(Step::new()).o_text("").o_flag(false).o_long(0).o_step(Step::new()).lists([Vec::new()]);
    assert_eq!(
        sent(&all),
        json!({"text": "", "flag": false, "long": 0, "int": 0, "double": 0, "single": 0, "value": null, "object": {},
            "list": [], "map": {}, "mode": "", "step": {}, "oText": "", "oFlag": false, "oLong": 0, "oStep": {},
            "lists": [[]]})
    );
}

#[test]
fn null_is_sent_for_every_kind_of_field() {
    let all = All::new().text(Null).flag(Null).long(Null).int(Null).double(Null).single(Null).value(Null).object(Null);
    let all = all.list(Null).map(Null).mode(Null).step(Null).spec(Null).tag(Null).limit(Null).o_text(Null);
    let all =
        all.o_flag(Null).o_long(Null).o_value(Null).o_mode(Null).o_step(Null).o_spec(Null).lists(Null).steps(Null);
    let value = sent(&all);
    assert_eq!(value.as_object().map(JsonObject::len), Some(24));
    assert!(value.as_object().is_some_and(|members| members.values().all(Value::is_null)), "{value}");
}

#[test]
fn the_last_setter_wins() {
    assert_eq!(sent(&All::new().text("x").text(Null)), json!({"text": null}));
    assert_eq!(sent(&All::new().text(Null).text("x").o_text(Null).o_text("")), json!({"text": "x", "oText": ""}));
    let all = All::new().list(["a"]).list(Vec::<String>::new()).map(Null).map([("a", "b")]);
    assert_eq!(sent(&all), json!({"list": [], "map": {"a": "b"}}));
}

#[test]
fn a_value_in_a_field_is_sent_unless_it_is_empty() {
    let mut all = All::new();
    all.list = vec![String::new()];
    all.text = "x".to_owned();
    all.o_flag = Some(false);
    all.map = Map::new();
    all.long = 0;
    all.step = Step::new().r#ref("");
    assert_eq!(sent(&all), json!({"list": [""], "text": "x", "oFlag": false, "step": {"ref": ""}}));
    all.send_empty("map").expect("a field");
    assert_eq!(sent(&all)["map"], json!({}));
}

#[test]
fn tags_tell_themselves() {
    let all = All::new().spec(Step::new().r#ref("r")).steps([Step::new()]);
    assert_eq!(sent(&all), json!({"tag": "step", "spec": {"kind": "step", "ref": "r"}, "steps": [{}]}));
}

#[test]
fn what_was_read_goes_back_as_it_came_and_takes_what_is_set() {
    let came = json!({"text": "", "list": null, "map": {}, "oText": null, "step": {}, "spec": null, "steps": [{}]});
    let all: All = model::from_value(&came).expect("a value");
    assert_eq!(sent(&all), came);
    let changed = all.list(Vec::<String>::new()).long(0).o_text(Null).map(Null).text("y");
    assert_eq!(
        sent(&changed),
        json!({"text": "y", "list": [], "map": null, "oText": null, "step": {}, "spec": null, "steps": [{}], "long": 0})
    );
}

harness_sdk_core::request_model! {
    /// More fields than fit into the words that remember them.
    pub struct Wide {
        "a0" => pub a0: i64, "a1" => pub a1: i64, "a2" => pub a2: i64, "a3" => pub a3: i64, "a4" => pub a4: i64,
        "a5" => pub a5: i64, "a6" => pub a6: i64, "a7" => pub a7: i64, "a8" => pub a8: i64, "a9" => pub a9: i64,
        "b0" => pub b0: i64, "b1" => pub b1: i64, "b2" => pub b2: i64, "b3" => pub b3: i64, "b4" => pub b4: i64,
        "b5" => pub b5: i64, "b6" => pub b6: i64, "b7" => pub b7: i64, "b8" => pub b8: i64, "b9" => pub b9: i64,
        "c0" => pub c0: i64, "c1" => pub c1: i64, "c2" => pub c2: i64, "c3" => pub c3: i64, "c4" => pub c4: i64,
        "c5" => pub c5: i64, "c6" => pub c6: i64, "c7" => pub c7: i64, "c8" => pub c8: i64, "c9" => pub c9: i64,
        "d0" => pub d0: i64, "d1" => pub d1: i64, "d2" => pub d2: i64, "d3" => pub d3: i64, "d4" => pub d4: i64,
        "d5" => pub d5: i64, "d6" => pub d6: i64, "d7" => pub d7: i64, "d8" => pub d8: i64, "d9" => pub d9: i64,
        "e0" => pub e0: i64, "e1" => pub e1: i64, "e2" => pub e2: i64, "e3" => pub e3: i64, "e4" => pub e4: i64,
        "e5" => pub e5: i64, "e6" => pub e6: i64, "e7" => pub e7: i64, "e8" => pub e8: i64, "e9" => pub e9: i64,
        "f0" => pub f0: i64, "f1" => pub f1: i64, "f2" => pub f2: i64, "f3" => pub f3: i64, "f4" => pub f4: i64,
        "f5" => pub f5: i64, "f6" => pub f6: i64,
    }
}

#[test]
fn the_fields_about_the_edge_of_the_words_are_remembered() {
    let wide = Wide::new().f1(0).f2(0).f3(Null).f4(0).f6(Null);
    let written = model::to_value(&wide).expect("JSON");
    assert_eq!(written, json!({"f1": 0, "f2": 0, "f3": null, "f4": 0, "f6": null}));
    let read: Wide = model::from_value(&written).expect("a value");
    assert_eq!(model::to_value(&read).expect("JSON"), written);
}

harness_sdk_core::union! {
    /// Credentials, told beside.
    pub enum Credentials {
        "manual" => Manual(Step);
        nothing "delegate" => Delegate,
    }
}

harness_sdk_core::request_model! {
    /// An account of a cloud.
    pub struct Cloud needs ["spec", "type"] {
        "type" => pub r#type: String,
        "spec" by "type" => pub spec: Credentials,
    }
}

#[test]
fn a_tag_that_was_set_may_not_contradict_and_where_nothing_is_due_nothing_is_sent() {
    let written = |cloud: &Cloud| model::to_value(cloud);
    assert_eq!(written(&Cloud::new().spec(Credentials::Delegate)).expect("JSON"), json!({"type": "delegate"}));
    let both = Cloud::new().r#type("delegate").spec(Credentials::Delegate);
    assert_eq!(written(&both).expect("JSON"), json!({"type": "delegate"}));
    assert!(written(&Cloud::new().r#type("manual").spec(Credentials::Delegate)).is_err());
    assert!(written(&Cloud::new().r#type("delegate").spec(Step::new().kind("k"))).is_err());
    let read: Cloud = model::from_value(&json!({"type": "manual", "spec": {"kind": "k"}})).expect("a cloud");
    let changed = read.r#type("delegate").spec(Credentials::Delegate);
    assert_eq!(written(&changed).expect("JSON"), json!({"type": "delegate"}));
}

#[test]
fn what_is_set_wins_over_what_a_field_came_as_and_could_not_hold() {
    let read: All = model::from_value(&json!({"text": {"x": 1}, "list": "a", "long": "7"})).expect("a value");
    let changed = read.text("").list(Vec::<String>::new()).long(Null);
    assert_eq!(sent(&changed), json!({"text": "", "list": [], "long": null}));
}
