//! Which operations page and how: the whole document against what is expected of it, and what is refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use harness_sdk_codegen::classify::pagination::{Listing, Pagination, Subject};
use harness_sdk_codegen::classify::{Classifier, Wire};
use harness_sdk_codegen::data::leaks::LeakData;
use harness_sdk_codegen::data::{self, pagination::PaginationData};
use harness_sdk_codegen::document::{Document, Object};
use harness_sdk_codegen::ir::{Advance, Paging, Type};
use harness_sdk_codegen::lower::schema::Schemas;
use harness_sdk_codegen::report::Report;
use harness_sdk_codegen::{load, normalise, overrides, supplement};
use serde_json::{Map, Value, json};

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

/// The document as the resolver gets it.
fn normalised(wire: &Wire) -> Document {
    let mut report = Report::default();
    let mut document = load::document(&spec().join("harness-openapi.json")).unwrap();
    assert!(overrides::apply(&spec().join("overrides"), &mut document, &mut report).is_empty());
    supplement::apply(&spec().join(supplement::FOLDER), &mut document, &mut report).unwrap();
    let leaks: LeakData = data::read(&spec().join("leaks.toml")).unwrap();
    normalise::leaked_properties::apply(&mut document, &leaks.leaks(), &mut report);
    let settings = normalise::Settings { client_headers: wire.client_headers() };
    normalise::run(&mut document, &settings, &mut report);
    document
}

fn schemas(all: &Object) -> Schemas<'_> {
    Schemas { all, names: all.keys().map(|name| (name.as_str(), name.clone())).collect() }
}

/// The listing of every operation that is not plain, and the problems met on the way.
fn listings(pagination: &Pagination, document: &Document) -> (BTreeMap<String, Listing>, Vec<String>) {
    let none = Object::new();
    let schemas = schemas(document.schemas().unwrap_or(&none));
    let mut found = BTreeMap::new();
    let mut problems = Vec::new();
    document.operations(|place, operation| {
        let id = operation["operationId"].as_str().unwrap();
        let subject = Subject { id, path: place.path, operation, schemas: &schemas };
        let listing = pagination.listing(&subject, &mut problems);
        if listing != Listing::Plain {
            found.insert(id.to_owned(), listing);
        }
    });
    (found, problems)
}

/// A listing in the form of the expectations.
fn shown(listing: &Listing) -> Value {
    let paging = match listing {
        Listing::Paged(paging) => paging,
        Listing::Unpaged(reason) => return json!({ "unpaged": reason }),
        Listing::Plain => return Value::Null,
    };
    let mut all = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            all.insert(key.to_owned(), value);
        }
    };
    put("family", json!(paging.family));
    put("style", json!(paging.advance.style()));
    match &paging.advance {
        Advance::Page { to, first } => {
            put("page", json!(to));
            put("first", json!(first));
        }
        Advance::Offset { to } => put("offset", json!(to)),
        Advance::Cursor { to, next } => {
            put("cursor", json!(to));
            put("next", json!(next));
        }
        Advance::Keyset(carry) => put("carry", carry.iter().cloned().collect()),
    }
    put("items", json!(paging.items));
    put("size", json!(paging.size));
    put("default", json!(paging.default_size));
    put("ask", json!(paging.ask));
    put("max", json!(paging.max));
    put("send_size", if paging.send_size { json!(true) } else { Value::Null });
    put("short", if paging.short { Value::Null } else { json!(false) });
    put("total", json!(paging.total));
    put("pages", json!(paging.pages));
    put("last", json!(paging.last));
    put("more", json!(paging.more));
    put("token", json!(paging.token.as_ref().map(|(place, _)| place)));
    put("token_to", json!(paging.token.as_ref().map(|(_, to)| to)));
    put("total_header", json!(paging.total_header));
    put("pages_header", json!(paging.pages_header));
    put("next_header", json!(paging.next_header));
    put("only_without", json!(paging.only_without));
    Value::Object(all)
}

