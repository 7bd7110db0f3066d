//! What a pager asks for, what it tells, and what it makes of servers that misbehave.

use std::pin::pin;
use std::task::{Context as TaskContext, Poll, Waker};

use crate::world::{Said, Shelf, World, operation};
use futures_core::Stream;
use harness_sdk_core::model::{JsonObject, Value};
use harness_sdk_core::operation::{BodyKind, Operation, Paging};
use harness_sdk_core::{Call, Cursor, ErrorKind, Items, Request};
use serde_json::json;

const NUMBERED: Paging = Paging::page("page", 0).size("size").items("/items").total("/total").pages("/pages");
const COUNTED: Paging = Paging::offset("offset").size("limit").items("/items").total("/total");
const CHAINED: Paging = Paging::cursor("cursor", "/next").size("limit").items("/items");

async fn shelf(paging: Paging, total: u64) -> World {
    let shelf = Shelf { paging, total, default: 4, max: 10, filters: false };
    World::new(move |_, asked| shelf.answer(asked)).await
}

fn items(world: &World, paging: Paging) -> Items<i64> {
    world.call(paging).items()
}

fn list(items: &[i64]) -> Said {
    Said::json(&json!({ "items": items }))
}

#[tokio::test]
async fn a_page_tells_what_is_known() {
    let world = shelf(NUMBERED, 9).await;
    let mut pages = world.call(NUMBERED).pages::<i64>();
    assert_eq!(pages.total(), None);
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!((first.number, first.total, first.is_last, &first.items[..]), (1, Some(9), false, &[0, 1, 2, 3][..]));
    assert_eq!(
        (first.response().status().as_u16(), first.response().header("content-type")),
        (200, Some("application/json"))
    );
    let answer: JsonObject = first.answer().unwrap();
    assert_eq!(answer["pages"], 3);
    let fault = first.answer::<Vec<i64>>().unwrap_err();
    assert_eq!(
        (fault.kind(), fault.operation_id(), fault.status().map(|s| s.as_u16())),
        (ErrorKind::Decode, Some("listThings"), Some(200))
    );
    assert_eq!(first.into_iter().sum::<i64>(), 6);
    pages.try_next().await.unwrap();
    let last = pages.try_next().await.unwrap().unwrap();
    assert_eq!((last.number, last.is_last, &last.items[..]), (3, true, &[8][..]));
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!((pages.total(), pages.cursor()), (Some(9), None));
    assert_eq!(world.carried("page"), ["0", "1", "2"]);
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_awaited_and_the_stream_ends() {
    let world = shelf(NUMBERED, 3).await;
    let mut stream = pin!(items(&world, NUMBERED).read_ahead(2));
    assert!(world.asked().is_empty());
    let mut found = Vec::new();
    while let Some(item) = std::future::poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        found.push(item.unwrap());
    }
    assert_eq!(found, [0, 1, 2]);
    let mut idle = TaskContext::from_waker(Waker::noop());
    assert!(matches!(stream.as_mut().poll_next(&mut idle), Poll::Ready(None)));
    assert_eq!(world.asked().len(), 1);
}

#[tokio::test]
async fn the_callers_parameters_stay_and_set_the_beginning() {
    let world = shelf(NUMBERED, 30).await;
    let mut call = world.call(NUMBERED);
    call.query("page", 2);
    call.query("size", 5);
    call.query("search", "a b");
    let found = call.items::<i64>().try_collect().await.unwrap();
    assert_eq!(found, (10..30).collect::<Vec<_>>());
    assert_eq!(world.carried("page"), ["2", "3", "4", "5"]);
    assert_eq!(world.carried("size"), ["5"; 4]);
    assert_eq!(world.carried("search"), ["a b"; 4]);
}

#[tokio::test]
async fn a_filter_in_the_body_stays_beside_the_page() {
    const PAGING: Paging =
        Paging::page("/pagination/page", 1).size("/pagination/limit").ask(4).items("/items").last("/last");
    let world = shelf(PAGING, 6).await;
    let mut call = world.call(PAGING);
    call.json::<Value>(&json!({"filter": {"name": "x"}, "pagination": {"sort": "up", "page": null}}));
    assert_eq!(call.items::<i64>().try_collect().await.unwrap(), (0..6).collect::<Vec<_>>());
    let bodies: Vec<Value> = world.asked().iter().map(|asked| asked.body.clone()).collect();
    let body = |page: i64| json!({"filter": {"name": "x"}, "pagination": {"sort": "up", "page": page, "limit": 4}});
    assert_eq!(bodies, [body(1), body(2)]);
}

