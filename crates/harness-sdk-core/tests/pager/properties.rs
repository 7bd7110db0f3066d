//! For any list, page size and way to page: every item exactly once, in order, and an end.

use crate::world::{Said, Shelf, World};
use harness_sdk_core::operation::{Advance, Paging};
use harness_sdk_core::{Cursor, Items};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::json;

/// How a run is set up.
#[derive(Clone, Debug)]
struct Wish {
    page_size: Option<u32>,
    read_ahead: usize,
    /// The caller's own filter, which must stay.
    filter: bool,
}

fn style() -> impl Strategy<Value = Paging> {
    prop_oneof![
        Just(Paging::page("page", 0)),
        Just(Paging::page("page", 1)),
        Just(Paging::page("/query/page", 0)),
        Just(Paging::page("page", 0).token("/token", "token")),
        Just(Paging::offset("skip")),
        Just(Paging::offset("/offset")),
        Just(Paging::cursor("cursor", "/next/cursor")),
        Just(Paging::keyset(&[("seen", "/seen"), ("seenAgain", "/data/seenAgain")]).more("/data/more")),
    ]
}

fn signals() -> impl Strategy<Value = fn(Paging) -> Paging> {
    let all: Vec<fn(Paging) -> Paging> = vec![
        |paging| paging.total("/data/total"),
        |paging| paging.pages("/pages"),
        |paging| paging.last("/last"),
        |paging| paging.more("/data/more"),
        |paging| paging.total_header("x-total"),
        |paging| paging.pages_header("x-pages"),
        |paging| paging.total("/data/total").pages("/pages").last("/last"),
        |paging| paging.next_header("x-next").total_header("x-total"),
        |paging| paging,
    ];
    prop::sample::select(all)
}

prop_compose! {
    fn shelf(filters: bool)(
        style in style(),
        signals in signals(),
        sized in 0..3_u8,
        in_body in any::<bool>(),
        items in prop::sample::select(vec!["/data/content", "/items"]),
        total in 0..60_u64,
        default in 1..12_u64,
        more in 0..6_u64,
        knows in any::<bool>(),
    ) -> Shelf {
        let mut paging = signals(style).items(items);
        if sized > 0 {
            paging = paging.size(if in_body { "/query/size" } else { "size" });
        }
        // The size of a page is known from the document, from what is asked for, or not at all.
        paging = match (sized, knows) {
            (1, true) => paging.default_size(default as u32),
            (2, true) => paging.default_size(default as u32).max((default + more) as u32),
            (2, false) => paging.ask(default as u32).max((default + more) as u32),
            _ => paging,
        };
        if filters {
            paging = paging.short_pages();
        }
        // A limit that nobody knows of is noticed where the answer tells what follows.
        let is_known = paging.max.is_some() || paging.default_size.is_some();
        let max = if is_known || (is_told(&paging) && !filters) { default + more } else { u64::MAX };
        Shelf { paging, total, default, max, filters }
    }
}

fn is_told(paging: &Paging) -> bool {
    let by_pages =
        matches!(paging.advance, Advance::Page { .. }) && (paging.pages.is_some() || paging.pages_header.is_some());
    let by_count = paging.total.is_some() || paging.total_header.is_some();
    by_pages
        || by_count
        || paging.last.is_some()
        || paging.more.is_some()
        || matches!(paging.advance, Advance::Cursor { .. })
}

fn wish() -> impl Strategy<Value = Wish> {
    (prop::option::of(1..15_u32), 0..4_usize, any::<bool>()).prop_map(|(page_size, read_ahead, filter)| Wish {
        page_size,
        read_ahead,
        filter,
    })
}

fn items(world: &World, shelf: &Shelf, wish: &Wish) -> Items<i64> {
    let mut call = world.call(shelf.paging);
    if wish.filter {
        call.query("filter", "a b");
    }
    let items = call.items().read_ahead(wish.read_ahead);
    match wish.page_size {
        Some(size) if shelf.paging.size.is_some() => items.page_size(size),
        _ => items,
    }
}

async fn world(shelf: &Shelf) -> World {
    let own = shelf.clone();
    World::new(move |_, asked| own.answer(asked)).await
}