#[test]
fn every_operation_of_the_document_pages_as_expected() {
    let classifier = Classifier::read(&spec()).unwrap();
    let document = normalised(&classifier.wire);
    let (found, mut problems) = listings(&classifier.pagination, &document);
    problems.extend(classifier.pagination.problems());
    problems.extend(classifier.pagination.unused().iter().map(ToString::to_string));
    assert_eq!(problems, Vec::<String>::new());

    let expected: BTreeMap<String, Value> = serde_json::from_str(include_str!("../data/pages.json")).unwrap();
    let found: BTreeMap<String, Value> = found.iter().map(|(id, listing)| (id.clone(), shown(listing))).collect();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let lines: Vec<String> = found.iter().map(|(id, listing)| format!("{}: {listing}", json!(id))).collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/pages.json");
        std::fs::write(path, format!("{{\n{}\n}}\n", lines.join(",\n"))).unwrap();
        return;
    }
    let differing: Vec<String> = expected
        .keys()
        .chain(found.keys())
        .filter(|id| expected.get(*id) != found.get(*id))
        .map(|id| format!("{id}: expected {:?}, found {:?}", expected.get(id), found.get(id)))
        .collect();
    assert_eq!(differing, Vec::<String>::new());

    let mut styles: BTreeMap<&str, usize> = BTreeMap::new();
    for listing in found.values() {
        *styles.entry(listing["style"].as_str().unwrap_or("unpaged")).or_default() += 1;
    }
    assert_eq!(styles, BTreeMap::from([("cursor", 11), ("keyset", 1), ("offset", 42), ("page", 509), ("unpaged", 90)]));
}

const FAMILY: &str = r#"
[[family]]
name = "things"
paths = ["/a/"]
query = ["page", "size"]
style = "page"
first = 0
page = "page"
size = "size"
ask = 20
items = ["/data/content", "/*"]
total = ["/data/total"]
last = ["/data/last"]
"#;

fn pagination(text: &str) -> Pagination {
    Pagination::new(toml::from_str::<PaginationData>(text).unwrap())
}