#[tokio::test]
async fn the_size_is_sent_as_the_data_and_the_caller_say() {
    let asked = async |paging: Paging, size: Option<u32>| {
        let world = shelf(paging, 3).await;
        let mut all = items(&world, paging);
        if let Some(size) = size {
            all = all.page_size(size);
        }
        all.try_next().await.unwrap();
        world.carried("size")[0].clone()
    };
    assert_eq!(asked(NUMBERED, None).await, "-");
    assert_eq!(asked(NUMBERED.ask(7), None).await, "7");
    assert_eq!(asked(NUMBERED.default_size(4), None).await, "-");
    assert_eq!(asked(NUMBERED.default_size(4).always_sized(), None).await, "4");
    assert_eq!(asked(NUMBERED.ask(7), Some(3)).await, "3");
    assert_eq!(asked(NUMBERED.max(10), Some(500)).await, "10");
    // More than the server is known to give could pass over items where short pages say nothing.
    assert_eq!(asked(NUMBERED.ask(7).short_pages(), Some(500)).await, "7");
}

#[tokio::test]
async fn a_limit_shortens_requests_only_where_that_is_safe() {
    let world = shelf(NUMBERED.default_size(4), 30).await;
    let first = items(&world, NUMBERED.default_size(4)).max_items(3).try_collect().await.unwrap();
    assert_eq!((first, world.carried("size")), (vec![0, 1, 2], vec!["3".to_owned()]));

    let world = shelf(NUMBERED.default_size(4), 30).await;
    let more = items(&world, NUMBERED.default_size(4)).max_items(6).try_collect().await.unwrap();
    assert_eq!((more.len(), world.carried("size")), (6, vec!["-".to_owned(); 2]));

    let world = shelf(COUNTED, 30).await;
    let counted = items(&world, COUNTED).page_size(4).max_items(6).try_collect().await.unwrap();
    assert_eq!((counted.len(), world.carried("limit")), (6, vec!["4".to_owned(), "2".to_owned()]));
    assert_eq!(world.carried("offset"), ["0", "4"]);

    let world = shelf(NUMBERED, 30).await;
    assert!(items(&world, NUMBERED).max_items(0).try_collect().await.unwrap().is_empty());
    assert!(world.asked().is_empty());
}

#[tokio::test]
async fn a_shortened_run_is_resumed_with_ordinary_pages() {
    let paging = NUMBERED.default_size(4);
    let world = shelf(paging, 9).await;
    let mut items = items(&world, paging).max_items(2);
    for item in 0..2 {
        assert_eq!(items.try_next().await.unwrap(), Some(item));
    }
    assert_eq!(items.try_next().await.unwrap(), None);
    let cursor = items.cursor().unwrap();
    let rest = world.call(paging).items::<i64>().resume(cursor).try_collect().await.unwrap();
    assert_eq!(rest, (2..9).collect::<Vec<_>>());
    assert_eq!(world.carried("size"), ["2", "-", "-", "-"]);
    let mut more = items.max_items(1);
    assert_eq!((more.try_next().await.unwrap(), more.try_next().await.unwrap()), (Some(2), None));
}

