//! What official documents hold: sent and read as their documents say.

use goldens::{deep_objects, json_media_types, open_answers, pointers, yaml_types};
use harness_sdk_core::model::Map;
use harness_sdk_core::{Context, Request};
use httpmock::Method::PATCH;
use httpmock::prelude::*;
use serde_json::json;

fn context(server: &MockServer) -> Context {
    Context::builder().host(server.base_url()).api_key("pat.acc.tok.secret").build().expect("a configuration")
}

/// The query of a search, with brackets for `%5B` and `%5D`.
fn sent(call: &deep_objects::builder::Search) -> String {
    let query = call.call().stated().query.join("&");
    assert!(!query.contains(['[', ']']), "a bracket is no character of a query: {query}");
    query.replace("%5B", "[").replace("%5D", "]")
}

#[tokio::test]
async fn objects_travel_member_by_member() {
    use deep_objects::types::{Filter, Range, SearchBoth, SearchSort, SearchSortBy};
    let server = MockServer::start_async().await;
    let client = deep_objects::Client::new(context(&server));
    let filter = Filter::new()
        .name("a b&c=é")
        .tags(["x", "y,z"])
        .range(Range::new().from(1.5).to(-3))
        .ranges([Range::new().to(1), Range::new().to(2)])
        .inner(Filter::new().name("in"));
    let mock = server
        .mock_async(|when, then| {
            when.method(GET)
                .path("/search")
                .query_param("filter[name]", "a b&c=é")
                .query_param("filter[range][from]", "1.5")
                .query_param("filter[range][to]", "-3")
                .query_param("filter[ranges][1][to]", "2")
                .query_param("filter[inner][name]", "in");
            then.status(200);
        })
        .await;
    let call = client.search().filter(filter);
    assert_eq!(
        sent(&call),
        "filter[inner][name]=in&filter[name]=a%20b%26c%3D%C3%A9&filter[range][from]=1.5&filter[range][to]=-3&\
         filter[ranges][0][to]=1&filter[ranges][1][to]=2&filter[tags]=x&filter[tags]=y%2Cz"
    );
    call.send().await.expect("an answer");
    mock.assert_async().await;

    let call = client.search();
    let call = call
        .sort(SearchSort::new().by(SearchSortBy::Age).down(false))
        .labels(Map::from_iter([("a[b]".to_owned(), "1".to_owned())]));
    let call = call.any_thing(json!({"k": {"l": [true]}}).as_object().cloned().expect("an object"));
    let call = call.open(json!({"n": null, "m": 1})).rules([Range::new().to(1)]).word("w").shared(Range::new().to(7));
    let call = call.both(SearchBoth::new().from(0.0).step(2));
    assert_eq!(
        sent(&call),
        "sort[by]=age&sort[down]=false&labels[a[b]]=1&any[thing][k][l]=true&open[m]=1&rules[0][to]=1&word=w&shared[to]=7&\
         both[from]=0&both[step]=2"
    );
}

#[tokio::test]
async fn objects_without_what_they_need_are_not_sent() {
    use deep_objects::types::{Filter, SearchSort};
    let server = MockServer::start_async().await;
    let client = deep_objects::Client::new(context(&server));
    let empty = client.search().filter(Filter::default()).sort(SearchSort::new().down(true)).send().await;
    let text = empty.expect_err("two things are missing").to_string();
    assert!(text.contains("`filter` is required") && text.contains("`/by` of the query parameter `sort`"), "{text}");
    // What is set again is judged anew.
    let call = client.search().filter(Filter::new().name("n")).sort(SearchSort::new().down(true));
    let call = call.sort(SearchSort::new().by(deep_objects::types::SearchSortBy::Name));
    let text = call.send().await.expect_err("no such page").to_string();
    assert!(!text.contains("`/by`"), "{text}");
}

#[tokio::test]
async fn json_travels_under_its_declared_name() {
    use json_media_types::types::{Step, Thing};
    let server = MockServer::start_async().await;
    let client = json_media_types::Client::new(context(&server));
    let expect = |method, path: &'static str, media: &'static str, accept: &'static str, answer: &'static str| {
        server.mock_async(move |when, then| {
            when.method(method).path(path).header("content-type", media).header("accept", accept);
            then.status(200).header("content-type", "application/vnd.thing+json").body(answer);
        })
    };
    let thing = || Thing::new().name("n");
    let name = r#"{"name": "n"}"#;
    let steps = || [Step::new().op("add").path("/a").value(json!(1))];
    let mocks = [
        expect(
            PATCH,
            "/patch",
            "application/json-patch+json",
            "application/vnd.thing+json; v=2, application/problem+json",
            name,
        )
        .await,
        expect(PATCH, "/merge", "application/merge-patch+json", "*/*", "").await,
        expect(PATCH, "/both", "application/json-patch+json", "application/json", "[1]").await,
        expect(POST, "/plain_first", "application/json; charset=utf-8", "application/json", name).await,
        expect(POST, "/vendor", "application/vnd.thing+json; charset=utf-8", "text/json", name).await,
        expect(POST, "/pattern", "application/json", "application/json", name).await,
        expect(PUT, "/yaml", "application/x-yaml", "application/hal+json", name).await,
    ];
    let read = client.json_patch().body(steps()).send().await.expect("a thing");
    assert_eq!(read.name.as_deref(), Some("n"));
    client.merge_patch().body(thing()).send().await.expect("an answer");
    assert_eq!(client.several_patches().body(steps()).send().await.expect("any JSON").into_inner(), json!([1]));
    assert_eq!(client.plain_first().body(thing()).send().await.expect("a thing").name.as_deref(), Some("n"));
    assert_eq!(client.vendor().body(thing()).send().await.expect("a thing").name.as_deref(), Some("n"));
    assert_eq!(client.pattern().body(thing()).send().await.expect("a thing").name.as_deref(), Some("n"));
    assert_eq!(client.other_yaml().yaml("a: b").send().await.expect("a thing").name.as_deref(), Some("n"));
    for mock in mocks {
        mock.assert_async().await;
    }
}