/// A document of one operation `list` on `/a/list` with the query parameters `page` and `size`.
fn document(answer: &Value) -> Document {
    let parameter = |name: &str| json!({"in": "query", "name": name, "schema": {"type": "integer"}});
    Document(json!({
        "paths": {"/a/list": {"get": {
            "operationId": "list",
            "parameters": [parameter("page"), parameter("size")],
            "responses": {"2XX": {"x-harness-answer": "json", "content": {"application/json": {"schema": answer}}}},
        }}},
        "components": {"schemas": {
            "Thing": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Things": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}},
            "Envelope": {"type": "object", "properties": {
                "content": {"$ref": "#/components/schemas/Things"},
                "total": {"type": "integer"},
            }},
            "Either": {"x-harness-union": {"tag": "type", "variants": []}, "properties": {
                "content": {"$ref": "#/components/schemas/Things"},
            }},
        }},
    }))
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn only(text: &str, answer: &Value) -> (Option<Paging>, Vec<String>) {
    let pagination = pagination(text);
    let (found, problems) = listings(&pagination, &document(answer));
    let paging = match found.get("list") {
        Some(Listing::Paged(paging)) => Some((**paging).clone()),
        _ => None,
    };
    (paging, problems)
}

#[test]
fn places_are_found_through_references_and_the_item_is_typed() {
    let (paging, problems) = only(FAMILY, &json!({"type": "object", "properties": {"data": reference("Envelope")}}));
    let paging = paging.unwrap();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(paging.items, "/data/content");
    assert_eq!(paging.item, Type::Named("Thing".to_owned()));
    assert_eq!((paging.total.as_deref(), paging.last), (Some("/data/total"), None));
    assert_eq!((paging.ask, paging.default_size, paging.short), (Some(20), None, true));
}

#[test]
fn a_star_stands_for_the_only_list() {
    let one = json!({"type": "object", "properties": {"a/b": reference("Things"), "n": {"type": "integer"}}});
    assert_eq!(only(FAMILY, &one).0.unwrap().items, "/a~1b");
    let two = json!({"type": "object", "properties": {"a": reference("Things"), "b": reference("Things")}});
    let (paging, problems) = only(FAMILY, &two);
    assert!(paging.is_none());
    assert!(problems[0].contains(r#""list" answers no list at ["/data/content", "/*"]"#), "{problems:?}");
}

#[test]
fn unions_and_other_types_end_the_way() {
    for data in [reference("Either"), json!({"type": "object", "properties": {"content": {"type": "object"}}})] {
        let (paging, problems) = only(FAMILY, &json!({"type": "object", "properties": {"data": data}}));
        assert!(paging.is_none(), "{data}");
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}

#[test]
fn the_default_of_the_document_is_known_and_nothing_is_asked_for_then() {
    let mut document = document(&reference("Things"));
    document.0["paths"]["/a/list"]["get"]["parameters"][1]["schema"]["default"] = json!(30);
    let family = FAMILY.replace("\"/*\"", "\"\"");
    let (found, _) = listings(&pagination(&family), &document);
    let Listing::Paged(paging) = &found["list"] else { panic!("{found:?}") };
    assert_eq!((paging.default_size, paging.ask, paging.items.as_str()), (Some(30), None, ""));
}

#[test]
fn an_exception_changes_one_operation() {
    let text =
        format!("{FAMILY}\n[[operation]]\nid = \"list\"\nfirst = 1\nmax = 7\nitems = [\"/content\"]\nshort = false\n");
    let (paging, problems) = only(&text, &reference("Envelope"));
    let paging = paging.unwrap();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(paging.advance, Advance::Page { to: "page".to_owned(), first: 1 });
    assert_eq!((paging.max, paging.items.as_str(), paging.short), (Some(7), "/content", false));

    let absent = format!("{FAMILY}\n[[operation]]\nid = \"list\"\ntotal = [\"/nowhere\"]\n");
    let (_, problems) = only(&absent, &json!({"type": "object", "properties": {"data": reference("Envelope")}}));
    assert!(problems[0].contains("answers nothing at [\"/nowhere\"]"), "{problems:?}");
}

#[test]
fn a_reason_keeps_an_operation_unpaged() {
    let text = format!("{FAMILY}\n[[unpaged]]\nreason = \"one object\"\noperations = [\"list\"]\n");
    let (found, problems) = listings(&pagination(&text), &document(&reference("Thing")));
    assert_eq!(found["list"], Listing::Unpaged("one object".to_owned()));
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn entries_of_no_use_are_named() {
    let text = format!(
        "{FAMILY}\n[[operation]]\nid = \"gone\"\nmax = 1\n\n[[unpaged]]\nreason = \"r\"\noperations = [\"lost\", \"lost\"]\n"
    );
    let pagination = pagination(&text);
    listings(&pagination, &document(&json!({"type": "object", "properties": {"data": reference("Envelope")}})));
    assert!(pagination.problems()[0].contains(r#""lost" stands twice under [[unpaged]]"#));
    let unused: Vec<String> = pagination.unused().iter().map(ToString::to_string).collect();
    for entry in [
        r#"pagination.toml: [[operation]] "gone""#,
        r#"pagination.toml: [[unpaged]] "lost""#,
        r#"pagination.toml: [[family]] "things": items "/*""#,
        r#"pagination.toml: [[family]] "things": last "/data/last""#,
    ] {
        assert!(unused.iter().any(|found| found == entry), "{entry}: {unused:#?}");
    }
    let named = |text: &&String| text.contains("/data/content") || text.contains("/data/total");
    assert_eq!(unused.iter().find(named), None);
}

#[test]
fn what_the_pager_would_send_must_be_declared() {
    let text = FAMILY.replace("size = \"size\"", "size = \"count\"");
    let (_, problems) = only(&text, &json!({"type": "object", "properties": {"data": reference("Envelope")}}));
    assert_eq!(problems, [r#"pagination.toml: "list" does not declare "count", which family "things" sets"#]);

    let named =
        FAMILY.replace("paths = [\"/a/\"]", "operations = [\"list\"]").replace("\"page\", \"size\"", "\"index\"");
    let (paging, problems) = only(&named, &reference("Things"));
    assert!(paging.is_none());
    assert!(problems[0].contains("does not declare \"index\", which its family \"things\" goes by"), "{problems:?}");
}

#[test]
fn sizes_that_are_needed_must_be_known() {
    let unsized_family = FAMILY.replace("ask = 20", "");
    let answer = json!({"type": "object", "properties": {"data": reference("Envelope")}});
    let always = only(&format!("{unsized_family}\nsend_size = true"), &answer).1;
    assert_eq!(
        always,
        [r#"pagination.toml: "list" always sends its size, and neither the document nor `ask` gives one"#]
    );
    let counted = unsized_family.replace("style = \"page\"", "style = \"offset\"\noffset = \"page\"\nshort = false");
    let counted = only(&counted, &answer).1;
    assert!(
        counted[0].contains("has `short = false`, and neither the document nor `ask` gives its size"),
        "{counted:?}"
    );
}

#[test]
fn a_size_that_the_server_requires_is_always_sent() {
    let mut document = document(&json!({"type": "object", "properties": {"data": reference("Envelope")}}));
    let sends_size = |document: &Document| match listings(&pagination(FAMILY), document).0.get("list") {
        Some(Listing::Paged(paging)) => paging.send_size,
        other => panic!("{other:?}"),
    };
    assert!(!sends_size(&document));
    document.0["paths"]["/a/list"]["get"]["parameters"][1]["required"] = json!(true);
    assert!(sends_size(&document));
}

#[test]
fn what_looks_paged_must_be_claimed() {
    let text = FAMILY.replace("/a/", "/b/");
    let (paging, problems) = only(&text, &reference("Things"));
    assert!(paging.is_none());
    assert!(problems[0].contains("belongs to no family; add it to one, or to [[unpaged]]"), "{problems:?}");
}

#[test]
fn families_that_contradict_themselves_are_named() {
    let cases = [
        (FAMILY.replace("first = 0", ""), "needs `page` and `first`"),
        (FAMILY.replace("paths = [\"/a/\"]", ""), "needs either `paths` or `operations`"),
        (FAMILY.replace("query = [\"page\", \"size\"]", ""), "needs `query` or `body`"),
        (FAMILY.replace("size = \"size\"", ""), "has `ask` or `max` and no `size`"),
        (FAMILY.replace("style = \"page\"", "style = \"cursor\""), "needs `cursor` and `next`"),
        (FAMILY.replace("style = \"page\"", "style = \"offset\""), "needs `offset`"),
        (FAMILY.replace("style = \"page\"", "style = \"keyset\""), "needs `carry`"),
        (format!("{FAMILY}\ntoken_to = \"token\""), "needs both or none of `token` and `token_to`"),
        (FAMILY.replace("\"/data/last\"", "\"data/last\""), "has the place \"data/last\""),
    ];
    for (text, part) in cases {
        let problems = pagination(&text).problems();
        assert!(problems.iter().any(|problem| problem.contains(part)), "{part}: {problems:#?}");
    }
    let healthy = pagination(FAMILY).problems();
    assert!(healthy.iter().all(|problem| problem.contains("matches nothing")), "{healthy:#?}");
}

#[test]
fn unknown_keys_are_refused() {
    for text in [
        format!("{FAMILY}\nitem = [\"/data\"]"),
        format!("{FAMILY}\n[[operation]]\nid = \"list\"\nstyle = \"page\""),
        format!("{FAMILY}\n[[unpaged]]\nwhy = \"r\"\noperations = []"),
        "[[families]]".to_owned(),
        FAMILY.replace("\"page\"\nfirst", "\"pages\"\nfirst"),
    ] {
        assert!(toml::from_str::<PaginationData>(&text).is_err(), "{text}");
    }
}