#[tokio::test]
async fn a_limit_set_within_a_page_counts_from_there() {
    let world = shelf(COUNTED, 30).await;
    let mut items = items(&world, COUNTED);
    items.try_next().await.unwrap();
    items = items.max_items(5);
    assert_eq!(items.try_collect().await.unwrap(), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn an_error_leaves_the_run_where_it_stood() {
    let world = World::new(|number, _| match number {
        0 => Said::json(&json!({"items": [0, 1], "total": 3})),
        1 => Said::failed(),
        2 => Said::json(&json!({"items": [2, "x"], "total": 3})),
        _ => Said::json(&json!({"items": [2], "total": 3})),
    })
    .await;
    let mut items = items(&world, COUNTED);
    assert_eq!(items.try_next().await.unwrap(), Some(0));
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    let before = items.cursor();
    let status = items.try_next().await.unwrap_err();
    assert_eq!((status.kind(), status.message()), (ErrorKind::Status, Some("out of order")));
    let decode = items.try_next().await.unwrap_err();
    assert_eq!((decode.kind(), decode.decode_path()), (ErrorKind::Decode, Some("$.items[1]")));
    assert_eq!(items.cursor(), before);
    assert_eq!(items.try_next().await.unwrap(), Some(2));
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(world.carried("offset"), ["0", "2", "2", "2"]);
}

#[tokio::test]
async fn a_server_that_ignores_the_page_ends_in_an_error() {
    let paging = Paging::page("page", 0).items("/items");
    let world = World::new(|_, _| list(&[1, 2])).await;
    let mut run = items(&world, paging);
    assert_eq!((run.try_next().await.unwrap(), run.try_next().await.unwrap()), (Some(1), Some(2)));
    for _ in 0..2 {
        let error = run.try_next().await.unwrap_err();
        assert_eq!((error.kind(), error.operation_id()), (ErrorKind::Stalled, Some("listThings")));
        let text = error.to_string();
        assert!(
            text.contains("begins with the same item as the page before it") && text.contains("ignores `page`"),
            "{text}"
        );
    }
    // Page 1 is tried once more as page 2, in case the server counts from 1.
    assert_eq!(world.carried("page"), ["0", "1", "2", "2"]);

    let world = World::new(|number, _| list(if number < 2 { &[7, 7] } else { &[] })).await;
    assert_eq!(items(&world, paging).allow_repeats(true).try_collect().await.unwrap(), [7, 7, 7, 7]);
}

#[tokio::test]
async fn a_server_that_takes_page_0_for_page_1_loses_and_repeats_nothing() {
    fn all(paging: Paging) -> Paging {
        paging.size("size").items("/items").total("/total").pages("/pages")
    }
    fn none(paging: Paging) -> Paging {
        paging.size("size").items("/items")
    }
    for signals in [all, none] {
        let paging = signals(Paging::page("page", 1));
        let shelf = Shelf { paging, total: 11, default: 4, max: 10, filters: false };
        let world = World::new(move |_, asked| shelf.answer(asked)).await;
        let found = items(&world, signals(Paging::page("page", 0))).try_collect().await.unwrap();
        assert_eq!(found, (0..11).collect::<Vec<_>>());
        assert_eq!(world.carried("page"), ["0", "1", "2", "3"]);
    }
}

#[tokio::test]
async fn empty_pages_in_the_middle_are_passed_and_end() {
    let flagged = Paging::page("page", 0).items("/items").more("/more");
    let world = World::new(|number, _| match number {
        0 => Said::json(&json!({"items": [1], "more": true})),
        1 | 2 => Said::json(&json!({"items": null, "more": true})),
        3 => Said::json(&json!({"items": [2], "more": false})),
        _ => Said::failed(),
    })
    .await;
    assert_eq!(items(&world, flagged).try_collect().await.unwrap(), [1, 2]);

    let counted = NUMBERED.default_size(2);
    let world = World::new(|number, _| match number {
        0 => Said::json(&json!({"items": [1, 2], "total": 6})),
        1 => Said::json(&json!({"items": [], "total": 6})),
        2 => Said::json(&json!({"items": [5, 6], "total": 6})),
        _ => Said::json(&json!({"items": [], "total": 6})),
    })
    .await;
    assert_eq!(items(&world, counted).try_collect().await.unwrap(), [1, 2, 5, 6]);

    let world = World::new(|_, _| Said::json(&json!({"more": true}))).await;
    let error = items(&world, flagged).try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Stalled);
    assert!(error.to_string().contains("100 pages in a row are empty"), "{error}");
    assert_eq!(world.asked().len(), 100);
}

#[tokio::test]
async fn wrong_totals_lose_nothing() {
    for total in [0, 1, 100] {
        let world = World::new(move |number, _| {
            let items: &[i64] = [&[1, 2][..], &[3, 4], &[5], &[]][number.min(3)];
            Said::json(&json!({"items": items, "total": total, "pages": 0}))
        })
        .await;
        let found = items(&world, NUMBERED.default_size(2)).try_collect().await.unwrap();
        assert_eq!(found, [1, 2, 3, 4, 5], "total {total}");
    }
}

#[tokio::test]
async fn cursors_that_lead_nowhere_are_errors() {
    let world = World::new(|_, _| Said::json(&json!({"items": [], "next": "same"}))).await;
    let error = items(&world, CHAINED).try_collect().await.unwrap_err();
    assert!(error.to_string().contains("page 2 hands out the cursor that it was asked for with"), "{error}");

    let world = World::new(|_, _| Said::json(&json!({"items": [1], "last": false, "next": ""}))).await;
    let error = items(&world, CHAINED.last("/last")).try_collect().await.unwrap_err();
    assert!(error.to_string().contains("page 1 says that more follows, and not how to ask for it"), "{error}");
}

#[tokio::test]
async fn tokens_travel_with_the_page_after_them() {
    let paging = Paging::page("page", 0).items("/items").more("/more").token("/token", "token");
    let world = World::new(|number, _| match number {
        0 => Said::json(&json!({"items": [1], "more": true, "token": "t 1"})),
        1 => Said::json(&json!({"items": [2], "more": true})),
        _ => Said::json(&json!({"items": [3], "more": false})),
    })
    .await;
    assert_eq!(items(&world, paging).read_ahead(3).try_collect().await.unwrap(), [1, 2, 3]);
    assert_eq!(world.carried("token"), ["-", "t 1", "-"]);
}

#[tokio::test]
async fn a_parameter_that_asks_for_the_whole_list_ends_paging() {
    let paging = NUMBERED.only_without("all");
    let world = World::new(|_, _| Said::json(&json!({"items": [1, 2, 3], "total": 900}))).await;
    let mut call = world.call(paging);
    call.query("all", true);
    assert_eq!(call.items::<i64>().try_collect().await.unwrap(), [1, 2, 3]);
    assert_eq!(world.carried("page"), ["-"]);

    let world = shelf(paging, 6).await;
    let mut call = world.call(paging);
    call.query("all", false);
    assert_eq!(call.items::<i64>().try_collect().await.unwrap().len(), 6);
    assert_eq!(world.carried("page"), ["0", "1"]);
}

#[tokio::test]
async fn answers_without_content_are_empty_lists() {
    let world = World::new(|_, _| Said { status: 204, headers: Vec::new(), body: String::new() }).await;
    assert!(items(&world, NUMBERED).try_collect().await.unwrap().is_empty());
}

#[tokio::test]
async fn totals_come_from_headers_too() {
    let paging = Paging::page("page", 1).size("limit").total_header("x-total").next_header("x-next-page");
    let world = World::new(|number, _| {
        let page = Said::json(&json!([number as i64 * 2, number as i64 * 2 + 1])).with_header("X-Total", 4);
        if number == 0 { page.with_header("X-Next-Page", 2) } else { page }
    })
    .await;
    let mut all = items(&world, paging);
    all.try_next().await.unwrap();
    assert_eq!(all.total(), Some(4));
    assert_eq!(all.try_collect().await.unwrap(), [1, 2, 3]);
    assert_eq!(world.carried("page"), ["1", "2"]);
}

#[tokio::test]
async fn reading_ahead_asks_early_and_not_past_the_end() {
    let world = shelf(NUMBERED, 17).await;
    let mut pages = world.call(NUMBERED).pages::<i64>().read_ahead(2);
    pages.try_next().await.unwrap();
    while world.asked().len() < 4 {
        tokio::task::yield_now().await;
    }
    assert_eq!(pages.try_next().await.unwrap().unwrap().items, [4, 5, 6, 7]);
    let mut rest = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        rest.extend(page);
    }
    assert_eq!(rest, (8..17).collect::<Vec<_>>());
    let mut asked = world.carried("page");
    asked.sort();
    assert_eq!(asked, ["0", "1", "2", "3", "4"]);
}

