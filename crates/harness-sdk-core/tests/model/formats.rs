//! Models inside types of the user's own, and in serde's hands; and secrets.

use harness_sdk_core::model::{self, Map, Sensitive, from_slice, to_vec};
use serde::{Deserialize, Serialize};
use serde_json::json;

harness_sdk_core::open_enum! {
    /// A state.
    pub enum State { Up = "up", Down = "down" }
}

harness_sdk_core::model! {
    /// A delegate.
    pub struct Delegate {
        "name" => pub name: String,
        "state" => pub state: Option<State>,
        "token" => pub token: Option<Sensitive<String>>,
        "keys" => pub keys: Sensitive<Vec<String>>,
        "size" => pub size: f64,
    }
}

harness_sdk_core::any_of! {
    /// A name or a number.
    pub enum Id { Number(i64), Name(String) }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Report {
    title: String,
    delegates: Vec<Delegate>,
    by_state: std::collections::BTreeMap<State, u32>,
    #[serde(flatten)]
    ids: Map<Id>,
}

#[test]
fn models_stand_in_other_types() {
    let json = json!({
        "title": "t",
        "delegates": [{"name": "d", "state": "up", "keys": [], "size": 2, "later": null}],
        "by_state": {"up": 1, "later": 2},
        "first": 7,
        "second": "seven"
    });
    let report: Report = serde_json::from_value(json.clone()).expect("a report");
    assert_eq!(report.delegates[0].state, Some(State::Up));
    assert_eq!(report.by_state[&State::Unknown("later".to_owned())], 2);
    assert_eq!(report.ids["second"], Id::Name("seven".to_owned()));
    assert_eq!(serde_json::to_value(&report).expect("JSON"), json);
    assert_eq!(serde_json::from_str::<Report>(&json.to_string()).expect("a report"), report);
}

#[test]
fn serde_and_the_shared_writer_agree() {
    let document = br#"{"name":"a\"b","state":"down","token":"t","keys":["k"],"size":0.5,"later":[1,{"x":null}]}"#;
    let delegate: Delegate = from_slice(document).expect("a delegate");
    assert_eq!(serde_json::to_vec(&delegate).expect("JSON"), to_vec(&delegate).expect("JSON"));
    assert_eq!(to_vec(&delegate).expect("JSON"), document);
    assert_eq!(serde_json::from_slice::<Delegate>(document).expect("a delegate"), delegate);
}

#[test]
fn serde_says_where_an_error_is() {
    let error = serde_json::from_value::<Vec<Delegate>>(json!([{}, []])).expect_err("no object");
    assert_eq!(error.to_string(), "expected an object, found a list at $");
    let delegate = Delegate { size: f64::INFINITY, ..Delegate::default() };
    let error = serde_json::to_string(&delegate).expect_err("no number");
    assert_eq!(error.to_string(), "JSON has no number inf at $.size");
}

#[test]
fn secrets_are_read_and_written_but_never_shown() {
    let json = json!({"name": "d", "token": "pat.secret", "keys": ["key.secret"], "size": 1});
    let delegate: Delegate = model::from_value(&json).expect("a delegate");
    assert_eq!(delegate.token.as_ref().map(|token| token.expose().as_str()), Some("pat.secret"));
    assert_eq!(model::to_value(&delegate).expect("JSON"), json);
    let shown = format!("{delegate:?} {delegate:#?}");
    assert!(!shown.contains("secret"), "{shown}");
    assert!(shown.contains("token: Some([redacted])"), "{shown}");
}

#[test]
fn a_missing_secret_is_missing() {
    let delegate: Delegate = model::from_value(&json!({"token": null, "keys": null})).expect("a delegate");
    assert_eq!(delegate.token, None);
    assert!(delegate.keys.expose().is_empty());
    assert_eq!(model::to_value(&delegate).expect("JSON"), json!({"token": null, "keys": null}));
}
