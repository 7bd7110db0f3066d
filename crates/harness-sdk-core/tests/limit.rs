//! The client-side limit on requests. Time is paused.

mod support;

use std::time::Duration;

use harness_sdk_core::operation::Operation;
use harness_sdk_core::{Call, Context, ErrorKind, Limiter, Request};
use support::{Server, answer, json};
use tokio::time::Instant;

static GET: Operation = Operation { id: "get", path: "/g", ..Operation::NEW };

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