#[tokio::test]
async fn a_cursor_goes_through_json_and_to_its_own_list_only() {
    let world = shelf(NUMBERED, 9).await;
    let mut first = items(&world, NUMBERED);
    for _ in 0..6 {
        first.try_next().await.unwrap();
    }
    let cursor: Cursor = serde_json::from_str(&serde_json::to_string(&first.cursor()).unwrap()).unwrap();
    assert_eq!(Some(&cursor), first.cursor().as_ref());
    assert_eq!(cursor.operation_id(), "listThings");
    let pages: Vec<_> = {
        let mut pages = world.call(NUMBERED).pages::<i64>().resume(cursor.clone());
        let mut all = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            all.push((page.number, page.items));
        }
        all
    };
    assert_eq!(pages, [(2, vec![6, 7]), (3, vec![8])]);

    let sent = world.asked().len();
    let other = Call::new(&world.context, operation("listOthers", NUMBERED)).items::<i64>().resume(cursor.clone());
    let error = other.try_collect().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.to_string().contains("the cursor belongs to the list of `listThings`"), "{error}");
    let changed = world.call(COUNTED).items::<i64>().resume(cursor).try_collect().await.unwrap_err();
    assert!(changed.to_string().contains("paged in another way"), "{changed}");
    assert_eq!(world.asked().len(), sent);
}

