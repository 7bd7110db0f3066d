//! Values of another JSON type than their fields': they cost their field and nothing else, are told, and go back as they
//! came.

use harness_sdk_core::model::{
    self, JsonObject, Map, Misfit, Model, Record, Sensitive, Slot, Value, from_slice, from_slice_with_misfits,
    to_value, to_vec,
};
use proptest::prelude::*;
use serde_json::json;

harness_sdk_core::open_enum! {
    /// A state.
    pub enum State { Open = "open", Closed = "closed" }
}

harness_sdk_core::request_model! {
    /// A field of every type.
    pub struct All {
        "text" => pub text: String,
        "maybe" => pub maybe: Option<String>,
        "secret" => pub secret: Option<Sensitive<String>>,
        "state" => pub state: Option<State>,
        "plain" => pub plain: State,
        "long" => pub long: i64,
        "option" => pub option: Option<i64>,
        "int" => pub int: Option<i32>,
        "double" => pub double: Option<f64>,
        "single" => pub single: Option<f32>,
        "flag" => pub flag: bool,
        "answer" => pub answer: Option<bool>,
        "object" => pub object: JsonObject,
        "any" => pub any: Option<Value>,
        "inner" => pub inner: Inner,
        "child" => pub child: Option<Box<All>>,
        "texts" => pub texts: Vec<String>,
        "longs" => pub longs: Vec<i64>,
        "lists" => pub lists: Vec<Vec<i64>>,
        "options" => pub options: Vec<Option<bool>>,
        "children" => pub children: Vec<Inner>,
        "by" => pub by: Map<i64>,
        "named" => pub named: Map<Inner>,
        "deep" => pub deep: Map<Vec<Inner>>,
        "kind" => pub kind: Option<String>,
        "spec" by "kind" => pub spec: Option<Spec>,
        "event" => pub event: Option<Event>,
        "events" => pub events: Vec<Event>,
        "either" => pub either: Option<Either>,
        "eithers" => pub eithers: Vec<Either>,
    }

    /// A small one.
    pub struct Inner {
        "name" => pub name: String,
        "count" => pub count: Option<i64>,
        "labels" => pub labels: Map<String>,
    }

    /// Another.
    pub struct Other { "type" => pub r#type: Option<String>, "size" => pub size: Option<i64> }
}

harness_sdk_core::union! {
    /// Told from beside.
    pub enum Spec by "type" { "A" => A(Inner), "B" => B(Other) }
    /// Told by itself.
    pub enum Event by "type" { "B" => B(Other) }
}

harness_sdk_core::any_of! {
    /// Untold.
    pub enum Either { Bool(bool), Text(String), Inner(Inner), Other(Other), Many(Vec<Inner>) }
}

fn read<T: Slot + Default>(json: &str) -> (T, Vec<Misfit>) {
    from_slice_with_misfits(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

fn written<T: Slot>(value: &T) -> String {
    String::from_utf8(to_vec(value).expect("JSON")).expect("text")
}

/// Reads, and makes sure that the same is written.
fn same(json: &str) -> (All, Vec<String>) {
    let (all, misfits) = read::<All>(json);
    assert_eq!(written(&all), json);
    (all, misfits.iter().map(|one| format!("{one}{}", if one.is_converted() { "" } else { " !" })).collect())
}

#[test]
fn what_a_type_can_hold_is_converted() {
    let (all, told) = same(
        r#"{"text":17,"maybe":1e2,"secret":7,"state":0,"plain":true,"long":"1664436857059","option":"-3","int":"7","double":"0.5","single":"2","flag":"true","answer":"false"}"#,
    );
    assert_eq!((all.text.as_str(), all.maybe.as_deref()), ("17", Some("1e2")));
    assert_eq!(all.secret.as_ref().map(|secret| secret.expose().as_str()), Some("7"));
    assert_eq!((all.state, all.plain.as_str()), (Some(State::from("0")), "true"));
    assert_eq!((all.long, all.option, all.int), (1_664_436_857_059, Some(-3), Some(7)));
    assert_eq!((all.double, all.single, all.flag, all.answer), (Some(0.5), Some(2.0), true, Some(false)));
    assert_eq!(told.len(), 12);
    assert_eq!(told[0], "expected a string, found a number at /text");
    assert_eq!(told[5], "expected a number, found a string at /long");
    assert_eq!(told[11], "expected a boolean, found a string at /answer");
}

#[test]
fn what_a_type_cannot_hold_is_kept_beside_the_empty_field() {
    let (all, told) = same(
        r#"{"text":{"a":1},"maybe":[],"secret":{"k":"pat.x"},"state":[0],"long":"soon","option":1.5,"int":2147483648,"double":true,"single":1e99,"flag":1,"answer":"yes","object":"CiQ=","inner":7,"child":"eJxT","texts":{"a":1},"longs":"x","by":[1],"kind":{}}"#,
    );
    assert!(told.iter().all(|one| one.ends_with('!')), "{told:?}");
    assert_eq!(told.len(), 18);
    let all_empty = All::default();
    assert_eq!((&all.text, &all.maybe, &all.secret), (&all_empty.text, &None, &None));
    assert_eq!((all.long, all.option, all.int, all.flag), (0, None, None, false));
    assert!(all.child.is_none() && all.texts.is_empty() && all.longs.is_empty() && all.by.is_empty());
    assert_eq!(all.kept("text"), Some(json!({"a": 1})));
    assert_eq!(all.kept("child"), Some(json!("eJxT")));
    assert_eq!(all.inner.kept(""), Some(json!(7)));
    assert_eq!((all.kept("event"), all.kept("no such")), (None, None));
    assert_eq!(model::unknown(&all).len(), 18);
    assert!(!all.is_empty() && all != all_empty);
    assert!(told.contains(&"expected an integer of at most 64 bits, found another number at /option !".to_owned()));
}

#[test]
fn a_value_where_a_list_is_due_is_a_list_of_one() {
    let (all, told) = same(
        r#"{"texts":"a","longs":"7","lists":[1,[2]],"children":{"name":"n","count":"3","later":1},"named":{"x":{"name":"y"}},"events":{"type":"B"},"eithers":true}"#,
    );
    assert_eq!((all.texts, all.longs), (vec!["a".to_owned()], vec![7]));
    assert_eq!(all.lists, [[1], [2]]);
    assert_eq!((all.children[0].name.as_str(), all.children[0].count), ("n", Some(3)));
    assert!(matches!(all.events[0], Event::B(_)) && all.eithers == [Either::Bool(true)]);
    let places: Vec<&str> = told.iter().filter_map(|one| one.rsplit(' ').next()).collect();
    assert_eq!(places, ["/texts", "/longs", "/lists/0", "/children", "/children/count", "/events", "/eithers"]);
    let (all, told) = same(r#"{"longs":true,"lists":"x","children":"x"}"#);
    assert!(all.longs.is_empty() && all.children.is_empty() && all.lists.is_empty());
    assert_eq!(told.len(), 3);
}

#[test]
fn items_and_entries_are_kept_each() {
    let (all, told) = same(
        r#"{"texts":["a",null,7,{},"b"],"longs":[1,"2","x",null],"lists":[[1,"x"],null,[]],"options":[true,null,"x","false"],"children":[{"name":"a"},7,null,{"name":[],"count":"1"}],"by":{"a":1,"b":"2","c":{}},"named":{"m":"x","n":{"labels":{"l":1,"o":[]}}},"deep":{"a":null,"b":[{"name":1},[2]],"c":{"name":"one"}}}"#,
    );
    assert_eq!(all.texts, ["a", "", "7", "", "b"]);
    assert_eq!((all.longs, all.options), (vec![1, 2, 0, 0], vec![Some(true), None, None, Some(false)]));
    assert_eq!(all.children.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a", "", "", ""]);
    assert_eq!((all.children[3].count, all.by["b"], all.by["c"]), (Some(1), 2, 0));
    assert_eq!(all.named["n"].labels["l"], "1");
    assert_eq!((all.deep["b"][0].name.as_str(), all.deep["c"][0].name.as_str()), ("1", "one"));
    let lost: Vec<&str> =
        told.iter().filter_map(|one| one.strip_suffix(" !")).filter_map(|one| one.rsplit(' ').next()).collect();
    let expected = [
        "/texts/3",
        "/longs/2",
        "/lists/0/1",
        "/options/2",
        "/children/1",
        "/children/3/name",
        "/by/c",
        "/named/m",
        "/named/n/labels/o",
        "/deep/b/1",
    ];
    assert_eq!(lost, expected);
}

#[test]
fn children_of_unions_stay_typed() {
    let (all, told) = same(
        r#"{"kind":"A","spec":{"name":[1],"count":"2"},"event":{"type":"B","size":"x"},"events":[{"type":"B","size":"5"},7,{"type":"C"}],"either":{"type":{},"size":"5"},"eithers":[7,"x",[{"name":1}],{"name":"n"}]}"#,
    );
    assert!(matches!(&all.spec, Some(Spec::A(inner)) if inner.count == Some(2) && inner.name.is_empty()), "{all:?}");
    assert!(matches!(&all.event, Some(Event::B(other)) if other.size.is_none()));
    assert!(matches!(&all.events[0], Event::B(other) if other.size == Some(5)));
    assert!(matches!(&all.events[1], Event::Unknown(value) if *value == 7));
    assert!(matches!(&all.either, Some(Either::Other(other)) if other.size == Some(5)), "{:?}", all.either);
    assert!(matches!(&all.eithers[0], Either::Unknown(value) if *value == 7));
    assert!(matches!(&all.eithers[2], Either::Many(many) if many[0].name == "1"), "{:?}", all.eithers);
    assert!(told.contains(&"expected an object, found a number at /events/1 !".to_owned()), "{told:?}");
    assert!(!told.iter().any(|one| one.contains("/events/2")), "an unknown tag is no misfit: {told:?}");
    let (all, _) = read::<All>(r#"{"spec":{"size":"4"},"kind":"B"}"#);
    assert!(matches!(&all.spec, Some(Spec::B(other)) if other.size == Some(4)));
    assert_eq!(written(&all), r#"{"kind":"B","spec":{"size":"4"}}"#);
}

#[test]
fn a_field_that_is_given_a_value_is_written_with_it() {
    let json = r#"{"text":17,"maybe":{},"state":0,"long":"5","option":[],"texts":[1,2,3],"longs":"7","inner":7,"by":{"a":"1","b":2},"children":[1,{"name":"n"}]}"#;
    let (mut all, _) = read::<All>(json);
    all.text = "x".to_owned();
    all.maybe = Some(String::new());
    all.state = None;
    all.long += 1;
    all.option = Some(4);
    all.texts[1] = "two".to_owned();
    all.longs.clear();
    all.inner.name = "i".to_owned();
    all.by.insert("c".to_owned(), 3);
    all.by.remove("b");
    all.children[0].count = Some(1);
    assert_eq!(
        to_value(&all).expect("JSON"),
        json!({
            "text": "x", "maybe": "", "long": 6, "option": 4, "texts": [1, "two", 3], "longs": [], "inner": {"name": "i"},
            "by": {"a": "1", "c": 3}, "children": [{"count": 1}, {"name": "n"}]
        })
    );
    assert_eq!((all.kept("text"), all.kept("maybe"), all.kept("longs")), (None, None, None));

    let (mut all, _) = read::<All>(json);
    for name in ["text", "maybe", "texts", "by"] {
        all.send_null(name).expect("a field");
    }
    all.send_empty("long").expect("a field");
    let value = to_value(&all).expect("JSON");
    assert_eq!((&value["text"], &value["maybe"], &value["by"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!((&value["long"], &value["state"], &value["longs"]), (&json!(0), &json!(0), &json!("7")));
}

#[test]
fn lists_may_grow_and_shrink_around_what_is_kept() {
    let list = |change: fn(&mut Vec<i64>)| {
        let (mut all, _) = read::<All>(r#"{"longs":[1,"x",3,"4"]}"#);
        change(&mut all.longs);
        written(&all)
    };
    assert_eq!(list(|_| ()), r#"{"longs":[1,"x",3,"4"]}"#);
    assert_eq!(list(|longs| longs.push(5)), r#"{"longs":[1,"x",3,"4",5]}"#);
    assert_eq!(list(|longs| longs.insert(0, 9)), r#"{"longs":[9,1,"x",3,"4"]}"#);
    assert_eq!(list(|longs| *longs = longs.split_off(1)), r#"{"longs":["x",3,"4"]}"#);
    assert_eq!(list(|longs| *longs = [longs[0], longs[1], longs[3]].to_vec()), r#"{"longs":[1,"x","4"]}"#);
    assert_eq!(list(|longs| longs.truncate(3)), r#"{"longs":[1,"x",3]}"#);
    assert_eq!(list(|longs| longs[0] = 2), r#"{"longs":[2,"x",3,"4"]}"#);
    assert_eq!(list(Vec::clear), r#"{"longs":[]}"#);
}

#[test]
fn numbers_that_no_type_holds_come_back_digit_for_digit() {
    let digits = "123456789012345678901234567890";
    for json in [
        format!(r#"{{"long":{digits},"double":{digits},"any":{digits},"x":[{digits},{{"y":1e999}}]}}"#),
        r#"{"double":9007199254740993,"any":-1e999,"x":-1e999}"#.to_owned(),
        r#"{"double":"9007199254740993","single":16777217}"#.to_owned(),
        r#"{"object":{"a":1e999},"spec":{"type":"Z","n":1e999},"eithers":[{"name":"a","z":1e999}]}"#.to_owned(),
    ] {
        same(&json);
    }
    let (all, told) = same(r#"{"long":18446744073709551616,"double":1e999,"any":1e999,"later":1e999}"#);
    assert_eq!((all.long, all.double), (0, None));
    assert_eq!((all.any.as_ref(), &all.extra()["later"]), (Some(&json!("1e999")), &json!("1e999")));
    assert_eq!(told.len(), 4);
    let mut all = all;
    all.extra_mut()["later"] = json!(1);
    all.any = Some(json!(2));
    assert_eq!(written(&all), r#"{"long":18446744073709551616,"double":1e999,"any":2,"later":1}"#);
}

#[test]
fn numbers_that_are_none_are_read_and_written_as_text() {
    let (all, told) =
        read::<All>(r#"{"double":NaN,"single":-Infinity,"long":NaN,"text":Infinity,"any":[NaN],"x":NaN}"#);
    assert!(all.double.is_some_and(f64::is_nan));
    assert_eq!((all.single, all.long, all.text.as_str()), (Some(f32::NEG_INFINITY), 0, "Infinity"));
    assert_eq!(told.len(), 6);
    let json = r#"{"text":"Infinity","long":"NaN","double":"NaN","single":"-Infinity","any":["NaN"],"x":"NaN"}"#;
    assert_eq!(written(&all), json);
    let (all, _) = same(r#"{"double":"NaN","single":"Infinity"}"#);
    assert!(all.double.is_some_and(f64::is_nan));
    let all = All { double: Some(f64::NAN), ..All::default() };
    assert!(to_vec(&all).is_err(), "a new one has no words to go back to");
}

#[test]
fn a_half_of_a_character_is_mended_and_comes_back() {
    let (all, told) = same(
        r#"{"text":"a\ud83d","maybe":"\ude00\ud83d\ude00","state":"\ud83d","texts":["\ud83dx","b"],"by":{"k\ud83d":1},"either":"\ud83d","later":{"\ud83d":"\ud83d\u0041"},"n\ud83d":1}"#,
    );
    assert_eq!((all.text.as_str(), all.maybe.as_deref()), ("a\u{fffd}", Some("\u{fffd}\u{1f600}")));
    assert_eq!((all.by["k\u{fffd}"], &all.texts[0]), (1, &"\u{fffd}x".to_owned()));
    assert_eq!(all.either, Some(Either::Text("\u{fffd}".to_owned())));
    assert_eq!(all.extra()["later"], json!({"\u{fffd}": "\u{fffd}A"}));
    assert!(told.iter().all(|one| one.contains("half a character") && !one.ends_with('!')), "{told:?}");
    assert_eq!(told.len(), 9, "{told:?}");
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let (all, told) = read::<All>("\u{feff} {\"text\":\"a\"}");
    assert!(told.is_empty() && all.text == "a");
    let error = from_slice::<All>("\u{feff}{\"text\":tru}".as_bytes()).expect_err("no JSON");
    assert_eq!((error.path(), error.column()), ("$.text", 12));
    assert!(from_slice::<All>("{\"text\":\u{feff}1}".as_bytes()).is_err(), "only at the start");
}

#[test]
fn the_last_of_fields_of_one_name_counts() {
    let (all, _) = read::<All>(
        r#"{"long":"x","long":4,"maybe":{},"maybe":null,"text":1,"text":2,"z":1e999,"z":1,"kind":"A","spec":7,"spec":{"name":"n"}}"#,
    );
    assert_eq!((all.long, all.text.as_str()), (4, "2"));
    assert_eq!(
        written(&all),
        r#"{"text":2,"long":4,"maybe":null,"kind":"A","spec":{"name":"n"},"z":1}"#
            .replace(r#""long":4,"maybe":null"#, r#""maybe":null,"long":4"#)
    );
}

#[test]
fn white_space_is_no_part_of_what_is_kept() {
    let (all, _) =
        read::<All>("{ \"text\" : { \"a\" : [ 1 , \"x y\" ] } , \"longs\" : [ \"1\" , 2 ] , \"z\" : [ 1e999 ] }");
    assert_eq!(written(&all), r#"{"text":{"a":[1,"x y"]},"longs":["1",2],"z":[1e999]}"#);
}

#[test]
fn equality_counts_what_is_kept_and_has_no_place() {
    let all = |json: &str| read::<All>(json).0;
    assert_eq!(all(r#"{"long":"7"}"#), all(r#"{"long":7}"#));
    assert_ne!(all(r#"{"maybe":[1]}"#), all("{}"));
    assert_ne!(all(r#"{"maybe":[1]}"#), all(r#"{"maybe":[2]}"#));
    assert_eq!(all(r#"{"maybe":[1]}"#), all(r#"{"maybe":[ 1 ]}"#));
    assert_ne!(all(r#"{"inner":1}"#), all(r#"{"inner":{}}"#));
    let mut set = all(r#"{"maybe":[1]}"#);
    set.maybe = Some("x".to_owned());
    assert_eq!(set, all(r#"{"maybe":"x"}"#));
}

#[test]
fn models_that_move_take_along_what_they_keep() {
    let (from, _) = read::<All>(r#"{"children":[{"name":[1]},9]}"#);
    let mut to = All::new().text("t");
    to.children = from.children;
    to.inner = to.children[1].clone();
    let value = to_value(&to).expect("JSON");
    assert_eq!((&value["children"], &value["inner"]), (&json!([{"name": [1]}, 9]), &json!(9)));
}

#[test]
fn debug_names_the_fields_and_shows_no_values() {
    let (all, _) = read::<Inner>(r#"{"name":["pat.secret"],"count":"pat.secret","labels":{}}"#);
    assert_eq!(format!("{all:?}"), r#"Inner { name: "", count: None, labels: {}, kept: ["name", "count"] }"#);
}

#[test]
fn no_more_than_a_thousand_misfits_are_told() {
    let json = format!(r#"{{"texts":[{}1]}}"#, "1,".repeat(4999));
    let (all, told) = same(&json);
    assert_eq!((all.texts.len(), told.len()), (5000, 1000));
    assert!(told[999].ends_with("/texts/999"));
}

/// JSON of all types.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e6..1e6).prop_map(|number: f64| Value::from((number * 8.0).round() / 8.0 + 0.0625)),
        "[a-c7\"\\\\é]{0,3}".prop_map(Value::from),
        prop_oneof![Just("7"), Just("-1.5"), Just("true"), Just("B"), Just("A"), Just("NaN")].prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let names = All::default().shape().wire.to_vec();
        let name = proptest::sample::select([names, vec!["name", "count", "labels", "type", "size", "x"]].concat());
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(name.prop_map(str::to_owned), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_object_comes_back_as_it_came(fields in proptest::collection::btree_map(
        proptest::sample::select(All::default().shape().wire.to_vec()), json_value(), 0..8,
    )) {
        let value: Value = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<JsonObject>().into();
        let (all, _) = read::<All>(&value.to_string());
        prop_assert_eq!(&to_value(&all).expect("JSON"), &value);
        // As text, for `NaN` is not equal to itself.
        prop_assert_eq!(format!("{:?}", model::from_value::<All>(&value).expect("the same")), format!("{all:?}"));
    }

    #[test]
    fn one_odd_field_costs_no_other(name in proptest::sample::select(All::default().shape().wire.to_vec()), odd in json_value()) {
        let mut value = json!({
            "text": "t", "maybe": "m", "secret": "s", "state": "open", "plain": "closed", "long": 1, "option": 2, "int": 3,
            "double": 0.5, "single": 1.5, "flag": true, "answer": false, "object": {"a": 1}, "any": [1], "inner": {"name": "i"},
            "child": {"long": 4}, "texts": ["a"], "longs": [1], "lists": [[1]], "options": [true], "children": [{"name": "c"}],
            "by": {"a": 1}, "named": {"n": {"count": 1}}, "deep": {"d": [{"count": 2}]}, "kind": "A", "spec": {"name": "s"},
            "event": {"type": "B"}, "events": [{"type": "B"}], "either": true, "eithers": ["e"],
        });
        let whole = read::<All>(&value.to_string());
        prop_assert!(whole.1.is_empty(), "{:?}", whole.1);
        value[name] = odd;
        let (all, misfits) = read::<All>(&value.to_string());
        for misfit in misfits {
            let inside = misfit.pointer().strip_prefix('/').is_some_and(|rest| rest.split('/').next() == Some(name));
            prop_assert!(inside || name == "kind", "{}", misfit);
        }
        let (Value::Object(before), Value::Object(after)) =
            (to_value(&whole.0).expect("JSON"), to_value(&all).expect("JSON")) else { panic!("no objects") };
        prop_assert_eq!(&after[name], &value[name]);
        for (other, value) in before.iter().filter(|(other, _)| *other != name) {
            prop_assert_eq!(value, &after[other]);
        }
    }
}