#[tokio::test]
async fn an_answer_that_nobody_declared_is_any_json_or_none() {
    let server = MockServer::start_async().await;
    for (path, status, body) in [
        ("/missing", 200, r#"{"a": 1}"#),
        ("/empty", 201, ""),
        ("/failures", 200, "[]"),
        ("/default", 200, r#""x""#),
        ("/range", 206, r#"{"name": "n"}"#),
        ("/sometimes", 204, ""),
    ] {
        server
            .mock_async(move |when, then| {
                when.path(path);
                then.status(status).header("content-type", "application/json").body(body);
            })
            .await;
    }
    let client = open_answers::Client::new(context(&server));
    assert_eq!(client.missing().send().await.expect("any JSON").into_inner(), json!({"a": 1}));
    assert_eq!(client.empty().send().await.expect("nothing").into_inner(), json!(null));
    assert_eq!(client.failures_alone().send().await.expect("any JSON").into_inner(), json!([]));
    assert_eq!(client.failed_by_default().send().await.expect("any JSON").into_inner(), json!("x"));
    assert_eq!(client.range().send().await.expect("a thing").name.as_deref(), Some("n"));
    assert_eq!(client.sometimes().send().await.expect("nothing").name, None);
}

#[tokio::test]
async fn parts_that_are_pointed_at_are_types() {
    use pointers::types::{MakeThingRequest, Part};
    let server = MockServer::start_async().await;
    let get = server
        .mock_async(|when, then| {
            when.method(GET).path("/things/a%2Fb").query_param("size", "2").query_param("word", "w");
            then.status(200).body(r#"{"name": "n"}"#);
        })
        .await;
    let post = server
        .mock_async(|when, then| {
            when.method(POST).path("/things").json_body(json!({"part": {"number": 1, "next": {"number": 2}}}));
            then.status(200)
                .body(r#"{"part": [{"number": 3, "next": {"next": {"number": 5}}}], "tilde": {"deep": true}}"#);
        })
        .await;
    for path in ["/copy", "/original"] {
        server
            .mock_async(move |when, then| {
                when.method(GET).path(path);
                then.status(200).body(r#"{"again": {"a~b": "x"}}"#);
            })
            .await;
    }
    let client = pointers::Client::new(context(&server));
    let thing = client.get_thing().id("a/b").size(2).word("w").send().await.expect("a thing");
    assert_eq!(thing.name.as_deref(), Some("n"));
    let body = MakeThingRequest::new().part(Part::new().number(1).next(Part::new().number(2)));
    let made = client.make_thing().body(body).send().await.expect("a thing");
    let last = made.part[0].next.as_ref().and_then(|part| part.next.as_deref());
    assert_eq!(last.and_then(|part| part.number), Some(5));
    assert_eq!(made.tilde.as_ref().and_then(|tilde| tilde.deep), Some(true));
    let copy = client.get_copy().send().await.expect("an answer");
    let original = client.original().send().await.expect("an answer");
    for answer in [copy.into_inner(), original.into_inner()] {
        assert_eq!(answer.again.and_then(|again| again.a_b).as_deref(), Some("x"));
    }
    get.assert_async().await;
    post.assert_async().await;
}

#[tokio::test]
async fn yaml_of_every_type_becomes_what_it_stands_for() {
    use yaml_types::types::ThingsKind;
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method(GET).path("/things").query_param("kind", "yes").query_param("most", "3");
            then.status(200).body(r#"{"name": "n", "blob": "R0lG", "ratio": 2, "tags": ["t"], "nothing": null}"#);
        })
        .await;
    let client = yaml_types::Client::new(context(&server));
    let error = client.things().send().await.expect_err("`most` is required, says a tag of booleans").to_string();
    assert!(error.contains("`most` is required"), "{error}");
    let thing = client.things().kind(ThingsKind::Yes).most(3).send().await.expect("a thing");
    assert_eq!((thing.name.as_str(), thing.blob.as_deref(), thing.ratio), ("n", Some("R0lG"), Some(2.0)));
    mock.assert_async().await;
}
