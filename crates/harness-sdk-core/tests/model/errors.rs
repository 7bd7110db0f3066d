//! Bad documents: refused, with the place and the reason, and never with the values.

use harness_sdk_core::model::{DecodeError, JsonObject, Map, Slot, Value, from_slice, from_slice_with_misfits, to_vec};

harness_sdk_core::model! {
    /// A page.
    pub struct Page {
        "data" => pub data: Option<Content>,
        "next" => pub next: Option<Box<Page>>,
    }

    /// Its content.
    pub struct Content {
        "content" => pub content: Vec<Item>,
        "by name" => pub by_name: Map<Item>,
    }

    /// One item.
    pub struct Item {
        "name" => pub name: String,
        "count" => pub count: i64,
        "small" => pub small: i32,
        "weight" => pub weight: f64,
        "share" => pub share: f32,
        "on" => pub on: Option<bool>,
        "object" => pub object: JsonObject,
    }
}

fn error<T: Slot + Default>(document: &str) -> DecodeError {
    from_slice::<T>(document.as_bytes()).expect_err(document)
}

#[test]
fn says_where_and_what() {
    let error = error::<Page>("{\n  \"data\": {\"content\": [{}, {\n    \"name\": nul }]}}");
    assert_eq!(error.path(), "$.data.content[1].name");
    assert_eq!((error.line(), error.column()), (3, 13));
    assert_eq!(error.message(), "expected a JSON value");
    assert_eq!(error.to_string(), "expected a JSON value at $.data.content[1].name (line 3, column 13)");
}

#[test]
fn paths_quote_names_that_need_it() {
    let error = error::<Page>(r#"{"next":{"next":{"data":{"by name":{"a\"b":{"on":yes}}}}}}"#);
    assert_eq!(error.path(), r#"$.next.next.data["by name"]["a\"b"].on"#);
}

#[test]
fn a_document_of_another_json_type_is_an_error() {
    assert_eq!(error::<Page>("[]").message(), "expected an object, found a list");
    assert_eq!(error::<Page>("7").message(), "expected an object, found a number");
    assert_eq!(error::<Vec<Item>>("{}").message(), "expected a list, found an object");
    assert_eq!(error::<Map<String>>("[]").message(), "expected an object, found a list");
    assert_eq!(error::<JsonObject>(r#""x""#).message(), "expected an object, found a string");
    assert_eq!(error::<String>("7").message(), "expected a string, found a number");
    assert_eq!(error::<i64>(r#" "7""#).to_string(), "expected a number, found a string at $ (line 1, column 2)");
    assert_eq!(error::<Option<bool>>(r#""true""#).message(), "expected a boolean, found a string");
    assert_eq!(
        error::<f64>("1e999").message(),
        "expected a number of double precision, found a larger number, or none"
    );
}

#[test]
fn values_never_stand_in_errors_or_misfits() {
    for document in [r#"["pat.secret"]"#, r#""pat.secret""#] {
        let error = error::<Page>(document);
        assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    }
    let document = br#"{"count":"pat.secret","on":"pat.secret","object":"pat.secret","name":["pat.secret"]}"#;
    let (item, misfits) = from_slice_with_misfits::<Item>(document).expect("an item");
    assert_eq!(misfits.len(), 4);
    assert!(!format!("{misfits:?} {item:?}").contains("secret"), "{misfits:?} {item:?}");
}

#[test]
fn what_is_not_json_is_an_error() {
    let cases = [
        ("", "the document ends where a value was due"),
        ("{", "expected a comma or the end of the object"),
        (r#"{"name""#, "expected a colon after the field name"),
        (r#"{"name":"a",}"#, "a comma with nothing after it"),
        (r#"{"name":"a" "count":1}"#, "expected a comma or the end of the object"),
        (r#"{name:1}"#, "expected a field name in quotes"),
        (r#"{"name":"a"#, "the document ends inside a string"),
        ("{\"name\":\"a\nb\"}", "a control character inside a string: it must be escaped"),
        (r#"{"name":"\x"}"#, "an escape that JSON does not know"),
        (r#"{"name":"\u12"}"#, "an escape without four hexadecimal digits"),
        (r#"{"name":"\ud800\u12"}"#, "an escape without four hexadecimal digits"),
        (r#"{"count":Nan}"#, "expected a JSON value"),
        (r#"{"count":-NaN}"#, "a number without digits"),
        (r#"{"count":--Infinity}"#, "a number without digits"),
        (r#"{"unknown":Inf}"#, "expected a JSON value"),
        (r#"{"count":-}"#, "a number without digits"),
        (r#"{"count":01}"#, "a number that starts with a zero"),
        (r#"{"count":1.}"#, "a number without digits after its point"),
        (r#"{"count":1e}"#, "a number without digits in its exponent"),
        (r#"{"on":trve}"#, "expected a JSON value"),
        (r#"{"unknown":[nul]}"#, "expected a JSON value"),
        (r#"{"name":"a"}}"#, "something follows the document's end"),
        (r#"{"name":"a"} {}"#, "something follows the document's end"),
        ("<html>", "expected a JSON value"),
    ];
    for (document, message) in cases {
        assert_eq!(error::<Item>(document).message(), message, "{document}");
    }
    assert!(from_slice::<Item>(b" \r\n\t{ \"name\" : \"a\" } \n").is_ok());
}

#[test]
fn text_that_is_not_utf8_is_an_error() {
    let error = from_slice::<Item>(b"{\"name\":\n\"\xff\"}").expect_err("not UTF-8");
    assert_eq!(error.message(), "the document is not UTF-8 text");
    assert_eq!((error.line(), error.column()), (2, 2));
}

#[test]
fn nesting_without_end_is_an_error_and_not_a_crash() {
    let nested = |depth: usize| format!("{}null{}", "{\"next\":".repeat(depth), "}".repeat(depth));
    assert!(from_slice::<Page>(nested(127).as_bytes()).is_ok());
    assert!(error::<Page>(&nested(128)).message().starts_with("more than 127"));
    for open in ["[", "{\"next\":", "{\"unknown\":"] {
        let document = open.repeat(100_000);
        assert!(error::<Page>(&document).message().len() > 5);
        assert!(error::<Value>(&document).message().starts_with("more than 127"), "{open}");
        assert!(error::<()>(&document).message().starts_with("more than 127"), "{open}");
    }
}

#[test]
fn a_number_that_json_cannot_hold_is_not_written() {
    let item = Item { weight: f64::NAN, ..Item::default() };
    let content = Content { content: vec![Item::default(), item], ..Content::default() };
    let page = Page { data: Some(content), ..Page::default() };
    let error = to_vec(&page).expect_err("not a number");
    assert_eq!(error.to_string(), "JSON has no number NaN at $.data.content[1].weight");
}
