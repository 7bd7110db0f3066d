//! Items of a list are read as each would be alone, in whatever order their fields come.

use harness_sdk_core::model::{from_slice, from_slice_with_misfits, to_vec};
use proptest::prelude::*;

harness_sdk_core::model! {
    /// A run.
    #[allow(missing_docs)]
    pub struct Run {
        "aliases" => pub aliases: Vec<String>,
        "count" => pub count: i64,
        "counts" => pub counts: Option<i64>,
        "ended" => pub ended: Option<i64>,
        "name" => pub name: String,
        "nested" => pub nested: Option<Box<Run>>,
        "runs" => pub runs: Vec<Run>,
    }
}

/// Fields as servers write them, some that the type does not know, and some that do not fit it.
const FIELDS: [&str; 16] = [
    r#""aliases":["a","b"]"#,
    r#""count":7"#,
    r#""count":-123456789012345678"#,
    r#""count":1234567890123456789"#,
    r#""c\u006funt":8"#,
    r#""counts" : 9"#,
    r#""count":"10""#,
    r#""ended":null"#,
    r#""ended":{}"#,
    r#""name":"a \"name\"""#,
    r#" "name" :"b""#,
    r#""naming":1"#,
    r#""nested":{"name":"n","count":1}"#,
    r#""nested":{"count":2,"more":[],"name":"m"}"#,
    r#""runs":[{"name":"x","count":0},{"count":1,"name":"y"}]"#,
    r#""runs":[{"nested":{"count":5,"aliases":[]},"count":1.0}]"#,
];

fn item() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&FIELDS[..]), 0..9)
        .prop_map(|fields| format!("{{{}}}", fields.join(",")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_item_is_read_as_if_it_stood_alone(items in proptest::collection::vec(item(), 0..6)) {
        let document = format!("[{}]", items.join(","));
        let (together, misfits) = from_slice_with_misfits::<Vec<Run>>(document.as_bytes()).expect("a list");
        prop_assert_eq!(together.len(), items.len());
        let mut alone = Vec::new();
        for (index, (item, read)) in items.iter().zip(&together).enumerate() {
            let (one, odd) = from_slice_with_misfits::<Run>(item.as_bytes()).expect("an item");
            prop_assert_eq!(read, &one, "{}", item);
            prop_assert_eq!(to_vec(read).expect("JSON"), to_vec(&one).expect("JSON"), "{}", item);
            alone.extend(odd.iter().map(|misfit| format!("/{index}{}", misfit.pointer())));
        }
        prop_assert_eq!(misfits.iter().map(|misfit| misfit.pointer().to_owned()).collect::<Vec<_>>(), alone);
    }
}

#[test]
fn a_name_that_begins_as_the_one_that_is_due_is_another() {
    let runs: Vec<Run> =
        from_slice(br#"[{"count":1,"name":"a"},{"counts":2,"name":"b"},{"coun":3,"nam":"c"}]"#).expect("a list");
    assert_eq!(
        runs.iter().map(|run| (run.count, run.counts)).collect::<Vec<_>>(),
        [(1, None), (0, Some(2)), (0, None)]
    );
    assert_eq!(to_vec(&runs[2]).expect("JSON"), br#"{"coun":3,"nam":"c"}"#);
}
