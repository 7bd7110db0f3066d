//! Documents that no object of a known type lies around: what their values cannot keep goes back all the same.

use std::fmt::Debug;

use harness_sdk_core::model::{
    self, Map, Original, Slot, Value, from_slice_with_misfits, from_slice_with_original, to_vec,
};
use proptest::prelude::*;

harness_sdk_core::model! {
    /// A small one.
    pub struct Inner { "name" => pub name: String, "count" => pub count: Option<i64> }
}

fn read<T: Slot + Default>(json: &str) -> (T, Original) {
    let (value, misfits, original) =
        from_slice_with_original(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
    let (_, told) = from_slice_with_misfits::<T>(json.as_bytes()).expect("the same");
    assert_eq!(misfits, told, "{json}");
    (value, original)
}

fn written<T: Slot>((value, original): &(T, Original)) -> String {
    String::from_utf8(original.to_vec(value).expect("JSON")).expect("text")
}

fn same<T: Slot + Default>(json: &str) -> T {
    let read = read::<T>(json);
    assert_eq!(written(&read), json);
    assert!(!read.1.is_empty(), "{json}");
    read.0
}

#[test]
fn odd_items_of_bare_lists_go_back() {
    assert_eq!(same::<Vec<i64>>(r#"[1,"2",null,{"a":1},1.5]"#), [1, 2, 0, 0, 0]);
    assert_eq!(same::<Vec<String>>(r#"["a",7,true,null,[1],"\ud83d"]"#), ["a", "7", "true", "", "", "\u{fffd}"]);
    assert_eq!(same::<Vec<bool>>(r#"["true",0]"#), [true, false]);
    assert_eq!(same::<Vec<f64>>(r#"["0.5",1e999,123456789012345678901]"#)[0], 0.5);
    assert_eq!(same::<Vec<Option<i32>>>(r#"[2147483648,"7",[]]"#), [None, Some(7), None]);
    assert_eq!(same::<Vec<Vec<i64>>>(r#"[1,[2,"x"],null,"y"]"#), [vec![1], vec![2, 0], vec![], vec![]]);
}

#[test]
fn odd_values_of_bare_maps_go_back() {
    let counts = same::<Map<i64>>(r#"{"a":"1","b":{},"c":null}"#);
    assert_eq!((counts["a"], counts["b"], counts["c"]), (1, 0, 0));
    let texts = same::<Map<Vec<String>>>(r#"{"a":"x","b":[7,null],"k\ud83d":[]}"#);
    assert_eq!((&texts["a"], &texts["b"]), (&vec!["x".to_owned()], &vec!["7".to_owned(), String::new()]));
}

#[test]
fn what_was_changed_is_written_as_it_is_now() {
    let mut list = read::<Vec<i64>>(r#"[1,"x","3"]"#);
    list.0.push(4);
    assert_eq!(written(&list), r#"[1,"x","3",4]"#);
    list.0.pop();
    list.0[1] = 2;
    assert_eq!(written(&list), r#"[1,2,"3"]"#);
    list.0.clear();
    assert_eq!(written(&list), "[]");
    let mut map = read::<Map<i64>>(r#"{"a":"1","b":[]}"#);
    map.0.insert("b".to_owned(), 5);
    map.0.insert("c".to_owned(), 6);
    assert_eq!(written(&map), r#"{"a":"1","b":5,"c":6}"#);
    let mut none = read::<Vec<i64>>("null");
    assert_eq!(written(&none), "null");
    none.0.push(1);
    assert_eq!(written(&none), "[1]");
}

#[test]
fn what_fits_and_what_keeps_itself_leaves_nothing_to_keep() {
    for json in ["[1,2]", "[]"] {
        let read = read::<Vec<i64>>(json);
        assert!(read.1.is_empty());
        assert_eq!(written(&read), json);
    }
    let models = read::<Vec<Inner>>(r#"[{"name":[1]},7,{"count":"2","later":{}}]"#);
    assert!(models.1.is_empty(), "models keep it themselves");
    assert_eq!(to_vec(&models.0).expect("JSON"), br#"[{"name":[1]},7,{"count":"2","later":{}}]"#);
    let debug = format!("{:?}", read::<Vec<i64>>(r#"["pat.secret"]"#).1);
    assert!(!debug.contains("pat.secret"), "{debug}");
}

/// JSON of all types.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e6..1e6).prop_map(|number: f64| Value::from((number * 8.0).round() / 8.0 + 0.0625)),
        prop_oneof![Just("7"), Just("-1.5"), Just("true"), Just("NaN"), Just("a\"é")].prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[ab]|name|count", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn goes_back<T: Slot + Default + Debug>(value: &Value) -> Result<(), TestCaseError> {
    let read = read::<T>(&value.to_string());
    let back: Value = serde_json::from_str(&written(&read)).expect("JSON");
    prop_assert_eq!(&back, value, "{:?}", read.0);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_list_goes_back(items in proptest::collection::vec(json_value(), 0..5)) {
        let value = Value::from(items);
        goes_back::<Vec<i64>>(&value)?;
        goes_back::<Vec<i32>>(&value)?;
        goes_back::<Vec<f64>>(&value)?;
        goes_back::<Vec<String>>(&value)?;
        goes_back::<Vec<Option<bool>>>(&value)?;
        goes_back::<Vec<Vec<String>>>(&value)?;
        goes_back::<Vec<Map<i64>>>(&value)?;
        goes_back::<Vec<Inner>>(&value)?;
        goes_back::<Vec<Value>>(&value)?;
        goes_back::<Vec<model::JsonObject>>(&value)?;
    }

    #[test]
    fn any_map_goes_back(fields in proptest::collection::btree_map("[ab]{1,2}", json_value(), 0..5)) {
        let value = Value::Object(fields.into_iter().collect());
        goes_back::<Map<i64>>(&value)?;
        goes_back::<Map<String>>(&value)?;
        goes_back::<Map<bool>>(&value)?;
        goes_back::<Map<Vec<f32>>>(&value)?;
        goes_back::<Map<Option<String>>>(&value)?;
        goes_back::<Map<Map<i64>>>(&value)?;
        goes_back::<Map<Inner>>(&value)?;
    }
}
