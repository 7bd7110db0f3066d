//! The client-side limit on requests. Time is paused.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::{Server, answer, json};
use harness_sdk_core::operation::{Operation, RequestLimit};
use harness_sdk_core::{Call, Context, ErrorKind, Limiter, Method, Request, RetryPolicy};
use tokio::time::Instant;

static GET: Operation = Operation { id: "get", path: "/g", ..Operation::NEW };
static POST: Operation = Operation { id: "post", method: Method::POST, path: "/c", ..Operation::NEW };

async fn times(contexts: &[Context], calls: usize) -> Vec<u64> {
    let start = Instant::now();
    let mut times = Vec::new();
    for number in 0..calls {
        Call::new(&contexts[number % contexts.len()], &GET).send::<()>().await.unwrap();
        times.push(start.elapsed().as_millis() as u64);
    }
    times
}

#[tokio::test(start_paused = true)]
async fn requests_are_spread_and_clones_share_the_limit() {
    let server = Server::answering(json(200, "{}")).await;
    let context = server.builder().limiter(Limiter::per_minute(20)).build().unwrap();
    let clone = context.with_scope(harness_sdk_core::Scope::org("o"));
    let times = times(&[context, clone], 5).await;
    let interval = 60_000 / 18;
    assert!(times[1] < 100, "a burst of two: {times:?}");
    for (index, time) in times.iter().enumerate().skip(2) {
        let due = interval * (index as u64 - 1);
        assert!(time.abs_diff(due) < 100, "request {index} at {time} ms and not at {due}: {times:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn clients_can_share_a_limiter_or_have_none() {
    let server = Server::answering(json(200, "{}")).await;
    let limiter = Limiter::per_minute(1);
    let sharing = || server.builder().limiter(limiter.clone()).build().unwrap();
    assert!(times(&[sharing(), sharing()], 2).await[1] >= 59_000);
    let free = server.builder().limiter(None).build().unwrap();
    assert!(times(&[free], 50).await[49] < 1000);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_the_time_to_wait_fails_at_once() {
    let server = Server::answering(json(200, "{}")).await;
    let context = server.builder().limiter(Limiter::per_minute(1)).build().unwrap();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    let start = Instant::now();
    let error = Call::new(&context, &GET).with_timeout(Duration::from_secs(5)).send::<()>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    assert!(error.to_string().contains("request limit") && error.hint().is_some(), "{error}");
    assert!(start.elapsed() < Duration::from_secs(1));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_rate_limited_call_holds_back_the_others() {
    let server = Server::new(vec![answer(429, &[("retry-after", "20")], ""), json(200, "{}")]).await;
    let context = server.context();
    let refused = Call::new(&context, &GET).with_retry(harness_sdk_core::RetryPolicy::none());
    assert!(refused.send::<()>().await.unwrap_err().is_rate_limited());
    let start = Instant::now();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(20), "{:?}", start.elapsed());
}

/// Answers 429 without `Retry-After` until the moment, and says how often it did.
async fn closed_for(window: Duration) -> (Server, Arc<AtomicU32>) {
    let (refused, start) = (Arc::new(AtomicU32::new(0)), Instant::now());
    let count = Arc::clone(&refused);
    let server = Server::deciding(move |_| match start.elapsed() < window {
        true => {
            count.fetch_add(1, Ordering::SeqCst);
            json(429, r#"{"message":"slow down"}"#)
        }
        false => json(200, "{}"),
    })
    .await;
    (server, refused)
}

#[tokio::test(start_paused = true)]
async fn the_default_is_the_lower_documented_limit() {
    let server = Server::answering(json(200, "{}")).await;
    let times = times(&[server.context()], 45).await;
    assert!(times[39] < 100, "a burst of forty: {times:?}");
    assert!(times[41] >= 160 && times[44] >= 4 * 160, "then 360 a minute: {times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_outlives_a_closed_window() {
    for window in [30, 59] {
        let (server, refused) = closed_for(Duration::from_secs(window)).await;
        let start = Instant::now();
        Call::new(&server.context(), &GET).send::<()>().await.unwrap();
        assert!(start.elapsed() < Duration::from_secs(70), "{:?}", start.elapsed());
        assert_eq!(refused.load(Ordering::SeqCst), 1, "nothing is sent into the closed window");
    }
}

#[tokio::test(start_paused = true)]
async fn a_window_that_stays_closed_ends_the_call_within_its_time_and_without_one() {
    let (server, _) = closed_for(Duration::from_secs(86_400)).await;
    let start = Instant::now();
    let call = Call::new(&server.context(), &GET).with_timeout(Duration::from_secs(150));
    let error = call.send::<()>().await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 3, "{error}");
    assert!(start.elapsed() < Duration::from_secs(150), "it does not wait for what cannot come in time");
    let error = Call::new(&server.context(), &GET).send::<()>().await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 11, "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_closed_window_costs_neither_attempts_nor_the_retry_budget() {
    let (server, refused) = closed_for(Duration::from_secs(50)).await;
    let context = server.builder().retry_budget(0).build().unwrap();
    let calls = (0..50).map(|_| {
        let policy = RetryPolicy::default().with_max_attempts(2);
        let call = Call::new(&context, if refused.load(Ordering::SeqCst) % 2 == 0 { &GET } else { &POST });
        tokio::spawn(call.with_retry(policy).send::<()>())
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    let refused = refused.load(Ordering::SeqCst);
    assert!(refused <= 40, "no more than the burst meets the closed window: {refused}");
}

#[tokio::test(start_paused = true)]
async fn after_a_pause_the_rate_is_half_and_recovers() {
    let (server, _) = closed_for(Duration::from_secs(30)).await;
    let context = server.builder().limiter(Limiter::per_minute(60)).build().unwrap();
    let times = times(&[context], 150).await;
    let gap = |index: usize| times[index] - times[index - 1];
    assert!(gap(2).abs_diff(2222) < 100, "{times:?}");
    assert!(gap(149).abs_diff(1111) < 100, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn turns_that_are_given_up_leave_no_debt() {
    for dropped in [true, false] {
        let server = Server::answering(json(200, "{}")).await;
        let context = server.builder().limiter(Limiter::new(10, Duration::from_secs(1))).build().unwrap();
        let mut calls = Vec::new();
        for _ in 0..350 {
            let call = Call::new(&context, &GET);
            let patience = Duration::from_millis(300);
            calls.push(tokio::spawn(async move {
                match dropped {
                    true => tokio::time::timeout(patience, call.send::<()>()).await.is_ok_and(|answer| answer.is_ok()),
                    false => call.with_timeout(patience).send::<()>().await.is_ok(),
                }
            }));
            tokio::time::sleep(Duration::from_micros(11_430)).await;
        }
        let mut passed = 0;
        for call in calls {
            passed += usize::from(call.await.unwrap());
        }
        // Who is first in line has waited longest, and may drop its request while that is under way.
        let least = if dropped { 20 } else { 35 };
        assert!((least..=45).contains(&passed), "dropped {dropped}: {passed}");
        let start = Instant::now();
        Call::new(&context, &GET).send::<()>().await.unwrap();
        assert!(start.elapsed() <= Duration::from_millis(120), "no debt: {:?}", start.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn refused_calls_reserve_no_turn() {
    let server = Server::answering(json(200, "{}")).await;
    let context = server.context();
    let calls: Vec<_> = (0..2000)
        .map(|_| tokio::spawn(Call::new(&context, &GET).with_timeout(Duration::from_secs(2)).send::<()>()))
        .collect();
    let mut passed = 0;
    for call in calls {
        passed += usize::from(call.await.unwrap().is_ok());
    }
    assert!((48..=55).contains(&passed), "a burst of 40 and two seconds: {passed}");
    let start = Instant::now();
    Call::new(&context, &GET).with_timeout(Duration::from_secs(2)).send::<()>().await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(500), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_thousand_waiters_pass_in_their_order_though_some_leave() {
    let server = Server::answering(json(200, "{}")).await;
    let context = server.builder().limiter(Limiter::new(1, Duration::from_millis(200))).build().unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut calls = Vec::new();
    for number in 0..1000 {
        let (call, order) = (Call::new(&context, &GET), Arc::clone(&order));
        calls.push(tokio::spawn(async move {
            call.send::<()>().await.unwrap();
            order.lock().unwrap().push(number);
        }));
        tokio::task::yield_now().await;
    }
    for call in calls.iter().step_by(3) {
        call.abort();
    }
    for call in calls {
        let _ = call.await;
    }
    let order = order.lock().unwrap();
    assert!(order.len() >= 666 && order.windows(2).all(|pair| pair[0] < pair[1]), "{order:?}");
}

#[tokio::test(start_paused = true)]
async fn a_turn_without_a_request_is_given_back() {
    let server = Server::answering(json(200, "{}")).await;
    let context = server.builder().limiter(Limiter::per_minute(1)).build().unwrap();
    for _ in 0..3 {
        let missing = context.request(Method::PUT, "/f").body("a/b", harness_sdk_core::Body::file("/no/such/file"));
        assert_eq!(missing.send().await.unwrap_err().kind(), ErrorKind::Local);
    }
    let start = Instant::now();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(1), "nothing was sent before: {:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_limit_of_an_operation_holds_back_no_other() {
    static INVITE: Operation = Operation {
        id: "invite",
        limit: Some(&RequestLimit { name: "invitations", requests: 1, seconds: 60 }),
        ..Operation::NEW
    };
    let server = Server::answering(json(200, "{}")).await;
    let context = server.context();
    let start = Instant::now();
    Call::new(&context, &INVITE).send::<()>().await.unwrap();
    let waiting = tokio::spawn(Call::new(&context.clone(), &INVITE).send::<()>());
    for _ in 0..20 {
        Call::new(&context, &GET).send::<()>().await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(1));
    let error = Call::new(&context, &INVITE).with_timeout(Duration::from_secs(5)).send::<()>().await.unwrap_err();
    assert!(error.hint().unwrap().contains("without_special_limits"), "{error}");
    waiting.await.unwrap().unwrap();
    assert!(start.elapsed() >= Duration::from_secs(60), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn one_large_text_in_ten_seconds() {
    let server = Server::answering(json(200, "{}")).await;
    let context = server.context();
    let large = serde_json::json!({ "yaml": "y".repeat(500_001) });
    let start = Instant::now();
    for _ in 0..2 {
        context.request(Method::POST, "/c").json(&large).send().await.unwrap();
    }
    assert!(start.elapsed() >= Duration::from_secs(10), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn times_without_end_saturate() {
    let server = Server::new(vec![answer(429, &[("retry-after", "18446744073709551615")], ""), json(200, "{}")]).await;
    let endless = RetryPolicy::default().with_max_retry_after(Duration::MAX);
    let context = server.builder().limiter(Limiter::new(2, Duration::MAX)).retry(endless).build().unwrap();
    let error = Call::new(&context, &GET).with_timeout(Duration::from_secs(9)).send::<()>().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    let error = Call::new(&context, &GET).with_timeout(Duration::from_secs(9)).send::<()>().await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("429"), "{error}");
    let server = Server::answering(json(200, "{}")).await;
    let context = server.builder().attempt_timeout(Duration::MAX).total_timeout(Duration::MAX).build().unwrap();
    Call::new(&context, &GET).send::<()>().await.unwrap();
    Call::new(&context, &GET).with_timeout(Duration::MAX).send_raw().await.unwrap().into_inner().text().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn without_a_limiter_429_is_repeated_like_other_statuses() {
    let (server, refused) = closed_for(Duration::from_secs(86_400)).await;
    let context = server.builder().limiter(None).build().unwrap();
    let error = Call::new(&context, &GET).send::<()>().await.unwrap_err();
    assert_eq!((error.attempts(), refused.load(Ordering::SeqCst)), (4, 4));
}
