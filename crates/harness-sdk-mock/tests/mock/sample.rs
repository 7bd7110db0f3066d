//! Values made from schemas: what they hold, and that they are bounded and the same every time.

use harness_sdk_mock::sample::{Draw, Extent, Sampler, Texts};
use serde_json::{Map, Value, json};

fn schemas(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(schemas) => schemas,
        other => panic!("no object: {other}"),
    }
}

fn named(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn extents_say_which_properties_are_there() {
    let schemas = schemas(json!({"A": {"type": "object", "required": ["r"], "properties": {
        "r": {"type": "string"}, "x": {"type": "integer"}, "y": {"type": "array", "items": {"type": "boolean"}}}}}));
    let sampler = Sampler::new(&schemas);
    let keys = |extent| {
        let value = sampler.value(&named("A"), &mut Draw::new(1).extent(extent));
        value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(sampler.optional_properties(&named("A")), ["x", "y"]);
    assert_eq!(keys(Extent::Full), ["r", "x", "y"]);
    assert_eq!(keys(Extent::Minimal), ["r"]);
    assert_eq!(keys(Extent::One(1)), ["r", "y"]);
    let nulls = sampler.value(&named("A"), &mut Draw::new(1).extent(Extent::Nulls));
    assert!(nulls["r"].is_string() && nulls["x"].is_null() && nulls["y"].is_null());
    assert_eq!(sampler.value(&named("A"), &mut Draw::new(1))["y"].as_array().map(Vec::len), Some(2));
}

#[test]
fn variants_carry_the_tag_that_means_them() {
    let schemas = schemas(json!({
        "Base": {"type": "object", "discriminator": {"propertyName": "kind"},
            "properties": {"kind": {"type": "string", "enum": ["S3", "OTHER_ONE"]}, "shared": {"type": "string"}}},
        "S3Store": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"bucket": {"type": "string"}}}]},
        "Unlike": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"x": {"type": "integer"}}}]},
        "Listed": {"oneOf": [{"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cat"}],
            "discriminator": {"propertyName": "is", "mapping": {"dog": "#/components/schemas/Dog", "cat": "Cat"}}},
        "Dog": {"type": "object", "properties": {"bark": {"type": "boolean"}}},
        "Cat": {"type": "object", "properties": {"is": {"type": "string", "enum": ["tabby"]}}}
    }));
    let sampler = Sampler::new(&schemas);
    let value = |name, index| sampler.value(&named(name), &mut Draw::new(3).alternative(index));
    assert_eq!(sampler.choices(&named("Base")), 2);
    assert_eq!(value("Base", 0)["kind"], "S3");
    assert!(value("Base", 0)["bucket"].is_string() && value("Base", 0)["shared"].is_string());
    assert_eq!(value("Base", 1)["kind"], "OTHER_ONE", "the value that is left is that of the variant that is left");
    assert_eq!(value("S3Store", 0)["kind"], "S3", "a variant alone says what it is, too");
    assert_eq!(value("Listed", 0)["is"], "tabby", "its own values win over the mapping");
    assert_eq!(value("Listed", 1)["is"], "dog");
}

#[test]
fn schemas_that_contain_themselves_end() {
    let schemas = schemas(json!({
        "Tree": {"type": "object", "properties": {"name": {"type": "string"}, "leaves": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}}},
        "Chain": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Chain"}}},
        "Loop": {"$ref": "#/components/schemas/Loop"}
    }));
    let sampler = Sampler::new(&schemas);
    let tree = sampler.value(&named("Tree"), &mut Draw::new(1));
    assert_eq!(tree["leaves"].as_array().map(Vec::len), Some(2));
    let chain = sampler.value(&named("Chain"), &mut Draw::new(1).extent(Extent::Minimal));
    assert!(chain["next"]["next"].is_object() && chain.to_string().len() < 200);
    assert_eq!(sampler.value(&named("Loop"), &mut Draw::new(1)), Value::Null);
}

#[test]
fn scalars_keep_to_what_the_schema_allows() {
    let sampler_schemas = Map::new();
    let sampler = Sampler::new(&sampler_schemas);
    for seed in 0..200 {
        let of = |schema: Value| sampler.value(&schema, &mut Draw::new(seed).texts(Texts::Hard));
        let short = of(json!({"type": "string", "minLength": 2, "maxLength": 4}));
        assert!((2..=4).contains(&short.as_str().map_or(0, |text| text.chars().count())), "{short}");
        let number = of(json!({"type": "integer", "minimum": 3, "maximum": 17, "multipleOf": 5}));
        assert!([5, 10, 15].contains(&number.as_i64().unwrap_or_default()), "{number}");
        let text = of(json!({"type": "string", "pattern": "^[a-z]{3}-(x|y)[0-9]+$"}));
        let text = text.as_str().unwrap_or_default();
        assert!(text.len() >= 6 && text.as_bytes()[3] == b'-' && text.is_ascii(), "{text}");
        assert!(
            of(json!({"type": "integer", "format": "int32"})).as_i64().is_some_and(|one| i32::try_from(one).is_ok())
        );
        assert_ne!(of(json!({"type": "string", "nullable": true, "enum": [null, "a"]})), Value::Null);
    }
}

#[test]
fn the_same_draw_gives_the_same_value() {
    let schemas = schemas(json!({"A": {"type": "object", "additionalProperties": {"type": "number"}}, "B": {}}));
    let sampler = Sampler::new(&schemas);
    for name in ["A", "B"] {
        let value = |seed| sampler.value(&named(name), &mut Draw::new(seed));
        assert_eq!(value(5), value(5));
        assert!((0..50).any(|seed| value(seed) != value(5)));
    }
}