fn run<F: Future<Output = Result<(), TestCaseError>>>(test: F) -> Result<(), TestCaseError> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test)
}

fn config() -> Config {
    Config { failure_persistence: None, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_item_comes_once_in_order_and_there_is_an_end(shelf in shelf(false), wish in wish()) {
        run(async {
            let world = world(&shelf).await;
            let mut items = items(&world, &shelf, &wish);
            let mut found = Vec::new();
            while let Some(item) = items.try_next().await.unwrap() {
                found.push(item);
            }
            prop_assert_eq!(found, shelf.items());
            prop_assert_eq!(items.try_next().await.unwrap(), None);
            prop_assert_eq!(items.cursor(), None);
            let told = shelf.paging.total.is_some() || shelf.paging.total_header.is_some();
            prop_assert_eq!(items.total(), told.then_some(shelf.total));
            let asked = world.asked();
            prop_assert!(asked.iter().all(|asked| asked.query.contains_key("filter") == wish.filter));
            let most = shelf.total + 2 + wish.read_ahead as u64;
            prop_assert!(asked.len() as u64 <= most, "{} requests", asked.len());
            Ok(())
        })?;
    }

    #[test]
    fn a_server_that_filters_its_pages_loses_nothing(shelf in shelf(true), wish in wish()) {
        // Without any signal an empty page can only be the end, so no page may be emptied by the filter.
        let size = wish.page_size.filter(|_| shelf.paging.size.is_some()).map_or(shelf.default, u64::from).min(shelf.max);
        prop_assume!(size > 1 && shelf.default > 1);
        // Where items are counted, the step to the next page must be known.
        let is_known = wish.page_size.or(shelf.paging.ask).or(shelf.paging.default_size).is_some();
        prop_assume!(!matches!(shelf.paging.advance, Advance::Offset { .. }) || shelf.paging.size.is_some() && is_known);
        run(async {
            let world = world(&shelf).await;
            let found = items(&world, &shelf, &wish).try_collect().await.unwrap();
            prop_assert_eq!(found, shelf.items());
            Ok(())
        })?;
    }

    #[test]
    fn failed_pages_are_asked_for_again(
        shelf in shelf(false),
        wish in wish(),
        faults in prop::collection::vec(prop::sample::select(vec!["none", "status", "items"]), 1..6),
    ) {
        run(async {
            let own = shelf.clone();
            let world = World::new(move |number, asked| match faults.get(number % (faults.len() + 1)) {
                Some(&"status") => Said::failed(),
                Some(&"items") => Said::json(&json!({"data": {"content": "?"}, "items": "?"})),
                _ => own.answer(asked),
            }).await;
            let mut items = items(&world, &shelf, &wish);
            let mut found = Vec::new();
            let mut failures = 0;
            loop {
                match items.try_next().await {
                    Ok(Some(item)) => found.push(item),
                    Ok(None) => break,
                    Err(_) => failures += 1,
                }
                prop_assert!(failures < 2000);
            }
            prop_assert_eq!(found, shelf.items());
            Ok(())
        })?;
    }

    #[test]
    fn a_run_can_be_cut_anywhere_and_resumed(shelf in shelf(false), wish in wish(), cuts in prop::collection::vec((1..20_u64, any::<bool>()), 1..6)) {
        run(async {
            let world = world(&shelf).await;
            let mut found = Vec::new();
            let mut place: Option<Cursor> = None;
            for (count, by_limit) in cuts {
                let mut part = items(&world, &shelf, &wish);
                if let Some(cursor) = place.take() {
                    let kept = serde_json::to_string(&cursor).unwrap();
                    part = part.resume(serde_json::from_str(&kept).unwrap());
                }
                if by_limit {
                    part = part.max_items(count);
                }
                for _ in 0..count {
                    found.extend(part.try_next().await.unwrap());
                }
                prop_assert!(!by_limit || part.try_next().await.unwrap().is_none());
                place = part.cursor();
                if place.is_none() {
                    break;
                }
            }
            if let Some(cursor) = place {
                found.extend(items(&world, &shelf, &wish).resume(cursor).try_collect().await.unwrap());
            }
            prop_assert_eq!(found, shelf.items());
            Ok(())
        })?;
    }
}
