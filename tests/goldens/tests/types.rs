//! The goldens' types live with what a real server sends, and give back what came in.

use goldens::{enums, recursion, schema_shapes, unions};
use harness_sdk_core::model::{Misfit, Slot, from_slice, from_slice_with_misfits, to_value, to_vec};
use serde_json::{Value, json};

/// Reads a value and checks that it is written as it came.
fn round_trip<T: Slot + Default>(value: Value) -> T {
    let read: T = from_slice(value.to_string().as_bytes()).expect("readable");
    assert_eq!(to_value(&read).expect("writable"), value);
    read
}

#[test]
fn null_missing_and_empty_stay_apart() {
    let shapes: schema_shapes::types::Shapes = round_trip(json!({
        "name": null, "nullableList": null, "alias": [], "typedMap": {}, "freeMap": null, "sibling": null
    }));
    assert_eq!((shapes.name.as_str(), shapes.count), ("", 0));
    assert!(shapes.nullable_list.is_empty() && shapes.alias.is_empty() && shapes.typed_map.is_empty());
    assert!(shapes.nullable_required.is_none());
}

#[test]
fn unknown_fields_and_wide_integers_are_kept() {
    let shapes: schema_shapes::types::Shapes =
        round_trip(json!({ "name": "n", "count": 9007199254740993_i64, "added_later": { "deep": [1, null] } }));
    assert_eq!(shapes.count, 9_007_199_254_740_993);
}

#[test]
fn a_value_of_another_type_says_where_it_stands() {
    let document = br#"{"sibling":{"id":7}}"#;
    let (shapes, misfits) = from_slice_with_misfits::<schema_shapes::types::Shapes>(document).expect("readable");
    let places: Vec<&str> = misfits.iter().map(Misfit::pointer).collect();
    assert_eq!(places, ["/sibling/id"]);
    assert_eq!(to_vec(&shapes).expect("writable"), document);
}

#[test]
fn unknown_enum_values_are_kept() {
    let holder: enums::types::Holder = round_trip(json!({ "operator": "=~", "order": "asc", "blank": "" }));
    assert_eq!(holder.operator, Some(enums::types::HolderOperator::Unknown("=~".to_owned())));
    assert_eq!(holder.order, Some(enums::types::HolderOrder::Asc2));
    assert_eq!(holder.blank, Some(enums::types::HolderBlank::Empty));
}

#[test]
fn unions_are_told_by_their_tag_inside_or_beside() {
    for value in [
        json!({ "spec": { "type": "GitSpec", "branch": "main" } }),
        json!({ "type": "GitSpec", "spec": { "branch": "main" } }),
    ] {
        let holder: unions::types::Holder = round_trip(value);
        match holder.spec {
            Some(unions::types::Spec::GitSpec(git)) => assert_eq!(git.branch.as_deref(), Some("main")),
            other => panic!("{other:?}"),
        }
    }
    let holder: unions::types::Holder = round_trip(json!({ "spec": { "type": "New", "x": 1 }, "either": [ "a" ] }));
    assert!(matches!(holder.spec, Some(unions::types::Spec::Unknown(_))));
    assert!(matches!(holder.either, Some(unions::types::HolderEither::StringList(_))), "{:?}", holder.either);
}

#[test]
fn a_type_may_contain_itself() {
    let node: recursion::types::Node = round_trip(json!({
        "next": { "children": [{ "children": [] }] }, "twin": { "node": null }, "named": { "a": {} }, "any": "text"
    }));
    assert_eq!(node.next.expect("a node").children.len(), 1);
}