#[tokio::test]
async fn what_cannot_be_paged_is_refused_before_anything_is_sent() {
    let world = shelf(NUMBERED, 9).await;
    let refused = async |call: Call, size: u32| {
        let mut items = call.items::<i64>().page_size(size);
        let error = items.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        error.to_string()
    };
    let mut call = world.call(Paging::page("page", 1).items("/items"));
    call.query("page", 0);
    let text = refused(call, 0).await;
    for part in ["3 problems", "page_size(0)", "the server alone decides", "`page` must be at least 1"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let mut call = world.call(COUNTED);
    call.query("offset", "two");
    assert!(refused(call, 1).await.contains("`offset` must be a number"));
    static SINGLE: Operation = Operation { id: "getThing", path: "/thing", ..Operation::NEW };
    assert!(refused(Call::new(&world.context, &SINGLE), 1).await.contains("does not answer in pages"));
    static YAML: Operation = Operation {
        id: "listByYaml",
        path: "/things",
        body: BodyKind::Yaml,
        paging: Some(&Paging::page("/page", 0).size("/size").items("/items")),
        ..Operation::NEW
    };
    let call = Call::new(&world.context, &YAML).with_body_yaml("a: 1");
    assert!(refused(call, 1).await.contains("the body has no place for the property /page"));
    assert!(world.asked().is_empty());
}

#[tokio::test]
async fn servers_that_go_round_in_a_circle_are_found_out() {
    let numbered = Paging::page("page", 1).items("/items").total("/total");
    type Answer = fn(usize) -> Value;
    let cases: [(&str, Paging, Answer); 6] = [
        (
            "over again",
            numbered,
            |number| json!({"items": ([[1, 2, 3], [4, 5, 6]][number % 2]), "total": 1_000_000_000u64}),
        ),
        ("over again", numbered, |number| json!({"items": [{"at": number}, "b", "c"], "total": 1_000_000_000u64})),
        ("over again", numbered, |number| json!({"items": [number % 100], "total": 1_000_000_000u64})),
        (
            "over again",
            Paging::offset("offset").items("/items").total("/total"),
            |number| json!({"items": ([[1, 2], [3, 4], [5, 6]][number % 3]), "total": 1_000_000_000u64}),
        ),
        (
            "hands out the cursor",
            Paging::cursor("after", "/next").items("/items"),
            |number| json!({"items": [number], "next": (["a", "b"][number % 2])}),
        ),
        (
            "hands out the cursor",
            Paging::cursor("after", "/next").items("/items"),
            |number| json!({"items": [number], "next": (number % 500).to_string()}),
        ),
    ];
    for (why, paging, answer) in cases {
        let world = World::new(move |number, _| Said::json(&answer(number))).await;
        let error = world.call(paging).items::<Value>().try_collect().await.unwrap_err();
        assert!(error.kind() == ErrorKind::Stalled && error.to_string().contains(why), "{error}");
        assert!(world.asked().len() < 1100, "{} requests", world.asked().len());
    }
}

#[tokio::test]
async fn a_stream_ends_after_an_error_that_does_not_pass_and_goes_on_when_asked() {
    use futures_util::{StreamExt as _, future};
    let lasting = |status: u16| Said { status, headers: Vec::new(), body: "{}".to_owned() };
    for (status, asked) in [(403, 1), (500, 1), (503, 3)] {
        let world = World::new(move |number, _| if number == 0 { list(&[1, 2]) } else { lasting(status) }).await;
        let paging = Paging::page("page", 1).items("/items");
        let found: Vec<i64> = items(&world, paging).filter_map(|item| future::ready(item.ok())).collect().await;
        assert_eq!((found, world.asked().len()), (vec![1, 2], 1 + asked), "{status}");
        let pages: Vec<_> = world.call(paging).pages::<i64>().collect::<Vec<_>>().await;
        assert!(pages.len() == asked && pages.iter().all(Result::is_err), "{status}");
    }
    let world = World::new(move |number, _| if number == 0 { lasting(403) } else { list(&[]) }).await;
    let mut run = items(&world, Paging::page("page", 1).items("/items"));
    assert!(run.next().await.unwrap().unwrap_err().is_permission_denied());
    assert!(run.next().await.is_none());
    assert_eq!(run.try_next().await.unwrap(), None, "asked for, the page is had");
}
