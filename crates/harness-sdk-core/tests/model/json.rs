//! The JSON reader and writer agree with `serde_json` on every document that it takes.

use harness_sdk_core::model::{Map, Value, from_slice, to_vec};
use proptest::prelude::*;

/// Texts that are JSON or nearly so: the parts that a reader can get wrong, in any order.
fn nearly_json() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\""),
        Just("\\"),
        Just("\\u"),
        Just("00e9"),
        Just("\\ud83d\\ude00"),
        Just("\\ude00"),
        Just("null"),
        Just("true"),
        Just("false"),
        Just("nul"),
        Just("0"),
        Just("-"),
        Just("12"),
        Just("."),
        Just("e"),
        Just("E+"),
        Just(" "),
        Just("\n"),
        Just("\t"),
        Just("\u{1}"),
        Just("\u{7f}"),
        Just("\u{e9}"),
        Just("\u{1f600}"),
        Just("\"a\""),
        Just("\"abcdefghijk\""),
        Just("1e30"),
        Just("-0"),
        Just("18446744073709551615"),
        Just("18446744073709551616"),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

fn is_mended(value: &Value) -> bool {
    value.to_string().contains(char::REPLACEMENT_CHARACTER)
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[ -~]{0,40}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// A value without the last digits of its doubles: `serde_json` does not read them exactly.
fn rounded(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => format!("{:.10e}", number.as_f64().unwrap_or_default()).into(),
        Value::Array(items) => items.iter().map(rounded).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), rounded(value))).collect(),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn takes_what_serde_json_takes(text in nearly_json()) {
        let theirs = serde_json::from_str::<Value>(&text).ok();
        // A half of a character is read as a whole one, which tells that it is none.
        let ours = from_slice::<Value>(text.as_bytes()).ok().filter(|value| theirs.is_some() || !is_mended(value));
        prop_assert_eq!(ours.as_ref().map(rounded), theirs.as_ref().map(rounded), "{}", text);
        let dropped = from_slice::<()>(text.as_bytes()).is_ok();
        // A number that nobody reads may be of any size.
        let taken = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        prop_assert_eq!(dropped, taken, "{}", text);
    }

    #[test]
    fn reads_what_serde_json_writes(value in any_json()) {
        let compact = serde_json::to_vec(&value).expect("JSON");
        let pretty = serde_json::to_vec_pretty(&value).expect("JSON");
        prop_assert_eq!(&from_slice::<Value>(&compact).expect("JSON"), &value);
        prop_assert_eq!(&from_slice::<Value>(&pretty).expect("JSON"), &value);
    }

    #[test]
    fn texts_are_written_as_serde_json_writes_them(texts in any::<Vec<String>>(), controls in "[\\x00-\\x7f]{0,40}") {
        for text in texts.iter().chain([&controls]) {
            let written = to_vec(text).expect("JSON");
            prop_assert_eq!(&written, &serde_json::to_vec(text).expect("JSON"));
            prop_assert_eq!(&from_slice::<String>(&written).expect("JSON"), text);
        }
    }

    #[test]
    fn numbers_come_back(integers in any::<Vec<i64>>(), doubles in any::<Map<f64>>(), singles in any::<Vec<f32>>()) {
        prop_assert_eq!(&from_slice::<Vec<i64>>(&to_vec(&integers).expect("JSON")).expect("JSON"), &integers);
        let finite: Map<f64> = doubles.into_iter().filter(|(_, number)| number.is_finite()).collect();
        prop_assert_eq!(&from_slice::<Map<f64>>(&to_vec(&finite).expect("JSON")).expect("JSON"), &finite);
        let finite: Vec<f32> = singles.into_iter().filter(|number| number.is_finite()).collect();
        prop_assert_eq!(&from_slice::<Vec<f32>>(&to_vec(&finite).expect("JSON")).expect("JSON"), &finite);
    }

    #[test]
    fn no_bytes_are_a_panic(bytes in any::<Vec<u8>>()) {
        let ours = from_slice::<Value>(&bytes).ok();
        prop_assert_eq!(ours.is_some(), serde_json::from_slice::<Value>(&bytes).is_ok());
    }
}

#[test]
fn a_special_letter_is_found_at_every_place() {
    for length in 0..40 {
        for special in ["\"", "\\", "\u{0}", "\u{1f}", "\n", "\u{7f}", "\u{80}", "\u{ff}", "\u{1f600}"] {
            let text = format!("{}{special}{}", "x".repeat(length), "y".repeat(17));
            let written = to_vec(&text).expect("JSON");
            assert_eq!(written, serde_json::to_vec(&text).expect("JSON"));
            assert_eq!(from_slice::<String>(&written).expect("JSON"), text);
        }
    }
}
